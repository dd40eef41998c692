//! What pictures show, and that the words say the same.

use study_coach::cards::Card;
use study_coach::cards::board::Board;
use study_coach::cards::theme::Stage;
use study_coach::coach::reply::{Image, Reply};
use study_coach::coach::request::Value;

use crate::support::coach::{TestCoach, at, text};

fn image(reply: &Reply) -> &Image {
    let image = reply.image.as_ref().unwrap_or_else(|| panic!("no picture: {}", reply.text));
    assert!(image.alt.chars().count() <= 1024, "{}", image.alt);
    image
}

fn board(reply: &Reply) -> &Board {
    let Card::Board(board) = &image(reply).card else { panic!("no board") };
    board
}

async fn log(test: &TestCoach, name: &str, hours: f64) {
    let reply = test.command(name, "log", &[("hours", Value::Number(hours))]).await;
    assert!(!reply.refused, "{}", reply.text);
}

#[tokio::test]
async fn a_board_shows_ten_and_the_asker_with_their_neighbours() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let names: Vec<String> = (0..15).map(|number| format!("member {number}")).collect();
    for (place, name) in names.iter().enumerate() {
        test.join(name).await;
        log(&test, name, 15.0 - place as f64).await;
    }
    let reply = test.command("member 12", "leaderboard", &[("by", text("hours"))]).await;
    let shown = board(&reply);
    let places =
        |rows: &[study_coach::cards::board::Row]| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
    assert_eq!(places(&shown.rows), names[..10]);
    assert_eq!(places(&shown.around), names[11..14]);
    assert_eq!(shown.around.iter().map(|row| row.own).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!((shown.rows[0].percent, shown.rows[1].percent), (100, 93));
    assert!(shown.caption.contains("UTC"), "{}", shown.caption);
    // Each row is in the description and in the words, and both say which is the asker's own.
    let alt = &image(&reply).alt;
    assert!(alt.contains("13. member 12 (you): 3 h") && reply.text.contains("**member 12 (you)**"), "{alt}");
    for row in shown.rows.iter().chain(&shown.around) {
        for words in [alt, &reply.text] {
            assert!(words.contains(&row.name) && words.contains(&row.value), "{row:?} in {words}");
        }
    }
}

#[tokio::test]
async fn a_description_has_every_row_however_long_the_names_are() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let names: Vec<String> = (10..30).map(|number| format!("{} {number}", "W".repeat(29))).collect();
    for week in 0..2 {
        for (place, name) in names.iter().enumerate() {
            test.join(name).await;
            let hours = if week == 0 { 1.0 + place as f64 / 4.0 } else { 7.0 - place as f64 / 4.0 };
            log(&test, name, hours).await;
        }
        test.now += chrono::Duration::days(7 * (1 - week));
    }
    for by in ["promise", "hours"] {
        let reply = test.command(&names[15], "leaderboard", &[("by", text(by))]).await;
        let (shown, alt) = (board(&reply), &image(&reply).alt);
        assert_eq!((shown.rows.len(), shown.around.len()), (10, 3));
        assert!(shown.rows.iter().all(|row| row.moved.is_some()), "{alt}");
        for row in shown.rows.iter().chain(&shown.around) {
            let you = if row.own { " (you)" } else { "" };
            assert!(alt.contains(&format!("{}{you}: {}", row.name, row.value)), "{row:?} in {alt}");
        }
    }
}

#[tokio::test]
async fn a_board_that_would_give_somebody_away_has_no_picture() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for name in ["mia", "jo", "ann"] {
        test.join(name).await;
        log(&test, name, 1.0).await;
    }
    assert!(test.command("mia", "leaderboard", &[("by", text("hours"))]).await.image.is_some());
    test.command("jo", "settings", &[("board", text("anonymous"))]).await;
    assert!(test.command("mia", "leaderboard", &[("by", text("hours"))]).await.image.is_none());
    assert!(test.command("mia", "leaderboard", &[("by", text("lessons"))]).await.image.is_none());
}

#[tokio::test]
async fn names_stand_on_a_picture_as_they_are_written() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("a_b*c@(d)").await;
    log(&test, "a_b*c@(d)", 1.0).await;
    let reply = test.command("a_b*c@(d)", "leaderboard", &[("by", text("hours"))]).await;
    assert_eq!(board(&reply).rows[0].name, "a_b*c@(d)");
    assert!(image(&reply).alt.contains("a_b*c@(d) (you): 1 h"), "{}", image(&reply).alt);
}

#[tokio::test]
async fn progress_shows_the_way_the_weeks_the_streak_and_the_end() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    log(&test, "mia", 7.0).await;
    test.now = at("2026-12-08T10:00:00Z");
    log(&test, "mia", 1.0).await;
    let reply = test.command("mia", "progress", &[]).await;
    let Card::Progress(card) = &image(&reply).card else { panic!("no progress") };
    assert_eq!(
        card.phases.iter().map(|phase| phase.stage).collect::<Vec<_>>()[..2],
        [Stage::Now, Stage::Ahead]
    );
    let weeks: Vec<_> =
        card.weeks.iter().map(|week| (week.label.as_str(), week.value.as_str(), week.now)).collect();
    assert_eq!(weeks, [("30 Nov", "7 h", false), ("7 Dec", "1 h", true)]);
    assert_eq!((card.streak.value.as_str(), card.freezes), ("1 week", (2, 2)));
    let alt = &image(&reply).alt;
    let way = format!("{} % of the way", card.percent);
    assert!(alt.contains(&way), "{way} in {alt}");
    assert!(reply.fields.iter().any(|it| it.value.contains(&way)), "{way}: {:?}", reply.fields);
    for fact in ["30 Nov 7 h of 7 h", "7 Dec 1 h of 10 h", "Streak: 1 week", "2 freezes left", "Finish: "] {
        assert!(alt.contains(fact), "{fact} in {alt}");
    }
    let year = card.facts[1].value.rsplit(' ').next().unwrap();
    assert!(reply.text.contains(year) && reply.fields.iter().any(|it| it.value.contains("7 h of 7 h")));
}

#[tokio::test]
async fn what_is_begun_is_one_percent_of_the_way_at_least() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let percent = async || match &image(&test.command("mia", "progress", &[]).await).card {
        Card::Progress(card) => (card.percent, card.phases[0].percent, card.phases[1].percent),
        _ => panic!("no progress"),
    };
    assert_eq!(percent().await, (0, 0, 0));
    let next = test.command("mia", "next", &[("minutes", Value::Integer(20))]).await;
    test.press("mia", &next, "Done", &[("hours", "0:20")]).await;
    assert_eq!(percent().await, (1, 1, 0));
}

#[tokio::test]
async fn a_roadmap_marks_what_is_done_under_way_and_optional() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "done", &[("lesson", text("setup")), ("hours", Value::Number(1.0))]).await;
    let next = test.command("mia", "next", &[]).await;
    test.press("mia", &next, "Done", &[("hours", "0:25")]).await;
    let reply = test.command("mia", "roadmap", &[]).await;
    let Card::Roadmap(card) = &image(&reply).card else { panic!("no roadmap") };
    let lessons: Vec<Stage> = card.phases.iter().flat_map(|phase| phase.lessons.clone()).collect();
    let count = |stage| lessons.iter().filter(|it| **it == stage).count();
    assert_eq!((count(Stage::Done), count(Stage::Now)), (1, 1), "{:?}", reply.fields);
    assert!(count(Stage::Optional) > 0 && card.here.starts_with("Now: "), "{}", card.here);
    assert!(image(&reply).alt.contains("Foundations 1 of "), "{}", image(&reply).alt);
}

#[tokio::test]
async fn a_roadmap_marks_where_a_learner_begins_and_what_their_plan_does_not_hold() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let wish = [
        ("track", text("llm")),
        ("hours", Value::Number(6.0)),
        ("months", Value::Integer(12)),
        ("know", text("python")),
    ];
    assert!(!test.command("mia", "join", &wish).await.refused);
    let reply = test.command("mia", "roadmap", &[]).await;
    let Card::Roadmap(card) = &image(&reply).card else { panic!("no roadmap") };
    let count = |stage| card.phases.iter().flat_map(|it| &it.lessons).filter(|it| **it == stage).count();
    assert_eq!(count(Stage::Now), 1);
    assert!(count(Stage::Known) > 0 && count(Stage::LeftOut) > 0, "{:?}", card.legend);
    // What stands in the legend is on the map, and each with its number in the description.
    for (stage, words) in &card.legend {
        let fact = format!("{words}: {}", count(*stage));
        assert!(count(*stage) > 0 && image(&reply).alt.contains(&fact), "{fact} in {}", image(&reply).alt);
    }
    let words: String = reply.fields.iter().map(|field| field.value.clone()).collect();
    assert!(words.contains("(you are here)") && words.contains("(you know it)"), "{words}");
    // Another track is nobody's plan: nothing is left out of it.
    let other = test.command("mia", "roadmap", &[("track", text("vision"))]).await;
    let Card::Roadmap(card) = &image(&other).card else { panic!("no roadmap") };
    assert!(card.here.is_empty() && card.legend.iter().all(|(stage, _)| *stage != Stage::LeftOut));
}

#[tokio::test]
async fn a_pause_is_said_on_the_picture_and_in_its_words() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.now = at("2026-12-07T10:00:00Z");
    assert!(!test.command("mia", "pause", &[("weeks", Value::Integer(2))]).await.refused);
    let reply = test.command("mia", "progress", &[]).await;
    let Card::Progress(card) = &image(&reply).card else { panic!("no progress") };
    assert_eq!(card.facts[0].value, "paused until 20 Dec");
    assert!(image(&reply).alt.contains("paused until 20 Dec"), "{}", image(&reply).alt);
    assert!(reply.text.contains("Your plan is paused until Sunday 20 December 2026"), "{}", reply.text);
}

#[tokio::test]
async fn the_weeks_picture_has_its_facts_in_the_posts_words() {
    let mut test = TestCoach::new("2026-11-30T08:00:00Z").await;
    for name in ["mia", "jo", "ann", "bob", "eve", "kim", "liv"] {
        test.join(name).await;
        log(&test, name, 4.5).await;
    }
    test.set_up().await;
    test.now = at("2026-12-07T08:00:00Z");
    let preview = test.command("boss", "setup preview", &[]).await;
    let Card::Week(card) = &image(&preview).card else { panic!("no week") };
    assert_eq!(card.rows.len(), 7);
    assert_eq!(card.tracks, [("Machine-learning engineer".to_owned(), 7)]);
    // What is of the last week is said to be, on the picture and in its description.
    assert_eq!((card.before.as_str(), card.covers.as_str()), ("Last week", "Week of 30 Nov, Europe/Berlin"));
    for words in ["7 learners, 1 track. Last week: ", "Top of the board (Week of 30 Nov, Europe/Berlin): 1. "]
    {
        assert!(image(&preview).alt.contains(words), "{words} in {}", image(&preview).alt);
    }
    let all: String =
        preview.fields.iter().map(|field| format!("{}\n{}\n", field.name, field.value)).collect();
    for fact in card.facts.iter().map(|fact| &fact.value).chain(card.rows.iter().map(|row| &row.name)) {
        assert!(all.contains(fact.as_str()), "{fact} in {all}");
        assert!(image(&preview).alt.contains(fact.as_str()), "{fact} in {}", image(&preview).alt);
    }
}
