//! A learner's own pace: what they take, measured against what was planned.
//!
//! It is learnt from reports that say a time; times that were only assumed never count. Three sums by
//! lesson are kept with its progress, in the transaction of the report that moves them and taken back
//! by undo: the minutes measured by such reports, the content's minutes of the steps that they
//! finished, and the minutes logged on the lesson without finishing anything.
//!
//! A pace holds for a whole week: it is frozen with the week's promise, so a plan does not wobble
//! within a week, and each promise says by which pace it was made.

use serde::{Deserialize, Serialize};

use super::learner::{Progress, Study};
use super::units::Minutes;
use super::week::Week;

/// So many ended weeks must have a measured time before a pace is learnt.
const LEAST_WEEKS: usize = 3;
/// So much time must be measured in all before a pace is learnt.
const LEAST_MEASURED: Minutes = Minutes(5 * 60);
/// What was planned counts as so much time beside the measured one: the less is measured, the nearer
/// the pace stays to 1. As much as the least that is asked for, so that the first pace goes half way.
const DAMPING: u64 = 5 * 60;
/// The bounds of a pace, in percent.
const BOUNDS: (u64, u64) = (50, 200);
/// A smaller change than this changes nothing, in percent of the planned time.
const THRESHOLD: u32 = 10;
/// Minutes at a pace are rounded up to a multiple of this.
const GRAIN: u64 = 5;

/// Time taken in percent of the time planned: 150 takes half as much again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pace(pub u32);

impl Default for Pace {
    fn default() -> Self {
        Self::PLANNED
    }
}

impl Pace {
    /// As the content plans it.
    pub const PLANNED: Self = Self(100);

    /// What takes `planned` minutes by the content, at this pace: rounded up to five minutes. As it is
    /// where the pace is as planned.
    pub fn of(self, planned: Minutes) -> Minutes {
        if self == Self::PLANNED {
            return planned;
        }
        let exact = u64::from(planned.0) * u64::from(self.0);
        let grains = exact.div_ceil(100 * GRAIN);
        Minutes(u32::try_from(grains * GRAIN).unwrap_or(u32::MAX))
    }
}

/// The pace at which the plan counts in `week`: the one frozen with the week's promise, or the one
/// that would be frozen with it.
pub fn pace(study: &Study, week: Week) -> Pace {
    if let Some(promise) = study.promise(week) {
        return promise.pace;
    }
    let before = study.promises.iter().rev().find(|promise| promise.week < week);
    let before = before.map_or(Pace::PLANNED, |promise| promise.pace);
    match learnt(study, week) {
        Some(learnt) if learnt.0.abs_diff(before.0) >= THRESHOLD => learnt,
        _ => before,
    }
}

/// The pace that the record speaks for at the beginning of `week`; none where too little is measured.
fn learnt(study: &Study, week: Week) -> Option<Pace> {
    let weeks = study.promises.iter().filter(|it| it.week < week && it.measured > Minutes::ZERO).count();
    let (measured, planned) = evidence(study);
    if weeks < LEAST_WEEKS || measured < LEAST_MEASURED {
        return None;
    }
    let (measured, planned) = (u64::from(measured.0) + DAMPING, u64::from(planned.0) + DAMPING);
    let percent = (measured * 200 + planned) / (planned * 2);
    u32::try_from(percent.clamp(BOUNDS.0, BOUNDS.1)).ok().map(Pace)
}

/// All measured minutes, and the content's minutes of what they finished.
pub fn evidence(study: &Study) -> (Minutes, Minutes) {
    study
        .progress
        .values()
        .map(of_lesson)
        .fold(Default::default(), |(measured, planned), of| (measured + of.0, planned + of.1))
}

/// A report with a time measures its steps. Time that was logged on a lesson belongs to no step in
/// particular, so such a lesson counts only as a whole: finished, with all its steps measured.
fn of_lesson(progress: &Progress) -> (Minutes, Minutes) {
    let whole = progress.finished_at.is_some() && progress.measured_for == progress.credited;
    match (progress.logged > Minutes::ZERO, whole) {
        (false, _) => (progress.measured, progress.measured_for),
        (true, true) => (progress.measured + progress.logged, progress.measured_for),
        (true, false) => (Minutes::ZERO, Minutes::ZERO),
    }
}
