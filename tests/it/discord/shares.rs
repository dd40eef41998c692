//! What somebody shows in a channel on Discord: put off and all, and gone when they are.

use super::OnDiscord;
use crate::support::database::Lock;
use crate::support::discord::{Answer, Fault};

/// Mia shows a lesson that she has finished, at the latest now.
async fn shared(test: &OnDiscord) -> Answer {
    let done = test.here().slash("done").option("lesson", "setup").option("link", "https://github.com/mia/a");
    test.fake.interact(done).await;
    let works = test.fake.interact(test.here().slash("portfolio")).await;
    let shown = test.fake.interact(test.here().press(&works, "Share")).await;
    assert!(!shown.private() && shown.words().contains("Mia"), "{}", shown.words());
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shared_is_taken_back_on_discord_when_its_owner_is_gone() {
    let test = OnDiscord::start().await;
    test.joined().await;
    // Where a message stands is asked again when Discord stumbles.
    test.fake.fault_next("GET /webhooks/*/*/messages/@original", Fault::Html(502));
    let shown = shared(&test).await;
    test.fake.wait_for_requests("GET /webhooks/*/*/messages/@original", 2).await;
    test.fake.interact(test.here().slash("leave")).await;
    let edited = test.fake.wait_for_edit(shown.message_id(), 1).await;
    assert_eq!(edited.words().trim(), "Taken back.");
    assert_eq!(edited.body["components"].as_array().map(Vec::len), Some(0), "nothing is left to press");
    test.joined().await;
    let shown = shared(&test).await;
    let asked = test.fake.interact(test.here().slash("my-data delete")).await;
    test.fake.interact(test.here().press(&asked, "Delete everything")).await;
    let edited = test.fake.wait_for_edit(shown.message_id(), 1).await;
    assert!(!edited.words().contains("Mia"), "{}", edited.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_that_somebody_shares_is_hidden_by_its_menu() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    let shown = shared(&test).await;
    test.fake.wait_for_requests("GET /webhooks/*/*/messages/@original", 1).await;
    // What is in hand is finished: it is known where the share stands.
    test.restart().await;
    let jo = test.fake.person("jo").in_channel(test.study).manager();
    let hidden = test.fake.interact(jo.on_message("Hide this work", shown.message_id())).await;
    assert!(hidden.words().contains("is struck"), "{}", hidden.words());
    let edited = test.fake.wait_for_edit(shown.message_id(), 1).await;
    assert_eq!(edited.words().trim(), "Taken back.");
    test.stop().await;
    assert_eq!(test.fake.message(shown.message_id()).unwrap().edits, 1);
    test.fake.assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_and_its_kudos_that_take_long_are_put_off_in_their_place() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    let done = test.fake.interact(test.here().slash("done")).await;
    let lock = Lock::take(&test.file()).await;
    let share = test.fake.send(test.here().press(&done, "Share")).await;
    let first = test.fake.acknowledged(&share).await;
    assert_eq!((first.callback, first.private()), (5, false), "all will see it");
    lock.release().await;
    let shown = test.fake.answered(&share).await;
    assert!(!shown.private() && shown.words().contains("Mia"), "{}", shown.words());
    test.fake.wait_for_requests("GET /webhooks/*/*/messages/@original", 1).await;
    let jo = test.fake.person("jo").in_channel(test.study);
    let lock = Lock::take(&test.file()).await;
    let kudos = test.fake.send(jo.press(&shown, "Kudos")).await;
    assert_eq!(test.fake.acknowledged(&kudos).await.callback, 6, "it changes where it stands");
    lock.release().await;
    let given = test.fake.answered(&kudos).await;
    assert_eq!(given.message_id(), shown.message_id());
    given.component("Kudos (1)");
    // A refusal leaves what all see as it is. The lock holds up what is written before it is known.
    crate::support::database::execute(&test.file(), "UPDATE members SET seen_at = NULL").await;
    let lock = Lock::take(&test.file()).await;
    let own = test.fake.send(test.here().press(&given, "Kudos (1)")).await;
    assert_eq!(test.fake.acknowledged(&own).await.callback, 6);
    lock.release().await;
    let refusal = &test.fake.follow_ups(&own, 1).await[0];
    assert!(refusal.ephemeral && refusal.words().contains("for others to give"), "{}", refusal.words());
    let lock = Lock::take(&test.file()).await;
    let back = test.fake.send(test.here().press(&given, "Take back")).await;
    assert_eq!(test.fake.acknowledged(&back).await.callback, 6);
    lock.release().await;
    let gone = test.fake.answered(&back).await;
    assert_eq!((gone.message_id(), gone.words().trim()), (shown.message_id(), "Taken back."));
    test.stop().await;
    assert!(test.column("SELECT CAST(id AS TEXT) FROM shares").await.is_empty());
    test.fake.assert_clean();
}
