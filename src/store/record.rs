//! The record of any time, and the clock that runs for what will be its next entry.

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};

use super::Store;
use super::load::event;
use super::outbox::PORTION;
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

    /// Forgets some of the answers that are kept with a learner's entries of before a time; false where
    /// nothing of them is left. One at a time: whoever deletes their data meanwhile is not waited for.
    pub async fn forget_answers(&self, before: DateTime<Utc>) -> Result<bool> {
        let rows = query(
            "SELECT interaction FROM events WHERE answer <> '' AND recorded_at < $1 \
             ORDER BY recorded_at LIMIT $2",
        )
        .bind(before.timestamp())
        .bind(PORTION)
        .fetch_all(&self.pool)
        .await?;
        for row in &rows {
            query("UPDATE events SET answer = '' WHERE interaction = $1")
                .bind(row.get::<i64>("interaction")?)
                .execute(&self.pool)
                .await?;
        }
        Ok(!rows.is_empty())
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
