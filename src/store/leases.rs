//! Who does what only one of many processes should do.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::sql::query;

impl Store {
    /// Takes or keeps the lease of a task for `owner` until `until`; false where somebody else holds
    /// it. One that has run out is anybody's.
    pub async fn lead(
        &self,
        task: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool> {
        let taken = query(
            "INSERT INTO leases (task, owner, until) VALUES ($1, $2, $3) ON CONFLICT (task) DO UPDATE SET \
             owner = excluded.owner, until = excluded.until WHERE leases.owner = excluded.owner OR leases.until <= $4",
        )
        .bind(task)
        .bind(owner)
        .bind(until.timestamp())
        .bind(now.timestamp())
        .execute(&self.pool)
        .await?;
        Ok(taken == 1)
    }

    /// Gives a lease back, so that the next process need not wait for its end.
    pub async fn step_down(&self, task: &str, owner: &str) -> Result<()> {
        query("DELETE FROM leases WHERE task = $1 AND owner = $2")
            .bind(task)
            .bind(owner)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
