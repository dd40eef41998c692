//! Learners: saving a change in one transaction. How they are loaded is in `load`.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::moderation::who;
use super::rows::{signed, to_json};
use super::scores::write_scores;
use super::sql::{Transaction, query};
use crate::measure;
use crate::study::learner::{Progress, Promise, Study};
use crate::study::pace::Pace;
use crate::study::record::Change;
use crate::study::score::Score;
use crate::study::units::{LearnerId, LessonId, ServerId, StepRef};
use crate::study::week::Week;

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is stored.
    Yes,
    /// The interaction was carried out before; this was its answer.
    Before(String),
    /// The learner changed meanwhile: load again and decide again.
    Conflict,
}

/// What is stored along with a change.
#[derive(Debug, Clone, Copy)]
pub struct With<'a> {
    /// The rows of boards that it moves.
    pub scores: &'a [Score],
    /// The server in which the learner becomes a member, and their name there.
    pub joins: Option<(ServerId, &'a str)>,
    /// The answer, to be given again if the interaction comes again.
    pub answer: &'a str,
    /// The version of the content.
    pub content: &'a str,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Store {
    /// Stores a change and all that follows from it, or nothing.
    pub async fn save(&self, change: &Change, with: With<'_>) -> Result<Saved> {
        let _timed = measure::database("save");
        let study = &change.after;
        let learner = signed(study.learner.0);
        let mut tx = self.begin().await?;
        if let Some(event) = &change.event {
            let before = query("SELECT answer FROM events WHERE interaction = $1")
                .bind(signed(event.interaction.0))
                .fetch_optional(&mut *tx)
                .await?;
            if let Some(row) = before {
                return Ok(Saved::Before(row.get("answer")?));
            }
        }
        if !write_learner(&mut tx, study).await? {
            return Ok(Saved::Conflict);
        }
        if let Some(event) = &change.event {
            query(
                "INSERT INTO events (learner, seq, interaction, recorded_at, at, content, what, answer) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(learner)
            .bind(event.seq)
            .bind(signed(event.interaction.0))
            .bind(event.recorded_at.timestamp())
            .bind(event.at.timestamp())
            .bind(with.content)
            .bind(to_json(&event.what)?)
            .bind(with.answer)
            .execute(&mut *tx)
            .await?;
        }
        // What was loaded with a *Start* and is left without one has its *Done*.
        if change.stops_timer() {
            query("UPDATE learners SET timed_at = NULL, timed = NULL WHERE id = $1")
                .bind(learner)
                .execute(&mut *tx)
                .await?;
        }
        for lesson in &change.lessons {
            if let Some(progress) = study.progress.get(lesson) {
                write_progress(&mut tx, study.learner, lesson, progress).await?;
            }
        }
        for week in &change.weeks {
            write_promise(&mut tx, study.learner, *week, study.promise(*week)).await?;
        }
        if let Some((server, name)) = with.joins {
            query(
                // Whom a manager hides stays hidden when they leave and join again.
                "INSERT INTO members (server, learner, name, board, joined_at, seen_at, moderated) \
                 VALUES ($1, $2, $3, 'visible', $4, $4, CASE WHEN EXISTS \
                 (SELECT 1 FROM blocks WHERE server = $1 AND who = $5 AND hides = 1) THEN 1 ELSE 0 END) \
                 ON CONFLICT (server, learner) DO UPDATE SET name = excluded.name",
            )
            .bind(signed(server.0))
            .bind(learner)
            .bind(name)
            .bind(with.now.timestamp())
            .bind(signed(who(server, study.learner)))
            .execute(&mut *tx)
            .await?;
        }
        write_scores(&mut tx, study.learner, with.scores).await?;
        tx.commit().await?;
        Ok(Saved::Yes)
    }

    /// Remembers what `/next` showed and the pace that it told, where they differ.
    pub async fn show(&self, study: &Study, shown: &[StepRef], told: Pace) -> Result<()> {
        if study.shown == shown && study.told_pace == told {
            return Ok(());
        }
        query("UPDATE learners SET shown = $1, told_pace = $2 WHERE id = $3")
            .bind(to_json(&shown)?)
            .bind(i64::from(told.0))
            .bind(signed(study.learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Sets a learner's zone and whether reminders are wanted; false when the learner changed since.
    pub async fn set_preferences(&self, study: &Study) -> Result<bool> {
        let written = query(
            "UPDATE learners SET revision = revision + 1, zone = $1, reminders = $2, freeze_at = $3 \
             WHERE id = $4 AND revision = $5",
        )
        .bind(study.zone.name())
        .bind(i32::from(study.reminders))
        .bind(freeze_at(study))
        .bind(signed(study.learner.0))
        .bind(study.revision)
        .execute(&self.pool)
        .await?;
        Ok(written == 1)
    }
}

/// When the week after the last frozen one begins; none without a plan.
fn freeze_at(study: &Study) -> Option<i64> {
    let profile = study.profile.as_ref()?;
    let week = study.promises.last().map_or(Week::of(profile.starts_on), |last| last.week.plus(1));
    Some(week.begins_at(study.zone).timestamp())
}

/// Writes the learner's row; false when it changed since it was loaded.
async fn write_learner(tx: &mut Transaction, study: &Study) -> Result<bool> {
    let profile = study.profile.as_ref().map(to_json).transpose()?;
    let sql = if study.revision == 0 {
        "INSERT INTO learners (revision, zone, profile, reminders, freeze_at, told_pace, id, shown) \
         VALUES ($1 + 1, $2, $3, $4, $5, $6, $7, '[]') ON CONFLICT (id) DO NOTHING"
    } else {
        "UPDATE learners SET revision = $1 + 1, zone = $2, profile = $3, reminders = $4, freeze_at = $5, \
         told_pace = $6 WHERE id = $7 AND revision = $1"
    };
    let written = query(sql)
        .bind(study.revision)
        .bind(study.zone.name())
        .bind(profile)
        .bind(i32::from(study.reminders))
        .bind(freeze_at(study))
        .bind(i64::from(study.told_pace.0))
        .bind(signed(study.learner.0))
        .execute(&mut **tx)
        .await?;
    Ok(written == 1)
}

async fn write_progress(
    tx: &mut Transaction,
    learner: LearnerId,
    lesson: &LessonId,
    progress: &Progress,
) -> Result<()> {
    query(
        "INSERT INTO progress \
         (learner, lesson, steps, credited, spent, logged, measured, measured_for, finished_at, link) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (learner, lesson) DO UPDATE SET \
         steps = excluded.steps, credited = excluded.credited, spent = excluded.spent, \
         logged = excluded.logged, measured = excluded.measured, measured_for = excluded.measured_for, \
         finished_at = excluded.finished_at, link = excluded.link",
    )
    .bind(signed(learner.0))
    .bind(lesson.as_str())
    .bind(to_json(&progress.steps)?)
    .bind(i64::from(progress.credited.0))
    .bind(i64::from(progress.spent.0))
    .bind(i64::from(progress.logged.0))
    .bind(i64::from(progress.measured.0))
    .bind(i64::from(progress.measured_for.0))
    .bind(progress.finished_at.map(|at| at.timestamp()))
    .bind(progress.link.as_deref())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn write_promise(
    tx: &mut Transaction,
    learner: LearnerId,
    week: Week,
    promise: Option<&Promise>,
) -> Result<()> {
    let Some(promise) = promise else {
        query("DELETE FROM promises WHERE learner = $1 AND week = $2")
            .bind(signed(learner.0))
            .bind(week.to_string())
            .execute(&mut **tx)
            .await?;
        return Ok(());
    };
    query(
        "INSERT INTO promises (learner, week, minutes, steps, kept, replaced, measured, pace) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (learner, week) DO UPDATE SET \
         minutes = excluded.minutes, steps = excluded.steps, kept = excluded.kept, \
         replaced = excluded.replaced, measured = excluded.measured, pace = excluded.pace",
    )
    .bind(signed(learner.0))
    .bind(week.to_string())
    .bind(i64::from(promise.minutes.0))
    .bind(to_json(&promise.steps)?)
    .bind(i64::from(promise.kept.0))
    .bind(i32::from(promise.replaced))
    .bind(i64::from(promise.measured.0))
    .bind(i64::from(promise.pace.0))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
