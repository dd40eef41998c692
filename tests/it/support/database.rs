//! Databases for tests: each test has one of its own, gone with it. And the database as somebody
//! beside the program sees it: for what takes minutes or weeks in earnest.
//!
//! A test runs on a file of SQLite; where `STUDY_COACH_TEST_DATABASE=postgres` says so, on a database
//! of its own in the PostgreSQL that `STUDY_COACH_TEST_POSTGRES` names (`.ci/postgres` starts one).
//! `crate::postgres` has those tests run that way, which the database can make a difference to.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection, Row};
use tempfile::TempDir;

/// Where the tests find a PostgreSQL in which they may make databases.
const SERVER: &str = "STUDY_COACH_TEST_POSTGRES";
/// On which database tests run that can run on either.
pub const ON: &str = "STUDY_COACH_TEST_DATABASE";

/// The server's address; none where there is no server, which is said once, and in CI is a failure.
pub fn server() -> Option<String> {
    static SAID: Once = Once::new();
    if let Ok(url) = std::env::var(SERVER) {
        return Some(url);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "CI tests on PostgreSQL too: set {SERVER}");
    SAID.call_once(|| {
        let note =
            format!("note: {SERVER} is not set, so nothing is tested on PostgreSQL; see .ci/postgres\n");
        let _ = std::io::stderr().write_all(note.as_bytes());
    });
    None
}

/// A database of one test, gone with it.
pub struct Database {
    url: String,
    /// The server and the name that the database has there.
    on_server: Option<(String, String)>,
    dir: TempDir,
}

impl Database {
    /// On the database of this run.
    pub async fn new() -> Self {
        match std::env::var(ON).as_deref() {
            Ok("postgres") => Self::postgres().await.expect("a server to test on"),
            _ => Self::sqlite(),
        }
    }

    /// A file that is not there yet.
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { url: dir.path().join("test.db").url(), on_server: None, dir }
    }

    /// An empty database in PostgreSQL; none where there is no server.
    pub async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let server = server()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let dir = tempfile::tempdir().unwrap();
        // The folder's name is nobody else's.
        let salt: String = dir.path().to_string_lossy().bytes().map(|byte| format!("{byte:x}")).collect();
        let name = format!("coach_{}_{number}_{}", std::process::id(), &salt[salt.len() - 12..]);
        on_server(&server, &format!("CREATE DATABASE {name}")).await;
        let mut url = url::Url::parse(&server).unwrap();
        url.set_path(&name);
        Some(Self { url: url.to_string(), on_server: Some((server, name)), dir })
    }

    /// Where a file of SQLite stands, with what belongs to it and nothing else.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// Whether these bytes stand anywhere in what a database of SQLite keeps on the disk.
    pub fn holds(&self, wanted: &[u8]) -> bool {
        let files = std::fs::read_dir(self.folder()).unwrap();
        let mut bytes = files.map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        bytes.any(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted))
    }

    /// Whether it is in PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.on_server.is_some()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some((server, name)) = self.on_server.take() else { return };
        // The test's own runtime may be ending.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(on_server(&server, &format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        let _ = dropped.join();
    }
}

async fn on_server(server: &str, statement: &str) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(server).await.expect("a PostgreSQL server that answers");
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Something that has a database's address.
pub trait Place {
    /// The address.
    fn url(&self) -> String;
}

impl Place for Database {
    fn url(&self) -> String {
        self.url.clone()
    }
}

impl Place for Path {
    fn url(&self) -> String {
        format!("sqlite://{}", self.display())
    }
}

impl Place for PathBuf {
    fn url(&self) -> String {
        self.as_path().url()
    }
}

impl<T: Place + ?Sized> Place for &T {
    fn url(&self) -> String {
        (*self).url()
    }
}

/// Carries out statements on a database.
pub async fn execute(at: &(impl Place + ?Sized), statements: &str) {
    let mut connection = open(at).await;
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// The first column of each row of an answer, as text.
pub async fn ask(at: &(impl Place + ?Sized), question: &str) -> Vec<String> {
    let mut connection = open(at).await;
    let rows = sqlx::query(AssertSqlSafe(question.to_owned())).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

/// Keeps everybody from writing to a database file until it is let go.
pub struct Lock(SqliteConnection);

impl Lock {
    /// Waits for its turn.
    pub async fn take(file: &Path) -> Self {
        let mut connection = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
        // As if the week had just begun: then each request of a learner begins with freezing its promise.
        sqlx::query("DELETE FROM promises").execute(&mut connection).await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        Self(connection)
    }

    /// Nothing was changed.
    pub async fn release(mut self) {
        sqlx::query("ROLLBACK").execute(&mut self.0).await.unwrap();
        self.0.close().await.unwrap();
    }
}

async fn open(at: &(impl Place + ?Sized)) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&at.url()).await.unwrap()
}
