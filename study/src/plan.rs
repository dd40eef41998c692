//! Lessons into weeks: the kept lessons' open steps in one row, week after week from its front.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::curriculum::{Curriculum, Importance, Lesson};
use super::learner::{Profile, Progress, Promise, Study};
use super::pace::{Pace, pace};
pub use super::part::Part;
use super::part::{Given, given};
use super::promise::{at_first, done_of};
use super::row::{MOST_WEEKS, Row};
use super::sequence::{Reason, route};
use super::units::{LessonId, Minutes};
use super::week::Week;

/// One week of a plan.
#[derive(Debug, Clone)]
pub struct PlannedWeek<'c> {
    /// Counted from the plan's first week as 1.
    pub number: i64,
    /// The calendar week.
    pub week: Week,
    /// The phase of its first part, or of the week before.
    pub phase: &'c str,
    /// The most that it may ask.
    pub budget: Minutes,
    /// Whether the learner is on a pause.
    pub is_paused: bool,
    /// What it asks.
    pub parts: Vec<Part<'c>>,
}

impl PlannedWeek<'_> {
    /// The minutes that it asks.
    pub fn minutes(&self) -> Minutes {
        self.parts.iter().map(|part| part.minutes).sum()
    }
}

/// How a plan stands to the date that the learner wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Everything but optional lessons is in, by the wanted date.
    Fits,
    /// Less important lessons are left out to make it.
    Trimmed,
    /// Even the minimum does not fit.
    Late,
}

/// The weeks ahead.
#[derive(Debug, Clone)]
pub struct Plan<'c> {
    /// Without a gap, from the current week or the plan's first.
    pub weeks: Vec<PlannedWeek<'c>>,
    /// What is not in, and why.
    pub left_out: Vec<(&'c Lesson, Reason)>,
    /// How it stands to the wanted date.
    pub verdict: Verdict,
    /// The pace by which it counts what is left.
    pub pace: Pace,
}

impl<'c> Plan<'c> {
    /// Its lessons, each once, in the order in which they begin.
    pub fn lessons(&self) -> Vec<&'c Lesson> {
        let parts = self.weeks.iter().flat_map(|week| &week.parts);
        parts.filter(|part| part.part == 1).map(|part| part.lesson).collect()
    }

    /// The Sunday of the last week with work; none when nothing is left to do.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        ends_on(&self.weeks)
    }
}

/// What a plan is made from, beside the curriculum.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// What was agreed.
    pub profile: &'a Profile,
    /// Progress so far; none for a plan before anything is stored.
    pub study: Option<&'a Study>,
    /// The day on the learner's calendar.
    pub today: NaiveDate,
}

impl<'a> Basis<'a> {
    /// Somebody who begins: nothing done, nothing promised.
    pub fn fresh(profile: &'a Profile) -> Self {
        Self { profile, study: None, today: profile.starts_on }
    }

    pub(super) fn first_week(&self) -> Week {
        Week::of(self.today.max(self.profile.starts_on))
    }

    /// The promise of the week in which the plan begins.
    pub(super) fn promise(&self) -> Option<&'a Promise> {
        self.study?.promise(self.first_week())
    }

    /// The learner's own pace; as planned for somebody who begins.
    pub(super) fn pace(&self) -> Pace {
        self.study.map_or(Pace::PLANNED, |study| pace(study, self.first_week()))
    }

    fn is_finished(&self, lesson: &Lesson) -> bool {
        self.study.is_some_and(|study| study.is_finished(lesson.id.as_str()))
    }

    pub(super) fn progress(&self, lesson: &Lesson) -> Option<&'a Progress> {
        self.study?.progress.get(&lesson.id)
    }

    pub(super) fn is_under_way(&self, lesson: &Lesson) -> bool {
        self.progress(lesson)
            .is_some_and(|progress| !progress.steps.is_empty() && progress.finished_at.is_none())
    }
}

/// How the first week is filled.
pub(super) enum Opening<'c> {
    /// Like any other.
    Free,
    /// It is a promise, and asks for no more.
    Promised(Minutes, Vec<Given<'c>>),
    /// Its promise is made anew: it may ask for at least so much, of which so much is done.
    Renewed { least: Minutes, done: Minutes },
}

impl<'c> Opening<'c> {
    /// The first week of a plan: its promise, if it has one.
    fn as_agreed(curriculum: &'c Curriculum, basis: Basis<'_>) -> Self {
        match basis.promise() {
            Some(promise) => Self::Promised(promise.minutes, given(curriculum, promise)),
            None => Self::Free,
        }
    }

    /// A week whose promise, if it has one, a plan change is about to replace.
    fn renewed(curriculum: &'c Curriculum, basis: Basis<'_>, promise: Option<&Promise>) -> Self {
        match (promise, basis.study) {
            (Some(promise), Some(study)) => {
                let (_, done) = done_of(curriculum, study, promise);
                Self::Renewed { least: at_first(study, promise), done }
            }
            _ => Self::Free,
        }
    }
}

/// The plan's first week alone: what a learner's Monday needs of it.
pub fn first_week<'c>(curriculum: &'c Curriculum, basis: Basis<'_>) -> Option<PlannedWeek<'c>> {
    let profile = basis.profile;
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let opening = Opening::as_agreed(curriculum, basis);
    Row::first_week(&route, &route.kept(profile), basis, &opening)
}

/// The plan as agreed: what is left out for time is what the profile says.
pub fn plan<'c>(curriculum: &'c Curriculum, basis: Basis<'_>) -> Plan<'c> {
    let profile = basis.profile;
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let mut left_out: Vec<_> =
        route.alternatives.iter().map(|lesson| (*lesson, Reason::Alternative)).collect();
    let mut kept = Vec::new();
    for (place, reason) in route.reasons(profile).into_iter().enumerate() {
        match reason {
            Some(reason) if !basis.is_finished(route.stops[place].lesson) => {
                left_out.push((route.stops[place].lesson, reason));
            }
            Some(_) => {}
            None => kept.push(place),
        }
    }
    let opening = Opening::as_agreed(curriculum, basis);
    let weeks = Row::new(&route, &kept, basis, &opening).weeks(MOST_WEEKS);
    let no_time = left_out.iter().any(|(_, reason)| *reason == Reason::NoTime);
    let verdict = match (ends_in_time(&weeks, profile), no_time) {
        (false, _) => Verdict::Late,
        (true, true) => Verdict::Trimmed,
        (true, false) => Verdict::Fits,
    };
    Plan { weeks, left_out, verdict, pace: basis.pace() }
}

/// What the week of `today` asks of a learner who has just changed the plan and has done some of what
/// `promise` asked: the parts that are still to do.
pub(super) fn rest_of_week<'c>(
    curriculum: &'c Curriculum,
    basis: Basis<'_>,
    promise: &Promise,
) -> Vec<Part<'c>> {
    let profile = basis.profile;
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let kept: Vec<usize> = route.kept(profile);
    let opening = Opening::renewed(curriculum, basis, Some(promise));
    Row::first_week(&route, &kept, basis, &opening).map(|week| week.parts).unwrap_or_default()
}

fn ends_in_time(weeks: &[PlannedWeek<'_>], profile: &Profile) -> bool {
    match (ends_on(weeks), profile.wanted_by()) {
        (_, None) => true,
        (ends_on, Some(wanted_by)) => weeks.len() < MOST_WEEKS && ends_on <= Some(wanted_by),
    }
}

fn ends_on(weeks: &[PlannedWeek<'_>]) -> Option<NaiveDate> {
    weeks.iter().rev().find(|week| !week.parts.is_empty()).map(|week| week.week.ends_on())
}

/// Decides what is left out for want of time, so that the plan ends by the wanted date.
///
/// The minimum, and what the learner added, always stays; further lessons are kept in the route's
/// keeping order until the first that no longer fits. What is kept is therefore nested: with more
/// time a superset is kept. `basis.today` is the day of the decision, not of the start: a plan under
/// way has only the time that is left.
pub fn trim(curriculum: &Curriculum, basis: Basis<'_>) -> BTreeSet<LessonId> {
    let profile = Profile { no_time: BTreeSet::new(), ..basis.profile.clone() };
    if profile.wanted_by().is_none() {
        return BTreeSet::new();
    }
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let added = route.added(&profile);
    let reasons = route.reasons(&profile);
    let (base, extra): (Vec<usize>, Vec<usize>) =
        route.keeping_order().into_iter().filter(|&place| reasons[place].is_none()).partition(|&place| {
            route.stops[place].importance == Importance::Minimum || added.contains(&place)
        });
    let basis = Basis { profile: &profile, ..basis };
    let opening = Opening::renewed(curriculum, basis, basis.promise());
    let fits = |count: usize| {
        let mut kept: Vec<usize> = base.iter().chain(&extra[..count]).copied().collect();
        kept.sort_unstable();
        Row::new(&route, &kept, basis, &opening).fits()
    };
    // The largest count that fits: with more to learn the end only moves back.
    let (mut low, mut high) = (0, extra.len());
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    extra[low..].iter().map(|&place| route.stops[place].lesson.id.clone()).collect()
}

/// The least weekly time, in quarters of an hour, at which what `trim` keeps would end by the wanted
/// date: where the plan is late, the minimum and what the learner added. None without a wanted date,
/// or where no amount of time is enough.
pub fn needed_weekly(curriculum: &Curriculum, basis: Basis<'_>) -> Option<Minutes> {
    basis.profile.wanted_by()?;
    let profile = Profile { no_time: trim(curriculum, basis), ..basis.profile.clone() };
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let kept = route.kept(&profile);
    let opening = Opening::renewed(curriculum, basis, basis.promise());
    let fits = |quarters: u32| {
        let profile = Profile { weekly: Minutes(quarters * 15), ..profile.clone() };
        Row::new(&route, &kept, Basis { profile: &profile, ..basis }, &opening).fits()
    };
    let most = 7 * 24 * 4;
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = (low + high) / 2;
        if fits(middle) { high = middle } else { low = middle + 1 }
    }
    fits(low).then_some(Minutes(low * 15))
}
