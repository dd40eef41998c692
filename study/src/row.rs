//! The kept lessons on their way into weeks.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::curriculum::{Lesson, Step};
use super::part::{Given, Part, number_parts, promised_parts};
use super::plan::{Basis, Opening, PlannedWeek};
use super::queue::Run;
use super::sequence::Route;
use super::tape::Tape;
use super::units::{Minutes, StepId};
use super::week::Week;

/// A plan is cut off after this many weeks: nobody reads the fourth century of one.
pub(super) const MOST_WEEKS: usize = 20_000;

/// A week before anything is put into it.
struct Ahead {
    number: i64,
    week: Week,
    /// The most that it may ask.
    budget: Minutes,
    /// Whether it lies in a pause.
    is_paused: bool,
    /// What it takes from the tape, and how much of that is used up; none where it is a promise.
    takes: Option<(Minutes, Minutes)>,
}

impl Ahead {
    /// The week at a place of the plan, from 0.
    fn at(place: usize, basis: Basis<'_>, opening: &Opening<'_>) -> Self {
        let profile = basis.profile;
        let week = basis.first_week().plus(place as i64);
        let number = week.since(Week::of(profile.starts_on)) + 1;
        let allowed = profile.budget(week);
        let (budget, takes) = match opening {
            Opening::Promised(minutes, _) if place == 0 => (*minutes, None),
            Opening::Renewed { least, done } if place == 0 && !allowed.is_paused => {
                let budget = allowed.new_work.max(*least);
                (budget, Some((budget, *done)))
            }
            _ => (allowed.most, Some((allowed.new_work, Minutes::ZERO))),
        };
        Self { number, week, budget, is_paused: allowed.is_paused, takes }
    }
}

/// The kept lessons on their way into weeks.
pub(super) struct Row<'r, 'c, 'a> {
    route: &'r Route<'c>,
    basis: Basis<'a>,
    opening: &'r Opening<'c>,
    tape: Tape<'r, 'c>,
}

impl<'r, 'c, 'a> Row<'r, 'c, 'a> {
    /// The kept lessons in the order in which they end first: of orders of which each ends no later with
    /// more time, the first end is no later either.
    pub fn new(route: &'r Route<'c>, kept: &[usize], basis: Basis<'a>, opening: &'r Opening<'c>) -> Self {
        Self::shortest(Self::in_orders(route, kept, basis, opening))
    }

    /// The first of its weeks. Where that is the same in every order, as it is far from any practice,
    /// nobody goes through the others to know it.
    pub fn first_week(
        route: &'r Route<'c>,
        kept: &[usize],
        basis: Basis<'a>,
        opening: &'r Opening<'c>,
    ) -> Option<PlannedWeek<'c>> {
        let mut rows = Self::in_orders(route, kept, basis, opening);
        let first = rows[0].beginning();
        if rows[1..].iter().all(|row| is_same(&row.beginning(), &first)) {
            rows.truncate(1);
        }
        Self::shortest(rows).weeks(1).pop()
    }

    /// The kept lessons in each order in which they may be studied, the best first.
    fn in_orders(
        route: &'r Route<'c>,
        kept: &[usize],
        basis: Basis<'a>,
        opening: &'r Opening<'c>,
    ) -> Vec<Self> {
        let promised: &[Given<'_>] = if let Opening::Promised(_, given) = opening { given } else { &[] };
        let pace = basis.pace();
        let rest = |lesson: &Lesson, done: Option<&BTreeSet<StepId>>| -> Vec<Option<Minutes>> {
            let of_step = |step: &Step| {
                let given = promised.iter().find(|it| std::ptr::eq(it.step, step));
                let rest = pace.of(step.minutes).saturating_sub(given.map_or(Minutes::ZERO, |it| it.minutes));
                let is_taken = given.is_some() && rest == Minutes::ZERO;
                (!is_taken && !done.is_some_and(|done| done.contains(&step.id))).then_some(rest)
            };
            lesson.steps.iter().map(of_step).collect()
        };
        let mut open = vec![Vec::new(); route.stops.len()];
        for &place in kept {
            let lesson = route.stops[place].lesson;
            open[place] = rest(lesson, basis.progress(lesson).map(|progress| &progress.steps));
        }
        let row = |order: &Vec<Run>| {
            let queue = route.queue(order, kept, |lesson| basis.is_under_way(lesson));
            Self { route, basis, opening, tape: Tape::new(route, &queue, pace, &open) }
        };
        // Without practice they are all the same.
        let spreads = kept.iter().any(|&place| route.stops[place].lesson.practice);
        route.orders.iter().take(if spreads { route.orders.len() } else { 1 }).map(row).collect()
    }

    /// The one that ends first; of those that end together, the best order.
    fn shortest(mut rows: Vec<Self>) -> Self {
        match rows.len() {
            1 => rows.swap_remove(0),
            _ => rows.into_iter().min_by_key(Self::length).expect("a route has an order"),
        }
    }

    /// What its first week takes.
    fn beginning(&self) -> Vec<Part<'c>> {
        let mut tape = self.tape.clone();
        let takes = self.ahead(&tape, 0).and_then(|ahead| ahead.takes);
        takes.map_or_else(Vec::new, |(budget, used)| tape.take(budget, used))
    }

    /// The next week, where there is anything left for it.
    fn ahead(&self, tape: &Tape<'_, '_>, place: usize) -> Option<Ahead> {
        let is_promise = place == 0 && matches!(self.opening, Opening::Promised(..));
        let goes_on = place < MOST_WEEKS && (is_promise || !tape.is_empty());
        goes_on.then(|| Ahead::at(place, self.basis, self.opening))
    }

    /// How many weeks it takes.
    fn length(&self) -> usize {
        let mut tape = self.tape.clone();
        let mut place = 0;
        while let Some(ahead) = self.ahead(&tape, place) {
            if let Some((budget, used)) = ahead.takes {
                tape.skip(budget, used);
            }
            place += 1;
        }
        place
    }

    /// The Sunday of its last week, where nothing is promised before.
    fn ends_on(&self) -> Option<NaiveDate> {
        let last = self.length().checked_sub(1)?;
        Some(self.basis.first_week().plus(last as i64).ends_on())
    }

    /// Whether it ends by the wanted date.
    pub fn fits(&self) -> bool {
        self.length() < MOST_WEEKS
            && self.basis.profile.wanted_by().is_none_or(|by| self.ends_on().is_none_or(|end| end <= by))
    }

    /// Its weeks, at most so many.
    pub fn weeks(mut self, most: usize) -> Vec<PlannedWeek<'c>> {
        let mut weeks: Vec<PlannedWeek<'c>> = Vec::new();
        let mut phase = self.route.stops.first().map_or("", |stop| stop.phase);
        while let Some(Ahead { number, week, budget, is_paused, takes }) =
            self.ahead(&self.tape, weeks.len()).filter(|_| weeks.len() < most)
        {
            let parts = match (takes, self.opening) {
                (Some((budget, used)), _) => self.tape.take(budget, used),
                (None, Opening::Promised(_, given)) => promised_parts(self.route, given),
                (None, _) => Vec::new(),
            };
            // Practice stands between the lessons of other phases.
            let steady = parts.iter().filter(|part| !part.lesson.practice).find_map(|part| part.place);
            phase = steady.map_or(phase, |place| self.route.stops[place].phase);
            weeks.push(PlannedWeek { number, week, phase, budget, is_paused, parts });
        }
        number_parts(&mut weeks, self.route.stops.len());
        weeks
    }
}

/// Whether two weeks hold the same steps for as long.
fn is_same(one: &[Part<'_>], other: &[Part<'_>]) -> bool {
    let key = |part: &Part<'_>| (part.place, part.steps.len(), part.minutes);
    let same_steps = |(one, other): (&Part<'_>, &Part<'_>)| {
        key(one) == key(other)
            && one.steps.iter().zip(&other.steps).all(|(one, other)| std::ptr::eq(*one, *other))
    };
    one.len() == other.len() && one.iter().zip(other).all(same_steps)
}
