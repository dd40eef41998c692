//! *Why this score*: what one's own number is made of.

use super::rows::value;
use super::{Board, caption_of};
use crate::coach::reply::{Menu, MenuOption, Reply};
use crate::coach::request::{Press, Request};
use crate::coach::{Coach, log};
use crate::error::{Error, Result};
use crate::say;
use crate::store::Server;
use crate::study::board::{Kind, Period};
use crate::study::learner::{Credit, Event, Happened, Study, spent};
use crate::study::score::{LEAST_RANKED_PROMISE, entries, totals};
use crate::study::streak::{Fate, fates};
use crate::study::units::{Minutes, ServerId};
use crate::study::week::Week;

/// Lines that are listed: more do not fit on a phone. A menu takes 25.
const LISTED: usize = 15;
const PICKED: usize = 25;

/// What the asker's number on a board is made of: the entries of a week, or the weeks of a longer time.
pub(super) async fn answer(
    coach: &Coach,
    request: &Request,
    (id, server): (ServerId, &Server),
    board: Board,
) -> Result<Reply> {
    let study = coach.joined(request).await?;
    let text = match board.period {
        _ if board.kind == Kind::Streak => streak(coach, &study, study.week(request.now)),
        Period::Week(week) => of_week(coach, &study, (id, server), board.kind, week).await?,
        Period::Month(..) | Period::All => return weeks(coach, &study, (id, server), board).await,
    };
    Ok(Reply::private(text).titled(title(coach, server, board)))
}

/// One week of a longer time, picked in the menu.
pub(super) async fn press(
    coach: &Coach,
    request: &Request,
    (id, server): (ServerId, &Server),
    board: Board,
    press: &Press,
) -> Result<Reply> {
    let study = coach.joined(request).await?;
    let Some(week) = press.picked.first().and_then(|week| Week::parse(week)) else {
        return Error::user(say!(coach.voice, PressUnknown));
    };
    let text = of_week(coach, &study, (id, server), board.kind, week).await?;
    let period = Period::Week(week);
    Ok(Reply::private(text).titled(title(coach, server, Board { period, asked: period, ..board })))
}

fn title(coach: &Coach, server: &Server, board: Board) -> String {
    say!(coach.voice, ScoreTitle { board: caption_of(coach, board.period, server) })
}

/// The entries that count in a week, and how they add up to the number on the board.
async fn of_week(
    coach: &Coach,
    study: &Study,
    (id, server): (ServerId, &Server),
    kind: Kind,
    week: Week,
) -> Result<String> {
    let voice = &coach.voice;
    let (from, to) = (week.begins_at(server.zone), week.plus(1).begins_at(server.zone));
    let events = coach.store.record(study.learner, from, to).await?;
    let then = Study { events, ..study.clone() };
    let finishes =
        |event: &&Event| matches!(&event.what, Happened::Finished { lessons, .. } if !lessons.is_empty());
    let all = entries(&then, week, server.zone);
    let entries: Vec<&Event> = match kind {
        Kind::Lessons => all.filter(finishes).collect(),
        _ => all.collect(),
    };
    let mut lines: Vec<String> =
        entries.iter().take(LISTED).map(|event| entry(coach, &then, event)).collect();
    if entries.len() > LISTED {
        lines.push(say!(voice, RoadmapMore { count: entries.len() - LISTED }));
    }
    if lines.is_empty() {
        lines.push(say!(voice, ScoreNothing));
    }
    let Some((number, out_of, rank)) = coach.store.score(id, Period::Week(week), kind, study.learner).await?
    else {
        return Ok(lines.join("\n"));
    };
    let sums = totals(&then, week, server.zone);
    lines.push(match kind {
        Kind::Promise => say!(
            voice,
            ScorePromise {
                spent: voice.time(sums.spent),
                credited: voice.time(sums.credited),
                promised: voice.time(minutes(out_of)),
            }
        ),
        _ => String::new(),
    });
    lines.push(say!(voice, ScoreSum { value: value(coach, kind, number, out_of) }));
    if kind == Kind::Promise && rank < 0 && out_of < i64::from(LEAST_RANKED_PROMISE.0) {
        lines.push(say!(voice, BoardNotYetPromise));
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines.join("\n"))
}

fn entry(coach: &Coach, study: &Study, event: &Event) -> String {
    let voice = &coach.voice;
    let date = voice.date(event.at.with_timezone(&study.zone).date_naive());
    let (time, what) = (voice.time(spent(&event.what)), log::describe(coach, event));
    match &event.what {
        Happened::Finished { credits, .. } => {
            let planned: Minutes = credits.iter().map(|credit: &Credit| credit.minutes).sum();
            say!(voice, ScoreEntryDone { date: date, time: time, what: what, planned: voice.time(planned) })
        }
        _ => say!(voice, ScoreEntry { date: date, time: time, what: what }),
    }
}

/// The weeks of a month or of all time, each of which can be picked.
async fn weeks(
    coach: &Coach,
    study: &Study,
    (id, server): (ServerId, &Server),
    board: Board,
) -> Result<Reply> {
    let voice = &coach.voice;
    let span = match board.period {
        Period::Month(year, month) => {
            let first = chrono::NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
            let near = (-1..=6).map(|on| Week::of(first).plus(on));
            let own: Vec<Week> = near.filter(|week| week.month() == (year, month)).collect();
            own.first().copied().zip(own.last().copied())
        }
        _ => None,
    };
    let weeks = coach.store.weeks(id, board.kind, study.learner, span).await?;
    let counts = |out_of: i64| board.kind != Kind::Promise || out_of >= i64::from(LEAST_RANKED_PROMISE.0);
    let date = |week: Week| say!(voice, BoardWeek { date: voice.short_date(week.starts_on()) });
    let line = |(week, number, out_of): &(Week, i64, i64)| {
        let value = value(coach, board.kind, *number, *out_of);
        match counts(*out_of) {
            true => say!(voice, ScoreWeek { week: date(*week), value: value }),
            false => say!(voice, ScoreWeekSmall { week: date(*week), value: value }),
        }
    };
    let mut lines: Vec<String> = weeks.iter().take(LISTED).map(line).collect();
    if weeks.len() > LISTED {
        lines.push(say!(voice, RoadmapMore { count: weeks.len() - LISTED }));
    }
    if lines.is_empty() {
        lines.push(say!(voice, ScoreNothing));
    }
    if let Some((number, out_of, _)) = coach.store.score(id, board.period, board.kind, study.learner).await? {
        lines.push(say!(voice, ScoreSum { value: value(coach, board.kind, number, out_of) }));
    }
    let mut reply = Reply::private(lines.join("\n")).titled(title(coach, server, board));
    if !weeks.is_empty() {
        let option =
            |(week, ..): &(Week, i64, i64)| MenuOption { label: date(*week), value: week.to_string() };
        reply.menus.push(Menu {
            id: board.id(study.learner, &["week"]).to_string(),
            hint: say!(voice, ScorePick),
            many: false,
            picked: Vec::new(),
            options: weeks.iter().take(PICKED).map(option).collect(),
        });
    }
    Ok(reply)
}

/// The weeks that made the streak, newest first, from the one that it began with.
fn streak(coach: &Coach, study: &Study, current: Week) -> String {
    let voice = &coach.voice;
    let fates = fates(study, current);
    let since = fates.iter().rposition(|(_, fate)| *fate == Fate::Missed).map_or(0, |place| place + 1);
    let mut lines: Vec<String> = fates[since..]
        .iter()
        .rev()
        .take(LISTED)
        .map(|(promise, fate)| {
            say!(
                voice,
                ScoreStreak {
                    week: voice.short_date(promise.week.starts_on()),
                    kept: voice.time(promise.kept),
                    promised: voice.time(promise.minutes),
                    fate: match fate {
                        Fate::Kept => "kept",
                        Fate::Frozen => "frozen",
                        Fate::Missed => "missed",
                        Fate::Open => "open",
                    },
                }
            )
        })
        .collect();
    if fates.len() - since > LISTED {
        lines.push(say!(voice, RoadmapMore { count: fates.len() - since - LISTED }));
    }
    if lines.is_empty() {
        lines.push(say!(voice, ScoreNothing));
    }
    lines.push(say!(voice, ScoreStreakRule));
    lines.join("\n")
}

fn minutes(column: i64) -> Minutes {
    Minutes(u32::try_from(column).unwrap_or(0))
}
