//! How to begin, said once in a server that has just added the coach.

use super::OnDiscord;
use crate::support::discord::permission::SEND_MESSAGES;

/// Two starts later: whatever was queued in one is sent in the next.
async fn twice_later(test: &mut OnDiscord) {
    test.restart().await;
    test.restart().await;
    test.fake.interact(test.here().slash("help")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_adds_the_coach_is_greeted_once_in_its_system_channel() {
    let mut test = OnDiscord::start().await;
    let guild = test.fake.add_stranger("New group");
    let first = test.fake.add_channel(guild, "first");
    let system = test.fake.add_channel(guild, "system");
    test.fake.set_system_channel(guild, system);
    test.fake.invite(guild);
    let greeting = test.fake.wait_for_message(system).await;
    assert!(greeting.words().contains("/setup weekly") && greeting.component("Join").is_some());
    // Named again: after an outage, by a new session, by a new start.
    test.fake.guild_outage(guild, true);
    test.fake.guild_outage(guild, false);
    test.fake.drop_gateway();
    test.fake.wait_for_resumes(1).await;
    twice_later(&mut test).await;
    assert_eq!((test.fake.messages(system).len(), test.fake.messages(first).len()), (1, 0));
    // Who has had the coach for long is not greeted at all.
    assert!(test.fake.messages(test.study).is_empty());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_greeting_goes_to_the_first_channel_that_takes_it() {
    let mut test = OnDiscord::start().await;
    let guild = test.fake.add_stranger("New group");
    let system = test.fake.add_channel(guild, "system");
    let closed = test.fake.add_channel(guild, "closed");
    let open = test.fake.add_channel(guild, "open");
    test.fake.set_system_channel(guild, system);
    test.fake.deny(system, SEND_MESSAGES);
    test.fake.deny(closed, SEND_MESSAGES);
    test.fake.invite(guild);
    test.fake.wait_for_message(open).await;
    twice_later(&mut test).await;
    assert_eq!(test.fake.messages(open).len(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_adds_the_coach_again_on_the_same_day_is_not_greeted_again() {
    let test = OnDiscord::start().await;
    let guild = test.fake.add_stranger("New group");
    let lobby = test.fake.add_channel(guild, "lobby");
    test.fake.invite(guild);
    test.fake.wait_for_message(lobby).await;
    test.fake.remove_guild(guild);
    test.fake.invite_at(guild, chrono::Utc::now() + chrono::Duration::seconds(5));
    let manager = test.fake.person("owner").in_channel(lobby).manager();
    let weekly = manager.slash("setup weekly").channel("channel", lobby).option("day", "monday");
    test.fake.interact(weekly.option("time", "09:00").option("timezone", "UTC")).await;
    test.fake.interact(manager.slash("setup post-now")).await;
    let next = test.fake.wait_for_message(lobby).await;
    assert!(next.words().contains("Week of"), "{}", next.words());
    test.finish().await;
}
