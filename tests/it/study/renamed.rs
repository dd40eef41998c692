use study_coach::study::learner::{Progress, Study};
use study_coach::study::renamed::renamed;
use study_coach::study::units::LearnerId;

use super::build::curriculum;

#[test]
fn progress_under_a_former_id_counts_under_the_id_of_today() {
    let mut curriculum = curriculum(Vec::new());
    curriculum.renamed.insert("old".into(), "new".into());
    let mut study = Study::new(LearnerId(1), chrono_tz::UTC);
    study.progress.insert("old".into(), Progress { steps: ["a".into()].into(), ..Progress::default() });
    renamed(&curriculum, &mut study);
    assert!(study.is_done(&"new".into(), &"a".into()));
    assert!(!study.progress.contains_key("old"));
}
