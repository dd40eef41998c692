//! A learner's change: one entry for the record, and all that follows from it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::learner::{Credit, Event, Happened, Profile, Promise, Study};
use super::score;
use super::timer::Timer;
use super::units::{InteractionId, LessonId};
use super::week::Week;

/// A learner's change, ready to be stored in one transaction.
#[derive(Debug, Clone)]
pub struct Change {
    /// The learner as the change leaves them; `revision` is still the one that was loaded.
    pub after: Study,
    /// The entry for the record; none when only promises were frozen.
    pub event: Option<Event>,
    /// Lessons whose progress differs.
    pub lessons: BTreeSet<LessonId>,
    /// Weeks of the learner whose promise differs; one without a promise afterwards has lost it.
    pub weeks: BTreeSet<Week>,
    /// Instants at which totals differ: each server finds its own week for them.
    pub touched_at: Vec<DateTime<Utc>>,
}

/// Where an entry comes from and when.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The interaction that makes it.
    pub interaction: InteractionId,
    /// Now.
    pub now: DateTime<Utc>,
    /// When it counts.
    pub at: DateTime<Utc>,
}

impl Stamp {
    /// An entry that counts now.
    pub fn now(interaction: InteractionId, now: DateTime<Utc>) -> Self {
        Self { interaction, now, at: now }
    }
}

impl Change {
    /// A change without an entry.
    pub fn silent(study: &Study) -> Self {
        Self {
            after: study.clone(),
            event: None,
            lessons: BTreeSet::new(),
            weeks: BTreeSet::new(),
            touched_at: Vec::new(),
        }
    }

    /// Adds an entry to the record of `study` and applies it.
    pub fn record(study: &Study, stamp: Stamp, what: Happened) -> Self {
        let mut change = Self::silent(study);
        let event = Event {
            seq: study.revision + 1,
            interaction: stamp.interaction,
            recorded_at: stamp.now,
            at: stamp.at,
            what,
        };
        change.after.events.push(event.clone());
        match &event.what {
            Happened::Undone { seq } => {
                if let Some(undone) = study.events.iter().find(|it| it.seq == *seq).cloned() {
                    change.revert(&undone);
                }
            }
            _ => change.apply(&event),
        }
        change.event = Some(event);
        change
    }

    /// Whether it finishes something and leaves nothing timed: a *Start* for it has its *Done*.
    pub fn stops_timer(&self) -> bool {
        let finishes =
            matches!(self.event.as_ref().map(|event| &event.what), Some(Happened::Finished { .. }));
        finishes && self.after.timer.is_none()
    }

    fn apply(&mut self, event: &Event) {
        match &event.what {
            Happened::Logged { lesson, spent, .. } => {
                let progress = self.progress(&lesson_or_none(lesson.as_ref()));
                progress.spent += *spent;
                progress.logged += *spent;
            }
            Happened::Finished { credits, lessons, spent, link, estimated, .. } => {
                for credit in credits {
                    let progress = self.progress(&credit.step.lesson);
                    if progress.steps.insert(credit.step.step.clone()) {
                        progress.credited += credit.by_content();
                    }
                }
                let ends = |timer: &Timer| {
                    timer.steps.iter().any(|it| credits.iter().any(|credit| credit.step == *it))
                };
                self.after.timer.take_if(|timer| ends(timer));
                if let Some(first) = credits.first() {
                    let progress = self.progress(&first.step.lesson);
                    progress.spent += *spent;
                    if !estimated {
                        progress.measured += *spent;
                        progress.measured_for += credits.iter().map(Credit::by_content).sum();
                    }
                }
                for lesson in lessons {
                    let progress = self.progress(lesson);
                    progress.finished_at = Some(event.at);
                    if link.is_some() {
                        progress.link.clone_from(link);
                    }
                }
            }
            what => {
                if let Some(plan) = what.plan_change() {
                    self.after.profile = Some(plan.after.clone());
                }
            }
        }
        self.count(event.at);
    }

    fn revert(&mut self, event: &Event) {
        match &event.what {
            Happened::Logged { lesson, spent, .. } => {
                let progress = self.progress(&lesson_or_none(lesson.as_ref()));
                progress.spent = progress.spent.saturating_sub(*spent);
                progress.logged = progress.logged.saturating_sub(*spent);
            }
            Happened::Finished { credits, lessons, spent, estimated, .. } => {
                for credit in credits {
                    let progress = self.progress(&credit.step.lesson);
                    if progress.steps.remove(&credit.step.step) {
                        progress.credited = progress.credited.saturating_sub(credit.by_content());
                    }
                }
                if let Some(first) = credits.first() {
                    let progress = self.progress(&first.step.lesson);
                    progress.spent = progress.spent.saturating_sub(*spent);
                    if !estimated {
                        let by_content = credits.iter().map(Credit::by_content).sum();
                        progress.measured = progress.measured.saturating_sub(*spent);
                        progress.measured_for = progress.measured_for.saturating_sub(by_content);
                    }
                }
                for lesson in lessons {
                    let progress = self.progress(lesson);
                    progress.finished_at = None;
                    progress.link = None;
                }
            }
            what => {
                if let Some(plan) = what.plan_change() {
                    self.restore(plan.before.cloned(), plan.promise.cloned(), event.at);
                }
            }
        }
        self.count(event.at);
    }

    /// Gives back the plan and the promise of the week in which the plan was changed. Where there was
    /// no plan before, no week since has anything to ask for.
    fn restore(&mut self, profile: Option<Profile>, promise: Option<Promise>, at: DateTime<Utc>) {
        let week = promise.as_ref().map_or_else(|| self.after.week(at), |promise| promise.week);
        let had_plan = profile.is_some();
        self.after.profile = profile;
        let gone = |it: &Promise| it.week == week || (it.week > week && !had_plan);
        let weeks: Vec<Week> =
            self.after.promises.iter().filter(|it| gone(it)).map(|it| it.week).chain([week]).collect();
        self.after.promises.retain(|it| !gone(it));
        self.after.promises.extend(promise);
        self.after.promises.sort_by_key(|promise| promise.week);
        for week in weeks {
            self.recount(week);
        }
    }

    /// Notes when the plan ends that the learner has just chosen.
    pub(super) fn agree(&mut self, ends_on: Option<NaiveDate>) {
        let in_record = self.after.events.last_mut().and_then(|event| event.what.plan_after_mut());
        let in_event = self.event.as_mut().and_then(|event| event.what.plan_after_mut());
        for profile in [self.after.profile.as_mut(), in_record, in_event].into_iter().flatten() {
            profile.agreed = ends_on;
        }
    }

    fn progress(&mut self, lesson: &LessonId) -> &mut super::learner::Progress {
        self.lessons.insert(lesson.clone());
        self.after.progress.entry(lesson.clone()).or_default()
    }

    /// Puts a promise in the place of the one that its week had.
    pub fn promise(&mut self, promise: Promise) {
        let week = promise.week;
        self.after.promises.retain(|it| it.week != week);
        self.after.promises.push(promise);
        self.after.promises.sort_by_key(|promise| promise.week);
        self.recount(week);
    }

    /// Counts anew what a week has kept, in the learner's zone and in every server's.
    fn recount(&mut self, week: Week) {
        self.weeks.insert(week);
        let totals = score::totals(&self.after, week, self.after.zone);
        if let Some(promise) = self.after.promises.iter_mut().find(|promise| promise.week == week) {
            promise.kept = score::kept(&totals, promise.minutes);
            promise.measured = totals.measured;
        }
        self.touched_at.push(week.middle());
    }

    /// Counts anew what the week of an instant has kept.
    fn count(&mut self, at: DateTime<Utc>) {
        let week = self.after.week(at);
        if self.after.promise(week).is_some() {
            self.recount(week);
        }
        self.touched_at.push(at);
    }
}

/// Where the time of an entry is kept: time that names no lesson stands under an id that none has, so
/// that the sum over all progress is all time.
fn lesson_or_none(lesson: Option<&LessonId>) -> LessonId {
    lesson.cloned().unwrap_or_else(|| LessonId::from("-"))
}
