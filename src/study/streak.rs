//! Streaks in weeks.

use std::collections::BTreeMap;

use super::learner::Study;
use super::score::counts;
use super::week::Week;

/// How many missed weeks a quarter are forgiven.
pub const FREEZES_A_QUARTER: u32 = 2;

/// A learner's streak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streak {
    /// Weeks in a row in which enough of the promise was kept.
    pub weeks: u32,
    /// Freezes left in the quarter of the current week.
    pub freezes: u32,
}

/// The streak as of `current`, a week that can only add to it until it ends.
///
/// Weeks that asked for nothing neither count nor break; a missed week uses up one of the quarter's
/// freezes, which protects the streak without adding to it.
pub fn streak(study: &Study, current: Week) -> Streak {
    let mut weeks = 0;
    let mut used: BTreeMap<(i32, u32), u32> = BTreeMap::new();
    for promise in study.promises.iter().filter(|it| it.week <= current && it.minutes.0 > 0) {
        if counts(promise.kept, promise.minutes) {
            weeks += 1;
        } else if promise.week < current {
            let used = used.entry(quarter(promise.week)).or_default();
            if *used < FREEZES_A_QUARTER && weeks > 0 {
                *used += 1;
            } else {
                weeks = 0;
            }
        }
    }
    let used = used.get(&quarter(current)).copied().unwrap_or(0);
    Streak { weeks, freezes: FREEZES_A_QUARTER - used }
}

fn quarter(week: Week) -> (i32, u32) {
    let (year, month) = week.month();
    (year, (month - 1) / 3)
}
