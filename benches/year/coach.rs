//! A learner with the coach: the same functions that answer `/join`, `/done` and `/catch-up`.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, Utc};
use study_coach::study::curriculum::Curriculum;
use study_coach::study::done::{Report, done};
use study_coach::study::learner::{Happened, Study};
use study_coach::study::pace::pace;
use study_coach::study::plan::{Basis, Plan, plan};
use study_coach::study::promise;
use study_coach::study::record::Change;
use study_coach::study::recover::{Offers, choose, is_back, offers};
use study_coach::study::units::{InteractionId, LearnerId, LessonId, Minutes, StepRef};

use super::learners::{Learner, WEEKS};
use super::ways::{Outcome, has_finished, minimum, trimmed, week_of, weeks_to};

/// How often a proposal is taken up when it is seen.
const TAKEN_UP: f64 = 0.7;
/// After so many weeks each a learner looks at `/plan`, which says when it ends later than agreed.
const LOOKS_AFTER: usize = 4;
/// On so many days of a week somebody studies: a day holds at most 16 h.
const STUDY_DAYS: usize = 5;

/// Somebody under way with the coach.
struct Journey<'c> {
    curriculum: &'c Curriculum,
    study: Study,
    /// Real minutes that are worked on a step that is not done yet.
    carry: f64,
}

impl<'c> Journey<'c> {
    /// `/join`, on the first day.
    fn join(curriculum: &'c Curriculum, learner: &Learner) -> Self {
        let study = Study::new(LearnerId(1), chrono_tz::UTC);
        let mut journey = Self { curriculum, study, carry: 0.0 };
        let after = trimmed(curriculum, Basis::fresh(&learner.profile));
        let now = noon(after.starts_on);
        let change = promise::adopt(curriculum, &journey.study, journey.interaction(), now, |promise| {
            Happened::Joined { before: None, after: Box::new(after), promise }
        });
        journey.keep(change, now);
        journey
    }

    fn interaction(&self) -> InteractionId {
        InteractionId(self.study.revision.unsigned_abs())
    }

    /// What the store does with a change, and what it loads next time.
    fn keep(&mut self, change: Change, now: DateTime<Utc>) {
        self.study = change.after;
        self.study.revision += 1;
        let since = Study::record_since(now);
        self.study.events.retain(|event| event.recorded_at >= since);
    }

    /// The promise of a week that begins.
    fn freeze(&mut self, now: DateTime<Utc>) {
        if let Some(change) = promise::due(self.curriculum, &self.study, now) {
            self.keep(change, now);
        }
    }

    fn plan(&self, now: DateTime<Utc>) -> Option<Plan<'c>> {
        let profile = self.study.profile.as_ref()?;
        let today = self.study.today(now);
        Some(plan(self.curriculum, Basis { profile, study: Some(&self.study), today }))
    }

    /// Whether the coach speaks of being behind by itself in the week that begins `now`: with a new pace,
    /// or on coming back after silent weeks.
    fn is_told(&mut self, now: DateTime<Utc>) -> bool {
        let week = self.study.week(now);
        let own = pace(&self.study, week);
        let is_new = own != self.study.told_pace;
        self.study.told_pace = own;
        is_new || is_back(&self.study, week)
    }

    /// Takes *Trim* where it is open, or *Spread*; who can do neither goes on without a choice, since
    /// *Shift* gives up the date.
    fn take(&mut self, offers: &Offers<'_>, now: DateTime<Utc>) {
        let trim = offers.trim.as_ref().map(|trim| &trim.offer).ok();
        let offer = trim.or_else(|| offers.spread.as_ref().map(|spread| &spread.offer).ok());
        let change =
            offer.and_then(|offer| choose(self.curriculum, &self.study, offer, self.interaction(), now));
        if let Some(change) = change {
            self.keep(change, now);
        }
    }

    /// A week of study along the plan's steps, in its order and beyond its week; each is reported with
    /// the time that it took.
    fn work(&mut self, plan: &Plan<'_>, minutes: f64, pace: f64, first: DateTime<Utc>) {
        self.carry += minutes;
        let days: Vec<DateTime<Utc>> = (0..STUDY_DAYS as u64).map(|day| first + Days::new(day)).collect();
        let mut seen: BTreeSet<StepRef> = BTreeSet::new();
        for part in plan.weeks.iter().flat_map(|week| &week.parts) {
            for step in &part.steps {
                let it = StepRef { lesson: part.lesson.id.clone(), step: step.id.clone() };
                let took = f64::from(step.minutes.0) * pace;
                if self.study.is_done(&it.lesson, &it.step) || !seen.insert(it.clone()) {
                    continue;
                }
                if self.carry < took {
                    return;
                }
                self.carry -= took;
                self.report(&it, took, &days);
            }
        }
    }

    fn report(&mut self, it: &StepRef, took: f64, days: &[DateTime<Utc>]) {
        let report = || Report {
            spent: Some(Minutes(took.round() as u32)),
            link: Some("https://github.com/somebody/work".to_owned()),
            note: None,
        };
        let steps = std::slice::from_ref(it);
        let taken = days.iter().find_map(|day| {
            let id = self.interaction();
            done(self.curriculum, &self.study, steps, report(), id, *day).ok().map(|change| (change, *day))
        });
        let (change, day) = taken.expect("a week has room for its steps");
        self.keep(change, day);
    }
}

/// Week after week with the coach.
pub fn with_coach(curriculum: &Curriculum, learner: &Learner) -> Outcome {
    let wanted = learner.profile.wanted_by();
    let minimum: BTreeSet<LessonId> = minimum(curriculum, &learner.profile);
    let mut journey = Journey::join(curriculum, learner);
    let mut outcome = Outcome { minimum_in_time: false, errors: [0.0; 2], largest_week: 0.0, proposals: 0 };
    let mut forecasts = [0.0; 2];
    let mut end = WEEKS;
    for place in 0..WEEKS {
        let week = week_of(&learner.profile, place);
        let monday = noon(week.starts_on().max(learner.profile.starts_on));
        journey.freeze(monday);
        let is_told = journey.is_told(monday);
        let looks = place > 0 && place.is_multiple_of(LOOKS_AFTER);
        if (is_told || looks)
            && let Some(offers) = offers(curriculum, &journey.study, monday)
        {
            outcome.proposals += u32::from(is_told);
            if learner.moods[place] < TAKEN_UP {
                journey.take(&offers, monday);
            }
        }
        let Some((made, ends_on)) = journey.plan(monday).and_then(|it| it.ends_on().map(|end| (it, end)))
        else {
            end = place;
            break;
        };
        if let Some(which) = [4, 12].iter().position(|it| *it == place) {
            forecasts[which] = weeks_to(&learner.profile, ends_on);
        }
        let asked = journey.study.promise(week).map_or(Minutes::ZERO, |promise| promise.minutes);
        outcome.largest_week =
            outcome.largest_week.max(f64::from(asked.0) / f64::from(learner.profile.weekly.0));
        journey.work(&made, learner.weeks[place], learner.pace, monday);
        if wanted.is_some_and(|by| week.ends_on() <= by) {
            outcome.minimum_in_time |= has_finished(&journey.study, &minimum);
        }
    }
    outcome.errors = forecasts.map(|forecast| (forecast - end as f64).abs());
    outcome
}

fn noon(day: chrono::NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()).and_utc()
}
