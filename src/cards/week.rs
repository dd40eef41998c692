//! A server's week: who studies what, how the last week went, and its board.

use serde::{Deserialize, Serialize};

use super::board::{self, Row};
use super::progress::Fact;
use super::scene::{Align, Form, Rect, Scene, Text};
use super::theme::{self, BODY, CORNER, DONE, GUTTER, INK, SMALL, SOFT, SURFACE, TINY, WIDTH};

/// A server's week.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Week {
    /// Which.
    pub title: String,
    /// Who studies.
    pub caption: String,
    /// What stands above the values.
    #[serde(default)]
    pub before: String,
    /// How the last week went: up to three values.
    pub facts: Vec<Fact>,
    /// What stands above the tracks.
    #[serde(default)]
    pub now: String,
    /// The tracks with how many study them, most first.
    pub tracks: Vec<(String, u32)>,
    /// What stands above the board.
    pub heading: String,
    /// The time that the board covers, and by whose calendar.
    #[serde(default)]
    pub covers: String,
    /// The board of the last week.
    pub rows: Vec<Row>,
}

/// Where the values begin, the least height of one, and how many have room.
const TOP: f32 = 122.0;
const FACT: f32 = 92.0;
const FACTS: usize = 3;
/// The width of the values when the tracks stand beside them.
const FACTS_WIDTH: f32 = 292.0;
/// A track's least and largest height, how many have room, and what stays free above and below them.
const TRACK: f32 = 52.0;
const TRACK_AT_MOST: f32 = 72.0;
const TRACKS: usize = 5;
const EDGE: f32 = 8.0;
/// A heading's height.
const HEADING: f32 = 40.0;
/// Room between parts that belong together, and between others.
const GAP: f32 = 12.0;
const APART: f32 = 20.0;
/// The room for how many study a track.
const COUNT: f32 = 64.0;
/// The width of all surfaces.
const WIDE: f32 = WIDTH as f32 - 2.0 * GUTTER;

impl Week {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let facts = &self.facts[..self.facts.len().min(FACTS)];
        let tracks = &self.tracks[..self.tracks.len().min(TRACKS)];
        let beside = !facts.is_empty() && tracks.len() > 1;
        let count = facts.len() as f32;
        let tracks_height = TRACK * tracks.len() as f32 + 2.0 * EDGE;
        // Without values there is nothing to tell the tracks from.
        let heading = if facts.is_empty() { 0.0 } else { HEADING };
        let (facts_area, tracks_area) = if beside {
            let height = (count * (FACT + GAP) - GAP).max(tracks_height);
            let facts = Rect::new(GUTTER, TOP + HEADING, FACTS_WIDTH, height);
            let left = facts.right() + GAP;
            (facts, Rect { x: left, width: GUTTER + WIDE - left, ..facts })
        } else {
            let facts = Rect::new(GUTTER, TOP + heading, WIDE, if count > 0.0 { FACT } else { 0.0 });
            let y = facts.bottom() + if count > 0.0 { APART - 4.0 + HEADING } else { 0.0 };
            (facts, Rect::new(GUTTER, y, WIDE, tracks_height))
        };
        let end = tracks_area.bottom() + APART;
        let rows = match self.rows.len() {
            0 => -APART,
            rows => board::HEADING + board::ROW * rows as f32,
        };
        let mut scene = theme::card(end + rows + board::BOTTOM, &self.title, &self.caption);
        if !facts.is_empty() {
            for (area, words) in [(&facts_area, &self.before), (&tracks_area, &self.now)] {
                let rect = Rect::new(area.x + 16.0, area.y - HEADING, area.width - 32.0, 34.0);
                scene.text(Text::new(rect, SMALL, INK, words.as_str()).down_to(TINY).bold());
            }
            tiles(&mut scene, facts, facts_area, beside);
        }
        if !tracks.is_empty() {
            self::tracks(&mut scene, tracks, tracks_area);
        }
        if !self.rows.is_empty() {
            board::below(&mut scene, end, (&self.heading, &self.covers), &self.rows);
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
        scene.ground(Rect::new(x, y, width, height), Form::Block(CORNER), SURFACE);
        let middle = y + height / 2.0;
        let value = Rect::new(x + 16.0, middle - 40.0, width - 32.0, 44.0);
        scene.text(Text::new(value, 34.0, DONE, fact.value.as_str()).down_to(BODY).bold());
        let label = Rect::new(x + 16.0, middle + 5.0, width - 32.0, 34.0);
        scene.text(Text::new(label, SMALL, SOFT, fact.label.as_str()).down_to(TINY));
    }
}

/// The tracks on their surface, with as much room as there is, up to some.
fn tracks(scene: &mut Scene, tracks: &[(String, u32)], area: Rect) {
    scene.ground(area, Form::Block(CORNER), SURFACE);
    let pitch = ((area.height - 2.0 * EDGE) / tracks.len() as f32).min(TRACK_AT_MOST);
    let top = area.y + (area.height - pitch * tracks.len() as f32) / 2.0;
    let most = tracks.iter().map(|(_, count)| *count).max().unwrap_or(0);
    for (place, (title, count)) in tracks.iter().enumerate() {
        let y = top + pitch * place as f32 + (pitch - TRACK) / 2.0;
        track(scene, Rect::new(area.x + 16.0, y, area.width - 32.0, TRACK), title, (*count, most));
    }
}

/// A track with how many study it, beside the track with most.
fn track(scene: &mut Scene, area: Rect, title: &str, (count, most): (u32, u32)) {
    let line = |x: f32, width: f32| Rect::new(x, area.y + 3.0, width, 34.0);
    let title = Text::new(line(area.x, area.width - COUNT - 8.0), BODY, INK, title).down_to(TINY);
    scene.text(title);
    let value = Text::new(line(area.right() - COUNT, COUNT), BODY, INK, count.to_string());
    scene.text(value.down_to(TINY).aligned(Align::Right).bold());
    let bar = Rect::new(area.x, area.y + 41.0, area.width, 6.0);
    theme::bar(scene, bar, (count, most), theme::AHEAD);
}
