//! A track as a map: its phases, and a mark for each lesson.

use serde::{Deserialize, Serialize};

use super::scene::{Align, Rect, Scene, Text};
use super::theme::{self, BODY, INK, INSIDE, MARGIN, NOW, SMALL, SOFT, Stage};

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
    /// What the marks of the four stages mean, in the order of [`Stage`].
    pub legend: [String; 4],
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

impl Roadmap {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let marks = |phase: &RoadmapPhase| phase.lessons.len().div_ceil(ACROSS) as f32 * PITCH;
        let phases: f32 = self.phases.iter().map(|phase| HEADING + marks(phase) + AFTER).sum();
        let here = if self.here.is_empty() { 0.0 } else { 44.0 };
        let mut scene = theme::card(TOP + phases + here + 62.0, &self.title, &self.caption);
        let mut y = TOP;
        for phase in &self.phases {
            let title = Rect::new(MARGIN, y, INSIDE - 180.0, HEADING - 4.0);
            scene.text(Text::new(title, BODY, INK, phase.title.as_str()).bold());
            let share = Rect::new(title.right(), y, 180.0, HEADING - 4.0);
            scene.text(Text::new(share, SMALL, SOFT, phase.share.as_str()).aligned(Align::Right));
            for (place, stage) in phase.lessons.iter().enumerate() {
                let x = MARGIN + PITCH * ((place % ACROSS) as f32 + 0.5);
                let row = (place / ACROSS) as f32;
                theme::stage(&mut scene, *stage, x, y + HEADING + PITCH * (row + 0.5), MARK);
            }
            y += HEADING + marks(phase) + AFTER;
        }
        let rect = Rect::new(MARGIN, y, INSIDE, 36.0);
        scene.text(Text::new(rect, SMALL, NOW, self.here.as_str()));
        y += here;
        let [done, now, ahead, optional] = &self.legend;
        let entries =
            [(Stage::Done, done), (Stage::Now, now), (Stage::Ahead, ahead), (Stage::Optional, optional)];
        theme::legend(&mut scene, y + 24.0, &entries.map(|(stage, words)| (stage, words.as_str())));
        scene
    }
}
