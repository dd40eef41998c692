//! Somebody's progress: the way through the phases, the weeks, the streak, the finish.

use serde::{Deserialize, Serialize};

use super::scene::{Align, Form, Rect, Scene, Text};
use super::theme::{
    self, AHEAD, BACK, BODY, CORNER, DONE, GUTTER, HOLLOW, ICE, INK, INSIDE, MARGIN, NOW, PANEL, SMALL, SOFT,
    SURFACE, Stage, TINY,
};

/// How far somebody is, in words and shares.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Progress {
    /// Who it is.
    pub name: String,
    /// The track.
    pub track: String,
    /// How much of the way is done, in percent.
    #[serde(default)]
    pub percent: u32,
    /// The same in words, and what it is.
    #[serde(default)]
    pub way: Fact,
    /// The phases in order.
    pub phases: Vec<Phase>,
    /// What stands above the weeks.
    pub by_week: String,
    /// Weeks with a promise, the newest last.
    pub weeks: Vec<WeekBar>,
    /// The streak.
    pub streak: Fact,
    /// Freezes left this quarter, of how many.
    pub freezes: (u32, u32),
    /// What stands beside the freezes.
    pub freezes_left: String,
    /// This week, and when all is finished.
    pub facts: Vec<Fact>,
}

/// A phase on the way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phase {
    /// What it is called.
    pub title: String,
    /// How much of it is done, in words.
    pub share: String,
    /// The same in percent.
    #[serde(default)]
    pub percent: u32,
    /// How far it is.
    pub stage: Stage,
}

/// A week.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WeekBar {
    /// Its Monday.
    pub label: String,
    /// What was kept, in words.
    pub value: String,
    /// Minutes kept of the promise.
    pub kept: u32,
    /// Minutes promised.
    pub promised: u32,
    /// Whether it is the one under way.
    pub now: bool,
}

/// A value with what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// How much.
    pub value: String,
}

/// The line on which the phases stand, their size, and the surface below them.
const PATH: f32 = 157.0;
const NODE: f32 = 40.0;
const PATH_TOP: f32 = 124.0;
const PATH_HIGH: f32 = 160.0;
/// The ring around the initials, and how thick it is.
const RING: f32 = 84.0;
const RING_THICK: f32 = 7.0;
/// The room for how much is done.
const WAY_WIDTH: f32 = 150.0;
/// The lower half: where its surfaces begin and end, and the words on them.
const HALF: f32 = 298.0;
const HALF_END: f32 = 598.0;
const HALF_WORDS: f32 = HALF + 10.0;
/// The weeks: where they begin and end, the columns between, and where their surface ends.
const WEEKS_TOP: f32 = 378.0;
const WEEKS_BOTTOM: f32 = 550.0;
const WEEKS_WIDTH: f32 = 468.0;
const WEEKS_END: f32 = 518.0;
/// A week's frame: how wide and thick, the least height of one, and of what is kept in it.
const FRAME: f32 = 46.0;
const FRAME_THICK: f32 = 3.0;
const FRAME_LEAST: f32 = 26.0;
const KEPT_LEAST: f32 = 6.0;
/// From the outside of a frame to what is kept.
const WITHIN: f32 = 6.0;
/// The tick of a week that is kept whole.
const WHOLE: f32 = 20.0;
/// The most weeks and phases that have room.
const WEEKS: usize = 6;
const PHASES: usize = 5;
/// Where the facts stand, and how high one is.
const FACTS: f32 = WEEKS_END + 12.0;
const FACTS_LEFT: f32 = FACTS + 16.0;
const FACT: f32 = 84.0;
/// The most letters in a disc.
const INITIALS: usize = 2;

impl Progress {
    /// The picture.
    pub fn scene(&self) -> Scene {
        let mut scene = theme::blank(HALF_END + 22.0);
        self.head(&mut scene);
        self.path(&mut scene);
        self.bars(&mut scene);
        self.side(&mut scene);
        scene
    }

    /// Who it is, within a ring of what is done, and what that is in percent.
    fn head(&self, scene: &mut Scene) {
        let ring = Rect::new(MARGIN, 24.0, RING, RING);
        scene.ground(ring, Form::Ring(RING_THICK), HOLLOW);
        if self.percent > 0 {
            let share = theme::share(self.percent, 100);
            scene.mark(ring, Form::Arc(RING_THICK, share), DONE);
        }
        let (x, y) = (ring.x + RING / 2.0, ring.y + RING / 2.0);
        scene.ground(Rect::around(x, y, 58.0), Form::Disc, PANEL);
        let letters = Rect::new(x - 25.0, y - 18.0, 50.0, 36.0);
        let initials = Text::new(letters, BODY, NOW, initials(&self.name)).down_to(TINY);
        scene.text(initials.aligned(Align::Center).bold());
        let left = ring.right() + 20.0;
        let way = Rect::new(MARGIN + INSIDE - WAY_WIDTH, 22.0, WAY_WIDTH, 54.0);
        let value = Text::new(way, 42.0, DONE, self.way.value.as_str()).down_to(SMALL);
        scene.text(value.aligned(Align::Right).bold());
        let label = Rect { y: way.bottom() + 1.0, height: 32.0, ..way };
        let label = Text::new(label, SMALL, SOFT, self.way.label.as_str()).down_to(TINY);
        scene.text(label.aligned(Align::Right));
        let width = way.x - 16.0 - left;
        let name = Rect::new(left, 24.0, width, 46.0);
        scene.name(Text::new(name, theme::TITLE, INK, self.name.as_str()).down_to(TINY).bold());
        let track = Rect::new(left, 71.0, width, 34.0);
        scene.text(Text::new(track, SMALL, SOFT, self.track.as_str()).down_to(TINY));
    }

    /// The phases from left to right, joined by what was walked and what is ahead.
    fn path(&self, scene: &mut Scene) {
        theme::surface(scene, PATH_TOP, PATH_HIGH);
        let phases = &self.phases[..self.phases.len().min(PHASES)];
        let column = INSIDE / phases.len().max(1) as f32;
        let size = if phases.len() > 4 { TINY } else { SMALL };
        let center = |place: usize| MARGIN + column * (place as f32 + 0.5);
        for (place, phase) in phases.iter().enumerate() {
            let x = center(place);
            if place > 0 {
                let from = center(place - 1) + NODE * 0.5 + 12.0;
                let rect = Rect::new(from, PATH - 3.0, x - NODE * 0.5 - 12.0 - from, 6.0);
                let before = &phases[place - 1];
                let color = if before.stage == Stage::Done { DONE } else { NOW };
                theme::bar(scene, rect, (before.percent, 100), color);
            }
            theme::stage(scene, phase.stage, x, PATH, NODE);
            let (ink, soft) = if phase.stage == Stage::Now { (INK, NOW) } else { (SOFT, SOFT) };
            let share = Rect::new(x - column / 2.0 + 4.0, PATH + 26.0, column - 8.0, 32.0);
            let words = Text::new(share, SMALL, soft, phase.share.as_str()).down_to(TINY);
            scene.text(words.aligned(Align::Center).bold());
            let title = Rect { y: share.bottom(), height: 60.0, ..share };
            let words = Text::new(title, size, ink, phase.title.as_str());
            scene.text(words.aligned(Align::Center).lines(2));
        }
    }

    /// What was kept of each week's promise, which is the frame.
    fn bars(&self, scene: &mut Scene) {
        let surface = Rect::new(GUTTER, HALF, WEEKS_END - GUTTER, HALF_END - HALF);
        scene.ground(surface, Form::Block(CORNER), SURFACE);
        let rect = Rect::new(MARGIN, HALF_WORDS, WEEKS_WIDTH, 32.0);
        scene.text(Text::new(rect, SMALL, SOFT, self.by_week.as_str()).down_to(TINY));
        let weeks = &self.weeks[self.weeks.len().saturating_sub(WEEKS)..];
        let most = weeks.iter().map(|week| week.promised.max(week.kept)).max().unwrap_or(0).max(1);
        let column = WEEKS_WIDTH / WEEKS as f32;
        // Weeks that are not there yet have their place.
        for place in weeks.len()..WEEKS {
            let x = MARGIN + column * (place as f32 + 0.5);
            let rect = Rect::new(x - FRAME / 2.0, WEEKS_BOTTOM - 6.0, FRAME, 6.0);
            scene.ground(rect, Form::Block(3.0), HOLLOW);
        }
        for (place, week) in weeks.iter().enumerate() {
            let x = MARGIN + column * place as f32;
            let promised = (WEEKS_BOTTOM - WEEKS_TOP) * theme::share(week.promised, most);
            let high = promised.max(FRAME_LEAST);
            let frame = Rect::new(x + (column - FRAME) / 2.0, WEEKS_BOTTOM - high, FRAME, high);
            scene.mark(frame, Form::Frame(8.0, FRAME_THICK), AHEAD);
            bar(scene, frame, week);
            let value = Rect::new(x + 1.0, frame.y - 32.0, column - 2.0, 30.0);
            scene.text(
                Text::new(value, TINY, if week.now { NOW } else { INK }, week.value.as_str())
                    .aligned(Align::Center),
            );
            let label = Rect::new(x + 1.0, WEEKS_BOTTOM + 8.0, column - 2.0, 30.0);
            scene.text(Text::new(label, TINY, SOFT, week.label.as_str()).aligned(Align::Center));
        }
    }

    fn side(&self, scene: &mut Scene) {
        let surface = Rect::new(FACTS, HALF, f32::from(theme::WIDTH) - GUTTER - FACTS, HALF_END - HALF);
        scene.ground(surface, Form::Block(CORNER), SURFACE);
        let width = MARGIN + INSIDE - FACTS_LEFT;
        let fact = |scene: &mut Scene, y: f32, fact: &Fact| {
            let label = Rect::new(FACTS_LEFT, y, width, 32.0);
            scene.text(Text::new(label, SMALL, SOFT, fact.label.as_str()).down_to(TINY));
            let value = Rect::new(FACTS_LEFT, y + 32.0, width, 42.0);
            scene.text(Text::new(value, 30.0, INK, fact.value.as_str()).down_to(TINY).bold());
        };
        fact(scene, HALF_WORDS, &self.streak);
        let (left, all) = (self.freezes.0.min(5), self.freezes.1.min(5));
        let y = HALF_WORDS + FACT + 2.0;
        for place in 0..all {
            let rect = Rect::around(FACTS_LEFT + 12.0 + 28.0 * place as f32, y + 9.0, 24.0);
            match place < left {
                true => scene.mark(rect, Form::Flake, ICE),
                false => scene.mark(Rect::around(rect.x + 12.0, y + 9.0, 8.0), Form::Disc, AHEAD),
            }
        }
        let from = FACTS_LEFT + 28.0 * all as f32 + 4.0;
        let rect = Rect::new(from, y - 7.0, MARGIN + INSIDE - from, 32.0);
        scene.text(Text::new(rect, SMALL, SOFT, self.freezes_left.as_str()).down_to(TINY));
        for (place, about) in self.facts.iter().take(2).enumerate() {
            fact(scene, HALF_WORDS + FACT + 38.0 + FACT * place as f32, about);
        }
    }
}

/// What was kept of a week, in its frame; a week that is kept whole has a tick.
fn bar(scene: &mut Scene, frame: Rect, week: &WeekBar) {
    if week.kept == 0 {
        return;
    }
    let room = frame.height - 2.0 * WITHIN;
    // What is begun is seen, however little it is.
    let high = (room * theme::share(week.kept, week.promised.max(1))).max(KEPT_LEAST);
    let fill = Rect::new(frame.x + WITHIN, frame.bottom() - WITHIN - high, frame.width - 2.0 * WITHIN, high);
    let color = if week.now { NOW } else { DONE };
    scene.mark(fill, Form::Block(4.0_f32.min(high / 2.0)), color);
    if week.kept >= week.promised && high >= 2.0 * WHOLE {
        let tick = Rect::around(fill.x + fill.width / 2.0, fill.y + 6.0 + WHOLE / 2.0, WHOLE);
        scene.mark(tick, Form::Tick, BACK);
    }
}

/// The first letters of the first and the last word; nothing where a name has no letters. Scripts without
/// capitals join their letters, or have a word in each: there it is one.
fn initials(name: &str) -> String {
    let words: Vec<char> =
        name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric())).collect();
    let ends = match words.as_slice() {
        [] => Vec::new(),
        [one] => vec![*one],
        [first, .., last] => vec![*first, *last],
    };
    let capitals = ends.first().is_some_and(|first| first.is_lowercase() || first.is_uppercase());
    let letters = if capitals { INITIALS } else { 1 };
    ends.into_iter().take(letters).flat_map(char::to_uppercase).collect()
}
