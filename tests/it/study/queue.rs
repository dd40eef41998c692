//! The order of study: practice in portions, and a project first once it is begun.

use study_coach::study::curriculum::{Curriculum, Importance, Phase};
use study_coach::study::learner::Study;
use study_coach::study::plan::{Basis, plan};
use study_coach::study::units::LearnerId;

use super::build::{Learner, LessonWords, curriculum, lesson, profile, track, weeks};

/// Lessons of two phases, of which the second begins with those from `late` on.
fn phased(lessons: Vec<study_coach::study::curriculum::Lesson>, late: &str) -> Curriculum {
    let mut curriculum = curriculum(lessons);
    let track = curriculum.tracks.get_mut("main").unwrap();
    let at = track.phases[0].lessons.iter().position(|id| id.as_str() == late).unwrap();
    let lessons = track.phases[0].lessons.split_off(at);
    track.phases.push(Phase { id: "late".to_owned(), title: "Late".to_owned(), lessons });
    curriculum
}

fn practice(id: &str, minutes: &[u32]) -> study_coach::study::curriculum::Lesson {
    let mut lesson = lesson(id, minutes);
    lesson.practice = true;
    lesson
}

fn planned(curriculum: &Curriculum, weekly: u32) -> Vec<String> {
    weeks(&plan(curriculum, Basis::fresh(&profile(weekly, "2026-11-30"))))
}

#[test]
fn practice_comes_in_portions_over_its_phase_and_the_one_before() {
    let curriculum = phased(
        vec![
            lesson("a", &[60; 2]),
            lesson("b", &[60; 2]),
            lesson("c", &[60; 2]),
            lesson("d", &[60; 2]),
            practice("drill", &[40; 4]),
        ],
        "c",
    );
    assert_eq!(
        planned(&curriculum, 160),
        [
            "1: a 60 (1 of 2)",
            "2: a 60 (2 of 2), drill 40 (1 of 4), b 60 (1 of 2)",
            "3: b 60 (2 of 2), drill 40 (2 of 4), c 60 (1 of 2)",
            "4: c 60 (2 of 2), drill 40 (3 of 4), d 60 (1 of 2)",
            "5: d 60 (2 of 2), drill 40 (4 of 4)",
        ]
    );
}

#[test]
fn practice_waits_for_what_it_needs_and_is_over_before_what_needs_it() {
    let curriculum = curriculum(vec![
        lesson("a", &[60]),
        lesson("b", &[60]),
        practice("drill", &[30, 30]).needs(&["b"]),
        lesson("exam", &[60]).needs(&["drill"]),
        lesson("c", &[60]),
    ]);
    assert_eq!(planned(&curriculum, 300), ["1: a 60, b 60, drill 60", "2: exam 60, c 60"]);
}

#[test]
fn portions_of_less_than_half_an_hour_are_put_together() {
    let curriculum = curriculum(vec![lesson("a", &[60; 2]), practice("drill", &[10, 20, 25, 40, 10])]);
    let made = planned(&curriculum, 90);
    assert!(made.iter().all(|week| !week.contains("drill 10") && !week.contains("drill 20")), "{made:?}");
}

#[test]
fn spreading_practice_does_not_move_the_end() {
    // In one piece, weeks of 100 minutes hold 60 and 40 each; an hour of practice between would not fit.
    let lessons = |spread: bool| {
        let drill = if spread { practice("drill", &[60; 3]) } else { lesson("drill", &[60; 3]) };
        vec![lesson("a", &[50, 50]), lesson("b", &[50, 50]), lesson("c", &[50, 50]), drill]
    };
    for weekly in (30..400).step_by(5) {
        let one = planned(&curriculum(lessons(false)), weekly).len();
        assert!(planned(&curriculum(lessons(true)), weekly).len() <= one, "{weekly} minutes a week");
    }
}

#[test]
fn a_project_under_way_comes_before_a_lesson_that_is_put_back() {
    let lessons = vec![
        lesson("extra", &[60]).is(Importance::Optional),
        lesson("a", &[60]),
        lesson("work", &[60; 3]).project().needs(&["a"]),
        lesson("b", &[60]),
    ];
    let mut mia = Learner::new(curriculum(lessons), "UTC");
    mia.join(&profile(120, "2026-11-30"), "2026-11-30T08:00:00Z");
    mia.done(&["a/1"], None, "2026-12-01T08:00:00Z").unwrap();
    mia.done(&["work/1"], None, "2026-12-08T08:00:00Z").unwrap();
    mia.settle(|profile| profile.added = ["extra".into()].into(), "2026-12-14T08:00:00Z");
    let plan = mia.plan("2026-12-21T08:00:00Z");
    assert_eq!(weeks(&plan)[0], "4: work 120");
    assert_eq!(weeks(&plan)[1], "5: extra 60, b 60");
}

#[test]
fn of_equal_importance_the_earlier_phase_is_kept_and_in_it_the_shorter_lesson() {
    use study_coach::study::plan::trim;
    let mut curriculum = phased(
        vec![lesson("long", &[300]), lesson("short", &[200]), lesson("late", &[150]), lesson("last", &[140])],
        "late",
    );
    curriculum.tracks.insert("other".into(), track("other", &[]));
    let left = |weekly| -> Vec<String> {
        let mut own = profile(weekly, "2026-11-30");
        own.months = Some(1);
        trim(&curriculum, Basis::fresh(&own)).iter().map(ToString::to_string).collect()
    };
    assert_eq!(left(60), ["last", "late", "long"]);
    assert_eq!(left(165), ["last", "late"]);
    assert_eq!(left(420), [""; 0]);
}

#[test]
fn finishing_the_end_of_a_portion_early_ends_nothing_later() {
    let curriculum = phased(
        vec![
            lesson("a", &[220]),
            lesson("b", &[5]),
            lesson("c", &[744, 235, 129, 128, 300, 319]),
            lesson("d", &[186]),
            lesson("e", &[5, 5, 261]),
            practice("drill", &[257, 1456, 15]).needs(&["a"]),
            lesson("f", &[249, 730, 743]),
            lesson("g", &[5]).needs(&["f"]),
            lesson("h", &[5]).needs(&["f"]),
        ],
        "e",
    );
    let now = "2026-12-17T12:00:00Z";
    let mut mia = Learner { curriculum, study: Study::new(LearnerId(1), chrono_tz::UTC) };
    mia.study.profile = Some(profile(1455, "2026-11-30"));
    mia.freeze(now);
    let before = mia.plan(now).ends_on();
    let progress = mia.study.progress.entry("drill".into()).or_default();
    progress.steps.insert("3".into());
    assert!(mia.plan(now).ends_on() <= before, "{:?} after {before:?}", mia.plan(now).ends_on());
}
