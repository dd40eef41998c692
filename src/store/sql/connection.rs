//! What statements are carried out on: the database, one connection to it, or a transaction.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use sqlx::any::Any;
use sqlx::pool::PoolConnection;
use sqlx::{AnyPool, Either, Executor};

use super::file::{Files, Lease};
use super::{Outcome, Query, Result, Row};

/// An open database.
#[derive(Clone)]
pub enum Database {
    File(Arc<Files>),
    Server(AnyPool),
}

/// A connection to it, for one task.
pub struct Connection(Kind);

enum Kind {
    File(Lease),
    Server(PoolConnection<Any>),
    InTransaction(sqlx::Transaction<'static, Any>),
}

/// What happens as a whole or, unless it is committed, not at all.
pub struct Transaction(Connection);

/// Where a statement is carried out.
pub enum On<'e> {
    Database(&'e Database),
    Connection(&'e mut Connection),
}

impl Database {
    /// A connection, for statements that follow each other.
    pub async fn acquire(&self) -> Result<Connection> {
        Ok(Connection(match self {
            Self::File(files) => Kind::File(files.lease(false).await?),
            Self::Server(pool) => Kind::Server(pool.acquire().await?),
        }))
    }

    /// Begins a transaction that writes. A file's takes the turn to write at once: one that began by
    /// reading could not wait for it. On a server others write meanwhile. One that may take `long` keeps
    /// nobody from reading a file.
    pub async fn begin(&self, long: bool) -> Result<Transaction> {
        Ok(Transaction(Connection(match self {
            Self::File(files) => Kind::File(files.begin(long).await?),
            Self::Server(pool) => Kind::InTransaction(pool.begin().await?),
        })))
    }

    /// Waits for what is under way and closes it.
    pub async fn close(&self) {
        match self {
            Self::File(files) => files.close().await,
            Self::Server(pool) => pool.close().await,
        }
    }
}

impl Transaction {
    /// All of it happened.
    pub async fn commit(self) -> Result<()> {
        match self.0.0 {
            Kind::File(lease) => lease.commit(),
            Kind::InTransaction(transaction) => Ok(transaction.commit().await?),
            Kind::Server(_) => Ok(()),
        }
    }

    /// Nothing of it happened.
    pub async fn rollback(self) -> Result<()> {
        match self.0.0 {
            Kind::InTransaction(transaction) => Ok(transaction.rollback().await?),
            // Dropping it does so.
            Kind::File(_) | Kind::Server(_) => Ok(()),
        }
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

impl<'e> From<&'e Database> for On<'e> {
    fn from(database: &'e Database) -> Self {
        Self::Database(database)
    }
}

impl<'e> From<&'e mut Connection> for On<'e> {
    fn from(connection: &'e mut Connection) -> Self {
        Self::Connection(connection)
    }
}

impl On<'_> {
    pub(super) async fn run(self, query: &Query<'_>) -> Result<Outcome> {
        match self {
            Self::Database(Database::File(files)) => files.run(query).await,
            Self::Database(Database::Server(pool)) => on_server(pool, query).await,
            Self::Connection(Connection(Kind::File(lease))) => lease.run(query),
            Self::Connection(Connection(Kind::Server(connection))) => {
                on_server(&mut **connection, query).await
            }
            Self::Connection(Connection(Kind::InTransaction(transaction))) => {
                on_server(&mut **transaction, query).await
            }
        }
    }
}

async fn on_server<'e>(executor: impl Executor<'e, Database = Any>, query: &Query<'_>) -> Result<Outcome> {
    let mut outcome = Outcome { rows: Vec::new(), changed: 0 };
    let mut answers = executor.fetch_many(query.for_server());
    while let Some(answer) = answers.try_next().await? {
        match answer {
            Either::Left(done) => outcome.changed += done.rows_affected(),
            Either::Right(row) => outcome.rows.push(Row::of_server(row)),
        }
    }
    Ok(outcome)
}
