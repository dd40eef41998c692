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
    // Each row is in the description and in the words.
    let alt = &image(&reply).alt;
    for row in shown.rows.iter().chain(&shown.around) {
        for words in [alt, &reply.text] {
            assert!(words.contains(&row.name) && words.contains(&row.value), "{row:?} in {words}");
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
    assert!(image(&reply).alt.contains("a_b*c@(d): 1 h"), "{}", image(&reply).alt);
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
    for fact in ["30 Nov 7 h of 7 h", "7 Dec 1 h of 10 h", "Streak: 1 week", "2 freezes left", "Finish: "] {
        assert!(alt.contains(fact), "{fact} in {alt}");
    }
    let year = card.facts[1].value.rsplit(' ').next().unwrap();
    assert!(reply.text.contains(year) && reply.fields.iter().any(|it| it.value.contains("7 h of 7 h")));
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
    let all: String =
        preview.fields.iter().map(|field| format!("{}\n{}\n", field.name, field.value)).collect();
    for fact in card.facts.iter().map(|fact| &fact.value).chain(card.rows.iter().map(|row| &row.name)) {
        assert!(all.contains(fact.as_str()), "{fact} in {all}");
        assert!(image(&preview).alt.contains(fact.as_str()), "{fact} in {}", image(&preview).alt);
    }
}
