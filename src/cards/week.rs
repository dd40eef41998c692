//! A server's week: who studies what, how the last week went, and its board.

use serde::{Deserialize, Serialize};

use super::board::{self, Row};
use super::progress::Fact;
use super::scene::{Align, Form, Rect, Scene, Text};
use super::theme::{self, BODY, INK, INSIDE, MARGIN, NOW, PANEL, SMALL, SOFT};

/// A server's week.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Week {
    /// Which.
    pub title: String,
    /// Who studies.
    pub caption: String,
    /// How the last week went: up to three values.
    pub facts: Vec<Fact>,
    /// The tracks with how many study them, most first.
    pub tracks: Vec<(String, u32)>,
    /// What stands above the board.
    pub heading: String,
    /// The board of the last week.
    pub rows: Vec<Row>,
}

/// Where the values begin, and their height.
const TOP: f32 = 124.0;
const FACT: f32 = 96.0;
const FACTS: usize = 3;
/// A track's height, and how many have room.
const TRACK: f32 = 42.0;
const TRACKS: usize = 5;
/// The room between parts.
const GAP: f32 = 20.0;

impl Week {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let facts = &self.facts[..self.facts.len().min(FACTS)];
        let tracks = &self.tracks[..self.tracks.len().min(TRACKS)];
        let part = |height: f32| if height > 0.0 { height + GAP } else { 0.0 };
        let facts_height = if facts.is_empty() { 0.0 } else { FACT };
        let rows = if self.rows.is_empty() { 0.0 } else { 42.0 + board::ROW * self.rows.len() as f32 };
        let height = TOP + part(facts_height) + part(TRACK * tracks.len() as f32) + rows + board::BOTTOM;
        let mut scene = theme::card(height, &self.title, &self.caption);
        tiles(&mut scene, facts);
        let mut y = TOP + part(facts_height);
        let most = tracks.iter().map(|(_, count)| *count).max().unwrap_or(0);
        for (title, count) in tracks {
            track(&mut scene, y, title, *count, most);
            y += TRACK;
        }
        if !tracks.is_empty() {
            y += GAP;
        }
        if !self.rows.is_empty() {
            board::below(&mut scene, y, &self.heading, &self.rows);
        }
        scene
    }
}

fn tiles(scene: &mut Scene, facts: &[Fact]) {
    let width = (INSIDE - GAP * (facts.len().max(1) as f32 - 1.0)) / facts.len().max(1) as f32;
    for (place, fact) in facts.iter().enumerate() {
        let tile = Rect::new(MARGIN + (width + GAP) * place as f32, TOP, width, FACT);
        scene.ground(tile, Form::Block(12.0), PANEL);
        let value = Rect::new(tile.x + 16.0, tile.y + 10.0, width - 32.0, 44.0);
        scene.text(Text::new(value, 32.0, NOW, fact.value.as_str()).bold());
        let label = Rect::new(tile.x + 16.0, tile.y + 54.0, width - 32.0, 34.0);
        scene.text(Text::new(label, SMALL, SOFT, fact.label.as_str()));
    }
}

fn track(scene: &mut Scene, y: f32, title: &str, count: u32, most: u32) {
    let line = |x: f32, width: f32| Rect::new(x, y + 3.0, width, TRACK - 6.0);
    scene.text(Text::new(line(MARGIN, 384.0), BODY, INK, title));
    let bar = Rect::new(438.0, y + TRACK / 2.0 - 7.0, 250.0, 14.0);
    theme::bar(scene, bar, (count, most), theme::AHEAD);
    let value = Text::new(line(700.0, 60.0), BODY, SOFT, count.to_string());
    scene.text(value.aligned(Align::Right).bold());
}
