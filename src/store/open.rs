//! Opening, migrating and locking.

use std::borrow::Cow;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use include_dir::{Dir, include_dir};
use sqlx::any::{Any, AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateDatabase, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AnyConnection, AnyPool, ConnectOptions as _, Connection as _, SqlSafeStr as _};
use tracing::log::LevelFilter;

use super::backend::Backend;
use super::sql::{Database, Files, Mode, query};

static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// How many connections a process keeps to a server, which has a limit for all processes together.
const SERVER_CONNECTIONS: u32 = 10;
/// So long a connection to a server that was given back in order is taken to be good.
const TRUSTED: Duration = Duration::from_secs(1);
const UNOPENED: &str = "the database cannot be opened";
const UNMIGRATED: &str = "the database cannot be brought up to date";
/// PostgreSQL's code for a database that is not there.
const NO_SUCH_DATABASE: &str = "3D000";

/// The database.
#[derive(Clone)]
pub struct Store {
    pub(super) pool: Database,
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
        let backend = Backend::of(url)?;
        let pool = match backend {
            Backend::Sqlite => Database::File(open_file(url).await?),
            Backend::Postgres => Database::Server(open_server(url).await?),
        };
        let store = Self { pool, backend };
        // A disk that is mounted for reading only is better said now than at every post.
        let mut tx = store.begin().await?;
        let written = query("DELETE FROM outbox WHERE id = ''").execute(&mut *tx).await;
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
    let url = match Backend::of(url)? {
        Backend::Sqlite => with_mode(url, mode),
        Backend::Postgres => url.to_owned(),
    };
    AnyConnectOptions::from_str(&url).map_err(|_| no_address())
}

fn with_mode(url: &str, mode: &str) -> String {
    if url.contains('?') { url.to_owned() } else { format!("{url}?mode={mode}") }
}

/// The library's own words might hold the address, and with it a password.
fn no_address() -> anyhow::Error {
    anyhow!(
        "it is not an address; it looks like sqlite://study-coach.db or postgres://user:password@host/database"
    )
}

fn mode(url: &str) -> Mode {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Mode::InMemory;
    }
    if url.contains("mode=ro") { Mode::ReadOnly } else { Mode::ReadWrite }
}

async fn open_file(url: &str) -> Result<Arc<Files>> {
    let options: SqliteConnectOptions = with_mode(url, "rwc").parse().map_err(|_| no_address())?;
    let migrating = SqlitePoolOptions::new().max_connections(1);
    let migrating = migrating.connect_with(options.clone()).await.context(UNOPENED)?;
    // Before the other is closed: a database in memory is gone with its last connection.
    let files = Files::open(options.get_filename(), mode(url)).context(UNOPENED)?;
    migrator(Backend::Sqlite).run(&migrating).await.context(UNMIGRATED)?;
    migrating.close().await;
    Ok(files)
}

async fn open_server(url: &str) -> Result<AnyPool> {
    sqlx::any::install_default_drivers();
    let options = options(url, "rwc")?;
    // Once by itself: a pool would go on trying a database that cannot be opened.
    let opened = match AnyConnection::connect_with(&options).await {
        Err(error) if has_code(&error, NO_SUCH_DATABASE) => {
            make(url).await?;
            AnyConnection::connect_with(&options).await
        }
        opened => opened,
    };
    opened.context(UNOPENED)?.close().await?;
    let pool = pool(options).await?;
    migrator(Backend::Postgres).run(&pool).await.context(UNMIGRATED)?;
    Ok(pool)
}

async fn pool(options: AnyConnectOptions) -> Result<AnyPool> {
    let pool = AnyPoolOptions::new()
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
        });
    // Statements are logged where both databases have them.
    let options =
        options.log_statements(LevelFilter::Off).log_slow_statements(LevelFilter::Off, Duration::ZERO);
    pool.connect_with(options).await.context(UNOPENED)
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
