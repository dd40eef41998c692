//! What a week amounted to.

use chrono_tz::Tz;

use super::learner::{Happened, Study, spent};
use super::units::Minutes;
use super::week::Week;

/// Promise boards rank only promises of at least this much, so that a tiny promise wins nothing.
pub const LEAST_RANKED_PROMISE: Minutes = Minutes(120);
/// A week counts for a streak when this share of its promise is kept, in percent.
pub const KEPT_PERCENT: u32 = 60;

/// The sums of one week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Minutes logged, measured or estimated.
    pub spent: Minutes,
    /// Planned minutes of what was finished.
    pub credited: Minutes,
    /// Lessons finished.
    pub lessons: u32,
}

/// The sums of `week` on the calendars of `zone`, from the loaded record.
pub fn totals(study: &Study, week: Week, zone: Tz) -> Totals {
    let mut totals = Totals::default();
    for event in study.standing().filter(|event| Week::at(event.at, zone) == week) {
        totals.spent += spent(&event.what);
        if let Happened::Finished { credits, lessons, .. } = &event.what {
            totals.credited += credits.iter().map(|credit| credit.minutes).sum();
            totals.lessons += lessons.len() as u32;
        }
    }
    totals
}

/// The larger of what was logged and what was finished, capped at the promise: nobody gains by
/// promising little and doing more.
pub fn kept(totals: &Totals, promised: Minutes) -> Minutes {
    totals.spent.max(totals.credited).min(promised)
}

/// Whether so much of a promise keeps a streak.
pub fn counts(kept: Minutes, promised: Minutes) -> bool {
    u64::from(kept.0) * 100 >= u64::from(promised.0) * u64::from(KEPT_PERCENT)
}
