//! Streaks in weeks.

use std::collections::BTreeMap;

use super::learner::{Promise, Study};
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

/// What a week did to a streak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Enough was kept: it counts.
    Kept,
    /// Too little was kept, and one of the quarter's freezes protected the streak.
    Frozen,
    /// Too little was kept: the streak began anew after it.
    Missed,
    /// It is not over, and too little is kept so far.
    Open,
}

/// The weeks up to `current` that asked for something, oldest first, and what each did to the streak.
///
/// Weeks that asked for nothing neither count nor break; a missed week uses up one of the quarter's
/// freezes, which protects the streak without adding to it.
pub fn fates(study: &Study, current: Week) -> Vec<(&Promise, Fate)> {
    let mut weeks = 0;
    let mut used: BTreeMap<(i32, u32), u32> = BTreeMap::new();
    let asked = study.promises.iter().filter(|it| it.week <= current && it.minutes.0 > 0);
    asked
        .map(|promise| {
            let fate = if counts(promise.kept, promise.minutes) {
                weeks += 1;
                Fate::Kept
            } else if promise.week == current {
                Fate::Open
            } else {
                let used = used.entry(quarter(promise.week)).or_default();
                if *used < FREEZES_A_QUARTER && weeks > 0 {
                    *used += 1;
                    Fate::Frozen
                } else {
                    weeks = 0;
                    Fate::Missed
                }
            };
            (promise, fate)
        })
        .collect()
}

/// The streak as of `current`, a week that can only add to it until it ends.
pub fn streak(study: &Study, current: Week) -> Streak {
    let fates = fates(study, current);
    let since = fates.iter().rposition(|(_, fate)| *fate == Fate::Missed).map_or(0, |place| place + 1);
    let weeks = fates[since..].iter().filter(|(_, fate)| *fate == Fate::Kept).count();
    let in_quarter = |promise: &Promise| quarter(promise.week) == quarter(current);
    let used = fates.iter().filter(|(it, fate)| *fate == Fate::Frozen && in_quarter(it)).count();
    Streak { weeks: weeks as u32, freezes: FREEZES_A_QUARTER.saturating_sub(used as u32) }
}

fn quarter(week: Week) -> (i32, u32) {
    let (year, month) = week.month();
    (year, (month - 1) / 3)
}
