//! Many processes on one database.

use chrono::Duration;
use study_coach::store::{Due, Kind, Next, Schedule, Server, Store, WeeklySetting};
use study_coach::study::units::{ChannelId, LearnerId, ServerId};

use super::{Temporary, at};
use crate::support::database::{Database, Place as _, ask};

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_start_at_once_one_makes_the_tables() {
    let Some(database) = Database::postgres().await else { return };
    let opened: Vec<_> = (0..6)
        .map(|_| {
            let url = database.url();
            tokio::spawn(async move { Store::open(&url).await })
        })
        .collect();
    for store in opened {
        store.await.unwrap().unwrap().close().await;
    }
    let twice = "SELECT CAST(version AS TEXT) FROM _sqlx_migrations GROUP BY version HAVING COUNT(*) > 1";
    assert_eq!(ask(&database, twice).await, [""; 0]);
}

#[tokio::test]
async fn a_task_is_one_processs_until_its_lease_ends_or_is_given_back() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T09:00:00Z");
    let lead = async |owner, seconds| {
        let now = now + Duration::seconds(seconds);
        db.store.lead("tick", owner, now, now + Duration::seconds(15)).await.unwrap()
    };
    assert!(lead("one", 0).await);
    assert!(!lead("two", 14).await);
    assert!(lead("one", 14).await, "it is kept");
    assert!(!lead("two", 28).await);
    assert!(lead("two", 29).await, "one was silent for too long");
    assert!(!lead("one", 30).await);
    db.store.step_down("tick", "one").await.unwrap();
    assert!(!lead("three", 31).await, "who does not hold it cannot give it back");
    db.store.step_down("tick", "two").await.unwrap();
    assert!(lead("three", 31).await);
}

#[tokio::test]
async fn what_one_process_queued_no_other_queues_or_sets_back() {
    let db = Temporary::new().await;
    let due = at("2026-12-07T09:00:00Z");
    let server = Server {
        weekly: Some(WeeklySetting {
            channel: ChannelId(6),
            day: chrono::Weekday::Mon,
            time: "09:00:00".parse().unwrap(),
            role: None,
            silent: false,
        }),
        next_at: Some(due),
        ..Server::new(ServerId(5))
    };
    db.store.save_server(&server).await.unwrap();
    let row = |key: &str| Due::new(key.to_owned(), Kind::Weekly, ServerId(5), due);
    let step = |days| Next {
        server: ServerId(5),
        schedule: Schedule::Weekly,
        from: Some(due),
        to: due + Duration::days(days),
    };
    assert_eq!(db.store.queue(&[row("a")], Some(step(7))).await.unwrap(), 1);
    // Another process looked before that, when the schedule was another.
    assert_eq!(db.store.queue(&[row("b")], Some(step(3))).await.unwrap(), 0);
    db.store.skip(&row("c"), None, due, step(3)).await.unwrap();
    assert_eq!(db.store.server(ServerId(5)).await.unwrap().next_at, Some(due + Duration::days(7)));
    assert!(!db.store.is_known("b").await.unwrap() && !db.store.is_known("c").await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_claimed_by_many_at_once_are_each_claimed_once() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T09:00:00Z");
    let rows: Vec<Due> = (0..200)
        .map(|number| Due::new(format!("{number:03}"), Kind::Weekly, ServerId(number), now))
        .collect();
    db.store.queue(&rows, None).await.unwrap();
    let claims: Vec<_> = (0..4)
        .map(|owner| {
            let url = db.url();
            tokio::spawn(async move {
                // Of its own, as another process has it.
                let store = Store::open(&url).await.unwrap();
                let (owner, until) = (format!("process {owner}"), now + Duration::seconds(60));
                let mut mine = Vec::new();
                loop {
                    let rows = store.claim(now, &owner, until, 7).await.unwrap();
                    if rows.is_empty() {
                        return mine;
                    }
                    mine.extend(rows.into_iter().map(|row| row.key));
                }
            })
        })
        .collect();
    let mut claimed = Vec::new();
    for claim in claims {
        claimed.extend(claim.await.unwrap());
    }
    claimed.sort();
    let keys: Vec<String> = rows.into_iter().map(|row| row.key).collect();
    assert_eq!(claimed, keys);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_deletes_their_data_while_it_changes_is_gone_or_new_and_never_half() {
    let db = Temporary::new().await;
    let mia = LearnerId(8);
    let now = at("2026-12-07T10:00:00Z");
    let writes: Vec<_> = (1..=20)
        .map(|number| {
            let store = db.store.clone();
            tokio::spawn(async move {
                if number % 4 == 0 {
                    store.forget(mia, now).await.unwrap();
                    return;
                }
                let study = store.load(mia, now).await.unwrap();
                let change = super::learners::logged(&study, number, 10);
                store.save(&change, super::learners::with("")).await.unwrap();
            })
        })
        .collect();
    for write in writes {
        write.await.unwrap();
    }
    let held = db.store.load(mia, now).await.unwrap();
    let sum: u32 = held.progress.values().map(|progress| progress.spent.0).sum();
    assert_eq!(sum, 10 * u32::try_from(held.events.len()).unwrap());
}
