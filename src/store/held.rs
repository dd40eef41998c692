//! Everything held of one learner: given out as a whole, taken away as a whole.

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Map, Value};

use super::Store;
use super::backend::Alone;
use super::outbox::queue_edits;
use super::rows::{instant, signed, unsigned};
use super::sharing::{Shares, withdraw};
use super::sql::{self, Row, Transaction, query};
use crate::study::learner::BoardSetting;
use crate::study::units::{LearnerId, ServerId};

/// Posts of within this time are edited when somebody whom they name is gone; for so long it is known
/// whom they name.
pub const NAMED: Duration = Duration::days(30);

/// Whole rows, so that a column of a later migration is never left out of a copy.
const HELD: &[(&str, &str)] = &[
    ("learner", "SELECT * FROM learners WHERE id = $1"),
    ("events", "SELECT * FROM events WHERE learner = $1 ORDER BY seq"),
    ("progress", "SELECT * FROM progress WHERE learner = $1 ORDER BY lesson"),
    ("promises", "SELECT * FROM promises WHERE learner = $1 ORDER BY week"),
    ("memberships", "SELECT * FROM members WHERE learner = $1 ORDER BY server"),
    ("scores", "SELECT * FROM scores WHERE learner = $1 ORDER BY server, kind, period"),
    ("shares", "SELECT * FROM shares WHERE learner = $1 ORDER BY id"),
    // Who gave kudos is the giver's own affair.
    (
        "kudos",
        "SELECT learner, about, CASE WHEN giver = $1 THEN giver END AS giver, given_at FROM kudos \
         WHERE learner = $1 OR giver = $1 ORDER BY given_at, learner, about",
    ),
    ("partners", "SELECT * FROM partners WHERE learner = $1 OR partner = $1 ORDER BY week, cohort, learner"),
    ("outbox", "SELECT * FROM outbox WHERE learner = $1 ORDER BY due_at, id"),
    ("posts", "SELECT * FROM post_names WHERE learner = $1 ORDER BY post"),
    ("links", "SELECT * FROM links WHERE learner = $1 ORDER BY server, link"),
    ("blocks", "SELECT * FROM blocks WHERE learner = $1 ORDER BY server"),
    ("moderated", "SELECT server, at, what, link FROM audit WHERE learner = $1 ORDER BY at, number"),
    ("moderating", "SELECT server, at, what FROM audit WHERE manager = $1 ORDER BY at, number"),
    ("managed", "SELECT id, manager FROM servers WHERE manager = $1 ORDER BY id"),
];
/// Rows that point to others before those that they point to.
const FORGET: &[(&str, &str)] = &[
    ("managed", "UPDATE servers SET manager = NULL WHERE manager = $1"),
    ("moderating", "UPDATE audit SET manager = NULL WHERE manager = $1"),
    ("moderated", "UPDATE audit SET learner = NULL, link = NULL WHERE learner = $1"),
    ("blocks", "UPDATE blocks SET learner = NULL, name = NULL WHERE learner = $1"),
    ("links", "DELETE FROM links WHERE learner = $1"),
    // Keys of direct messages hold whose they are.
    (
        "posts",
        "DELETE FROM post_names WHERE learner = $1 OR post IN (SELECT id FROM outbox WHERE learner = $1)",
    ),
    ("outbox", "DELETE FROM outbox WHERE learner = $1"),
    ("kudos", "DELETE FROM kudos WHERE learner = $1 OR giver = $1"),
    ("partners", "DELETE FROM partners WHERE learner = $1"),
    // Whoever was paired with them looks on.
    ("partnered", "UPDATE partners SET partner = NULL WHERE partner = $1"),
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
const IDS: [&str; 9] =
    ["id", "learner", "server", "channel", "interaction", "message", "manager", "giver", "partner"];
/// Columns that hold JSON.
const JSON: [&str; 6] = ["profile", "shown", "timed", "what", "answer", "steps"];

impl Store {
    /// All rows about a learner, by table; none where there is not one.
    pub async fn held(&self, id: LearnerId) -> Result<Option<Value>> {
        let mut connection = self.pool.acquire().await?;
        let mut held = Map::new();
        let mut any = false;
        for (name, sql) in HELD {
            let rows = query(*sql).bind(signed(id.0)).fetch_all(&mut connection).await?;
            any |= !rows.is_empty();
            let rows: Vec<Value> = rows.iter().map(readable).collect::<Result<_>>()?;
            held.insert((*name).to_owned(), Value::Array(rows));
        }
        Ok(any.then_some(Value::Object(held)))
    }

    /// Deletes all rows about a learner in one transaction, and queues the edits of posts that name
    /// them. Returns from where and how many; empty where there were none. A change that is under way
    /// meanwhile finds no row and is refused.
    pub async fn forget(&self, id: LearnerId, now: DateTime<Utc>) -> Result<Vec<(&'static str, u64)>> {
        for _ in 1..FORGET_TRIES {
            match self.forget_once(id, now).await {
                // A learner who was new came in between: now there is a row to wait for.
                Err(error) if points_to_what_is_gone(&error) => {}
                gone => return gone,
            }
        }
        self.forget_once(id, now).await
    }

    async fn forget_once(&self, id: LearnerId, now: DateTime<Utc>) -> Result<Vec<(&'static str, u64)>> {
        // Before the learner's row: two that had it in the other order would wait for each other.
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        // So that a change that is under way is over before its rows are looked for.
        touch(&mut tx, id).await?;
        queue_edits(&mut tx, id, None, now - NAMED, now).await?;
        let shown = Shares { learner: id, server: None, link: None };
        let shares = withdraw(&mut tx, shown, now - NAMED, now).await?;
        let mut gone = Vec::new();
        if shares > 0 {
            gone.push(("shares", shares as u64));
        }
        for (name, sql) in FORGET {
            let count = query(*sql).bind(signed(id.0)).execute(&mut *tx).await?;
            if count > 0 {
                gone.push((*name, count));
            }
        }
        tx.commit().await?;
        self.scrub().await?;
        Ok(gone)
    }

    /// Ends a membership and takes the learner off the server's boards, in one transaction; false where
    /// there was none.
    pub async fn leave(&self, server: ServerId, learner: LearnerId, now: DateTime<Utc>) -> Result<bool> {
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        // A change that was decided on while the learner was a member is decided anew: it would bring
        // the board's rows back.
        touch(&mut tx, learner).await?;
        if !end_membership(&mut tx, server, learner).await? {
            return Ok(false);
        }
        unseen(&mut tx, server, learner, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Sets what others see of a member in one server. Where that becomes less, posts that name them are
    /// edited and what they showed there is taken back; returns how much that was.
    pub async fn set_board(
        &self,
        server: ServerId,
        learner: LearnerId,
        board: BoardSetting,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        let row = query("SELECT board FROM members WHERE server = $1 AND learner = $2")
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .fetch_optional(&mut *tx)
            .await?;
        let before = row.and_then(|row| BoardSetting::parse(row.get("board").ok()?));
        query("UPDATE members SET board = $1 WHERE server = $2 AND learner = $3")
            .bind(board.as_str())
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .execute(&mut *tx)
            .await?;
        let is_less = match (before, board) {
            (Some(BoardSetting::Visible), _) => board != BoardSetting::Visible,
            (Some(BoardSetting::Anonymous), BoardSetting::Hidden) => true,
            _ => false,
        };
        let gone = if is_less { unseen(&mut tx, server, learner, now).await? } else { 0 };
        tx.commit().await?;
        Ok(gone)
    }
}

fn points_to_what_is_gone(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<sql::Error>();
    error.is_some_and(sql::Error::is_foreign_key_violation)
}

/// Takes somebody who wants to be seen in a server no more out of its posts, and takes back what they
/// showed there. Returns how much that was.
async fn unseen(
    tx: &mut Transaction,
    server: ServerId,
    learner: LearnerId,
    now: DateTime<Utc>,
) -> Result<usize> {
    queue_edits(tx, learner, Some(server), now - NAMED, now).await?;
    withdraw(tx, Shares { learner, server: Some(server), link: None }, now - NAMED, now).await
}

/// Changes a learner's revision: it waits for a change that is under way, and those that were decided
/// on before are refused.
async fn touch(tx: &mut Transaction, id: LearnerId) -> Result<()> {
    query("UPDATE learners SET revision = revision + 1 WHERE id = $1")
        .bind(signed(id.0))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends a membership, with its rows of boards and its search for a partner; false where there was none.
pub(super) async fn end_membership(
    tx: &mut Transaction,
    server: ServerId,
    learner: LearnerId,
) -> Result<bool> {
    let members = query("DELETE FROM members WHERE server = $1 AND learner = $2")
        .bind(signed(server.0))
        .bind(signed(learner.0))
        .execute(&mut **tx)
        .await?;
    if members == 0 {
        return Ok(false);
    }
    for sql in [
        "DELETE FROM scores WHERE server = $1 AND learner = $2",
        "DELETE FROM partners WHERE cohort IN (SELECT id FROM cohorts WHERE server = $1) AND learner = $2",
        "UPDATE partners SET partner = NULL \
         WHERE cohort IN (SELECT id FROM cohorts WHERE server = $1) AND partner = $2",
    ] {
        query(sql).bind(signed(server.0)).bind(signed(learner.0)).execute(&mut **tx).await?;
    }
    Ok(true)
}

/// A row as people and programs read it: ids as text, times as instants, stored JSON as itself.
fn readable(row: &Row) -> Result<Value> {
    let mut object = Map::new();
    for name in row.names() {
        let value = match row.get::<Option<i64>>(name) {
            Ok(None) => Value::Null,
            Ok(Some(number)) if IDS.contains(&name) => unsigned(number).to_string().into(),
            Ok(Some(number)) if name == "at" || name.ends_with("_at") => {
                instant(number)?.to_rfc3339_opts(chrono::SecondsFormat::Secs, true).into()
            }
            Ok(Some(number)) => number.into(),
            Err(_) => match row.get::<Option<String>>(name)? {
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
