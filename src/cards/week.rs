//! A server's week: who studies what, how the last week went, and its board.

use serde::{Deserialize, Serialize};

use super::board::{self, Row};
use super::progress::Fact;
use super::scene::{Align, Form, Rect, Scene, Text};
use super::theme::{self, BODY, INK, INSIDE, MARGIN, NOW, PANEL, SMALL, SOFT, TINY};

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

/// Where the values begin, the least height of one, and how many have room.
const TOP: f32 = 124.0;
const FACT: f32 = 96.0;
const FACTS: usize = 3;
/// The width of the values when the tracks stand beside them.
const FACTS_WIDTH: f32 = 280.0;
/// A track's least and largest height, and how many have room.
const TRACK: f32 = 52.0;
const TRACK_AT_MOST: f32 = 72.0;
const TRACKS: usize = 5;
/// Room between parts that belong together, and between others.
const GAP: f32 = 16.0;
const APART: f32 = 24.0;
/// The room for how many study a track.
const COUNT: f32 = 64.0;

impl Week {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let facts = &self.facts[..self.facts.len().min(FACTS)];
        let tracks = &self.tracks[..self.tracks.len().min(TRACKS)];
        let beside = !facts.is_empty() && tracks.len() > 1;
        let rows_of_facts = if beside { facts.len() } else { facts.len().min(1) } as f32;
        let facts_height = (rows_of_facts * (FACT + GAP) - GAP).max(0.0);
        let tracks_height = TRACK * tracks.len() as f32;
        let (facts_area, tracks_area, end) = if beside {
            let height = facts_height.max(tracks_height);
            let left = MARGIN + FACTS_WIDTH + APART + 4.0;
            let tracks = Rect::new(left, TOP, MARGIN + INSIDE - left, height);
            (Rect::new(MARGIN, TOP, FACTS_WIDTH, height), tracks, TOP + height + APART)
        } else {
            let y = if facts.is_empty() { TOP } else { TOP + facts_height + GAP };
            let tracks = Rect::new(MARGIN, y, INSIDE, tracks_height);
            (Rect::new(MARGIN, TOP, INSIDE, facts_height), tracks, tracks.bottom() + APART)
        };
        let rows = match self.rows.len() {
            0 => -APART,
            rows => board::HEADING + board::ROW * rows as f32,
        };
        let mut scene = theme::card(end + rows + board::BOTTOM, &self.title, &self.caption);
        tiles(&mut scene, facts, facts_area, beside);
        let pitch = (tracks_area.height / tracks.len().max(1) as f32).min(TRACK_AT_MOST);
        let top = tracks_area.y + (tracks_area.height - pitch * tracks.len() as f32) / 2.0;
        let most = tracks.iter().map(|(_, count)| *count).max().unwrap_or(0);
        for (place, (title, count)) in tracks.iter().enumerate() {
            let y = top + pitch * place as f32 + (pitch - TRACK) / 2.0;
            track(&mut scene, Rect { y, height: TRACK, ..tracks_area }, title, (*count, most));
        }
        if !self.rows.is_empty() {
            board::below(&mut scene, end, &self.heading, &self.rows);
        }
        scene
    }
}

/// The values, below one another or beside one another.
fn tiles(scene: &mut Scene, facts: &[Fact], area: Rect, below: bool) {
    let count = facts.len().max(1) as f32;
    let room = |all: f32| (all - GAP * (count - 1.0)) / count;
    let (width, height) =
        if below { (area.width, room(area.height)) } else { (room(area.width), area.height) };
    for (place, fact) in facts.iter().enumerate() {
        let step = place as f32;
        let (x, y) = match below {
            true => (area.x, area.y + (height + GAP) * step),
            false => (area.x + (width + GAP) * step, area.y),
        };
        scene.ground(Rect::new(x, y, width, height), Form::Block(12.0), PANEL);
        let middle = y + height / 2.0;
        let value = Rect::new(x + 18.0, middle - 39.0, width - 36.0, 44.0);
        scene.text(Text::new(value, 32.0, NOW, fact.value.as_str()).down_to(BODY).bold());
        let label = Rect::new(x + 18.0, middle + 5.0, width - 36.0, 34.0);
        scene.text(Text::new(label, SMALL, SOFT, fact.label.as_str()).down_to(TINY));
    }
}

/// A track with how many study it, beside the track with most.
fn track(scene: &mut Scene, area: Rect, title: &str, (count, most): (u32, u32)) {
    let line = |x: f32, width: f32| Rect::new(x, area.y + 4.0, width, 34.0);
    let title = Text::new(line(area.x, area.width - COUNT - 8.0), BODY, INK, title).down_to(TINY);
    scene.text(title);
    let value = Text::new(line(area.right() - COUNT, COUNT), BODY, SOFT, count.to_string());
    scene.text(value.down_to(TINY).aligned(Align::Right).bold());
    let bar = Rect::new(area.x, area.y + 39.0, area.width, 7.0);
    theme::bar(scene, bar, (count, most), theme::AHEAD);
}
