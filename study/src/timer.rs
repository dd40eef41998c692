//! *Start* and *Done*: how long a step took.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::learner::{DAY_LIMIT, Study};
use super::units::{Minutes, StepRef};

/// The most time that is taken for granted: whoever pressed *Start* longer ago may have forgotten it, and
/// is asked. A long evening of study is shorter.
pub const LONGEST_TIMED: Minutes = Minutes(4 * 60);

/// A *Start* that waits for its *Done*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// When it was pressed.
    pub at: DateTime<Utc>,
    /// For which steps.
    pub steps: Vec<StepRef>,
}

/// What a *Start* says about the time of some steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timed {
    /// It was not pressed for them, or not a minute ago.
    Not,
    /// So long ago, and no longer than a day has left.
    Measured(Minutes),
    /// Too long ago to be sure; so long.
    Forgotten(Minutes),
}

/// How long ago *Start* was pressed for one of these steps.
pub fn timed(study: &Study, steps: &[StepRef], now: DateTime<Utc>) -> Timed {
    let Some(timer) = study.timer.as_ref().filter(|timer| timer.steps.iter().any(|it| steps.contains(it)))
    else {
        return Timed::Not;
    };
    let minutes = Minutes(u32::try_from((now - timer.at).num_minutes()).unwrap_or(0));
    let left = DAY_LIMIT.saturating_sub(study.logged_on(study.today(now)));
    match minutes.min(left) {
        Minutes::ZERO => Timed::Not,
        _ if minutes > LONGEST_TIMED => Timed::Forgotten(minutes),
        minutes => Timed::Measured(minutes),
    }
}
