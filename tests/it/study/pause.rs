//! Pauses.

use study_coach::study::budget::Pause;
use study_coach::study::learner::{Happened, Profile};
use study_coach::study::pause::{LONGEST, Length, Refusal, pause, resume};
use study_coach::study::score::scores;
use study_coach::study::streak::streak;
use study_coach::study::units::Minutes;
use study_coach::study::week::Week;

use super::build::{Learner, curriculum, date, instant, lesson, profile, weeks};

const MONDAY: &str = "2026-11-30T08:00:00Z";
const SECOND: &str = "2026-12-07T08:00:00Z";
const WEDNESDAY: &str = "2026-12-09T08:00:00Z";
const THIRD: &str = "2026-12-14T08:00:00Z";
const FOURTH: &str = "2026-12-21T08:00:00Z";

/// Mia studies 40 lessons of two hours, two hours a week for a year, in UTC.
fn mia() -> Learner {
    let names: Vec<String> = (0..40).map(|place| format!("l{place:02}")).collect();
    let lessons = names.iter().map(|id| lesson(id, &[30, 30, 30, 30])).collect();
    let mut mia = Learner::new(curriculum(lessons), "UTC");
    mia.join(&Profile { months: Some(12), ..profile(120, "2026-11-30") }, MONDAY);
    mia
}

impl Learner {
    pub fn try_pause(&mut self, length: Length, now: &str) -> Result<(), Refusal> {
        self.freeze(now);
        let before = self.study.profile.clone().expect("a plan");
        let after = pause(&self.study, &before, length, instant(now))?;
        self.adopt(now, |_, promise| Happened::Paused {
            before: Box::new(before),
            after: Box::new(after),
            promise,
        });
        Ok(())
    }

    pub fn pause(&mut self, weeks: u32, now: &str) {
        self.try_pause(Length::Weeks(weeks), now).expect("a pause");
    }

    /// Ends the pause; how many weeks are given back.
    pub fn resume(&mut self, now: &str) -> Option<u32> {
        self.freeze(now);
        let before = self.study.profile.clone().expect("a plan");
        let (after, back) = resume(&self.study, &before, instant(now))?;
        self.adopt(now, |_, promise| Happened::Resumed {
            before: Box::new(before),
            after: Box::new(after),
            promise,
        });
        Some(back)
    }

    pub fn agreed(&self) -> &Profile {
        self.study.profile.as_ref().expect("a plan")
    }
}

#[test]
fn a_pause_asks_nothing_and_moves_the_rest_and_the_wanted_date_by_its_weeks() {
    let mut mia = mia();
    mia.freeze(SECOND);
    let before = mia.plan(SECOND);
    let (lines, end) = (weeks(&before), before.ends_on().unwrap());
    let wanted = mia.agreed().wanted_by().unwrap();
    mia.pause(3, SECOND);
    let after = mia.plan(SECOND);
    assert!(after.weeks[..3].iter().all(|week| week.is_paused && week.parts.is_empty()));
    let shifted: Vec<String> = weeks(&after)[3..]
        .iter()
        .map(|line| {
            let (number, rest) = line.split_once(':').unwrap();
            format!("{}:{rest}", number.parse::<u32>().unwrap() - 3)
        })
        .collect();
    // Even the weeks to catch up move along.
    assert_eq!(shifted, lines);
    assert_eq!(after.ends_on().unwrap(), end + chrono::Duration::weeks(3));
    assert_eq!(mia.agreed().wanted_by().unwrap(), wanted + chrono::Duration::weeks(3));
}

#[test]
fn the_pause_replaces_the_promise_of_its_first_week_and_the_row_says_so() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.pause(2, WEDNESDAY);
    assert_eq!(mia.asked(SECOND), (0, Vec::new()));
    assert!(mia.promise(SECOND).replaced);
    mia.freeze(FOURTH);
    assert_eq!(mia.asked(THIRD).0, 0);
    assert_eq!(mia.asked(FOURTH).0, 120);
}

#[test]
fn paused_weeks_neither_count_nor_break_a_streak_and_stand_on_no_board() {
    let mut mia = mia();
    mia.done(&["l00/1", "l00/2"], None, MONDAY).unwrap();
    mia.freeze(SECOND);
    mia.pause(3, SECOND);
    let back = "2026-12-28T08:00:00Z";
    mia.freeze(back);
    mia.done(&["l00/3", "l00/4", "l01/1", "l01/2"], None, back).unwrap();
    let now = streak(&mia.study, mia.study.week(instant(back)));
    assert_eq!((now.weeks, now.freezes), (2, 2));
    let rows = scores(&mia.study, &[instant(SECOND), instant(THIRD)], instant(back));
    assert!(rows.iter().all(|row| row.out_of == 0));
}

#[test]
fn a_week_that_is_kept_already_is_not_taken_back_by_a_pause() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.done(&["l00/1", "l00/2", "l00/3"], None, SECOND).unwrap();
    mia.pause(1, WEDNESDAY);
    assert_eq!(mia.agreed().pauses, [Pause { from: Week::of(date("2026-12-14")), weeks: 1 }]);
    assert_eq!(mia.asked(SECOND).0, 120);
    assert!(!mia.promise(SECOND).replaced);
    assert_eq!(streak(&mia.study, Week::of(date("2026-12-14"))).weeks, 1);
}

#[test]
fn resuming_early_gives_back_what_was_not_used() {
    let mut mia = mia();
    mia.freeze(SECOND);
    let wanted = mia.agreed().wanted_by().unwrap();
    let end = mia.plan(SECOND).ends_on().unwrap();
    mia.pause(4, SECOND);
    assert_eq!(mia.resume(FOURTH), Some(2));
    assert_eq!(mia.agreed().wanted_by().unwrap(), wanted + chrono::Duration::weeks(2));
    assert_eq!(mia.plan(FOURTH).ends_on().unwrap(), end + chrono::Duration::weeks(2));
    assert_eq!(mia.asked(FOURTH).0, 120);
    assert_eq!(mia.resume(FOURTH), None);
}

#[test]
fn who_resumes_within_a_week_is_asked_for_the_share_of_the_days_left() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.pause(4, SECOND);
    mia.resume("2026-12-18T08:00:00Z");
    // Three of seven days, in whole steps.
    assert_eq!(mia.asked("2026-12-18T08:00:00Z").0, 30);
    // A change of plan in that week does not fill it up.
    mia.settle(|profile| profile.months = Some(11), "2026-12-19T08:00:00Z");
    assert_eq!(mia.asked("2026-12-18T08:00:00Z").0, 30);
}

#[test]
fn a_pause_ended_in_the_week_in_which_it_began_gives_back_the_promise() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.done(&["l00/1"], None, SECOND).unwrap();
    let (asked, profile) = (mia.asked(SECOND), mia.agreed().clone());
    mia.pause(4, SECOND);
    mia.resume("2026-12-13T20:00:00Z");
    assert_eq!(mia.asked(SECOND), asked);
    assert_eq!(mia.kept(SECOND), 30);
    assert_eq!(*mia.agreed(), profile);
}

#[test]
fn a_second_pause_changes_the_first() {
    let mut mia = mia();
    mia.freeze(SECOND);
    let wanted = mia.agreed().wanted_by().unwrap();
    mia.pause(4, SECOND);
    // Two weeks from the third week on, in which the pause is under way.
    mia.pause(2, THIRD);
    assert_eq!(mia.agreed().pauses, [Pause { from: Week::of(date("2026-12-07")), weeks: 3 }]);
    assert_eq!(mia.agreed().wanted_by().unwrap(), wanted + chrono::Duration::weeks(3));
    assert_eq!(mia.try_pause(Length::Weeks(2), THIRD), Err(Refusal::Same));
}

#[test]
fn until_means_the_first_monday_that_is_not_before_the_day() {
    for (until, weeks) in [("2026-12-14", 1), ("2026-12-15", 2), ("2026-12-20", 2), ("2026-12-21", 2)] {
        let mut mia = mia();
        mia.try_pause(Length::Until(date(until)), SECOND).unwrap();
        assert_eq!(mia.agreed().pauses[0].weeks, weeks, "{until}");
    }
}

#[test]
fn too_short_and_too_long_pauses_are_refused() {
    let mut mia = mia();
    let too_short = Err(Refusal::TooShort(date("2026-12-14")));
    assert_eq!(mia.try_pause(Length::Until(date("2026-12-07")), WEDNESDAY), too_short);
    assert_eq!(mia.try_pause(Length::Until(date("2025-12-07")), WEDNESDAY), too_short);
    let longest = Week::of(date("2026-12-07")).plus(i64::from(LONGEST)).starts_on();
    assert_eq!(mia.try_pause(Length::Weeks(LONGEST + 1), SECOND), Err(Refusal::TooLong(longest)));
    assert_eq!(mia.try_pause(Length::Until(date("2099-01-01")), SECOND), Err(Refusal::TooLong(longest)));
    mia.pause(LONGEST, SECOND);
    // A pause under way is not made longer than that bit by bit.
    assert_eq!(mia.try_pause(Length::Weeks(LONGEST), THIRD), Err(Refusal::TooLong(longest)));
}

#[test]
fn a_pause_before_the_plan_begins_with_it() {
    let mut mia = Learner::new(mia().curriculum, "UTC");
    mia.join(&profile(120, "2027-01-04"), MONDAY);
    mia.pause(2, MONDAY);
    assert_eq!(mia.agreed().pauses, [Pause { from: Week::of(date("2027-01-04")), weeks: 2 }]);
    mia.freeze("2027-01-18T08:00:00Z");
    assert_eq!(mia.asked("2027-01-11T08:00:00Z").0, 0);
    // The light first week comes after it.
    assert_eq!(mia.asked("2027-01-18T08:00:00Z").0, 60);
}

#[test]
fn a_change_of_plan_in_a_pause_asks_for_nothing_before_its_end() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.pause(2, SECOND);
    mia.settle(|profile| profile.weekly = Minutes(600), WEDNESDAY);
    assert_eq!(mia.asked(SECOND).0, 0);
    mia.freeze(FOURTH);
    assert_eq!(mia.asked(FOURTH).0, 600);
}

#[test]
fn undo_takes_back_a_pause_also_in_the_next_week() {
    let mut mia = mia();
    mia.freeze(SECOND);
    let (asked, profile) = (mia.promise(SECOND), mia.agreed().clone());
    mia.pause(4, WEDNESDAY);
    mia.freeze(THIRD);
    mia.undo(THIRD);
    assert_eq!(mia.promise(SECOND), asked);
    assert_eq!(*mia.agreed(), profile);
    assert_eq!(mia.asked(THIRD).0, 120);
}
