//! The open steps in the order of study, and how weeks take them.
//!
//! A week takes whole steps from the front while they fit its budget. Where they would fill less than
//! half an hour of it, it takes as much as it can of the next step too, unless that makes a part that is
//! too small: the only cut there is.
//!
//! So more time, or less to learn, never ends later. Let `x` be the minutes taken before a week, `b` its
//! budget, and `e` where the last step ends that does so by `x + b`. The week ends at `e`, or at `x + b`
//! where `e` is less than half an hour after `x`. Both only grow with `x` and with `b`: who is further
//! ahead, or has more time, and reaches no later step end than `e` is less than half an hour before it
//! too, with no less room left; and any later step end lies behind `x + b`. So, week by week, all that is taken grows. Giving
//! back a part that is too small changes nothing of that: it ends the week where a lesson begins, at
//! least half an hour after `x`, and who is further ahead begins that lesson no later and takes no less
//! of it. A portion of practice counts as a lesson here. Of a portion the cut leaves half an hour at least:
//! a week that would end closer before the portion's end than that ends half an hour before it, if its
//! part is half an hour still. With `x` and `b` that only grows too: who is further ahead, and has too
//! little of the portion left for both, ends at `x + b`.
//!
//! Filling what a week leaves with later lessons would lose this. By 2 h 20, one step of an hour and
//! two of 40 minutes fill each week to the brim; by 2 h 39, the hours go in pairs, nothing of 40
//! minutes fits beside them, and the same work takes a sixth longer.

use super::curriculum::Step;
use super::pace::Pace;
use super::part::Part;
use super::queue::Run;
use super::sequence::{Route, Stop};
use super::units::Minutes;

/// The smallest part of a lesson that is worth sitting down for.
const SMALLEST_PART: Minutes = Minutes(30);

/// The open steps of the kept lessons, from the front on.
#[derive(Clone)]
pub(super) struct Tape<'r, 'c> {
    strips: Vec<Strip<'r, 'c>>,
    /// The steps of all strips, each with what is left of it.
    steps: Vec<(&'c Step, Minutes)>,
    /// The strip at the front.
    strip: usize,
    /// The step at the front.
    step: usize,
}

/// The open steps of one run: of a lesson, or of a portion of practice.
#[derive(Clone, Copy)]
struct Strip<'r, 'c> {
    stop: &'r Stop<'c>,
    place: usize,
    /// Where its steps end among those of all strips.
    end: usize,
    /// What the run's other steps took, which are done or promised.
    before: Minutes,
    /// Whether it is a portion of practice: what is left of it has other lessons behind it.
    is_portion: bool,
}

impl Strip<'_, '_> {
    /// How much of a step goes into the `time` that a week has left, which is less than what is left of the
    /// step, after `minutes` of the same strip: all of it. Only of a portion, which ends `behind` that
    /// step, no end of less than half an hour is left, since that would stand alone, unless it leaves too
    /// little of the part itself.
    fn cut(&self, rest: Minutes, behind: Minutes, time: Minutes, minutes: Minutes) -> Minutes {
        let sparing = time.min((rest + behind).saturating_sub(SMALLEST_PART));
        let spares = self.is_portion && minutes + sparing >= SMALLEST_PART;
        if spares { sparing } else { time }
    }
}

impl<'r, 'c> Tape<'r, 'c> {
    /// The tape of runs of a route's stops; `open` says by place how much of each step is open, if it is,
    /// at the learner's own pace.
    pub fn new(route: &'r Route<'c>, runs: &[Run], pace: Pace, open: &[Vec<Option<Minutes>>]) -> Self {
        let mut tape = Self {
            strips: Vec::with_capacity(runs.len()),
            steps: Vec::with_capacity(runs.len() * 8),
            strip: 0,
            step: 0,
        };
        for run in runs {
            let stop = &route.stops[run.place];
            let mut before = Minutes::ZERO;
            let begin = tape.steps.len();
            let rests = &open[run.place][run.from..run.to];
            for (step, &rest) in stop.lesson.steps[run.from..run.to].iter().zip(rests) {
                before += pace.of(step.minutes).saturating_sub(rest.unwrap_or_default());
                tape.steps.extend(rest.map(|minutes| (step, minutes)));
            }
            if tape.steps.len() > begin {
                let is_portion = run.to - run.from < stop.lesson.steps.len();
                tape.strips.push(Strip { stop, place: run.place, end: tape.steps.len(), before, is_portion });
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
        let mut parts: Vec<Part<'c>> = Vec::new();
        self.advance(budget, used, |strip, steps, minutes| {
            let steps = steps.iter().map(|(step, _)| *step);
            match parts.iter_mut().find(|part| part.place == Some(strip.place)) {
                // Another portion of the same practice.
                Some(part) => part.extend(steps, minutes),
                None => {
                    let Stop { lesson, importance, .. } = *strip.stop;
                    parts.push(Part::new(lesson, importance, Some(strip.place), steps.collect(), minutes));
                }
            }
        });
        parts
    }

    /// Takes what one week does, without making parts of it.
    pub fn skip(&mut self, budget: Minutes, used: Minutes) {
        self.advance(budget, used, |_, _, _| {});
    }

    /// Goes one week on; `taken` is told of each run of steps that the week takes.
    fn advance(
        &mut self,
        budget: Minutes,
        used: Minutes,
        mut taken: impl FnMut(&Strip<'r, 'c>, &[(&'c Step, Minutes)], Minutes),
    ) {
        let mut left = budget.saturating_sub(used);
        if budget == Minutes::ZERO {
            return;
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
            self.step = to;
            let opens_week = left == budget;
            let is_part = to > from && (ends || opens_week || strip.before + minutes >= SMALLEST_PART);
            let before = budget.saturating_sub(left);
            // What is done of the run counts for a part but not here: who has done more cuts no less.
            let stays = ends || opens_week || minutes >= SMALLEST_PART;
            let holds = if stays { before + minutes } else { before };
            let has_room = minutes < left && (opens_week || left >= SMALLEST_PART);
            if !ends && holds < SMALLEST_PART && has_room {
                let behind = self.steps[to + 1..strip.end].iter().map(|(_, minutes)| *minutes).sum();
                let rest = &mut self.steps[to].1;
                let cut = strip.cut(*rest, behind, left.saturating_sub(minutes), minutes);
                *rest = rest.saturating_sub(cut);
                minutes += cut;
                taken(strip, &self.steps[from..=to], minutes);
            } else if is_part {
                taken(strip, &self.steps[from..to], minutes);
            } else {
                self.step = from;
                break;
            }
            left = left.saturating_sub(minutes);
            if !ends {
                break;
            }
            self.strip += 1;
        }
    }
}
