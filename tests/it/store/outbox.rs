use chrono::Duration;
use study_coach::store::{Due, Kind, Next, Outcome, RunState, Schedule, Server, WeeklySetting};
use study_coach::study::units::{ChannelId, MessageId, ServerId};

use super::{Temporary, at};
use crate::support::database::{ask, execute};

fn due(key: &str) -> Due {
    let due = Due::new(key.to_owned(), Kind::Weekly, ServerId(5), at("2026-12-07T09:00:00Z"));
    Due { channel: Some(ChannelId(6)), ..due }
}

fn later(at: chrono::DateTime<chrono::Utc>) -> Outcome {
    Outcome::Later { at, why: "502".to_owned(), doubt: false }
}

#[tokio::test]
async fn an_occurrence_is_queued_once_and_moves_the_server_on() {
    let db = Temporary::new().await;
    let server = Server {
        weekly: Some(WeeklySetting {
            channel: ChannelId(6),
            day: chrono::Weekday::Mon,
            time: "09:00:00".parse().unwrap(),
            role: None,
            silent: false,
        }),
        next_at: Some(at("2026-12-07T09:00:00Z")),
        ..Server::new(ServerId(5))
    };
    db.store.save_server(&server).await.unwrap();
    let now = at("2026-12-07T09:00:00Z");
    assert_eq!(db.store.due_servers(now, 10).await.unwrap(), [server]);
    let next = at("2026-12-14T09:00:00Z");
    let step = Next { server: ServerId(5), schedule: Schedule::Weekly, from: Some(now), to: next };
    assert_eq!(db.store.queue(&[due("a")], Some(step)).await.unwrap(), 1);
    assert!(db.store.due_servers(now, 10).await.unwrap().is_empty());
    assert_eq!(db.store.queue(&[due("a")], None).await.unwrap(), 0);
    assert_eq!(db.store.next_try(now).await.unwrap(), Some(now));
}

#[tokio::test]
async fn a_claimed_row_is_nobody_elses_until_its_lease_runs_out() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T09:00:00Z");
    db.store.queue(&[due("a")], None).await.unwrap();
    let lease = now + Duration::seconds(60);
    assert_eq!(db.store.claim(now, "one", lease, 10).await.unwrap().len(), 1);
    assert!(db.store.claim(now, "two", lease, 10).await.unwrap().is_empty());
    let later = now + Duration::seconds(61);
    let taken = db.store.claim(later, "two", later + Duration::seconds(60), 10).await.unwrap();
    assert_eq!((taken.len(), taken[0].attempts), (1, 2));
    // The first comes back too late to write anything.
    db.store.finish("a", "one", &Outcome::Failed("late".into()), &[], later).await.unwrap();
    db.store.finish("a", "two", &Outcome::Sent(Some(MessageId(9))), &[], later).await.unwrap();
    assert_eq!(db.store.runs(ServerId(5), 10).await.unwrap()[0].state, RunState::Sent);
}

#[tokio::test]
async fn a_failed_try_waits_and_a_sent_row_is_done() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T09:00:00Z");
    let lease = |from: chrono::DateTime<chrono::Utc>| from + Duration::seconds(60);
    db.store.queue(&[due("a")], None).await.unwrap();
    db.store.claim(now, "one", lease(now), 10).await.unwrap();
    let again = now + Duration::seconds(4);
    db.store.finish("a", "one", &later(again), &[], now).await.unwrap();
    assert!(db.store.claim(now, "one", lease(now), 10).await.unwrap().is_empty());
    assert_eq!(db.store.claim(again, "one", lease(again), 10).await.unwrap().len(), 1);
    db.store.finish("a", "one", &Outcome::Sent(Some(MessageId(9))), &[], again).await.unwrap();
    assert_eq!(db.store.next_try(again).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_long_past_is_forgotten_and_what_waits_is_not() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T09:00:00Z");
    db.store.queue(&[due("sent"), due("waiting")], None).await.unwrap();
    db.store.claim(now, "one", now + Duration::seconds(60), 1).await.unwrap();
    db.store.finish("sent", "one", &Outcome::Sent(Some(MessageId(9))), &[], now).await.unwrap();
    assert!(!db.store.prune(now).await.unwrap());
    assert!(db.store.is_known("sent").await.unwrap(), "it is not older than that");
    assert!(db.store.prune(now + Duration::days(1)).await.unwrap());
    assert!(!db.store.is_known("sent").await.unwrap());
    assert!(db.store.is_known("waiting").await.unwrap());
}

#[tokio::test]
async fn of_much_that_is_long_past_some_is_forgotten_at_a_time() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T09:00:00Z");
    let many = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
         INSERT INTO outbox (id, kind, server, part, turn, due_at, late, state, attempts, next_try_at, lease_until, finished_at) \
         SELECT 'weekly:' || i, 'weekly', i, 1, 0, {0} - i, 0, 'sent', 1, {0} - i, 0, {0} - i FROM n; \
         INSERT INTO post_names (post, learner) SELECT id, server FROM outbox",
        now.timestamp()
    );
    execute(&db.database, &many).await;
    let half = now - Duration::seconds(600);
    let named = "SELECT post FROM post_names";
    let (mut last, mut portions) = (String::new(), 0);
    while let Some(end) = db.store.prune_names(half, &last).await.unwrap() {
        assert!(end > last);
        (last, portions) = (end, portions + 1);
    }
    assert_eq!(ask(&db.database, named).await.len(), 600);
    assert!(portions > 2, "all at once");
    portions = 0;
    while db.store.prune(half).await.unwrap() {
        portions += 1;
    }
    assert_eq!(ask(&db.database, "SELECT id FROM outbox").await.len(), 600);
    assert!(portions > 1, "all at once");
    while db.store.prune(now).await.unwrap() {}
    assert_eq!(ask(&db.database, named).await, [""; 0]);
}
