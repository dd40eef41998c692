//! What to do now.

use study_coach::study::curriculum::Lesson;
use study_coach::study::next::{next, next_of};
use study_coach::study::plan::Basis;
use study_coach::study::units::Minutes;

use super::build::{Learner, LessonWords, curriculum, lesson, profile};

const NOW: &str = "2026-12-07T08:00:00Z";

/// A learner in the second week of a plan of ten hours a week, with some steps done.
fn learner(lessons: Vec<Lesson>, done: &[&str]) -> Learner {
    let mut learner = Learner::new(curriculum(lessons), "UTC");
    learner.join(&profile(600, "2026-11-30"), "2026-11-30T08:00:00Z");
    learner.freeze(NOW);
    if !done.is_empty() {
        learner.done(done, None, NOW).unwrap();
    }
    learner
}

/// What is shown, such as `a/1 a/2`, with `!` where it is too long.
fn shown(learner: &Learner, minutes: Option<u32>) -> String {
    let plan = learner.plan(NOW);
    let found = next(&plan, &learner.study, &learner.curriculum, minutes.map(Minutes));
    if minutes.is_none() {
        let today = learner.study.today(NOW.parse().unwrap());
        let profile = learner.study.profile.as_ref().unwrap();
        let basis = Basis { profile, study: Some(&learner.study), today };
        let quick = next_of(&learner.curriculum, &learner.study, basis);
        assert_eq!(format!("{quick:?}"), format!("{found:?}"), "found without making the plan");
    }
    let Some(next) = found else {
        return "nothing".to_owned();
    };
    let mut steps: Vec<String> = next.refs().iter().map(|it| format!("{}/{}", it.lesson, it.step)).collect();
    if next.too_long {
        steps.push("!".to_owned());
    }
    steps.join(" ")
}

#[test]
fn the_next_step_is_the_first_open_one_of_the_plan() {
    let lessons = || vec![lesson("a", &[30, 60]), lesson("b", &[20])];
    assert_eq!(shown(&learner(lessons(), &[]), None), "a/1");
    assert_eq!(shown(&learner(lessons(), &["a/1"]), None), "a/2");
    assert_eq!(shown(&learner(lessons(), &["a/1", "a/2"]), None), "b/1");
    assert_eq!(shown(&learner(lessons(), &["a/1", "a/2", "b/1"]), None), "nothing");
}

#[test]
fn with_so_many_minutes_it_is_the_steps_that_fit() {
    let lessons = || vec![lesson("a", &[30, 20, 60]), lesson("b", &[10])];
    assert_eq!(shown(&learner(lessons(), &[]), Some(55)), "a/1 a/2");
    assert_eq!(shown(&learner(lessons(), &[]), Some(50)), "a/1 a/2");
    assert_eq!(shown(&learner(lessons(), &[]), Some(49)), "a/1");
    assert_eq!(shown(&learner(lessons(), &["a/2"]), Some(90)), "a/1 a/3", "what is done is passed over");
}

#[test]
fn where_the_first_does_not_fit_another_lesson_of_the_week_does() {
    let lessons = vec![lesson("a", &[60]), lesson("b", &[25, 60]), lesson("c", &[10])];
    assert_eq!(shown(&learner(lessons, &[]), Some(30)), "b/1");
}

#[test]
fn but_not_one_whose_needs_are_open() {
    let lessons = || {
        vec![
            lesson("a", &[60]),
            lesson("b", &[20]).needs(&["a"]),
            lesson("c", &[20]).needs(&["d"]),
            lesson("d", &[50]),
        ]
    };
    // b waits for a, and c for d, which the week holds before it.
    assert_eq!(shown(&learner(lessons(), &[]), Some(30)), "a/1 !");
    assert_eq!(shown(&learner(lessons(), &["a/1"]), Some(30)), "b/1");
    assert_eq!(shown(&learner(lessons(), &["a/1", "b/1"]), Some(30)), "d/1 !");
    assert_eq!(shown(&learner(lessons(), &["a/1", "b/1", "d/1"]), Some(30)), "c/1");
}

#[test]
fn a_need_that_is_a_group_is_met_by_its_side() {
    let lessons = || {
        vec![
            lesson("long", &[60]),
            lesson("cloud-aws", &[60]).one_of("cloud", "aws"),
            lesson("cloud-gcp", &[60]).one_of("cloud", "gcp"),
            lesson("deploy", &[20]).needs(&["cloud"]),
        ]
    };
    assert_eq!(shown(&learner(lessons(), &[]), Some(30)), "long/1 !");
    assert_eq!(shown(&learner(lessons(), &["cloud-aws/1"]), Some(30)), "deploy/1");
}

#[test]
fn a_need_that_is_known_or_left_out_holds_nobody_back() {
    let lessons = vec![
        lesson("python", &[60]).gives(&["python"]),
        lesson("a", &[60]),
        lesson("b", &[20]).needs(&["python"]),
    ];
    let mut learner = learner(lessons, &[]);
    learner.settle(|profile| profile.known = ["python".into()].into(), NOW);
    assert_eq!(shown(&learner, Some(30)), "b/1");
}

#[test]
fn where_nothing_fits_it_is_the_first_and_too_long() {
    let lessons = vec![lesson("a", &[60, 10]), lesson("b", &[45])];
    assert_eq!(shown(&learner(lessons, &[]), Some(25)), "a/1 !");
}

#[test]
fn when_the_week_is_done_the_next_week_comes() {
    // Ten hours hold a and b; c and d are of the third week.
    let lessons = vec![lesson("a", &[300]), lesson("b", &[300]), lesson("c", &[90]), lesson("d", &[20])];
    let learner = learner(lessons, &["a/1", "b/1"]);
    let plan = learner.plan(NOW);
    let shown_next = next(&plan, &learner.study, &learner.curriculum, None).unwrap();
    assert_eq!((shown_next.lesson.id.as_str(), shown_next.promised), ("c", false));
    assert_eq!(shown(&learner, Some(30)), "d/1", "of which the one is taken that fits");
}

#[test]
fn a_step_that_a_week_only_begins_is_shown_whole() {
    let mut learner = Learner::new(curriculum(vec![lesson("a", &[200])]), "UTC");
    learner.join(&profile(60, "2026-11-30"), "2026-11-30T08:00:00Z");
    learner.freeze(NOW);
    let plan = learner.plan(NOW);
    let shown = next(&plan, &learner.study, &learner.curriculum, None).unwrap();
    assert_eq!((shown.minutes(), shown.promised), (Minutes(200), true));
}

#[test]
fn no_fourth_lesson_is_begun_and_no_project_ahead_of_its_turn() {
    let lessons = || {
        vec![
            lesson("a", &[60, 60]),
            lesson("b", &[20, 60]),
            lesson("p", &[15, 60]).project(),
            lesson("c", &[20, 60]),
            lesson("d", &[20, 60]),
        ]
    };
    assert_eq!(shown(&learner(lessons(), &["b/1"]), Some(30)), "c/1");
    assert_eq!(shown(&learner(lessons(), &["b/1", "c/1", "d/1"]), Some(30)), "a/1 !");
    // A project that is under way is not left for something shorter.
    let project = || vec![lesson("p", &[20, 60]).project(), lesson("a", &[20])];
    assert_eq!(shown(&learner(project(), &["p/1"]), Some(30)), "p/2 !");
}
