//! A week's post that came to nothing, asked for again.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Access, Value};
use study_coach::posts::Undelivered;

use super::{Wall, round};
use crate::support::coach::{CHANNEL, SERVER, TestCoach, at, text};

const W50: &str = "weekly:77:2026-W50";

async fn set_up_on(test: &TestCoach, day: &str) -> Reply {
    let values = [
        ("channel", Value::Channel(CHANNEL, Access::FULL)),
        ("day", text(day)),
        ("time", text("09:00")),
        ("timezone", text("Europe/Berlin")),
    ];
    test.command("boss", "setup weekly", &values).await
}

fn closed(wall: &Wall) {
    wall.faults.lock().unwrap().push(Undelivered::Never("I may not post there.".to_owned()));
}

/// A server whose post on Monday 7 December failed, two days later.
async fn failed() -> (TestCoach, Wall) {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    closed(&wall);
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.failed, 1);
    test.now = at("2026-12-09T10:00:00Z");
    (test, wall)
}

#[tokio::test]
async fn post_now_makes_up_for_a_week_that_failed_and_resumes_the_posts() {
    let (mut test, wall) = failed().await;
    let day_and_time = vec![("day", text("thursday")), ("time", text("18:00"))];
    for (command, values) in [("setup health", Vec::new()), ("setup reminder", day_and_time)] {
        let shown = test.command("boss", command, &values).await;
        let fields: Vec<&str> = shown.fields.iter().map(|field| field.name.as_str()).collect();
        assert!(fields.contains(&"Posting has stopped"), "{command}: {fields:?}");
        assert!(!fields.contains(&"The next ones"), "{command}: {fields:?}");
    }
    let told = test.command("boss", "setup post-now", &[]).await;
    assert!(told.text.contains("follows on Monday 14 December 2026, 09:00"), "{}", told.text);
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys(), [W50]);
    assert!(wall.last().text.starts_with("Nobody studies here"), "{}", wall.last().text);
    test.now = at("2026-12-14T08:00:00Z");
    round(&test, &wall).await;
    assert_eq!(wall.keys(), [W50.to_owned(), format!("weekly:{SERVER}:2026-W51")]);
}

#[tokio::test]
async fn post_now_into_a_channel_that_is_still_closed_is_told_again() {
    let (test, wall) = failed().await;
    closed(&wall);
    test.command("boss", "setup post-now", &[]).await;
    round(&test, &wall).await;
    assert_eq!((wall.keys().len(), wall.notices().len()), (0, 2));
    let shown = test.command("boss", "setup health", &[]).await;
    assert!(shown.fields.iter().any(|field| field.name == "Posting has stopped"), "{shown:?}");
}

#[tokio::test]
async fn post_now_makes_up_for_a_week_that_was_skipped() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    test.now = at("2026-12-09T10:00:00Z");
    round(&test, &wall).await;
    assert!(wall.notices()[0].contains("was skipped"), "{:?}", wall.notices());
    test.command("boss", "setup post-now", &[]).await;
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys(), [W50]);
}

#[tokio::test]
async fn a_week_that_failed_comes_at_its_new_time() {
    let (mut test, wall) = failed().await;
    let set = set_up_on(&test, "thursday").await;
    assert!(set.fields[0].value.starts_with("Thursday 10 December 2026, 09:00"), "{set:?}");
    assert!(round(&test, &wall).await.is_idle());
    for day in 10..=16 {
        test.now = at(&format!("2026-12-{day:02}T08:00:00Z"));
        round(&test, &wall).await;
    }
    assert_eq!(wall.keys(), [W50]);
}

#[tokio::test]
async fn a_week_that_may_be_there_is_not_made_up_for() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    wall.faults.lock().unwrap().push(Undelivered::Unclear("reset".to_owned()));
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.later, 1);
    test.command("boss", "setup off", &[]).await;
    let set = set_up_on(&test, "thursday").await;
    assert!(set.fields[0].value.starts_with("Thursday 17 December 2026, 09:00"), "{set:?}");
    let told = test.command("boss", "setup post-now", &[]).await;
    assert!(told.text.contains("extra"), "{}", told.text);
}

#[tokio::test]
async fn setting_up_again_leaves_the_look_before_the_post_to_its_time() {
    let test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let look = test.coach.store.next_try().await.unwrap().unwrap();
    assert!(look > at("2026-12-06T08:00:00Z"), "{look}");
    test.set_up().await;
    assert_eq!(test.coach.store.next_try().await.unwrap(), Some(look));
    // Off and on again is no reason to take none.
    test.command("boss", "setup off", &[]).await;
    assert_eq!(test.coach.store.next_try().await.unwrap(), None);
    test.set_up().await;
    assert_eq!(test.coach.store.next_try().await.unwrap(), Some(look));
}

#[tokio::test]
async fn a_post_at_the_end_of_the_week_says_which_week_it_is_about() {
    let test = TestCoach::new("2026-12-02T10:00:00Z").await;
    for (day, said) in [("sunday", true), ("monday", false)] {
        let set = set_up_on(&test, day).await;
        assert_eq!(set.text.contains("about the week that is nearly over"), said, "{day}: {}", set.text);
    }
}
