//! The fault table, as far as Discord and the way to it are at fault: see `docs/faults.md`.

use serde_json::json;

use super::OnDiscord;
use super::posts::{setup, shown, weekly, weekly_at};
use crate::support::database::ask;
use crate::support::discord::permission::{SEND_MESSAGES, VIEW_CHANNEL};
use crate::support::discord::{Fault, RouteMatcher, Scope};

/// The coach with its post set up.
async fn set_up() -> OnDiscord {
    let test = OnDiscord::start().await;
    test.fake.interact(weekly(&test)).await;
    test
}

/// A post whose first tries are hit by these faults, each tried again minutes later, is made once and
/// nobody is told anything.
async fn comes_through(faults: &[Fault]) {
    let mut test = set_up().await;
    let create = RouteMatcher::create_message(test.study);
    test.fake.fault_next(create.clone(), faults[0].clone());
    setup(&test, "post-now").await;
    for (number, fault) in faults.iter().enumerate() {
        test.fake.wait_for_requests(create.clone(), number + 1).await;
        if number > 0 {
            assert!(test.fake.posts(test.study).is_empty(), "{fault:?}");
        }
        if let Some(next) = faults.get(number + 1) {
            test.fake.fault_next(create.clone(), next.clone());
        }
        test.minutes_later().await;
    }
    shown(&test, "health", "posted in time").await;
    assert_eq!(test.fake.posts(test.study).len(), 1, "{faults:?}");
    assert!(test.fake.posts(test.fake.dm_channel(&test.mia)).is_empty());
    test.finish().await;
}

fn status(status: u16, code: u64) -> Fault {
    Fault::Status(status, json!({"message": "Said by the test", "code": code}))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_over_a_limit_is_made_later() {
    let limited = |scope| Fault::RateLimited { retry_after: 0.5, scope };
    comes_through(&[limited(Scope::Route), limited(Scope::Global), limited(Scope::Shared)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_called_a_limit() {
    let test = set_up().await;
    let limit = Fault::RateLimited { retry_after: 0.5, scope: Scope::Route };
    test.fake.fault_next(RouteMatcher::create_message(test.study), limit);
    setup(&test, "post-now").await;
    let mut why = Vec::new();
    while why.is_empty() {
        why = ask(&test.file(), "SELECT error FROM outbox WHERE error IS NOT NULL").await;
    }
    assert_eq!(why, ["429: too many requests"]);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_on_discords_side_is_waited_out() {
    comes_through(&[Fault::Html(500), Fault::Html(502), Fault::Html(503), status(500, 0)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_proxy_stops_nothing() {
    comes_through(&[Fault::Html(403), Fault::Html(404)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_loses_no_post() {
    comes_through(&[status(401, 0)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_never_comes_is_not_waited_for() {
    let test = set_up().await;
    let create = RouteMatcher::create_message(test.study);
    test.fake.fault_next(create.clone(), Fault::HoldAfter);
    setup(&test, "post-now").await;
    // Nothing that others ask for is held up meanwhile.
    assert!(shown(&test, "health", "on its way").await.contains("on its way"));
    test.fake.wait_for_requests(create, 2).await;
    shown(&test, "health", "posted in time").await;
    assert_eq!(test.fake.posts(test.study).len(), 1);
    test.finish().await;
}

/// What makes the next post impossible, and what the manager and health are told.
type Refusal = (&'static str, fn(&OnDiscord), &'static str);

const REFUSALS: [Refusal; 4] = [
    (
        "50001, the channel is not seen",
        |test| test.fake.deny(test.study, VIEW_CHANNEL),
        "I may not post in that channel",
    ),
    (
        "50013, no right to write",
        |test| test.fake.deny(test.study, SEND_MESSAGES),
        "I may not post in that channel",
    ),
    ("10003, the channel is gone", |test| test.fake.delete_channel(test.study), "The channel is gone"),
    (
        "50001, no longer in the server",
        |test| test.fake.leave_quietly(test.guild),
        "I may not post in that channel",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_has_to_mend_stops_the_posts_and_is_told_once() {
    for (name, breaks, expected) in REFUSALS {
        let mut test = OnDiscord::start().await;
        let elsewhere = test.fake.add_guild("Elsewhere");
        let desk = test.fake.add_channel(elsewhere, "desk");
        test.fake.interact(weekly(&test)).await;
        test.stop().await;
        breaks(&test);
        let guild = test.guild;
        let now =
            format!("UPDATE servers SET next_at = CAST(strftime('%s', 'now') AS INTEGER) WHERE id = {guild}");
        crate::support::database::execute(&test.dir.path().join("test.db"), &now).await;
        test.resume().await;
        let told = test.fake.wait_for_dm(&test.mia).await.words();
        assert!(told.contains("did not go out") && told.contains(expected), "{name}: {told}");
        test.study = desk;
        test.minutes_later().await;
        test.fake.interact(test.here().slash("help")).await;
        assert_eq!(test.fake.posts(test.fake.dm_channel(&test.mia)).len(), 1, "{name}");
        test.stop().await;
        let fault = test.column("SELECT fault FROM servers WHERE fault IS NOT NULL").await;
        assert!(fault.len() == 1 && fault[0].contains(expected), "{name}: {fault:?}");
        let state = test.column("SELECT state FROM outbox WHERE kind = 'weekly'").await;
        assert_eq!(state, ["failed"], "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mended_channel_gets_its_post_by_setup() {
    let mut test = set_up().await;
    test.fake.deny(test.study, SEND_MESSAGES);
    setup(&test, "post-now").await;
    test.fake.wait_for_dm(&test.mia).await;
    assert!(shown(&test, "health", "not posted").await.contains("Give me View Channel"));
    test.fake.allow(test.study, SEND_MESSAGES);
    // At a time of this week that is over, so that the week is made up for at once.
    test.fake.interact(weekly_at(&test, test.study, 0, "00:00")).await;
    test.fake.wait_for_message(test.study).await;
    test.restart().await;
    assert!(!setup(&test, "health").await.words().contains("Posting has stopped"));
    assert_eq!(test.fake.posts(test.study).len(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_to_the_gateway_that_drops_holds_up_no_post() {
    let test = set_up().await;
    let create = RouteMatcher::create_message(test.study);
    // The first try fails while the gateway is still there; the next one comes without it.
    test.fake.fault_next(create.clone(), Fault::ResetBefore);
    setup(&test, "post-now").await;
    test.fake.wait_for_requests(create, 1).await;
    test.fake.invalidate_sessions(false);
    test.fake.wait_for_message(test.study).await;
    test.fake.wait_for_identifies(2).await;
    test.fake.drop_gateway();
    test.fake.wait_for_resumes(1).await;
    test.fake.request_reconnect();
    test.fake.wait_for_resumes(2).await;
    assert!(setup(&test, "post-now").await.words().contains("extra"));
    test.fake.wait_for_message(test.study).await;
    assert_eq!(test.fake.posts(test.study).len(), 2);
    test.finish().await;
}
