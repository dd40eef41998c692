//! The program on a full disk, and on a database that may not be written.

use std::process::Command;

use super::watched::{Watched, database, fall_due};
use crate::support::database::ask;
use crate::support::discord::FakeDiscord;

const SERVERS: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_delays_posts_and_loses_none() {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let channels: Vec<u64> =
        (0..SERVERS).map(|number| fake.add_channel(guild, &format!("study-{number}"))).collect();
    let dir = tempfile::tempdir().unwrap();
    let servers: Vec<(u64, u64)> = (1..).zip(channels.iter().copied()).collect();
    fall_due(dir.path(), &servers, 5).await;

    // No page of the database is free, and no file may grow beyond it as it is, in blocks of 512 bytes;
    // growing fails instead of ending the program.
    ask(&database(dir.path()), "VACUUM").await;
    let blocks = std::fs::metadata(database(dir.path())).unwrap().len() / 512;
    let mut full = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {}", env!("CARGO_BIN_EXE_study-coach"));
    full.args(["-c", &script]);
    let mut program = Watched::start_as(full, &fake, dir.path(), &[], None);
    program.wait_for(&["posting is interrupted and will be tried again"]).await;
    let mia = fake.person("mia").in_channel(channels[0]);
    let join = mia.slash("join").option("track", "ml-engineer").option("hours", 10);
    let apology = fake.interact(join).await.words();
    assert!(apology.contains("Something went wrong on my side"), "{apology}");
    program.kill();
    program.ended().await;
    fake.wait_alone().await;
    let before: usize = channels.iter().map(|channel| fake.posts(*channel).len()).sum();
    assert!(before < SERVERS, "the disk was never full");

    let mut program = Watched::start(&fake, dir.path(), &[], None);
    let left = "SELECT zone FROM servers WHERE next_at <= CAST(strftime('%s', 'now') AS INTEGER) \
                UNION ALL SELECT id FROM outbox WHERE kind = 'weekly' AND state = 'waiting'";
    while !ask(&database(dir.path()), left).await.is_empty() {
        program.wait_for(&["finished"]).await;
    }
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    for channel in channels {
        assert_eq!(fake.posts(channel).len(), 1);
    }
    assert_eq!(ask(&database(dir.path()), "PRAGMA integrity_check").await, ["ok"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_may_not_be_written_is_said_at_the_start() {
    let fake = FakeDiscord::start().await;
    let dir = tempfile::tempdir().unwrap();
    fall_due(dir.path(), &[(1, 2)], 5).await;
    let url = [("DATABASE_URL", "sqlite://study-coach.db?mode=ro")];
    let mut program = Watched::start(&fake, dir.path(), &url, None);
    let line = program.wait_for(&["study-coach: "]).await;
    assert!(line.contains("the database cannot be written"), "{line}");
    assert_eq!(program.ended().await, Some(1));
    assert!(fake.requests().is_empty(), "nothing is begun on Discord");
}
