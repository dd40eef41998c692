//! Weeks are ISO weeks, Monday to Sunday, counted in some zone.

use std::fmt;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::when::instant_of;

const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time");

/// One ISO week, known by its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    monday: NaiveDate,
}

impl Week {
    /// The week in which `date` lies.
    pub fn of(date: NaiveDate) -> Self {
        let back = u64::from(date.weekday().num_days_from_monday());
        Self { monday: date.checked_sub_days(Days::new(back)).unwrap_or(NaiveDate::MIN) }
    }

    /// The week in which `at` lies on the calendars of `zone`.
    pub fn at(at: DateTime<Utc>, zone: Tz) -> Self {
        Self::of(at.with_timezone(&zone).date_naive())
    }

    /// Its Monday.
    pub fn starts_on(self) -> NaiveDate {
        self.monday
    }

    /// Its Sunday.
    pub fn ends_on(self) -> NaiveDate {
        self.monday.checked_add_days(Days::new(6)).unwrap_or(NaiveDate::MAX)
    }

    /// The instant at which it begins in `zone`.
    pub fn begins_at(self, zone: Tz) -> DateTime<Utc> {
        instant_of(self.monday.and_time(NaiveTime::MIN), zone)
    }

    /// An instant that lies in this week on the calendars of every zone.
    pub fn middle(self) -> DateTime<Utc> {
        self.monday.checked_add_days(Days::new(3)).unwrap_or(self.monday).and_time(NOON).and_utc()
    }

    /// The week `count` weeks later, or earlier where `count` is negative.
    pub fn plus(self, count: i64) -> Self {
        let days = Days::new(count.unsigned_abs().saturating_mul(7));
        let (moved, end) = if count >= 0 {
            (self.monday.checked_add_days(days), NaiveDate::MAX)
        } else {
            (self.monday.checked_sub_days(days), NaiveDate::MIN)
        };
        Self { monday: moved.unwrap_or(end) }
    }

    /// How many weeks lie between `earlier` and this one.
    pub fn since(self, earlier: Self) -> i64 {
        (self.monday - earlier.monday).num_weeks()
    }

    /// How many of its seven days are left from `date` on, `date` included; 7 before it begins.
    pub fn days_left(self, date: NaiveDate) -> u32 {
        (7 - (date - self.monday).num_days().clamp(0, 7)) as u32
    }

    /// The month to which it belongs: the one of its Thursday, as ISO 8601 gives a week its year.
    pub fn month(self) -> (i32, u32) {
        let thursday = self.monday.checked_add_days(Days::new(3)).unwrap_or(self.monday);
        (thursday.year(), thursday.month())
    }

    /// Reads what `Display` writes, such as `2026-W49`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon).map(Self::of)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let iso = self.monday.iso_week();
        write!(f, "{:04}-W{:02}", iso.year(), iso.week())
    }
}

impl serde::Serialize for Week {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Week {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an ISO week"))
    }
}
