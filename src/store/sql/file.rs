//! A file of SQLite, worked on in the thread that asks.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{Error, Outcome, Query, Result, Row, Value};

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long between two looks whether it has finished: at first, and at most.
const LOOKS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(50)];
/// More statements than are asked again and again.
const PREPARED: usize = 256;
/// With so many pages the write-ahead log is brought into the file: SQLite's own number, but it would do so
/// while everybody waits.
const CHECKPOINT: i32 = 1_000;
/// What each connection is told first.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = NORMAL; \
    PRAGMA foreign_keys = ON; \
    PRAGMA secure_delete = ON;";

thread_local! {
    /// How many pages the write-ahead log had after this thread's last write to a file.
    static LOGGED: Cell<i32> = const { Cell::new(0) };
}

/// A file, or a database in memory, with the connections to it.
pub struct Files {
    path: PathBuf,
    flags: OpenFlags,
    /// For all that is over soon. It is one, since what one writes makes others read their pages anew.
    quick: Arc<Mutex<Held>>,
    /// For what takes long, so that nobody waits for it.
    long: Arc<Mutex<Held>>,
    /// One writes at a time: who waits here waits in order, and keeps no connection from others.
    turn: Arc<Mutex<()>>,
    /// Whether the write-ahead log is being brought into the file.
    checkpointing: AtomicBool,
}

/// How a database is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    ReadWrite,
    /// Only so that it can be said that it cannot be written.
    ReadOnly,
    /// It is there as long as a connection to it.
    InMemory,
}

/// A connection, once it was needed.
#[derive(Default)]
enum Held {
    #[default]
    Unopened,
    Open(Connection),
    Closed,
}

impl Files {
    /// Opens the file, which is there, or the database that the process has in memory under this name.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path, mode: Mode) -> Result<Arc<Self>> {
        let mode = match mode {
            Mode::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Mode::InMemory => {
                OpenFlags::SQLITE_OPEN_READ_WRITE
                    | OpenFlags::SQLITE_OPEN_MEMORY
                    | OpenFlags::SQLITE_OPEN_SHARED_CACHE
            }
        };
        // One task at a time uses a connection.
        let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let first = connect(path, flags)?;
        Ok(Arc::new(Self {
            path: path.to_owned(),
            flags,
            quick: Arc::new(Mutex::new(Held::Open(first))),
            long: Arc::default(),
            turn: Arc::default(),
            checkpointing: AtomicBool::new(false),
        }))
    }

    /// A connection, once nobody else uses it.
    pub async fn lease(self: &Arc<Self>, long: bool) -> Result<Lease> {
        let held = if long { &self.long } else { &self.quick };
        self.connected(Arc::clone(held).lock_owned().await, long)
    }

    fn connected(self: &Arc<Self>, mut held: OwnedMutexGuard<Held>, is_long: bool) -> Result<Lease> {
        match *held {
            Held::Unopened => *held = Held::Open(connect(&self.path, self.flags)?),
            Held::Open(_) => {}
            Held::Closed => return Err(Error::Closed),
        }
        Ok(Lease { files: Arc::clone(self), held, is_long, turn: None })
    }

    /// Carries out a statement by itself.
    pub async fn run(self: &Arc<Self>, query: &Query<'_>) -> Result<Outcome> {
        let turn = if query.reads() { None } else { Some(self.turn.lock().await) };
        let (lease, outcome) = self.patiently(query.is_long, |connection| run(connection, query)).await?;
        drop(lease);
        if let Some(turn) = turn {
            drop(turn);
            self.wrote();
        }
        Ok(outcome)
    }

    /// Begins a transaction that writes, once nobody else of this process writes.
    pub async fn begin(self: &Arc<Self>, long: bool) -> Result<Lease> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let begin = |connection: &Connection| connection.prepare_cached("BEGIN IMMEDIATE")?.raw_execute();
        let (mut lease, _) = self.patiently(long, begin).await?;
        lease.turn = Some(turn);
        Ok(lease)
    }

    /// Tries until no other process is in the way; between two tries others have the connection.
    async fn patiently<T>(
        self: &Arc<Self>,
        long: bool,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send,
    ) -> Result<(Lease, T)> {
        let begun = Instant::now();
        let [mut wait, most] = LOOKS;
        loop {
            let lease = self.lease(long).await?;
            match lease.work(&work) {
                Err(Error::File(error)) if is_busy(&error) && begun.elapsed() < PATIENCE => {
                    drop(lease);
                    tokio::time::sleep(wait).await;
                    wait = most.min(wait * 2);
                }
                done => return Ok((lease, done?)),
            }
        }
    }

    /// After a write of this thread: brings what stands in the write-ahead log into the file, beside what
    /// others do.
    fn wrote(self: &Arc<Self>) {
        if LOGGED.get() < CHECKPOINT || self.checkpointing.swap(true, Ordering::Relaxed) {
            return;
        }
        let files = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            match files.checkpoint() {
                // Closing does so itself.
                Ok(()) | Err(Error::Closed) => {}
                Err(error) => {
                    tracing::warn!(%error, "the write-ahead log cannot be brought into the file now")
                }
            }
            files.checkpointing.store(false, Ordering::Relaxed);
        });
    }

    /// Most of the log while others write, and then, so that it begins anew, what they wrote meanwhile.
    fn checkpoint(self: &Arc<Self>) -> Result<()> {
        let checkpoint = |connection: &Connection| connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
        self.connected(Arc::clone(&self.long).blocking_lock_owned(), true)?.work(checkpoint)?;
        let _turn = self.turn.blocking_lock();
        self.connected(Arc::clone(&self.long).blocking_lock_owned(), true)?.work(checkpoint)
    }

    /// Waits for what is under way and closes all connections.
    pub async fn close(&self) {
        let _turn = self.turn.lock().await;
        for held in [&self.quick, &self.long] {
            *held.lock().await = Held::Closed;
        }
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.execute_batch(PRAGMAS)?;
    // Otherwise a statement that compares with a value is planned anew for every other value, by statistics
    // that nobody gathers here.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // In place of SQLite's own checkpoints: see `Files::wrote`.
    connection.wal_hook(Some(|_, pages| {
        LOGGED.set(pages);
        Ok(())
    }));
    // Whoever finds another process writing waits without keeping the thread: see `patiently`.
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

/// Has other threads do meanwhile what this one would have done.
fn aside<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        // It has but one thread, as in a test: there is nobody who could.
        _ => work(),
    }
}

/// A connection that one task has; a transaction that was not committed is undone with it.
pub struct Lease {
    files: Arc<Files>,
    held: OwnedMutexGuard<Held>,
    is_long: bool,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Held::Open(connection) = &*self.held
            && !connection.is_autocommit()
            && connection.execute_batch("ROLLBACK").is_err()
        {
            // The next gets a new one.
            *self.held = Held::Unopened;
        }
    }
}

impl Lease {
    /// Carries out a statement.
    pub fn run(&mut self, query: &Query<'_>) -> Result<Outcome> {
        self.work(|connection| run(connection, query))
    }

    /// Ends a transaction, and lets others write.
    pub fn commit(self) -> Result<()> {
        self.work(|connection| connection.prepare_cached("COMMIT")?.raw_execute())?;
        let files = Arc::clone(&self.files);
        drop(self);
        files.wrote();
        Ok(())
    }

    fn work<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        match &*self.held {
            Held::Open(connection) if self.is_long => Ok(aside(|| work(connection))?),
            Held::Open(connection) => Ok(work(connection)?),
            Held::Unopened | Held::Closed => Err(Error::Closed),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn run(connection: &Connection, query: &Query<'_>) -> rusqlite::Result<Outcome> {
    let mut statement = connection.prepare_cached(&query.sql)?;
    bind(&mut statement, &query.values)?;
    let names: Arc<[Box<str>]> = statement.column_names().into_iter().map(Box::from).collect();
    let mut all = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let values = (0..names.len()).map(|place| row.get(place));
        let values = values.collect::<rusqlite::Result<Box<[_]>>>()?;
        all.push(Row::of_file(Arc::clone(&names), values));
    }
    Ok(Outcome { rows: all, changed: connection.changes() })
}

/// To SQLite `$2` is a name, and the marks are numbered as they first come.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> rusqlite::Result<()> {
    for place in 1..=statement.parameter_count() {
        let name = statement.parameter_name(place).unwrap_or_default();
        let number = name.strip_prefix('$').and_then(|number| number.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.checked_sub(1)?));
        match value {
            Some(Value::Int(number)) => statement.raw_bind_parameter(place, number)?,
            Some(Value::Text(text)) => statement.raw_bind_parameter(place, text.as_deref())?,
            None => return Err(rusqlite::Error::InvalidParameterName(name.to_owned())),
        }
    }
    Ok(())
}
