//! Members of a server as its managers see them, and their works.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::rows::{instant, json, signed, unsigned};
use super::sql::{Row, query};
use crate::study::learner::{BoardSetting, Profile};
use crate::study::units::{LearnerId, LessonId, ServerId};

/// A member as managers see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub learner: LearnerId,
    /// Their name in the server.
    pub name: String,
    /// What they chose for the boards.
    pub board: BoardSetting,
    /// Whether a manager hides them.
    pub moderated: bool,
    /// Since when they are not in the server any more, as far as Discord was asked.
    pub left_at: Option<DateTime<Utc>>,
    /// When they became a member.
    pub joined_at: DateTime<Utc>,
    /// Their plan.
    pub profile: Option<Profile>,
    /// When something of theirs was last recorded, or they were seen here.
    pub active_at: Option<DateTime<Utc>>,
    /// Minutes kept and promised, over all weeks.
    pub promise: Option<(i64, i64)>,
    /// How many works with a link they have.
    pub works: i64,
}

/// A finished work as one server treats it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Whose.
    pub learner: LearnerId,
    /// Their name in the server.
    pub name: String,
    /// The lesson that it belongs to.
    pub lesson: LessonId,
    /// Its address.
    pub link: String,
    /// What a manager decided about it; none where nobody did.
    pub shown: Option<bool>,
}

const LISTED: &str = "SELECT members.learner, members.name, members.board, members.moderated, members.left_at, \
    members.joined_at, learners.profile, \
    (SELECT MAX(events.recorded_at) FROM events WHERE events.learner = members.learner) AS recorded_at, \
    members.seen_at, scores.value, scores.out_of, \
    (SELECT COUNT(*) FROM progress WHERE progress.learner = members.learner AND progress.link IS NOT NULL) AS works \
    FROM members JOIN learners ON learners.id = members.learner \
    LEFT JOIN scores ON scores.server = members.server AND scores.learner = members.learner \
    AND scores.period = 'all' AND scores.kind = 'promise' \
    WHERE members.server = $1 AND ($2 = 0 OR members.learner = $3) \
    ORDER BY members.name, members.learner LIMIT $4 OFFSET $5";

impl Store {
    /// A page of a server's members, by name.
    pub async fn roster(&self, server: ServerId, from: u32, count: u32) -> Result<Vec<Listed>> {
        self.listed(server, None, from, count).await
    }

    /// One member of a server.
    pub async fn roster_of(&self, server: ServerId, learner: LearnerId) -> Result<Option<Listed>> {
        Ok(self.listed(server, Some(learner), 0, 1).await?.pop())
    }

    /// How many members a server has.
    pub async fn member_count(&self, server: ServerId) -> Result<i64> {
        let row = query("SELECT COUNT(*) AS count FROM members WHERE server = $1")
            .bind(signed(server.0))
            .fetch_one(&self.pool)
            .await?;
        Ok(row.get("count")?)
    }

    async fn listed(
        &self,
        server: ServerId,
        one: Option<LearnerId>,
        from: u32,
        count: u32,
    ) -> Result<Vec<Listed>> {
        let rows = query(LISTED)
            .bind(signed(server.0))
            .bind(i32::from(one.is_some()))
            .bind(one.map_or(0, |learner| signed(learner.0)))
            .bind(i64::from(count))
            .bind(i64::from(from))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(listed).collect()
    }

    /// The works of a server's members that have a link, newest first: of one, or of all.
    pub async fn works(&self, server: ServerId, one: Option<LearnerId>) -> Result<Vec<Work>> {
        let rows = query(
            "SELECT members.learner, members.name, progress.lesson, progress.link, links.shown FROM members \
             JOIN progress ON progress.learner = members.learner AND progress.link IS NOT NULL \
             LEFT JOIN links ON links.server = members.server AND links.learner = members.learner \
             AND links.link = progress.link \
             WHERE members.server = $1 AND ($2 = 0 OR members.learner = $3) \
             ORDER BY progress.finished_at DESC, members.learner, progress.lesson",
        )
        .bind(signed(server.0))
        .bind(i32::from(one.is_some()))
        .bind(one.map_or(0, |learner| signed(learner.0)))
        .long()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(work).collect()
    }
}

pub(super) fn work(row: &Row) -> Result<Work> {
    Ok(Work {
        learner: LearnerId(unsigned(row.get("learner")?)),
        name: row.get("name")?,
        lesson: LessonId::from(row.get::<&str>("lesson")?),
        link: row.get("link")?,
        shown: row.get::<Option<i32>>("shown")?.map(|shown| shown == 1),
    })
}

fn listed(row: &Row) -> Result<Listed> {
    let optional = |column: &str| -> Result<Option<DateTime<Utc>>> {
        row.get::<Option<i64>>(column)?.map(instant).transpose()
    };
    let has_plan = row.get::<Option<&str>>("profile")?.is_some();
    let promised: Option<i64> = row.get("out_of")?;
    Ok(Listed {
        learner: LearnerId(unsigned(row.get("learner")?)),
        name: row.get("name")?,
        board: BoardSetting::parse(row.get("board")?).unwrap_or(BoardSetting::Hidden),
        moderated: row.get::<i32>("moderated")? == 1,
        left_at: optional("left_at")?,
        joined_at: instant(row.get("joined_at")?)?,
        profile: if has_plan { Some(json(row, "profile")?) } else { None },
        active_at: optional("recorded_at")?.max(optional("seen_at")?),
        promise: promised
            .filter(|promised| *promised > 0)
            .map(|promised| anyhow::Ok((row.get("value")?, promised)))
            .transpose()?,
        works: row.get("works")?,
    })
}
