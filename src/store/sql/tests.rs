//! A file of SQLite that several tasks and processes work on.

use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::{Database, Error, Files, Mode, query};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(8);

struct File {
    database: Database,
    path: PathBuf,
    _dir: TempDir,
}

/// A file with one table of one row.
fn file() -> File {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("test.db");
    other(&path)
        .execute_batch("CREATE TABLE numbers (number BIGINT UNIQUE); INSERT INTO numbers VALUES (1)")
        .unwrap();
    let database = Database::File(Files::open(&path, Mode::ReadWrite).unwrap());
    File { database, path, _dir: dir }
}

/// What another process has of a file.
fn other(path: &PathBuf) -> rusqlite::Connection {
    rusqlite::Connection::open(path).unwrap()
}

async fn sum(database: &Database) -> i64 {
    let row = query("SELECT SUM(number) AS sum FROM numbers").fetch_one(database).await.unwrap();
    row.get("sum").unwrap()
}

fn add(database: &Database, number: i64) -> JoinHandle<super::Result<u64>> {
    let database = database.clone();
    tokio::spawn(async move {
        let adding = query("INSERT INTO numbers VALUES ($1)").bind(number);
        adding.execute(&database).await
    })
}

#[tokio::test]
async fn who_waits_for_another_process_to_write_keeps_nobody_from_reading() {
    let file = file();
    let other = other(&file.path);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let database = file.database.clone();
    let beginning = tokio::spawn(async move { database.begin(false).await?.commit().await });
    let adding = add(&file.database, 2);
    for _ in 0..20 {
        assert_eq!(sum(&file.database).await, 1);
        tokio::task::yield_now().await;
    }
    assert!(!beginning.is_finished() && !adding.is_finished());
    other.execute_batch("COMMIT").unwrap();
    tokio::time::timeout(PATIENCE, beginning).await.unwrap().unwrap().unwrap();
    assert_eq!(tokio::time::timeout(PATIENCE, adding).await.unwrap().unwrap().unwrap(), 1);
    assert_eq!(sum(&file.database).await, 3);
}

#[tokio::test]
async fn a_transaction_that_is_not_committed_leaves_nothing_and_lets_others_write() {
    let file = file();
    for ended in ["rollback", "drop"] {
        let mut tx = file.database.begin(false).await.unwrap();
        assert_eq!(query("INSERT INTO numbers VALUES (2)").execute(&mut *tx).await.unwrap(), 1);
        if ended == "rollback" {
            tx.rollback().await.unwrap();
        }
    }
    assert_eq!(add(&file.database, 4).await.unwrap().unwrap(), 1);
    assert_eq!(sum(&file.database).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_long_keeps_nobody_from_reading() {
    let file = file();
    let mut long = file.database.begin(true).await.unwrap();
    query("INSERT INTO numbers VALUES (2)").execute(&mut *long).await.unwrap();
    assert_eq!(tokio::time::timeout(PATIENCE, sum(&file.database)).await.unwrap(), 1);
    long.commit().await.unwrap();
    let long =
        query("SELECT number FROM numbers ORDER BY number").long().fetch_all(&file.database).await.unwrap();
    assert_eq!(long.len(), 2);
}

#[tokio::test]
async fn many_writes_leave_no_long_log_behind() {
    let file = file();
    for number in 2..3_000 {
        add(&file.database, number).await.unwrap().unwrap();
    }
    let log = PathBuf::from(format!("{}-wal", file.path.display()));
    let length = std::fs::metadata(&log).unwrap().len();
    // Each write adds two pages: 25 MB in all.
    assert!(length < 12_000_000, "{length}");
}

#[tokio::test]
async fn marks_stand_for_values_by_their_numbers() {
    let file = file();
    let asked = query("SELECT $2 AS second, $1 AS first, $3 AS none, $2 AS again");
    let row = asked.bind(1).bind("two").bind(None::<&str>).fetch_one(&file.database).await.unwrap();
    let (first, second, again): (i64, &str, String) =
        (row.get("first").unwrap(), row.get("second").unwrap(), row.get("again").unwrap());
    assert_eq!((first, second, again.as_str()), (1, "two", "two"));
    assert_eq!(row.get::<Option<&str>>("none").unwrap(), None);
    assert_eq!(row.names(), ["second", "first", "none", "again"]);
    for wrong in [
        row.get::<i64>("second").map(drop),
        row.get::<i64>("none").map(drop),
        row.get::<i64>("fourth").map(drop),
    ] {
        assert!(matches!(wrong, Err(Error::Column(_))), "{wrong:?}");
    }
    let missing = query("SELECT $1 AS one, $2 AS two").bind(1).fetch_one(&file.database).await;
    assert!(missing.is_err(), "a mark without a value is no absent value");
}

#[tokio::test]
async fn what_is_there_twice_is_told_from_other_failures() {
    let file = file();
    let twice = add(&file.database, 1).await.unwrap().unwrap_err();
    assert!(twice.is_unique_violation() && !twice.is_foreign_key_violation(), "{twice}");
    let other = query("SELECT number FROM letters").fetch_all(&file.database).await.err().unwrap();
    assert!(!other.is_unique_violation(), "{other}");
}

#[tokio::test]
async fn a_closed_database_says_so() {
    let file = file();
    file.database.close().await;
    assert!(matches!(query("SELECT 1").fetch_one(&file.database).await, Err(Error::Closed)));
    assert!(matches!(file.database.begin(false).await, Err(Error::Closed)));
}
