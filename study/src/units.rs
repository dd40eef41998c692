//! Ids and units, each its own type, so that a channel is never taken for a server nor hours for minutes.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! snowflake {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

snowflake! {
    /// A person, by their Discord user id.
    LearnerId,
    /// A Discord server (guild) in which the coach is installed.
    ServerId,
    /// A channel of a server.
    ChannelId,
    /// A role of a server.
    RoleId,
    /// A message that the coach posted.
    MessageId,
    /// One interaction: a command, press or form. Discord delivers some twice; this id tells.
    InteractionId,
}

macro_rules! slug {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as it is written in files and commands.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

slug! {
    /// A lesson, by its file's name; also the name of a one-of group.
    LessonId,
    /// A track, by its file's name.
    TrackId,
    /// Something that a learner may already know.
    SkillId,
    /// A step, unique within its lesson.
    StepId,
    /// A cohort, by the interaction that began it, in hexadecimal digits.
    CohortId,
}

/// A length of time in whole minutes: the smallest that the coach keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub u32);

impl Minutes {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// From hours as people write them, to the nearest minute.
    pub fn from_hours(hours: f64) -> Self {
        Self((hours * 60.0).round() as u32)
    }

    /// In hours, for formats that count in them.
    pub fn hours(self) -> f64 {
        f64::from(self.0) / 60.0
    }

    /// Never below zero.
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Add for Minutes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::AddAssign for Minutes {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Minutes {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, std::ops::Add::add)
    }
}

/// One step of one lesson: the grain in which progress is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepRef {
    /// The lesson.
    pub lesson: LessonId,
    /// The step in it.
    pub step: StepId,
}
