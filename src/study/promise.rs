//! Freezing what a week asks for.

use chrono::{DateTime, Utc};

use super::curriculum::Curriculum;
use super::learner::{Happened, Promise, Study};
use super::plan::{Basis, Part, first_week, rest_of_week};
use super::record::Change;
use super::units::{Minutes, StepRef};
use super::week::Week;

/// The promises that are missing up to the week of `now`, as a change; none when none is.
///
/// Every change of a learner freezes first, so nothing has happened since the last frozen week and
/// each missing one can still be made as it would have been on its Monday.
pub fn due(curriculum: &Curriculum, study: &Study, now: DateTime<Utc>) -> Option<Change> {
    let profile = study.profile.as_ref()?;
    let current = study.week(now);
    let mut week = match study.promises.last() {
        Some(last) => last.week.plus(1),
        None => Week::of(profile.starts_on),
    };
    let mut change: Option<Change> = None;
    while week <= current {
        let change = change.get_or_insert_with(|| Change::silent(study));
        let promise = make(curriculum, &change.after, week);
        change.promise(promise);
        week = week.plus(1);
    }
    change
}

/// What `week` asks, by the plan as it stands.
pub fn make(curriculum: &Curriculum, study: &Study, week: Week) -> Promise {
    let mut promise =
        Promise { week, minutes: Minutes::ZERO, steps: Vec::new(), kept: Minutes::ZERO, replaced: false };
    if let Some(profile) = &study.profile {
        let basis = Basis { profile, study: Some(study), today: week.starts_on() };
        if let Some(first) = first_week(curriculum, basis).filter(|it| it.week == week) {
            promise.minutes = first.minutes();
            promise.steps = refs(&first.parts).collect();
        }
    }
    promise
}

fn refs(parts: &[Part<'_>]) -> impl Iterator<Item = StepRef> {
    parts.iter().flat_map(|part| {
        part.steps.iter().map(|step| StepRef { lesson: part.lesson.id.clone(), step: step.id.clone() })
    })
}

/// The steps of a promise that are done, and their minutes.
pub fn done_of(curriculum: &Curriculum, study: &Study, promise: &Promise) -> (Vec<StepRef>, Minutes) {
    let steps: Vec<StepRef> =
        promise.steps.iter().filter(|it| study.is_done(&it.lesson, &it.step)).cloned().collect();
    let minutes = steps
        .iter()
        .filter_map(|it| curriculum.lesson(it.lesson.as_str())?.step(&it.step))
        .map(|step| step.minutes)
        .sum();
    (steps, minutes)
}

/// Replaces the promise of the current week after the learner changed the plan, or took back such a
/// change of an earlier week. Call it after any change: it knows whether there is something to do.
///
/// What was done in this week stays part of it; less time counts from the next week on, so a promise
/// never goes below what the week began with.
pub fn replace(curriculum: &Curriculum, change: &mut Change, now: DateTime<Utc>) {
    let study = &change.after;
    let week = study.week(now);
    let Some(profile) = &study.profile else { return };
    if week < Week::of(profile.starts_on) || !changes_plan(change, week) {
        return;
    }
    let promise = match study.promise(week) {
        None => make(curriculum, study, week),
        Some(old) => {
            let (mut steps, done) = done_of(curriculum, study, old);
            let basis = Basis { profile, study: Some(study), today: week.starts_on() };
            let parts = rest_of_week(curriculum, basis, old);
            let minutes = parts.iter().map(|part| part.minutes).sum::<Minutes>() + done;
            steps.extend(refs(&parts));
            Promise { minutes: minutes.max(at_first(study, old)), steps, replaced: true, ..old.clone() }
        }
    };
    change.promise(promise);
}

/// What the week asked before the learner changed its plan for the first time: a plan change never
/// goes below that, and a slip of the pen can be corrected down to it.
pub fn at_first(study: &Study, promise: &Promise) -> Minutes {
    study
        .standing()
        .filter(|event| study.week(event.at) == promise.week)
        .find_map(|event| match &event.what {
            Happened::Joined { promise, .. } | Happened::Changed { promise, .. } => promise.as_deref(),
            _ => None,
        })
        .map_or(promise.minutes, |first| first.minutes)
}

/// Whether a change moves the plan of `week`. One that was made and taken back in the same week has
/// given back the promise as it was.
fn changes_plan(change: &Change, week: Week) -> bool {
    let is_plan = |what: &Happened| matches!(what, Happened::Joined { .. } | Happened::Changed { .. });
    match change.event.as_ref().map(|event| &event.what) {
        Some(Happened::Undone { seq }) => {
            let undone = change.after.events.iter().find(|event| event.seq == *seq);
            undone.is_some_and(|it| is_plan(&it.what) && change.after.week(it.at) < week)
        }
        Some(what) => is_plan(what),
        None => false,
    }
}
