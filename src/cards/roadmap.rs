//! A track as a map: its phases, and a mark for each lesson.

use serde::{Deserialize, Serialize};

use super::scene::{Align, Form, Rect, Scene, Text};
use super::theme::{self, BODY, DONE, HOLLOW, INK, INSIDE, MARGIN, NOW, SMALL, SOFT, Stage, TINY};

/// A track and somebody's place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Roadmap {
    /// The track.
    pub title: String,
    /// How long it is.
    pub caption: String,
    /// The phases in order.
    pub phases: Vec<RoadmapPhase>,
    /// The lesson under way, in words.
    pub here: String,
    /// What the marks on the map mean.
    pub legend: Vec<(Stage, String)>,
}

/// A phase on the map.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RoadmapPhase {
    /// What it is called.
    pub title: String,
    /// How much of it is done, in words.
    pub share: String,
    /// Its lessons in order.
    pub lessons: Vec<Stage>,
}

/// Where the first part begins, and the room between parts.
const TOP: f32 = 120.0;
const GAP: f32 = 10.0;
/// The marks: how far apart, how large, how many in a row.
const PITCH: f32 = 36.0;
const MARK: f32 = 26.0;
const ACROSS: usize = 20;
/// A phase's heading, and what stays free above it and below the marks.
const HEADING: f32 = 38.0;
const EDGE: f32 = 8.0;
/// The way from a mark to the next: as thick, and so far from both.
const WAY: f32 = 4.0;
const FREE: f32 = 1.5;
/// The height of a line of where the learner is, and the letters that surely have room in one.
const LINE: f32 = 32.0;
const LETTERS: usize = 54;
/// The room for how much of a phase is done.
const SHARE: f32 = 180.0;

impl Roadmap {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let lines = self.here.chars().count().div_ceil(LETTERS).min(2) as u16;
        let here = if lines == 0 { 0.0 } else { f32::from(lines) * LINE + 2.0 * EDGE + GAP };
        let high = |phase: &RoadmapPhase| HEADING + marks_height(phase) + 2.0 * EDGE;
        let phases: f32 = self.phases.iter().map(|phase| high(phase) + GAP).sum();
        let legend = theme::legend_height(self.legend.len());
        let mut scene = theme::card(TOP + here + phases + legend + 18.0, &self.title, &self.caption);
        if lines > 0 {
            theme::apart(&mut scene, TOP, here - GAP);
            let rect = Rect::new(MARGIN, TOP + EDGE, INSIDE, f32::from(lines) * LINE);
            let words = Text::new(rect, SMALL, NOW, self.here.as_str()).down_to(TINY);
            scene.text(words.lines(lines));
        }
        let mut y = TOP + here;
        for phase in &self.phases {
            theme::surface(&mut scene, y, high(phase));
            self::phase(&mut scene, y + EDGE, phase);
            y += high(phase) + GAP;
        }
        let entries: Vec<(Stage, &str)> =
            self.legend.iter().map(|(stage, words)| (*stage, words.as_str())).collect();
        theme::legend(&mut scene, y, &entries);
        scene
    }
}

fn marks_height(phase: &RoadmapPhase) -> f32 {
    phase.lessons.len().div_ceil(ACROSS) as f32 * PITCH
}

/// A phase's name, how much of it is done, and its lessons.
fn phase(scene: &mut Scene, top: f32, phase: &RoadmapPhase) {
    let title = Rect::new(MARGIN, top, INSIDE - SHARE, HEADING - 4.0);
    scene.text(Text::new(title, BODY, INK, phase.title.as_str()).down_to(TINY).bold());
    let share = Rect::new(title.right(), top, SHARE, HEADING - 4.0);
    let behind = |stage: &Stage| matches!(stage, Stage::Done | Stage::Known | Stage::LeftOut);
    let (ink, is_bold) = match &phase.lessons {
        lessons if lessons.contains(&Stage::Now) => (NOW, true),
        lessons if lessons.contains(&Stage::Done) && lessons.iter().all(behind) => (DONE, true),
        _ => (SOFT, false),
    };
    let words = Text::new(share, SMALL, ink, phase.share.as_str()).down_to(TINY).aligned(Align::Right);
    scene.text(if is_bold { words.bold() } else { words });
    way(scene, top + HEADING, &phase.lessons);
}

/// A phase's lessons, joined by what was walked and what is ahead.
fn way(scene: &mut Scene, top: f32, lessons: &[Stage]) {
    let center = |place: usize| {
        let (row, column) = ((place / ACROSS) as f32, (place % ACROSS) as f32);
        (MARGIN + PITCH * (column + 0.5), top + PITCH * (row + 0.5))
    };
    for (place, stage) in lessons.iter().enumerate() {
        let (x, y) = center(place);
        if place % ACROSS > 0 {
            let before = lessons[place - 1];
            let from = x - PITCH + theme::stage_width(before, MARK) / 2.0 + FREE;
            let to = x - theme::stage_width(*stage, MARK) / 2.0 - FREE;
            if to - from >= WAY {
                let color = if before == Stage::Done { DONE } else { HOLLOW };
                let rect = Rect::new(from, y - WAY / 2.0, to - from, WAY);
                scene.ground(rect, Form::Block(WAY / 2.0), color);
            }
        }
        theme::stage(scene, *stage, x, y, MARK);
    }
}
