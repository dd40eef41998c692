//! The record: what happened, entry by entry.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::learner::{Profile, Promise};
use super::recover::Recovery;
use super::units::{InteractionId, LessonId, Minutes, StepRef};

/// A finished step and the planned minutes credited for it then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Lesson and step.
    #[serde(flatten)]
    pub step: StepRef,
    /// Its minutes as they were planned when it was finished.
    pub minutes: Minutes,
    /// Its minutes by the content, where the learner's own pace made them others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_content: Option<Minutes>,
}

impl Credit {
    /// Its minutes by the content.
    pub fn by_content(&self) -> Minutes {
        self.by_content.unwrap_or(self.minutes)
    }
}

/// What happened, in the words of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum Happened {
    /// A plan was made or made anew.
    Joined {
        /// The plan before, if there was one.
        before: Option<Box<Profile>>,
        /// The plan since.
        after: Box<Profile>,
        /// The week's promise before, for undo.
        promise: Option<Box<Promise>>,
    },
    /// The plan was changed by `/settings`.
    Changed {
        /// The plan before.
        before: Box<Profile>,
        /// The plan since.
        after: Box<Profile>,
        /// The week's promise before, for undo.
        promise: Option<Box<Promise>>,
    },
    /// A pause was begun, planned or made longer or shorter.
    Paused {
        /// The plan before.
        before: Box<Profile>,
        /// The plan since.
        after: Box<Profile>,
        /// The week's promise before, for undo.
        promise: Option<Box<Promise>>,
    },
    /// A pause was ended early.
    Resumed {
        /// The plan before.
        before: Box<Profile>,
        /// The plan since.
        after: Box<Profile>,
        /// The week's promise before, for undo.
        promise: Option<Box<Promise>>,
    },
    /// A way was chosen to deal with what is behind.
    Recovered {
        /// Which.
        how: Recovery,
        /// The plan before.
        before: Box<Profile>,
        /// The plan since.
        after: Box<Profile>,
        /// The week's promise before, for undo.
        promise: Option<Box<Promise>>,
    },
    /// Time was logged.
    Logged {
        /// What it was spent on, if said.
        lesson: Option<LessonId>,
        /// How much.
        spent: Minutes,
        /// The learner's own words.
        note: Option<String>,
    },
    /// Steps were finished.
    Finished {
        /// Which.
        credits: Vec<Credit>,
        /// Lessons that this completed.
        lessons: Vec<LessonId>,
        /// Time spent.
        spent: Minutes,
        /// Whether `spent` is only what was planned.
        estimated: bool,
        /// The work.
        link: Option<String>,
        /// The learner's own words.
        note: Option<String>,
    },
    /// An earlier entry was taken back.
    Undone {
        /// Its number.
        seq: i64,
    },
}

/// What an entry did to the plan.
#[derive(Debug, Clone, Copy)]
pub struct PlanChange<'a> {
    /// The plan before, if there was one.
    pub before: Option<&'a Profile>,
    /// The plan since.
    pub after: &'a Profile,
    /// The week's promise before.
    pub promise: Option<&'a Promise>,
}

impl Happened {
    /// What it did to the plan; none where it left it alone.
    pub fn plan_change(&self) -> Option<PlanChange<'_>> {
        let (before, after, promise) = match self {
            Self::Joined { before, after, promise } => (before.as_deref(), after, promise),
            Self::Changed { before, after, promise }
            | Self::Paused { before, after, promise }
            | Self::Resumed { before, after, promise }
            | Self::Recovered { before, after, promise, .. } => (Some(&**before), after, promise),
            Self::Logged { .. } | Self::Finished { .. } | Self::Undone { .. } => return None,
        };
        Some(PlanChange { before, after, promise: promise.as_deref() })
    }

    /// The plan since, where it changed the plan.
    pub(super) fn plan_after_mut(&mut self) -> Option<&mut Profile> {
        match self {
            Self::Joined { after, .. }
            | Self::Changed { after, .. }
            | Self::Paused { after, .. }
            | Self::Resumed { after, .. }
            | Self::Recovered { after, .. } => Some(after),
            Self::Logged { .. } | Self::Finished { .. } | Self::Undone { .. } => None,
        }
    }
}

/// One entry of a learner's append-only record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number in this learner's record.
    pub seq: i64,
    /// The interaction that made it; unique over all records.
    pub interaction: InteractionId,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When it counts: now, or 12:00 of the day named.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: Happened,
}

/// The time that an entry logs.
pub fn spent(what: &Happened) -> Minutes {
    match what {
        Happened::Logged { spent, .. } | Happened::Finished { spent, .. } => *spent,
        _ => Minutes::ZERO,
    }
}
