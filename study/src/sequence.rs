//! Which lessons a plan holds and in which order.
//!
//! A track has one fixed order in which lessons are studied and one in which they are kept when time
//! is short. Neither depends on hours, months or dates, so a plan with more time keeps a superset.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

use super::curriculum::{Curriculum, Importance, Lesson};
use super::learner::Profile;
use super::queue::{Run, orders};
use super::units::{LessonId, TrackId};

/// A lesson on a route.
#[derive(Debug, Clone)]
pub struct Stop<'c> {
    /// The lesson.
    pub lesson: &'c Lesson,
    /// The id of the phase in which it stands.
    pub phase: &'c str,
    /// Its importance on this route: at least that of every lesson that needs it.
    pub importance: Importance,
    /// Stops that come first, as places on the route.
    pub(super) needs: Vec<usize>,
}

/// All lessons of a track, or of two, in the order in which they are studied.
#[derive(Debug, Clone)]
pub struct Route<'c> {
    /// In order of study; every stop stands after those it needs.
    pub stops: Vec<Stop<'c>>,
    /// The other sides of the one-of groups on the way.
    pub alternatives: Vec<&'c Lesson>,
    /// The orders in which their steps may be studied, the best first.
    pub(super) orders: Vec<Vec<Run>>,
}

/// Why a lesson is not in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Everything it teaches is known.
    Known,
    /// Optional, and not added.
    Optional,
    /// Left out for want of time.
    NoTime,
    /// The other side of a one-of group.
    Alternative,
}

/// The route of `track`, joined with that of `also` where there is one.
///
/// A track that the curriculum does not have adds nothing; commands refuse it before.
pub fn route<'c>(
    curriculum: &'c Curriculum,
    track: &TrackId,
    also: Option<&TrackId>,
    choices: &[String],
) -> Route<'c> {
    let tracks: Vec<_> =
        [Some(track), also].into_iter().flatten().filter_map(|id| curriculum.tracks.get(id)).collect();
    let picks: Vec<&str> =
        choices.iter().chain(tracks.iter().flat_map(|track| &track.choices)).map(String::as_str).collect();

    let minimum: HashSet<&str> =
        tracks.iter().flat_map(|track| &track.minimum).map(LessonId::as_str).collect();
    let optional: Vec<HashSet<&str>> =
        tracks.iter().map(|track| track.optional.iter().map(LessonId::as_str).collect()).collect();

    // The phases of both, the second's lessons after the first's of the same phase.
    let mut phases: Vec<&str> = Vec::new();
    for phase in tracks.iter().flat_map(|track| &track.phases) {
        if !phases.contains(&phase.id.as_str()) {
            phases.push(&phase.id);
        }
    }
    let mut alternatives = Vec::new();
    let mut stops: Vec<Stop<'c>> = Vec::new();
    // The place of each lesson, and of each group by the side that is taken.
    let mut places: HashMap<&str, usize> = HashMap::new();
    let listed = phases.iter().flat_map(|id| {
        tracks.iter().zip(&optional).flat_map(move |(track, optional)| {
            let own = track.phases.iter().filter(move |own| own.id == *id);
            own.flat_map(move |own| own.lessons.iter().map(move |name| (own, name.as_str(), optional)))
        })
    });
    for (phase, name, optional) in listed {
        let met = places.get(name).copied();
        let lesson = match met {
            Some(place) => stops[place].lesson,
            None => match pick(curriculum, name, &picks, &mut alternatives) {
                Some(lesson) => lesson,
                None => continue,
            },
        };
        let importance = match (minimum.contains(name), optional.contains(name)) {
            (true, _) => Importance::Minimum,
            (false, true) => Importance::Optional,
            (false, false) => lesson.importance,
        };
        let is_side = lesson.id.as_str() != name;
        match met.or_else(|| places.get(lesson.id.as_str()).filter(|_| is_side).copied()) {
            // Of two tracks the one counts that asks for more.
            Some(place) => {
                places.insert(name, place);
                stops[place].importance = importance.min(stops[place].importance);
            }
            None => {
                places.insert(name, stops.len());
                if is_side {
                    places.insert(lesson.id.as_str(), stops.len());
                }
                stops.push(Stop { lesson, phase: &phase.id, importance, needs: Vec::new() });
            }
        }
    }
    alternatives.retain(|lesson: &&Lesson| !places.contains_key(lesson.id.as_str()));
    for stop in &mut stops {
        stop.needs = stop.lesson.needs.iter().filter_map(|id| places.get(id.as_str()).copied()).collect();
    }
    // Tracks of checked content mostly are in such an order.
    let is_ordered = |(place, stop): (usize, &Stop<'_>)| stop.needs.iter().all(|&need| need < place);
    if !stops.iter().enumerate().all(is_ordered) {
        let order = topological(&stops, |place| place);
        stops = reorder(&stops, &order);
    }
    let mut route = Route { stops, alternatives, orders: Vec::new() };
    route.raise_importance();
    route.orders = orders(&route.stops);
    route
}

/// The lesson behind a name: itself, or the side that is taken of a group.
fn pick<'c>(
    curriculum: &'c Curriculum,
    name: &'c str,
    picks: &[&str],
    alternatives: &mut Vec<&'c Lesson>,
) -> Option<&'c Lesson> {
    if let Some(lesson) = curriculum.lessons.get(name) {
        return Some(lesson);
    }
    let sides: Vec<&Lesson> = curriculum.sides(name).collect();
    let side_of = |lesson: &Lesson| lesson.one_of.as_ref().map(|one_of| one_of.choice.clone());
    let taken = picks
        .iter()
        .find_map(|pick| sides.iter().find(|side| side_of(side).as_deref() == Some(*pick)))
        .or_else(|| sides.first())
        .copied()?;
    alternatives.extend(sides.into_iter().filter(|side| side.id != taken.id));
    Some(taken)
}

/// An order in which every stop stands after those it needs, otherwise by `key`, smallest first.
/// Stops on a cycle, which `check` refuses, are left out.
fn topological<K: Ord>(stops: &[Stop<'_>], key: impl Fn(usize) -> K) -> Vec<usize> {
    let mut open: Vec<usize> = stops.iter().map(|stop| stop.needs.len()).collect();
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); stops.len()];
    for (place, stop) in stops.iter().enumerate() {
        for &need in &stop.needs {
            dependents[need].push(place);
        }
    }
    let mut ready: BinaryHeap<_> = (0..stops.len())
        .filter(|&place| open[place] == 0)
        .map(|place| Reverse((key(place), place)))
        .collect();
    let mut order = Vec::with_capacity(stops.len());
    while let Some(Reverse((_, place))) = ready.pop() {
        order.push(place);
        for &dependent in &dependents[place] {
            open[dependent] -= 1;
            if open[dependent] == 0 {
                ready.push(Reverse((key(dependent), dependent)));
            }
        }
    }
    order
}

/// The stops in `order`, with the places of what they need moved along.
fn reorder<'c>(stops: &[Stop<'c>], order: &[usize]) -> Vec<Stop<'c>> {
    let mut moved = vec![usize::MAX; stops.len()];
    for (new, &old) in order.iter().enumerate() {
        moved[old] = new;
    }
    order
        .iter()
        .map(|&old| {
            let Stop { lesson, phase, importance, ref needs } = stops[old];
            Stop { lesson, phase, importance, needs: needs.iter().map(|&need| moved[need]).collect() }
        })
        .collect()
}

impl<'c> Route<'c> {
    /// What a lesson needs is at least as important as the lesson itself; only an optional lesson,
    /// which nobody has to take, raises nothing.
    fn raise_importance(&mut self) {
        for place in (0..self.stops.len()).rev() {
            let importance = self.stops[place].importance;
            if importance == Importance::Optional {
                continue;
            }
            for need in self.stops[place].needs.clone() {
                let needed = &mut self.stops[need].importance;
                *needed = importance.min(*needed);
            }
        }
    }

    /// The order in which lessons are kept when time is short: by importance, then by phase, then
    /// shorter ones first; what a lesson needs always before it.
    ///
    /// Tracks have their phases in the order of the advice for people short of time: Python, data and
    /// a first project; production and cloud; the specialization; the search for a job. The one
    /// end-to-end project and the track's own are of the minimum, which is kept before all else.
    pub fn keeping_order(&self) -> Vec<usize> {
        let mut phases: Vec<&str> = Vec::new();
        let mut phase_of = Vec::with_capacity(self.stops.len());
        for stop in &self.stops {
            let known = phases.iter().rposition(|phase| *phase == stop.phase);
            phase_of.push(known.unwrap_or(phases.len()));
            if known.is_none() {
                phases.push(stop.phase);
            }
        }
        topological(&self.stops, |place| {
            let stop = &self.stops[place];
            (stop.importance, phase_of[place], stop.lesson.minutes(), place)
        })
    }

    /// Those of an order's runs that are of kept stops. A project that is under way comes first, and before
    /// it what it needs: once begun, it is finished before anything else is taken up.
    pub(super) fn queue(
        &self,
        order: &[Run],
        kept: &[usize],
        is_under_way: impl Fn(&Lesson) -> bool,
    ) -> Vec<Run> {
        let mut is_kept = vec![false; self.stops.len()];
        kept.iter().for_each(|&place| is_kept[place] = true);
        let queue = order.iter().filter(|run| is_kept[run.place]).copied();
        let lesson = |place: usize| self.stops[place].lesson;
        let projects = kept.iter().copied().filter(|&it| lesson(it).project && is_under_way(lesson(it)));
        let first = self.with_needs(projects.collect());
        if first.is_empty() {
            return queue.collect();
        }
        let (mut runs, after): (Vec<Run>, Vec<Run>) = queue.partition(|run| first.contains(&run.place));
        runs.extend(after);
        runs
    }

    /// Why a stop is not in the plan of `profile` for its own sake, or `None` where nothing speaks
    /// against it.
    fn left_out(&self, place: usize, profile: &Profile, added: &BTreeSet<usize>) -> Option<Reason> {
        let stop = &self.stops[place];
        let gives = &stop.lesson.gives;
        if !gives.is_empty() && gives.iter().all(|skill| profile.known.contains(skill)) {
            return Some(Reason::Known);
        }
        if added.contains(&place) || stop.importance == Importance::Minimum {
            return None;
        }
        if stop.importance == Importance::Optional {
            return Some(Reason::Optional);
        }
        profile.no_time.contains(&stop.lesson.id).then_some(Reason::NoTime)
    }

    /// Why each stop is not in the plan of `profile`, or `None` where it is: what needs a lesson that
    /// is left out for time is left out with it.
    pub fn reasons(&self, profile: &Profile) -> Vec<Option<Reason>> {
        let added = self.added(profile);
        let mut reasons: Vec<Option<Reason>> = Vec::with_capacity(self.stops.len());
        for (place, stop) in self.stops.iter().enumerate() {
            let lacks = |need: &usize| reasons[*need] == Some(Reason::NoTime);
            let own = self.left_out(place, profile, &added);
            reasons.push(own.or_else(|| stop.needs.iter().any(lacks).then_some(Reason::NoTime)));
        }
        reasons
    }

    /// The places of the stops that are in the plan of `profile`, in the order of study.
    pub fn kept(&self, profile: &Profile) -> Vec<usize> {
        let reasons = self.reasons(profile);
        (0..self.stops.len()).filter(|&place| reasons[place].is_none()).collect()
    }

    /// The places of the lessons that the learner added, with all that they need.
    pub fn added(&self, profile: &Profile) -> BTreeSet<usize> {
        if profile.added.is_empty() {
            return BTreeSet::new();
        }
        let is_added = |place: &usize| profile.added.contains(&self.stops[*place].lesson.id);
        self.with_needs((0..self.stops.len()).filter(is_added).collect())
    }

    /// Places with all that they need.
    pub(super) fn with_needs(&self, mut open: Vec<usize>) -> BTreeSet<usize> {
        let mut places = BTreeSet::new();
        while let Some(place) = open.pop() {
            if places.insert(place) {
                open.extend(&self.stops[place].needs);
            }
        }
        places
    }
}
