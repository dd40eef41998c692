//! What the program asks its database, as the database would go about it: what runs all the time must not
//! read more the more there is.

use std::collections::BTreeSet;

use serde_json::Value;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use super::watched::{Watched, database, fall_due};
use crate::support::database::Place as _;
use crate::support::discord::FakeDiscord;

/// Of these there may be many.
const LARGE: [&str; 9] =
    ["learners", "events", "progress", "promises", "servers", "members", "scores", "outbox", "post_names"];
/// Once a day, or when a connection is made.
const SELDOM: [&str; 2] =
    ["SELECT id FROM servers WHERE gone_at < $1", "SELECT id FROM servers WHERE gone_at IS NULL ORDER BY id"];

/// The statements in lines of the log.
fn statements(log: &[String]) -> BTreeSet<String> {
    let statement = |line: &String| {
        let line: Value = serde_json::from_str(line).ok()?;
        Some(line["fields"]["sql"].as_str()?.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    log.iter().filter_map(statement).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_all_the_time_reads_no_table_as_a_whole() {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let channel = fake.add_channel(guild, "study");
    let mia = fake.person("mia").in_channel(channel);
    let dir = tempfile::tempdir().unwrap();
    let log = [("RUST_LOG", "study_coach=debug"), ("STUDY_COACH_LOG_FORMAT", "json")];
    let mut program = Watched::start(&fake, dir.path(), &log, None);
    fake.wait_for_identifies(1).await;
    let joined = fake.interact(mia.slash("join").option("track", "ml-engineer").option("hours", 10)).await;
    assert!(joined.words().contains("Your plan is made"), "{}", joined.words());
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    let mut said = program.log();

    // It finds a post that fell due.
    fall_due(dir.path(), &[(guild, channel)], 5).await;
    let mut program = Watched::start(&fake, dir.path(), &log, None);
    fake.wait_for_message(channel).await;
    fake.wait_for_identifies(2).await;
    for command in ["next", "done", "leaderboard", "plan"] {
        fake.interact(mia.slash(command)).await;
    }
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    said.extend(program.log());

    let mut file = SqliteConnection::connect(&database(dir.path()).url()).await.unwrap();
    let statements = statements(&said);
    let mut judged = 0;
    for statement in statements.iter().filter(|it| !SELDOM.contains(&it.as_str())) {
        if !["SELECT", "UPDATE", "DELETE"].iter().any(|word| statement.starts_with(word)) {
            continue;
        }
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let steps = sqlx::query(explain).fetch_all(&mut file).await;
        let Ok(steps) = steps else { continue };
        let steps: Vec<String> = steps.iter().map(|step| step.get("detail")).collect();
        for table in LARGE {
            let scan =
                steps.iter().find(|step| step.split(" USING").next() == Some(&format!("SCAN {table}")));
            assert_eq!(scan, None, "{statement}\n{steps:#?}");
        }
        judged += 1;
    }
    assert!(judged > 30, "{judged} of {statements:#?}");
    // The claim has a test of its own: `store::outbox`.
    for what in ["ORDER BY next_at, id", "ORDER BY reminder_at, id", "ORDER BY freeze_at, id"] {
        let statement = statements.iter().find(|statement| statement.contains(what)).expect(what);
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let steps = sqlx::query(explain).fetch_all(&mut file).await.unwrap();
        for step in steps.iter().map(|step| step.get::<String, _>("detail")) {
            assert!(
                !step.contains("TEMP B-TREE"),
                "all that is due is sorted for a few: {statement}: {step}"
            );
        }
    }
    file.close().await.unwrap();
}
