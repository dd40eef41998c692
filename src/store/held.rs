//! Everything held of one learner: given out as a whole, taken away as a whole.

use anyhow::Result;
use serde_json::{Map, Value};
use sqlx::any::{Any, AnyRow};
use sqlx::{Column, Row, Transaction};

use super::Store;
use super::backend::Alone;
use super::rows::{instant, signed, unsigned};
use crate::study::units::{LearnerId, ServerId};

/// Whole rows, so that a column of a later migration is never left out of a copy.
const HELD: &[(&str, &str)] = &[
    ("learner", "SELECT * FROM learners WHERE id = $1"),
    ("events", "SELECT * FROM events WHERE learner = $1 ORDER BY seq"),
    ("progress", "SELECT * FROM progress WHERE learner = $1 ORDER BY lesson"),
    ("promises", "SELECT * FROM promises WHERE learner = $1 ORDER BY week"),
    ("memberships", "SELECT * FROM members WHERE learner = $1 ORDER BY server"),
    ("scores", "SELECT * FROM scores WHERE learner = $1 ORDER BY server, kind, period"),
    ("outbox", "SELECT * FROM outbox WHERE learner = $1 ORDER BY due_at, id"),
    ("managed", "SELECT id, manager FROM servers WHERE manager = $1 ORDER BY id"),
];
/// Rows that point to others before those that they point to.
const FORGET: &[(&str, &str)] = &[
    ("managed", "UPDATE servers SET manager = NULL WHERE manager = $1"),
    ("outbox", "DELETE FROM outbox WHERE learner = $1"),
    ("scores", "DELETE FROM scores WHERE learner = $1"),
    ("memberships", "DELETE FROM members WHERE learner = $1"),
    ("promises", "DELETE FROM promises WHERE learner = $1"),
    ("progress", "DELETE FROM progress WHERE learner = $1"),
    ("events", "DELETE FROM events WHERE learner = $1"),
    ("learner", "DELETE FROM learners WHERE id = $1"),
];
/// How often a deletion is tried while the learner changes.
const FORGET_TRIES: u32 = 5;
/// Columns whose numbers are ids of Discord: text in JSON, whose numbers lose their last digits.
const IDS: [&str; 7] = ["id", "learner", "server", "channel", "interaction", "message", "manager"];
/// Columns that hold JSON.
const JSON: [&str; 5] = ["profile", "shown", "what", "answer", "steps"];

impl Store {
    /// All rows about a learner, by table; none where there is not one.
    pub async fn held(&self, id: LearnerId) -> Result<Option<Value>> {
        let mut connection = self.pool.acquire().await?;
        let mut held = Map::new();
        let mut any = false;
        for (name, sql) in HELD {
            let rows = sqlx::query(*sql).bind(signed(id.0)).fetch_all(&mut *connection).await?;
            any |= !rows.is_empty();
            let rows: Vec<Value> = rows.iter().map(readable).collect::<Result<_>>()?;
            held.insert((*name).to_owned(), Value::Array(rows));
        }
        Ok(any.then_some(Value::Object(held)))
    }

    /// Deletes all rows about a learner in one transaction. Returns from where and how many; empty
    /// where there were none. A change that is under way meanwhile finds no row and is refused.
    pub async fn forget(&self, id: LearnerId) -> Result<Vec<(&'static str, u64)>> {
        for _ in 1..FORGET_TRIES {
            match self.forget_once(id).await {
                // A learner who was new came in between: now there is a row to wait for.
                Err(error) if points_to_what_is_gone(&error) => {}
                gone => return gone,
            }
        }
        self.forget_once(id).await
    }

    async fn forget_once(&self, id: LearnerId) -> Result<Vec<(&'static str, u64)>> {
        let mut tx = self.begin().await?;
        // First, so that a change that is under way is over before its rows are looked for.
        touch(&mut tx, id).await?;
        self.alone(&mut tx, Alone::Outbox).await?;
        let mut gone = Vec::new();
        for (name, sql) in FORGET {
            let count = sqlx::query(*sql).bind(signed(id.0)).execute(&mut *tx).await?.rows_affected();
            if count > 0 {
                gone.push((*name, count));
            }
        }
        tx.commit().await?;
        Ok(gone)
    }

    /// Ends a membership and takes the learner off the server's boards, in one transaction; false where
    /// there was none.
    pub async fn leave(&self, server: ServerId, learner: LearnerId) -> Result<bool> {
        let mut tx = self.begin().await?;
        // A change that was decided on while the learner was a member is decided anew: it would bring
        // the board's rows back.
        touch(&mut tx, learner).await?;
        let members = sqlx::query("DELETE FROM members WHERE server = $1 AND learner = $2")
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .execute(&mut *tx)
            .await?;
        if members.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM scores WHERE server = $1 AND learner = $2")
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn points_to_what_is_gone(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error);
    error.is_some_and(|error| error.is_foreign_key_violation())
}

/// Changes a learner's revision: it waits for a change that is under way, and those that were decided
/// on before are refused.
async fn touch(tx: &mut Transaction<'static, Any>, id: LearnerId) -> Result<()> {
    sqlx::query("UPDATE learners SET revision = revision + 1 WHERE id = $1")
        .bind(signed(id.0))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A row as people and programs read it: ids as text, times as instants, stored JSON as itself.
fn readable(row: &AnyRow) -> Result<Value> {
    let mut object = Map::new();
    for column in row.columns() {
        let name = column.name();
        let value = match row.try_get::<Option<i64>, _>(name) {
            Ok(None) => Value::Null,
            Ok(Some(number)) if IDS.contains(&name) => unsigned(number).to_string().into(),
            Ok(Some(number)) if name == "at" || name.ends_with("_at") => {
                instant(number)?.to_rfc3339_opts(chrono::SecondsFormat::Secs, true).into()
            }
            Ok(Some(number)) => number.into(),
            Err(_) => match row.try_get::<Option<String>, _>(name)? {
                None => Value::Null,
                Some(text) if JSON.contains(&name) => {
                    serde_json::from_str(&text).unwrap_or(Value::String(text))
                }
                Some(text) => text.into(),
            },
        };
        object.insert(name.to_owned(), value);
    }
    Ok(Value::Object(object))
}
