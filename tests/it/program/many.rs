//! Four processes on one PostgreSQL, killed at random: each post goes out once, each report counts
//! once, and whoever died is replaced.

use std::collections::BTreeMap;
use std::time::Duration;

use study_coach::coach::due::mark;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use super::watched::{Watched, fall_due_in};
use crate::support::database::{Database, Place as _, ask, execute};
use crate::support::dice::Dice;
use crate::support::discord::{FakeDiscord, Fault, Origin, PATIENCE, RouteMatcher};

const PROCESSES: usize = 4;
const ROUNDS: u64 = 14;
const CHANNELS: u64 = 6;
/// Who is told when a post is missing.
const BOSS: u64 = 5;
const MINUTES: u64 = 15;

/// What is still to be sent is due, as if the wait before its next try were over.
const DUE: &str = "UPDATE outbox SET next_try_at = 0 WHERE state = 'waiting' AND kind <> 'foresight'";
const LEFT: &str = "SELECT id FROM outbox WHERE state = 'waiting' AND kind <> 'foresight' \
                    UNION ALL SELECT zone FROM servers WHERE next_at <= extract(epoch FROM now())";

struct Farm {
    fake: FakeDiscord,
    database: Database,
    dir: TempDir,
    processes: Vec<Watched>,
    /// How many posts each process that ended had finished.
    finished: Vec<usize>,
}

impl Farm {
    fn start_one(&self) -> Watched {
        let url = self.database.url();
        let more = [("DATABASE_URL", url.as_str()), ("STUDY_COACH_POSTS_PER_SECOND", "100")];
        Watched::start(&self.fake, self.dir.path(), &more, None)
    }

    /// Kills one and starts another in its place. What it had in hand is taken up as if its lease were
    /// over; who looks for what is due is found by waiting.
    async fn replace(&mut self, place: usize) {
        let fresh = self.start_one();
        let mut dead = std::mem::replace(&mut self.processes[place], fresh);
        dead.kill();
        assert_eq!(dead.ended().await, None, "it ended by itself");
        self.finished.push(dead.logged("finished"));
        let over = format!("UPDATE outbox SET lease_until = 0 WHERE lease_owner LIKE '{}-%'", dead.id);
        execute(&self.database, &over).await;
    }

    async fn wait_until_nothing_is_left(&self) {
        let since = Instant::now();
        loop {
            execute(&self.database, DUE).await;
            let left = ask(&self.database, LEFT).await;
            if left.is_empty() {
                return;
            }
            assert!(since.elapsed() < 2 * PATIENCE, "never sent: {left:?}");
            sleep(Duration::from_millis(50)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn four_processes_killed_at_random_post_once_and_count_once() {
    let Some(database) = Database::postgres().await else { return };
    let mut dice = Dice(9);
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let channels: Vec<u64> =
        (0..CHANNELS).map(|number| fake.add_channel(guild, &format!("study-{number}"))).collect();
    let learners: Vec<_> =
        ["mia", "jo"].iter().map(|name| fake.person(name).in_channel(channels[0])).collect();
    let dir = tempfile::tempdir().unwrap();
    let mut farm = Farm { fake, database, dir, processes: Vec::new(), finished: Vec::new() };
    // All at once, on a database that holds nothing yet.
    farm.processes = (0..PROCESSES).map(|_| farm.start_one()).collect();
    farm.fake.wait_for_identifies(PROCESSES).await;
    for learner in &learners {
        let join = learner.slash("join").option("track", "ml-engineer").option("hours", 10);
        let joined = farm.fake.interact_with_all(join).await.words();
        assert!(joined.contains("Your plan is made"), "{joined}");
    }

    let (mut servers, mut logs) = (0, 0);
    for round in 1..=ROUNDS {
        let new: Vec<(u64, u64)> = (0..2 + dice.roll(4))
            .map(|_| {
                servers += 1;
                (servers, channels[dice.roll(CHANNELS) as usize])
            })
            .collect();
        fall_due_in(&farm.database, &new, BOSS).await;
        execute(&farm.database, DUE).await;
        if dice.roll(2) == 0 {
            farm.fake.fault_next(RouteMatcher::new("POST /channels/*/messages"), Fault::ResetAfter);
        }
        // Each delivered to all that are there, and all at the same time.
        let log = |place: usize| learners[place].slash("log").option("hours", 0.25);
        let fake = &farm.fake;
        let (one, two, three) = tokio::join!(
            fake.interact_with_all(log(0)),
            fake.interact_with_all(log(0)),
            fake.interact_with_all(log(1))
        );
        for answer in [one, two, three] {
            assert!(!answer.words().contains("went wrong"), "{}", answer.words());
        }
        logs += 1;
        sleep(Duration::from_millis(dice.roll(150))).await;
        farm.replace(dice.roll(PROCESSES as u64) as usize).await;
        farm.fake.wait_for_identifies(PROCESSES + round as usize).await;
    }
    farm.fake.end_faults();
    farm.wait_until_nothing_is_left().await;

    let minutes =
        "SELECT CAST(value AS TEXT) FROM scores WHERE kind = 'hours' AND period = 'all' ORDER BY value DESC";
    let counted = [2 * logs * MINUTES, logs * MINUTES].map(|minutes| minutes.to_string());
    assert_eq!(ask(&farm.database, minutes).await, counted);
    judge(&farm, servers as usize).await;
    for process in &mut farm.processes {
        process.terminate();
        assert_eq!(process.ended().await, Some(0));
        farm.finished.push(process.logged("finished"));
    }
    let shared = farm.finished.iter().filter(|finished| **finished > 0).count();
    assert!(shared > 1, "the work was shared: {:?}", farm.finished);
    // Whoever leaves in order keeps nothing that another would wait for; of those that were killed, one
    // may have been to tidy up.
    let kept = ask(&farm.database, "SELECT task || ' of ' || owner FROM leases").await;
    let left = farm.processes.iter().map(|process| format!(" of {}-", process.id));
    assert!(!left.into_iter().any(|own| kept.iter().any(|lease| lease.contains(&own))), "{kept:?}");
    assert!(kept.iter().all(|lease| lease.starts_with("tidy ")), "{kept:?}");
    farm.fake.assert_clean();
}

/// Each occurrence is there once and known to be, and nobody was told anything.
async fn judge(farm: &Farm, servers: usize) {
    let keys = ask(&farm.database, "SELECT id FROM outbox WHERE kind = 'weekly' AND state = 'sent'").await;
    assert_eq!(keys.len(), servers, "posts that are known to be there");
    let mut made: BTreeMap<String, usize> = BTreeMap::new();
    for message in farm.fake.all_messages().into_iter().filter(|message| message.origin == Origin::Post) {
        let id = message.component("My week").unwrap_or_default();
        *made.entry(id.rsplit(':').next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    for key in &keys {
        assert_eq!(made.remove(&mark(key)), Some(1), "how often {key} was made");
    }
    assert!(made.is_empty(), "nobody knows of {made:?}");
    let others = "SELECT id FROM outbox WHERE kind NOT IN ('weekly', 'foresight')";
    assert_eq!(ask(&farm.database, others).await, [""; 0], "nothing to tell");
}
