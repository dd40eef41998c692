//! `move`: everything into another database, row by row.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use study_coach::store::{Store, TABLES};

use super::Program;
use super::posts::posting;
use crate::support::database::{Database, Place, ask, execute};

/// Everything that a database holds, by table, as text.
async fn everything(at: &impl Place, postgres: bool) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, key) in TABLES {
        let columns = columns(at, postgres, table).await;
        let text: Vec<String> =
            columns.iter().map(|column| format!("COALESCE(CAST({column} AS TEXT), 'null')")).collect();
        let question =
            format!("SELECT {} FROM {table} ORDER BY {}", text.join(" || '|' || "), key.join(", "));
        all.insert(*table, ask(at, &question).await);
    }
    all
}

async fn columns(at: &impl Place, postgres: bool, table: &str) -> Vec<String> {
    let question = if postgres {
        format!(
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"
        )
    } else {
        format!("SELECT name FROM pragma_table_info('{table}') ORDER BY 1")
    };
    ask(at, &question).await
}

/// A database with a bit of everything in it.
async fn filled() -> Program {
    let program = posting(|_| ()).await;
    let statements = "INSERT INTO cohorts (id, server, name, track, weekly, starts_on, made_at) \
             VALUES ('c1', 77, 'Größe ''✓''', 'llm', 600, '2026-12-07', 1); \
         INSERT INTO outbox (id, kind, server, channel, part, turn, note, due_at, late, state, attempts, next_try_at, lease_until) \
             VALUES ('weekly:77:2026-W50', 'weekly', 77, -5, 1, 0, NULL, 7, 1, 'waiting', 2, 9, 0); \
         INSERT INTO answers (interaction, at, answer) VALUES (-9223372036854775808, 1, '{\"a\": \"b\\nc\"}')";
    execute(&program.dir().join("coach.db"), statements).await;
    program
}

fn bytes(program: &Program) -> Vec<u8> {
    std::fs::read(program.dir().join("coach.db")).unwrap()
}

#[tokio::test]
async fn everything_is_the_same_in_the_other_database_and_the_source_untouched() {
    let program = filled().await;
    let source = program.dir().join("coach.db");
    let (before, file) = (everything(&source, false).await, bytes(&program));
    for rows in before.values().filter(|rows| !rows.is_empty()) {
        assert!(!rows[0].is_empty());
    }
    let told = program.run(&["move", "--to", "sqlite://other.db"]).done();
    assert!(told.starts_with("Everything is there, compared row by row: learners 1, servers 1, "), "{told}");
    assert_eq!(everything(&program.dir().join("other.db"), false).await, before);
    assert_eq!(bytes(&program), file);

    let Some(postgres) = Database::postgres().await else { return };
    let there = program.run(&["move", "--to", &postgres.url()]).done();
    assert_eq!(there, told);
    assert_eq!(everything(&postgres, true).await, before);
    assert_eq!(bytes(&program), file);
    let back = Program::new().with("DATABASE_URL", &postgres.url());
    assert_eq!(back.run(&["move", "--to", "sqlite://back.db"]).done(), told);
    assert_eq!(everything(&back.dir().join("back.db"), false).await, before);
    // The coach goes on there.
    let until = (Utc::now() + TimeDelta::days(15)).format("%Y-%m-%dT%H:%MZ").to_string();
    let posts = |program: &Program| program.run(&["posts", "--at", &until]).done();
    assert!(posts(&back).contains("--- server 77"));
    assert_eq!(posts(&back), posts(&program));
}

const MANY: u32 = 20_000;

/// Moves, and is killed as soon as a part of it is there.
async fn killed_in_the_middle(program: &Program, to: &impl Place) {
    // The tables are there before the first look at them.
    Store::open(&to.url()).await.unwrap().close().await;
    let mut moving = Command::new(env!("CARGO_BIN_EXE_study-coach"))
        .args(["move", "--to", &to.url()])
        .current_dir(program.dir())
        .env_clear()
        .env("DATABASE_URL", "sqlite://coach.db")
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let moved = "SELECT CAST(COUNT(*) AS TEXT) FROM learners";
    while ask(to, moved).await == ["0"] {
        assert!(moving.try_wait().unwrap().is_none(), "it ended before anything was there");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    moving.kill().unwrap();
    moving.wait().unwrap();
    let left = ask(to, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox").await;
    assert_eq!(left, ["0"], "it was killed too late to tell anything");
}

#[tokio::test]
async fn a_move_that_was_killed_goes_on() {
    let program = filled().await;
    let source = program.dir().join("coach.db");
    let many = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) \
         INSERT INTO learners (id, revision, zone, reminders, shown) SELECT i, 1, 'UTC', 0, '[]' FROM n"
    );
    execute(&source, &many).await;
    let before = everything(&source, false).await;
    let other = program.dir().join("other.db");
    std::fs::write(&other, "").unwrap();
    killed_in_the_middle(&program, &other).await;
    program.run(&["move", "--to", "sqlite://other.db"]).done();
    assert_eq!(everything(&other, false).await, before);

    let Some(postgres) = Database::postgres().await else { return };
    killed_in_the_middle(&program, &postgres).await;
    program.run(&["move", "--to", &postgres.url()]).done();
    assert_eq!(everything(&postgres, true).await, before);
}

#[tokio::test]
async fn a_target_that_holds_something_else_is_refused_and_left_as_it_is() {
    let program = filled().await;
    let own = program.run(&["move", "--to", "sqlite://./coach.db"]).refused(1);
    assert!(own.contains("--to is database.url itself"), "{own}");
    let nowhere = program.run(&["move", "--to", "mysql://a"]).refused(1);
    assert!(nowhere.contains("--to: it must begin with sqlite:// "), "{nowhere}");

    let other = posting(|server| server.zone = chrono_tz::UTC).await;
    let target = other.dir().join("coach.db");
    let held = everything(&target, false).await;
    let refused = program.run(&["move", "--to", &target.url()]).refused(1);
    assert!(refused.contains("--to is not empty"), "{refused}");
    assert_eq!(everything(&target, false).await, held);

    // What is there already and the same is no hindrance; the learner who moved on since is.
    program.run(&["move", "--to", "sqlite://copy.db"]).done();
    program.run(&["move", "--to", "sqlite://copy.db"]).done();
    let copy: &Path = &program.dir().join("copy.db");
    execute(copy, "UPDATE learners SET revision = revision + 1").await;
    let refused = program.run(&["move", "--to", "sqlite://copy.db"]).refused(1);
    assert!(refused.contains("rows of learners that are not, or no longer, in database.url"), "{refused}");
}

#[tokio::test]
async fn a_source_of_another_version_is_refused() {
    let program = filled().await;
    let source: &Path = &program.dir().join("coach.db");
    let newest = "(SELECT MAX(version) FROM _sqlx_migrations)";
    execute(source, &format!("UPDATE _sqlx_migrations SET version = 9999 WHERE version = {newest}")).await;
    let newer = program.run(&["move", "--to", "sqlite://other.db"]).refused(1);
    assert!(newer.contains("of a newer version"), "{newer}");
    execute(source, &format!("DELETE FROM _sqlx_migrations WHERE version = {newest}")).await;
    let older = program.run(&["move", "--to", "sqlite://other.db"]).refused(1);
    assert!(older.contains("of an older version"), "{older}");
    assert!(!program.dir().join("other.db").exists());
}

#[tokio::test]
async fn a_password_in_an_address_is_never_printed() {
    let program = filled().await;
    for to in [
        "postgres://coach:hunter2@127.0.0.1:1/coach",
        "postgres://coach:hunter2@[::zz]/coach",
        "postgres://coach:hunter2@127.0.0.1:99999/coach",
    ] {
        let told = program.run(&["move", "--to", to]).refused(1);
        assert!(!told.contains("hunter2"), "{told}");
        let coach = Program::new().with("DATABASE_URL", to).with("DISCORD_TOKEN", "a.b.c");
        let told = coach.run(&["run"]);
        assert_eq!(told.code, 1);
        assert!(!told.err.contains("hunter2"), "{}", told.err);
    }
}

#[tokio::test]
async fn every_table_is_moved_by_its_key() {
    let database = Database::sqlite();
    Store::open(&database.url()).await.unwrap().close().await;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' \
                  AND name NOT LIKE 'sqlite%' AND name NOT IN ('leases', 'standings') ORDER BY name";
    let mut moved: Vec<&str> = TABLES.iter().map(|(table, _)| *table).collect();
    moved.sort_unstable();
    assert_eq!(ask(&database, tables).await, moved);
    for (table, key) in TABLES {
        let question = format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk");
        assert_eq!(ask(&database, &question).await, *key, "{table}");
        let points_to = format!("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('{table}')");
        let place = |wanted: &str| TABLES.iter().position(|(name, _)| *name == wanted).unwrap();
        for other in ask(&database, &points_to).await {
            assert!(place(&other) < place(table), "{table} points to {other}");
        }
    }
}
