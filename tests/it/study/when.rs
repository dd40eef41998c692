//! Weekdays and local times as instants.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use study_coach::study::when::{Weekly, instant_of};

use super::build::{date, instant};

fn zone(name: &str) -> Tz {
    name.parse().expect("a zone")
}

fn weekly(day: Weekday, time: &str, name: &str) -> Weekly {
    let time = NaiveTime::parse_from_str(time, "%H:%M").expect("a time");
    Weekly { day, time, zone: zone(name) }
}

#[test]
fn a_local_time_is_shifted_over_a_gap_and_taken_first_in_a_fold() {
    let cases = [
        // Plain times, on both sides of Greenwich, in summer and winter.
        ("America/New_York", "2026-12-07T09:00", "2026-12-07T14:00:00Z"),
        ("America/New_York", "2026-07-06T09:00", "2026-07-06T13:00:00Z"),
        ("Europe/Berlin", "2026-12-07T09:00", "2026-12-07T08:00:00Z"),
        ("Asia/Kolkata", "2026-12-07T09:00", "2026-12-07T03:30:00Z"),
        ("America/Sao_Paulo", "2026-12-07T09:00", "2026-12-07T12:00:00Z"),
        ("UTC", "2026-12-07T09:00", "2026-12-07T09:00:00Z"),
        // Gaps of an hour.
        ("America/New_York", "2026-03-08T01:59", "2026-03-08T06:59:00Z"),
        ("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z"),
        ("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z"),
        // A day that begins at 01:00.
        ("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00:00Z"),
        ("Africa/Cairo", "2026-04-24T00:59", "2026-04-23T22:59:00Z"),
        ("America/Sao_Paulo", "2018-11-04T00:15", "2018-11-04T03:15:00Z"),
        // A gap and a fold of half an hour.
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"),
        // Folds of an hour.
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"),
        ("America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
        ("Africa/Cairo", "2026-10-29T23:30", "2026-10-29T20:30:00Z"),
        // The Friday that Samoa never had.
        ("Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59:00Z"),
        ("Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00:00Z"),
        ("Pacific/Apia", "2011-12-30T23:59", "2011-12-31T09:59:00Z"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00Z"),
    ];
    for (name, local, expected) in cases {
        let local = local.parse().or_else(|_| format!("{local}:00").parse()).expect("a local time");
        assert_eq!(instant_of(local, zone(name)), instant(expected), "{local} in {name}");
    }
}

#[test]
fn a_weekly_time_comes_once_a_week() {
    use Weekday::{Fri, Mon, Sat, Sun, Thu};
    let cases: &[(Weekly, &str, &[&str])] = &[
        (
            weekly(Mon, "09:00", "UTC"),
            "2026-12-07T08:59:59Z",
            &["2026-12-07T09:00:00Z", "2026-12-14T09:00:00Z"],
        ),
        // Strictly after: at the time itself, the next is a week away.
        (weekly(Mon, "09:00", "UTC"), "2026-12-07T09:00:00Z", &["2026-12-14T09:00:00Z"]),
        // A gap shifts one week's time and leaves the next alone.
        (
            weekly(Sun, "02:30", "America/New_York"),
            "2026-03-07T00:00:00Z",
            &["2026-03-08T07:30:00Z", "2026-03-15T06:30:00Z"],
        ),
        // After the shifted time, and inside the hour of the gap, nothing comes twice.
        (weekly(Sun, "02:30", "America/New_York"), "2026-03-08T07:30:00Z", &["2026-03-15T06:30:00Z"]),
        (weekly(Sun, "02:30", "America/New_York"), "2026-03-08T07:15:00Z", &["2026-03-08T07:30:00Z"]),
        // A fold is not passed twice, wherever one stands in it.
        (
            weekly(Sun, "01:30", "America/New_York"),
            "2026-10-31T00:00:00Z",
            &["2026-11-01T05:30:00Z", "2026-11-08T06:30:00Z"],
        ),
        (weekly(Sun, "01:30", "America/New_York"), "2026-11-01T05:45:00Z", &["2026-11-08T06:30:00Z"]),
        (weekly(Sun, "01:30", "America/New_York"), "2026-11-01T06:15:00Z", &["2026-11-08T06:30:00Z"]),
        (
            weekly(Fri, "00:00", "Africa/Cairo"),
            "2026-04-20T00:00:00Z",
            &["2026-04-23T22:00:00Z", "2026-04-30T21:00:00Z"],
        ),
        (weekly(Thu, "23:30", "Africa/Cairo"), "2026-10-29T20:45:00Z", &["2026-11-05T21:30:00Z"]),
        (weekly(Sun, "02:15", "Australia/Lord_Howe"), "2026-10-01T00:00:00Z", &["2026-10-03T15:45:00Z"]),
        // The skipped Friday's post comes on the Saturday, and once.
        (
            weekly(Fri, "09:00", "Pacific/Apia"),
            "2011-12-24T00:00:00Z",
            &["2011-12-30T19:00:00Z", "2012-01-05T19:00:00Z"],
        ),
        (weekly(Fri, "09:00", "Pacific/Apia"), "2011-12-30T19:00:00Z", &["2012-01-05T19:00:00Z"]),
        // Leap day and year's end.
        (weekly(Thu, "09:00", "Asia/Kolkata"), "2024-02-23T00:00:00Z", &["2024-02-29T03:30:00Z"]),
        (weekly(Thu, "23:59", "UTC"), "2026-12-31T23:58:00Z", &["2026-12-31T23:59:00Z"]),
        (weekly(Fri, "00:00", "UTC"), "2026-12-31T23:59:59Z", &["2027-01-01T00:00:00Z"]),
        (weekly(Sat, "00:30", "America/Sao_Paulo"), "2026-12-30T00:00:00Z", &["2027-01-02T03:30:00Z"]),
    ];
    for (schedule, now, expected) in cases {
        let times: Vec<_> = schedule.times_after(instant(now)).take(expected.len()).collect();
        let expected: Vec<_> = expected.iter().map(|at| instant(at)).collect();
        assert_eq!(times, expected, "{schedule:?} after {now}");
    }
}

#[test]
fn a_weekly_time_has_no_first_and_no_last_year() {
    let cases = [
        ("2100-12-31T10:00:00Z", "2101-01-03T08:00:00Z"),
        ("9998-12-31T10:00:00Z", "9999-01-04T08:00:00Z"),
        ("1950-01-01T10:00:00Z", "1950-01-02T08:00:00Z"),
    ];
    for (now, expected) in cases {
        let schedule = weekly(Weekday::Mon, "09:00", "Europe/Berlin");
        assert_eq!(schedule.after(instant(now)), instant(expected), "after {now}");
    }
}

#[test]
fn two_years_of_weeks_have_one_time_each_in_every_zone() {
    for zone in chrono_tz::TZ_VARIANTS.iter().step_by(7) {
        let schedule =
            Weekly { day: Weekday::Sun, time: NaiveTime::from_hms_opt(2, 30, 0).unwrap(), zone: *zone };
        let times: Vec<_> = schedule.times_after(instant("2025-12-30T00:00:00Z")).take(105).collect();
        for (before, after) in times.iter().zip(&times[1..]) {
            let apart = *after - *before;
            assert!((apart - Duration::days(7)).abs() <= Duration::hours(2), "{zone}: {before} to {after}");
        }
    }
}

/// The same with jiff: look at each date of the weekday, let jiff map its local time.
fn reference(schedule: &Weekly, now: DateTime<Utc>) -> DateTime<Utc> {
    let zone = jiff::tz::TimeZone::get(schedule.zone.name()).expect("jiff knows the zone");
    let (hour, minute) = (chrono::Timelike::hour(&schedule.time), chrono::Timelike::minute(&schedule.time));
    (-10..20)
        .map(|days| now.date_naive() + Duration::days(days))
        .filter(|date| date.weekday() == schedule.day)
        .map(|date| {
            let (year, month, day) = (date.year() as i16, date.month() as i8, date.day() as i8);
            let local = jiff::civil::date(year, month, day).at(hour as i8, minute as i8, 0, 0);
            let at = zone.to_ambiguous_zoned_datetime(local).compatible().expect("in range").timestamp();
            Utc.timestamp_opt(at.as_second(), 0).unwrap()
        })
        .filter(|at| *at > now)
        .min()
        .expect("three weeks hold one")
}

#[test]
fn an_independent_reference_agrees_in_all_zones() {
    // A fixed pseudo-random walk: the same cases on every run.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let first = date("1990-01-01").and_time(NaiveTime::MIN).and_utc();
    let days = (date("2025-01-01") - NaiveDate::from_ymd_opt(1990, 1, 1).unwrap()).num_days() as u64;
    let known: Vec<Tz> = chrono_tz::TZ_VARIANTS
        .iter()
        .copied()
        .filter(|it| jiff::tz::TimeZone::get(it.name()).is_ok())
        .collect();
    assert!(known.len() > 500, "only {} zones to compare", known.len());
    for zone in known {
        for _ in 0..20 {
            let day = Weekday::try_from(random(7) as u8).unwrap();
            // Often at hours at which clocks change.
            let hour = if random(2) == 0 { random(4) } else { random(24) } as u32;
            let time = NaiveTime::from_hms_opt(hour, 5 * random(12) as u32, 0).unwrap();
            let schedule = Weekly { day, time, zone };
            let now = first + Duration::minutes((random(days) * 1440 + random(1440)) as i64);
            assert_eq!(schedule.after(now), reference(&schedule, now), "{schedule:?} after {now}");
        }
    }
}

#[test]
fn an_independent_reference_agrees_around_every_change_of_clocks() {
    for name in [
        "America/New_York",
        "Europe/Berlin",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Pacific/Apia",
    ] {
        let tz = jiff::tz::TimeZone::get(name).expect("jiff knows the zone");
        let from: jiff::Timestamp = "2010-01-01T00:00:00Z".parse().unwrap();
        for change in tz.following(from).take(12) {
            let at = Utc.timestamp_opt(change.timestamp().as_second(), 0).unwrap();
            for minutes in (-180..=180).step_by(15) {
                let local = (at + Duration::minutes(minutes)).with_timezone(&zone(name)).naive_local();
                // Times of the day before, of the day, and in the hour that the clocks skip or repeat.
                for shift in [-24 * 60, -60, -30, 0, 30, 60] {
                    let local = local + Duration::minutes(shift);
                    let schedule = Weekly { day: local.weekday(), time: local.time(), zone: zone(name) };
                    for now in
                        [at - Duration::hours(30), at - Duration::minutes(10), at, at + Duration::minutes(10)]
                    {
                        assert_eq!(
                            schedule.after(now),
                            reference(&schedule, now),
                            "{schedule:?} after {now}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn an_independent_reference_agrees_on_leap_days_and_at_the_ends_of_years() {
    let zones = [
        "America/New_York",
        "Europe/Berlin",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Sao_Paulo",
        "Pacific/Apia",
        "UTC",
    ];
    for name in zones {
        for day in ["2011-12-31", "2024-02-29", "2026-12-31", "2028-02-29", "2100-02-28"] {
            for (hour, minute) in [(0, 0), (2, 30), (9, 0), (23, 59)] {
                let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
                let local = date(day).and_time(time);
                let schedule = Weekly { day: local.weekday(), time, zone: zone(name) };
                for hours in [-30, -1, 0, 1, 30] {
                    let now = local.and_utc() + Duration::hours(hours);
                    assert_eq!(schedule.after(now), reference(&schedule, now), "{schedule:?} after {now}");
                }
            }
        }
    }
}
