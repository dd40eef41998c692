//! The board: places, names, bars and values.

use serde::{Deserialize, Serialize};

use super::scene::{Align, Form, Rect, Scene, Text};
use super::theme::{self, AHEAD, BACK, BODY, DONE, INK, INSIDE, MARGIN, MEDALS, NOW, SMALL, SOFT, TINY};

/// A board, in words and shares.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Board {
    /// What it ranks by.
    pub title: String,
    /// The time that it covers, and by whose calendar.
    pub caption: String,
    /// Its rows, best first.
    pub rows: Vec<Row>,
    /// The asker's own row with its neighbours, where it is not among the others.
    pub around: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Row {
    /// The place; ties share one.
    pub place: String,
    /// The same as a number: the first three have medals.
    #[serde(default)]
    pub rank: u32,
    /// Who it is.
    pub name: String,
    /// What stands at the end.
    pub value: String,
    /// How long the bar is, in percent.
    pub percent: u32,
    /// How the place has moved since the week before; none where there is no telling.
    pub moved: Option<Moved>,
    /// What stands there for who is new.
    #[serde(default)]
    pub new: String,
    /// Whether it is the asker's own.
    pub own: bool,
}

/// How a place has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Moved {
    /// So many places up.
    Up(u32),
    /// So many places down.
    Down(u32),
    /// It is the same.
    Same,
    /// Nobody was there before.
    New,
}

/// A row's height.
pub const ROW: f32 = 52.0;
/// Where the first row begins.
const TOP: f32 = 128.0;
/// What stays free above and below the rows on their surface.
const EDGE: f32 = 6.0;
/// The height of the heading where a board is part of a card.
pub const HEADING: f32 = 46.0;
/// The gap before the asker's own row, when it stands apart.
const APART: f32 = 22.0 + 2.0 * EDGE;
/// What stays free below the last row.
pub const BOTTOM: f32 = EDGE + 22.0;

impl Board {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let apart = if self.around.is_empty() { 0.0 } else { APART };
        let rows = (self.rows.len() + self.around.len()) as f32;
        let mut scene = theme::card(TOP + rows * ROW + apart + BOTTOM, &self.title, &self.caption);
        let moves = self.rows.iter().chain(&self.around).any(|row| row.moved.is_some());
        let y = self::rows(&mut scene, TOP, &self.rows, moves);
        if !self.around.is_empty() {
            for dot in 0..3 {
                let x = MARGIN + 24.0 + 14.0 * dot as f32;
                scene.mark(Rect::around(x, y + APART / 2.0, 6.0), Form::Disc, AHEAD);
            }
            self::rows(&mut scene, y + APART, &self.around, moves);
        }
        scene
    }
}

/// Puts rows below one another, and says where the next one would begin.
pub fn rows(scene: &mut Scene, top: f32, rows: &[Row], moves: bool) -> f32 {
    if !rows.is_empty() {
        theme::surface(scene, top - EDGE, ROW * rows.len() as f32 + 2.0 * EDGE);
    }
    for (place, row) in rows.iter().enumerate() {
        self::row(scene, top + ROW * place as f32, row, moves);
    }
    top + ROW * rows.len() as f32
}

/// The middle of the places, and where movements, names and values stand.
const PLACES: f32 = 66.0;
const MOVES: f32 = 108.0;
const NAMES: f32 = 104.0;
const NAMES_WITH_MOVES: f32 = 172.0;
const VALUES: f32 = 612.0;
/// The end of a row.
const END: f32 = MARGIN + INSIDE;
/// The size of a medal.
const MEDAL: f32 = 36.0;

/// Place, movement, name and value, and below them the bar.
fn row(scene: &mut Scene, y: f32, row: &Row, moves: bool) {
    let middle = y + ROW / 2.0;
    if row.own {
        theme::apart(scene, y, ROW);
    }
    place(scene, middle, row);
    if moves {
        movement(scene, middle, row);
    }
    let left = if moves { NAMES_WITH_MOVES } else { NAMES };
    let line = |x: f32, width: f32| Rect::new(x, y + 2.0, width, 34.0);
    let name = Text::new(line(left, VALUES - 12.0 - left), BODY, INK, row.name.as_str()).down_to(TINY);
    scene.name(if row.own { name.bold() } else { name });
    let ink = if row.own { NOW } else { INK };
    let value = Text::new(line(VALUES, END - VALUES), BODY, ink, row.value.as_str()).down_to(TINY);
    scene.text(value.aligned(Align::Right).bold());
    let bar = Rect::new(left, y + 40.0, END - left, 6.0);
    theme::bar(scene, bar, (row.percent, 100), if row.own { NOW } else { DONE });
}

/// The place, for the first three on a medal.
fn place(scene: &mut Scene, middle: f32, row: &Row) {
    let medal = row.rank.checked_sub(1).and_then(|rank| MEDALS.get(rank as usize));
    let (size, ink, wide) = match medal {
        Some(medal) => {
            scene.mark(Rect::around(PLACES, middle, MEDAL), Form::Disc, *medal);
            (SMALL, BACK, MEDAL - 6.0)
        }
        None => (BODY, if row.own { NOW } else { SOFT }, 64.0),
    };
    let rect = Rect::new(PLACES - wide / 2.0, middle - 17.0, wide, 34.0);
    let words = Text::new(rect, size, ink, row.place.as_str()).down_to(TINY).aligned(Align::Center);
    scene.text(if row.own || medal.is_some() { words.bold() } else { words });
}

/// Up with how many places, down with how many, the dash of who stays, or the word for who is new.
fn movement(scene: &mut Scene, middle: f32, row: &Row) {
    let text = |x: f32| Rect::new(x, middle - 17.0, NAMES_WITH_MOVES - 4.0 - x, 34.0);
    let (form, color, places) = match row.moved {
        None => return,
        Some(Moved::Up(places)) => (Form::Up, DONE, places),
        Some(Moved::Down(places)) => (Form::Down, AHEAD, places),
        Some(Moved::New) => {
            return scene.text(Text::new(text(MOVES), TINY, NOW, row.new.as_str()));
        }
        Some(Moved::Same) => {
            return scene.mark(Rect::new(MOVES, middle - 2.0, 16.0, 4.0), Form::Block(2.0), AHEAD);
        }
    };
    scene.mark(Rect::around(MOVES + 8.0, middle, 16.0), form, color);
    scene.text(Text::new(text(MOVES + 21.0), SMALL, SOFT, places.to_string()).down_to(TINY));
}

/// A card of which the board's rows are the lower part begins them here: with what they are, and the
/// time that they cover.
pub fn below(scene: &mut Scene, y: f32, (heading, covers): (&str, &str), rows: &[Row]) -> f32 {
    let half = INSIDE / 2.0;
    let left = Rect::new(MARGIN, y, half, 34.0);
    scene.text(Text::new(left, SMALL, INK, heading).down_to(TINY).bold());
    let right = Rect { x: left.right(), ..left };
    scene.text(Text::new(right, SMALL, SOFT, covers).down_to(TINY).aligned(Align::Right));
    let moves = rows.iter().any(|row| row.moved.is_some());
    self::rows(scene, y + HEADING, rows, moves)
}
