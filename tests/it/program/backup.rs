//! `backup`: a copy while the coach runs, from which it starts again.

use std::process::Command;

use study_coach::store::{Store, backup};

use super::Program;
use super::watched::Watched;
use crate::support::database::{Database, Place as _};
use crate::support::discord::FakeDiscord;

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_the_coach_runs_gives_the_same_answers() {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let mia = fake.person("mia").in_channel(fake.add_channel(guild, "study"));
    let dir = tempfile::tempdir().unwrap();

    let mut program = Watched::start(&fake, dir.path(), &[], None);
    fake.wait_connected().await;
    fake.interact(mia.slash("join").option("track", "ml-engineer").option("hours", 10)).await;
    fake.interact(mia.slash("log").option("hours", 1.5)).await;
    let told = fake.interact(mia.slash("plan")).await.words();
    let backup = Command::new(env!("CARGO_BIN_EXE_study-coach"))
        .args(["backup", "copy.db"])
        .current_dir(dir.path())
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&backup.stderr), "");
    assert_eq!(String::from_utf8_lossy(&backup.stdout), "copy.db holds everything, as of now.\n");
    // What comes after it is not in it.
    fake.interact(mia.slash("log").option("hours", 3)).await;
    program.terminate();
    assert_eq!(program.ended().await, Some(0));

    let copy = [("DATABASE_URL", "sqlite://copy.db")];
    let mut program = Watched::start(&fake, dir.path(), &copy, None);
    fake.wait_for_identifies(2).await;
    assert_eq!(fake.interact(mia.slash("plan")).await.words(), told);
    let logged = fake.interact(mia.slash("log")).await.words();
    assert!(logged.contains("1 h 30") && !logged.contains("3 h"), "{logged}");
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    fake.assert_clean();
}

#[test]
fn nothing_is_overwritten_and_nothing_half_is_left() {
    let program = Program::new().file("there.db", "my notes");
    let missing = program.run(&["backup", "copy.db"]).refused(1);
    assert!(missing.contains("there is no database study-coach.db"), "{missing}");
    program.run(&["posts", "--at", "2026-12-07T10:00"]).refused(1);
    let program = program.with("DATABASE_URL", "sqlite://coach.db").file("in", "");
    // A coach that has been there once.
    let chat = program.run(&["chat", "--database", "sqlite://coach.db"]);
    assert_eq!(chat.code, 0, "{}", chat.err);
    let refused = program.run(&["backup", "there.db"]).refused(1);
    assert!(refused.contains("there.db is there already and is not overwritten"), "{refused}");
    assert_eq!(program.read("there.db"), "my notes");
    let nowhere = program.run(&["backup", "no-folder/copy.db"]).refused(1);
    assert!(nowhere.contains("no-folder/copy.db cannot be written"), "{nowhere}");
    program.run(&["backup", "copy.db"]).done();
    let again = program.run(&["backup", "copy.db"]).refused(1);
    assert!(again.contains("is not overwritten"), "{again}");
    let mut names: Vec<_> = std::fs::read_dir(program.dir())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".db") || name.contains("partial"))
        .collect();
    names.sort();
    assert_eq!(names, ["coach.db", "copy.db", "there.db"]);
}

#[test]
fn for_postgresql_its_own_tool_is_named() {
    let program = Program::new().with("DATABASE_URL", "postgres://coach:secret@localhost/coach");
    let told = program.run(&["backup", "copy.dump"]).refused(1);
    assert!(told.contains("pg_dump --format=custom --file=copy.dump"), "{told}");
    assert!(!told.contains("secret"), "{told}");
}

#[tokio::test]
async fn whoever_looks_on_is_told_how_far_a_copy_is() {
    let database = Database::sqlite();
    Store::open(&database.url()).await.unwrap().close().await;
    let mut told = Vec::new();
    let file = database.folder().join("copy.db");
    backup(&database.url(), &file, |done, most| told.push((done, most))).await.unwrap();
    let size = std::fs::metadata(&file).unwrap().len();
    assert!(told.iter().all(|(done, most)| done <= most && *most >= size), "{told:?}, {size}");
    assert!(!told.is_empty());
}
