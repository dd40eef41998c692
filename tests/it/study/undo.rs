//! Taking back.

use study_coach::study::done::Report;
use study_coach::study::learner::Study;
use study_coach::study::undo::{last, removable, undo};
use study_coach::study::units::{InteractionId, Minutes};

use super::build::{Learner, LessonWords, curriculum, instant, lesson, profile, track};

const MONDAY: &str = "2026-11-30T08:00:00Z";
const TUESDAY: &str = "2026-12-01T08:00:00Z";
const NEXT_WEEK: &str = "2026-12-08T07:00:00Z";

/// Mia studies three lessons of two hours, two hours a week, in UTC.
fn mia() -> Learner {
    let lessons = ["a", "b", "c"].map(|id| lesson(id, &[30, 30, 30, 30]));
    let mut mia = Learner::new(curriculum(lessons.into()), "UTC");
    mia.join(&profile(120, "2026-11-30"), MONDAY);
    mia
}

/// Everything that undo gives back.
fn state(study: &Study) -> String {
    // A lesson that was touched and taken back may stay as an empty row.
    let progress: Vec<_> = study.progress.iter().filter(|(_, it)| **it != Default::default()).collect();
    format!("{:?}\n{progress:?}\n{:?}", study.profile, study.promises)
}

#[test]
fn undo_restores_progress_promise_and_profile() {
    let changes: [fn(&mut Learner); 5] = [
        |mia| mia.done(&["a/1", "a/2", "a/3", "a/4"], Some(100), TUESDAY).unwrap(),
        |mia| mia.log(45, Some("2026-11-30"), TUESDAY).unwrap(),
        |mia| mia.settle(|profile| profile.weekly = Minutes(600), TUESDAY),
        |mia| mia.join(&profile(600, "2026-12-01"), TUESDAY),
        |mia| mia.join(&profile(600, "2027-01-01"), TUESDAY),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut mia = mia();
        mia.done(&["b/1"], Some(20), MONDAY).unwrap();
        let before = state(&mia.study);
        change(&mut mia);
        assert_ne!(state(&mia.study), before, "change {number}");
        mia.undo(TUESDAY);
        assert_eq!(state(&mia.study), before, "change {number}");
    }
}

#[test]
fn undo_goes_back_entry_by_entry() {
    let mut mia = mia();
    let mut states = Vec::new();
    for step in ["a/1", "a/2", "b/1"] {
        states.push(state(&mia.study));
        mia.done(&[step], None, TUESDAY).unwrap();
    }
    for before in states.iter().rev() {
        mia.undo(TUESDAY);
        assert_eq!(state(&mia.study), *before);
    }
    mia.undo(TUESDAY);
    assert!(mia.study.profile.is_none(), "the join was the first");
    assert!(last(&mia.study, instant(TUESDAY)).is_none());
}

#[test]
fn the_link_goes_with_the_project() {
    let mut mia = mia();
    mia.curriculum.lessons.insert("p".into(), lesson("p", &[30]).project());
    let report = Report { link: Some("https://example.org".to_owned()), ..Report::default() };
    mia.report(&["p/1"], report, TUESDAY).unwrap();
    mia.undo(TUESDAY);
    assert_eq!(mia.study.progress["p"], Default::default());
}

#[test]
fn undo_reaches_back_seven_days() {
    let mut mia = mia();
    mia.log(30, None, TUESDAY).unwrap();
    assert!(last(&mia.study, instant("2026-12-08T08:00:00Z")).is_some());
    assert!(last(&mia.study, instant("2026-12-08T08:00:01Z")).is_none());
    assert!(undo(&mia.study, 2, InteractionId(0), instant("2026-12-08T08:00:01Z")).is_none());
}

#[test]
fn an_entry_is_taken_back_once() {
    let mut mia = mia();
    mia.log(30, None, TUESDAY).unwrap();
    let seq = last(&mia.study, instant(TUESDAY)).unwrap().seq;
    mia.undo(TUESDAY);
    assert!(undo(&mia.study, seq, InteractionId(0), instant(TUESDAY)).is_none());
}

#[test]
fn a_report_on_whose_steps_a_later_one_finished_the_lesson_goes_after_it() {
    let mut mia = mia();
    mia.done(&["a/1", "a/2"], None, TUESDAY).unwrap();
    mia.log(30, None, TUESDAY).unwrap();
    mia.done(&["a/3", "a/4"], None, TUESDAY).unwrap();
    mia.done(&["b/1"], None, TUESDAY).unwrap();
    let offered = |mia: &Learner| -> Vec<i64> {
        removable(&mia.study, instant(TUESDAY)).iter().map(|event| event.seq).collect()
    };
    let [b, finish, log, begin] = {
        let all: Vec<i64> = mia.study.events.iter().rev().take(4).map(|event| event.seq).collect();
        [all[0], all[1], all[2], all[3]]
    };
    assert_eq!(offered(&mia), [b, finish, log]);
    assert!(undo(&mia.study, begin, InteractionId(0), instant(TUESDAY)).is_none());
    mia.take_back(finish, TUESDAY);
    assert!(!mia.study.is_finished("a"));
    assert_eq!(offered(&mia), [b, log, begin]);
}

#[test]
fn a_change_of_plan_is_only_taken_back_as_the_last_entry() {
    let mut mia = mia();
    mia.settle(|profile| profile.weekly = Minutes(600), TUESDAY);
    let seq = mia.study.events.last().unwrap().seq;
    mia.log(30, None, TUESDAY).unwrap();
    assert!(undo(&mia.study, seq, InteractionId(0), instant(TUESDAY)).is_none());
    mia.undo(TUESDAY);
    mia.undo(TUESDAY);
    assert_eq!(mia.study.profile.as_ref().unwrap().weekly, Minutes(120));
}

#[test]
fn taking_back_last_weeks_change_gives_that_week_its_promise_and_this_week_a_new_one() {
    let mut mia = mia();
    let other = track("other", &["c"]);
    mia.curriculum.tracks.insert(other.id.clone(), other);
    let before = mia.promise(MONDAY);
    mia.settle(|profile| profile.track = "other".into(), TUESDAY);
    mia.freeze(NEXT_WEEK);
    assert_eq!(mia.asked(NEXT_WEEK).1, ["c/1", "c/2", "c/3", "c/4"]);
    mia.done(&["c/1"], None, NEXT_WEEK).unwrap();
    mia.undo(NEXT_WEEK);
    mia.undo(NEXT_WEEK);
    assert_eq!(mia.promise(MONDAY), before);
    // The week asks for what the plan holds again, and no less than it did.
    assert_eq!(mia.asked(NEXT_WEEK), (120, ["a/1", "a/2", "a/3", "a/4"].map(str::to_owned).into()));
    assert!(mia.promise(NEXT_WEEK).replaced);
}

#[test]
fn taking_back_a_join_of_last_week_leaves_no_promise() {
    let mut mia = mia();
    mia.freeze("2026-12-07T07:00:00Z");
    assert_eq!(mia.study.promises.len(), 2);
    mia.undo("2026-12-07T07:00:00Z");
    assert!(mia.study.profile.is_none());
    assert!(mia.study.promises.is_empty(), "nobody is held to a plan they took back");
    assert_eq!(mia.study.today(instant(MONDAY)).to_string(), "2026-11-30");
}
