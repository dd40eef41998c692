//! `/leaderboard`: a server's board.

use super::Coach;
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use crate::error::{Error, Result};
use crate::say;
use crate::store::BoardRow;
use crate::study::board::{Kind, Period, places};
use crate::study::learner::BoardSetting;
use crate::study::units::{LearnerId, Minutes, ServerId};
use crate::study::week::Week;

/// Rows of a page.
const PAGE: u32 = 10;
/// On a smaller board, a row without a name has one for everybody who knows the others.
pub(super) const NAMELESS_AMONG: usize = 5;
/// Rows above and below the asker's own, when it is not on the page.
const NEIGHBOURS: u32 = 1;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let kind = call.text("by").and_then(Kind::parse).unwrap_or(Kind::Promise);
    page(coach, request, call.text("period").unwrap_or("week"), kind, 0).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let period = press.id.arg(0).unwrap_or("week");
    let kind = press.id.arg(1).and_then(Kind::parse).unwrap_or(Kind::Promise);
    let from = press.id.arg(2).and_then(|from| from.parse().ok()).unwrap_or(0);
    let reply = page(coach, request, period, kind, from).await?;
    Ok(Reply { replaces: press.id.owner.is_some(), ..reply })
}

async fn page(coach: &Coach, request: &Request, name: &str, kind: Kind, from: u32) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(id) = request.server() else {
        return Error::user(say!(voice, NeedsServer { command: "leaderboard" }));
    };
    // Freezes the asker's own week, so that their row is there.
    coach.study(request.from.id, request.now).await?;
    let server = coach.store.server(id).await?;
    let week = Week::at(request.now, server.zone);
    let (period, caption) = match (name, kind) {
        (_, Kind::Streak) | ("all", _) => (Period::All, say!(voice, BoardAll)),
        ("month", _) => {
            let (year, month) = week.month();
            (
                Period::Month(year, month),
                say!(voice, BoardMonth { month: voice.month(month), year: year.to_string() }),
            )
        }
        _ => (Period::Week(week), say!(voice, BoardWeek { date: voice.short_date(week.starts_on()) })),
    };
    let rows = coach.store.board(id, period, kind, from, PAGE + 1).await?;
    let more = rows.len() > PAGE as usize;
    let rows = &rows[..rows.len().min(PAGE as usize)];
    let title = say!(voice, BoardTitle { kind: kind.as_str() });
    let asker = request.from.id;
    let mut lines = board_lines(coach, id, period, kind, rows, Some(asker)).await?;
    if from == 0 && gives_away(rows, Some(asker)) {
        let own = rows.iter().zip(lines).filter(|(row, _)| row.learner == asker).map(|(_, line)| line);
        lines = std::iter::once(say!(voice, BoardFew)).chain(own).collect();
    }
    if !rows.iter().any(|row| row.learner == asker) {
        lines.extend(own_lines(coach, id, period, kind, asker).await?);
    }
    if lines.is_empty() {
        lines.push(say!(voice, BoardEmpty));
    }
    let caption = say!(voice, BoardCaption { period: caption, zone: server.zone.name() });
    let mut reply = Reply::private(format!("{caption}\n{}", lines.join("\n"))).titled(title);
    reply.names = named(rows, Some(asker));
    let turn = |from: u32| Id::own("leaderboard", request.from.id, &[name, kind.as_str(), &from.to_string()]);
    if from > 0 {
        reply = reply.button(say!(voice, ButtonEarlierRows), &turn(from.saturating_sub(PAGE)));
    }
    if more {
        reply = reply.button(say!(voice, ButtonMoreRows), &turn(from + PAGE));
    }
    for other in Kind::ALL.into_iter().filter(|other| *other != kind) {
        let id = Id::own("leaderboard", request.from.id, &[name, other.as_str(), "0"]);
        reply = reply.button(say!(voice, ButtonBoardBy { kind: other.as_str() }), &id);
    }
    Ok(reply)
}

/// Whether the first rows of a board are all there are, so few that somebody without a name on it is
/// known all the same.
pub(super) fn gives_away(rows: &[BoardRow], asker: Option<LearnerId>) -> bool {
    let nameless = |row: &BoardRow| row.board == BoardSetting::Anonymous && asker != Some(row.learner);
    rows.len() < NAMELESS_AMONG && rows.iter().any(nameless)
}

/// Whom rows of a board name to others.
pub(super) fn named(rows: &[BoardRow], asker: Option<LearnerId>) -> Vec<LearnerId> {
    let named = rows.iter().filter(|row| row.board == BoardSetting::Visible && asker != Some(row.learner));
    named.map(|row| row.learner).collect()
}

/// The rows of a board in words; ties share a place.
pub(super) async fn board_lines(
    coach: &Coach,
    server: ServerId,
    period: Period,
    kind: Kind,
    rows: &[BoardRow],
    asker: Option<LearnerId>,
) -> Result<Vec<String>> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let above = coach.store.above(server, period, kind, first.rank).await?;
    let ranks: Vec<i64> = rows.iter().map(|row| row.rank).collect();
    let lines = rows
        .iter()
        .zip(places(&ranks))
        .map(|(row, place)| line(coach, kind, above + i64::from(place), row, asker == Some(row.learner)));
    Ok(lines.collect())
}

/// The asker's own place with its neighbours, where the page does not show it.
async fn own_lines(
    coach: &Coach,
    server: ServerId,
    period: Period,
    kind: Kind,
    asker: LearnerId,
) -> Result<Vec<String>> {
    let voice = &coach.voice;
    let Some((_, board)) = coach.store.member(server, asker).await? else {
        return Ok(vec![say!(voice, BoardNotMember)]);
    };
    if board == BoardSetting::Hidden {
        let listed = coach.store.roster_of(server, asker).await?;
        return Ok(vec![match listed.is_some_and(|listed| listed.moderated) {
            true => say!(voice, BoardModerated),
            false => say!(voice, BoardHidden),
        }]);
    }
    let Some((_, _, rank)) =
        coach.store.score(server, period, kind, asker).await?.filter(|(_, _, rank)| *rank >= 0)
    else {
        return Ok(vec![if kind == Kind::Promise {
            say!(voice, BoardNotYetPromise)
        } else {
            say!(voice, BoardNotYet)
        }]);
    };
    let above = u32::try_from(coach.store.before(server, period, kind, rank, asker).await?)?;
    let around =
        coach.store.board(server, period, kind, above.saturating_sub(NEIGHBOURS), 2 * NEIGHBOURS + 1).await?;
    let mut lines = vec!["…".to_owned()];
    lines.extend(board_lines(coach, server, period, kind, &around, Some(asker)).await?);
    Ok(lines)
}

fn line(coach: &Coach, kind: Kind, place: i64, row: &BoardRow, own: bool) -> String {
    let voice = &coach.voice;
    let name = match (own, row.board) {
        (true, _) => say!(voice, BoardYou { name: row.name.as_str() }),
        (false, BoardSetting::Visible) => row.name.clone(),
        (false, BoardSetting::Anonymous | BoardSetting::Hidden) => say!(voice, BoardSomebody),
    };
    let minutes = |value: i64| voice.time(Minutes(u32::try_from(value).unwrap_or(0)));
    let value = match kind {
        Kind::Promise => say!(
            voice,
            BoardPromise {
                percent: row.rank / 10_000,
                kept: minutes(row.value),
                promised: minutes(row.out_of),
            }
        ),
        Kind::Hours => minutes(row.value),
        Kind::Lessons => say!(voice, BoardLessons { count: row.value }),
        Kind::Streak => say!(voice, BoardStreak { count: row.value }),
    };
    say!(voice, BoardLine { place: place, name: name, value: value })
}
