//! Dates as they are proposed while an option is typed.

use study_coach::coach::complete::Choice;

use crate::support::coach::{TestCoach, at, text};

/// The choices for an option of a command, as mia types.
async fn choices(test: &TestCoach, command: &str, option: &str, typed: &str) -> Vec<Choice> {
    let (command, sub) = command.split_once(' ').map_or((command, None), |(name, sub)| (name, Some(sub)));
    let mia = test.request("mia", study_coach::coach::request::Act::Talk(String::new())).from.id;
    test.coach.complete(mia, test.now, command, sub, option, typed).await.unwrap()
}

fn first(choices: &[Choice]) -> (&str, &str) {
    choices.first().map(|(name, value)| (name.as_str(), value.as_str())).unwrap()
}

#[tokio::test]
async fn dates_are_proposed_with_their_weekday_the_nearest_first() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for command in ["join", "setup cohort"] {
        let start = choices(&test, command, "start", "").await;
        assert_eq!(first(&start), ("Monday 30 November 2026 (today)", "2026-11-30"), "{command}");
        assert_eq!(start[1].0, "Tuesday 1 December 2026 (tomorrow)");
        assert_eq!((start[2].0.as_str(), start.len()), ("Wednesday 2 December 2026", 25));
    }
    let until = choices(&test, "pause", "until", "").await;
    assert_eq!(first(&until), ("Tuesday 1 December 2026 (tomorrow)", "2026-12-01"));
    let day = choices(&test, "log", "day", "").await;
    assert_eq!(day[1], ("Sunday 29 November 2026 (yesterday)".to_owned(), "2026-11-29".to_owned()));
    assert_eq!((day.len(), day[7].1.as_str()), (8, "2026-11-23"));
}

#[tokio::test]
async fn what_is_typed_narrows_the_dates() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for (typed, value) in [
        ("tom", "2026-12-01"),
        ("mon", "2026-11-30"),
        ("friday", "2026-12-04"),
        ("24 dec", "2026-12-24"),
        ("2027-03", "2027-03-01"),
        ("2029-02-28", "2029-02-28"),
    ] {
        assert_eq!(first(&choices(&test, "join", "start", typed).await).1, value, "{typed}");
    }
    for typed in ["2029-02-30", "2026-11-29", "next year", "\u{202e}", "-1"] {
        let found = choices(&test, "join", "start", typed).await;
        assert!(found.is_empty() || typed == "-1", "{typed}: {found:?}");
    }
    assert!(choices(&test, "log", "day", "2026-12-01").await.is_empty(), "nothing is logged ahead");
}

#[tokio::test]
async fn today_is_the_learners_own_and_what_is_proposed_is_taken() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "settings", &[("timezone", text("Pacific/Auckland"))]).await;
    test.now = at("2026-12-01T18:00:00Z");
    let day = choices(&test, "log", "day", "").await;
    assert_eq!(first(&day), ("Wednesday 2 December 2026 (today)", "2026-12-02"));
    for (_, day) in &day {
        let values = [("hours", study_coach::coach::request::Value::Number(0.25)), ("day", text(day))];
        let logged = test.command("mia", "log", &values).await;
        assert!(!logged.refused, "{day}: {}", logged.text);
    }
    let until = choices(&test, "pause", "until", "").await;
    let paused = test.command("mia", "pause", &[("until", text(&until[0].1))]).await;
    assert!(!paused.refused, "{}", paused.text);
}
