//! Boards that agree: what was done falls into the server's week, and a week that ended stays as it is.

use chrono::Duration;
use study_coach::coach::reply::{Field, Reply};
use study_coach::coach::request::{Access, Value};
use study_coach::coach::weekly;
use study_coach::posts::{Pace, tick};

use crate::support::coach::{CHANNEL, SERVER, TestCoach, at, text};

/// A server with its post on Mondays at 09:00 in a zone.
async fn in_zone(zone: &str, now: &str) -> TestCoach {
    let test = TestCoach::new(now).await;
    let values = [
        ("channel", Value::Channel(CHANNEL, Access::FULL)),
        ("day", text("monday")),
        ("time", text("09:00")),
        ("timezone", text(zone)),
    ];
    let reply = test.command("boss", "setup weekly", &values).await;
    assert!(!reply.refused, "{}", reply.text);
    test
}

/// The post as of a time, made now.
async fn post(test: &TestCoach, due_at: &str) -> Vec<Reply> {
    let server = test.coach.store.server(SERVER).await.unwrap();
    weekly::compose(&test.coach, &server, at(due_at), false).await.unwrap()
}

/// Freezes the promises of weeks that have begun, as happens all the time.
async fn freeze(test: &TestCoach) {
    tick(&test.coach, test.now, Pace { late: Duration::hours(36), per_second: 20 }).await.unwrap();
}

/// The results and the board of the week before.
fn board(posts: &[Reply]) -> Vec<&Field> {
    let fields = posts.iter().flat_map(|post| &post.fields);
    fields.filter(|field| ["Last week", "Top of the board"].contains(&field.name.as_str())).collect()
}

fn last_week(posts: &[Reply]) -> &str {
    let fields = posts.iter().flat_map(|post| &post.fields);
    &fields.into_iter().find(|field| field.name == "Last week").expect("a week before").value
}

#[tokio::test]
async fn a_done_before_and_after_midnight_falls_into_its_week_when_clocks_change() {
    let cases = [
        // The Sunday on which clocks go forward or back ends in the server's zone, not in UTC.
        ("Europe/Berlin", "2026-03-23T10:00:00Z", "2026-03-29T22:00:00Z"),
        ("Europe/Berlin", "2026-10-19T10:00:00Z", "2026-10-25T23:00:00Z"),
        ("America/New_York", "2026-03-02T15:00:00Z", "2026-03-09T04:00:00Z"),
        ("America/New_York", "2026-10-26T15:00:00Z", "2026-11-02T05:00:00Z"),
        ("Australia/Lord_Howe", "2026-09-28T03:00:00Z", "2026-10-04T13:00:00Z"),
        ("Asia/Kolkata", "2026-11-30T10:00:00Z", "2026-12-06T18:30:00Z"),
    ];
    for (zone, start, midnight) in cases {
        let mut test = in_zone(zone, start).await;
        test.join("mia").await;
        test.now = at(midnight) - Duration::seconds(1);
        assert!(!test.command("mia", "done", &[("hours", Value::Number(2.0))]).await.refused, "{zone}");
        test.now = at(midnight) + Duration::seconds(1);
        assert!(!test.command("mia", "done", &[("hours", Value::Number(3.0))]).await.refused, "{zone}");
        let first = (at(midnight) + Duration::hours(12)).to_rfc3339();
        let posts = post(&test, &first).await;
        assert!(last_week(&posts).ends_with("2 h logged together."), "{zone}: {}", last_week(&posts));
        let second = (at(midnight) + Duration::days(7) + Duration::hours(12)).to_rfc3339();
        test.now = at(&second);
        freeze(&test).await;
        let posts = post(&test, &second).await;
        assert!(last_week(&posts).ends_with("3 h logged together."), "{zone}: {}", last_week(&posts));
    }
}

#[tokio::test]
async fn the_board_of_a_past_week_is_the_same_a_year_later() {
    let mut test = in_zone("Europe/Berlin", "2026-10-12T10:00:00Z").await;
    for name in ["mia", "jo", "ada"] {
        test.join(name).await;
    }
    let hours = |hours: f64| [("hours", Value::Number(hours))];
    for (day, name, spent) in [(14, "mia", 3.0), (20, "jo", 4.0), (22, "ada", 1.0), (24, "mia", 2.5)] {
        test.now = at(&format!("2026-10-{day}T18:00:00Z"));
        test.command(name, "done", &hours(spent)).await;
    }
    let due_at = "2026-10-26T08:00:00Z";
    test.now = at(due_at);
    freeze(&test).await;
    let then = post(&test, due_at).await;
    assert_eq!(board(&then).len(), 2);
    assert!(last_week(&then).ends_with("7 h 30 logged together."), "{}", last_week(&then));
    for week in 0..52 {
        test.now = at("2026-11-04T18:00:00Z") + Duration::weeks(week);
        for name in ["mia", "jo"] {
            test.command(name, "log", &hours(1.5)).await;
            test.command(name, "done", &[]).await;
        }
        if week == 5 {
            test.command("mia", "settings", &[("hours", Value::Number(5.0))]).await;
            test.command("jo", "settings", &[("track", text("llm"))]).await;
            test.join("new").await;
        }
    }
    assert_eq!(board(&post(&test, due_at).await), board(&then));
}
