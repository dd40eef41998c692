//! From a weekday and a local time to instants.
//!
//! The `cron` crate iterates on the wall clock as if it were UTC; each local time is then mapped to
//! an instant by one rule: a time that the clocks skip is shifted forward by the gap, a time that
//! they show twice is taken the first time. Asking `cron` for times in a zone directly skips whole
//! weeks at a gap and fires twice at a fold.

use std::str::FromStr;

use chrono::{
    DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc, Weekday,
};
use chrono_tz::Tz;

/// The longest gap or fold that any zone has had is a day (Apia, 2011); start so much earlier.
const MARGIN: Duration = Duration::hours(26);

/// The beginning of a year in which `cron` looks for times.
const CRON_YEAR: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a date");

/// The instant of a local time: in a gap shifted forward by the gap, in a fold the first.
pub fn instant_of(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => at.to_utc(),
        LocalResult::Ambiguous(first, _) => first.to_utc(),
        LocalResult::None => {
            // The offset that held before the gap, applied to the skipped time, shifts it forward.
            let before = zone.offset_from_utc_datetime(&(local - MARGIN));
            let offset = chrono::Offset::fix(&before).local_minus_utc();
            (local - Duration::seconds(i64::from(offset))).and_utc()
        }
    }
}

/// Once a week, at a local time in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekly {
    /// The day.
    pub day: Weekday,
    /// The local time, to the minute.
    pub time: NaiveTime,
    /// The zone whose clocks show it.
    pub zone: Tz,
}

impl Weekly {
    /// The first time after `now`.
    pub fn after(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.times_after(now).next().expect("a weekly schedule has no end")
    }

    /// All times after `now`, in order.
    pub fn times_after(&self, now: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> + use<> {
        let Self { day, time, zone } = *self;
        let expression = format!("0 {} {} * * {}", time.minute(), time.hour(), cron_day(day));
        let schedule = cron::Schedule::from_str(&expression).expect("built from a valid time");
        let start = now.with_timezone(&zone).naive_local() - MARGIN;
        // `cron` knows the years 1970 to 2100 only; whole weeks later or earlier, a weekly time is the same.
        let shift = Duration::weeks((start.date() - CRON_YEAR).num_weeks());
        schedule
            .after_owned((start - shift).and_utc())
            .map(move |local| instant_of(local.naive_utc() + shift, zone))
            .skip_while(move |at| *at <= now)
    }
}

/// The names that `cron` reads: its numbers count from Sunday as 1 and are easily mistaken.
fn cron_day(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    }
}
