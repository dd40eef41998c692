//! Freezing what a week asks for.

use chrono::{DateTime, Utc};

use super::curriculum::Curriculum;
use super::learner::{Promise, Study};
use super::plan::{Basis, plan};
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
    let mut steps = Vec::new();
    let mut minutes = Minutes::ZERO;
    if let Some(profile) = &study.profile {
        let basis = Basis { profile, study: Some(study), today: week.starts_on() };
        let plan = plan(curriculum, basis);
        for part in plan.weeks.first().filter(|it| it.week == week).iter().flat_map(|it| &it.parts) {
            minutes += part.minutes;
            steps.extend(
                part.steps
                    .iter()
                    .map(|step| StepRef { lesson: part.lesson.id.clone(), step: step.id.clone() }),
            );
        }
    }
    Promise { week, minutes, steps, kept: Minutes::ZERO, replaced: false }
}

/// Replaces the promise of the current week after the learner changed the plan.
///
/// What was done in this week stays part of it; less time counts from the next week on, so a promise
/// is never lowered within its own week.
pub fn replace(curriculum: &Curriculum, change: &mut Change, now: DateTime<Utc>) {
    let week = change.after.week(now);
    let Some(profile) = &change.after.profile else {
        return;
    };
    if week < Week::of(profile.starts_on) {
        return;
    }
    let old = change.after.promise(week).cloned();
    let mut bare = change.after.clone();
    bare.promises.retain(|promise| promise.week != week);
    let fresh = make(curriculum, &bare, week);
    let promise = match old {
        None => fresh,
        Some(old) => {
            let mut steps: Vec<StepRef> =
                old.steps.iter().filter(|it| change.after.is_done(&it.lesson, &it.step)).cloned().collect();
            let step_minutes = |it: &StepRef| {
                curriculum
                    .lesson(it.lesson.as_str())
                    .and_then(|lesson| lesson.step(&it.step))
                    .map_or(Minutes::ZERO, |step| step.minutes)
            };
            let mut total: Minutes = steps.iter().map(step_minutes).sum();
            let most = fresh.minutes.max(old.minutes);
            for it in fresh.steps.into_iter().filter(|it| !steps.contains(it)).collect::<Vec<_>>() {
                if total + step_minutes(&it) > most {
                    break;
                }
                total += step_minutes(&it);
                steps.push(it);
            }
            Promise { minutes: most, steps, replaced: true, ..old }
        }
    };
    change.promise(promise);
}
