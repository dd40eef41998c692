//! Statements on either database: written once, carried out in the way of the one that is there.
//!
//! PostgreSQL is spoken to through sqlx. A file of SQLite is worked on in the thread that asks: a
//! statement takes some tens of microseconds, less than handing it to another thread and waiting for
//! the answer (`docs/figures.md` has both).

mod connection;
mod file;
mod row;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use sqlx::any::{Any, AnyArguments};
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

pub use connection::{Connection, Database, On, Transaction};
pub use file::{Files, Mode};
pub use row::Row;

/// From here on a statement is said to be slow.
const SLOW: Duration = Duration::from_secs(1);

/// What a statement can fail with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    File(#[from] rusqlite::Error),
    #[error(transparent)]
    Server(#[from] sqlx::Error),
    #[error("the column {0} is not there, or holds something else than it should")]
    Column(String),
    #[error("there is no row where there should be one")]
    NoRow,
    #[error("the database is closed")]
    Closed,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Something of this key is there already.
    pub fn is_unique_violation(&self) -> bool {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        match self {
            Self::File(error) => has_code(error, &[SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE]),
            Self::Server(error) => error.as_database_error().is_some_and(|it| it.is_unique_violation()),
            _ => false,
        }
    }

    /// A row points to one that is not there.
    pub fn is_foreign_key_violation(&self) -> bool {
        use rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY;
        match self {
            Self::File(error) => has_code(error, &[SQLITE_CONSTRAINT_FOREIGNKEY]),
            Self::Server(error) => error.as_database_error().is_some_and(|it| it.is_foreign_key_violation()),
            _ => false,
        }
    }
}

fn has_code(error: &rusqlite::Error, codes: &[i32]) -> bool {
    error.sqlite_error().is_some_and(|it| codes.contains(&it.extended_code))
}

/// A value that stands for a mark of a statement; an absent one knows what it would be, since
/// PostgreSQL asks.
#[derive(Debug, Clone)]
pub enum Value<'q> {
    Int(Option<i64>),
    Text(Option<Cow<'q, str>>),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<i32> for Value<'_> {
    fn from(value: i32) -> Self {
        Self::Int(Some(value.into()))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}

impl From<Option<i32>> for Value<'_> {
    fn from(value: Option<i32>) -> Self {
        Self::Int(value.map(i64::from))
    }
}

impl<'q> From<&'q str> for Value<'q> {
    fn from(value: &'q str) -> Self {
        Self::Text(Some(value.into()))
    }
}

impl<'q> From<&'q String> for Value<'q> {
    fn from(value: &'q String) -> Self {
        Self::Text(Some(value.into()))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Some(value.into()))
    }
}

impl<'q> From<Option<&'q str>> for Value<'q> {
    fn from(value: Option<&'q str>) -> Self {
        Self::Text(value.map(Cow::Borrowed))
    }
}

impl From<Option<String>> for Value<'_> {
    fn from(value: Option<String>) -> Self {
        Self::Text(value.map(Cow::Owned))
    }
}

/// A statement with the values of its marks, of which `$1` is the first.
#[derive(Debug)]
pub struct Query<'q> {
    sql: Cow<'static, str>,
    values: Vec<Value<'q>>,
    is_long: bool,
}

/// A statement whose marks have no values yet.
pub fn query<'q>(sql: impl Into<Cow<'static, str>>) -> Query<'q> {
    Query { sql: sql.into(), values: Vec::new(), is_long: false }
}

/// What became of a statement.
pub struct Outcome {
    rows: Vec<Row>,
    changed: u64,
}

impl<'q> Query<'q> {
    /// The value of the next mark.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// It may read very many rows: on a file, nobody waits for it.
    #[must_use]
    pub fn long(mut self) -> Self {
        self.is_long = true;
        self
    }

    /// Carries it out; returns how many rows it wrote or deleted.
    pub async fn execute<'e>(self, on: impl Into<On<'e>>) -> Result<u64> {
        Ok(self.run(on.into()).await?.changed)
    }

    /// All its rows.
    pub async fn fetch_all<'e>(self, on: impl Into<On<'e>>) -> Result<Vec<Row>> {
        Ok(self.run(on.into()).await?.rows)
    }

    /// Its first row, if it has one.
    pub async fn fetch_optional<'e>(self, on: impl Into<On<'e>>) -> Result<Option<Row>> {
        Ok(self.run(on.into()).await?.rows.into_iter().next())
    }

    /// Its first row.
    pub async fn fetch_one<'e>(self, on: impl Into<On<'e>>) -> Result<Row> {
        self.fetch_optional(on).await?.ok_or(Error::NoRow)
    }

    /// Carries it out, and logs its words and time, never its values.
    async fn run(self, on: On<'_>) -> Result<Outcome> {
        let begun = Instant::now();
        let outcome = on.run(&self).await;
        let (sql, elapsed) = (&self.sql, begun.elapsed());
        if elapsed >= SLOW {
            tracing::warn!(%sql, ?elapsed, "a statement took long");
        } else {
            tracing::debug!(%sql, ?elapsed, "a statement");
        }
        outcome
    }

    /// As sqlx has it.
    fn for_server(&self) -> sqlx::query::Query<'static, Any, AnyArguments> {
        let sql = match &self.sql {
            Cow::Borrowed(sql) => sql.into_sql_str(),
            Cow::Owned(sql) => AssertSqlSafe(sql.clone()).into_sql_str(),
        };
        self.values.iter().fold(sqlx::query(sql), |query, value| match value {
            Value::Int(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.as_deref().map(ToOwned::to_owned)),
        })
    }

    /// Whether it only reads: else it waits for its turn to write.
    fn reads(&self) -> bool {
        self.sql.starts_with("SELECT")
    }
}
