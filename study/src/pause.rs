//! Pauses: whole weeks in which nothing is asked, and everything after them moves by as many weeks.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};

use super::budget::Pause;
use super::learner::{Profile, Study};
use super::score::counts;
use super::week::Week;

/// The longest pause, in weeks: half a year. After more than that a plan is better made anew.
pub const LONGEST: u32 = 26;

/// How long a pause is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So many weeks from its first on; of a pause under way, from this week on.
    Weeks(u32),
    /// The plan goes on with the first Monday that is not before this day.
    Until(NaiveDate),
}

/// Why a pause is not made; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No whole week would be paused; it has to last at least until this Monday.
    TooShort(NaiveDate),
    /// It would be longer than `LONGEST`; it may last until this Monday.
    TooLong(NaiveDate),
    /// It is like that already.
    Same,
}

/// The pause under way, or the one to come.
pub fn running(profile: &Profile, current: Week) -> Option<&Pause> {
    profile.pauses.last().filter(|pause| pause.back() > current)
}

/// The profile with a pause. There is one at a time: a second one changes the first.
///
/// A pause begins with the week under way, unless enough of its promise is kept for a streak: then
/// with the next one. Before the plan begins, it begins with the plan.
pub fn pause(
    study: &Study,
    profile: &Profile,
    length: Length,
    now: DateTime<Utc>,
) -> Result<Profile, Refusal> {
    let current = study.week(now);
    let old = running(profile, current).copied();
    let from = old.map_or_else(|| first_week(study, profile, current), |pause| pause.from);
    let counted_from = from.max(current);
    let back = match length {
        Length::Weeks(weeks) => counted_from.plus(i64::from(weeks)),
        Length::Until(date) => monday_from(date),
    };
    if back <= counted_from {
        return Err(Refusal::TooShort(counted_from.plus(1).starts_on()));
    }
    let longest = from.plus(i64::from(LONGEST));
    if back > longest {
        return Err(Refusal::TooLong(longest.starts_on()));
    }
    let pause = Pause { from, weeks: u32::try_from(back.since(from)).unwrap_or(LONGEST) };
    if old == Some(pause) {
        return Err(Refusal::Same);
    }
    let mut after = profile.clone();
    if old.is_some() {
        after.pauses.pop();
    }
    after.pauses.push(pause);
    let added = i64::from(pause.weeks) - old.map_or(0, |pause| i64::from(pause.weeks));
    after.agreed = profile.agreed.map(|date| moved(date, added));
    Ok(after)
}

/// The profile after the pause is ended today, and how many weeks of it are given back; none where
/// there is no pause.
///
/// The week under way is one of study again. Where it began as a paused one, it asks for the share of
/// its days that are left.
pub fn resume(study: &Study, profile: &Profile, now: DateTime<Utc>) -> Option<(Profile, u32)> {
    let today = study.today(now);
    let current = Week::of(today);
    let pause = *running(profile, current)?;
    let used = u32::try_from(current.since(pause.from)).unwrap_or(0);
    let mut after = profile.clone();
    after.pauses.pop();
    if used > 0 {
        after.pauses.push(Pause { weeks: used, ..pause });
        after.resumed_on = Some(today);
    }
    let back = pause.weeks - used;
    after.agreed = profile.agreed.map(|date| moved(date, -i64::from(back)));
    Some((after, back))
}

fn first_week(study: &Study, profile: &Profile, current: Week) -> Week {
    let is_kept = study.promise(current).is_some_and(|it| it.minutes.0 > 0 && counts(it.kept, it.minutes));
    let first = if is_kept { current.plus(1) } else { current };
    first.max(Week::of(profile.starts_on))
}

/// The week of the first Monday that is not before a day.
fn monday_from(date: NaiveDate) -> Week {
    let week = Week::of(date);
    if date.weekday() == Weekday::Mon { week } else { week.plus(1) }
}

fn moved(date: NaiveDate, weeks: i64) -> NaiveDate {
    let days = Days::new(weeks.unsigned_abs() * 7);
    let moved = if weeks < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) };
    moved.unwrap_or(date)
}
