//! The crash storm: the program killed at random moments, again and again, over servers that fall due
//! all the time, while Discord makes messages and loses the answers.
//!
//! `STUDY_COACH_KILLS=3000 cargo test storm` is the long form.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::json;
use study_coach::coach::due::mark;

use super::watched::{Watched, database, fall_due};
use crate::support::database::{ask, execute};
use crate::support::dice::Dice;
use crate::support::discord::{FakeDiscord, Fault, Origin, RouteMatcher, Scope};

/// Kills in all, unless the environment says more.
const KILLS: u64 = 300;
/// Kills of one storm, and storms at once.
const KILLS_EACH: u64 = 50;
const AT_ONCE: usize = 3;
/// Channels that the servers post to.
const CHANNELS: u64 = 12;
/// More than a server's post a second, so that a short life holds many.
const FAST: [(&str, &str); 1] = [("STUDY_COACH_POSTS_PER_SECOND", "200")];
/// Who is told when a post is missing.
const BOSS: u64 = 5;

/// What is still to be sent is due, as if the wait before its next try were over.
const DUE: &str = "UPDATE outbox SET next_try_at = 0 WHERE state = 'waiting' AND kind <> 'foresight'";
/// Minutes have passed since the tries so far.
const LATER: &str = "UPDATE outbox SET doubt_since = doubt_since - 300";
const LEFT: &str = "SELECT id FROM outbox WHERE state = 'waiting' AND kind <> 'foresight' \
                    UNION ALL SELECT zone FROM servers WHERE next_at <= CAST(strftime('%s', 'now') AS INTEGER)";

/// A storm's numbers: kills, posts that fell due, answers that were lost.
#[derive(Debug, Default)]
struct Storm {
    kills: u64,
    posts: usize,
    lost: u64,
}

fn fault(dice: &mut Dice) -> Fault {
    match dice.roll(7) {
        0 => Fault::ResetBefore,
        1 => Fault::HoldAfter,
        2 => Fault::HoldBefore,
        3 => Fault::Html(503),
        4 => Fault::RateLimited { retry_after: 0.1, scope: Scope::Route },
        _ => Fault::ResetAfter,
    }
}

/// One storm with a database and a Discord of its own.
async fn storm(seed: u64, kills: u64) -> Storm {
    let mut dice = Dice(seed);
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let channels: Vec<u64> =
        (0..CHANNELS).map(|number| fake.add_channel(guild, &format!("study-{number}"))).collect();
    let dir = tempfile::tempdir().unwrap();
    let (mut storm, mut servers) = (Storm::default(), 0);
    while storm.kills < kills {
        let new: Vec<(u64, u64)> = (0..1 + dice.roll(5))
            .map(|_| {
                servers += 1;
                (servers, channels[dice.roll(CHANNELS) as usize])
            })
            .collect();
        fall_due(dir.path(), &new, BOSS).await;
        execute(&database(dir.path()), DUE).await;
        if dice.roll(3) == 0 {
            execute(&database(dir.path()), LATER).await;
            fake.forget_nonces();
        }
        for _ in 0..dice.roll(3) {
            let fault = fault(&mut dice);
            storm.lost += u64::from(matches!(fault, Fault::ResetAfter | Fault::HoldAfter));
            fake.fault_next(RouteMatcher::new("POST /channels/*/messages"), fault);
        }
        let mut program = Watched::start(&fake, dir.path(), &FAST, None);
        // Mostly while it posts, sometimes while it starts.
        if dice.roll(6) > 0 {
            program.wait_for(&["claimed"]).await;
        }
        tokio::time::sleep(Duration::from_millis(dice.roll(120))).await;
        program.kill();
        assert_eq!(program.ended().await, None, "seed {seed}: it ended by itself");
        fake.wait_alone().await;
        storm.kills += 1;
    }
    fake.end_faults();
    execute(&database(dir.path()), DUE).await;
    let mut program = Watched::start(&fake, dir.path(), &FAST, None);
    // The last life before it may have left nothing.
    program.wait_for(&["connected to Discord"]).await;
    while !ask(&database(dir.path()), LEFT).await.is_empty() {
        // On a busy machine a request takes too long, and the wait before the next try has doubled often.
        execute(&database(dir.path()), DUE).await;
        program.wait_for(&["finished"]).await;
    }
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    judge(seed, &fake, dir.path(), servers as usize).await;
    storm.posts = servers as usize;
    storm
}

/// Each occurrence is there once and known to be, nobody was told anything, and the file is whole.
async fn judge(seed: u64, fake: &FakeDiscord, dir: &std::path::Path, servers: usize) {
    let file = database(dir);
    assert_eq!(ask(&file, "PRAGMA integrity_check").await, ["ok"], "seed {seed}");
    let keys = ask(&file, "SELECT id FROM outbox WHERE kind = 'weekly' AND state = 'sent'").await;
    assert_eq!(keys.len(), servers, "seed {seed}: posts that are known to be there");
    let mut made: BTreeMap<String, usize> = BTreeMap::new();
    for message in fake.all_messages() {
        assert_eq!((message.origin, message.deleted), (Origin::Post, false), "seed {seed}");
        let id = message.component("My week").unwrap_or_default();
        *made.entry(id.rsplit(':').next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    for key in &keys {
        assert_eq!(made.remove(&mark(key)), Some(1), "seed {seed}: how often {key} was made");
    }
    assert!(made.is_empty(), "seed {seed}: nobody knows of {made:?}");
    let others = ask(&file, "SELECT id FROM outbox WHERE kind NOT IN ('weekly', 'foresight')").await;
    assert_eq!(json!(others), json!([]), "seed {seed}: nothing to tell");
    fake.assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_kills_neither_loses_nor_doubles_a_post() {
    let kills = std::env::var("STUDY_COACH_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(KILLS);
    let storms = stream::iter(0..kills.div_ceil(KILLS_EACH))
        .map(|seed| tokio::spawn(storm(seed, KILLS_EACH.min(kills - seed * KILLS_EACH))));
    let storms: Vec<_> = storms.buffer_unordered(AT_ONCE).collect().await;
    let storms: Vec<Storm> = storms.into_iter().map(|storm| storm.expect("no storm fails")).collect();
    let sum = |number: fn(&Storm) -> u64| storms.iter().map(number).sum::<u64>();
    assert_eq!(sum(|it| it.kills), kills);
    assert!(sum(|it| it.posts as u64) > kills && sum(|it| it.lost) > kills / 5, "{storms:?}");
}
