//! What the operator is told of the database.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::sql::query;
use crate::measure;

impl Store {
    /// A sign of life: the database takes a transaction that writes.
    pub async fn ping(&self) -> Result<()> {
        let _timed = measure::database("ping");
        let mut tx = self.begin().await?;
        query("SELECT 1").execute(&mut *tx).await?;
        tx.rollback().await?;
        Ok(())
    }

    /// How many messages wait although their time has come; looks ahead are none.
    pub async fn waiting(&self, now: DateTime<Utc>) -> Result<u64> {
        let row = query(
            "SELECT COUNT(*) AS found FROM outbox \
             WHERE state = 'waiting' AND kind <> 'foresight' AND next_try_at <= $1",
        )
        .bind(now.timestamp())
        .fetch_one(&self.pool)
        .await?;
        Ok(u64::try_from(row.get::<i64>("found")?)?)
    }
}
