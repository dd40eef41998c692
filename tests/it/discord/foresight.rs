//! A look, the day before, at whether the next post will come through.

use super::OnDiscord;
use super::posts::weekly_in;
use crate::support::database;
use crate::support::discord::permission::{EMBED_LINKS, MENTION_EVERYONE, SEND_MESSAGES, VIEW_CHANNEL};
use crate::support::discord::{FakeDiscord, Person};

/// A server whose post is set up, to be broken.
struct Place {
    guild: u64,
    channel: u64,
    role: u64,
    boss: Person,
}

/// What breaks, and what the manager is told; nothing where they need not be.
type Case = (&'static str, fn(&FakeDiscord, &Place), Option<&'static str>);

const CASES: [Case; 10] = [
    ("nothing", |_, _| {}, None),
    ("no right to write", |fake, it| fake.deny(it.channel, SEND_MESSAGES), Some("Give me View Channel")),
    ("not seen", |fake, it| fake.deny(it.channel, VIEW_CHANNEL), Some("Give me View Channel")),
    ("gone", |fake, it| fake.delete_channel(it.channel), Some("Give me View Channel")),
    ("no embeds", |fake, it| fake.deny(it.channel, EMBED_LINKS), Some("give me Embed Links")),
    ("role gone", |fake, it| fake.delete_role(it.guild, it.role), Some("role that it pings is gone")),
    (
        "role not mentionable",
        |fake, it| fake.make_unmentionable(it.guild, it.role),
        Some("nobody in it is notified"),
    ),
    (
        "manager shut out",
        |fake, it| fake.deny_person(it.channel, &it.boss, SEND_MESSAGES),
        Some("You cannot write in that channel yourself any more"),
    ),
    ("manager left", |fake, it| fake.leave(it.guild, &it.boss), None),
    (
        "the owner, whom nothing shuts out",
        |fake, it| {
            fake.make_owner(it.guild, &it.boss);
            fake.overwrite_role(it.channel, it.guild, 0, SEND_MESSAGES);
            fake.allow(it.channel, SEND_MESSAGES);
        },
        None,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_way_of_the_next_post_is_said_the_day_before() {
    let mut test = OnDiscord::start().await;
    let mut places = Vec::new();
    for (name, ..) in CASES {
        let (guild, boss) = (test.fake.add_guild(name), test.fake.person(&format!("boss of {name}")));
        let (channel, role) = (test.fake.add_channel(guild, "study"), test.fake.add_role(guild, "Learners"));
        test.fake.make_mentionable(guild, role);
        let here = boss.in_channel(channel).manager();
        let set = test.fake.interact(weekly_in(&test, channel).seated(here).role("role", role)).await;
        assert!(set.words().contains("Posts go to"), "{name}: {}", set.words());
        places.push(Place { guild, channel, role, boss });
    }
    for ((_, breaks, _), place) in CASES.iter().zip(&places) {
        breaks(&test.fake, place);
    }
    // Three days before the post, the look is not due.
    test.restart().await;
    test.fake.interact(test.here().slash("help")).await;
    assert!(places.iter().all(|it| test.fake.posts(test.fake.dm_channel(&it.boss)).is_empty()));
    test.stop().await;
    let file = test.dir.path().join("test.db");
    database::execute(&file, "UPDATE outbox SET next_try_at = 0 WHERE kind = 'foresight'").await;
    test.resume().await;
    for ((name, _, expected), place) in CASES.iter().zip(&places) {
        if let Some(expected) = expected {
            let told = test.fake.wait_for_dm(&place.boss).await.words();
            assert!(told.contains(expected) && told.contains("will not come through"), "{name}: {told}");
        }
    }
    test.restart().await;
    test.fake.interact(test.here().slash("help")).await;
    for ((name, _, expected), place) in CASES.iter().zip(&places) {
        let told: Vec<String> =
            test.fake.posts(test.fake.dm_channel(&place.boss)).iter().map(|it| it.words()).collect();
        assert_eq!(told.len(), usize::from(expected.is_some()), "{name}: {told:?}");
    }
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sets_up_needs_the_rights_themselves() {
    let test = OnDiscord::start().await;
    let desk = test.fake.add_channel(test.guild, "desk");
    let here = || test.mia.in_channel(desk).manager();
    test.fake.deny_person(test.study, &test.mia, SEND_MESSAGES);
    let refused = test.fake.interact(weekly_in(&test, test.study).seated(here())).await.words();
    assert!(refused.contains("You cannot write in"), "{refused}");
    let role = test.fake.add_role(test.guild, "Learners");
    let refused = test.fake.interact(weekly_in(&test, desk).seated(here()).role("role", role)).await.words();
    assert!(refused.contains("You cannot ping"), "{refused}");
    test.fake.permit(test.guild, &test.mia, MENTION_EVERYONE);
    let set = test.fake.interact(weekly_in(&test, desk).seated(here()).role("role", role)).await.words();
    assert!(set.contains("Posts go to") && set.contains("nobody in it is notified"), "{set}");
    test.finish().await;
}
