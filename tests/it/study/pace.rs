//! The learner's own pace.

use study_coach::study::learner::Profile;
use study_coach::study::pace::{Pace, pace};
use study_coach::study::units::Minutes;

use super::build::{Learner, curriculum, instant, lesson, profile};

/// The Mondays of the first weeks.
const WEEKS: [&str; 5] = [
    "2026-11-30T08:00:00Z",
    "2026-12-07T08:00:00Z",
    "2026-12-14T08:00:00Z",
    "2026-12-21T08:00:00Z",
    "2026-12-28T08:00:00Z",
];

/// Mia studies steps of an hour, four hours a week for a year.
fn mia() -> Learner {
    let names: Vec<String> = (0..30).map(|place| format!("l{place:02}")).collect();
    let lessons = names.iter().map(|id| lesson(id, &[60, 60])).collect();
    let mut mia = Learner::new(curriculum(lessons), "UTC");
    mia.join(&Profile { months: Some(12), ..profile(240, "2026-11-30") }, WEEKS[0]);
    mia
}

/// Does a lesson in each of the first three weeks, with these times for its two steps.
fn three_weeks(mia: &mut Learner, first: Option<u32>, second: Option<u32>) {
    for (place, now) in WEEKS[..3].iter().enumerate() {
        mia.done(&[&format!("l{place:02}/1")], first, now).unwrap();
        mia.done(&[&format!("l{place:02}/2")], second, now).unwrap();
    }
}

fn pace_in(mia: &mut Learner, now: &str) -> Pace {
    mia.freeze(now);
    let week = mia.study.week(instant(now));
    assert_eq!(mia.promise(now).pace, pace(&mia.study, week), "the promise says by which pace it was made");
    mia.promise(now).pace
}

#[test]
fn three_weeks_of_measured_time_teach_the_pace_damped_toward_what_was_planned() {
    let mut mia = mia();
    // 9 h for 6 h planned; with 5 h as planned beside them 14 h for 11 h.
    three_weeks(&mut mia, Some(90), Some(90));
    assert_eq!(pace_in(&mut mia, WEEKS[2]), Pace::PLANNED, "a pace holds for the whole week");
    let before = mia.plan(WEEKS[2]).ends_on();
    assert_eq!(pace_in(&mut mia, WEEKS[3]), Pace(127));
    // An hour is 76.2 minutes now, rounded up to five: three steps fit into four hours.
    assert_eq!(mia.asked(WEEKS[3]), (240, ["l03/1", "l03/2", "l04/1"].map(str::to_owned).into()));
    assert!(mia.plan(WEEKS[3]).ends_on() > before);
}

#[test]
fn minutes_at_a_pace_are_rounded_up_to_five() {
    for (percent, planned, at) in [(127, 60, 80), (80, 60, 50), (130, 0, 0), (100, 7, 7), (200, 25, 50)] {
        assert_eq!(Pace(percent).of(Minutes(planned)), Minutes(at), "{planned} at {percent}");
    }
}

#[test]
fn estimated_times_never_count() {
    let mut mia = mia();
    three_weeks(&mut mia, None, None);
    mia.done(&["l03/1", "l03/2"], Some(400), WEEKS[2]).unwrap();
    // Enough time is measured, but in one week only.
    assert_eq!(pace_in(&mut mia, WEEKS[3]), Pace::PLANNED);
    let (measured, planned) = study_coach::study::pace::evidence(&mia.study);
    assert_eq!((measured, planned), (Minutes(400), Minutes(120)));
}

#[test]
fn less_than_five_hours_are_not_enough() {
    let mut mia = mia();
    three_weeks(&mut mia, Some(149), None);
    for now in &WEEKS[..3] {
        assert!(mia.promise(now).measured > Minutes::ZERO);
    }
    assert_eq!(pace_in(&mut mia, WEEKS[3]), Pace(156), "7 h 27 for 3 h");
    let mut mia = self::mia();
    three_weeks(&mut mia, Some(99), None);
    assert_eq!(pace_in(&mut mia, WEEKS[3]), Pace::PLANNED, "4 h 57 are measured");
}

#[test]
fn a_pace_is_bounded_and_small_changes_change_nothing() {
    for (minutes, percent) in [(480, 200), (66, 100), (72, 111)] {
        let mut mia = mia();
        three_weeks(&mut mia, Some(minutes), Some(minutes));
        assert_eq!(pace_in(&mut mia, WEEKS[3]), Pace(percent), "{minutes} for 60");
    }
}

#[test]
fn logged_time_counts_with_its_lesson_once_that_is_finished_and_measured() {
    let mut mia = mia();
    let log = |mia: &mut Learner, minutes, now: &str| {
        mia.freeze(now);
        let lesson = Some("l00".into());
        let id = study_coach::study::units::InteractionId(0);
        let now = instant(now);
        let change =
            study_coach::study::done::log(&mia.study, Minutes(minutes), lesson, None, None, id, now).unwrap();
        mia.study = change.after;
        mia.study.revision += 1;
    };
    let evidence = |mia: &Learner| study_coach::study::pace::evidence(&mia.study);
    mia.done(&["l00/1"], Some(70), WEEKS[0]).unwrap();
    assert_eq!(evidence(&mia), (Minutes(70), Minutes(60)));
    log(&mut mia, 45, WEEKS[0]);
    assert_eq!(evidence(&mia), (Minutes(0), Minutes(0)), "it may belong to the step under way");
    mia.done(&["l00/2"], Some(20), WEEKS[1]).unwrap();
    assert_eq!(evidence(&mia), (Minutes(135), Minutes(120)));
    mia.undo(WEEKS[1]);
    mia.undo(WEEKS[1]);
    assert_eq!(evidence(&mia), (Minutes(70), Minutes(60)));
}

#[test]
fn what_is_finished_at_the_own_pace_keeps_the_promise_and_undo_forgets_it() {
    let mut mia = mia();
    three_weeks(&mut mia, Some(90), Some(90));
    pace_in(&mut mia, WEEKS[3]);
    let before = format!("{:?}", mia.study.promises);
    mia.done(&["l03/1", "l03/2", "l04/1"], None, WEEKS[3]).unwrap();
    assert_eq!(mia.kept(WEEKS[3]), 240);
    // Progress counts what the content says, so that it can be compared with the whole.
    assert_eq!(mia.study.progress["l03"].credited, Minutes(120));
    mia.undo(WEEKS[3]);
    assert_eq!(format!("{:?}", mia.study.promises), before);
    assert_eq!(mia.study.progress["l03"], Default::default());
}

#[test]
fn a_later_undo_counts_from_the_next_week() {
    let mut mia = mia();
    three_weeks(&mut mia, Some(90), Some(90));
    assert_eq!(pace_in(&mut mia, WEEKS[3]), Pace(127));
    let seq = mia.study.events.iter().rev().find(|event| event.what.plan_change().is_none()).unwrap().seq;
    mia.take_back(seq, "2026-12-21T07:59:00Z");
    assert_eq!(mia.promise(WEEKS[3]).pace, Pace(127), "not within the week");
    mia.take_back(seq - 1, "2026-12-21T07:59:00Z");
    // Two weeks are left that were measured.
    assert_eq!(pace_in(&mut mia, WEEKS[4]), Pace(127), "what was learnt stays until more is known");
}
