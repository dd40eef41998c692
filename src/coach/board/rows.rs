//! The rows of a board, as people see them.

use super::NAMELESS_AMONG;
use crate::coach::Coach;
use crate::error::Result;
use crate::say;
use crate::store::BoardRow;
use crate::study::board::{Kind, Movement, Period, places};
use crate::study::learner::BoardSetting;
use crate::study::units::{LearnerId, Minutes, ServerId};

/// One row of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The place; ties share one.
    pub place: i64,
    /// The name or pseudonym, harmless.
    pub name: String,
    /// What it ranks by, in words.
    pub value: String,
    /// How the place has moved since the week before; none where nothing is known of it.
    pub moved: Option<Movement>,
    /// Whether it is the asker's own.
    pub own: bool,
}

/// Whether the first rows of a board are all there are, so few that somebody without a name on it is
/// known all the same.
pub fn gives_away(rows: &[BoardRow], asker: Option<LearnerId>) -> bool {
    let nameless = |row: &BoardRow| row.board == BoardSetting::Anonymous && asker != Some(row.learner);
    rows.len() < NAMELESS_AMONG && rows.iter().any(nameless)
}

/// Whom rows of a board name to others.
pub fn named(rows: &[BoardRow], asker: Option<LearnerId>) -> Vec<LearnerId> {
    let named = rows.iter().filter(|row| row.board == BoardSetting::Visible && asker != Some(row.learner));
    named.map(|row| row.learner).collect()
}

/// Rows that follow each other on a board, with their places and how these have moved.
pub async fn board_rows(
    coach: &Coach,
    server: ServerId,
    period: Period,
    kind: Kind,
    rows: &[BoardRow],
    asker: Option<LearnerId>,
) -> Result<Vec<Line>> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let learners: Vec<LearnerId> = rows.iter().map(|row| row.learner).collect();
    let mut asked = vec![(period, &learners[..1])];
    asked.extend(period.before().map(|before| (before, &learners[..])));
    let known = coach.store.places(server, kind, &asked).await?;
    let above = known.get(&(period, first.learner)).map_or(0, |place| place - 1);
    let before = match period.before() {
        // Where nobody was on the board before, nobody is new on it.
        Some(before) if known.len() > 1 || !is_empty(coach, server, before, kind).await? => Some(before),
        _ => None,
    };
    let ranks: Vec<i64> = rows.iter().map(|row| row.rank).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for (row, place) in rows.iter().zip(places(&ranks)) {
        let place = above + i64::from(place);
        let moved = before.map(|before| Movement::between(known.get(&(before, row.learner)).copied(), place));
        let name = match (row.board, &row.alias) {
            (BoardSetting::Visible, _) => row.name.clone(),
            (BoardSetting::Anonymous | BoardSetting::Hidden, Some(alias)) => alias.clone(),
            (BoardSetting::Anonymous | BoardSetting::Hidden, None) => {
                coach.alias(server, row.learner).await?
            }
        };
        let own = asker == Some(row.learner);
        lines.push(Line { place, name, value: value(coach, kind, row.value, row.out_of), moved, own });
    }
    Ok(lines)
}

/// Whether nobody is on a board.
pub async fn is_empty(coach: &Coach, server: ServerId, period: Period, kind: Kind) -> Result<bool> {
    Ok(coach.store.board(server, period, kind, 0, 1).await?.is_empty())
}

/// What a row ranks by, in words: minutes, lessons or weeks; `out_of` is what was promised.
pub fn value(coach: &Coach, kind: Kind, value: i64, out_of: i64) -> String {
    let voice = &coach.voice;
    let minutes = |value: i64| voice.time(Minutes(u32::try_from(value).unwrap_or(0)));
    match kind {
        Kind::Promise => {
            let percent = (value * 100).checked_div(out_of).unwrap_or(0);
            say!(voice, BoardPromise { percent: percent, kept: minutes(value), promised: minutes(out_of) })
        }
        Kind::Hours => minutes(value),
        Kind::Lessons => say!(voice, BoardLessons { count: value }),
        Kind::Streak => say!(voice, BoardStreak { count: value }),
    }
}

/// A row in words.
pub fn words(coach: &Coach, line: &Line) -> String {
    let name = match line.own {
        true => say!(coach.voice, BoardYou { name: line.name.as_str() }),
        false => line.name.clone(),
    };
    sentence(coach, line, &name)
}

/// A row in words, with somebody's name as it is given.
pub fn sentence(coach: &Coach, line: &Line, name: &str) -> String {
    let voice = &coach.voice;
    let (place, value) = (line.place, line.value.as_str());
    let (how, by) = match line.moved {
        None => return say!(voice, BoardLine { place: place, name: name, value: value }),
        Some(Movement::Up(by)) => ("up", by),
        Some(Movement::Down(by)) => ("down", by),
        Some(Movement::Same) => ("same", 0),
        Some(Movement::New) => ("new", 0),
    };
    say!(voice, BoardLineMoved { place: place, name: name, value: value, how: how, by: by })
}
