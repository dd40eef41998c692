//! *Start* and *Done*: the time between them.

use study_coach::coach::request::Value;

use crate::support::coach::{TestCoach, at, text};

#[tokio::test]
async fn start_measures_until_done_over_a_restart() {
    let mut test = TestCoach::new("2026-11-30T20:00:00Z").await;
    test.join("mia").await;
    let next = test.command("mia", "next", &[]).await;
    let started = test.press("mia", &next, "Start", &[]).await;
    assert!(started.text.starts_with("The clock runs."), "{}", started.text);
    test.now = at("2026-11-30T20:10:00Z");
    let again = test.press("mia", &next, "Start", &[]).await;
    assert!(again.text.contains("already"), "a second press does not begin anew: {}", again.text);
    test.restart().await;
    test.now = at("2026-11-30T20:47:30Z");
    let form = test.press("mia", &started, "Done", &[]).await.form.unwrap();
    assert_eq!(form.inputs[0].value.as_deref(), Some("0:47"));
    let done = test.command("mia", "done", &[]).await;
    assert!(done.text.contains("47 min logged."), "{}", done.text);
    // The next step is not timed by it.
    let done = test.command("mia", "done", &[]).await;
    assert!(done.text.contains("as planned"), "{}", done.text);
}

#[tokio::test]
async fn what_is_said_counts_for_more_than_the_clock() {
    let mut test = TestCoach::new("2026-11-30T20:00:00Z").await;
    test.join("mia").await;
    let next = test.command("mia", "next", &[]).await;
    test.press("mia", &next, "Start", &[]).await;
    test.now = at("2026-11-30T20:47:00Z");
    let done = test.command("mia", "done", &[("hours", Value::Number(0.5))]).await;
    assert!(done.text.contains("30 min logged."), "{}", done.text);
}

#[tokio::test]
async fn a_forgotten_start_asks_instead_of_assuming() {
    let mut test = TestCoach::new("2026-11-30T20:00:00Z").await;
    test.join("mia").await;
    let next = test.command("mia", "next", &[]).await;
    test.press("mia", &next, "Start", &[]).await;
    test.now = at("2026-12-01T19:00:00Z");
    let asked = test.command("mia", "done", &[]).await;
    assert!(!asked.refused && asked.text.contains("23 h"), "{}", asked.text);
    let form = test.press("mia", &asked, "Done", &[]).await.form.unwrap();
    assert!(form.inputs[0].required && form.inputs[0].value.is_none(), "{form:?}");
    let done = test.press("mia", &asked, "Done", &[("hours", "1:30")]).await;
    assert!(done.text.contains("1 h 30 logged."), "{}", done.text);
}

#[tokio::test]
async fn not_now_stops_the_clock_and_another_evening_begins_anew() {
    let mut test = TestCoach::new("2026-11-30T20:00:00Z").await;
    test.join("mia").await;
    let next = test.command("mia", "next", &[("minutes", Value::Integer(60))]).await;
    test.press("mia", &next, "Start", &[]).await;
    test.press("mia", &next, "Not now", &[]).await;
    test.now = at("2026-11-30T21:00:00Z");
    let form = test.press("mia", &next, "Done", &[]).await.form.unwrap();
    assert!(form.inputs[0].value.is_none() && !form.inputs[0].required, "{form:?}");
    test.press("mia", &next, "Start", &[]).await;
    test.now = at("2026-12-01T19:00:00Z");
    let anew = test.press("mia", &next, "Start", &[]).await;
    assert!(anew.text.contains("22 h ago and it was forgotten"), "{}", anew.text);
    test.now = at("2026-12-01T19:30:00Z");
    let done = test.command("mia", "done", &[("note", text("at last"))]).await;
    assert!(done.text.contains("30 min logged."), "{}", done.text);
}
