//! What the two databases do each in their own way, and transactions on both.

use anyhow::{Result, bail};

use super::Store;
use super::sql::{Transaction, query};

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backend {
    /// A file, or memory, that this process has for itself.
    Sqlite,
    /// A server, which many processes share.
    Postgres,
}

/// What at most one transaction at a time does, over all processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    /// Changes many rows of the outbox: two that took their locks in different orders would wait for
    /// each other.
    Outbox = 1,
}

/// The first half of the keys of this program's advisory locks, so that they are nobody else's.
const LOCKS: i32 = 0x5354_5544;

impl Backend {
    /// As migrations name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// The database of an address.
    pub fn of(url: &str) -> Result<Self> {
        match url.split(':').next() {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            _ => bail!("it must begin with sqlite:// (such as sqlite://study-coach.db) or postgres://"),
        }
    }
}

impl Store {
    /// Begins a transaction that writes. On SQLite it takes the write lock at once: one that began
    /// by reading could not wait for it. On PostgreSQL others write meanwhile: what was read before
    /// may have changed, so a change must name what it was decided on.
    pub(super) async fn begin(&self) -> Result<Transaction> {
        Ok(self.pool.begin(false).await?)
    }

    /// As [`Store::begin`], for one that may write very many rows.
    pub(super) async fn begin_long(&self) -> Result<Transaction> {
        Ok(self.pool.begin(true).await?)
    }

    /// Begins a transaction and waits until it is the only one that does `what`.
    pub(super) async fn begin_alone(&self, what: Alone) -> Result<Transaction> {
        let mut tx = self.begin().await?;
        if self.backend == Backend::Postgres {
            query("SELECT pg_advisory_xact_lock(CAST($1 AS INTEGER), CAST($2 AS INTEGER))")
                .bind(LOCKS)
                .bind(what as i32)
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx)
    }

    /// Takes what was deleted out of SQLite's write-ahead log too, where older pages wait until they are
    /// overwritten. With readers under way it takes what it can; the rest goes with the next one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn scrub(&self) -> Result<()> {
        if self.backend == Backend::Sqlite {
            query("PRAGMA wal_checkpoint(TRUNCATE)").long().fetch_all(&self.pool).await?;
        }
        Ok(())
    }
}
