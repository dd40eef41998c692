//! Forums and threads as places to post.

use chrono::Utc;
use study_coach::store::{Due, Kind};
use study_coach::study::units::{ChannelId, MessageId, ServerId};

use super::OnDiscord;
use super::posts::{setup, shown, weekly_in};
use crate::support::discord::permission::CREATE_PUBLIC_THREADS;
use crate::support::discord::{Fault, RouteMatcher};

/// The coach with a forum to post to.
async fn with_forum() -> (OnDiscord, u64) {
    let test = OnDiscord::start().await;
    let forum = test.fake.add_forum(test.guild, "weeks");
    let set = test.fake.interact(weekly_in(&test, forum)).await;
    assert!(set.words().contains("Posts go to"), "{}", set.words());
    (test, forum)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_in_a_forum_is_a_thread() {
    let (test, forum) = with_forum().await;
    setup(&test, "post-now").await;
    shown(&test, "health", "posted in time").await;
    let threads = test.fake.threads(forum);
    assert!(threads.len() == 1 && threads[0].name.starts_with("Week of"), "{threads:?}");
    let post = test.fake.messages(threads[0].id).remove(0);
    assert!(post.component("My week").is_some(), "{}", post.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_post_whose_answer_was_lost_is_made_once() {
    for (fault, is_there) in [(Fault::ResetAfter, true), (Fault::ResetBefore, false)] {
        let (mut test, forum) = with_forum().await;
        let create = RouteMatcher::new("POST /channels/*/threads");
        test.fake.fault_next(create.clone(), fault);
        setup(&test, "post-now").await;
        test.fake.wait_for_requests(create.clone(), 1).await;
        test.minutes_later().await;
        shown(&test, "health", "posted in time").await;
        assert_eq!(test.fake.threads(forum).len(), 1, "{is_there}");
        test.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_post_that_was_deleted_meanwhile_is_left_to_the_manager() {
    let (mut test, forum) = with_forum().await;
    let create = RouteMatcher::new("POST /channels/*/threads");
    test.fake.fault_next(create.clone(), Fault::ResetAfter);
    setup(&test, "post-now").await;
    test.fake.wait_for_requests(create, 1).await;
    let post = test.fake.wait_for_thread(forum).await;
    test.fake.delete_channel(post);
    test.minutes_later().await;
    let told = test.fake.wait_for_dm(&test.mia).await;
    assert!(told.words().contains("a message was deleted"), "{}", told.words());
    assert!(test.fake.threads(forum).is_empty());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_that_wants_tags_is_said() {
    let (test, forum) = with_forum().await;
    test.fake.want_tags(forum);
    setup(&test, "post-now").await;
    assert!(shown(&test, "show", "Posting has stopped").await.contains("wants a tag on every post"));
    let told = test.fake.wait_for_dm(&test.mia).await;
    assert!(told.words().contains("wants a tag on every post"), "{}", told.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_thread_is_opened_again_and_a_locked_one_is_said() {
    let test = OnDiscord::start().await;
    let thread = test.fake.add_thread(test.study, "weeks");
    test.fake.interact(weekly_in(&test, thread)).await;
    test.fake.archive(thread, false);
    setup(&test, "post-now").await;
    test.fake.wait_for_message(thread).await;
    assert!(!test.fake.is_archived(thread));
    test.fake.archive(thread, true);
    setup(&test, "post-now").await;
    assert!(shown(&test, "show", "Posting has stopped").await.contains("That thread is locked"));
    assert_eq!(test.fake.posts(thread).len(), 1);
    test.finish().await;
}

/// The row of a thread on a post.
fn thread_on(test: &OnDiscord, key: &str, post: u64) -> Due {
    let due = Due::new(key.to_owned(), Kind::Thread, ServerId(test.guild), Utc::now());
    let (channel, message) = (Some(ChannelId(test.study)), Some(MessageId(post)));
    Due { channel, message, note: Some("Week 1".to_owned()), ..due }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_on_a_post_is_opened_once() {
    let mut test = OnDiscord::start().await;
    test.fake.interact(weekly_in(&test, test.study)).await;
    setup(&test, "post-now").await;
    let post = test.fake.wait_for_message(test.study).await.id;
    test.stop().await;
    test.queue(&[thread_on(&test, "a", post)]).await;
    let create = RouteMatcher::new("POST /channels/*/messages/*/threads");
    test.fake.fault_next(create.clone(), Fault::ResetAfter);
    test.resume().await;
    test.fake.wait_for_requests(create.clone(), 1).await;
    test.minutes_later().await;
    test.fake.wait_for_requests(create.clone(), 2).await;
    let threads = test.fake.threads(test.study);
    assert_eq!(threads.iter().map(|it| (it.id, it.name.as_str())).collect::<Vec<_>>(), [(post, "Week 1")]);
    test.stop().await;
    assert_eq!(test.column("SELECT state FROM outbox WHERE id = 'a'").await, ["sent"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_cannot_be_opened_is_said_and_stops_no_posts() {
    let mut test = OnDiscord::start().await;
    test.fake.interact(weekly_in(&test, test.study)).await;
    setup(&test, "post-now").await;
    let post = test.fake.wait_for_message(test.study).await.id;
    test.stop().await;
    test.queue(&[thread_on(&test, "a", post)]).await;
    test.fake.deny(test.study, CREATE_PUBLIC_THREADS);
    test.resume().await;
    let told = test.fake.wait_for_dm(&test.mia).await;
    assert!(told.words().contains("Give me Create Public Threads"), "{}", told.words());
    assert!(told.words().contains("thread"), "the post itself is there: {}", told.words());
    assert!(!told.words().contains("did not go out"), "the post itself is there: {}", told.words());
    assert!(!shown(&test, "show", "Posts go to").await.contains("Posting has stopped"));
    test.finish().await;
}
