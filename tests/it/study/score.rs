//! Rows of boards.

use study_coach::study::board::{Kind, Period, places};
use study_coach::study::learner::{BoardSetting, Membership};
use study_coach::study::promise;
use study_coach::study::record::Change;
use study_coach::study::score::{Score, rank, scores};
use study_coach::study::units::{Minutes, ServerId};
use study_coach::study::week::Week;

use super::build::{Learner, curriculum, instant, lesson, profile};

/// Mia in UTC, ten hours a week, a member of a server in a zone.
fn member_of(zone: &str, starts_on: &str) -> Learner {
    let mut mia = Learner::new(curriculum(vec![lesson("a", &[60; 200])]), "UTC");
    let membership = Membership {
        server: ServerId(7),
        zone: zone.parse().unwrap(),
        board: BoardSetting::Visible,
        name: String::new(),
    };
    mia.study.memberships.push(membership);
    mia.join(&profile(600, starts_on), &format!("{starts_on}T12:00:00Z"));
    mia
}

/// The rows of a kind by their week, once a log of so many minutes at an instant is counted.
fn logged(mia: &mut Learner, minutes: u32, at: &str) -> Vec<(Week, Option<u32>)> {
    mia.log(minutes, None, at).unwrap();
    of_kind(&scores(&mia.study, &[instant(at)], instant(at)), Kind::Hours)
}

fn of_kind(rows: &[Score], kind: Kind) -> Vec<(Week, Option<u32>)> {
    rows.iter()
        .filter(|row| row.kind == kind)
        .filter_map(|row| match row.period {
            Period::Week(week) => Some((week, row.value)),
            Period::Month(..) | Period::All => None,
        })
        .collect()
}

#[test]
fn a_second_before_and_after_the_servers_midnight_fall_into_its_two_weeks() {
    let cases = [
        // The week after the clocks went forward, and back: midnight is at another offset.
        ("America/New_York", "2026-03-02", "2026-03-09T03:59:59Z", "2026-03-09T04:00:01Z", "2026-W10"),
        ("America/New_York", "2026-10-26", "2026-11-02T04:59:59Z", "2026-11-02T05:00:01Z", "2026-W44"),
        ("Europe/Berlin", "2026-03-23", "2026-03-29T21:59:59Z", "2026-03-29T22:00:01Z", "2026-W13"),
        ("Europe/Berlin", "2026-10-19", "2026-10-25T22:59:59Z", "2026-10-25T23:00:01Z", "2026-W43"),
        ("Australia/Lord_Howe", "2026-09-28", "2026-10-04T12:59:59Z", "2026-10-04T13:00:01Z", "2026-W40"),
        ("Asia/Kolkata", "2026-11-30", "2026-12-06T18:29:59Z", "2026-12-06T18:30:01Z", "2026-W49"),
        ("UTC", "2026-12-28", "2027-01-03T23:59:59Z", "2027-01-04T00:00:01Z", "2026-W53"),
    ];
    for (zone, start, before, after, week) in cases {
        let mut mia = member_of(zone, start);
        let week = Week::parse(week).unwrap();
        assert_eq!(logged(&mut mia, 10, before), [(week, Some(10))], "{zone}");
        assert_eq!(logged(&mut mia, 20, after), [(week.plus(1), Some(20))], "{zone}");
        // A row counted again, later, is the same.
        let again = scores(&mia.study, &[instant(before)], instant("2027-02-01T00:00:00Z"));
        assert_eq!(of_kind(&again, Kind::Hours), [(week, Some(10))], "{zone}");
    }
}

#[test]
fn promises_match_by_iso_week_and_hours_by_the_servers_calendar() {
    // Monday 01:00 in UTC is Sunday in New York: hours of its old week, against that week's promise.
    let mut mia = member_of("America/New_York", "2026-11-30");
    mia.log(60, None, "2026-12-07T01:00:00Z").unwrap();
    let rows = scores(&mia.study, &[instant("2026-12-07T01:00:00Z")], instant("2026-12-07T01:00:00Z"));
    let promise = rows.iter().find(|row| row.kind == Kind::Promise).unwrap();
    assert_eq!(promise.period, Period::Week(Week::parse("2026-W49").unwrap()));
    assert_eq!((promise.value, promise.out_of), (Some(60), 420));
}

#[test]
fn freezing_a_promise_writes_the_row_of_its_own_week_in_every_zone() {
    for zone in ["UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let mia = member_of(zone, "2026-11-30");
        let now = instant("2026-12-07T00:00:00Z");
        let change: Change = promise::due(&mia.curriculum, &mia.study, now).unwrap();
        let rows = scores(&change.after, &change.touched_at, now);
        let week = Week::parse("2026-W50").unwrap();
        assert_eq!(of_kind(&rows, Kind::Promise), [(week, Some(0))], "{zone}");
    }
}

#[test]
fn taking_back_a_join_takes_back_its_rows() {
    let mut mia = member_of("America/New_York", "2026-11-30");
    mia.freeze("2026-12-07T00:00:00Z");
    let seq = mia.study.events.last().unwrap().seq;
    let now = instant("2026-12-07T00:00:00Z");
    let change =
        study_coach::study::undo::undo(&mia.study, seq, study_coach::study::units::InteractionId(0), now)
            .unwrap();
    let rows = scores(&change.after, &change.touched_at, now);
    let weeks = ["2026-W49", "2026-W50"].map(|week| Week::parse(week).unwrap());
    assert_eq!(change.weeks, weeks.into());
    assert_eq!(of_kind(&rows, Kind::Promise), weeks.map(|week| (week, None)));
}

#[test]
fn a_week_that_asks_for_nothing_is_on_no_promise_board() {
    let mut mia = Learner::new(curriculum(vec![lesson("a", &[60; 40])]), "UTC");
    mia.study = member_of("UTC", "2026-11-30").study;
    mia.study.promises.clear();
    mia.log(30, None, "2026-12-01T12:00:00Z").unwrap();
    mia.study.promises[0].minutes = Minutes::ZERO;
    let rows = scores(&mia.study, &[instant("2026-12-01T12:00:00Z")], instant("2026-12-01T12:00:00Z"));
    let week = Week::parse("2026-W49").unwrap();
    assert_eq!(of_kind(&rows, Kind::Promise), [(week, None)]);
    assert_eq!(of_kind(&rows, Kind::Hours), [(week, Some(30))]);
}

#[test]
fn a_lesson_counts_when_it_is_finished_and_not_when_that_is_taken_back() {
    let mut mia = member_of("UTC", "2026-11-30");
    mia.curriculum.lessons.insert("b".into(), lesson("b", &[60]));
    let now = "2026-12-01T12:00:00Z";
    mia.done(&["b/1"], None, now).unwrap();
    let rows = |mia: &Learner| of_kind(&scores(&mia.study, &[instant(now)], instant(now)), Kind::Lessons);
    assert_eq!(rows(&mia)[0].1, Some(1));
    mia.undo(now);
    assert_eq!(rows(&mia)[0].1, Some(0));
}

#[test]
fn promises_rank_by_share_from_two_hours_on() {
    assert!(rank(Kind::Promise, 120, 120) > rank(Kind::Promise, 599, 600));
    assert_eq!(rank(Kind::Promise, 120, 240), rank(Kind::Promise, 300, 600));
    assert_eq!(rank(Kind::Promise, 119, 119), -1, "a tiny promise wins nothing");
    for kind in Kind::ALL {
        assert_eq!(rank(kind, 0, 600), -1, "{kind:?}");
    }
    assert!(rank(Kind::Hours, 61, 0) > rank(Kind::Hours, 60, 0));
}

#[test]
fn ties_share_a_place_and_the_next_is_skipped() {
    let cases: [(&[i64], &[u32]); 5] = [
        (&[], &[]),
        (&[5], &[1]),
        (&[5, 4, 3], &[1, 2, 3]),
        (&[5, 5, 3, 3, 3, 1], &[1, 1, 3, 3, 3, 6]),
        (&[5, 5, 5], &[1, 1, 1]),
    ];
    for (values, expected) in cases {
        assert_eq!(places(values), expected);
    }
}
