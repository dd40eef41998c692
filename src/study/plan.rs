//! Lessons into weeks: the kept lessons' open steps in one row, week after week from its front.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::curriculum::{Curriculum, Importance, Lesson, Step};
use super::learner::{Profile, Promise, Study};
use super::pace::{Pace, pace};
use super::promise::{at_first, done_of};
use super::sequence::{Reason, Route, route};
use super::tape::Tape;
use super::units::{LessonId, Minutes};
use super::week::Week;

/// A plan is cut off after this many weeks: nobody reads the fourth century of one.
const MOST_WEEKS: usize = 20_000;

/// A run of steps of one lesson in one week.
#[derive(Debug, Clone)]
pub struct Part<'c> {
    /// The lesson.
    pub lesson: &'c Lesson,
    /// Its importance on this route.
    pub importance: Importance,
    /// The steps, in order; where the week cannot hold the last one, only some of its minutes.
    pub steps: Vec<&'c Step>,
    /// The minutes of this part.
    pub minutes: Minutes,
    /// Which part of the lesson's rest this is, from 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
    /// The lesson's place on the route; none where a promise holds it that the plan no longer does.
    place: Option<usize>,
}

impl<'c> Part<'c> {
    pub(super) fn new(
        lesson: &'c Lesson,
        importance: Importance,
        place: Option<usize>,
        steps: Vec<&'c Step>,
        minutes: Minutes,
    ) -> Self {
        Self { lesson, importance, steps, minutes, part: 1, parts: 1, place }
    }
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

impl Plan<'_> {
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

    fn first_week(&self) -> Week {
        Week::of(self.today.max(self.profile.starts_on))
    }

    /// The promise of the week in which the plan begins.
    fn promise(&self) -> Option<&'a Promise> {
        self.study?.promise(self.first_week())
    }

    /// The learner's own pace; as planned for somebody who begins.
    fn pace(&self) -> Pace {
        self.study.map_or(Pace::PLANNED, |study| pace(study, self.first_week()))
    }

    fn is_finished(&self, lesson: &Lesson) -> bool {
        self.study.is_some_and(|study| study.is_finished(lesson.id.as_str()))
    }

    fn is_done(&self, lesson: &Lesson, step: &Step) -> bool {
        self.study.is_some_and(|study| study.is_done(&lesson.id, &step.id))
    }
}

/// How the first week is filled.
enum Opening<'c> {
    /// Like any other.
    Free,
    /// It is a promise, and asks for no more.
    Promised(Minutes, Vec<Given<'c>>),
    /// Its promise is made anew: it may ask for at least so much, of which so much is done.
    Renewed { least: Minutes, done: Minutes },
}

impl Opening<'_> {
    /// A week whose promise, if it has one, a plan change is about to replace.
    fn renewed(curriculum: &Curriculum, basis: Basis<'_>, promise: Option<&Promise>) -> Self {
        match (promise, basis.study) {
            (Some(promise), Some(study)) => {
                let (_, done) = done_of(curriculum, study, promise);
                Self::Renewed { least: at_first(study, promise), done }
            }
            _ => Self::Free,
        }
    }
}

/// A promised step, and how many of its minutes the promise has room for.
struct Given<'c> {
    lesson: &'c Lesson,
    step: &'c Step,
    minutes: Minutes,
}

/// The steps of a promise that the content still has, as far as its minutes go.
fn given<'c>(curriculum: &'c Curriculum, promise: &Promise) -> Vec<Given<'c>> {
    let mut left = promise.minutes;
    let mut given = Vec::new();
    for it in &promise.steps {
        let Some(lesson) = curriculum.lesson(it.lesson.as_str()) else { continue };
        let Some(step) = lesson.step(&it.step) else { continue };
        let minutes = promise.pace.of(step.minutes).min(left);
        if minutes > Minutes::ZERO || step.minutes == Minutes::ZERO {
            left = left.saturating_sub(minutes);
            given.push(Given { lesson, step, minutes });
        }
    }
    given
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
    let opening = match basis.promise() {
        Some(promise) => Opening::Promised(promise.minutes, given(curriculum, promise)),
        None => Opening::Free,
    };
    let weeks = weeks(&route, &kept, basis, &opening);
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
    weeks(&route, &kept, basis, &opening).into_iter().next().map(|week| week.parts).unwrap_or_default()
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

/// The kept lessons as weeks.
fn weeks<'c>(
    route: &Route<'c>,
    kept: &[usize],
    basis: Basis<'_>,
    opening: &Opening<'c>,
) -> Vec<PlannedWeek<'c>> {
    let profile = basis.profile;
    let promised: &[Given<'_>] = if let Opening::Promised(_, given) = opening { given } else { &[] };
    let pace = basis.pace();
    let mut tape = Tape::new(route, kept, pace, |lesson, step| {
        let given = promised.iter().find(|it| std::ptr::eq(it.step, step));
        let rest = pace.of(step.minutes).saturating_sub(given.map_or(Minutes::ZERO, |it| it.minutes));
        let is_taken = given.is_some() && rest == Minutes::ZERO;
        (!is_taken && !basis.is_done(lesson, step)).then_some(rest)
    });
    let start = Week::of(profile.starts_on);
    let first = basis.first_week();
    let mut weeks: Vec<PlannedWeek<'c>> = Vec::new();
    let mut phase = route.stops.first().map_or("", |stop| stop.phase);
    while weeks.len() < MOST_WEEKS {
        let opens = weeks.is_empty();
        if tape.is_empty() && !(opens && matches!(opening, Opening::Promised(..))) {
            break;
        }
        let week = first.plus(weeks.len() as i64);
        let number = week.since(start) + 1;
        let allowed = profile.budget(week);
        let mut budget = allowed.most;
        let parts = match opening {
            Opening::Promised(minutes, given) if opens => {
                budget = *minutes;
                promised_parts(route, given)
            }
            Opening::Renewed { least, done } if opens && !allowed.is_paused => {
                budget = allowed.new_work.max(*least);
                tape.take(budget, *done)
            }
            _ => tape.take(allowed.new_work, Minutes::ZERO),
        };
        phase = parts.iter().find_map(|part| part.place).map_or(phase, |place| route.stops[place].phase);
        weeks.push(PlannedWeek { number, week, phase, budget, is_paused: allowed.is_paused, parts });
    }
    number_parts(&mut weeks, route.stops.len());
    weeks
}

/// A promise as parts, in the order in which it was made.
fn promised_parts<'c>(route: &Route<'c>, given: &[Given<'c>]) -> Vec<Part<'c>> {
    let mut parts: Vec<Part<'c>> = Vec::new();
    for it in given {
        if let Some(part) = parts.iter_mut().find(|part| std::ptr::eq(part.lesson, it.lesson)) {
            part.steps.push(it.step);
            part.minutes += it.minutes;
            continue;
        }
        let place = route.stops.iter().position(|stop| std::ptr::eq(stop.lesson, it.lesson));
        let importance = place.map_or(it.lesson.importance, |place| route.stops[place].importance);
        parts.push(Part::new(it.lesson, importance, place, vec![it.step], it.minutes));
    }
    parts
}

/// Says of every part which it is of how many.
fn number_parts(weeks: &mut [PlannedWeek<'_>], places: usize) {
    let mut counts = vec![0; places];
    for part in weeks.iter_mut().flat_map(|week| &mut week.parts) {
        if let Some(place) = part.place {
            counts[place] += 1;
            part.part = counts[place];
        }
    }
    for part in weeks.iter_mut().flat_map(|week| &mut week.parts) {
        part.parts = part.place.map_or(1, |place| counts[place]);
    }
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
        ends_in_time(&weeks(&route, &kept, basis, &opening), &profile)
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
        ends_in_time(&weeks(&route, &kept, Basis { profile: &profile, ..basis }, &opening), &profile)
    };
    let most = 7 * 24 * 4;
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = (low + high) / 2;
        if fits(middle) { high = middle } else { low = middle + 1 }
    }
    fits(low).then_some(Minutes(low * 15))
}
