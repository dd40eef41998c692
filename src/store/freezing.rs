//! Whose week has begun without its promise.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::rows::{signed, unsigned};
use super::sql::{Row, query};
use crate::study::units::{LearnerId, ServerId};

impl Store {
    /// Learners for whom a week has begun without its promise, longest since first.
    pub async fn to_freeze(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<LearnerId>> {
        let rows = query("SELECT id FROM learners WHERE freeze_at <= $1 ORDER BY freeze_at, id LIMIT $2")
            .bind(now.timestamp())
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(learner).collect()
    }

    /// Those of them who are members of a server.
    pub async fn to_freeze_in(&self, server: ServerId, now: DateTime<Utc>) -> Result<Vec<LearnerId>> {
        // CROSS, so that SQLite begins with the members: there may be many more learners to freeze.
        let rows = query(
            "SELECT learners.id FROM members CROSS JOIN learners \
             WHERE members.server = $1 AND learners.id = members.learner AND learners.freeze_at <= $2",
        )
        .bind(signed(server.0))
        .bind(now.timestamp())
        .long()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(learner).collect()
    }

    /// Has a learner whose week cannot be frozen wait until a time, so that the others come first.
    pub async fn put_off_freezing(&self, id: LearnerId, until: DateTime<Utc>) -> Result<()> {
        query("UPDATE learners SET freeze_at = $1 WHERE id = $2 AND freeze_at < $1")
            .bind(until.timestamp())
            .bind(signed(id.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn learner(row: &Row) -> Result<LearnerId> {
    Ok(LearnerId(unsigned(row.get("id")?)))
}
