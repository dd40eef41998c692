//! Rows on their way out: claimed by lease, tried, finished.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::super::Store;
use super::super::backend::Alone;
use super::super::rows::{instant, signed};
use super::super::sql::{Row, query};
use super::named::{name, retouch};
use super::queue::queue;
use super::{Due, due};
use crate::measure;
use crate::study::units::{ChannelId, LearnerId, MessageId, ServerId};

/// No claim may read all rows that wait: each server has one that waits for days, the look at its next
/// post. So what goes first of a server, with turn 0, is found by its time alone; the few others by their
/// turn. And the rows are changed by their ids: `state` alone would have SQLite go through all that wait.
pub(super) const CLAIM: &str = "\
    UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 WHERE id IN (\
     SELECT id FROM (\
      SELECT * FROM (SELECT id, turn, next_try_at FROM outbox \
       WHERE state = 'waiting' AND turn = 0 AND next_try_at <= $3 AND lease_until <= $3 \
       ORDER BY next_try_at, id LIMIT $4) AS before \
      UNION ALL \
      SELECT * FROM (SELECT id, turn, next_try_at FROM outbox \
       WHERE state = 'waiting' AND turn > 0 AND next_try_at <= $3 AND lease_until <= $3 \
       ORDER BY turn, next_try_at, id LIMIT $4) AS after) AS due \
     ORDER BY turn, next_try_at, id LIMIT $4) AND state || '' = 'waiting' AND lease_until <= $3 RETURNING *";

/// The first row that nobody holds says how far those that somebody does have to be read.
pub(super) const NEXT_TRY: &str = "\
    SELECT MIN(CASE WHEN lease_until > next_try_at THEN lease_until ELSE next_try_at END) AS at FROM outbox \
    WHERE state = 'waiting' AND next_try_at <= COALESCE(\
     (SELECT MIN(next_try_at) FROM outbox WHERE state = 'waiting' AND lease_until = 0), 9223372036854775807)";

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is there; a look has no message.
    Sent(Option<MessageId>),
    /// Not now; try again then. `doubt`: whether this try or an earlier one may have come through.
    Later {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        why: String,
        /// Whether it is not known that no try came through.
        doubt: bool,
    },
    /// It cannot be sent, or not in time.
    Failed(String),
    /// Whether it is there cannot be known; it is not tried again.
    Uncertain(String),
    /// There is nothing to send any more.
    Skipped,
}

impl Store {
    /// Claims rows whose time has come for `owner` until `until`; a lease that has run out is taken
    /// over. Servers take turns.
    pub async fn claim(
        &self,
        now: DateTime<Utc>,
        owner: &str,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Due>> {
        let _timed = measure::database("claim");
        // Mostly there is nothing, and then nobody need wait for a lock.
        let first = query(
            "SELECT id FROM outbox WHERE state = 'waiting' AND next_try_at <= $1 ORDER BY next_try_at LIMIT 1",
        )
        .bind(now.timestamp())
        .fetch_optional(&self.pool)
        .await?;
        if first.is_none() {
            return Ok(Vec::new());
        }
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        let rows = query(CLAIM)
            .bind(owner)
            .bind(until.timestamp())
            .bind(now.timestamp())
            .bind(i64::from(limit))
            .fetch_all(&mut *tx)
            .await?;
        tx.commit().await?;
        let mut due = rows.iter().map(|row: &Row| due(row)).collect::<Result<Vec<_>>>()?;
        due.sort_by(|a, b| (a.turn, a.try_at, &a.key).cmp(&(b.turn, b.try_at, &b.key)));
        Ok(due)
    }

    /// The next instant at which a row can be claimed.
    pub async fn next_try(&self) -> Result<Option<DateTime<Utc>>> {
        let row = query(NEXT_TRY).fetch_one(&self.pool).await?;
        row.get::<Option<i64>>("at")?.map(instant).transpose()
    }

    /// Ends all leases, at the start of the only process on a database file: what one that was killed
    /// had in hand need not wait. Where other processes may be at work, nothing.
    pub async fn take_over(&self) -> Result<()> {
        if self.is_shared() {
            return Ok(());
        }
        query("UPDATE outbox SET lease_until = 0 WHERE state = 'waiting' AND lease_until > 0")
            .execute(&self.pool)
            .await?;
        query("DELETE FROM leases").execute(&self.pool).await?;
        Ok(())
    }

    /// Writes down, before a try, that from now on the message may be there, whom it names and how it is
    /// laid out. False where the lease is no longer `owner`'s: then it must not be tried.
    pub async fn start(
        &self,
        row: &Due,
        owner: &str,
        names: &[LearnerId],
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let _timed = measure::database("start");
        let mut tx = self.begin().await?;
        let started = query(
            "UPDATE outbox SET doubt_since = COALESCE(doubt_since, $1), note = $2 \
             WHERE id = $3 AND lease_owner = $4 AND state = 'waiting'",
        )
        .bind(now.timestamp())
        .bind(row.note.as_deref())
        .bind(&row.key)
        .bind(owner)
        .execute(&mut *tx)
        .await?;
        if started == 0 {
            return Ok(false);
        }
        name(&mut tx, &row.key, names).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down what became of a try, with the rows that follow from it, unless somebody else
    /// holds the lease by now.
    pub async fn finish(
        &self,
        key: &str,
        owner: &str,
        outcome: &Outcome,
        follow: &[Due],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let _timed = measure::database("finish");
        let (state, message, next, why, doubt) = match outcome {
            Outcome::Sent(message) => ("sent", message.map(|it| signed(it.0)), now, None, false),
            Outcome::Later { at, why, doubt } => ("waiting", None, *at, Some(why), *doubt),
            Outcome::Failed(why) => ("failed", None, now, Some(why), false),
            Outcome::Uncertain(why) => ("uncertain", None, now, Some(why), true),
            Outcome::Skipped => ("skipped", None, now, None, false),
        };
        let mut tx = self.begin().await?;
        let finished = query(
            "UPDATE outbox SET state = $1, message = COALESCE($2, message), next_try_at = $3, error = $4, \
             finished_at = $5, lease_until = 0, doubt_since = CASE WHEN $6 = 1 THEN doubt_since END \
             WHERE id = $7 AND lease_owner = $8 AND state = 'waiting'",
        )
        .bind(state)
        .bind(message)
        .bind(next.timestamp())
        .bind(why.map(String::as_str))
        .bind((state != "waiting").then(|| now.timestamp()))
        .bind(i32::from(doubt))
        .bind(key)
        .bind(owner)
        .execute(&mut *tx)
        .await?;
        if finished == 1 {
            queue(&mut tx, follow).await?;
            retouch(&mut tx, key, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Stops a server's posts to a channel for a reason, until the next `/setup`; a server that posts
    /// elsewhere by now goes on.
    pub async fn set_fault(&self, server: ServerId, channel: ChannelId, fault: &str) -> Result<()> {
        query("UPDATE servers SET fault = $1 WHERE id = $2 AND channel = $3")
            .bind(fault)
            .bind(signed(server.0))
            .bind(signed(channel.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Turns a learner's reminders off because direct messages are refused; their next answer says so.
    pub async fn refuse_messages(&self, learner: LearnerId) -> Result<()> {
        query("UPDATE learners SET reminders = 0, refused = 1, revision = revision + 1 WHERE id = $1 AND reminders = 1")
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Whether a learner is still to be told that their reminders are off; they are told once.
    pub async fn take_refusal(&self, learner: LearnerId) -> Result<bool> {
        let refused = query("SELECT id FROM learners WHERE id = $1 AND refused = 1")
            .bind(signed(learner.0))
            .fetch_optional(&self.pool)
            .await?;
        if refused.is_none() {
            return Ok(false);
        }
        let taken = query("UPDATE learners SET refused = 0 WHERE id = $1 AND refused = 1")
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(taken == 1)
    }
}
