//! The chat's own clock: the real time, or one that stands until it is moved.

use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, SubsecRound, Utc};
use chrono_tz::Tz;

use crate::posts;
use crate::study::when::instant_of;

/// What time it is in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The computer's time, and how far ahead of it `:at` has gone.
    Real(Duration),
    /// A time that passes by `:at` alone.
    Standing(DateTime<Utc>),
}

impl Clock {
    /// The computer's time.
    pub fn real() -> Self {
        Self::Real(Duration::zero())
    }

    /// The time now, to the second: the smallest that is stored.
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::Real(ahead) => (Utc::now() + ahead).trunc_subsecs(0),
            Self::Standing(at) => at,
        }
    }

    /// The same clock, showing `at` now.
    #[must_use]
    pub fn moved_to(self, at: DateTime<Utc>) -> Self {
        match self {
            Self::Real(_) => Self::Real(at - Utc::now()),
            Self::Standing(_) => Self::Standing(at),
        }
    }
}

/// An instant at which posts go out; nobody waits for anything.
#[derive(Debug, Clone, Copy)]
pub struct Then(pub DateTime<Utc>);

impl posts::Clock for Then {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }

    async fn sleep(&self, _: Duration) {}
}

/// Reads `YYYY-MM-DDTHH:MM[:SS]`, with `Z` or an offset behind it or else in `zone`.
pub fn instant(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let text = text.trim().to_ascii_uppercase();
    let (date, time) = text.split_once('T')?;
    if let Some(time) = time.strip_suffix('Z') {
        return Some(local(date, time)?.and_utc());
    }
    match time.rfind(['+', '-']) {
        Some(place) => {
            let (time, offset) = time.split_at(place);
            let at = local(date, time)?.and_local_timezone(seconds(offset)?);
            at.single().map(|at| at.to_utc())
        }
        None => Some(instant_of(local(date, time)?, zone)),
    }
}

fn local(date: &str, time: &str) -> Option<NaiveDateTime> {
    // A sign would be read as part of the year, and years beyond 9999 are slips of the finger.
    let plain = date.len() == 10 && date.starts_with(|c: char| c.is_ascii_digit());
    let text = format!("{date}T{time}");
    let read = |form| NaiveDateTime::parse_from_str(&text, form).ok();
    plain.then(|| read("%Y-%m-%dT%H:%M").or_else(|| read("%Y-%m-%dT%H:%M:%S"))).flatten()
}

/// An offset such as `+01:00` or `-0530`.
fn seconds(offset: &str) -> Option<FixedOffset> {
    let (sign, digits) = offset.split_at_checked(1)?;
    let digits = digits.replacen(':', "", 1);
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let east = (hours * 60 + minutes) * 60;
    FixedOffset::east_opt(if sign == "-" { -east } else { east })
}
