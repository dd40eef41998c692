//! What becomes of a post whose answer was lost, some minutes later.

use super::OnDiscord;
use super::posts::{setup, shown, weekly};
use crate::support::discord::{Fault, Message, RouteMatcher};

/// A post whose first try is hit by `fault`, then `meanwhile`, then minutes later and the coach again.
async fn interrupted(fault: Fault, meanwhile: impl FnOnce(&OnDiscord)) -> OnDiscord {
    let mut test = OnDiscord::start().await;
    test.fake.interact(weekly(&test)).await;
    let create = RouteMatcher::create_message(test.study);
    test.fake.fault_next(create.clone(), fault.clone());
    setup(&test, "post-now").await;
    test.fake.wait_for_requests(create, 1).await;
    if fault == Fault::ResetAfter {
        test.fake.wait_for_message(test.study).await;
    }
    meanwhile(&test);
    test.minutes_later().await;
    test
}

/// Every post that was ever made in the channel, deleted ones too.
fn made(test: &OnDiscord) -> usize {
    let all = test.fake.all_messages();
    let own = |message: &&Message| message.channel == test.study && message.nonce.is_some();
    all.iter().filter(own).count()
}

/// Nobody knows whether the post is there: the manager is told once, and health says so.
async fn assert_told(mut test: OnDiscord, why: &str, posts: usize) {
    let told = test.fake.wait_for_dm(&test.mia).await;
    assert!(told.words().contains("may or may not be there"), "{}", told.words());
    assert!(told.words().contains(why), "{}", told.words());
    assert!(shown(&test, "health", "perhaps posted").await.contains("look in the channel"));
    // Not again after one more start.
    test.minutes_later().await;
    shown(&test, "health", "perhaps posted").await;
    assert_eq!((made(&test), test.fake.posts(test.fake.dm_channel(&test.mia)).len()), (posts, 1));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_is_found_is_not_made_again() {
    let test = interrupted(Fault::ResetAfter, |test| {
        // More than a page of talk since.
        let jo = test.fake.person("jo");
        for line in 0..150 {
            test.fake.write(test.study, &jo, &format!("line {line}"));
        }
    })
    .await;
    shown(&test, "health", "posted in time").await;
    assert_eq!(made(&test), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_is_not_found_is_made() {
    let test = interrupted(Fault::ResetBefore, |_| {}).await;
    shown(&test, "health", "posted in time").await;
    assert_eq!(made(&test), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_cannot_be_read_leaves_it_to_the_manager() {
    for (fault, posts) in [(Fault::ResetAfter, 1), (Fault::ResetBefore, 0)] {
        let test = interrupted(fault, |test| test.fake.hide_history(test.study)).await;
        assert_told(test, "Give me Read Message History", posts).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_was_deleted_meanwhile_is_left_to_the_manager() {
    let test = interrupted(Fault::ResetAfter, |test| {
        let post = test.fake.posts(test.study)[0].id;
        test.fake.delete_message(post);
    })
    .await;
    assert_told(test, "a message was deleted", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_too_busy_to_look_through_leaves_it_to_the_manager() {
    let test = interrupted(Fault::ResetBefore, |test| {
        let jo = test.fake.person("jo");
        for line in 0..1_001 {
            test.fake.write(test.study, &jo, &format!("line {line}"));
        }
    })
    .await;
    assert_told(test, "more was written in the channel since", 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_went_after_a_lost_answer_is_left_to_the_manager() {
    let mut test = OnDiscord::start().await;
    let desk = test.fake.add_channel(test.guild, "desk");
    test.fake.interact(weekly(&test)).await;
    let create = RouteMatcher::create_message(test.study);
    test.fake.fault_next(create.clone(), Fault::ResetAfter);
    setup(&test, "post-now").await;
    test.fake.wait_for_requests(create, 1).await;
    test.fake.wait_for_message(test.study).await;
    test.fake.delete_channel(test.study);
    test.study = desk;
    test.minutes_later().await;
    let told = test.fake.wait_for_dm(&test.mia).await;
    assert!(told.words().contains("may or may not be there"), "{}", told.words());
    assert!(told.words().contains("the channel is gone"), "{}", told.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_direct_messages_turn_reminders_off_and_the_next_answer_says_so_once() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(test.here().slash("settings").option("reminders", "on")).await;
    test.fake.close_dms(&test.mia);
    test.stop().await;
    let due = super::posts::assignment("a", test.guild, test.mia.id);
    test.queue(&[due]).await;
    test.resume().await;
    let direct = RouteMatcher::create_message(test.fake.dm_channel(&test.mia));
    test.fake.wait_for_requests(direct, 1).await;
    let mut told = 0;
    for _ in 0..200 {
        let next = test.fake.interact(test.here().slash("next")).await;
        told += usize::from(next.words().contains("Your direct messages are closed to me"));
        if told > 0 {
            break;
        }
    }
    let next = test.fake.interact(test.here().slash("next")).await;
    assert!(told == 1 && !next.words().contains("Your direct messages"), "{}", next.words());
    let settings = test.fake.interact(test.here().slash("settings")).await.words();
    assert!(settings.contains("Reminders by direct message\noff"), "{settings}");
    test.finish().await;
}
