//! Finishing steps and logging time.

use study_coach::study::done::{Refusal, Report, asks_for_link};
use study_coach::study::learner::Happened;
use study_coach::study::units::Minutes;

use super::build::{Learner, LessonWords, curriculum, date, instant, lesson, profile, step, steps};

const NOW: &str = "2026-12-09T18:00:00Z";

/// Mia in New York, in the second week of ten hours a week.
fn mia() -> Learner {
    let lessons = vec![lesson("a", &[60, 30]), lesson("b", &[45]).project(), lesson("c", &[60; 30])];
    let mut mia = Learner::new(curriculum(lessons), "America/New_York");
    mia.join(&profile(600, "2026-11-30"), "2026-11-30T18:00:00Z");
    mia
}

/// What the last entry says: minutes spent, whether that is estimated, lessons finished.
fn reported(learner: &Learner) -> (u32, bool, Vec<String>) {
    match &learner.study.events.last().unwrap().what {
        Happened::Finished { spent, estimated, lessons, .. } => {
            (spent.0, *estimated, lessons.iter().map(ToString::to_string).collect())
        }
        other => panic!("{other:?}"),
    }
}

fn report(link: &str) -> Report {
    Report { link: Some(link.to_owned()), ..Report::default() }
}

#[test]
fn steps_without_hours_log_what_was_planned_as_an_estimate() {
    let mut mia = mia();
    mia.done(&["a/1"], None, NOW).unwrap();
    assert_eq!(reported(&mia), (60, true, vec![]));
    assert_eq!(mia.kept(NOW), 60);
    mia.done(&["a/2"], Some(90), NOW).unwrap();
    assert_eq!(reported(&mia), (90, false, vec!["a".to_owned()]));
    let progress = &mia.study.progress["a"];
    assert_eq!((progress.credited, progress.spent), (Minutes(90), Minutes(150)));
    assert_eq!(progress.finished_at, Some(instant(NOW)));
}

#[test]
fn a_second_report_says_that_it_is_done() {
    let mut mia = mia();
    mia.done(&["a/1"], None, NOW).unwrap();
    let before = mia.study.events.len();
    assert_eq!(mia.done(&["a/1"], None, NOW), Err(Refusal::AlreadyDone));
    assert_eq!(mia.study.events.len(), before);
    // Of several, only what is open is credited.
    mia.done(&["a/1", "a/2", "a/2"], None, NOW).unwrap();
    assert_eq!(reported(&mia), (30, true, vec!["a".to_owned()]));
    assert_eq!(mia.study.progress["a"].credited, Minutes(90));
}

#[test]
fn steps_that_the_content_no_longer_has_are_gone() {
    let mut mia = mia();
    assert_eq!(mia.done(&["a/9", "zzz/1"], None, NOW), Err(Refusal::Gone));
    mia.done(&["a/9", "a/1"], None, NOW).unwrap();
    assert_eq!(reported(&mia).0, 60);
}

#[test]
fn a_project_asks_for_its_link() {
    let mut mia = mia();
    assert_eq!(mia.done(&["b/1"], Some(45), NOW), Err(Refusal::NeedsLink("b".into())));
    assert!(mia.study.progress.is_empty());
    let asks =
        |steps: &[&str]| asks_for_link(&mia.curriculum, &mia.study, &super::build::steps(steps)).is_some();
    assert!(asks(&["b/1"]) && !asks(&["a/1", "a/2"]));
    mia.report(&["b/1"], report("https://example.org/work"), NOW).unwrap();
    assert_eq!(mia.study.progress["b"].link.as_deref(), Some("https://example.org/work"));
    assert!(mia.study.is_finished("b"));
}

#[test]
fn a_step_that_content_adds_to_a_finished_lesson_does_not_finish_it_again() {
    let mut mia = mia();
    mia.report(&["b/1"], report("https://example.org/work"), NOW).unwrap();
    let grown = lesson("b", &[45, 20]).project();
    mia.curriculum.lessons.insert("b".into(), grown);
    assert!(asks_for_link(&mia.curriculum, &mia.study, &steps(&["b/2"])).is_none());
    mia.done(&["b/2"], None, NOW).unwrap();
    assert_eq!(reported(&mia), (20, true, vec![]));
    mia.undo(NOW);
    assert!(mia.study.is_finished("b"), "taking back the added step leaves the lesson finished");
    assert!(mia.study.progress["b"].link.is_some());
}

#[test]
fn a_day_holds_16_hours_in_all() {
    let mut mia = mia();
    mia.log(15 * 60, None, NOW).unwrap();
    let too_much = |left| Err(Refusal::TooMuch { day: date("2026-12-09"), left: Minutes(left) });
    assert_eq!(mia.log(61, None, NOW), too_much(60));
    assert_eq!(mia.done(&["a/1"], Some(61), NOW), too_much(60));
    mia.done(&["a/1"], Some(60), NOW).unwrap();
    assert_eq!(mia.log(1, None, NOW), too_much(0));
    // An estimate takes what the day has left.
    mia.done(&["a/2"], None, NOW).unwrap();
    assert_eq!(reported(&mia), (0, true, vec!["a".to_owned()]));
    // The next day is another: it begins at midnight in New York.
    assert_eq!(mia.log(1, None, "2026-12-10T04:59:59Z"), too_much(0));
    mia.log(1, None, "2026-12-10T05:00:00Z").unwrap();
    // What is taken back makes room.
    mia.undo("2026-12-10T05:00:00Z");
    mia.log(16 * 60, None, "2026-12-10T05:00:00Z").unwrap();
}

#[test]
fn a_whole_lesson_of_thirty_hours_is_estimated_at_a_day() {
    let mut mia = mia();
    let all: Vec<String> = (1..=30).map(|number| format!("c/{number}")).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    mia.done(&all, None, NOW).unwrap();
    assert_eq!(reported(&mia), (16 * 60, true, vec!["c".to_owned()]));
}

#[test]
fn time_is_logged_up_to_seven_days_back_at_noon() {
    let mut mia = mia();
    mia.log(30, Some("2026-12-02"), NOW).unwrap();
    assert_eq!(mia.study.events.last().unwrap().at, instant("2026-12-02T17:00:00Z"));
    mia.log(30, Some("2026-12-09"), NOW).unwrap();
    assert_eq!(mia.study.events.last().unwrap().at, instant(NOW), "today is now");
    let out = Err(Refusal::DayOutOfRange { first: date("2026-12-02"), last: date("2026-12-09") });
    for day in ["2026-12-01", "2026-12-10", "2025-12-09"] {
        assert_eq!(mia.log(30, Some(day), NOW), out, "{day}");
    }
    // It counts in the week of the day named, and each of these days has its own limit.
    assert_eq!((mia.kept("2026-12-02T12:00:00Z"), mia.kept(NOW)), (30, 30));
    assert!(mia.log(16 * 60 - 29, Some("2026-12-02"), NOW).is_err());
    mia.log(16 * 60 - 30, Some("2026-12-02"), NOW).unwrap();
}

#[test]
fn what_is_kept_is_the_larger_of_logged_and_finished_and_no_more_than_promised() {
    let mut mia = mia();
    mia.done(&["a/1"], Some(20), NOW).unwrap();
    assert_eq!(mia.kept(NOW), 60, "an hour's work in 20 minutes is an hour");
    mia.log(70, None, NOW).unwrap();
    assert_eq!(mia.kept(NOW), 90, "20 and 70 minutes logged");
    mia.log(800, None, NOW).unwrap();
    assert_eq!(mia.promise(NOW).minutes, Minutes(555), "ten hours hold nine and a quarter in whole steps");
    assert_eq!(mia.kept(NOW), 555);
}

#[test]
fn a_week_ends_at_midnight_where_the_learner_is() {
    let mut mia = mia();
    mia.log(10, None, "2026-12-07T04:59:59Z").unwrap();
    mia.log(20, None, "2026-12-07T05:00:01Z").unwrap();
    assert_eq!(mia.kept("2026-12-01T12:00:00Z"), 10);
    assert_eq!(mia.kept(NOW), 20);
}

#[test]
fn a_renamed_lesson_is_reported_under_its_new_name() {
    let mut mia = mia();
    mia.curriculum.renamed.insert("old".into(), "a".into());
    mia.done(&["old/1"], None, NOW).unwrap();
    assert!(mia.study.is_done(&"a".into(), &step("a", "1").step));
}
