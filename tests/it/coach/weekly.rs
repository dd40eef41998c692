//! What the weekly post says, for one learner and for thousands.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Access, Ping, Value};
use study_coach::store::With;
use study_coach::study::learner::{Promise, Study};
use study_coach::study::pace::Pace;
use study_coach::study::record::Change;
use study_coach::study::units::{LearnerId, Minutes, RoleId, StepRef};
use study_coach::study::week::Week;

use super::cohorts::{begin, post, winter};
use crate::support::coach::{CHANNEL, SERVER, TestCoach, at, text};

fn field<'a>(posts: &'a [Reply], name: &str) -> &'a str {
    let mut fields = posts.iter().flat_map(|post| &post.fields);
    let field = fields.find(|field| field.name.starts_with(name));
    &field.unwrap_or_else(|| panic!("{name}: {posts:#?}")).value
}

fn labels(post: &Reply) -> Vec<&str> {
    post.buttons.iter().map(|button| button.label.as_str()).collect()
}

/// What Discord takes as one message.
fn fits(post: &Reply) {
    let count = |text: &str| text.chars().count();
    let title = post.title.as_deref().map_or(0, count);
    let fields: usize = post.fields.iter().map(|it| count(&it.name) + count(&it.value)).sum();
    assert!(title + count(&post.text) + fields <= 6000 && title <= 256, "{post:#?}");
    assert!(post.fields.len() <= 25 && post.buttons.len() <= 25);
    for field in &post.fields {
        assert!(count(&field.name) <= 256 && count(&field.value) <= 1024, "{field:#?}");
    }
}

#[tokio::test]
async fn a_cohort_sees_its_week_with_a_thread_and_the_others_are_grouped_below() {
    let mut test = winter("2026-12-02T10:00:00Z").await;
    let ahead = post(&test).await;
    assert_eq!(ahead[0].thread, None, "a thread is opened on a week's assignment");
    for name in ["mia", "jo"] {
        test.press(name, &ahead[0], "Join Winter", &[]).await;
    }
    test.join("ann").await;
    test.now = at("2026-12-14T08:00:00Z");
    let posts = post(&test).await;
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].text, "3 learners, 2 tracks, 1 cohort.");
    assert_eq!(posts[0].thread.as_deref(), Some("Winter, week 2"));
    assert_eq!(labels(&posts[0]), ["My week", "Board", "Join", "Join Winter", "Find a partner: Winter"]);
    let cohort = field(&posts, "Winter, week 2 (2)");
    assert!(cohort.starts_with("LLM engineering, ") && cohort.ends_with("\njo and mia"), "{cohort}");
    let group = field(&posts, "Machine-learning engineer (1)");
    assert!(group.starts_with("ann"), "{group}");
    // The assignment is the same whatever its learners have done.
    for name in ["mia", "jo"] {
        test.command(name, "next", &[]).await;
    }
    test.command("mia", "done", &[("hours", Value::Number(4.0))]).await;
    assert_eq!(field(&post(&test).await, "Winter, week 2 (2)"), cohort);
    test.now = at("2026-12-21T08:00:00Z");
    let kept = post(&test).await;
    let cohort = field(&kept, "Winter, week 3");
    assert!(cohort.ends_with("Last week 1 of 2 kept at least 60 % of their own promise."), "{cohort}");
}

#[tokio::test]
async fn a_finished_cohort_is_congratulated_once() {
    let mut test = winter("2026-12-02T10:00:00Z").await;
    let ahead = post(&test).await;
    test.press("mia", &ahead[0], "Join Winter", &[]).await;
    let cohorts = test.coach.store.cohorts(SERVER, test.now).await.unwrap();
    let end = cohorts[0].plan(&test.coach.content.curriculum).ends_on().unwrap();
    let after = |weeks| Week::of(end).plus(weeks).begins_at(chrono_tz::Europe::Berlin);
    test.now = after(0);
    assert!(post(&test).await[0].thread.is_some());
    test.now = after(1);
    let posts = post(&test).await;
    let text = field(&posts, "Cohort Winter");
    assert!(text.contains("Congratulations") && text.ends_with("mia"), "{text}");
    assert_eq!((posts[0].thread.as_deref(), labels(&posts[0]).len()), (None, 3));
    // Whoever has steps left is among those at their own pace.
    assert!(field(&posts, "LLM engineering (1)").starts_with("mia"));
    test.now = after(2);
    assert!(post(&test).await[0].fields.iter().all(|field| !field.name.contains("Winter")));
}

#[tokio::test]
async fn more_than_a_message_holds_goes_out_in_order() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    let values = [
        ("channel", Value::Channel(CHANNEL, Access::FULL)),
        ("day", text("monday")),
        ("time", text("09:00")),
        ("timezone", text("Europe/Berlin")),
        ("role", Value::Role(RoleId(5), Ping::FULL)),
        ("silent", Value::Flag(true)),
    ];
    test.command("boss", "setup weekly", &values).await;
    for number in 1..=10 {
        let values = [
            ("track", text("ml-engineer")),
            ("hours", Value::Number(60.0)),
            ("start", text("2026-12-07")),
            ("name", text(&format!("Group {number:02} {}", "#".repeat(30)))),
        ];
        assert!(!test.command("boss", "setup cohort", &values).await.refused);
    }
    test.join("ann").await;
    test.now = at("2026-12-14T08:00:00Z");
    let posts = post(&test).await;
    assert!(posts.len() > 1, "{}", posts.len());
    let (last, others) = posts.split_last().unwrap();
    for (place, post) in posts.iter().enumerate() {
        fits(post);
        assert_eq!(
            post.title.as_ref().unwrap().split_once(", "),
            Some(("Week of Monday 14 December 2026", format!("{} of {}", place + 1, posts.len()).as_str(),))
        );
        assert_eq!(labels(post)[0], "My week");
        assert_eq!(post.ping, (place == 0).then_some(RoleId(5)));
        assert!(post.silent);
    }
    assert!(others.iter().all(|post| !labels(post).contains(&"Board")));
    assert_eq!(labels(last)[1..3], ["Board", "Join"]);
    let names: Vec<&str> = posts.iter().flat_map(|post| &post.fields).map(|field| &field.name[..8]).collect();
    let groups: Vec<String> = (1..=10).map(|number| format!("Group {number:02}")).collect();
    assert_eq!(names[..10], groups);
    assert_eq!(names.len(), 11);
    // A manager turns the same messages over like pages.
    let mut page = test.command("boss", "setup preview", &[]).await;
    for (place, post) in posts.iter().enumerate() {
        assert_eq!((&page.title, &page.fields), (&post.title, &post.fields));
        assert!(page.private && page.ping.is_none());
        if place + 1 < posts.len() {
            let label = format!("Message {} of {}", place + 2, posts.len());
            page = test.press("boss", &page, &label, &[]).await;
        }
    }
}

#[tokio::test]
async fn a_thousand_learners_are_a_post_that_can_be_read() {
    let mut test = winter("2026-12-02T10:00:00Z").await;
    test.now = at("2026-12-14T08:00:00Z");
    let week = Week::at(test.now, chrono_tz::UTC);
    for (place, track) in
        ["ml-engineer", "llm", "vision", "nlp", "recsys"].iter().cycle().take(1000).enumerate()
    {
        let mut study = Study::new(LearnerId(1_000 + place as u64), chrono_tz::UTC);
        let cohort = test.coach.store.cohorts(SERVER, test.now).await.unwrap().remove(0);
        let mut profile = cohort.profile(None, cohort.starts_on);
        if place > 0 {
            (profile.track, profile.cohort) = ((*track).into(), None);
        }
        study.profile = Some(profile);
        let step = StepRef { lesson: "setup".into(), step: "terminal".into() };
        let minutes = Minutes(300);
        study.promises = vec![Promise { minutes, steps: vec![step], ..Promise::empty(week, Pace::PLANNED) }];
        let mut change = Change::silent(&study);
        change.weeks.insert(week);
        let name = "W".repeat(32);
        let with =
            With { scores: &[], joins: Some((SERVER, &name)), answer: "", content: "test", now: test.now };
        test.coach.store.save(&change, with).await.unwrap();
    }
    let posts = post(&test).await;
    assert_eq!(posts.len(), 1);
    fits(&posts[0]);
    assert!(posts[0].text.starts_with("1,000 learners, 5 tracks, 1 cohort"), "{}", posts[0].text);
    assert!(field(&posts, "LLM engineering (200)").contains("and 197 others"));
}

#[tokio::test]
async fn a_week_without_work_is_no_reproach() {
    let mut test = TestCoach::new("2026-11-30T08:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    test.now = at("2026-12-07T08:00:00Z");
    let posts = post(&test).await;
    assert!(field(&posts, "Last week").starts_with("A quiet week"));
    assert!(posts[0].fields.iter().all(|field| field.name != "Top of the board"));
    // A little is told as what it is.
    test.command("mia", "log", &[("hours", Value::Number(0.5))]).await;
    test.now = at("2026-12-14T08:00:00Z");
    assert_eq!(field(&post(&test).await, "Last week"), "30 min logged together.");
}

#[tokio::test]
async fn a_finished_track_is_told_as_finished() {
    let mut test = TestCoach::new("2026-11-30T08:00:00Z").await;
    test.set_up().await;
    test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(60.0))]).await;
    for lesson in test.coach.content.curriculum.lessons.keys() {
        let values = [("lesson", text(lesson.as_str())), ("link", text("https://example.org"))];
        test.command("mia", "done", &values).await;
    }
    test.now = at("2026-12-07T08:00:00Z");
    let posts = post(&test).await;
    assert_eq!(field(&posts, "LLM engineering (1)"), "mia\n1 learner has finished the track.");
}

#[tokio::test]
async fn cohorts_that_share_a_message_share_its_thread() {
    let mut test = winter("2026-12-02T10:00:00Z").await;
    begin(&test, "Second", "2026-12-07").await;
    test.now = at("2026-12-14T08:00:00Z");
    let posts = post(&test).await;
    assert_eq!(posts[0].thread.as_deref(), Some("Week of Monday 14 December 2026"));
}

#[tokio::test]
async fn a_small_board_gives_nobody_away() {
    let mut test = TestCoach::new("2026-11-30T08:00:00Z").await;
    test.set_up().await;
    for name in ["mia", "jo"] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(2.0))]).await;
    }
    test.now = at("2026-12-07T08:00:00Z");
    assert!(field(&post(&test).await, "Top of the board").contains("jo"));
    test.command("jo", "settings", &[("board", text("anonymous"))]).await;
    let posts = post(&test).await;
    assert!(posts[0].fields.iter().all(|field| field.name != "Top of the board"), "{posts:#?}");
    assert!(field(&posts, "Machine-learning engineer (2)").starts_with("mia and 1 other"));
}

#[tokio::test]
async fn a_post_sums_up_nothing_of_a_few_of_whom_one_wants_no_name() {
    let test = winter("2026-12-02T10:00:00Z").await;
    for name in ["mia", "jo"] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(3.0))]).await;
    }
    test.command("boss", "setup reminder", &[("day", text("thursday")), ("time", text("09:00"))]).await;
    let server = test.coach.store.server(SERVER).await.unwrap();
    let reminder = async |at| {
        let post = study_coach::coach::reminder::compose(&test.coach, &server, at, false, at).await.unwrap();
        post.expect("a reminder").words()
    };
    assert!(reminder(test.now).await.contains("6 h logged"));
    test.command("jo", "settings", &[("board", text("anonymous"))]).await;
    let few = "a sum would tell what they did";
    assert!(reminder(test.now).await.contains(few), "{}", reminder(test.now).await);
    let at_monday = at("2026-12-07T08:00:00Z");
    let server = test.coach.store.server(SERVER).await.unwrap();
    let posts =
        async || study_coach::coach::weekly::compose(&test.coach, &server, at_monday, false).await.unwrap();
    let hushed = posts().await;
    assert_eq!(
        field(&hushed, "Last week"),
        "Fewer than five are counted here, and one of them wants no name: a sum would tell what they did."
    );
    let alt = &hushed.last().unwrap().image.as_ref().unwrap().alt;
    assert!(!alt.contains("logged together") && !alt.contains("kept 60"), "{alt}");
    for name in ["ann", "bob", "eve"] {
        test.join(name).await;
    }
    assert!(field(&posts().await, "Last week").contains("6 h logged together"));
}
