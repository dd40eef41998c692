//! A cohort's pace, and who keeps it.

use study_coach::study::cohort::{Cohort, Stage};
use study_coach::study::curriculum::Curriculum;
use study_coach::study::learner::Profile;
use study_coach::study::units::{Minutes, ServerId};
use study_coach::study::week::Week;

use super::build::{curriculum, date, lesson, profile, weeks};

/// Two hours a week from Monday 7 December on.
fn cohort() -> Cohort {
    Cohort {
        id: "c1".into(),
        server: ServerId(1),
        name: "Winter".to_owned(),
        track: "main".into(),
        weekly: Minutes(120),
        starts_on: date("2026-12-07"),
    }
}

fn lessons() -> Curriculum {
    curriculum(["a", "b", "c"].map(|id| lesson(id, &[30, 30, 30, 30])).into())
}

fn stage(week: &str) -> String {
    let curriculum = lessons();
    match cohort().stage(&curriculum, Week::of(date(week))) {
        Stage::Ahead => "ahead".to_owned(),
        Stage::Week(week) => {
            let parts: Vec<String> =
                week.parts.iter().map(|part| format!("{} {}", part.lesson.id, part.minutes.0)).collect();
            format!("{}: {}", week.number, parts.join(", "))
        }
        Stage::Finished(weeks) => format!("finished {weeks}"),
    }
}

#[test]
fn its_weeks_are_those_of_a_learner_who_begins_with_nothing_and_keeps_pace() {
    assert_eq!(stage("2026-12-06"), "ahead");
    assert_eq!(stage("2026-12-07"), "1: a 60");
    assert_eq!(stage("2026-12-20"), "2: a 60, b 60");
    assert_eq!(stage("2026-12-21"), "3: b 60, c 60");
    assert_eq!(stage("2026-12-28"), "4: c 60");
    assert_eq!(stage("2027-01-04"), "finished 1");
    assert_eq!(stage("2027-01-11"), "finished 2");
}

#[test]
fn a_start_within_a_week_leaves_that_weeks_share() {
    let cohort = Cohort { starts_on: date("2026-12-11"), ..cohort() };
    let curriculum = lessons();
    let Stage::Week(week) = cohort.stage(&curriculum, Week::of(date("2026-12-07"))) else {
        panic!("the week in which it starts is its first")
    };
    assert_eq!((week.number, week.minutes()), (1, Minutes(30)));
}

#[test]
fn somebody_new_has_the_cohorts_plan() {
    let curriculum = lessons();
    let own = cohort().profile(None, date("2026-12-02"));
    let plan = study_coach::study::plan::plan(&curriculum, study_coach::study::plan::Basis::fresh(&own));
    assert_eq!(weeks(&plan), weeks(&cohort().plan(&curriculum)));
    assert_eq!(own.starts_on, date("2026-12-07"));
}

#[test]
fn who_comes_late_begins_today_with_the_first_lesson_at_the_same_pace() {
    let mut late = super::build::Learner::new(lessons(), "UTC");
    late.join(&cohort().profile(None, date("2026-12-21")), "2026-12-21T10:00:00Z");
    assert_eq!(late.study.promises.len(), 1, "no week before is held against them");
    assert_eq!(weeks(&late.plan("2026-12-21T10:00:00Z"))[0], "1: a 60 (1 of 2)");
    assert_eq!(late.study.profile.as_ref().unwrap().weekly, Minutes(120));
}

#[test]
fn what_was_known_and_chosen_before_is_kept() {
    let before = Profile {
        known: ["git".into()].into(),
        choices: vec!["aws".to_owned()],
        added: ["b".into()].into(),
        months: Some(6),
        ..profile(600, "2026-11-02")
    };
    let after = cohort().profile(Some(&before), date("2026-12-02"));
    let expected = Profile {
        known: before.known.clone(),
        choices: before.choices.clone(),
        added: before.added.clone(),
        ..cohort().profile(None, date("2026-12-02"))
    };
    assert_eq!(after, expected);
}

#[test]
fn whoever_studies_just_so_already_keeps_their_start() {
    let today = date("2026-12-16");
    let same = profile(120, "2026-12-09");
    assert!(cohort().has_pace_of(&same));
    assert_eq!(cohort().profile(Some(&same), today).starts_on, same.starts_on);
    for other in [profile(120, "2026-12-01"), profile(180, "2026-12-09")] {
        assert!(!cohort().has_pace_of(&other));
        assert_eq!(cohort().profile(Some(&other), today).starts_on, today);
    }
}
