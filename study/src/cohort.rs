//! A cohort: one track at one pace from one start, for everybody who joins it.

use chrono::NaiveDate;

use super::curriculum::Curriculum;
use super::learner::Profile;
use super::plan::{Basis, Plan, PlannedWeek, plan};
use super::units::{CohortId, Minutes, ServerId, TrackId};
use super::week::Week;

/// What a server has agreed for a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// Its id.
    pub id: CohortId,
    /// Where it studies.
    pub server: ServerId,
    /// What it is called, as it was typed: to be made harmless before it is shown.
    pub name: String,
    /// The goal.
    pub track: TrackId,
    /// Promised time a week.
    pub weekly: Minutes,
    /// The first day.
    pub starts_on: NaiveDate,
}

/// Where a cohort stands in a week.
#[derive(Debug, Clone)]
pub enum Stage<'c> {
    /// It starts in a later week.
    Ahead,
    /// Under way: what the week asks of somebody who keeps its pace.
    Week(PlannedWeek<'c>),
    /// Its last week was so many weeks before, from 1.
    Finished(i64),
}

impl Cohort {
    /// The plan of somebody who joins on `today`, with what they know and chose before.
    ///
    /// After the start it begins today, at the same pace and with the first lesson: what the others did
    /// meanwhile comes first. Whoever studies just so already goes on as they are.
    pub fn profile(&self, before: Option<&Profile>, today: NaiveDate) -> Profile {
        let starts_on = self.starts_on.max(today);
        let own = Profile {
            cohort: Some(self.id.clone()),
            ..Profile::new(self.track.clone(), self.weekly, starts_on)
        };
        let Some(before) = before else { return own };
        if self.has_pace_of(before) {
            let starts_on = before.starts_on.min(own.starts_on);
            return Profile { starts_on, cohort: own.cohort, ..before.clone() };
        }
        Profile {
            known: before.known.clone(),
            choices: before.choices.clone(),
            added: before.added.clone(),
            ..own
        }
    }

    /// Whether a plan is the cohort's in all but name.
    pub fn has_pace_of(&self, profile: &Profile) -> bool {
        profile.track == self.track
            && profile.weekly == self.weekly
            && profile.also.is_none()
            && profile.months.is_none()
            && profile.starts_on >= self.starts_on
    }

    /// The cohort's own weeks: those of a learner who knows nothing of it yet and keeps its pace.
    pub fn plan<'c>(&self, curriculum: &'c Curriculum) -> Plan<'c> {
        plan(curriculum, Basis::fresh(&self.profile(None, self.starts_on)))
    }

    /// Where it stands in `week`.
    pub fn stage<'c>(&self, curriculum: &'c Curriculum, week: Week) -> Stage<'c> {
        let start = Week::of(self.starts_on);
        if week < start {
            return Stage::Ahead;
        }
        let mut weeks = self.plan(curriculum).weeks;
        let place = usize::try_from(week.since(start)).unwrap_or(usize::MAX);
        if place < weeks.len() {
            return Stage::Week(weeks.swap_remove(place));
        }
        Stage::Finished(week.since(start) - weeks.len() as i64 + 1)
    }
}
