//! Streaks in weeks.

use study_coach::study::learner::{Promise, Study};
use study_coach::study::pace::Pace;
use study_coach::study::streak::{Streak, streak};
use study_coach::study::units::{LearnerId, Minutes};
use study_coach::study::week::Week;

/// Weeks from 2027-W01 on, a letter each: `k` kept, `m` missed, `-` nothing promised.
fn after(weeks: &str) -> Streak {
    let first = Week::parse("2027-W01").unwrap();
    let mut study = Study::new(LearnerId(1), chrono_tz::UTC);
    study.promises = weeks
        .chars()
        .enumerate()
        .map(|(place, how)| {
            let (minutes, kept) = match how {
                'k' => (100, 60),
                'm' => (100, 59),
                _ => (0, 0),
            };
            Promise {
                minutes: Minutes(minutes),
                kept: Minutes(kept),
                ..Promise::empty(first.plus(place as i64), Pace::PLANNED)
            }
        })
        .collect();
    streak(&study, study.promises.last().map_or(first, |promise| promise.week))
}

#[test]
fn a_streak_counts_weeks_in_which_60_percent_was_kept() {
    let cases = [
        ("", 0, 2),
        ("k", 1, 2),
        ("kkk", 3, 2),
        // The week under way adds once it is kept, and breaks nothing before it ends.
        ("kkm", 2, 2),
        ("m", 0, 2),
        // Two freezes a quarter protect and never add.
        ("kkmk", 3, 1),
        ("kmmk", 2, 0),
        ("kmmmk", 1, 0),
        ("kmkmkmk", 1, 0),
        // Nothing to protect uses no freeze.
        ("mmmkm", 1, 2),
        // Weeks that asked for nothing neither count nor break.
        ("k----k", 2, 2),
        ("-", 0, 2),
        ("km-m-k", 2, 0),
    ];
    for (weeks, count, freezes) in cases {
        assert_eq!(after(weeks), Streak { weeks: count, freezes }, "{weeks:?}");
    }
}

#[test]
fn each_quarter_has_its_own_freezes() {
    // 2027-W13 belongs to April by its Thursday: twelve weeks are the first quarter's.
    assert_eq!(after("kkkkkkkkkkmmk"), Streak { weeks: 11, freezes: 2 });
    assert_eq!(after("kkkkkkkkkkmmmmk"), Streak { weeks: 11, freezes: 0 });
    assert_eq!(after("kkkkkkkkkmmmk"), Streak { weeks: 1, freezes: 2 });
}
