//! The picture of a board.

use super::rows::{Line, sentence};
use crate::cards::Card;
use crate::cards::board::{Board, Moved, Row};
use crate::coach::reply::Image;
use crate::coach::{Coach, words};
use crate::say;
use crate::store::BoardRow;
use crate::study::board::{Kind, Movement};

/// Rows of a board with what people see of each, in the same order.
#[derive(Default)]
pub struct Rows {
    /// What people see.
    pub lines: Vec<Line>,
    /// What is behind it.
    pub rows: Vec<BoardRow>,
}

/// The picture with its facts in words.
pub(super) fn image(
    coach: &Coach,
    kind: Kind,
    (title, caption): (String, String),
    page: &Rows,
    around: &Rows,
) -> Image {
    let best = page.rows.iter().map(|row| row.value).max().unwrap_or(0);
    let [above, below] = [page, around].map(|rows| card_rows(coach, kind, rows, best));
    let all = [alt_rows(coach, page, &above), alt_rows(coach, around, &below)];
    let rows = all.iter().filter(|rows| !rows.is_empty()).map(String::as_str).collect::<Vec<_>>().join("; ");
    let alt = say!(coach.voice, AltBoard { title: title.as_str(), caption: caption.as_str(), rows: rows });
    Image::new(Card::Board(Board { title, caption, rows: above, around: below }), alt)
}

/// The rows in words, for who cannot see them: with what `shown` shows of each, so that they fit.
pub fn alt_rows(coach: &Coach, rows: &Rows, shown: &[Row]) -> String {
    let line = |(line, row): (&Line, &Row)| {
        let line = Line { value: row.value.clone(), ..line.clone() };
        let you = || say!(coach.voice, AltYou { name: row.name.as_str() });
        sentence(coach, &line, &if line.own { you() } else { row.name.clone() })
    };
    rows.lines.iter().zip(shown).map(line).collect::<Vec<_>>().join("; ")
}

/// The rows as a picture shows them: shares of promises as they are, all else beside `best`.
pub fn card_rows(coach: &Coach, kind: Kind, rows: &Rows, best: i64) -> Vec<Row> {
    let voice = &coach.voice;
    let row = |(line, row): (&Line, &BoardRow)| {
        let all = if kind == Kind::Promise { row.out_of } else { best };
        let percent = (row.value * 100).checked_div(all).unwrap_or(0).clamp(0, 100).unsigned_abs();
        Row {
            place: say!(voice, CardPlace { place: line.place }),
            rank: u32::try_from(line.place).unwrap_or(u32::MAX),
            name: words::unmarked(&line.name),
            value: match kind {
                Kind::Promise => say!(voice, CardPercent { percent: percent }),
                _ => line.value.clone(),
            },
            percent: u32::try_from(percent).unwrap_or(100),
            moved: line.moved.map(moved),
            new: match line.moved {
                Some(Movement::New) => say!(voice, CardNew),
                _ => String::new(),
            },
            own: line.own,
        }
    };
    rows.lines.iter().zip(&rows.rows).map(row).collect()
}

fn moved(movement: Movement) -> Moved {
    let places = |by: i64| u32::try_from(by).unwrap_or(u32::MAX);
    match movement {
        Movement::Up(by) => Moved::Up(places(by)),
        Movement::Down(by) => Moved::Down(places(by)),
        Movement::Same => Moved::Same,
        Movement::New => Moved::New,
    }
}
