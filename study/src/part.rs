//! What a week asks for: runs of steps, from the plan or from a promise.

use super::curriculum::{Curriculum, Importance, Lesson, Step};
use super::learner::Promise;
use super::plan::PlannedWeek;
use super::sequence::Route;
use super::units::Minutes;

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
    pub(super) place: Option<usize>,
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

    pub(super) fn extend(&mut self, steps: impl Iterator<Item = &'c Step>, minutes: Minutes) {
        self.steps.extend(steps);
        self.minutes += minutes;
    }
}

/// A promised step, and how many of its minutes the promise has room for.
pub(super) struct Given<'c> {
    pub lesson: &'c Lesson,
    pub step: &'c Step,
    pub minutes: Minutes,
}

/// The steps of a promise that the content still has, as far as its minutes go.
pub(super) fn given<'c>(curriculum: &'c Curriculum, promise: &Promise) -> Vec<Given<'c>> {
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

/// A promise as parts, in the order in which it was made.
pub(super) fn promised_parts<'c>(route: &Route<'c>, given: &[Given<'c>]) -> Vec<Part<'c>> {
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
pub(super) fn number_parts(weeks: &mut [PlannedWeek<'_>], places: usize) {
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
