//! What is watched of the connection, and floods.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use serde_json::json;
use study_coach::discord::Backoff;
use tokio::time::Instant;

use super::OnDiscord;
use crate::support::discord::{PATIENCE, RouteMatcher};

/// Each event has a task of its own: an answer may be there before another event is counted.
async fn counted(count: &AtomicU64, wanted: u64) {
    let there = async {
        while count.load(Relaxed) < wanted {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, there).await.expect("it is counted");
    assert_eq!(count.load(Relaxed), wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_is_counted_and_holds_up_nothing() {
    let test = OnDiscord::start().await;
    test.fake
        .dispatch("GUILD_NEWS_OF_TOMORROW", json!({"guild_id": test.guild.to_string(), "secret": "x"}))
        .await;
    test.fake.dispatch("GUILD_CREATE", json!({"id": test.guild.to_string(), "name": 5})).await;
    test.fake.interact(test.here().slash("help")).await;
    counted(&test.watch.unparsed, 2).await;
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_copy_on_the_same_token_is_noticed_and_a_repetition_is_none() {
    let test = OnDiscord::start().await;
    let sent = test.fake.send(test.here().slash("help")).await;
    test.fake.answered(&sent).await;
    test.fake.send_again(&sent).await;
    let callbacks = format!("POST /interactions/{}/*/callback", sent.id);
    test.fake.wait_for_requests(callbacks.as_str(), 2).await;
    test.fake.interact(test.here().slash("help")).await;
    assert_eq!(test.watch.doubled.load(Relaxed), 0);
    // The other copy is faster.
    let sent = test.fake.prepare(test.here().slash("help")).await;
    let quick = json!({"type": 4, "data": {"content": "from the other copy", "flags": 64}});
    test.fake.answered_over_http(&sent, quick).await;
    test.fake.dispatch("INTERACTION_CREATE", sent.payload.clone()).await;
    let callbacks = RouteMatcher::new(&format!("POST /interactions/{}/*/callback", sent.id));
    test.fake.wait_for_requests(callbacks, 1).await;
    counted(&test.watch.doubled, 1).await;
    test.fake.take_findings();
    test.finish().await;
}

#[test]
fn a_connection_that_is_lost_again_and_again_waits_longer_each_time() {
    let (mut backoff, start) = (Backoff::new(1), Instant::now());
    let mut after =
        |seconds| backoff.connected(start + Duration::from_secs(seconds)).map(|wait| wait.as_secs());
    let waits: Vec<Option<u64>> = (0..12).map(&mut after).collect();
    let waiting = [1, 2, 4, 8, 16, 32, 60, 60].map(Some);
    assert_eq!(waits[..4], [None; 4]);
    assert_eq!(waits[4..], waiting);
    // Once in a while is no storm.
    for times in 1..20 {
        assert_eq!(after(times * 1_000), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_lost_connections_is_slowed_down_and_nothing_is_lost() {
    let test = OnDiscord::start().await;
    for resumes in 1..=6 {
        test.fake.drop_gateway();
        test.fake.wait_for_resumes(resumes).await;
    }
    test.fake.interact(test.here().slash("help")).await;
    assert!(test.watch.connections.load(Relaxed) >= 6);
    assert!(test.watch.slowed.load(Relaxed) >= 2);
    assert_eq!(test.fake.identifies().len(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_member_who_floods_waits_and_another_is_answered() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let mut refused = 0;
    for _ in 0..80 {
        let answer = test.fake.interact(test.here().slash("next")).await;
        refused += usize::from(answer.words().contains("a lot at once"));
    }
    assert!(refused > 0);
    let jo = test.fake.person("jo").in_channel(test.study);
    let mut none = 0;
    for _ in 0..150 {
        let typed = test.fake.interact(test.here().autocomplete("why", "topic", "mlops")).await;
        none += usize::from(typed.choices().is_empty());
    }
    assert!(none > 0, "choices are answered, without any");
    assert!(!test.fake.interact(jo.autocomplete("why", "topic", "mlops")).await.choices().is_empty());
    let answer = test.fake.interact(jo.slash("ask").option("question", "mlops")).await;
    assert!(!answer.words().contains("a lot at once"), "{}", answer.words());
    test.finish().await;
}
