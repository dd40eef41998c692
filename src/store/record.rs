//! The record of any time, and the clock that runs for what will be its next entry.

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};

use super::Store;
use super::load::event;
use super::rows::{signed, to_json};
use super::sql::query;
use crate::study::learner::{Event, UNDO_DAYS};
use crate::study::timer::Timer;
use crate::study::units::LearnerId;

impl Store {
    /// The record from `from` to before `to`, with whatever takes entries of that time back.
    pub async fn record(
        &self,
        learner: LearnerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Event>> {
        let rows = query(
            "SELECT what AS name, seq AS a, interaction AS b, recorded_at AS c, at AS d FROM events \
             WHERE learner = $1 AND at >= $2 AND at < $3 ORDER BY seq",
        )
        .bind(signed(learner.0))
        .bind(from.timestamp())
        .bind((to + Duration::days(2 * UNDO_DAYS + 1)).timestamp())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(event).collect()
    }

    /// Remembers a *Start*, or forgets it.
    pub async fn set_timer(&self, learner: LearnerId, timer: Option<&Timer>) -> Result<()> {
        query("UPDATE learners SET timed_at = $1, timed = $2 WHERE id = $3")
            .bind(timer.map(|timer| timer.at.timestamp()))
            .bind(timer.map(|timer| to_json(&timer.steps)).transpose()?)
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
