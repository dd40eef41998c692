//! The board: places, names, bars and values.

use serde::{Deserialize, Serialize};

use super::scene::{Align, Form, Rect, Scene, Text};
use super::theme::{self, AHEAD, BODY, DONE, INK, MARGIN, NOW, PANEL, SMALL, SOFT};

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
    /// Who it is.
    pub name: String,
    /// What stands at the end.
    pub value: String,
    /// How long the bar is, in percent.
    pub percent: u32,
    /// How the place has moved since the week before; none where there is no telling.
    pub moved: Option<Moved>,
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
pub const ROW: f32 = 47.0;
/// Where the first row begins.
const TOP: f32 = 122.0;
/// The gap before the asker's own row, when it stands apart.
const APART: f32 = 26.0;
/// What stays free at the bottom.
pub const BOTTOM: f32 = 26.0;

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
    for (place, row) in rows.iter().enumerate() {
        self::row(scene, top + ROW * place as f32, row, moves);
    }
    top + ROW * rows.len() as f32
}

fn row(scene: &mut Scene, y: f32, row: &Row, moves: bool) {
    let line = |x: f32, width: f32| Rect::new(x, y + 4.0, width, ROW - 8.0);
    let middle = y + ROW / 2.0;
    if row.own {
        scene.ground(Rect::new(24.0, y + 2.0, 752.0, ROW - 4.0), Form::Block(10.0), PANEL);
        scene.mark(Rect::new(24.0, y + 10.0, 6.0, ROW - 20.0), Form::Block(3.0), NOW);
    }
    let ink = if row.own { NOW } else { INK };
    let place = Text::new(line(34.0, 62.0), BODY, SOFT, row.place.as_str()).aligned(Align::Right);
    scene.text(if row.own { Text { color: ink, ..place.bold() } } else { place });
    let mut left = 112.0;
    if moves {
        movement(scene, left, middle, row.moved, &line);
        left += 62.0;
    }
    let name = Text::new(line(left, 458.0 - left), BODY, INK, row.name.as_str());
    scene.name(if row.own { name.bold() } else { name });
    let bar = Rect::new(470.0, middle - 7.0, 130.0, 14.0);
    theme::bar(scene, bar, (row.percent, 100), if row.own { NOW } else { DONE });
    scene.text(Text::new(line(608.0, 152.0), BODY, ink, row.value.as_str()).aligned(Align::Right).bold());
}

/// Up with how many places, down with how many, the dash of who stays, or the dot of who is new.
fn movement(scene: &mut Scene, x: f32, middle: f32, moved: Option<Moved>, line: &impl Fn(f32, f32) -> Rect) {
    let Some(moved) = moved else { return };
    let (form, color, size, places) = match moved {
        Moved::Up(places) => (Form::Up, DONE, 16.0, Some(places)),
        Moved::Down(places) => (Form::Down, AHEAD, 16.0, Some(places)),
        Moved::New => (Form::Disc, NOW, 10.0, None),
        Moved::Same => {
            return scene.mark(Rect::new(x, middle - 2.0, 16.0, 4.0), Form::Block(2.0), AHEAD);
        }
    };
    scene.mark(Rect::around(x + 8.0, middle, size), form, color);
    if let Some(places) = places {
        scene.text(Text::new(line(x + 20.0, 38.0), SMALL, SOFT, places.to_string()));
    }
}

/// A card of which the board's rows are the lower part begins them here.
pub fn below(scene: &mut Scene, y: f32, heading: &str, rows: &[Row]) -> f32 {
    scene.text(Text::new(Rect::new(MARGIN, y, theme::INSIDE, 34.0), SMALL, SOFT, heading).bold());
    let moves = rows.iter().any(|row| row.moved.is_some());
    self::rows(scene, y + 42.0, rows, moves)
}
