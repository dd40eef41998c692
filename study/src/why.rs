//! Why a lesson is in a plan, and why at its time.

use super::curriculum::{Importance, Lesson};
use super::learner::{Profile, Study};
use super::plan::Plan;
use super::units::LessonId;

/// What speaks for a lesson and for its place.
#[derive(Debug, Clone)]
pub struct Why<'c> {
    /// The number of the first week that asks for it.
    pub week: i64,
    /// Its importance on the learner's route: at least that of every lesson that needs it.
    pub importance: Importance,
    /// Whether the learner put it in.
    pub added: bool,
    /// Whether some of its steps are done.
    pub begun: bool,
    /// The planned lessons that need it, each with the number of the week in which it begins.
    pub needed_by: Vec<(&'c Lesson, i64)>,
}

/// What speaks for `lesson`; none where the plan asks nothing of it.
pub fn why<'c>(plan: &Plan<'c>, profile: &Profile, study: &Study, lesson: &Lesson) -> Option<Why<'c>> {
    let parts = || plan.weeks.iter().flat_map(|week| week.parts.iter().map(move |part| (week.number, part)));
    let (week, part) = parts().find(|(_, part)| part.lesson.id == lesson.id)?;
    let needs_it = |other: &Lesson| other.needs.iter().any(|need| is_meant(lesson, need));
    Some(Why {
        week,
        importance: part.importance,
        added: profile.added.contains(&lesson.id),
        begun: study.progress.get(&lesson.id).is_some_and(|progress| !progress.steps.is_empty()),
        needed_by: parts()
            .filter(|(_, part)| part.part == 1 && needs_it(part.lesson))
            .map(|(week, part)| (part.lesson, week))
            .collect(),
    })
}

/// Whether a need means this lesson, by its own name or its group's.
fn is_meant(lesson: &Lesson, need: &LessonId) -> bool {
    *need == lesson.id || lesson.one_of.as_ref().is_some_and(|one_of| one_of.group == *need)
}
