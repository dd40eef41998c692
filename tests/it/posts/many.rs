//! Weeks that begin for many learners at once.

use chrono::Duration;
use study_coach::posts::tick;
use study_coach::study::units::LearnerId;

use super::PACE;
use crate::support::coach::{TestCoach, at};
use crate::support::database::{ask, execute};

/// More than are frozen before it is looked again whose post is due.
const OTHERS: usize = 700;

/// A server whose post is due on the Monday on which a week begins for its member and for many others.
async fn monday() -> TestCoach {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    let copies = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {OTHERS}) \
         INSERT INTO learners (id, revision, zone, profile, reminders, shown, freeze_at) \
         SELECT i, revision, zone, profile, reminders, shown, freeze_at FROM n CROSS JOIN learners WHERE profile IS NOT NULL"
    );
    execute(test.database(), &copies).await;
    test.now = at("2026-12-07T08:00:00Z");
    test
}

#[tokio::test]
async fn a_post_waits_for_the_weeks_of_its_members_and_not_for_everybodys() {
    let test = monday().await;
    tick(&test.coach, test.now, PACE).await.unwrap();
    let queued = "SELECT id FROM outbox WHERE kind = 'weekly'";
    assert_eq!(ask(test.database(), queued).await.len(), 1);
    let left = test.coach.store.to_freeze(test.now, 1000).await.unwrap();
    assert!(!left.is_empty(), "the post waited for all of them");
    let weeks = "SELECT promises.week FROM promises JOIN members ON members.learner = promises.learner \
                 ORDER BY promises.week";
    assert_eq!(ask(test.database(), weeks).await, ["2026-W49", "2026-W50"], "the member's week is frozen");

    assert!(test.coach.store.next_due().await.unwrap().unwrap() <= test.now, "the others' turn is next");
    tick(&test.coach, test.now, PACE).await.unwrap();
    assert!(test.coach.store.to_freeze(test.now, 1000).await.unwrap().is_empty());
    let weeks = "SELECT week FROM promises WHERE week = '2026-W50'";
    assert_eq!(ask(test.database(), weeks).await.len(), 1 + OTHERS);
}

#[tokio::test]
async fn a_week_that_cannot_be_frozen_waits_and_holds_up_nobody() {
    let test = monday().await;
    execute(test.database(), "UPDATE learners SET profile = 'no profile' WHERE id = 5").await;
    for _ in 0..2 {
        tick(&test.coach, test.now, PACE).await.unwrap();
    }
    let next = test.coach.store.next_due().await.unwrap().unwrap();
    assert!(next > test.now, "it would be tried again at once, and again");
    assert!(next <= test.now + Duration::minutes(10));
    assert_eq!(test.coach.store.to_freeze(next, 1000).await.unwrap(), [LearnerId(5)]);
    let weeks = "SELECT week FROM promises WHERE week = '2026-W50'";
    assert_eq!(ask(test.database(), weeks).await.len(), OTHERS);
}
