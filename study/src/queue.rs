//! In which order the steps of a route are studied.
//!
//! Lesson after lesson, as the route has them, except that practice comes in portions between other
//! lessons: from the phase before its own to the end of its own, at even distances, one practice lesson
//! after the other. So at most two lessons are under way at a time, and a project, once begun, is not
//! interrupted.
//!
//! Each order depends on the route alone; a plan takes from it what it keeps. There are several, since
//! whole steps fill weeks differently in each: a plan takes the one in which it ends first. The last of
//! them has practice in one piece, so spreading it never moves the end.

use super::curriculum::Lesson;
use super::sequence::Stop;

/// The least that a portion of practice takes, in minutes: what is worth sitting down for.
const PORTION: u64 = 30;

/// A run of steps of one stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The stop's place on the route.
    pub place: usize,
    /// Its first step.
    pub from: usize,
    /// The step after its last.
    pub to: usize,
}

impl Run {
    fn whole(place: usize, lesson: &Lesson) -> Self {
        Self { place, from: 0, to: lesson.steps.len() }
    }
}

/// A run of practice and the stop before which it stands.
struct Portion {
    before: usize,
    run: Run,
}

/// The orders of study of stops of which each stands after those it needs, the best first.
pub(super) fn orders(stops: &[Stop<'_>]) -> Vec<Vec<Run>> {
    let whole = stops.iter().enumerate().map(|(place, stop)| Run::whole(place, stop.lesson)).collect();
    let practice: Vec<usize> = (0..stops.len()).filter(|&place| stops[place].lesson.practice).collect();
    if practice.is_empty() {
        return vec![whole];
    }
    let spread = [At::Middle, At::Begin, At::End].map(|at| spread(stops, portions(stops, &practice, at)));
    spread.into_iter().chain([whole]).collect()
}

/// The stops with practice in portions.
fn spread(stops: &[Stop<'_>], mut portions: Vec<Portion>) -> Vec<Run> {
    portions.sort_by_key(|portion| (portion.before, portion.run.place, portion.run.from));
    let mut portions = portions.into_iter().peekable();
    let mut queue = Vec::with_capacity(stops.len());
    for (place, stop) in stops.iter().enumerate() {
        while let Some(portion) = portions.next_if(|portion| portion.before <= place) {
            queue.push(portion.run);
        }
        if !stop.lesson.practice {
            queue.push(Run::whole(place, stop.lesson));
        }
    }
    queue.extend(portions.map(|portion| portion.run));
    queue
}

/// Where in its share of the way a portion stands.
#[derive(Clone, Copy)]
enum At {
    Begin = 0,
    Middle = 1,
    End = 2,
}

/// All practice, in portions.
fn portions(stops: &[Stop<'_>], practice: &[usize], at: At) -> Vec<Portion> {
    let mut phases: Vec<&str> = Vec::new();
    for stop in stops {
        if phases.last() != Some(&stop.phase) && !phases.contains(&stop.phase) {
            phases.push(stop.phase);
        }
    }
    let mut spread = Spread::new(stops, at);
    for (number, phase) in phases.iter().enumerate() {
        let own: Vec<usize> =
            practice.iter().copied().filter(|&place| stops[place].phase == *phase).collect();
        if own.is_empty() {
            continue;
        }
        let opens = phases[number.saturating_sub(1)];
        let begin = stops.iter().position(|stop| stop.phase == opens).unwrap_or(0);
        let end = stops.iter().rposition(|stop| stop.phase == *phase).map_or(stops.len(), |last| last + 1);
        spread.phase(&own, begin, end);
    }
    spread.portions
}

/// Practice as it is being spread.
struct Spread<'s, 'c> {
    stops: &'s [Stop<'c>],
    /// Minutes of other lessons before each place; optional ones, which few take, are not counted.
    minutes_before: Vec<u64>,
    /// The first place that needs each stop, or the number of stops.
    needed_at: Vec<usize>,
    /// From which place on each stop is over; beyond all places for practice that has no place yet.
    over_at: Vec<usize>,
    /// From which place on no practice is under way.
    free_from: usize,
    at: At,
    portions: Vec<Portion>,
}

impl<'s, 'c> Spread<'s, 'c> {
    fn new(stops: &'s [Stop<'c>], at: At) -> Self {
        let mut minutes_before = Vec::with_capacity(stops.len() + 1);
        let mut needed_at = vec![stops.len(); stops.len()];
        let mut sum = 0;
        for (place, stop) in stops.iter().enumerate() {
            minutes_before.push(sum);
            let counts = !stop.lesson.practice && stop.importance != super::curriculum::Importance::Optional;
            sum += if counts { minutes(stop.lesson) } else { 0 };
            for &need in &stop.needs {
                needed_at[need] = needed_at[need].min(place);
            }
        }
        minutes_before.push(sum);
        let over =
            |(place, stop): (usize, &Stop<'_>)| if stop.lesson.practice { usize::MAX } else { place + 1 };
        let over_at = stops.iter().enumerate().map(over).collect();
        Self { stops, minutes_before, needed_at, over_at, free_from: 0, at, portions: Vec::new() }
    }

    /// Spreads the practice of one phase from a place to another, each lesson over its share of the way.
    fn phase(&mut self, practice: &[usize], begin: usize, end: usize) {
        let all: u64 = practice.iter().map(|&place| minutes(self.stops[place].lesson)).sum();
        let (first, last) = (self.minutes_before[begin], self.minutes_before[end]);
        let at = |part: u64| first + share(last - first, part, all);
        let mut before = 0;
        for &place in practice {
            let own = minutes(self.stops[place].lesson);
            self.lesson(place, (begin, end), (at(before), at(before + own)));
            before += own;
        }
    }

    /// Spreads a practice lesson between two places, if possible between two times of the way.
    fn lesson(&mut self, place: usize, (begin, end): (usize, usize), (from, to): (u64, u64)) {
        let stop = &self.stops[place];
        let runs = runs(place, stop.lesson);
        let needs = stop.needs.iter().map(|&need| self.over_at[need]).max().unwrap_or(0);
        let least = begin.max(self.free_from).max(needs);
        let most = end.min(self.needed_at[place]);
        if least > most || runs.len() < 2 {
            // There is no room to spread it: it stays where the route has it, in one piece.
            self.over_at[place] = place;
            self.portions.push(Portion { before: place, run: Run::whole(place, stop.lesson) });
            return;
        }
        let (earliest, latest) = (self.minutes_before[least], self.minutes_before[most]);
        let end = to.clamp(earliest, latest);
        let begin = from.min(end.saturating_sub(to - from)).max(earliest);
        let all = minutes(stop.lesson);
        let mut done = 0;
        for run in runs {
            let own: u64 =
                stop.lesson.steps[run.from..run.to].iter().map(|step| u64::from(step.minutes.0)).sum();
            let at = begin + share(end - begin, 2 * done + self.at as u64 * own, 2 * all);
            let before = self.minutes_before.partition_point(|minutes| *minutes < at).clamp(least, most);
            self.portions.push(Portion { before, run });
            self.free_from = before;
            done += own;
        }
        self.over_at[place] = self.free_from;
    }
}

/// A practice lesson's steps in portions.
fn runs(place: usize, lesson: &Lesson) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = 0;
    for (number, step) in lesson.steps.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if open < PORTION => run.to = number + 1,
            _ => {
                runs.push(Run { place, from: number, to: number + 1 });
                open = 0;
            }
        }
        open += u64::from(step.minutes.0);
    }
    // What is left over is too little for a portion of its own.
    if open < PORTION
        && let Some(last) = runs.pop()
    {
        match runs.last_mut() {
            Some(run) => run.to = last.to,
            None => runs.push(last),
        }
    }
    runs
}

fn minutes(lesson: &Lesson) -> u64 {
    lesson.steps.iter().map(|step| u64::from(step.minutes.0)).sum()
}

/// `part` of `all` of a length; all of it where there is nothing to share by.
fn share(length: u64, part: u64, all: u64) -> u64 {
    let shared = u128::from(length) * u128::from(part) / u128::from(all.max(1));
    u64::try_from(shared).unwrap_or(length).min(length)
}
