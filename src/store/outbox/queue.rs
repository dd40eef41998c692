//! Rows into the outbox, and what a manager's change does to those that wait.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::super::Store;
use super::super::backend::Alone;
use super::super::rows::signed;
use super::super::sql::{Transaction, query};
use super::Due;
use crate::measure;
use crate::study::units::{ChannelId, InteractionId, ServerId};

/// Rows that are forgotten at once: others wait no longer than for these.
pub(in crate::store) const PORTION: i64 = 500;

/// A server's schedule that goes on to its next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// Whose.
    pub server: ServerId,
    /// Which.
    pub schedule: Schedule,
    /// The time that it stands at; it only goes on from there, so that no other process's step, and
    /// no manager's change, is undone.
    pub from: Option<DateTime<Utc>>,
    /// The time after it.
    pub to: DateTime<Utc>,
}

/// A server's schedules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// The weekly post's.
    Weekly,
    /// The reminder's.
    Reminder,
}

impl Store {
    /// Queues rows that somebody asked for, with the answer that they get, in one transaction.
    pub async fn queue_asked(
        &self,
        rows: &[Due],
        next: Option<Next>,
        answer: (InteractionId, &str),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        if answered(&mut tx, answer, now).await? {
            if let Some(next) = next {
                go_on(&mut tx, next).await?;
            }
            queue(&mut tx, rows).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Queues rows; a row that is there already stays as it is. With `next`, in one transaction with
    /// the step of the schedule, and only where it stands there still: else somebody else has queued
    /// them, or they are no longer due. Returns how many are new.
    pub async fn queue(&self, rows: &[Due], next: Option<Next>) -> Result<u64> {
        let _timed = measure::database("queue");
        let mut tx = self.begin().await?;
        if let Some(next) = next
            && !go_on(&mut tx, next).await?
        {
            return Ok(0);
        }
        let new = queue(&mut tx, rows).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Notes an occurrence that was missed for too long, and moves the server's next time on. `told`
    /// goes out where the occurrence is new.
    pub async fn skip(&self, due: &Due, told: Option<&Due>, now: DateTime<Utc>, next: Next) -> Result<()> {
        let mut tx = self.begin().await?;
        if !go_on(&mut tx, next).await? {
            return Ok(());
        }
        if queue(&mut tx, std::slice::from_ref(due)).await? == 1 {
            query("UPDATE outbox SET state = 'skipped', finished_at = $1 WHERE id = $2")
                .bind(now.timestamp())
                .bind(&due.key)
                .execute(&mut *tx)
                .await?;
            if let Some(told) = told {
                queue(&mut tx, std::slice::from_ref(told)).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Gives a server's rows that are not out yet another channel, or gives them up where there is
    /// none; with a channel, this week's post that failed is tried again. What may be there already
    /// stays where it was tried, and a look keeps its time.
    pub async fn redirect(
        &self,
        server: ServerId,
        channel: Option<ChannelId>,
        again: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        match channel {
            Some(channel) => {
                query(
                    "UPDATE outbox SET channel = $1, state = 'waiting', next_try_at = $2, error = NULL, finished_at = NULL \
                     WHERE server = $3 AND channel IS NOT NULL AND doubt_since IS NULL \
                     AND kind NOT IN ('thread', 'edit', 'withdraw', 'foresight') AND (state = 'waiting' OR (state = 'failed' AND (id = $4 OR id LIKE $4 || '#%')))",
                )
                .bind(signed(channel.0))
                .bind(now.timestamp())
                .bind(signed(server.0))
                .bind(again.unwrap_or_default())
                .execute(&mut *tx)
                .await?;
            }
            None => {
                query(
                    "UPDATE outbox SET state = 'skipped', finished_at = $1 \
                     WHERE server = $2 AND channel IS NOT NULL \
                     AND kind NOT IN ('edit', 'withdraw') AND state = 'waiting'",
                )
                .bind(now.timestamp())
                .bind(signed(server.0))
                .execute(&mut *tx)
                .await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Forgets some of what was sent, or given up, before a time; false where nothing of it is left.
    pub async fn prune(&self, before: DateTime<Utc>) -> Result<bool> {
        let mut pruned = false;
        for state in ["sent", "failed", "skipped", "uncertain"] {
            let mut tx = self.begin_alone(Alone::Outbox).await?;
            for sql in [
                "DELETE FROM post_names WHERE post IN (SELECT id FROM outbox WHERE state = $1 AND next_try_at < $2 \
                 ORDER BY next_try_at, id LIMIT $3)",
                "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = $1 AND next_try_at < $2 \
                 ORDER BY next_try_at, id LIMIT $3)",
            ] {
                let gone =
                    query(sql).bind(state).bind(before.timestamp()).bind(PORTION).execute(&mut *tx).await?;
                pruned |= gone > 0;
            }
            tx.commit().await?;
        }
        Ok(pruned)
    }

    /// Forgets answers of before a time.
    pub async fn prune_answers(&self, before: DateTime<Utc>) -> Result<()> {
        query("DELETE FROM answers WHERE at < $1")
            .bind(before.timestamp())
            .long()
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Whether a row was ever queued under a key.
    pub async fn is_known(&self, key: &str) -> Result<bool> {
        let row = query("SELECT COUNT(*) AS found FROM outbox WHERE id = $1")
            .bind(key)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.get::<i64>("found")? > 0)
    }

    /// Whether an occurrence is on its way, out or perhaps out; one that failed or was skipped is not,
    /// unless a try of it may have come through before it was given up.
    pub async fn has_occurrence(&self, key: &str) -> Result<bool> {
        let row = query(
            "SELECT COUNT(*) AS found FROM outbox WHERE id = $1 \
             AND (state IN ('waiting', 'sent', 'uncertain') OR doubt_since IS NOT NULL)",
        )
        .bind(key)
        .fetch_one(&self.pool)
        .await?;
        Ok(row.get::<i64>("found")? > 0)
    }
}

/// Keeps the answer to an interaction; false where it was carried out before.
pub(in crate::store) async fn answered(
    tx: &mut Transaction,
    (interaction, answer): (InteractionId, &str),
    now: DateTime<Utc>,
) -> Result<bool> {
    let kept = query("INSERT INTO answers (interaction, at, answer) VALUES ($1, $2, $3) ON CONFLICT (interaction) DO NOTHING")
        .bind(signed(interaction.0))
        .bind(now.timestamp())
        .bind(answer)
        .execute(&mut **tx)
        .await?;
    Ok(kept == 1)
}

/// Queues rows; one that is there already stays as it is. Only a server's occurrence that came to nothing is
/// taken up again: a schedule that was changed, or `/setup post-now`, asks for it once more.
pub(in crate::store) async fn queue(tx: &mut Transaction, rows: &[Due]) -> Result<u64> {
    let mut new = 0;
    for due in rows {
        new += query(
            "INSERT INTO outbox (id, kind, server, channel, learner, part, turn, note, due_at, late, state, attempts, \
             next_try_at, lease_until, message) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', 0, $11, 0, $12) ON CONFLICT (id) DO UPDATE SET \
             channel = excluded.channel, note = excluded.note, due_at = excluded.due_at, late = excluded.late, \
             state = 'waiting', attempts = 0, next_try_at = excluded.next_try_at, error = NULL, finished_at = NULL \
             WHERE outbox.state IN ('failed', 'skipped') AND outbox.doubt_since IS NULL \
             AND outbox.kind IN ('weekly', 'reminder', 'foresight')",
        )
        .bind(&due.key)
        .bind(due.kind.as_str())
        .bind(signed(due.server.0))
        .bind(due.channel.map(|channel| signed(channel.0)))
        .bind(due.learner.map(|learner| signed(learner.0)))
        .bind(i32::from(due.part))
        .bind(i64::from(due.turn))
        .bind(due.note.as_deref())
        .bind(due.due_at.timestamp())
        .bind(i32::from(due.late))
        .bind(due.try_at.timestamp())
        .bind(due.message.map(|message| signed(message.0)))
        .execute(&mut **tx)
        .await?
        ;
    }
    Ok(new)
}

/// Moves a schedule on; false where it no longer stands where it did.
async fn go_on(tx: &mut Transaction, next: Next) -> Result<bool> {
    let statement = match next.schedule {
        Schedule::Weekly => {
            "UPDATE servers SET next_at = $1 WHERE id = $2 AND COALESCE(next_at, $4) = COALESCE($3, $4)"
        }
        Schedule::Reminder => {
            "UPDATE servers SET reminder_at = $1 WHERE id = $2 AND COALESCE(reminder_at, $4) = COALESCE($3, $4)"
        }
    };
    let moved = query(statement)
        .bind(next.to.timestamp())
        .bind(signed(next.server.0))
        .bind(next.from.map(|at| at.timestamp()))
        .bind(i64::MIN)
        .execute(&mut **tx)
        .await?;
    Ok(moved == 1)
}
