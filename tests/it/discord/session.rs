//! Beginning and ending.

use serde_json::json;

use super::OnDiscord;
use crate::support::discord::{Fault, intent};

async fn refused(test: &OnDiscord, settings: study_coach::discord::Settings) -> String {
    let error = test.launch(settings).await.task.await.unwrap().unwrap_err();
    let line = format!("{error:#}");
    assert!(!line.contains('\n'), "{line}");
    line
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_said_in_one_line() {
    let mut test = OnDiscord::start().await;
    test.stop().await;
    for token in ["wrong", "with\na line"] {
        let mut settings = test.settings();
        settings.token = token.to_owned();
        let line = refused(&test, settings).await;
        assert!(line.starts_with("Discord refuses the token: "), "{line}");
        assert!(!line.contains(token));
    }
    assert_eq!(test.fake.identifies().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_gateways_address_it_does_not_start() {
    let mut test = OnDiscord::start().await;
    test.stop().await;
    for _ in 0..4 {
        test.fake.fault_next("GET /gateway", Fault::Status(500, json!({"message": "oops", "code": 0})));
    }
    let line = refused(&test, test.settings()).await;
    assert!(line.contains("check the network and discord.api_url"), "{line}");
    let mut nowhere = test.settings();
    nowhere.api_url = "http://127.0.0.1:9".to_owned();
    let line = refused(&test, nowhere).await;
    assert!(line.contains("check the network and discord.api_url"), "{line}");
    // Once is no reason to give up.
    test.fake.fault_next("GET /gateway", Fault::Html(502));
    test.resume().await;
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_for_good_says_what_to_do() {
    let newest = "install the newest version";
    for (code, expected) in [(4004, "Discord refuses the token"), (4013, newest), (4014, newest)] {
        let mut test = OnDiscord::start().await;
        test.fake.close_gateway(code);
        let running = test.running.take().unwrap();
        let line = format!("{:#}", running.task.await.unwrap().unwrap_err());
        assert!(line.contains(expected), "{code}: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_intent_needs_an_approval() {
    let test = OnDiscord::start().await;
    assert_eq!(test.fake.identifies()[0].intents, intent::GUILDS | intent::DIRECT_MESSAGES);
    test.fake.drop_gateway();
    test.fake.wait_for_resumes(1).await;
    test.fake.interact(test.here().slash("help")).await;
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_in_no_debug_text() {
    let test = OnDiscord::start().await;
    let text = format!("{:?}", test.settings());
    assert!(!text.contains(crate::support::discord::TOKEN), "{text}");
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_shards_are_started_as_are_set_or_recommended() {
    for (set, recommended) in [(Some(2), 1), (None, 2)] {
        let mut test = OnDiscord::start().await;
        test.stop().await;
        test.fake.recommend_shards(recommended);
        test.running =
            Some(test.launch(study_coach::discord::Settings { shards: set, ..test.settings() }).await);
        let shards: Vec<[u64; 2]> =
            test.fake.wait_for_identifies(3).await[1..].iter().map(|identify| identify.shard).collect();
        assert_eq!(shards, [[0, 2], [1, 2]], "{set:?} {recommended}");
        // Servers of both are answered.
        for guild in [test.guild, test.fake.add_guild("Second"), test.fake.add_guild("Third")] {
            let channel = test.fake.add_channel(guild, "talk");
            let answer = test.fake.interact(test.mia.in_channel(channel).slash("help")).await;
            assert!(!answer.words().is_empty());
        }
        test.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_hold_too_many_servers_are_not_begun_again_and_again() {
    let mut test = OnDiscord::start().await;
    // As many servers joined since the start.
    test.fake.recommend_shards(3);
    for resumes in 1..=4 {
        test.fake.drop_gateway();
        test.fake.wait_for_resumes(resumes).await;
    }
    test.fake.drop_gateway();
    let running = test.running.take().unwrap();
    let line = format!("{:#}", running.task.await.unwrap().unwrap_err());
    assert!(line.contains("4011") && line.contains("set discord.shards to auto"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_connections_than_discord_allows_are_begun() {
    let mut test = OnDiscord::start().await;
    test.stop().await;
    let limit = json!({"total": 1000, "remaining": 0, "reset_after": 120_000, "max_concurrency": 1});
    let none_left = json!({"url": "ws://127.0.0.1", "shards": 1, "session_start_limit": limit});
    test.fake.fault_next("GET /gateway/bot", Fault::Status(200, none_left));
    let line = refused(&test, test.settings()).await;
    assert!(line.contains("start again in 2 minutes"), "{line}");
    assert_eq!(test.fake.identifies().len(), 1);
}
