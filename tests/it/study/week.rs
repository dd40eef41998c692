//! ISO weeks.

use chrono::{Datelike, Duration};
use chrono_tz::Tz;
use study_coach::study::week::Week;

use super::build::{date, instant};

fn week(text: &str) -> Week {
    Week::parse(text).expect("a week")
}

#[test]
fn a_week_is_written_with_the_year_of_its_thursday() {
    let cases = [
        ("2026-12-02", "2026-W49"),
        ("2026-12-31", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2024-12-30", "2025-W01"),
        ("2021-01-03", "2020-W53"),
        ("2024-02-29", "2024-W09"),
    ];
    for (day, text) in cases {
        assert_eq!(Week::of(date(day)).to_string(), text, "{day}");
        assert_eq!(week(text), Week::of(date(day)), "{text}");
    }
}

#[test]
fn every_week_reads_as_it_is_written() {
    let first = Week::of(date("1999-12-27"));
    for count in 0..2_000 {
        let week = first.plus(count);
        assert_eq!(Week::parse(&week.to_string()), Some(week));
        assert_eq!(week.since(first), count);
        assert_eq!(week.plus(-count), first);
        assert_eq!(week.starts_on().weekday(), chrono::Weekday::Mon);
        assert_eq!(week.ends_on(), week.starts_on() + Duration::days(6));
    }
}

#[test]
fn what_is_no_week_is_not_read() {
    for text in
        ["", "2026", "2026-49", "2026-W", "2026-W00", "2026-W54", "2025-W53", "W49-2026", "2026-Wxx", "é-W01"]
    {
        assert_eq!(Week::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_week_has_its_days_from_a_date_on() {
    let week = week("2026-W49");
    let cases = [
        ("2026-11-20", 7),
        ("2026-11-30", 7),
        ("2026-12-01", 6),
        ("2026-12-02", 5),
        ("2026-12-06", 1),
        ("2026-12-07", 0),
        ("2027-06-01", 0),
    ];
    for (day, left) in cases {
        assert_eq!(week.days_left(date(day)), left, "{day}");
    }
}

#[test]
fn a_week_belongs_to_the_month_of_its_thursday() {
    let cases = [
        ("2026-W49", (2026, 12)), // 30 November to 6 December
        ("2026-W53", (2026, 12)), // to 3 January
        ("2025-W01", (2025, 1)),  // from 30 December
        ("2026-W40", (2026, 10)), // 28 September to 4 October, its Thursday the 1st
        ("2026-W14", (2026, 4)),  // 30 March to 5 April
        ("2027-W13", (2027, 4)),  // 29 March to 4 April, its Thursday the 1st
    ];
    for (text, month) in cases {
        assert_eq!(week(text).month(), month, "{text}");
    }
}

#[test]
fn a_week_begins_with_its_monday_wherever_that_begins() {
    let cases = [
        ("UTC", "2026-W49", "2026-11-30T00:00:00Z"),
        ("Asia/Kolkata", "2026-W49", "2026-11-29T18:30:00Z"),
        ("America/New_York", "2026-W49", "2026-11-30T05:00:00Z"),
        ("America/New_York", "2026-W28", "2026-07-06T04:00:00Z"),
        ("Pacific/Kiritimati", "2026-W49", "2026-11-29T10:00:00Z"),
        ("Pacific/Pago_Pago", "2026-W49", "2026-11-30T11:00:00Z"),
    ];
    for (name, text, at) in cases {
        let zone: Tz = name.parse().unwrap();
        assert_eq!(week(text).begins_at(zone), instant(at), "{text} in {name}");
        assert_eq!(Week::at(instant(at), zone), week(text));
        assert_eq!(Week::at(instant(at) - Duration::seconds(1), zone), week(text).plus(-1));
    }
}

#[test]
fn the_middle_of_a_week_lies_in_it_in_every_zone() {
    for text in ["2026-W14", "2026-W44", "2026-W53", "2011-W52"] {
        for zone in chrono_tz::TZ_VARIANTS {
            assert_eq!(Week::at(week(text).middle(), zone), week(text), "{zone}");
        }
    }
}

#[test]
fn weeks_at_the_ends_of_time_do_not_panic() {
    let week = week("2026-W49");
    for count in [i64::MAX, i64::MIN, 1 << 40, -(1 << 40)] {
        let _ = (week.plus(count).to_string(), week.plus(count).ends_on(), week.plus(count).since(week));
    }
}
