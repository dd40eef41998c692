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

/// Where the first phase begins.
const TOP: f32 = 124.0;
/// The marks: how far apart, how large, how many in a row.
const PITCH: f32 = 36.0;
const MARK: f32 = 26.0;
const ACROSS: usize = 20;
/// A phase's heading, and the room below its marks.
const HEADING: f32 = 40.0;
const AFTER: f32 = 18.0;
/// The way from a mark to the next, as thick.
const WAY: f32 = 4.0;

impl Roadmap {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let marks = |phase: &RoadmapPhase| phase.lessons.len().div_ceil(ACROSS) as f32 * PITCH;
        let phases: f32 = self.phases.iter().map(|phase| HEADING + marks(phase) + AFTER).sum();
        let here = if self.here.is_empty() { 0.0 } else { 44.0 };
        let legend = theme::legend_height(self.legend.len());
        let mut scene = theme::card(TOP + phases + here + legend + 22.0, &self.title, &self.caption);
        let mut y = TOP;
        for phase in &self.phases {
            let title = Rect::new(MARGIN, y, INSIDE - 180.0, HEADING - 4.0);
            scene.text(Text::new(title, BODY, INK, phase.title.as_str()).bold());
            let share = Rect::new(title.right(), y, 180.0, HEADING - 4.0);
            scene.text(Text::new(share, SMALL, SOFT, phase.share.as_str()).aligned(Align::Right));
            way(&mut scene, y + HEADING, &phase.lessons);
            y += HEADING + marks(phase) + AFTER;
        }
        let rect = Rect::new(MARGIN, y, INSIDE, 36.0);
        scene.text(Text::new(rect, SMALL, NOW, self.here.as_str()).down_to(TINY));
        let entries: Vec<(Stage, &str)> =
            self.legend.iter().map(|(stage, words)| (*stage, words.as_str())).collect();
        theme::legend(&mut scene, y + here + 2.0, &entries);
        scene
    }
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
            let wide = PITCH - MARK - 6.0;
            let rect = Rect::new(x - PITCH / 2.0 - wide / 2.0, y - WAY / 2.0, wide, WAY);
            let walked = lessons[place - 1] == Stage::Done;
            scene.ground(rect, Form::Block(WAY / 2.0), if walked { DONE } else { HOLLOW });
        }
        theme::stage(scene, *stage, x, y, MARK);
    }
}
