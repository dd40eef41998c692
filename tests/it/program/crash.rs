//! The crash matrix: killed at every step of a post, with everything that may happen before the next
//! start. The rules are those of the table; in no cell is a post made twice.

use std::fmt::Write as _;

use futures_util::StreamExt as _;
use futures_util::stream;

use super::watched::{Watched, database, fall_due};
use crate::support::database::{ask, execute};
use crate::support::discord::{FakeDiscord, Fault, Origin, RouteMatcher};

/// Programs at work at once.
const AT_ONCE: usize = 4;

/// Where the program is killed: as it writes a line of its log, or while Discord has its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Line(&'static str),
    /// Discord has the request and has not carried it out.
    Asked,
    /// Discord has carried it out and not answered.
    Made,
}

/// What the database and Discord hold when the program is dead. A program runs on while it is being
/// killed, so a line of the log is where a kill catches it at the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Caught {
    /// It has written down nothing of a try.
    Untried,
    /// A try is written down, and Discord has made nothing.
    Unmade,
    /// A try is written down, and Discord has made the message.
    Made,
    /// That the message is there is written down.
    Finished,
}

const STEPS: [(Step, Caught); 9] = [
    (Step::Line("due"), Caught::Untried),
    (Step::Line("queued"), Caught::Untried),
    (Step::Line("claimed"), Caught::Untried),
    (Step::Line("composed"), Caught::Untried),
    (Step::Line("sending"), Caught::Unmade),
    (Step::Asked, Caught::Unmade),
    (Step::Made, Caught::Made),
    (Step::Line("tried"), Caught::Made),
    (Step::Line("finished"), Caught::Finished),
];

/// What happens to the channel between kill and start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    /// It can be read.
    Readable,
    /// It can no longer be read.
    Hidden,
    /// A moderator deletes the post, where it is there.
    Deleted,
}

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The post was made once, and nobody need be told.
    Once,
    /// It was not made again, and the manager was told once that it may be missing.
    Told,
}
use Outcome::{Once, Told};

/// What a kill caught; while Discord holds the nonce, readable, hidden, deleted; the same later.
const TABLE: [(Caught, [Outcome; 3], [Outcome; 3]); 4] = [
    (Caught::Untried, [Once, Once, Once], [Once, Once, Once]),
    (Caught::Unmade, [Once, Once, Once], [Once, Told, Once]),
    (Caught::Made, [Once, Once, Once], [Once, Told, Told]),
    (Caught::Finished, [Once, Once, Once], [Once, Once, Once]),
];

/// One cell's course.
#[derive(Clone, Copy, Debug)]
struct Cell {
    step: Step,
    earliest: Caught,
    expired: bool,
    since: Since,
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for (step, earliest) in STEPS {
        for expired in [false, true] {
            for since in [Since::Readable, Since::Hidden, Since::Deleted] {
                cells.push(Cell { step, earliest, expired, since });
            }
        }
    }
    cells
}

/// The posts that were ever made in a channel, deleted ones too.
fn made(fake: &FakeDiscord, channel: u64) -> usize {
    let all = fake.all_messages();
    all.iter().filter(|message| message.channel == channel && message.origin == Origin::Post).count()
}

/// Plays a cell; what is wrong with it, and what the kill caught.
async fn play(cell: Cell) -> (Vec<String>, Caught) {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let (study, boss) = (fake.add_channel(guild, "study"), fake.person("boss"));
    let dir = tempfile::tempdir().unwrap();
    fall_due(dir.path(), &[(guild, study)], boss.id).await;

    let create = RouteMatcher::create_message(study);
    let line = match cell.step {
        Step::Line(line) => Some(format!(": {line} key=\"weekly:")),
        Step::Asked => {
            fake.fault_next(create, Fault::HoldBefore);
            None
        }
        Step::Made => {
            fake.fault_next(create, Fault::HoldAfter);
            None
        }
    };
    let waits = line.is_none();
    let mut first = Watched::start(&fake, dir.path(), &[], line);
    if waits {
        fake.wait_held(1).await;
        first.kill();
    }
    let code = first.ended().await;
    fake.wait_alone().await;

    let caught = caught(dir.path(), made(&fake, study)).await;
    match cell.since {
        Since::Readable => {}
        Since::Hidden => fake.hide_history(study),
        Since::Deleted => fake.posts(study).iter().for_each(|post| fake.delete_message(post.id)),
    }
    if cell.expired {
        execute(&database(dir.path()), "UPDATE outbox SET doubt_since = doubt_since - 300").await;
        fake.forget_nonces();
    }

    let mut second = Watched::start(&fake, dir.path(), &[], None);
    if caught == Caught::Finished {
        second.wait_for(&["connected to Discord"]).await;
    } else {
        let ends = ["finished key=\"weekly:", "it is not known whether"];
        if second.wait_for(&ends).await.contains("it is not known") {
            second.wait_for(&["finished key=\"notice:"]).await;
        }
    }
    second.terminate();
    let ended = second.ended().await;

    let told = fake.posts(fake.dm_channel(&boss)).len();
    let (_, live, later) = TABLE.iter().find(|(row, ..)| *row == caught).unwrap();
    let expected = (if cell.expired { later } else { live })[cell.since as usize];
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    check(code.is_none(), format!("it ended by itself with {code:?}"));
    check(ended == Some(0), format!("it ended with {ended:?} when asked to"));
    check(caught >= cell.earliest, format!("the kill caught {caught:?}"));
    let most = usize::from(expected == Once || caught >= Caught::Made);
    check(made(&fake, study) == most, format!("made {} times instead of {most}", made(&fake, study)));
    check(told == usize::from(expected == Told), format!("told {told} times, and {expected:?} was expected"));
    check(fake.findings().is_empty(), format!("{:?}", fake.findings()));
    (wrong, caught)
}

async fn caught(dir: &std::path::Path, made: usize) -> Caught {
    let row = "SELECT state || CASE WHEN doubt_since IS NULL THEN '' ELSE ' in doubt' END FROM outbox \
               WHERE kind = 'weekly'";
    match (ask(&database(dir), row).await.first().map(String::as_str), made) {
        (Some("sent"), 1) => Caught::Finished,
        (Some("waiting in doubt"), 1) => Caught::Made,
        (Some("waiting in doubt"), 0) => Caught::Unmade,
        (None | Some("waiting"), 0) => Caught::Untried,
        (state, made) => panic!("{state:?} although {made} were made"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_any_step_neither_loses_nor_doubles_a_post() {
    let played = stream::iter(cells()).map(|cell| async move { (cell, tokio::spawn(play(cell)).await) });
    let played: Vec<_> = played.buffer_unordered(AT_ONCE).collect().await;
    let mut report = String::new();
    let mut seen = Vec::new();
    for (cell, result) in played {
        match result {
            Ok((wrong, caught)) => {
                seen.push(caught);
                for what in wrong {
                    writeln!(report, "{cell:?}: {what}").unwrap();
                }
            }
            Err(error) => writeln!(report, "{cell:?}: {error}").unwrap(),
        }
    }
    assert!(report.is_empty(), "{report}");
    for (row, ..) in TABLE {
        assert!(seen.contains(&row), "no kill caught {row:?}");
    }
}
