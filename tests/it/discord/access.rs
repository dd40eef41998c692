//! What the coach may do in a channel: as the stand-in, which computes it by itself, sees it.

use super::OnDiscord;
use super::posts::weekly;
use crate::support::dice::Dice;
use crate::support::discord::permission::{ATTACH_FILES, EMBED_LINKS, SEND_MESSAGES, VIEW_CHANNEL};
use crate::support::discord::{Fault, RouteMatcher, Scope};

/// Some of the four rights that a post needs; each rarely.
fn rights(dice: &mut Dice) -> u64 {
    let all = [VIEW_CHANNEL, SEND_MESSAGES, EMBED_LINKS, ATTACH_FILES];
    all.into_iter().filter(|_| dice.roll(3) == 0).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn setup_says_what_is_missing_in_a_channel() {
    let test = OnDiscord::start().await;
    let (own, other) = (test.fake.bot_role(test.guild), test.fake.add_role(test.guild, "Others"));
    let mut dice = Dice(7);
    let mut seen = [0; 4];
    for round in 0..40 {
        let channel = test.fake.add_channel(test.guild, &format!("channel-{round}"));
        for role in [test.guild, own, other] {
            test.fake.overwrite_role(channel, role, rights(&mut dice), rights(&mut dice));
        }
        if dice.roll(2) == 0 {
            test.fake.deny(channel, rights(&mut dice));
            test.fake.allow(channel, rights(&mut dice));
        }
        // Who may do everything there: it is about the coach.
        let owner = test.fake.person("owner");
        let setup = owner.in_channel(test.study).manager().slash("setup weekly").channel("channel", channel);
        let setup = setup.option("day", "monday").option("time", "09:00").option("timezone", "UTC");
        let words = test.fake.interact(setup).await.words();
        let rights = test.fake.rights(channel);
        let has = |needed: u64| rights & needed == needed;
        let (case, expected) = match () {
            () if !has(VIEW_CHANNEL | SEND_MESSAGES) => (0, "I cannot post in"),
            () if !has(EMBED_LINKS) => (1, "but not show embeds"),
            () if !has(ATTACH_FILES) => (2, "but not attach pictures"),
            () => (3, "show embeds and attach pictures"),
        };
        seen[case] += 1;
        assert!(words.contains(expected), "round {round}, rights {rights:#x}: {words}");
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn setup_waits_for_a_limit_to_end() {
    let test = OnDiscord::start().await;
    for _ in 0..3 {
        let limit = Fault::RateLimited { retry_after: 1.0, scope: Scope::Global };
        test.fake.fault_next(RouteMatcher::new("GET /channels/*"), limit);
    }
    let words = test.fake.interact(weekly(&test)).await.words();
    assert!(words.contains("show embeds and attach pictures"), "{words}");
    assert_eq!(test.fake.faults_left(), 0);
    test.finish().await;
}
