//! The open steps in the order of study, and how weeks take them.
//!
//! A week takes whole steps from the front while they fit its budget. Where it begins with a step
//! that is longer than the whole budget, it takes as much of it as it can: the only cut there is.
//!
//! So more time, or less to learn, never ends later. Let `x` be the minutes taken before a week and
//! `b` its budget. Where more than `b` is left of the step at `x`, the week ends at `x + b`; else it
//! ends where the last step ends that does so by `x + b`. Both only grow with `x` and with `b`, and
//! so, week by week, does all that is taken. Giving back a part that is too small changes nothing of
//! that: it ends the week where a lesson begins, and who is further ahead begins that lesson no later
//! and takes no less of it.
//!
//! Filling what a week leaves with later lessons would lose this. By 2 h 20, one step of an hour and
//! two of 40 minutes fill each week to the brim; by 2 h 39, the hours go in pairs, nothing of 40
//! minutes fits beside them, and the same work takes a sixth longer.

use super::curriculum::{Lesson, Step};
use super::pace::Pace;
use super::plan::Part;
use super::sequence::{Route, Stop};
use super::units::Minutes;

/// The smallest part of a lesson that is worth sitting down for.
const SMALLEST_PART: Minutes = Minutes(30);

/// The open steps of the kept lessons, from the front on.
pub(super) struct Tape<'r, 'c> {
    strips: Vec<Strip<'r, 'c>>,
    /// The steps of all strips, each with what is left of it.
    steps: Vec<(&'c Step, Minutes)>,
    /// The strip at the front.
    strip: usize,
    /// The step at the front.
    step: usize,
}

/// The open steps of one lesson.
struct Strip<'r, 'c> {
    stop: &'r Stop<'c>,
    place: usize,
    /// Where its steps end among those of all strips.
    end: usize,
    /// What the lesson's other steps took, which are done or promised.
    before: Minutes,
}

impl<'r, 'c> Tape<'r, 'c> {
    /// The tape of the kept stops of a route; `rest` says how much of a step is open, if
    /// it is, at the learner's own pace.
    pub fn new(
        route: &'r Route<'c>,
        kept: &[usize],
        pace: Pace,
        rest: impl Fn(&'c Lesson, &'c Step) -> Option<Minutes>,
    ) -> Self {
        let mut tape = Self { strips: Vec::with_capacity(kept.len()), steps: Vec::new(), strip: 0, step: 0 };
        for &place in kept {
            let stop = &route.stops[place];
            let mut before = Minutes::ZERO;
            let begin = tape.steps.len();
            for step in &stop.lesson.steps {
                let rest = rest(stop.lesson, step);
                before += pace.of(step.minutes).saturating_sub(rest.unwrap_or_default());
                tape.steps.extend(rest.map(|minutes| (step, minutes)));
            }
            if tape.steps.len() > begin {
                tape.strips.push(Strip { stop, place, end: tape.steps.len(), before });
            }
        }
        tape
    }

    /// Whether everything is taken.
    pub fn is_empty(&self) -> bool {
        self.strip >= self.strips.len()
    }

    /// Takes one week's parts, where `used` of its budget is spent before.
    pub fn take(&mut self, budget: Minutes, used: Minutes) -> Vec<Part<'c>> {
        let mut parts = Vec::new();
        let mut left = budget.saturating_sub(used);
        if budget == Minutes::ZERO {
            return parts;
        }
        while let Some(strip) = self.strips.get(self.strip) {
            let from = self.step;
            let mut to = from;
            let mut minutes = Minutes::ZERO;
            while to < strip.end && minutes + self.steps[to].1 <= left {
                minutes += self.steps[to].1;
                to += 1;
            }
            let ends = to == strip.end;
            let opens_week = left == budget;
            let mut steps: Vec<&Step> = self.steps[from..to].iter().map(|(step, _)| *step).collect();
            self.step = to;
            if opens_week && minutes == Minutes::ZERO && !ends {
                let (step, rest) = &mut self.steps[to];
                *rest = rest.saturating_sub(left);
                minutes = left;
                steps.push(step);
            } else if to == from || !(ends || opens_week || strip.before + minutes >= SMALLEST_PART) {
                self.step = from;
                break;
            }
            left = left.saturating_sub(minutes);
            parts.push(Part::new(
                strip.stop.lesson,
                strip.stop.importance,
                Some(strip.place),
                steps,
                minutes,
            ));
            if !ends {
                break;
            }
            self.strip += 1;
        }
        parts
    }
}
