//! Learners: loading all that a decision needs, saving a change in one transaction.

use anyhow::Result;
use chrono::{DateTime, Utc};
use sqlx::any::{Any, AnyRow};
use sqlx::{Row, Transaction};

use super::Store;
use super::rows::{instant, json, signed, to_json, unsigned, zone};
use super::scores::write_score;
use crate::measure;
use crate::study::learner::{BoardSetting, Event, Membership, Progress, Promise, Study};
use crate::study::pace::Pace;
use crate::study::record::Change;
use crate::study::score::Score;
use crate::study::timer::Timer;
use crate::study::units::{InteractionId, LearnerId, LessonId, Minutes, ServerId, StepRef};
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
    /// Everything about a learner that a decision at `now` needs; a new one has revision 0.
    pub async fn load(&self, id: LearnerId, now: DateTime<Utc>) -> Result<Study> {
        let _timed = measure::database("load");
        let learner = signed(id.0);
        let mut connection = self.pool.acquire().await?;
        let mut study = Study::new(id, chrono_tz::UTC);
        let Some(row) = sqlx::query(
            "SELECT revision, zone, profile, reminders, shown, told_pace, timed_at, timed FROM learners WHERE id = $1",
        )
        .bind(learner)
        .fetch_optional(&mut *connection)
        .await?
        else {
            return Ok(study);
        };
        study.revision = row.try_get("revision")?;
        study.zone = zone(row.try_get("zone")?)?;
        study.reminders = row.try_get::<i32, _>("reminders")? == 1;
        study.shown = json(&row, "shown")?;
        study.told_pace = pace(&row, "told_pace")?;
        if let Some(at) = row.try_get::<Option<i64>, _>("timed_at")? {
            study.timer = Some(Timer { at: instant(at)?, steps: json(&row, "timed")? });
        }
        if row.try_get::<Option<&str>, _>("profile")?.is_some() {
            study.profile = Some(json(&row, "profile")?);
        }
        // One statement for all the rest: what a statement costs is mostly the way to the database.
        let rows = sqlx::query(
            "SELECT 'progress' AS part, lesson AS name, steps AS list, link AS note, credited AS a, spent AS b, \
             logged AS c, measured AS d, measured_for AS e, finished_at AS f FROM progress WHERE learner = $1 \
             UNION ALL SELECT 'promise', week, steps, NULL, minutes, kept, measured, pace, replaced, NULL \
             FROM promises WHERE learner = $1 \
             UNION ALL SELECT 'event', what, NULL, NULL, seq, interaction, recorded_at, at, NULL, NULL \
             FROM events WHERE learner = $1 AND recorded_at >= $2 \
             UNION ALL SELECT 'member', members.name, members.board, servers.zone, members.server, NULL, NULL, \
             NULL, NULL, NULL FROM members JOIN servers ON servers.id = members.server WHERE members.learner = $1",
        )
        .bind(learner)
        .bind(Study::record_since(now).timestamp())
        .fetch_all(&mut *connection)
        .await?;
        for row in &rows {
            match row.try_get::<&str, _>("part")? {
                "progress" => {
                    let lesson: &str = row.try_get("name")?;
                    study.progress.insert(lesson.into(), progress(row)?);
                }
                "promise" => study.promises.push(promise(row)?),
                "event" => study.events.push(loaded_event(row)?),
                _ => study.memberships.push(membership(row)?),
            }
        }
        study.promises.sort_by_key(|promise| promise.week);
        study.events.sort_by_key(|event| event.seq);
        study.memberships.sort_by_key(|member| signed(member.server.0));
        Ok(study)
    }

    /// Stores a change and all that follows from it, or nothing.
    pub async fn save(&self, change: &Change, with: With<'_>) -> Result<Saved> {
        let _timed = measure::database("save");
        let study = &change.after;
        let learner = signed(study.learner.0);
        let mut tx = self.begin().await?;
        if let Some(event) = &change.event {
            let before = sqlx::query("SELECT answer FROM events WHERE interaction = $1")
                .bind(signed(event.interaction.0))
                .fetch_optional(&mut *tx)
                .await?;
            if let Some(row) = before {
                return Ok(Saved::Before(row.try_get("answer")?));
            }
        }
        if !write_learner(&mut tx, study).await? {
            return Ok(Saved::Conflict);
        }
        if let Some(event) = &change.event {
            sqlx::query(
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
            sqlx::query("UPDATE learners SET timed_at = NULL, timed = NULL WHERE id = $1")
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
            sqlx::query(
                "INSERT INTO members (server, learner, name, board, joined_at, seen_at) \
                 VALUES ($1, $2, $3, 'visible', $4, $4) ON CONFLICT (server, learner) DO UPDATE SET name = excluded.name",
            )
            .bind(signed(server.0))
            .bind(learner)
            .bind(name)
            .bind(with.now.timestamp())
            .execute(&mut *tx)
            .await?;
        }
        for score in with.scores {
            write_score(&mut tx, study.learner, score).await?;
        }
        tx.commit().await?;
        Ok(Saved::Yes)
    }

    /// Remembers what `/next` showed and the pace that it told, where they differ.
    pub async fn show(&self, study: &Study, shown: &[StepRef], told: Pace) -> Result<()> {
        if study.shown == shown && study.told_pace == told {
            return Ok(());
        }
        sqlx::query("UPDATE learners SET shown = $1, told_pace = $2 WHERE id = $3")
            .bind(to_json(&shown)?)
            .bind(i64::from(told.0))
            .bind(signed(study.learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Sets a learner's zone and whether reminders are wanted; false when the learner changed since.
    pub async fn set_preferences(&self, study: &Study) -> Result<bool> {
        let written = sqlx::query(
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
        Ok(written.rows_affected() == 1)
    }
}

/// When the week after the last frozen one begins; none without a plan.
fn freeze_at(study: &Study) -> Option<i64> {
    let profile = study.profile.as_ref()?;
    let week = study.promises.last().map_or(Week::of(profile.starts_on), |last| last.week.plus(1));
    Some(week.begins_at(study.zone).timestamp())
}

/// Writes the learner's row; false when it changed since it was loaded.
async fn write_learner(tx: &mut Transaction<'static, Any>, study: &Study) -> Result<bool> {
    let profile = study.profile.as_ref().map(to_json).transpose()?;
    let sql = if study.revision == 0 {
        "INSERT INTO learners (revision, zone, profile, reminders, freeze_at, told_pace, id, shown) \
         VALUES ($1 + 1, $2, $3, $4, $5, $6, $7, '[]') ON CONFLICT (id) DO NOTHING"
    } else {
        "UPDATE learners SET revision = $1 + 1, zone = $2, profile = $3, reminders = $4, freeze_at = $5, \
         told_pace = $6 WHERE id = $7 AND revision = $1"
    };
    let written = sqlx::query(sql)
        .bind(study.revision)
        .bind(study.zone.name())
        .bind(profile)
        .bind(i32::from(study.reminders))
        .bind(freeze_at(study))
        .bind(i64::from(study.told_pace.0))
        .bind(signed(study.learner.0))
        .execute(&mut **tx)
        .await?;
    Ok(written.rows_affected() == 1)
}

async fn write_progress(
    tx: &mut Transaction<'static, Any>,
    learner: LearnerId,
    lesson: &LessonId,
    progress: &Progress,
) -> Result<()> {
    sqlx::query(
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
    tx: &mut Transaction<'static, Any>,
    learner: LearnerId,
    week: Week,
    promise: Option<&Promise>,
) -> Result<()> {
    let Some(promise) = promise else {
        sqlx::query("DELETE FROM promises WHERE learner = $1 AND week = $2")
            .bind(signed(learner.0))
            .bind(week.to_string())
            .execute(&mut **tx)
            .await?;
        return Ok(());
    };
    sqlx::query(
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

fn progress(row: &AnyRow) -> Result<Progress> {
    Ok(Progress {
        steps: json(row, "list")?,
        credited: minutes(row, "a")?,
        spent: minutes(row, "b")?,
        logged: minutes(row, "c")?,
        measured: minutes(row, "d")?,
        measured_for: minutes(row, "e")?,
        finished_at: row.try_get::<Option<i64>, _>("f")?.map(instant).transpose()?,
        link: row.try_get("note")?,
    })
}

fn promise(row: &AnyRow) -> Result<Promise> {
    let week = Week::parse(row.try_get("name")?);
    Ok(Promise {
        week: week.ok_or_else(|| anyhow::anyhow!("a week in the database is not an ISO week"))?,
        minutes: minutes(row, "a")?,
        steps: json(row, "list")?,
        kept: minutes(row, "b")?,
        measured: minutes(row, "c")?,
        pace: pace(row, "d")?,
        replaced: row.try_get::<i64, _>("e")? == 1,
    })
}

fn loaded_event(row: &AnyRow) -> Result<Event> {
    Ok(Event {
        seq: row.try_get("a")?,
        interaction: InteractionId(unsigned(row.try_get("b")?)),
        recorded_at: instant(row.try_get("c")?)?,
        at: instant(row.try_get("d")?)?,
        what: json(row, "name")?,
    })
}

pub(super) fn event(row: &AnyRow) -> Result<Event> {
    Ok(Event {
        seq: row.try_get("seq")?,
        interaction: InteractionId(unsigned(row.try_get("interaction")?)),
        recorded_at: instant(row.try_get("recorded_at")?)?,
        at: instant(row.try_get("at")?)?,
        what: json(row, "what")?,
    })
}

fn membership(row: &AnyRow) -> Result<Membership> {
    let board: &str = row.try_get("list")?;
    Ok(Membership {
        server: ServerId(unsigned(row.try_get("a")?)),
        zone: zone(row.try_get("note")?)?,
        board: BoardSetting::parse(board).unwrap_or(BoardSetting::Hidden),
        name: row.try_get("name")?,
    })
}

fn minutes(row: &AnyRow, column: &str) -> Result<Minutes> {
    Ok(Minutes(u32::try_from(row.try_get::<i64, _>(column)?)?))
}

fn pace(row: &AnyRow, column: &str) -> Result<Pace> {
    Ok(Pace(u32::try_from(row.try_get::<i64, _>(column)?)?))
}
