//! Learners as decisions need them, and what is known of a request before it is decided on.
//!
//! Each is one statement: what a statement costs is mostly the way to the database and back.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::presence::DAY;
use super::rows::{instant, json, signed, unsigned, zone};
use super::sql::{Row, query};
use crate::measure;
use crate::study::learner::{BoardSetting, Event, Membership, Progress, Promise, Study};
use crate::study::pace::Pace;
use crate::study::timer::Timer;
use crate::study::units::{InteractionId, LearnerId, Minutes, ServerId};
use crate::study::week::Week;

/// What is known of a request before it is decided on.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Who asks, as they are now.
    pub asker: Study,
    /// The server it comes from is one that is known to have removed the coach.
    pub from_gone_server: bool,
    /// Its member was not noted as seen for a day, or is said to have left.
    pub unseen: bool,
    /// Reminders to the learner were refused, and nobody has told them yet.
    pub reminders_refused: bool,
    /// The answer that it got, if it was carried out before.
    pub answer: Option<String>,
}

/// What a row is about: numbers, since a word would be copied for each row.
mod part {
    pub const PROGRESS: i64 = 1;
    pub const LEARNER: i64 = 2;
    pub const PROMISE: i64 = 3;
    pub const EVENT: i64 = 4;
    pub const MEMBER: i64 = 5;
    pub const GONE: i64 = 6;
    pub const ANSWER: i64 = 7;
}

/// Everything of learner `$1`, with the record since `$2`: rows of several kinds (see [`part`]) under
/// common names.
macro_rules! of_learner {
    () => {
        "SELECT 1 AS part, lesson AS name, steps AS list, link AS note, NULL AS more, credited AS a, \
         spent AS b, logged AS c, measured AS d, measured_for AS e, finished_at AS f \
         FROM progress WHERE learner = $1 \
         UNION ALL SELECT 2, zone, shown, profile, timed, revision, reminders, told_pace, timed_at, \
         refused, NULL FROM learners WHERE id = $1 \
         UNION ALL SELECT 3, week, steps, NULL, NULL, minutes, kept, measured, pace, replaced, NULL \
         FROM promises WHERE learner = $1 \
         UNION ALL SELECT 4, what, NULL, NULL, NULL, seq, interaction, recorded_at, at, NULL, NULL \
         FROM events WHERE learner = $1 AND recorded_at >= $2 \
         UNION ALL SELECT 5, members.name, members.board, servers.zone, NULL, members.server, \
         members.seen_at, members.left_at, NULL, NULL, NULL \
         FROM members JOIN servers ON servers.id = members.server WHERE members.learner = $1"
    };
}

impl Store {
    /// Everything about a learner that a decision at `now` needs; a new one has revision 0.
    ///
    /// # Errors
    /// When the database fails, or holds what it should not.
    pub async fn load(&self, id: LearnerId, now: DateTime<Utc>) -> Result<Study> {
        let _timed = measure::database("load");
        let rows = query(of_learner!())
            .bind(signed(id.0))
            .bind(Study::record_since(now).timestamp())
            .fetch_all(&self.pool)
            .await?;
        study(id, &rows)
    }

    /// What is known of a request before it is decided on, and who asks: most requests need no more of
    /// the database.
    ///
    /// # Errors
    /// When the database fails, or holds what it should not.
    pub async fn arrival(
        &self,
        interaction: InteractionId,
        server: Option<ServerId>,
        asker: LearnerId,
        now: DateTime<Utc>,
    ) -> Result<Arrival> {
        let _timed = measure::database("arrival");
        let rows = query(concat!(
            of_learner!(),
            " UNION ALL SELECT 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
             FROM servers WHERE id = $3 AND gone_at IS NOT NULL \
             UNION ALL SELECT 7, answer, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
             FROM events WHERE interaction = $4 \
             UNION ALL SELECT 7, answer, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
             FROM answers WHERE interaction = $4"
        ))
        .bind(signed(asker.0))
        .bind(Study::record_since(now).timestamp())
        .bind(server.map(|server| signed(server.0)))
        .bind(signed(interaction.0))
        .fetch_all(&self.pool)
        .await?;
        let here = server.map(|server| signed(server.0));
        let mut arrival = Arrival {
            asker: study(asker, &rows)?,
            from_gone_server: false,
            unseen: false,
            reminders_refused: false,
            answer: None,
        };
        for row in &rows {
            match row.get("part")? {
                part::LEARNER => arrival.reminders_refused = row.get::<i64>("e")? == 1,
                part::MEMBER if here == row.get::<Option<i64>>("a")? => {
                    let seen = row.get::<Option<i64>>("b")?;
                    let left = row.get::<Option<i64>>("c")?;
                    arrival.unseen = left.is_some() || seen.is_none_or(|at| at < (now - DAY).timestamp());
                }
                part::GONE => arrival.from_gone_server = true,
                part::ANSWER => arrival.answer = Some(row.get("name")?),
                _ => {}
            }
        }
        Ok(arrival)
    }
}

/// A learner from their rows, in whatever order these come.
fn study(id: LearnerId, rows: &[Row]) -> Result<Study> {
    let mut study = Study::new(id, chrono_tz::UTC);
    for row in rows {
        match row.get("part")? {
            part::LEARNER => learner(row, &mut study)?,
            part::PROGRESS => {
                let lesson: &str = row.get("name")?;
                study.progress.insert(lesson.into(), progress(row)?);
            }
            part::PROMISE => study.promises.push(promise(row)?),
            part::EVENT => study.events.push(event(row)?),
            part::MEMBER => study.memberships.push(membership(row)?),
            _ => {}
        }
    }
    study.promises.sort_by_key(|promise| promise.week);
    study.events.sort_by_key(|event| event.seq);
    study.memberships.sort_by_key(|member| signed(member.server.0));
    Ok(study)
}

fn learner(row: &Row, study: &mut Study) -> Result<()> {
    study.zone = zone(row.get("name")?)?;
    study.shown = json(row, "list")?;
    if row.get::<Option<&str>>("note")?.is_some() {
        study.profile = Some(json(row, "note")?);
    }
    study.revision = row.get("a")?;
    study.reminders = row.get::<i64>("b")? == 1;
    study.told_pace = pace(row, "c")?;
    if let Some(at) = row.get::<Option<i64>>("d")? {
        study.timer = Some(Timer { at: instant(at)?, steps: json(row, "more")? });
    }
    Ok(())
}

fn progress(row: &Row) -> Result<Progress> {
    Ok(Progress {
        steps: json(row, "list")?,
        credited: minutes(row, "a")?,
        spent: minutes(row, "b")?,
        logged: minutes(row, "c")?,
        measured: minutes(row, "d")?,
        measured_for: minutes(row, "e")?,
        finished_at: row.get::<Option<i64>>("f")?.map(instant).transpose()?,
        link: row.get("note")?,
    })
}

fn promise(row: &Row) -> Result<Promise> {
    let week = Week::parse(row.get("name")?);
    Ok(Promise {
        week: week.ok_or_else(|| anyhow::anyhow!("a week in the database is not an ISO week"))?,
        minutes: minutes(row, "a")?,
        steps: json(row, "list")?,
        kept: minutes(row, "b")?,
        measured: minutes(row, "c")?,
        pace: pace(row, "d")?,
        replaced: row.get::<i64>("e")? == 1,
    })
}

/// An event from a row in which its columns have the common names.
pub(super) fn event(row: &Row) -> Result<Event> {
    Ok(Event {
        seq: row.get("a")?,
        interaction: InteractionId(unsigned(row.get("b")?)),
        recorded_at: instant(row.get("c")?)?,
        at: instant(row.get("d")?)?,
        what: json(row, "name")?,
    })
}

fn membership(row: &Row) -> Result<Membership> {
    let board: &str = row.get("list")?;
    Ok(Membership {
        server: ServerId(unsigned(row.get("a")?)),
        zone: zone(row.get("note")?)?,
        board: BoardSetting::parse(board).unwrap_or(BoardSetting::Hidden),
        name: row.get("name")?,
    })
}

fn minutes(row: &Row, column: &str) -> Result<Minutes> {
    Ok(Minutes(u32::try_from(row.get::<i64>(column)?)?))
}

fn pace(row: &Row, column: &str) -> Result<Pace> {
    Ok(Pace(u32::try_from(row.get::<i64>(column)?)?))
}
