//! Freezing what a week asks for.

use chrono::{DateTime, Utc};

use super::curriculum::Curriculum;
use super::learner::{Happened, Promise, Study};
use super::pace::pace;
use super::plan::{Basis, Part, first_week, plan, rest_of_week};
use super::record::{Change, Stamp};
use super::recover::Recovery;
use super::units::{InteractionId, Minutes, StepRef};
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
    let mut promise = Promise::empty(week, pace(study, week));
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

/// The steps of a promise that are done, and their minutes at its pace.
pub fn done_of(curriculum: &Curriculum, study: &Study, promise: &Promise) -> (Vec<StepRef>, Minutes) {
    let steps: Vec<StepRef> =
        promise.steps.iter().filter(|it| study.is_done(&it.lesson, &it.step)).cloned().collect();
    let minutes = steps
        .iter()
        .filter_map(|it| curriculum.lesson(it.lesson.as_str())?.step(&it.step))
        .map(|step| promise.pace.of(step.minutes))
        .sum();
    (steps, minutes)
}

/// Records a change of the plan and all that follows from it: the promise of the week under way is
/// made anew, and where the learner chose the plan, its end is what was agreed.
pub fn adopt(
    curriculum: &Curriculum,
    study: &Study,
    interaction: InteractionId,
    now: DateTime<Utc>,
    what: impl FnOnce(Option<Box<Promise>>) -> Happened,
) -> Change {
    let promise = study.promise(study.week(now)).cloned().map(Box::new);
    let mut change = Change::record(study, Stamp::now(interaction, now), what(promise));
    replace(curriculum, &mut change, now);
    let what = change.event.as_ref().map(|event| &event.what);
    if let Some(Happened::Joined { after, .. } | Happened::Changed { after, .. }) = what {
        let basis = Basis { profile: after, study: Some(&change.after), today: study.today(now) };
        let ends_on = plan(curriculum, basis).ends_on();
        change.agree(ends_on);
    }
    change
}

/// Replaces the promise of the current week after the learner changed the plan or began or ended a
/// pause, or took back such a change of an earlier week. Call it after any change: it knows whether
/// there is something to do.
///
/// What was done in this week stays part of it; less time counts from the next week on, so a promise
/// never goes below what the week began with. Only a pause does: its weeks ask for nothing. One that
/// is ended in the week in which it began gives back what it took.
pub fn replace(curriculum: &Curriculum, change: &mut Change, now: DateTime<Utc>) {
    let study = &change.after;
    let week = study.week(now);
    let Some(profile) = &study.profile else { return };
    if week < Week::of(profile.starts_on) || !changes_plan(change, week) {
        return;
    }
    let promise = match study.promise(week) {
        None => make(curriculum, study, week),
        Some(old) if !profile.studies_in(week) => {
            Promise { replaced: true, measured: old.measured, ..Promise::empty(week, old.pace) }
        }
        Some(old) => {
            let old = before_pause(change, week).unwrap_or(old);
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

/// What the week asked before the pause that the change ends, where that began in the same week.
fn before_pause(change: &Change, week: Week) -> Option<&Promise> {
    let Happened::Resumed { .. } = &change.event.as_ref()?.what else { return None };
    let study = &change.after;
    study.standing().filter(|event| study.week(event.at) == week).find_map(|event| match &event.what {
        Happened::Paused { promise, .. } => promise.as_deref(),
        _ => None,
    })
}

/// What the week asked before the learner changed its plan for the first time: a plan change never
/// goes below that, and a slip of the pen can be corrected down to it.
pub fn at_first(study: &Study, promise: &Promise) -> Minutes {
    study
        .standing()
        .filter(|event| study.week(event.at) == promise.week)
        .find_map(|event| event.what.plan_change()?.promise)
        .map_or(promise.minutes, |first| first.minutes)
}

/// Whether a change moves what `week` asks. One that was made and taken back in the same week has
/// given back the promise as it was.
fn changes_plan(change: &Change, week: Week) -> bool {
    match change.event.as_ref().map(|event| &event.what) {
        Some(Happened::Undone { seq }) => {
            let undone = change.after.events.iter().find(|event| event.seq == *seq);
            undone.is_some_and(|it| it.what.plan_change().is_some() && change.after.week(it.at) < week)
        }
        Some(Happened::Joined { .. } | Happened::Changed { .. }) => true,
        Some(Happened::Recovered { how, .. }) => *how == Recovery::Trim,
        Some(Happened::Paused { before, after, .. } | Happened::Resumed { before, after, .. }) => {
            before.studies_in(week) != after.studies_in(week)
        }
        Some(Happened::Logged { .. } | Happened::Finished { .. }) | None => false,
    }
}
