//! Opening, migrating and locking.

use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use include_dir::{Dir, include_dir};
use sqlx::any::{Any, AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateDatabase, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection, Executor, SqlSafeStr};

use super::backend::Backend;

static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// How many statements work on a file at once: while one reads long, another answers. With each more all
/// cost more, since what one connection writes makes the others read their pages anew.
const CONNECTIONS: u32 = 2;
/// How many connections a process keeps to a server, which has a limit for all processes together.
const SERVER_CONNECTIONS: u32 = 10;
/// So long a connection to a server that was given back in order is taken to be good.
const TRUSTED: Duration = Duration::from_secs(1);
/// PostgreSQL's code for a database that is not there.
const NO_SUCH_DATABASE: &str = "3D000";

/// The database.
#[derive(Clone)]
pub struct Store {
    pub(super) pool: AnyPool,
    pub(super) backend: Backend,
}

impl Store {
    /// Opens the database at `url`, makes it where it is not there, and brings its schema up to date;
    /// of several processes that start at once, one does so and the others wait for it.
    ///
    /// # Errors
    /// When the address is not one of a database that this program knows, when it cannot be reached,
    /// when a migration fails, or when it cannot be written.
    pub async fn open(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let backend = Backend::of(url)?;
        let options = options(url, "rwc")?;
        // Once by itself: a pool would go on trying a database that cannot be opened.
        let opened = match AnyConnection::connect_with(&options).await {
            Err(error) if has_code(&error, NO_SUCH_DATABASE) => {
                make(url).await?;
                AnyConnection::connect_with(&options).await
            }
            opened => opened,
        };
        opened.context("the database cannot be opened")?.close().await?;
        let pool = pool(url, backend, options).await?;
        migrator(backend).run(&pool).await.context("the database cannot be brought up to date")?;
        let store = Self { pool, backend };
        // A disk that is mounted for reading only is better said now than at every post.
        let mut tx = store.begin().await?;
        let written = sqlx::query("DELETE FROM outbox WHERE id = ''").execute(&mut *tx).await;
        written.context("the database cannot be written")?;
        tx.rollback().await?;
        Ok(store)
    }

    /// Whether several processes may work on it at once.
    pub fn is_shared(&self) -> bool {
        self.backend == Backend::Postgres
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// How to connect; a file of SQLite in `mode`, unless the address says how.
pub(super) fn options(url: &str, mode: &str) -> Result<AnyConnectOptions> {
    let mode = match Backend::of(url)? {
        Backend::Sqlite if !url.contains('?') => format!("?mode={mode}"),
        _ => String::new(),
    };
    // The library's own words might hold the address, and with it a password.
    AnyConnectOptions::from_str(&format!("{url}{mode}"))
        .map_err(|_| anyhow!("it is not an address; it looks like sqlite://study-coach.db or postgres://user:password@host/database"))
}

async fn pool(url: &str, backend: Backend, options: AnyConnectOptions) -> Result<AnyPool> {
    let pool = match backend {
        Backend::Postgres => AnyPoolOptions::new()
            .max_connections(SERVER_CONNECTIONS)
            // The pool looks at each connection that is given back; only after a while is it worth a
            // question whether the server is still there.
            .test_before_acquire(false)
            .before_acquire(|connection, it| {
                Box::pin(async move {
                    if it.idle_for > TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            }),
        Backend::Sqlite => AnyPoolOptions::new()
            // A database in memory lives as long as its one connection.
            .max_connections(if url.contains(":memory:") { 1 } else { CONNECTIONS })
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            // No network lies between: a connection that was good is good.
            .test_before_acquire(false)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    for pragma in [
                        "PRAGMA journal_mode = WAL",
                        "PRAGMA synchronous = NORMAL",
                        "PRAGMA foreign_keys = ON",
                        "PRAGMA busy_timeout = 10000",
                        // What is deleted is overwritten, not only unlinked.
                        "PRAGMA secure_delete = ON",
                    ] {
                        connection.execute(pragma).await?;
                    }
                    Ok(())
                })
            }),
    };
    pool.connect_with(options).await.context("the database cannot be opened")
}

/// Makes a server's database that is not there; another process may do so at the same time.
async fn make(url: &str) -> Result<()> {
    match Any::create_database(url).await {
        Ok(()) => Ok(()),
        Err(error) if has_code(&error, "42P04") || has_code(&error, "23505") => Ok(()),
        Err(error) => {
            Err(error).context("there is no such database, and it cannot be made; make it with createdb")
        }
    }
}

fn has_code(error: &sqlx::Error, code: &str) -> bool {
    error.as_database_error().is_some_and(|error| error.code().is_some_and(|it| it == code))
}

/// The migrations that are built into the program, in the order of their numbers. One that is written
/// differently for each database has its name before the ending.
pub(super) fn migrator(backend: Backend) -> Migrator {
    let mut migrations: Vec<Migration> = MIGRATIONS
        .files()
        .filter_map(|file| {
            let name = file.path().file_stem()?.to_str()?;
            let (version, description) = name.split_once('_')?;
            let (description, only) = description.split_once('.').unwrap_or((description, backend.name()));
            if only != backend.name() {
                return None;
            }
            Some(Migration::new(
                version.parse().ok()?,
                Cow::Owned(description.replace('_', " ")),
                MigrationType::Simple,
                file.contents_utf8()?.into_sql_str(),
                false,
            ))
        })
        .collect();
    migrations.sort_by_key(|migration| migration.version);
    Migrator::with_migrations(migrations)
}
