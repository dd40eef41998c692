//! How all cards look: calm, dark, what belongs together on one surface, and the same on Discord's dark
//! and light themes, because each card brings its own background. Sizes are for a card of [`WIDTH`]
//! pixels, which a phone shows at less than half: the smallest type then is still about 10 px high.

use super::scene::{Align, Color, Form, Rect, Scene, Text};

/// How wide every card is.
pub const WIDTH: u16 = 800;
/// What stays free at the sides.
pub const MARGIN: f32 = 40.0;
/// What stays free beside surfaces, and how round their corners are.
pub const GUTTER: f32 = 24.0;
pub const CORNER: f32 = 14.0;
/// The room between the margins.
pub const INSIDE: f32 = WIDTH as f32 - 2.0 * MARGIN;

/// Behind everything.
pub const BACK: Color = Color(0x14, 0x17, 0x1e);
/// What belongs together.
pub const SURFACE: Color = Color(0x1f, 0x24, 0x2e);
/// What is set apart from the others.
pub const PANEL: Color = Color(0x2c, 0x34, 0x43);
/// What could be filled and is not.
pub const HOLLOW: Color = Color(0x3d, 0x47, 0x5a);
/// Words that matter.
pub const INK: Color = Color(0xf4, 0xf6, 0xfa);
/// Words beside them.
pub const SOFT: Color = Color(0xb3, 0xbd, 0xcd);
/// What is ahead.
pub const AHEAD: Color = Color(0x8e, 0x9a, 0xae);
/// What is done.
pub const DONE: Color = Color(0x5f, 0xd4, 0xa6);
/// The first three places.
pub const MEDALS: [Color; 3] = [Color(0xf4, 0xc9, 0x5d), Color(0xcb, 0xd3, 0xde), Color(0xd8, 0x9b, 0x6a)];
/// Where somebody is now.
pub const NOW: Color = Color(0xff, 0xc8, 0x5e);
/// What keeps a streak over a week that was missed.
pub const ICE: Color = Color(0x86, 0xc9, 0xf7);

/// A title.
pub const TITLE: f32 = 34.0;
/// A name or value.
pub const BODY: f32 = 26.0;
/// What explains.
pub const SMALL: f32 = 24.0;
/// What stands in a narrow column.
pub const TINY: f32 = 21.0;

/// The size of a tick in its disc.
const TICK: f32 = 0.56;
/// And without one.
const TICK_ALONE: f32 = 0.68;
/// The size of a diamond beside a disc that looks as large.
const DIAMOND: f32 = 1.16;
/// The size of an optional lesson's frame beside a disc.
const FRAME: f32 = 0.78;
/// How long and how high a dash is beside a disc.
const DASH: (f32, f32) = (0.54, 0.14);

/// How far something is; each has its own shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Stage {
    /// Done: a disc with a tick.
    Done,
    /// Under way: a diamond.
    Now,
    /// Ahead: a ring.
    Ahead,
    /// Ahead, and may be left out: a frame.
    Optional,
    /// Known before, so not in the plan: a tick alone.
    Known,
    /// Not in the plan for want of time: a dash.
    LeftOut,
}

/// An empty card with its title and what stands below it.
pub fn card(height: f32, title: &str, caption: &str) -> Scene {
    let mut scene = blank(height);
    scene.text(Text::new(Rect::new(MARGIN, 28.0, INSIDE, 46.0), TITLE, INK, title).bold());
    scene.text(Text::new(Rect::new(MARGIN, 74.0, INSIDE, 34.0), SMALL, SOFT, caption));
    scene
}

/// An empty card.
pub fn blank(height: f32) -> Scene {
    Scene { width: WIDTH, height: height.ceil() as u16, back: BACK, items: Vec::new() }
}

/// The surface of what belongs together, from `top` on, over the whole card.
pub fn surface(scene: &mut Scene, top: f32, height: f32) {
    let rect = Rect::new(GUTTER, top, f32::from(WIDTH) - 2.0 * GUTTER, height);
    scene.ground(rect, Form::Block(CORNER), SURFACE);
}

/// What is somebody's own, or now, is set apart: by its ground and a strip at its left.
pub fn apart(scene: &mut Scene, top: f32, height: f32) {
    let rect = Rect::new(GUTTER, top, f32::from(WIDTH) - 2.0 * GUTTER, height);
    scene.ground(rect, Form::Block(CORNER), PANEL);
    scene.mark(Rect::new(GUTTER + 5.0, top + 10.0, 5.0, height - 20.0), Form::Block(2.5), NOW);
}

/// How wide the mark of a stage is that is as large as a disc of `size`, or the room that it keeps.
pub fn stage_width(stage: Stage, size: f32) -> f32 {
    if stage == Stage::Now { size * DIAMOND } else { size }
}

/// The mark of a stage around a point, as large as a disc of `size`.
pub fn stage(scene: &mut Scene, stage: Stage, x: f32, y: f32, size: f32) {
    let around = |part: f32| Rect::around(x, y, size * part);
    match stage {
        Stage::Done => {
            scene.mark(around(1.0), Form::Disc, DONE);
            scene.mark(around(TICK), Form::Tick, BACK);
        }
        Stage::Now => scene.mark(around(DIAMOND), Form::Diamond, NOW),
        Stage::Ahead => scene.mark(around(1.0), Form::Ring(size * 0.12), AHEAD),
        Stage::Known => scene.mark(around(TICK_ALONE), Form::Tick, DONE),
        Stage::LeftOut => {
            let (wide, high) = (size * DASH.0, size * DASH.1);
            let dash = Rect::new(x - wide / 2.0, y - high / 2.0, wide, high);
            scene.mark(dash, Form::Block(high / 2.0), AHEAD);
        }
        Stage::Optional => scene.mark(around(FRAME), Form::Frame(size * 0.1, size * 0.11), AHEAD),
    }
}

/// A bar that is filled to `part` of `all`.
pub fn bar(scene: &mut Scene, rect: Rect, (part, all): (u32, u32), color: Color) {
    let radius = rect.height / 2.0;
    scene.ground(rect, Form::Block(radius), HOLLOW);
    let share = share(part, all);
    if share > 0.0 {
        // What is begun is seen, however little it is.
        let width = (rect.width * share).max(rect.height);
        scene.mark(Rect { width, ..rect }, Form::Block(radius), color);
    }
}

/// How much of `all` a `part` is, from 0 to 1.
pub fn share(part: u32, all: u32) -> f32 {
    if all == 0 { 0.0 } else { part.min(all) as f32 / all as f32 }
}

/// The most entries of a legend beside one another.
const ENTRIES: usize = 4;
/// The height of a legend's line.
const ENTRY: f32 = 40.0;

/// How high the legend of so many marks is.
pub fn legend_height(entries: usize) -> f32 {
    ENTRY * entries.div_ceil(ENTRIES) as f32
}

/// What the marks mean, in equal columns.
pub fn legend(scene: &mut Scene, top: f32, entries: &[(Stage, &str)]) {
    let column = INSIDE / ENTRIES as f32;
    for (place, (stage, words)) in entries.iter().enumerate() {
        let x = MARGIN + column * (place % ENTRIES) as f32;
        let y = top + ENTRY * ((place / ENTRIES) as f32 + 0.5);
        self::stage(scene, *stage, x + 14.0, y, 24.0);
        let rect = Rect::new(x + 36.0, y - 17.0, column - 44.0, 34.0);
        scene.text(Text::new(rect, SMALL, SOFT, *words).aligned(Align::Left));
    }
}
