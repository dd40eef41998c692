//! What to do now.

use super::curriculum::{Curriculum, Lesson, Step};
use super::learner::{Progress, Study};
use super::pace::Pace;
use super::part::given;
use super::plan::{Basis, Part, Plan, plan};
use super::units::{LessonId, Minutes, StepRef};

/// The most lessons that are begun and unfinished at a time.
const MOST_BEGUN: usize = 3;

/// What `/next` shows: steps of one lesson, in a row.
#[derive(Debug, Clone)]
pub struct Next<'c> {
    /// The lesson.
    pub lesson: &'c Lesson,
    /// The steps, at least one.
    pub steps: Vec<&'c Step>,
    /// Whether this week asks for them.
    pub promised: bool,
    /// Whether even the first takes longer than the learner has now.
    pub too_long: bool,
    /// The pace by which the plan counts.
    pub pace: Pace,
}

impl Next<'_> {
    /// The steps' minutes.
    pub fn minutes(&self) -> Minutes {
        self.steps.iter().map(|step| self.pace.of(step.minutes)).sum()
    }

    /// The steps by their ids.
    pub fn refs(&self) -> Vec<StepRef> {
        let lesson = &self.lesson.id;
        self.steps.iter().map(|step| StepRef { lesson: lesson.clone(), step: step.id.clone() }).collect()
    }

    /// The place of the first step in its lesson, from 1.
    pub fn number(&self) -> usize {
        let first = &self.steps[0].id;
        1 + self.lesson.steps.iter().position(|step| step.id == *first).unwrap_or(0)
    }
}

/// The next step, or the steps that fit into `minutes`; none when the plan holds no more.
///
/// With little time a step that fits is better than one that does not: where the first does not fit,
/// the next lesson of the same week whose first open step does, and whose needs are met, is taken. A
/// project under way is not left for it, a project waits for its turn, and no fourth lesson is begun.
pub fn next<'c>(
    plan: &Plan<'c>,
    study: &Study,
    curriculum: &Curriculum,
    minutes: Option<Minutes>,
) -> Option<Next<'c>> {
    let (lessons, promised) = open_lessons(plan, study);
    let first = *lessons.first()?;
    let step = *open_steps(first, study).first()?;
    let pace = plan.pace;
    let Some(most) = minutes else {
        return Some(Next { lesson: first, steps: vec![step], promised, too_long: false, pace });
    };
    let begun = |lesson: &Lesson| study.progress.get(&lesson.id).is_some_and(|it| !it.steps.is_empty());
    let is_open = |(id, it): &(&LessonId, &Progress)| {
        !it.steps.is_empty() && it.finished_at.is_none() && curriculum.lessons.contains_key(*id)
    };
    let full = study.progress.iter().filter(is_open).count() >= MOST_BEGUN;
    let others = if first.project && begun(first) { 1 } else { lessons.len() };
    for (place, lesson) in lessons.into_iter().take(others).enumerate() {
        if place > 0 && !begun(lesson) && (full || lesson.project) {
            continue;
        }
        if place > 0 && !lesson.needs.iter().all(|need| need_is_met(curriculum, study, plan, need)) {
            continue;
        }
        let mut left = most;
        let steps: Vec<&Step> = open_steps(lesson, study)
            .into_iter()
            .take_while(|step| {
                let minutes = pace.of(step.minutes);
                let fits = minutes <= left;
                left = left.saturating_sub(minutes);
                fits
            })
            .collect();
        if !steps.is_empty() {
            return Some(Next { lesson, steps, promised, too_long: false, pace });
        }
    }
    Some(Next { lesson: first, steps: vec![step], promised, too_long: true, pace })
}

/// The next step as [`next`] says it of the whole plan and without a limit. While the promise of this
/// week has open steps, the first of them is it, and no plan need be made.
pub fn next_of<'c>(curriculum: &'c Curriculum, study: &Study, basis: Basis<'_>) -> Option<Next<'c>> {
    let promised = basis.promise().map(|promise| given(curriculum, promise)).unwrap_or_default();
    let is_open = |lesson: &Lesson| {
        let mut own = promised.iter().filter(|it| std::ptr::eq(it.lesson, lesson));
        own.any(|it| !study.is_done(&it.lesson.id, &it.step.id))
    };
    let Some(lesson) = promised.iter().map(|it| it.lesson).find(|lesson| is_open(lesson)) else {
        return next(&plan(curriculum, basis), study, curriculum, None);
    };
    let step = *open_steps(lesson, study).first()?;
    Some(Next { lesson, steps: vec![step], promised: true, too_long: false, pace: basis.pace() })
}

/// The lessons with open steps of the first week that has any, and whether that is the plan's first.
fn open_lessons<'c>(plan: &Plan<'c>, study: &Study) -> (Vec<&'c Lesson>, bool) {
    for (place, week) in plan.weeks.iter().enumerate() {
        let is_open =
            |part: &&Part<'_>| part.steps.iter().any(|step| !study.is_done(&part.lesson.id, &step.id));
        let open: Vec<&Lesson> = week.parts.iter().filter(is_open).map(|part| part.lesson).collect();
        if !open.is_empty() {
            return (open, place == 0);
        }
    }
    (Vec::new(), false)
}

fn open_steps<'c>(lesson: &'c Lesson, study: &Study) -> Vec<&'c Step> {
    lesson.steps.iter().filter(|step| !study.is_done(&lesson.id, &step.id)).collect()
}

/// Whether a need holds nobody back: finished, or not something that the plan still asks for.
fn need_is_met(curriculum: &Curriculum, study: &Study, plan: &Plan<'_>, need: &LessonId) -> bool {
    let asked =
        |id: &LessonId| plan.weeks.iter().flat_map(|week| &week.parts).any(|part| part.lesson.id == *id);
    match curriculum.lesson(need.as_str()) {
        Some(lesson) => study.is_finished(lesson.id.as_str()) || !asked(&lesson.id),
        None => curriculum
            .sides(need.as_str())
            .all(|side| study.is_finished(side.id.as_str()) || !asked(&side.id)),
    }
}
