//! `/leaderboard`: a server's board.

mod picture;
mod rows;
mod together;
mod why;

pub(super) use picture::{Rows, alt_rows, card_rows};
pub(super) use rows::{board_rows, gives_away, named, value, words};
pub(super) use together::sum_gives_away;

use super::Coach;
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use super::share::Subject;
use crate::error::{Error, Result};
use crate::say;
use crate::store::Server;
use crate::study::board::{Kind, Period};
use crate::study::learner::BoardSetting;
use crate::study::units::{LearnerId, ServerId};
use crate::study::week::Week;

/// Rows of a page.
const PAGE: u32 = 10;
/// On a smaller board, a row without a name has one for everybody who knows the others.
pub(super) const NAMELESS_AMONG: usize = 5;
/// Rows above and below the asker's own, when it is not on the page.
const NEIGHBOURS: u32 = 1;

/// Which board: what it ranks by and over which time.
#[derive(Debug, Clone, Copy)]
struct Board {
    kind: Kind,
    /// The time asked for.
    asked: Period,
    /// The time that it covers: weeks in a row are counted over all of it.
    period: Period,
}

impl Board {
    /// The board that a command or a button names: `week` and `month` are those of now.
    fn named(name: &str, kind: Option<&str>, now: Week) -> Self {
        let kind = kind.and_then(Kind::parse).unwrap_or(Kind::Promise);
        let (year, month) = now.month();
        let asked = match name {
            "month" => Period::Month(year, month),
            name => Period::parse(name).unwrap_or(Period::Week(now)),
        };
        Self { kind, asked, period: if kind == Kind::Streak { Period::All } else { asked } }
    }

    /// The same; while nobody is on the board of this week, that of the last week, if somebody is there.
    async fn begun(self, coach: &Coach, server: ServerId, now: Week) -> Result<Self> {
        let last = Period::Week(now.plus(-1));
        let before = Self { asked: last, period: last, ..self };
        let waits = self.period == Period::Week(now)
            && self.is_empty(coach, server).await?
            && !before.is_empty(coach, server).await?;
        Ok(if waits { before } else { self })
    }

    async fn is_empty(self, coach: &Coach, server: ServerId) -> Result<bool> {
        rows::is_empty(coach, server, self.period, self.kind).await
    }

    /// A button's meaning about this board.
    fn id(self, asker: LearnerId, what: &[&str]) -> Id {
        let (asked, kind) = (self.asked.to_string(), self.kind.as_str());
        Id::own("leaderboard", asker, &[&[asked.as_str(), kind], what].concat())
    }
}

/// The time that a board covers, in words.
pub(super) fn period(coach: &Coach, period: Period) -> String {
    let voice = &coach.voice;
    match period {
        Period::All => say!(voice, BoardAll),
        Period::Month(year, month) => {
            say!(voice, BoardMonth { month: voice.month(month), year: year.to_string() })
        }
        Period::Week(week) => say!(voice, BoardWeek { date: voice.short_date(week.starts_on()) }),
    }
}

/// The time that a server's board covers, and by whose calendar.
pub(super) fn caption_of(coach: &Coach, period: Period, server: &Server) -> String {
    say!(coach.voice, BoardCaption { period: self::period(coach, period), zone: server.zone.name() })
}

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let (id, server) = server(coach, request).await?;
    let now = Week::at(request.now, server.zone);
    let board = Board::named(call.text("period").unwrap_or("week"), call.text("by"), now);
    let board = if call.has("period") { board } else { board.begun(coach, id, now).await? };
    page(coach, request, (id, &server), board, 0).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let (id, server) = server(coach, request).await?;
    let now = Week::at(request.now, server.zone);
    let board = Board::named(press.id.arg(0).unwrap_or("week"), press.id.arg(1), now);
    match press.id.arg(2) {
        Some("why") => why::answer(coach, request, (id, &server), board).await,
        Some("week") => why::press(coach, request, (id, &server), board, press).await,
        Some("together") => together::answer(coach, request, (id, &server), board).await,
        from => {
            // A page begins where the one before it ends, whatever an id says: a small board is all on the first.
            let from = from.and_then(|from| from.parse().ok()).map_or(0, |from: u32| from - from % PAGE);
            let is_of_a_post = press.id.owner.is_none();
            let board = if is_of_a_post { board.begun(coach, id, now).await? } else { board };
            let reply = page(coach, request, (id, &server), board, from).await?;
            Ok(Reply { replaces: press.id.owner.is_some(), ..reply })
        }
    }
}

async fn server(coach: &Coach, request: &Request) -> Result<(ServerId, Server)> {
    let Some(id) = request.server() else {
        return Error::user(say!(coach.voice, NeedsServer { command: "leaderboard" }));
    };
    // Freezes the asker's own week, so that their row is there.
    coach.study(request.from.id, request.now).await?;
    Ok((id, coach.store.server(id).await?))
}

async fn page(
    coach: &Coach,
    request: &Request,
    (id, server): (ServerId, &Server),
    board: Board,
    from: u32,
) -> Result<Reply> {
    let (voice, asker) = (&coach.voice, request.from.id);
    let Board { kind, period, .. } = board;
    let rows = coach.store.board(id, period, kind, from, PAGE + 1).await?;
    let more = rows.len() > PAGE as usize;
    let rows = &rows[..rows.len().min(PAGE as usize)];
    let page = board_rows(coach, id, period, kind, rows, Some(asker)).await?;
    let hushed = from == 0 && gives_away(rows, Some(asker));
    let mut lines: Vec<String> = page.iter().map(|line| words(coach, line)).collect();
    if hushed {
        let own = page.iter().zip(lines).filter(|(line, _)| line.own).map(|(_, words)| words);
        lines = std::iter::once(say!(voice, BoardFew)).chain(own).collect();
    }
    let mut around = Rows::default();
    let mut ranked = rows.iter().any(|row| row.learner == asker);
    if !ranked {
        let (own, rows) = own_lines(coach, id, period, kind, asker).await?;
        ranked = own.len() > 1;
        lines.extend(own);
        around = rows;
    }
    if rows.is_empty() && from == 0 {
        lines.insert(0, say!(voice, BoardEmpty));
    }
    let caption = caption_of(coach, period, server);
    let title = say!(voice, BoardTitle { kind: kind.as_str() });
    let text = format!("{caption}\n{}", lines.join("\n"));
    let mut reply = Reply::private(text).titled(title.as_str());
    if !hushed && !rows.is_empty() {
        let shown = Rows { lines: page, rows: rows.to_vec() };
        reply.image = Some(picture::image(coach, kind, (title, caption), &shown, &around));
    }
    reply.names = named(rows, Some(asker));
    reply.names.extend(named(&around.rows, Some(asker)));
    if from > 0 {
        let id = board.id(asker, &[&from.saturating_sub(PAGE).to_string()]);
        reply = reply.button(say!(voice, ButtonEarlierRows), &id);
    }
    if more {
        reply = reply.button(say!(voice, ButtonMoreRows), &board.id(asker, &[&(from + PAGE).to_string()]));
    }
    if ranked {
        reply = reply.button(say!(voice, ButtonWhyScore), &board.id(asker, &["why"]));
        reply = coach.with_share(request, reply, &Subject::Board(period, kind));
    }
    if !rows.is_empty() {
        reply = reply.button(say!(voice, ButtonTogether), &board.id(asker, &["together"]));
    }
    for other in Kind::ALL.into_iter().filter(|other| *other != kind) {
        let id = Board { kind: other, ..board }.id(asker, &["0"]);
        reply = reply.button(say!(voice, ButtonBoardBy { kind: other.as_str() }), &id);
    }
    Ok(reply)
}

/// The asker's own place with its neighbours, where the page does not show it; one line and no rows
/// where they have none.
async fn own_lines(
    coach: &Coach,
    server: ServerId,
    period: Period,
    kind: Kind,
    asker: LearnerId,
) -> Result<(Vec<String>, Rows)> {
    let voice = &coach.voice;
    let alone = |words: String| Ok((vec![words], Rows::default()));
    let Some((board, rank)) = coach.store.standing(server, period, kind, asker).await? else {
        return alone(say!(voice, BoardNotMember));
    };
    if board == BoardSetting::Hidden {
        let listed = coach.store.roster_of(server, asker).await?;
        return alone(match listed.is_some_and(|listed| listed.moderated) {
            true => say!(voice, BoardModerated),
            false => say!(voice, BoardHidden),
        });
    }
    let Some(rank) = rank.filter(|rank| *rank >= 0) else {
        return alone(match kind {
            Kind::Promise => say!(voice, BoardNotYetPromise),
            Kind::Hours => say!(voice, BoardNotYet),
            Kind::Lessons => say!(voice, BoardNotYetLessons),
            Kind::Streak => say!(voice, BoardNotYetStreak),
        });
    };
    let around = coach.store.around(server, period, kind, (rank, asker), NEIGHBOURS).await?;
    let lines = board_rows(coach, server, period, kind, &around, Some(asker)).await?;
    let own = std::iter::once("…".to_owned()).chain(lines.iter().map(|line| words(coach, line)));
    Ok((own.collect(), Rows { lines, rows: around }))
}
