//! Being behind, and the ways to deal with it.

use chrono::NaiveDate;
use study_coach::study::curriculum::Importance;
use study_coach::study::learner::Profile;
use study_coach::study::recover::{NoSpread, NoTrim, Offers, Recovery, behind, choose, is_back, offers};
use study_coach::study::units::{InteractionId, Minutes};
use study_coach::study::week::Week;

use super::build::{Learner, LessonWords, curriculum, date, instant, lesson, profile, trimmed, weeks};

const MONDAY: &str = "2026-11-30T08:00:00Z";
const SECOND: &str = "2026-12-07T08:00:00Z";
const THIRD: &str = "2026-12-14T08:00:00Z";
const FOURTH: &str = "2026-12-21T08:00:00Z";

/// Mia studies eight lessons of two hours, two hours a week for three months; the last four are only
/// recommended. She is to end with the ninth week.
fn mia() -> Learner {
    let names: Vec<String> = (0..8).map(|place| format!("l{place}")).collect();
    let importance = |place: usize| if place < 4 { Importance::Minimum } else { Importance::Recommended };
    let lessons = names.iter().enumerate();
    let lessons = lessons.map(|(place, id)| lesson(id, &[30, 30, 30, 30]).is(importance(place)));
    let mut mia = Learner::new(curriculum(lessons.collect()), "UTC");
    let wanted = Profile { months: Some(3), ..profile(120, "2026-11-30") };
    let wanted = trimmed(&mia.curriculum, wanted);
    mia.join(&wanted, MONDAY);
    mia
}

impl Learner {
    pub fn offers(&self, now: &str) -> Option<Offers<'_>> {
        offers(&self.curriculum, &self.study, instant(now))
    }

    /// When the plan ends; with this week where nothing is left to do.
    pub fn ends_on(&self, now: &str) -> NaiveDate {
        self.plan(now).ends_on().unwrap_or(self.study.week(instant(now)).ends_on())
    }

    pub fn choose(&mut self, how: Recovery, now: &str) {
        self.freeze(now);
        let offers = offers(&self.curriculum, &self.study, instant(now)).expect("something is behind");
        let offer = match how {
            Recovery::Shift => offers.shift,
            Recovery::Spread => offers.spread.expect("it can be spread").offer,
            Recovery::Trim => offers.trim.expect("it can be trimmed").offer,
        };
        let change = choose(&self.curriculum, &self.study, &offer, InteractionId(0), instant(now));
        self.study = change.expect("a plan").after;
        self.study.revision += 1;
        assert_eq!(self.ends_on(now), offer.ends_on, "it ends as it was shown");
    }
}

#[test]
fn whoever_keeps_up_is_not_behind() {
    let mut mia = mia();
    assert!(mia.offers(MONDAY).is_none());
    mia.done(&["l0/1", "l0/2"], None, MONDAY).unwrap();
    mia.freeze(SECOND);
    assert!(mia.offers(SECOND).is_none());
    assert_eq!(mia.plan(SECOND).ends_on(), mia.agreed().agreed);
}

#[test]
fn until_a_choice_unfinished_work_comes_first_and_the_end_moves() {
    let mut mia = mia();
    let agreed = mia.agreed().agreed.unwrap();
    mia.freeze(FOURTH);
    assert_eq!(weeks(&mia.plan(FOURTH))[0], "4: l0 120");
    let behind = behind(&mia.curriculum, &mia.study, date("2026-12-21")).unwrap();
    assert_eq!((behind.due, behind.weeks), (agreed, 2));
    assert_eq!(behind.ends_on, agreed + chrono::Duration::weeks(2));
}

#[test]
fn shift_moves_everything_by_the_weeks_that_are_behind() {
    let mut mia = mia();
    let wanted = mia.agreed().wanted_by().unwrap();
    mia.freeze(FOURTH);
    let (before, promise) = (weeks(&mia.plan(FOURTH)), mia.promise(FOURTH));
    mia.choose(Recovery::Shift, FOURTH);
    assert_eq!(weeks(&mia.plan(FOURTH)), before, "all lessons, at the same hours");
    assert_eq!(mia.promise(FOURTH), promise);
    assert_eq!(mia.agreed().wanted_by().unwrap(), wanted + chrono::Duration::weeks(2));
    assert!(mia.offers(FOURTH).is_none(), "nothing is behind then");
}

#[test]
fn spread_asks_for_a_quarter_more_at_most_in_the_fewest_weeks() {
    let mut mia = mia();
    let agreed = mia.agreed().agreed.unwrap();
    // One week is missed: an hour was done of the second, which asked for two.
    mia.done(&["l0/1", "l0/2"], None, MONDAY).unwrap();
    mia.freeze(THIRD);
    let spread = mia.offers(THIRD).unwrap().spread.unwrap();
    // Fifteen hours are left, and seven weeks of two: an hour too much.
    assert_eq!((spread.weeks, spread.budget, spread.from), (2, Minutes(150), Week::of(date("2026-12-21"))));
    mia.choose(Recovery::Spread, THIRD);
    let plan = mia.plan(THIRD);
    assert_eq!(plan.ends_on(), Some(agreed));
    let budgets: Vec<u32> = plan.weeks.iter().map(|week| week.budget.0).collect();
    assert_eq!(budgets, [120, 150, 150, 120, 120, 120, 120]);
    assert!(mia.offers(THIRD).is_none());
    // A pause within those weeks moves them.
    mia.pause(2, FOURTH);
    let budgets: Vec<u32> = mia.plan(FOURTH).weeks.iter().map(|week| week.budget.0).collect();
    assert_eq!(budgets, [0, 0, 150, 150, 120, 120, 120, 120, 120]);
}

#[test]
fn spread_is_not_offered_where_a_quarter_more_is_not_enough() {
    let mut mia = mia();
    mia.freeze("2027-01-11T08:00:00Z");
    assert_eq!(mia.offers("2027-01-11T08:00:00Z").unwrap().spread.unwrap_err(), NoSpread::TooMuch);
    mia.freeze("2027-01-25T08:00:00Z");
    assert_eq!(mia.offers("2027-01-25T08:00:00Z").unwrap().spread.unwrap_err(), NoSpread::NoWeeks);
}

#[test]
fn trim_leaves_out_as_little_as_it_can_and_what_every_plan_leaves_out_first() {
    let mut mia = mia();
    let agreed = mia.agreed().agreed.unwrap();
    mia.freeze(FOURTH);
    let left_out = |offers: Offers<'_>| -> Vec<String> {
        offers.trim.unwrap().lessons.iter().map(|lesson| lesson.id.to_string()).collect()
    };
    assert_eq!(left_out(mia.offers(FOURTH).unwrap()), ["l6", "l7"]);
    mia.choose(Recovery::Trim, FOURTH);
    assert_eq!(mia.plan(FOURTH).ends_on(), Some(agreed));
    assert!(["l6", "l7"].iter().all(|id| mia.agreed().no_time.contains(*id)), "it is stored as a choice");
    assert!(mia.offers(FOURTH).is_none());
    // Another missed week does not bring anything back.
    mia.freeze("2026-12-28T08:00:00Z");
    assert_eq!(left_out(mia.offers("2026-12-28T08:00:00Z").unwrap()), ["l5"]);
}

#[test]
fn trim_never_touches_the_minimum_nor_what_the_learner_put_in() {
    let mut mia = mia();
    mia.settle(|profile| profile.added = ["l7".into()].into(), MONDAY);
    mia.freeze(FOURTH);
    let trim = mia.offers(FOURTH).unwrap().trim.unwrap();
    let ids: Vec<&str> = trim.lessons.iter().map(|lesson| lesson.id.as_str()).collect();
    assert_eq!(ids, ["l5", "l6"]);
    let late = "2027-02-01T08:00:00Z";
    mia.freeze(late);
    assert!(matches!(mia.offers(late).unwrap().trim, Err(NoTrim::TooMuch(_))));
    mia.settle(|profile| profile.no_time = ["l4", "l5", "l6"].map(Into::into).into(), late);
    mia.freeze("2027-02-15T08:00:00Z");
    assert_eq!(mia.offers("2027-02-15T08:00:00Z").unwrap().trim.unwrap_err(), NoTrim::NothingAbove);
}

#[test]
fn a_plan_put_beyond_the_wanted_date_by_its_learner_can_be_caught_up_too() {
    let mut mia = mia();
    mia.freeze(SECOND);
    mia.settle(|profile| profile.months = Some(2), SECOND);
    let behind = mia.offers(SECOND).unwrap().behind;
    assert_eq!(behind.due, date("2027-01-29"));
    mia.choose(Recovery::Shift, SECOND);
    assert!(mia.agreed().wanted_by() >= mia.plan(SECOND).ends_on());
    assert!(mia.offers(SECOND).is_none());
}

#[test]
fn a_plan_that_was_late_from_the_start_is_measured_by_the_end_that_was_agreed() {
    let mut mia = mia();
    let wanted = Profile { months: Some(1), ..profile(120, "2026-11-30") };
    let wanted = trimmed(&mia.curriculum, wanted);
    mia.join(&wanted, MONDAY);
    let agreed = mia.agreed().agreed;
    assert!(agreed > mia.agreed().wanted_by());
    assert!(mia.offers(MONDAY).is_none());
    mia.freeze(THIRD);
    let offers = mia.offers(THIRD).unwrap();
    assert_eq!((Some(offers.behind.due), offers.behind.weeks), (agreed, 1));
}

#[test]
fn undo_takes_back_each_way() {
    for how in [Recovery::Shift, Recovery::Spread, Recovery::Trim] {
        let mut mia = mia();
        mia.done(&["l0/1", "l0/2"], None, MONDAY).unwrap();
        mia.freeze(THIRD);
        let state = |mia: &Learner| format!("{:?} {:?}", mia.study.profile, mia.study.promises);
        let before = (state(&mia), weeks(&mia.plan(THIRD)));
        mia.choose(how, THIRD);
        assert_ne!(state(&mia), before.0, "{how:?}");
        mia.undo(THIRD);
        assert_eq!((state(&mia), weeks(&mia.plan(THIRD))), before, "{how:?}");
        assert!(mia.offers(THIRD).is_some());
    }
}

#[test]
fn two_silent_weeks_make_somebody_who_is_back() {
    let back = |mia: &Learner, now: &str| is_back(&mia.study, mia.study.week(instant(now)));
    let mut mia = mia();
    mia.freeze(SECOND);
    assert!(!back(&mia, SECOND), "one week");
    mia.freeze(THIRD);
    assert!(back(&mia, THIRD));
    mia.done(&["l0/1"], None, THIRD).unwrap();
    assert!(!back(&mia, THIRD));
    // Weeks of a pause are nobody's silence.
    let mut mia = self::mia();
    mia.done(&["l0/1"], None, MONDAY).unwrap();
    mia.pause(3, SECOND);
    mia.freeze("2027-01-04T08:00:00Z");
    assert!(!back(&mia, "2026-12-28T08:00:00Z"));
}
