//! What a week asks, frozen when it begins.

use study_coach::study::curriculum::Importance;
use study_coach::study::plan::{Basis, Verdict, trim};
use study_coach::study::units::Minutes;

use super::build::{Learner, LessonWords, curriculum, instant, lesson, profile, track, weeks};

/// Monday of the first week, and of the two after it.
const MONDAY: &str = "2026-11-30T08:00:00Z";
const SECOND: &str = "2026-12-07T08:00:00Z";
const THIRD: &str = "2026-12-14T08:00:00Z";

/// Mia studies four lessons of two hours each, two hours a week, in UTC.
fn mia() -> Learner {
    let hours = &[30, 30, 30, 30];
    let lessons = ["a", "b", "c", "d"].map(|id| lesson(id, hours));
    let mut mia = Learner::new(curriculum(lessons.into()), "UTC");
    mia.join(&profile(120, "2026-11-30"), MONDAY);
    mia
}

fn names(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|step| (*step).to_owned()).collect()
}

#[test]
fn joining_promises_the_share_of_the_week_at_once() {
    assert_eq!(mia().asked(MONDAY), (60, names(&["a/1", "a/2"])));
}

#[test]
fn a_promise_is_frozen_when_its_week_begins() {
    let mut mia = mia();
    mia.freeze("2026-12-06T23:59:59Z");
    assert_eq!(mia.study.promises.len(), 1);
    mia.freeze("2026-12-07T00:00:00Z");
    assert_eq!(mia.asked(SECOND), (120, names(&["a/1", "a/2", "a/3", "a/4"])));
}

#[test]
fn a_week_begins_in_the_zone_of_the_learner() {
    let mut kiri = Learner::new(mia().curriculum, "Pacific/Kiritimati");
    kiri.join(&profile(120, "2026-11-30"), "2026-11-29T10:00:00Z");
    kiri.freeze("2026-12-06T09:59:59Z");
    assert_eq!(kiri.study.promises.len(), 1);
    kiri.freeze("2026-12-06T10:00:00Z");
    assert_eq!(kiri.study.promises.len(), 2);
}

#[test]
fn a_promise_is_not_moved_by_what_is_done_later() {
    let mut mia = mia();
    mia.freeze(SECOND);
    let before = mia.asked(SECOND);
    mia.done(&["a/1", "a/2", "a/3", "a/4", "b/1"], None, "2026-12-09T08:00:00Z").unwrap();
    mia.freeze("2026-12-13T23:00:00Z");
    assert_eq!(mia.asked(SECOND), before);
    // Nor is the plan's week: it is the promise, and the rest goes on after it.
    assert_eq!(weeks(&mia.plan("2026-12-09T08:00:00Z"))[..2], ["2: a 120", "3: b 90, c 30 (1 of 2)"]);
}

#[test]
fn a_promise_is_not_moved_by_new_content() {
    let mut mia = mia();
    mia.freeze(SECOND);
    let before = mia.asked(SECOND);
    mia.curriculum = curriculum(vec![lesson("new", &[60, 60]), lesson("b", &[30])]);
    mia.freeze("2026-12-09T08:00:00Z");
    assert_eq!(mia.asked(SECOND), before);
    mia.freeze(THIRD);
    assert_eq!(mia.asked(THIRD).1, ["new/1", "new/2"]);
}

#[test]
fn weeks_of_silence_get_the_promises_they_would_have_had() {
    let mut mia = mia();
    mia.freeze("2026-12-30T08:00:00Z");
    let all: Vec<u32> = mia.study.promises.iter().map(|promise| promise.minutes.0).collect();
    assert_eq!(all, [60, 120, 120, 120, 120]);
    // Nothing was done, so each of them asks for the same.
    assert!(mia.study.promises[1..].iter().all(|promise| promise.steps == mia.study.promises[1].steps));
}

#[test]
fn weeks_before_the_start_promise_nothing() {
    let mut mia = Learner::new(mia().curriculum, "UTC");
    mia.join(&profile(120, "2026-12-09"), MONDAY);
    mia.freeze("2026-12-06T08:00:00Z");
    assert!(mia.study.promises.is_empty());
    mia.freeze(SECOND);
    assert_eq!(mia.asked(SECOND).0, 60, "five days of seven, and of that 70 %");
}

#[test]
fn a_week_to_catch_up_promises_nothing() {
    let mut mia = Learner::new(curriculum(vec![lesson("a", &[30; 100])]), "UTC");
    mia.join(&profile(30, "2026-11-30"), MONDAY);
    mia.freeze("2027-03-01T08:00:00Z");
    let asked: Vec<u32> = mia.study.promises.iter().map(|promise| promise.minutes.0).collect();
    assert_eq!(asked, [30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 0, 30]);
}

#[test]
fn more_hours_raise_the_promise_of_this_week() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.settle(|profile| profile.weekly = Minutes(180), "2026-12-08T08:00:00Z");
    assert_eq!(mia.asked(SECOND), (180, names(&["a/1", "a/2", "a/3", "a/4", "b/1", "b/2"])));
    assert!(mia.promise(SECOND).replaced);
}

#[test]
fn what_was_done_this_week_counts_in_the_raised_promise() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.done(&["a/1", "a/2", "a/3"], None, SECOND).unwrap();
    mia.settle(|profile| profile.weekly = Minutes(180), "2026-12-08T08:00:00Z");
    assert_eq!(mia.asked(SECOND), (180, names(&["a/1", "a/2", "a/3", "a/4", "b/1", "b/2"])));
    assert_eq!(mia.kept(SECOND), 90);
    assert_eq!(weeks(&mia.plan(SECOND))[..2], ["2: a 120, b 60 (1 of 2)", "3: b 60 (2 of 2), c 120"]);
}

#[test]
fn fewer_hours_count_from_next_week() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.settle(|profile| profile.weekly = Minutes(60), "2026-12-08T08:00:00Z");
    assert_eq!(mia.asked(SECOND), (120, names(&["a/1", "a/2", "a/3", "a/4"])));
    mia.freeze(THIRD);
    assert_eq!(mia.asked(THIRD).0, 60);
}

#[test]
fn another_track_asks_for_its_own_steps_and_keeps_those_done() {
    let mut mia = mia();
    let other = track("other", &["d", "c"]);
    mia.curriculum.tracks.insert(other.id.clone(), other);
    mia.freeze(SECOND);
    mia.done(&["a/1"], None, SECOND).unwrap();
    mia.settle(|profile| profile.track = "other".into(), "2026-12-08T08:00:00Z");
    assert_eq!(mia.asked(SECOND), (120, names(&["a/1", "d/1", "d/2", "d/3"])));
    // The week still shows what was done of it, though the new track does not have that lesson.
    assert_eq!(
        weeks(&mia.plan(SECOND)),
        ["2: a 30, d 90 (1 of 2)", "3: d 30 (2 of 2), c 90 (1 of 2)", "4: c 30 (2 of 2)"]
    );
}

#[test]
fn a_promise_made_anew_holds_a_step_longer_than_its_week() {
    let mut mia = Learner::new(curriculum(vec![lesson("a", &[600]), lesson("b", &[60])]), "UTC");
    mia.join(&profile(60, "2026-11-30"), MONDAY);
    assert_eq!(mia.asked(MONDAY), (40, names(&["a/1"])));
    mia.settle(|profile| profile.weekly = Minutes(120), "2026-12-01T08:00:00Z");
    assert_eq!(mia.asked(MONDAY), (85, names(&["a/1"])));
    // What the promise has no room for follows.
    let plan = mia.plan(MONDAY);
    assert_eq!(plan.weeks[0].minutes(), Minutes(85));
    assert_eq!(plan.weeks[1].minutes(), Minutes(120));
    assert_eq!(plan.weeks.iter().map(|week| week.minutes().0).sum::<u32>(), 660);
}

#[test]
fn a_week_with_little_left_is_not_cut_into() {
    // 10 of 120 minutes are left: no reason to begin a step of half an hour.
    let mut mia = Learner::new(curriculum(vec![lesson("a", &[110]), lesson("b", &[30])]), "UTC");
    mia.join(&profile(120, "2026-11-30"), MONDAY);
    mia.freeze(SECOND);
    mia.done(&["a/1"], None, SECOND).unwrap();
    mia.settle(|profile| profile.months = Some(12), "2026-12-08T08:00:00Z");
    assert_eq!(mia.asked(SECOND), (110, names(&["a/1"])));
}

#[test]
fn a_change_before_the_start_leaves_the_week_of_the_old_plan() {
    let mut mia = mia();
    mia.freeze(SECOND);
    let before = mia.promise(SECOND);
    mia.join(&profile(600, "2027-01-04"), "2026-12-08T08:00:00Z");
    assert_eq!(mia.promise(SECOND), before);
    mia.freeze("2026-12-30T08:00:00Z");
    assert_eq!(mia.asked("2026-12-30T08:00:00Z").0, 0);
    mia.freeze("2027-01-04T08:00:00Z");
    assert_eq!(mia.asked("2027-01-04T08:00:00Z").0, 420);
}

#[test]
fn joining_again_keeps_progress() {
    let mut mia = mia();
    mia.done(&["a/1", "a/2"], None, MONDAY).unwrap();
    mia.join(&profile(240, "2026-12-07"), SECOND);
    assert!(mia.study.is_done(&"a".into(), &"1".into()));
    assert_eq!(mia.asked(SECOND).1[0], "a/3");
}

#[test]
fn what_fits_is_judged_by_the_time_that_is_left() {
    let minimum = lesson("a", &[60; 4]).is(Importance::Minimum);
    let mut mia = Learner::new(curriculum(vec![minimum, lesson("b", &[60, 60])]), "UTC");
    let mut wanted = profile(240, "2026-11-30");
    wanted.months = Some(1);
    mia.join(&wanted, MONDAY);
    // Three weeks go by. In the fourth, the last before the wanted date, half of it is done, and the
    // hours become five: two of them are spent, so b no longer fits.
    let now = "2026-12-22T08:00:00Z";
    mia.freeze(now);
    mia.done(&["a/1", "a/2"], None, now).unwrap();
    wanted.weekly = Minutes(300);
    let today = mia.study.today(instant(now));
    wanted.no_time = trim(&mia.curriculum, Basis { profile: &wanted, study: Some(&mia.study), today });
    mia.settle(|profile| *profile = wanted, now);
    let made = mia.plan(now);
    assert_eq!((made.verdict, weeks(&made)), (Verdict::Trimmed, vec!["4: a 240".to_owned()]));
}
