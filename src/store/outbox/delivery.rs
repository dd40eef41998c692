//! Rows on their way out: claimed by lease, tried, finished.

use anyhow::Result;
use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::Store;
use super::super::backend::Alone;
use super::super::rows::{instant, signed};
use super::named::{name, retouch};
use super::queue::queue;
use super::{Due, due};
use crate::measure;
use crate::study::units::{ChannelId, LearnerId, MessageId, ServerId};

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
        let first = sqlx::query(
            "SELECT id FROM outbox WHERE state = 'waiting' AND next_try_at <= $1 ORDER BY next_try_at LIMIT 1",
        )
        .bind(now.timestamp())
        .fetch_optional(&self.pool)
        .await?;
        if first.is_none() {
            return Ok(Vec::new());
        }
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        // Written so that SQLite walks `outbox_turn` as far as it must, and looks up no more than what
        // it found there: of all that waits it would read everything.
        let rows = sqlx::query(
            "UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 WHERE id IN (\
             SELECT id FROM outbox WHERE state = 'waiting' AND next_try_at + 0 <= $3 AND lease_until <= $3 \
             ORDER BY turn, next_try_at, id LIMIT $4) AND NOT state <> 'waiting' AND lease_until <= $3 RETURNING *",
        )
        .bind(owner)
        .bind(until.timestamp())
        .bind(now.timestamp())
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let mut due = rows.iter().map(|row: &AnyRow| due(row)).collect::<Result<Vec<_>>>()?;
        due.sort_by(|a, b| (a.turn, a.try_at, &a.key).cmp(&(b.turn, b.try_at, &b.key)));
        Ok(due)
    }

    /// The next instant, as of `now`, at which a row can be claimed.
    pub async fn next_try(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        // What is leased was due before: of all that comes later, the first is enough.
        let row = sqlx::query(
            "SELECT MIN(at) AS at FROM (\
             SELECT MIN(CASE WHEN lease_until > next_try_at THEN lease_until ELSE next_try_at END) AS at \
             FROM outbox WHERE state = 'waiting' AND next_try_at <= $1 \
             UNION ALL SELECT MIN(next_try_at) FROM outbox WHERE state = 'waiting' AND next_try_at > $1) AS tries",
        )
        .bind(now.timestamp())
        .fetch_one(&self.pool)
        .await?;
        row.try_get::<Option<i64>, _>("at")?.map(instant).transpose()
    }

    /// Ends all leases, at the start of the only process on a database file: what one that was killed
    /// had in hand need not wait. Where other processes may be at work, nothing.
    pub async fn take_over(&self) -> Result<()> {
        if self.is_shared() {
            return Ok(());
        }
        sqlx::query("UPDATE outbox SET lease_until = 0 WHERE state = 'waiting' AND lease_until > 0")
            .execute(&self.pool)
            .await?;
        sqlx::query("DELETE FROM leases").execute(&self.pool).await?;
        Ok(())
    }

    /// Writes down, before a try, that from now on the message may be there, and whom it names. False
    /// where the lease is no longer `owner`'s: then it must not be tried.
    pub async fn start(
        &self,
        key: &str,
        owner: &str,
        names: &[LearnerId],
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let _timed = measure::database("start");
        let mut tx = self.begin().await?;
        let started = sqlx::query(
            "UPDATE outbox SET doubt_since = COALESCE(doubt_since, $1) \
             WHERE id = $2 AND lease_owner = $3 AND state = 'waiting'",
        )
        .bind(now.timestamp())
        .bind(key)
        .bind(owner)
        .execute(&mut *tx)
        .await?;
        if started.rows_affected() == 0 {
            return Ok(false);
        }
        name(&mut tx, key, names).await?;
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
        let finished = sqlx::query(
            "UPDATE outbox SET state = $1, message = COALESCE($2, message), next_try_at = $3, error = $4, \
             finished_at = $5, lease_until = 0, doubt_since = CASE WHEN $6 = 1 THEN doubt_since END \
             WHERE id = $7 AND lease_owner = $8 AND state = 'waiting'",
        )
        .bind(state)
        .bind(message)
        .bind(next.timestamp())
        .bind(why)
        .bind((state != "waiting").then(|| now.timestamp()))
        .bind(i32::from(doubt))
        .bind(key)
        .bind(owner)
        .execute(&mut *tx)
        .await?;
        if finished.rows_affected() == 1 {
            queue(&mut tx, follow).await?;
            retouch(&mut tx, key, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Stops a server's posts to a channel for a reason, until the next `/setup`; a server that posts
    /// elsewhere by now goes on.
    pub async fn set_fault(&self, server: ServerId, channel: ChannelId, fault: &str) -> Result<()> {
        sqlx::query("UPDATE servers SET fault = $1 WHERE id = $2 AND channel = $3")
            .bind(fault)
            .bind(signed(server.0))
            .bind(signed(channel.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Turns a learner's reminders off because direct messages are refused; their next answer says so.
    pub async fn refuse_messages(&self, learner: LearnerId) -> Result<()> {
        sqlx::query("UPDATE learners SET reminders = 0, refused = 1, revision = revision + 1 WHERE id = $1 AND reminders = 1")
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Whether a learner is still to be told that their reminders are off; they are told once.
    pub async fn take_refusal(&self, learner: LearnerId) -> Result<bool> {
        let refused = sqlx::query("SELECT id FROM learners WHERE id = $1 AND refused = 1")
            .bind(signed(learner.0))
            .fetch_optional(&self.pool)
            .await?;
        if refused.is_none() {
            return Ok(false);
        }
        let taken = sqlx::query("UPDATE learners SET refused = 0 WHERE id = $1 AND refused = 1")
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(taken.rows_affected() == 1)
    }
}
