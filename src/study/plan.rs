//! Lessons into weeks.
//!
//! The kept lessons' steps form one tape. A week takes whole steps from its front while they fit its
//! budget. More time a week, or fewer steps on the tape, can therefore never end later.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::curriculum::{Curriculum, Importance, Lesson, Step};
use super::learner::{Profile, Promise, Study};
use super::sequence::{Reason, Route, Stop, route};
use super::units::{LessonId, Minutes};
use super::week::Week;

/// The smallest part of a lesson that is worth sitting down for.
const SMALLEST_PART: Minutes = Minutes(30);
/// Every so many weeks, one holds no new work.
const CATCH_UP_EVERY: i64 = 13;
/// The share of the first week's time that is planned, in percent: people start light.
const FIRST_WEEK_PERCENT: u32 = 70;
/// A plan longer than this is not made: some week could not hold its work.
const MOST_WEEKS: usize = 20_000;

/// A run of steps of one lesson in one week.
#[derive(Debug, Clone)]
pub struct Part<'c> {
    /// The lesson.
    pub lesson: &'c Lesson,
    /// Its importance on this route.
    pub importance: Importance,
    /// The steps, in order.
    pub steps: Vec<&'c Step>,
    /// The minutes of this part.
    pub minutes: Minutes,
    /// Which part of the lesson's rest this is, from 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
}

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
}

impl Plan<'_> {
    /// The Sunday of the last week with work; none when nothing is left to do.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        self.weeks.iter().rev().find(|week| !week.parts.is_empty()).map(|week| week.week.ends_on())
    }
}

/// The first week's minutes: the share of its days that are left, and of that a light start.
fn first_budget(profile: &Profile) -> Minutes {
    let days = Week::of(profile.starts_on).days_left(profile.starts_on);
    let light = profile.weekly.0 * days * FIRST_WEEK_PERCENT / 700;
    Minutes(((light + 2) / 5 * 5).max(SMALLEST_PART.0).min(profile.weekly.0))
}

/// What is still to do, in order: lessons with their open steps.
struct Tape<'r, 'c> {
    lessons: Vec<(&'r Stop<'c>, Vec<&'c Step>)>,
}

/// Where a week's filling stands on the tape.
#[derive(Clone, Copy, Default)]
struct Position {
    lesson: usize,
    step: usize,
    /// Minutes of a step longer than a whole week that earlier weeks have taken.
    taken: Minutes,
}

impl<'c> Tape<'_, 'c> {
    fn is_done(&self, at: Position) -> bool {
        at.lesson >= self.lessons.len()
    }

    /// Fills one week from `at` and says where the next begins.
    fn fill(
        &self,
        mut at: Position,
        budget: Minutes,
        whole_week: Minutes,
        parts: &mut Vec<Part<'c>>,
    ) -> Position {
        let mut left = budget;
        while let Some((stop, steps)) = self.lessons.get(at.lesson) {
            let begun = at;
            let mut run = Vec::new();
            let mut minutes = Minutes::ZERO;
            while let Some(step) = steps.get(at.step) {
                let rest = step.minutes.saturating_sub(at.taken);
                let room = left.saturating_sub(minutes);
                if rest <= room {
                    run.push(*step);
                    minutes += rest;
                    at = Position { step: at.step + 1, taken: Minutes::ZERO, ..at };
                } else {
                    // Only a step that no week can hold is cut, and only into what the week has left.
                    let cut = room >= SMALLEST_PART.min(whole_week) && step.minutes > whole_week;
                    if cut {
                        run.push(*step);
                        minutes += room;
                        at.taken += room;
                    }
                    break;
                }
            }
            let finished = at.step >= steps.len();
            let worth_it = minutes >= SMALLEST_PART || finished || left == budget;
            if run.is_empty() || !worth_it {
                return begun;
            }
            left = left.saturating_sub(minutes);
            parts.push(Part {
                lesson: stop.lesson,
                importance: stop.importance,
                steps: run,
                minutes,
                part: 0,
                parts: 0,
            });
            if !finished {
                return at;
            }
            at = Position { lesson: at.lesson + 1, ..Position::default() };
        }
        at
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

    fn first_week(&self) -> Week {
        Week::of(self.today.max(self.profile.starts_on))
    }

    fn is_open(&self, lesson: &Lesson, step: &Step) -> bool {
        !self.study.is_some_and(|study| study.is_done(&lesson.id, &step.id))
    }
}

/// The plan as agreed: what is left out for time is what the profile says.
pub fn plan<'c>(curriculum: &'c Curriculum, basis: Basis<'_>) -> Plan<'c> {
    let profile = basis.profile;
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let promise = basis.study.and_then(|study| study.promise(basis.first_week()));
    let added = route.added(profile);
    let mut left_out: Vec<_> =
        route.alternatives.iter().map(|lesson| (*lesson, Reason::Alternative)).collect();
    let mut kept = Vec::new();
    for place in 0..route.stops.len() {
        match route.left_out(place, profile, &added) {
            Some(reason) => left_out.push((route.stops[place].lesson, reason)),
            None => kept.push(place),
        }
    }
    let weeks = weeks(&route, &kept, basis, promise);
    let mut plan = Plan { weeks, left_out, verdict: Verdict::Fits };
    let in_time = ends_in_time(plan.ends_on(), profile);
    plan.verdict = match (in_time, plan.left_out.iter().any(|(_, reason)| *reason == Reason::NoTime)) {
        (false, _) => Verdict::Late,
        (true, true) => Verdict::Trimmed,
        (true, false) => Verdict::Fits,
    };
    plan
}

fn ends_in_time(ends_on: Option<NaiveDate>, profile: &Profile) -> bool {
    match (ends_on, profile.wanted_by()) {
        (Some(ends_on), Some(wanted_by)) => ends_on <= wanted_by,
        _ => true,
    }
}

/// The kept lessons as weeks. The current week, where it has a promise, is that promise.
fn weeks<'c>(
    route: &Route<'c>,
    kept: &[usize],
    basis: Basis<'_>,
    promise: Option<&Promise>,
) -> Vec<PlannedWeek<'c>> {
    let profile = basis.profile;
    let promised = |lesson: &Lesson, step: &Step| {
        promise.is_some_and(|promise| {
            promise.steps.iter().any(|it| it.lesson == lesson.id && it.step == step.id)
        })
    };
    let tape = Tape {
        lessons: kept
            .iter()
            .map(|&place| {
                let stop = &route.stops[place];
                let open = stop
                    .lesson
                    .steps
                    .iter()
                    .filter(|step| basis.is_open(stop.lesson, step) && !promised(stop.lesson, step));
                (stop, open.collect::<Vec<_>>())
            })
            .filter(|(_, steps)| !steps.is_empty())
            .collect(),
    };
    let start = Week::of(profile.starts_on);
    let first = basis.first_week();
    let mut weeks: Vec<PlannedWeek<'c>> = Vec::new();
    let mut at = Position::default();
    while weeks.len() < MOST_WEEKS && (!tape.is_done(at) || (weeks.is_empty() && promise.is_some())) {
        let week = first.plus(weeks.len() as i64);
        let number = week.since(start) + 1;
        let mut budget = if number == 1 { first_budget(profile) } else { profile.weekly };
        let mut parts = Vec::new();
        match promise.filter(|_| weeks.is_empty()) {
            Some(promise) => {
                budget = promise.minutes;
                parts = promised_parts(route, promise);
            }
            None if number % CATCH_UP_EVERY == 0 => {}
            None => at = tape.fill(at, budget, profile.weekly, &mut parts),
        }
        let phase = parts
            .first()
            .and_then(|part| route.stops.iter().find(|stop| stop.lesson.id == part.lesson.id))
            .map(|stop| stop.phase)
            .or(weeks.last().map(|week| week.phase))
            .or(route.stops.first().map(|stop| stop.phase))
            .unwrap_or_default();
        weeks.push(PlannedWeek { number, week, phase, budget, parts });
    }
    number_parts(&mut weeks);
    weeks
}

/// A promise as parts, in the order in which it was made.
fn promised_parts<'c>(route: &Route<'c>, promise: &Promise) -> Vec<Part<'c>> {
    let mut parts: Vec<Part<'c>> = Vec::new();
    for it in &promise.steps {
        let Some(stop) = route.stops.iter().find(|stop| stop.lesson.id == it.lesson) else {
            continue;
        };
        let Some(step) = stop.lesson.step(&it.step) else {
            continue;
        };
        match parts.last_mut().filter(|part| part.lesson.id == it.lesson) {
            Some(part) => {
                part.steps.push(step);
                part.minutes += step.minutes;
            }
            None => parts.push(Part {
                lesson: stop.lesson,
                importance: stop.importance,
                steps: vec![step],
                minutes: step.minutes,
                part: 0,
                parts: 0,
            }),
        }
    }
    parts
}

/// Says of every part which it is of how many.
fn number_parts(weeks: &mut [PlannedWeek<'_>]) {
    let mut totals: std::collections::BTreeMap<LessonId, u32> = std::collections::BTreeMap::new();
    for part in weeks.iter_mut().flat_map(|week| &mut week.parts) {
        let count = totals.entry(part.lesson.id.clone()).or_default();
        *count += 1;
        part.part = *count;
    }
    for part in weeks.iter_mut().flat_map(|week| &mut week.parts) {
        part.parts = totals[&part.lesson.id];
    }
}

/// Decides what is left out for want of time, so that the plan ends by the wanted date.
///
/// The minimum, and what the learner added, always stays; further lessons are kept in the route's
/// keeping order until the first that no longer fits. What is kept is therefore nested: with more
/// time a superset is kept.
pub fn trim(curriculum: &Curriculum, basis: Basis<'_>) -> BTreeSet<LessonId> {
    let profile = Profile { no_time: BTreeSet::new(), ..basis.profile.clone() };
    if profile.wanted_by().is_none() {
        return BTreeSet::new();
    }
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let added = route.added(&profile);
    let order: Vec<usize> = route
        .keeping_order()
        .into_iter()
        .filter(|&place| route.left_out(place, &profile, &added).is_none())
        .collect();
    let (base, extra): (Vec<usize>, Vec<usize>) = order
        .into_iter()
        .partition(|&place| route.stops[place].importance == Importance::Minimum || added.contains(&place));
    let basis = Basis { profile: &profile, ..basis };
    let fits = |count: usize| {
        let mut kept: Vec<usize> = base.iter().chain(&extra[..count]).copied().collect();
        kept.sort_unstable();
        let weeks = weeks(&route, &kept, basis, None);
        let end = weeks.iter().rev().find(|week| !week.parts.is_empty()).map(|week| week.week.ends_on());
        ends_in_time(end, &profile)
    };
    // The largest count that fits: the tape only grows with it, so the end only moves back.
    let (mut low, mut high) = (0, extra.len());
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    extra[low..].iter().map(|&place| route.stops[place].lesson.id.clone()).collect()
}

/// The least weekly time, in quarters of an hour, at which the plan would end by the wanted date.
/// None without a wanted date, or where no amount of time is enough.
pub fn needed_weekly(curriculum: &Curriculum, basis: Basis<'_>) -> Option<Minutes> {
    basis.profile.wanted_by()?;
    let fits = |quarters: u32| {
        let profile = Profile { weekly: Minutes(quarters * 15), ..basis.profile.clone() };
        plan(curriculum, Basis { profile: &profile, ..basis }).verdict != Verdict::Late
    };
    let most = 7 * 24 * 4;
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = (low + high) / 2;
        if fits(middle) { high = middle } else { low = middle + 1 }
    }
    fits(low).then_some(Minutes(low * 15))
}
