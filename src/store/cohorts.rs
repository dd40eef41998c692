//! The cohorts of servers.

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::outbox::{Due, answered, queue};
use super::rows::{signed, unsigned};
use super::sql::{Row, query};
use crate::study::cohort::Cohort;
use crate::study::units::{CohortId, InteractionId, Minutes, ServerId, TrackId};

impl Store {
    /// Stores a new cohort with its invitation and the answer to who asked for it, in one transaction;
    /// nothing where that interaction was carried out before.
    pub async fn begin_cohort(
        &self,
        cohort: &Cohort,
        rows: &[Due],
        answer: (InteractionId, &str),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        if !answered(&mut tx, answer, now).await? {
            return Ok(());
        }
        query(
            "INSERT INTO cohorts (id, server, name, track, weekly, starts_on, made_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(cohort.id.as_str())
        .bind(signed(cohort.server.0))
        .bind(&cohort.name)
        .bind(cohort.track.as_str())
        .bind(i64::from(cohort.weekly.0))
        .bind(cohort.starts_on.to_string())
        .bind(now.timestamp())
        .execute(&mut *tx)
        .await?;
        queue(&mut tx, rows).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a cohort; one that has ended stays as it is.
    pub async fn end_cohort(&self, id: &CohortId, now: DateTime<Utc>) -> Result<()> {
        query("UPDATE cohorts SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
            .bind(now.timestamp())
            .bind(id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The cohorts that a server had running at `at`, by their start.
    pub async fn cohorts(&self, server: ServerId, at: DateTime<Utc>) -> Result<Vec<Cohort>> {
        let rows = query(
            "SELECT * FROM cohorts WHERE server = $1 AND made_at <= $2 AND (ended_at IS NULL OR ended_at > $2) \
             ORDER BY starts_on, made_at, id",
        )
        .bind(signed(server.0))
        .bind(at.timestamp())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(cohort).collect()
    }

    /// A cohort that runs; none where it has ended or never was.
    pub async fn cohort(&self, id: &CohortId) -> Result<Option<Cohort>> {
        let row = query("SELECT * FROM cohorts WHERE id = $1 AND ended_at IS NULL")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(cohort).transpose()
    }
}

fn cohort(row: &Row) -> Result<Cohort> {
    let starts_on: &str = row.get("starts_on")?;
    Ok(Cohort {
        id: CohortId::from(row.get::<&str>("id")?),
        server: ServerId(unsigned(row.get("server")?)),
        name: row.get("name")?,
        track: TrackId::from(row.get::<&str>("track")?),
        weekly: Minutes(u32::try_from(row.get::<i64>("weekly")?)?),
        starts_on: starts_on.parse::<NaiveDate>()?,
    })
}
