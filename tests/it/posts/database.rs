//! A database that takes no writes for a while, as on a full disk or one that is mounted anew.

use chrono::Duration;
use study_coach::posts::{Courier, tick};

use super::{PACE, Standing, Wall, round};
use crate::support::coach::{TestCoach, at};
use crate::support::database::execute;

/// Writes of a kind fail from now on.
async fn refuse(test: &TestCoach, writes: &str) {
    let refusal = if test.database().is_postgres() {
        format!(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE 'database or disk is full'; END $$; \
             CREATE TRIGGER disk_full BEFORE {writes} FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    } else {
        format!(
            "CREATE TRIGGER disk_full BEFORE {writes} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    };
    execute(test.database(), &refusal).await;
}

async fn mend(test: &TestCoach) {
    let mended =
        if test.database().is_postgres() { "DROP FUNCTION refuse CASCADE" } else { "DROP TRIGGER disk_full" };
    execute(test.database(), mended).await;
}

/// A server whose post is due now.
async fn due() -> (TestCoach, Wall) {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    test.now = at("2026-12-07T08:00:00Z");
    (test, Wall::default())
}

#[tokio::test]
async fn a_post_that_cannot_be_queued_stays_due() {
    let (test, wall) = due().await;
    for writes in ["INSERT ON outbox", "UPDATE OF next_at ON servers"] {
        refuse(&test, writes).await;
        tick(&test.coach, test.now, PACE).await.unwrap_err();
        mend(&test).await;
    }
    assert!(wall.keys().is_empty());
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(round(&test, &wall).await.is_idle());
}

#[tokio::test]
async fn a_try_that_cannot_be_written_down_is_not_made() {
    let (mut test, wall) = due().await;
    tick(&test.coach, test.now, PACE).await.unwrap();
    for writes in ["UPDATE OF lease_owner ON outbox", "UPDATE OF doubt_since ON outbox"] {
        refuse(&test, writes).await;
        let clock = Standing(test.now);
        let mut courier = Courier::new(&test.coach, &wall, &clock, "test", PACE);
        courier.deliver(|| false).await.unwrap_err();
        mend(&test).await;
        assert!(wall.keys().is_empty(), "{writes}");
        test.now += Duration::seconds(121);
    }
    assert_eq!(round(&test, &wall).await.sent, 1);
}

#[tokio::test]
async fn an_outcome_that_cannot_be_written_down_is_looked_for_and_not_made_again() {
    let (mut test, wall) = due().await;
    refuse(&test, "UPDATE OF state ON outbox").await;
    tick(&test.coach, test.now, PACE).await.unwrap();
    let clock = Standing(test.now);
    let mut courier = Courier::new(&test.coach, &wall, &clock, "test", PACE);
    courier.deliver(|| false).await.unwrap_err();
    assert_eq!(wall.keys().len(), 1);
    mend(&test).await;
    test.now += Duration::seconds(121);
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys().len(), 1, "it was found");
    let health = test.command("boss", "setup health", &[]).await;
    assert!(health.fields[0].value.contains("posted"), "{health:?}");
}
