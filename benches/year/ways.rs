//! Ways to plan, and what becomes of a learner with each.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use study_coach::study::curriculum::{Curriculum, Importance};
use study_coach::study::learner::{Profile, Study};
use study_coach::study::plan::{Basis, Plan, plan, trim};
use study_coach::study::sequence::route;
use study_coach::study::units::{LearnerId, LessonId, Minutes, StepId};
use study_coach::study::week::Week;

use super::coach::with_coach;
use super::learners::{Learner, WEEKS};

/// A way to plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The coach as it is: unfinished work first, the learner's own pace, the ways to catch up.
    Coach,
    /// The coach's first plan, which never changes.
    Fixed,
    /// All lessons in the fixed order of weeks at ten hours, whatever somebody's hours are.
    Weeks,
}

/// What became of somebody.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// Whether the track's minimum was finished by the wanted date.
    pub minimum_in_time: bool,
    /// Weeks between what was forecast after 4 and after 12 weeks and the real end.
    pub errors: [f64; 2],
    /// The most that a week asked, as a multiple of the hours that were promised.
    pub largest_week: f64,
    /// Proposals that the coach makes by itself.
    pub proposals: u32,
}

/// Somebody under way: what is done, and the time that is spent on the step begun.
struct Journey<'c> {
    curriculum: &'c Curriculum,
    study: Study,
    /// Planned minutes that are worked but not yet a whole step.
    carry: f64,
    credited: f64,
}

impl<'c> Journey<'c> {
    fn new(curriculum: &'c Curriculum) -> Self {
        let study = Study::new(LearnerId(1), chrono_tz::UTC);
        Self { curriculum, study, carry: 0.0, credited: 0.0 }
    }

    /// A week of study along a plan's steps, in its order and beyond its week.
    fn work(&mut self, plan: &Plan<'_>, minutes: f64, pace: f64, at: DateTime<Utc>) {
        self.carry += minutes / pace;
        for part in plan.weeks.iter().flat_map(|week| &week.parts) {
            for step in &part.steps {
                if self.study.is_done(&part.lesson.id, &step.id) {
                    continue;
                }
                let length = f64::from(step.minutes.0);
                if self.carry < length {
                    return;
                }
                self.carry -= length;
                self.credited += length;
                self.finish(&part.lesson.id, &step.id, at);
            }
        }
    }

    fn finish(&mut self, lesson: &LessonId, step: &StepId, at: DateTime<Utc>) {
        let steps = self.curriculum.lessons[lesson.as_str()].steps.len();
        let progress = self.study.progress.entry(lesson.clone()).or_default();
        progress.steps.insert(step.clone());
        if progress.steps.len() == steps {
            progress.finished_at = Some(at);
        }
    }
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Coach, Self::Fixed, Self::Weeks];

    /// What becomes of a learner.
    pub fn live(self, curriculum: &Curriculum, learner: &Learner) -> Outcome {
        match self {
            Self::Coach => with_coach(curriculum, learner),
            Self::Fixed => {
                let profile = trimmed(curriculum, Basis::fresh(&learner.profile));
                along(curriculum, learner, &plan(curriculum, Basis::fresh(&profile)))
            }
            Self::Weeks => {
                let profile = Profile { weekly: Minutes(600), months: None, ..learner.profile.clone() };
                along(curriculum, learner, &plan(curriculum, Basis::fresh(&profile)))
            }
        }
    }
}

/// Whether all of these lessons are finished.
pub fn has_finished(study: &Study, lessons: &BTreeSet<LessonId>) -> bool {
    lessons.iter().all(|lesson| study.is_finished(lesson.as_str()))
}

/// The profile with what has no room before its wanted date left out.
pub fn trimmed(curriculum: &Curriculum, basis: Basis<'_>) -> Profile {
    Profile { no_time: trim(curriculum, basis), ..basis.profile.clone() }
}

/// Whether the minimum could be finished by the wanted date with all time given to it alone.
pub fn is_possible(curriculum: &Curriculum, learner: &Learner) -> bool {
    let profile = &learner.profile;
    let lessons = minimum(curriculum, profile);
    let planned: f64 = lessons.iter().map(|id| f64::from(curriculum.lessons[id.as_str()].minutes().0)).sum();
    let in_time =
        |place: &usize| profile.wanted_by().is_some_and(|by| week_of(profile, *place).ends_on() <= by);
    let time: f64 = (0..WEEKS).take_while(in_time).map(|place| learner.weeks[place]).sum();
    time >= planned * learner.pace
}

/// The lessons of the minimum of a learner's track.
pub fn minimum(curriculum: &Curriculum, profile: &Profile) -> BTreeSet<LessonId> {
    let route = route(curriculum, &profile.track, None, &profile.choices);
    let stops = route.stops.iter().filter(|stop| stop.importance == Importance::Minimum);
    stops.map(|stop| stop.lesson.id.clone()).collect()
}

/// A week of a learner's plan, from 0.
pub fn week_of(profile: &Profile, place: usize) -> Week {
    Week::of(profile.starts_on).plus(place as i64)
}

/// Weeks from the start to the week of a day, that week included.
pub fn weeks_to(profile: &Profile, day: NaiveDate) -> f64 {
    Week::of(day).since(Week::of(profile.starts_on)) as f64 + 1.0
}

/// Week after week along one plan that never changes.
fn along(curriculum: &Curriculum, learner: &Learner, plan: &Plan<'_>) -> Outcome {
    let profile = &learner.profile;
    let minimum = minimum(curriculum, profile);
    let mut journey = Journey::new(curriculum);
    let mut in_time = false;
    let mut largest: f64 = 0.0;
    let mut end = WEEKS;
    for place in 0..WEEKS {
        let week = week_of(profile, place);
        // What somebody must do to be where the plan says they are at the end of the week.
        let due = plan.weeks.iter().take(place + 1).map(|it| f64::from(it.minutes().0)).sum::<f64>();
        let asked = due - journey.credited - journey.carry;
        let before_end = profile.wanted_by().is_none_or(|by| week.starts_on() <= by);
        if before_end {
            largest = largest.max(asked / f64::from(profile.weekly.0));
        }
        journey.work(plan, learner.weeks[place], learner.pace, week.middle());
        if profile.wanted_by().is_some_and(|by| week.ends_on() <= by) {
            in_time |= has_finished(&journey.study, &minimum);
        }
        let lessons = plan.lessons();
        if lessons.iter().all(|lesson| journey.study.is_finished(lesson.id.as_str())) {
            end = place + 1;
            break;
        }
    }
    in_time |= minimum.is_empty();
    let forecast = plan.ends_on().map_or(0.0, |end| weeks_to(profile, end));
    let error = (forecast - end as f64).abs();
    Outcome { minimum_in_time: in_time, errors: [error; 2], largest_week: largest, proposals: 0 }
}
