//! Opening, migrating and locking.

use std::borrow::Cow;
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};
use sqlx::any::{Any, AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection, Executor, SqlSafeStr, Transaction};

static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// How many readers work at once; SQLite has one writer anyway.
const CONNECTIONS: u32 = 4;

/// The database.
#[derive(Clone)]
pub struct Store {
    pub(super) pool: AnyPool,
}

impl Store {
    /// Opens the database at `url`, makes it where it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// When the address is not one of a database that this program knows, when it cannot be reached,
    /// when a migration fails, or when it cannot be written.
    pub async fn open(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        if !url.starts_with("sqlite:") {
            bail!("database.url must begin with sqlite:// (such as sqlite://study-coach.db)");
        }
        let address = if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") };
        let options = AnyConnectOptions::from_str(&address).context("database.url is not an address")?;
        // A database in memory lives as long as its one connection.
        let connections = if url.contains(":memory:") { 1 } else { CONNECTIONS };
        // Once by itself: a pool would go on trying a database that cannot be opened.
        let opened = AnyConnection::connect_with(&options).await.context("the database cannot be opened")?;
        opened.close().await?;
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
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
            })
            .connect_with(options)
            .await
            .context("the database cannot be opened")?;
        migrator().run(&pool).await.context("the database cannot be brought up to date")?;
        let store = Self { pool };
        // A disk that is mounted for reading only is better said now than at every post.
        let mut tx = store.begin().await?;
        let written = sqlx::query("DELETE FROM outbox WHERE id = ''").execute(&mut *tx).await;
        written.context("the database cannot be written")?;
        tx.rollback().await?;
        Ok(store)
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: one that began
    /// by reading could not wait for it.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Any>> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Takes what was deleted out of SQLite's write-ahead log too, where older pages wait until they are
    /// overwritten. With readers under way it takes what it can; the rest goes with the next one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn scrub(&self) -> Result<()> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(&self.pool).await?;
        Ok(())
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// The migrations that are built into the program, in the order of their numbers.
fn migrator() -> Migrator {
    let mut migrations: Vec<Migration> = MIGRATIONS
        .files()
        .filter_map(|file| {
            let name = file.path().file_stem()?.to_str()?;
            let (version, description) = name.split_once('_')?;
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
