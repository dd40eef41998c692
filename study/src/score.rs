//! What a week amounted to.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::board::{Kind, Period};
use super::learner::{Event, Happened, Study, spent};
use super::streak::streak;
use super::units::{Minutes, ServerId};
use super::week::Week;

/// Promise boards rank only promises of at least this much, so that a tiny promise wins nothing.
pub const LEAST_RANKED_PROMISE: Minutes = Minutes(120);
/// A week counts for a streak when this share of its promise is kept, in percent.
pub const KEPT_PERCENT: u32 = 60;

/// The sums of one week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Minutes logged, measured or estimated.
    pub spent: Minutes,
    /// Planned minutes of what was finished.
    pub credited: Minutes,
    /// Minutes that reports with a time measured.
    pub measured: Minutes,
    /// Lessons finished.
    pub lessons: u32,
}

/// The entries that count in `week` on the calendars of `zone`, from the loaded record, oldest first.
pub fn entries(study: &Study, week: Week, zone: Tz) -> impl Iterator<Item = &Event> {
    let counts = |what: &Happened| matches!(what, Happened::Logged { .. } | Happened::Finished { .. });
    study.standing().filter(move |event| counts(&event.what) && Week::at(event.at, zone) == week)
}

/// The sums of `week` on the calendars of `zone`, from the loaded record.
pub fn totals(study: &Study, week: Week, zone: Tz) -> Totals {
    let mut totals = Totals::default();
    for event in entries(study, week, zone) {
        totals.spent += spent(&event.what);
        if let Happened::Finished { credits, lessons, spent, estimated, .. } = &event.what {
            totals.credited += credits.iter().map(|credit| credit.minutes).sum();
            totals.lessons += lessons.len() as u32;
            if !estimated {
                totals.measured += *spent;
            }
        }
    }
    totals
}

/// The larger of what was logged and what was finished, capped at the promise: nobody gains by
/// promising little and doing more.
pub fn kept(totals: &Totals, promised: Minutes) -> Minutes {
    totals.spent.max(totals.credited).min(promised)
}

/// Whether so much of a promise keeps a streak.
pub fn counts(kept: Minutes, promised: Minutes) -> bool {
    u64::from(kept.0) * 100 >= u64::from(promised.0) * u64::from(KEPT_PERCENT)
}

/// One row of a server's boards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// The server.
    pub server: ServerId,
    /// The time that it covers: a week, or everything for streaks. Longer periods are sums of weeks.
    pub period: Period,
    /// What it ranks by.
    pub kind: Kind,
    /// Minutes, lessons or weeks; none where there is nothing to count, not even zero.
    pub value: Option<u32>,
    /// The promised minutes, for `Kind::Promise`.
    pub out_of: u32,
}

/// The rows that a change moves in every server of the learner: those of the weeks, by the server's
/// own calendar, in which `touched_at` lie.
pub fn scores(study: &Study, touched_at: &[DateTime<Utc>], now: DateTime<Utc>) -> Vec<Score> {
    let mut rows = Vec::new();
    for member in &study.memberships {
        let mut weeks: Vec<Week> = touched_at.iter().map(|at| Week::at(*at, member.zone)).collect();
        weeks.sort_unstable();
        weeks.dedup();
        for week in weeks {
            let totals = totals(study, week, member.zone);
            let promised = study.promise(week).map_or(Minutes::ZERO, |promise| promise.minutes);
            let row = |kind, value, out_of| Score {
                server: member.server,
                period: Period::Week(week),
                kind,
                value,
                out_of,
            };
            let kept = (promised > Minutes::ZERO).then(|| kept(&totals, promised).0);
            rows.push(row(Kind::Promise, kept, promised.0));
            rows.push(row(Kind::Hours, Some(totals.spent.0), 0));
            rows.push(row(Kind::Lessons, Some(totals.lessons), 0));
        }
        rows.push(Score {
            server: member.server,
            period: Period::All,
            kind: Kind::Streak,
            value: Some(streak(study, study.week(now)).weeks),
            out_of: 0,
        });
    }
    rows
}

/// Where a row stands on its board, larger first; negative: not ranked.
///
/// A promise board ranks the share in millionths, and only promises of `LEAST_RANKED_PROMISE`.
pub fn rank(kind: Kind, value: i64, out_of: i64) -> i64 {
    match kind {
        _ if value <= 0 => -1,
        Kind::Promise if out_of < i64::from(LEAST_RANKED_PROMISE.0) => -1,
        Kind::Promise => value * 1_000_000 / out_of,
        Kind::Hours | Kind::Lessons | Kind::Streak => value,
    }
}
