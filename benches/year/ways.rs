//! Ways to plan, and what becomes of a learner with each.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use study_coach::study::curriculum::{Curriculum, Importance};
use study_coach::study::learner::{Profile, Study};
use study_coach::study::plan::{Basis, Plan, Verdict, plan, trim};
use study_coach::study::sequence::route;
use study_coach::study::units::{LearnerId, LessonId, Minutes, StepId};
use study_coach::study::week::Week;

use super::learners::{Learner, WEEKS};

/// How often a proposal is taken up when it is seen.
const TAKEN_UP: f64 = 0.7;
/// A pace is judged by after so many weeks with time in them.
const PACE_AFTER: usize = 3;
/// The minutes that a pace of 1 weighs against what was measured.
const DAMPING: f64 = 600.0;

/// A way to plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The coach: unfinished work first, the learner's own pace, Trim offered when the date is in danger.
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
    /// Proposals of the coach.
    pub proposals: u32,
}

/// Somebody under way: what is done, and the time that is spent on the step begun.
struct Journey<'c> {
    curriculum: &'c Curriculum,
    study: Study,
    /// Planned minutes that are worked but not yet a whole step.
    carry: f64,
    spent: f64,
    credited: f64,
    active: usize,
}

impl<'c> Journey<'c> {
    fn new(curriculum: &'c Curriculum) -> Self {
        let study = Study::new(LearnerId(1), chrono_tz::UTC);
        Self { curriculum, study, carry: 0.0, spent: 0.0, credited: 0.0, active: 0 }
    }

    /// A week of study along a plan's steps, in its order and beyond its week.
    fn work(&mut self, plan: &Plan<'_>, minutes: f64, pace: f64, at: DateTime<Utc>) {
        if minutes <= 0.0 {
            return;
        }
        self.active += 1;
        self.spent += minutes;
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

    fn has_finished(&self, lessons: &BTreeSet<LessonId>) -> bool {
        lessons.iter().all(|lesson| self.study.is_finished(lesson.as_str()))
    }

    /// Real minutes for a planned one, as measured: damped, and between a half and two.
    fn pace(&self) -> f64 {
        if self.active < PACE_AFTER {
            return 1.0;
        }
        ((self.spent + DAMPING) / (self.credited + self.carry + DAMPING)).clamp(0.5, 2.0)
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

fn trimmed(curriculum: &Curriculum, basis: Basis<'_>) -> Profile {
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
fn minimum(curriculum: &Curriculum, profile: &Profile) -> BTreeSet<LessonId> {
    let route = route(curriculum, &profile.track, None, &profile.choices);
    let stops = route.stops.iter().filter(|stop| stop.importance == Importance::Minimum);
    stops.map(|stop| stop.lesson.id.clone()).collect()
}

fn week_of(profile: &Profile, place: usize) -> Week {
    Week::of(profile.starts_on).plus(place as i64)
}

/// Weeks from the start to the week of a day, that week included.
fn weeks_to(profile: &Profile, day: NaiveDate) -> f64 {
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
            in_time |= journey.has_finished(&minimum);
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

/// Week after week with the coach, which plans anew each Monday.
fn with_coach(curriculum: &Curriculum, learner: &Learner) -> Outcome {
    let wanted = learner.profile.wanted_by();
    let minimum = minimum(curriculum, &learner.profile);
    let mut profile = trimmed(curriculum, Basis::fresh(&learner.profile));
    let mut journey = Journey::new(curriculum);
    let mut outcome = Outcome { minimum_in_time: false, errors: [0.0; 2], largest_week: 0.0, proposals: 0 };
    let mut forecasts = [0.0; 2];
    let mut proposed: Option<NaiveDate> = None;
    let mut end = WEEKS;
    for place in 0..WEEKS {
        let week = week_of(&profile, place);
        let pace = journey.pace();
        // Slower by half is as if the week were a third shorter.
        let weekly = Minutes((f64::from(learner.profile.weekly.0) / pace) as u32);
        let paced = Profile { weekly, ..profile.clone() };
        let basis = Basis { profile: &paced, study: Some(&journey.study), today: week.starts_on() };
        let mut made = plan(curriculum, basis);
        let Some(ends_on) = made.ends_on() else {
            end = place;
            break;
        };
        // The date is in danger, later than when that was last said, and leaving out would help.
        if made.verdict == Verdict::Late && proposed.is_none_or(|before| ends_on > before) {
            let less = trimmed(curriculum, basis);
            let helps = less.no_time != profile.no_time;
            if helps {
                outcome.proposals += 1;
                proposed = Some(ends_on);
                if learner.moods[place] < TAKEN_UP {
                    profile.no_time.clone_from(&less.no_time);
                    made = plan(curriculum, Basis { profile: &less, ..basis });
                }
            }
        }
        if let Some(place) = [4, 12].iter().position(|it| *it == place) {
            forecasts[place] = made.ends_on().map_or(0.0, |end| weeks_to(&learner.profile, end));
        }
        let asked = made.weeks.first().map_or(0.0, |first| f64::from(first.minutes().0)) * pace;
        outcome.largest_week = outcome.largest_week.max(asked / f64::from(learner.profile.weekly.0));
        journey.work(&made, learner.weeks[place], learner.pace, week.middle());
        if wanted.is_some_and(|by| week.ends_on() <= by) {
            outcome.minimum_in_time |= journey.has_finished(&minimum);
        }
    }
    outcome.errors = forecasts.map(|forecast| (forecast - end as f64).abs());
    outcome
}
