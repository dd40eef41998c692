//! What the coach sends by itself: one row a message of an occurrence, sent outside any transaction.

mod delivery;
mod named;
mod queue;
mod runs;
#[cfg(test)]
mod tests;

pub use delivery::Outcome;
pub(super) use named::queue_edits;
pub use queue::{Next, Schedule};
pub(super) use queue::{PORTION, answered, queue};
pub use runs::{Run, RunState};

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};

use super::rows::{instant, unsigned};
use super::sql::Row;
use crate::study::units::{ChannelId, LearnerId, MessageId, ServerId};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A server's weekly post.
    Weekly,
    /// One more than the weekly, because a manager asked for it.
    Extra,
    /// A server's shorter post in the middle of the week.
    Reminder,
    /// The invitation to a cohort.
    Invitation,
    /// How to begin, once, in a server that has just added the coach.
    Greeting,
    /// The thread to talk in, on a post that is there.
    Thread,
    /// A learner's own week, by direct message.
    Assignment,
    /// A learner's own reminder, by direct message.
    Nudge,
    /// Whom a learner has found to study with, by direct message.
    Partner,
    /// What went wrong, to the manager who set the posts up.
    Notice,
    /// No message: an edit of one that is there, because it names somebody who is gone.
    Edit,
    /// No message: something that a learner has shown is taken back where it stands.
    Withdraw,
    /// No message: a look, the day before, at whether the next post will come through.
    Foresight,
}

const KINDS: [(Kind, &str); 13] = [
    (Kind::Weekly, "weekly"),
    (Kind::Extra, "extra"),
    (Kind::Reminder, "reminder"),
    (Kind::Invitation, "invitation"),
    (Kind::Greeting, "greeting"),
    (Kind::Thread, "thread"),
    (Kind::Assignment, "assignment"),
    (Kind::Nudge, "nudge"),
    (Kind::Partner, "partner"),
    (Kind::Notice, "notice"),
    (Kind::Edit, "edit"),
    (Kind::Withdraw, "withdraw"),
    (Kind::Foresight, "foresight"),
];

impl Kind {
    /// As the database writes it.
    pub fn as_str(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Reads what `as_str` writes.
    pub fn parse(text: &str) -> Option<Self> {
        KINDS.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind)
    }
}

/// One due message, before or after it went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The occurrence's key and the message's number in it: the same one is never queued twice.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// The server that it is for.
    pub server: ServerId,
    /// Where; none for a direct message.
    pub channel: Option<ChannelId>,
    /// To whom, for a direct message.
    pub learner: Option<LearnerId>,
    /// Which message of the occurrence, from 1.
    pub part: u16,
    /// How many rows of the same server go before it: servers take turns.
    pub turn: u32,
    /// What a notice tells, how a thread is called, which post a look or an edit is about, how the sections
    /// of a post that is begun are laid out.
    pub note: Option<String>,
    /// As of when it is composed.
    pub due_at: DateTime<Utc>,
    /// When it is tried first.
    pub try_at: DateTime<Utc>,
    /// Whether it was queued late and says so.
    pub late: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// The first try of which it is not known whether it came through.
    pub doubt_since: Option<DateTime<Utc>>,
    /// The message that a thread is opened on, that is edited or taken back.
    pub message: Option<MessageId>,
}

impl Kind {
    /// Whether a row changes a message that is there, and makes none.
    pub fn is_edit(self) -> bool {
        matches!(self, Self::Edit | Self::Withdraw)
    }
}

impl Due {
    /// A row that nothing has happened to yet, first of its server and due at `due_at`.
    pub fn new(key: String, kind: Kind, server: ServerId, due_at: DateTime<Utc>) -> Self {
        Self {
            key,
            kind,
            server,
            channel: None,
            learner: None,
            part: 1,
            turn: 0,
            note: None,
            due_at,
            try_at: due_at,
            late: false,
            attempts: 0,
            doubt_since: None,
            message: None,
        }
    }
}

fn due(row: &Row) -> Result<Due> {
    let optional =
        |column: &str| -> Result<Option<u64>> { Ok(row.get::<Option<i64>>(column)?.map(unsigned)) };
    Ok(Due {
        key: row.get("id")?,
        kind: Kind::parse(row.get("kind")?).context("a row of the outbox is of no known kind")?,
        server: ServerId(unsigned(row.get("server")?)),
        channel: optional("channel")?.map(ChannelId),
        learner: optional("learner")?.map(LearnerId),
        part: u16::try_from(row.get::<i32>("part")?)?,
        turn: u32::try_from(row.get::<i64>("turn")?)?,
        note: row.get("note")?,
        due_at: instant(row.get("due_at")?)?,
        try_at: instant(row.get("next_try_at")?)?,
        late: row.get::<i32>("late")? == 1,
        attempts: u32::try_from(row.get::<i64>("attempts")?)?,
        doubt_since: row.get::<Option<i64>>("doubt_since")?.map(instant).transpose()?,
        message: optional("message")?.map(MessageId),
    })
}
