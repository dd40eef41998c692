//! Who looks for somebody to study with, in one week of a cohort.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::outbox::{Due, queue};
use super::rows::{signed, unsigned};
use super::sql::{Transaction, query};
use crate::study::units::{CohortId, LearnerId, LessonId};
use crate::study::week::Week;

/// A week of a cohort, within which people find each other.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    /// The cohort.
    pub cohort: &'a CohortId,
    /// The week.
    pub week: Week,
}

impl Store {
    /// Puts a learner on the list for a lesson and pairs them with who waits longest for it, in one
    /// transaction with the message that tells the other. Returns the partner; none while waiting.
    /// Whoever has one keeps them.
    pub async fn seek(
        &self,
        round: Round<'_>,
        learner: LearnerId,
        lesson: &LessonId,
        told: impl Fn(LearnerId) -> Due + Send,
        now: DateTime<Utc>,
    ) -> Result<Option<LearnerId>> {
        let week = round.week.to_string();
        let mut tx = self.begin().await?;
        if let Some(partner) = partner(&mut tx, round, learner).await? {
            return Ok(Some(partner));
        }
        query(
            "INSERT INTO partners (cohort, week, learner, lesson, asked_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (cohort, week, learner) DO UPDATE SET lesson = excluded.lesson",
        )
        .bind(round.cohort.as_str())
        .bind(&week)
        .bind(signed(learner.0))
        .bind(lesson.as_str())
        .bind(now.timestamp())
        .execute(&mut *tx)
        .await?;
        let waiting = query(
            "SELECT learner FROM partners WHERE cohort = $1 AND week = $2 AND lesson = $3 AND learner <> $4 \
             AND partner IS NULL ORDER BY asked_at, learner LIMIT 1",
        )
        .bind(round.cohort.as_str())
        .bind(&week)
        .bind(lesson.as_str())
        .bind(signed(learner.0))
        .fetch_optional(&mut *tx)
        .await?;
        let other = match waiting {
            Some(row) => Some(LearnerId(unsigned(row.get("learner")?))),
            None => None,
        };
        if let Some(other) = other {
            for (one, two) in [(learner, other), (other, learner)] {
                query("UPDATE partners SET partner = $1 WHERE cohort = $2 AND week = $3 AND learner = $4")
                    .bind(signed(two.0))
                    .bind(round.cohort.as_str())
                    .bind(&week)
                    .bind(signed(one.0))
                    .execute(&mut *tx)
                    .await?;
            }
            queue(&mut tx, &[told(other)]).await?;
        }
        tx.commit().await?;
        Ok(other)
    }

    /// Whom a learner has found in a week, and on which lesson they look or looked.
    pub async fn partner(&self, round: Round<'_>, learner: LearnerId) -> Result<Option<LearnerId>> {
        let mut tx = self.begin().await?;
        partner(&mut tx, round, learner).await
    }

    /// Takes a learner off the list; whoever was their partner looks on.
    pub async fn stop_seeking(&self, round: Round<'_>, learner: LearnerId) -> Result<()> {
        let mut tx = self.begin().await?;
        for sql in [
            "UPDATE partners SET partner = NULL WHERE cohort = $1 AND week = $2 AND partner = $3",
            "DELETE FROM partners WHERE cohort = $1 AND week = $2 AND learner = $3",
        ] {
            query(sql)
                .bind(round.cohort.as_str())
                .bind(round.week.to_string())
                .bind(signed(learner.0))
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Forgets who looked for somebody before a time.
    pub async fn prune_partners(&self, before: DateTime<Utc>) -> Result<()> {
        query("DELETE FROM partners WHERE asked_at < $1")
            .bind(before.timestamp())
            .long()
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

async fn partner(tx: &mut Transaction, round: Round<'_>, learner: LearnerId) -> Result<Option<LearnerId>> {
    let row = query("SELECT partner FROM partners WHERE cohort = $1 AND week = $2 AND learner = $3")
        .bind(round.cohort.as_str())
        .bind(round.week.to_string())
        .bind(signed(learner.0))
        .fetch_optional(&mut **tx)
        .await?;
    let partner = row.map(|row| row.get::<Option<i64>>("partner")).transpose()?.flatten();
    Ok(partner.map(|id| LearnerId(unsigned(id))))
}
