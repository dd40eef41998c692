//! Everything from one database into another: copied in pages, then compared row by row.
//!
//! The source is read in one snapshot and never written. The target is filled in the order of the
//! keys, a page a transaction, so that a move that was killed goes on where it was.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{AnyConnection, AssertSqlSafe, Column, Connection, Row, Transaction, ValueRef};

use super::Store;
use super::backend::Backend;
use super::open::{migrator, options};

/// Each table with its key. Rows that others point to come before those.
///
/// Not `leases`: what a process holds is over when it ends. Not `standings`: the triggers make them.
pub const TABLES: &[(&str, &[&str])] = &[
    ("learners", &["id"]),
    ("servers", &["id"]),
    ("events", &["learner", "seq"]),
    ("progress", &["learner", "lesson"]),
    ("promises", &["learner", "week"]),
    ("members", &["server", "learner"]),
    ("scores", &["server", "period", "kind", "learner"]),
    ("cohorts", &["id"]),
    ("outbox", &["id"]),
    ("answers", &["interaction"]),
    ("blocks", &["server", "who"]),
    ("links", &["server", "learner", "link"]),
    ("audit", &["interaction", "number"]),
    ("post_names", &["post", "learner"]),
    ("shares", &["id"]),
    ("kudos", &["learner", "about", "giver"]),
    ("partners", &["cohort", "week", "learner"]),
];

/// Rows read and written in one go: with the most columns of a table, fewer values than both
/// databases take in one statement.
const PAGE: usize = 500;

/// How far a move is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// With which table.
    pub table: &'static str,
    /// Rows done.
    pub done: u64,
    /// Rows in all.
    pub all: u64,
}

/// What a move does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Whether what the target holds is from here.
    Looking,
    /// What it does not hold yet is written.
    Copying,
    /// Each row is read on both sides.
    Comparing,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A row, by its columns in the order in which the table has them.
type Columns = Vec<(String, Value)>;

/// Copies everything of the database at `from` into the one at `to`, and compares them row by row.
/// Returns how many rows each table has.
///
/// # Errors
/// One sentence that says what to do, when the source is not of this version, the target holds
/// something else, or they turn out to differ.
pub async fn transfer(
    from: &str,
    to: &str,
    mut progress: impl FnMut(Progress),
) -> Result<Vec<(&'static str, u64)>> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect_with(&options(from, "rw").context("check database.url")?)
        .await
        .context("database.url: the database cannot be opened")?;
    let backend = Backend::of(from)?;
    let begin = match backend {
        Backend::Sqlite => "BEGIN",
        Backend::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    let mut source = connection.begin_with(begin).await?;
    is_of_this_version(&mut source, backend).await?;
    let before = state(&mut source).await?;
    // It makes the tables.
    Store::open(to).await.context("--to")?.close().await;
    let mut target = AnyConnection::connect_with(&options(to, "rw")?).await.context("--to")?;
    let moved = into(&mut source, &mut target, &mut progress).await;
    target.close().await?;
    source.rollback().await?;
    let after = state(&mut connection).await?;
    connection.close().await?;
    let moved = moved?;
    if before != after {
        bail!("the coach wrote to database.url meanwhile: stop it, and start again with an empty database");
    }
    Ok(moved)
}

/// What differs where something was written between two looks at it.
async fn state(connection: &mut AnyConnection) -> Result<Vec<u64>> {
    let mut state = Vec::new();
    for (table, _) in TABLES {
        state.push(count(connection, table).await?);
    }
    let row = sqlx::query("SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM learners")
        .fetch_one(connection)
        .await?;
    state.push(row.try_get::<i64, _>(0)?.cast_unsigned());
    Ok(state)
}

/// Refuses a source whose tables are not those of this program.
async fn is_of_this_version(source: &mut AnyConnection, backend: Backend) -> Result<()> {
    let applied =
        sqlx::query("SELECT version FROM _sqlx_migrations ORDER BY version").fetch_all(source).await;
    let applied = applied.context("database.url holds nothing of the coach; check it")?;
    let applied: Vec<i64> = applied.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let known: Vec<i64> = migrator(backend).iter().map(|migration| migration.version).collect();
    if applied == known {
        return Ok(());
    }
    if applied.last() > known.last() {
        bail!("database.url is of a newer version of the coach; use that one");
    }
    bail!("database.url is of an older version; start this version of the coach on it once, then stop it");
}

async fn into(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    progress: &mut impl FnMut(Progress),
) -> Result<Vec<(&'static str, u64)>> {
    let mut counts = Vec::new();
    let mut held = 0;
    for (table, _) in TABLES {
        counts.push((*table, count(source, table).await?));
        held += count(target, table).await?;
    }
    if held > 0 {
        for (table, key) in TABLES {
            look(source, target, table, key, progress).await?;
        }
    }
    for ((table, key), (_, all)) in TABLES.iter().zip(&counts) {
        let mut walk = Walk::new(table, key);
        while let Some(rows) = walk.next(source).await? {
            let mut tx = target.begin().await?;
            let there = same_keys(&mut tx, table, key, &rows).await?;
            let missing: Vec<&Columns> =
                rows.iter().filter(|row| !there.contains_key(&name(row, key))).collect();
            if !missing.is_empty() {
                insert(&mut tx, table, &missing).await?;
            }
            tx.commit().await?;
            progress(Progress { stage: Stage::Copying, table, done: walk.done, all: *all });
        }
    }
    for ((table, key), (_, all)) in TABLES.iter().zip(&counts) {
        let mut walk = Walk::new(table, key);
        while let Some(rows) = walk.next(source).await? {
            let there = same_keys(target, table, key, &rows).await?;
            if !rows.iter().all(|row| there.get(&name(row, key)) == Some(row)) {
                bail!("a row of {table} is not the same in both databases; start again with an empty one");
            }
            progress(Progress { stage: Stage::Comparing, table, done: walk.done, all: *all });
        }
        if count(target, table).await? != *all {
            bail!(
                "--to has rows of {table} of its own: something else writes to it; stop that, and start again with an empty one"
            );
        }
    }
    Ok(counts)
}

/// Refuses a target that holds anything but rows of the source.
async fn look(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    table: &'static str,
    key: &'static [&'static str],
    progress: &mut impl FnMut(Progress),
) -> Result<()> {
    let all = count(target, table).await?;
    let mut walk = Walk::new(table, key);
    while let Some(rows) = walk.next(target).await? {
        let here = same_keys(source, table, key, &rows).await?;
        if !rows.iter().all(|row| here.get(&name(row, key)) == Some(row)) {
            bail!(
                "--to is not empty: it has rows of {table} that are not, or no longer, in database.url; \
                 name an empty database, and stop the coach before"
            );
        }
        progress(Progress { stage: Stage::Looking, table, done: walk.done, all });
    }
    Ok(())
}

async fn count(connection: &mut AnyConnection, table: &str) -> Result<u64> {
    let row =
        sqlx::query(AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"))).fetch_one(connection).await?;
    Ok(row.try_get::<i64, _>(0)?.cast_unsigned())
}

/// A table page by page, in the order of its key.
struct Walk {
    table: &'static str,
    key: &'static [&'static str],
    last: Vec<Value>,
    done: u64,
}

impl Walk {
    fn new(table: &'static str, key: &'static [&'static str]) -> Self {
        Self { table, key, last: Vec::new(), done: 0 }
    }

    /// The next page; none after the last.
    async fn next(&mut self, connection: &mut AnyConnection) -> Result<Option<Vec<Columns>>> {
        let columns = self.key.join(", ");
        let after = if self.last.is_empty() {
            String::new()
        } else {
            let marks: Vec<String> = (1..=self.key.len()).map(|number| format!("${number}")).collect();
            format!("WHERE ({columns}) > ({})", marks.join(", "))
        };
        let sql = format!("SELECT * FROM {} {after} ORDER BY {columns} LIMIT {PAGE}", self.table);
        let rows = fetch(connection, sql, &self.last).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.last = of(last, self.key).into_iter().cloned().collect();
        self.done += rows.len() as u64;
        Ok(Some(rows))
    }
}

/// The rows that have the keys of these, by their names.
async fn same_keys(
    connection: &mut AnyConnection,
    table: &str,
    key: &[&str],
    rows: &[Columns],
) -> Result<BTreeMap<String, Columns>> {
    let mut sql = format!("SELECT * FROM {table} WHERE ({}) IN (VALUES ", key.join(", "));
    let mut values = Vec::new();
    for row in rows {
        let _ = write!(sql, "{}(", if values.is_empty() { "" } else { ", " });
        for (place, value) in of(row, key).into_iter().enumerate() {
            values.push(value.clone());
            let _ = write!(sql, "{}${}", if place == 0 { "" } else { ", " }, values.len());
        }
        sql.push(')');
    }
    sql.push(')');
    let found = fetch(connection, sql, &values).await?;
    Ok(found.into_iter().map(|row| (name(&row, key), row)).collect())
}

async fn insert(tx: &mut Transaction<'_, Any>, table: &str, rows: &[&Columns]) -> Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let columns: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    let mut values = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        sql.push_str(if place == 0 { "(" } else { ", (" });
        for (place, (_, value)) in row.iter().enumerate() {
            sql.push_str(if place == 0 { "" } else { ", " });
            if *value == Value::Null {
                // An absent value says nothing of its column's type.
                sql.push_str("NULL");
            } else {
                values.push(value.clone());
                let _ = write!(sql, "${}", values.len());
            }
        }
        sql.push(')');
    }
    let query = bound(&sql, &values);
    query.execute(&mut **tx).await.with_context(|| format!("rows of {table} cannot be written to --to"))?;
    Ok(())
}

/// The values of a key.
fn of<'r>(row: &'r Columns, key: &[&str]) -> Vec<&'r Value> {
    key.iter().filter_map(|name| row.iter().find(|(it, _)| it == name).map(|(_, value)| value)).collect()
}

/// The same for the same key, in both databases.
fn name(row: &Columns, key: &[&str]) -> String {
    format!("{:?}", of(row, key))
}

async fn fetch(connection: &mut AnyConnection, sql: String, values: &[Value]) -> Result<Vec<Columns>> {
    let rows = bound(&sql, values).fetch_all(connection).await?;
    rows.iter().map(columns).collect()
}

fn bound<'q>(sql: &str, values: &[Value]) -> Query<'q, Any, AnyArguments> {
    values.iter().fold(sqlx::query(AssertSqlSafe(sql.to_owned())).persistent(false), |query, value| {
        match value {
            Value::Null => query.bind(None::<i64>),
            Value::Int(number) => query.bind(*number),
            Value::Real(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.clone()),
            Value::Bytes(bytes) => query.bind(bytes.clone()),
        }
    })
}

fn columns(row: &AnyRow) -> Result<Columns> {
    let value = |name: &str| -> Result<Value> {
        if row.try_get_raw(name)?.is_null() {
            return Ok(Value::Null);
        }
        let int = row.try_get(name).map(Value::Int);
        let text = int.or_else(|_| row.try_get(name).map(Value::Text));
        let bytes = text.or_else(|_| row.try_get(name).map(Value::Bytes));
        Ok(bytes.or_else(|_| row.try_get(name).map(Value::Real))?)
    };
    let mut all: Columns = Vec::new();
    for column in row.columns() {
        all.push((column.name().to_owned(), value(column.name())?));
    }
    // A column that was added later stands elsewhere in the other database.
    all.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(all)
}
