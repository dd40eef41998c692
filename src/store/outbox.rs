//! What the coach sends by itself: one row an occurrence, sent outside any transaction.

use anyhow::Result;
use chrono::{DateTime, Utc};
use sqlx::any::{Any, AnyRow};
use sqlx::{Row, Transaction};

use super::Store;
use super::rows::{instant, signed, unsigned};
use crate::study::units::{ChannelId, InteractionId, LearnerId, MessageId, ServerId};

/// One due post, before or after it went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The occurrence's key: the same one is never queued twice.
    pub key: String,
    /// What is posted: `weekly`, `extra` or `assignment`.
    pub kind: String,
    /// The server that it is for.
    pub server: ServerId,
    /// Where; none for a direct message.
    pub channel: Option<ChannelId>,
    /// To whom, for a direct message.
    pub learner: Option<LearnerId>,
    /// As of when it is composed.
    pub due_at: DateTime<Utc>,
    /// Whether it was queued late and says so.
    pub late: bool,
    /// How often it was tried.
    pub attempts: u32,
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is there.
    Sent(MessageId),
    /// Not now; try again then.
    Later(DateTime<Utc>, String),
    /// It cannot be sent until somebody mends this.
    Failed(String),
    /// It was tried for too long.
    GivenUp(String),
}

/// A past run, for `/setup show`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// `waiting`, `sent`, `failed` or `skipped`.
    pub state: String,
    /// Why it failed.
    pub error: Option<String>,
}

impl Store {
    /// Queues a row that somebody asked for, with the answer that they get, in one transaction.
    pub async fn queue_asked(
        &self,
        due: &Due,
        next: Option<(ServerId, DateTime<Utc>)>,
        (interaction, answer): (InteractionId, &str),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let known = sqlx::query("INSERT INTO answers (interaction, at, answer) VALUES ($1, $2, $3) ON CONFLICT (interaction) DO NOTHING")
            .bind(signed(interaction.0))
            .bind(now.timestamp())
            .bind(answer)
            .execute(&mut *tx)
            .await?;
        if known.rows_affected() == 1 {
            queue(&mut tx, std::slice::from_ref(due), next).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Queues rows and moves a server's next time on, in one transaction; a row that is there already
    /// stays as it is. Returns how many are new.
    pub async fn queue(&self, rows: &[Due], next: Option<(ServerId, DateTime<Utc>)>) -> Result<u64> {
        let mut tx = self.begin().await?;
        let new = queue(&mut tx, rows, next).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Notes an occurrence that was missed for too long, and moves the server's next time on.
    pub async fn skip(&self, due: &Due, now: DateTime<Utc>, next: DateTime<Utc>) -> Result<()> {
        let mut tx = self.begin().await?;
        if queue(&mut tx, std::slice::from_ref(due), Some((due.server, next))).await? == 1 {
            sqlx::query("UPDATE outbox SET state = 'skipped', finished_at = $1 WHERE id = $2")
                .bind(now.timestamp())
                .bind(&due.key)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Gives a server's rows that are not out yet another channel, or gives them up where there is none;
    /// with a channel, this week's post that failed is tried again.
    pub async fn redirect(
        &self,
        server: ServerId,
        channel: Option<ChannelId>,
        again: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        match channel {
            Some(channel) => {
                sqlx::query(
                    "UPDATE outbox SET channel = $1, state = 'waiting', next_try_at = $2, error = NULL, finished_at = NULL \
                     WHERE server = $3 AND channel IS NOT NULL AND (state = 'waiting' OR (state = 'failed' AND id = $4))",
                )
                .bind(signed(channel.0))
                .bind(now.timestamp())
                .bind(signed(server.0))
                .bind(again.unwrap_or_default())
                .execute(&self.pool)
                .await?;
            }
            None => {
                sqlx::query(
                    "UPDATE outbox SET state = 'skipped', finished_at = $1 \
                     WHERE server = $2 AND channel IS NOT NULL AND state = 'waiting'",
                )
                .bind(now.timestamp())
                .bind(signed(server.0))
                .execute(&self.pool)
                .await?;
            }
        }
        Ok(())
    }

    /// Claims rows whose time has come for `owner` until `until`; a lease that has run out is taken over.
    pub async fn claim(
        &self,
        now: DateTime<Utc>,
        owner: &str,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Due>> {
        let mut tx = self.begin().await?;
        let rows = sqlx::query(
            "UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 WHERE id IN (\
             SELECT id FROM outbox WHERE state = 'waiting' AND next_try_at <= $3 AND lease_until <= $3 \
             ORDER BY next_try_at, id LIMIT $4) AND state = 'waiting' AND lease_until <= $3 RETURNING *",
        )
        .bind(owner)
        .bind(until.timestamp())
        .bind(now.timestamp())
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let mut due = rows.iter().map(due).collect::<Result<Vec<_>>>()?;
        due.sort_by(|a, b| (a.due_at, &a.key).cmp(&(b.due_at, &b.key)));
        Ok(due)
    }

    /// Writes down what became of a try, unless somebody else holds the lease by now.
    pub async fn finish(&self, key: &str, owner: &str, outcome: &Outcome, now: DateTime<Utc>) -> Result<()> {
        let (state, message, next, error) = match outcome {
            Outcome::Sent(message) => ("sent", Some(signed(message.0)), now, None),
            Outcome::Later(at, error) => ("waiting", None, *at, Some(error)),
            Outcome::Failed(error) | Outcome::GivenUp(error) => ("failed", None, now, Some(error)),
        };
        sqlx::query(
            "UPDATE outbox SET state = $1, message = $2, next_try_at = $3, error = $4, finished_at = $5, lease_until = 0 \
             WHERE id = $6 AND lease_owner = $7 AND state = 'waiting'",
        )
        .bind(state)
        .bind(message)
        .bind(next.timestamp())
        .bind(error)
        .bind((state != "waiting").then(|| now.timestamp()))
        .bind(key)
        .bind(owner)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Whether an occurrence is on its way or out; one that failed or was skipped is neither.
    pub async fn has_occurrence(&self, key: &str) -> Result<bool> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS found FROM outbox WHERE id = $1 AND state IN ('waiting', 'sent')",
        )
        .bind(key)
        .fetch_one(&self.pool)
        .await?;
        Ok(row.try_get::<i64, _>("found")? > 0)
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

    /// A server's last runs, newest first.
    pub async fn runs(&self, server: ServerId, count: u32) -> Result<Vec<Run>> {
        let rows = sqlx::query(
            "SELECT due_at, state, error FROM outbox WHERE server = $1 AND kind IN ('weekly', 'extra') \
             ORDER BY due_at DESC, id LIMIT $2",
        )
        .bind(signed(server.0))
        .bind(i64::from(count))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Run {
                    due_at: instant(row.try_get("due_at")?)?,
                    state: row.try_get("state")?,
                    error: row.try_get("error")?,
                })
            })
            .collect()
    }
}

async fn queue(
    tx: &mut Transaction<'static, Any>,
    rows: &[Due],
    next: Option<(ServerId, DateTime<Utc>)>,
) -> Result<u64> {
    let mut new = 0;
    for due in rows {
        new += sqlx::query(
            "INSERT INTO outbox (id, kind, server, channel, learner, due_at, late, state, attempts, next_try_at, lease_until) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $6, 0) ON CONFLICT (id) DO NOTHING",
        )
        .bind(&due.key)
        .bind(&due.kind)
        .bind(signed(due.server.0))
        .bind(due.channel.map(|channel| signed(channel.0)))
        .bind(due.learner.map(|learner| signed(learner.0)))
        .bind(due.due_at.timestamp())
        .bind(i32::from(due.late))
        .execute(&mut **tx)
        .await?
        .rows_affected();
    }
    if let Some((server, at)) = next {
        sqlx::query("UPDATE servers SET next_at = $1 WHERE id = $2")
            .bind(at.timestamp())
            .bind(signed(server.0))
            .execute(&mut **tx)
            .await?;
    }
    Ok(new)
}

fn due(row: &AnyRow) -> Result<Due> {
    Ok(Due {
        key: row.try_get("id")?,
        kind: row.try_get("kind")?,
        server: ServerId(unsigned(row.try_get("server")?)),
        channel: row.try_get::<Option<i64>, _>("channel")?.map(|id| ChannelId(unsigned(id))),
        learner: row.try_get::<Option<i64>, _>("learner")?.map(|id| LearnerId(unsigned(id))),
        due_at: instant(row.try_get("due_at")?)?,
        late: row.try_get::<i32, _>("late")? == 1,
        attempts: u32::try_from(row.try_get::<i64, _>("attempts")?)?,
    })
}
