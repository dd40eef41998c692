//! What a week may ask, by the profile alone: pauses, the light start, weeks to catch up, and weeks
//! that an accepted *Spread* makes a little longer.
//!
//! All but the calendar counts in weeks of study, in which paused weeks are left out: so a pause moves
//! everything after it by exactly its weeks.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::learner::Profile;
use super::units::Minutes;
use super::week::Week;

/// The least that a first week asks.
const SMALLEST_FIRST_WEEK: Minutes = Minutes(30);
/// The share of the first week's time that is planned, in percent: people start light.
const FIRST_WEEK_PERCENT: u32 = 70;
/// Every so many weeks of study, one holds no new work.
const CATCH_UP_EVERY: i64 = 13;

/// Weeks in a row in which nothing is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first.
    pub from: Week,
    /// How many.
    pub weeks: u32,
}

impl Pause {
    /// The week in which the plan goes on.
    pub fn back(&self) -> Week {
        self.from.plus(i64::from(self.weeks))
    }

    fn holds(&self, week: Week) -> bool {
        self.from <= week && week < self.back()
    }
}

/// A learner's choice to do a little more for some weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// The first week of study that asks for more, counted from the plan's first as 1.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// How much more each asks: at most a quarter.
    pub extra: Minutes,
}

/// What a week may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Budget {
    /// The most.
    pub most: Minutes,
    /// The most of new work: nothing in a week to catch up.
    pub new_work: Minutes,
    /// Whether the learner is on a pause.
    pub is_paused: bool,
}

impl Profile {
    /// The day by which the learner wants to be done: start + months − 1 day, and later by the weeks
    /// of pauses and of accepted *Shifts*.
    pub fn wanted_by(&self) -> Option<NaiveDate> {
        let end = self.starts_on.checked_add_months(Months::new(self.months?))?.pred_opt()?;
        let weeks = self.pauses.iter().map(|pause| pause.weeks).sum::<u32>() + self.shifted;
        end.checked_add_days(Days::new(7 * u64::from(weeks)))
    }

    /// Promises another time a week. A *Spread* ends with the old one, of which it was up to a quarter.
    pub fn promise_weekly(&mut self, weekly: Minutes) {
        if weekly != self.weekly {
            self.weekly = weekly;
            self.spread = None;
        }
    }

    /// The pause in which a week lies.
    pub fn pause(&self, week: Week) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.holds(week))
    }

    /// Whether a week is one of study: the plan has begun and is not on a pause.
    pub fn studies_in(&self, week: Week) -> bool {
        Week::of(self.starts_on) <= week && self.pause(week).is_none()
    }

    /// The number of a week among the weeks of study, from 1; of a paused one, that of the next.
    pub fn study_week(&self, week: Week) -> i64 {
        let paused = |pause: &Pause| week.since(pause.from).clamp(0, i64::from(pause.weeks));
        week.since(Week::of(self.starts_on)) + 1 - self.pauses.iter().map(paused).sum::<i64>()
    }

    /// The week of a number of study: what `study_week` counts, found back.
    pub fn week_of_study(&self, number: i64) -> Week {
        let week = Week::of(self.starts_on).plus(number - 1);
        self.pauses.iter().fold(week, |week, pause| {
            if pause.from <= week { week.plus(i64::from(pause.weeks)) } else { week }
        })
    }

    /// What a week may ask.
    pub(super) fn budget(&self, week: Week) -> Budget {
        if self.pause(week).is_some() {
            return Budget { most: Minutes::ZERO, new_work: Minutes::ZERO, is_paused: true };
        }
        let number = self.study_week(week);
        let mut most = if number == 1 { self.first_budget() } else { self.weekly };
        if let Some(day) = self.resumed_on.filter(|day| Week::of(*day) == week) {
            most = to_five(most.0 * week.days_left(day), 7);
        }
        if let Some(spread) = self.spread.filter(|it| (it.first..=it.last).contains(&number)) {
            most += spread.extra;
        }
        let new_work = if is_catch_up(number) { Minutes::ZERO } else { most };
        Budget { most, new_work, is_paused: false }
    }

    /// Whether a week may ask for new work: not in a pause, before the start, or every 13th.
    pub fn has_new_work(&self, week: Week) -> bool {
        self.studies_in(week) && self.budget(week).new_work > Minutes::ZERO
    }

    /// The first week's minutes: the share of its days that are left, and of that a light start.
    fn first_budget(&self) -> Minutes {
        let days = Week::of(self.starts_on).days_left(self.starts_on);
        let light = to_five(self.weekly.0 * days * FIRST_WEEK_PERCENT, 7 * 100);
        light.max(SMALLEST_FIRST_WEEK).min(self.weekly)
    }
}

/// Whether a week of study holds no new work.
pub(super) fn is_catch_up(number: i64) -> bool {
    number % CATCH_UP_EVERY == 0
}

/// A fraction to the nearest five minutes; half of them go up.
fn to_five(minutes: u32, parts: u32) -> Minutes {
    Minutes((2 * minutes + 5 * parts) / (10 * parts) * 5)
}
