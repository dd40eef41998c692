//! A clock that jumps: what was posted is not posted again, and what is due comes.

use chrono::Duration;
use study_coach::posts::{Courier, Undelivered, tick};

use super::{PACE, Standing, Wall, round};
use crate::support::coach::{SERVER, TestCoach, at};

/// A server whose post is due on Mondays at 08:00 UTC (09:00 in Berlin).
async fn set_up() -> (TestCoach, Wall) {
    let test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    (test, Wall::default())
}

fn weeks(wall: &Wall) -> Vec<String> {
    wall.keys().iter().map(|key| key.replace(&format!("weekly:{SERVER}:2026-"), "")).collect()
}

#[tokio::test]
async fn a_clock_that_jumps_back_doubles_nothing() {
    let (mut test, wall) = set_up().await;
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    for back in ["2026-12-07T07:59:59Z", "2026-12-06T12:00:00Z", "2026-12-07T08:00:00Z"] {
        test.now = at(back);
        assert!(round(&test, &wall).await.is_idle(), "{back}");
    }
    test.now = at("2026-12-14T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(weeks(&wall), ["W50", "W51"]);
}

#[tokio::test]
async fn a_clock_that_jumps_forward_posts_what_fell_due_once_and_says_late() {
    let (mut test, wall) = set_up().await;
    test.now = at("2026-12-07T10:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(wall.last().text.starts_with("Late"), "{}", wall.last().text);
    // It was wrong: the real time is an hour before the post.
    for now in ["2026-12-07T07:00:00Z", "2026-12-07T08:00:00Z", "2026-12-07T10:00:00Z"] {
        test.now = at(now);
        assert!(round(&test, &wall).await.is_idle(), "{now}");
    }
    test.now = at("2026-12-14T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(weeks(&wall), ["W50", "W51"]);
}

#[tokio::test]
async fn a_clock_that_was_a_year_ahead_silences_nobody() {
    let (mut test, wall) = set_up().await;
    test.now = at("2027-12-15T12:00:00Z");
    round(&test, &wall).await;
    assert_eq!(wall.notices().len(), 1, "told once, not once a week: {:?}", wall.notices());
    wall.posts.lock().unwrap().clear();
    for day in 3..=15 {
        test.now = at(&format!("2026-12-{day:02}T08:00:00Z"));
        round(&test, &wall).await;
    }
    assert_eq!(weeks(&wall), ["W50", "W51"]);
}

#[tokio::test]
async fn a_try_that_was_in_doubt_before_a_jump_is_looked_for_after_it() {
    for now in ["2026-12-07T07:00:00Z", "2026-12-07T08:01:00Z", "2026-12-08T08:00:00Z"] {
        let (mut test, wall) = set_up().await;
        test.now = at("2026-12-07T08:00:00Z");
        assert_eq!(round(&test, &wall).await.sent, 1);
        // The process died after Discord had made it.
        let lost = "UPDATE outbox SET state = 'waiting', doubt_since = due_at, message = NULL, next_try_at = 0 \
                    WHERE kind = 'weekly'";
        crate::support::database::execute(test.database(), lost).await;
        test.now = at(now);
        assert_eq!(round(&test, &wall).await.sent, 1, "{now}");
        assert_eq!(weeks(&wall), ["W50"], "{now}");
    }
}

#[tokio::test]
async fn a_clock_that_jumps_back_holds_up_no_post_on_its_way() {
    let (mut test, wall) = set_up().await;
    test.now = at("2026-12-07T08:00:00Z");
    tick(&test.coach, test.now, PACE).await.unwrap();
    let clock = Standing(test.now);
    let mut courier = Courier::new(&test.coach, &wall, &clock, "test", PACE);
    wall.faults.lock().unwrap().push(Undelivered::Later("429".to_owned()));
    assert_eq!(courier.deliver(|| false).await.unwrap().later, 1);
    // Set back by a minute, it is tried again as soon as its time comes.
    test.now -= Duration::minutes(1);
    assert!(round(&test, &wall).await.is_idle());
    test.now += Duration::minutes(2);
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(weeks(&wall), ["W50"]);
}
