//! Renamed lessons: what learners did under a former id counts under the id of today.

use super::curriculum::Curriculum;
use super::learner::Study;
use super::units::{LessonId, StepRef};

/// Moves progress, promises and choices from former ids of lessons to those of today.
///
/// Progress under today's id already holds what stood under a former one: it was stored after such a
/// move.
pub fn renamed(curriculum: &Curriculum, study: &mut Study) {
    if curriculum.renamed.is_empty() {
        return;
    }
    let now = |id: &LessonId| curriculum.renamed.get(id).unwrap_or(id).clone();
    for old in curriculum.renamed.keys() {
        if let Some(progress) = study.progress.remove(old) {
            study.progress.entry(now(old)).or_insert(progress);
        }
    }
    let refs = |steps: &mut Vec<StepRef>| steps.iter_mut().for_each(|it| it.lesson = now(&it.lesson));
    study.promises.iter_mut().for_each(|promise| refs(&mut promise.steps));
    refs(&mut study.shown);
    if let Some(profile) = &mut study.profile {
        profile.added = profile.added.iter().map(now).collect();
        profile.no_time = profile.no_time.iter().map(now).collect();
    }
}
