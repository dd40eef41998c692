//! A scene into pixels.

use cosmic_text::SwashContent;
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, PixmapMut, PixmapRef, PremultipliedColorU8,
    Stroke, Transform,
};

use super::scene::{Color, Form, Item, Rect, Scene, Shape, Text};
use super::typeset::{Fonts, Set, Typesetter};
use super::{encode, theme};

/// How far a curve's handles are from its ends, so that four make a circle.
const ROUND: f32 = 0.552_285;

/// How far a letter may reach over a side of its box, as a `j` does to the left of its place.
const OVER: f32 = 3.0;

/// Paints scenes, each on the same canvas: made anew for each, megabytes would be kept by the allocator
/// in every thread that once painted.
pub struct Painter {
    type_: Typesetter,
    canvas: Vec<u8>,
}

impl Painter {
    /// One with these fonts.
    pub fn new(fonts: &Fonts) -> Self {
        Self { type_: Typesetter::new(fonts), canvas: Vec::new() }
    }

    /// A scene as PNG; none where it has no size.
    pub fn png(&mut self, scene: &Scene) -> Option<Vec<u8>> {
        self.pixels(scene)?;
        encode::png(&mut self.canvas, (scene.width.into(), scene.height.into()))
    }

    /// A scene's pixels; none where it has no size.
    pub fn pixels(&mut self, scene: &Scene) -> Option<PixmapRef<'_>> {
        let (width, height) = (u32::from(scene.width), u32::from(scene.height));
        self.canvas.resize(width as usize * height as usize * encode::PIXEL, 0);
        let mut pixels = PixmapMut::from_bytes(&mut self.canvas, width, height)?;
        let Color(red, green, blue) = scene.back;
        pixels.fill(tiny_skia::Color::from_rgba8(red, green, blue, u8::MAX));
        for item in &scene.items {
            match item {
                Item::Shape(shape) => paint_shape(&mut pixels, shape),
                Item::Text(text) => paint_text(&mut pixels, &mut self.type_, text),
            }
        }
        PixmapRef::from_bytes(&self.canvas, width, height)
    }
}

fn paint_text(pixels: &mut PixmapMut<'_>, type_: &mut Typesetter, text: &Text) {
    match type_.set(text) {
        Set::Words { glyphs, .. } => {
            let clip = Clip::of(&text.rect, pixels);
            for glyph in &glyphs {
                let Some(image) = type_.image(glyph) else { continue };
                let left = glyph.at.0 + image.placement.left;
                let top = glyph.at.1 - image.placement.top;
                let (width, height) = (image.placement.width, image.placement.height);
                let colorful = image.content == SwashContent::Color;
                let step = if colorful { 4 } else { 1 };
                let size = (width as usize).saturating_mul(height as usize).saturating_mul(step);
                if image.content == SwashContent::SubpixelMask || image.data.len() < size {
                    continue;
                }
                let inked = image.data.chunks_exact(step).zip(0_u32..);
                for (ink, place) in inked.take(size / step) {
                    let (x, y) = (left + (place % width) as i32, top + (place / width) as i32);
                    let (color, alpha) = match ink {
                        [red, green, blue, alpha] => (Color(*red, *green, *blue), *alpha),
                        [alpha, ..] => (text.color, *alpha),
                        [] => continue,
                    };
                    if alpha > 0 && clip.holds(x, y) {
                        blend(pixels, x, y, color, alpha);
                    }
                }
            }
        }
        Set::Mark(rect) => {
            let form = Form::Block(rect.height / 2.0);
            paint_shape(pixels, &Shape { rect, form, color: theme::AHEAD, telling: true });
        }
    }
}

/// The pixels that a text may touch.
struct Clip {
    x: std::ops::Range<i32>,
    y: std::ops::Range<i32>,
}

impl Clip {
    fn of(rect: &Rect, pixels: &PixmapMut<'_>) -> Self {
        let side = |from: f32, to: f32, most: u32| {
            (from.floor() as i32).max(0)..(to.ceil() as i32).min(i32::try_from(most).unwrap_or(i32::MAX))
        };
        Self {
            x: side(rect.x - OVER, rect.right() + OVER, pixels.width()),
            y: side(rect.y, rect.bottom(), pixels.height()),
        }
    }

    fn holds(&self, x: i32, y: i32) -> bool {
        self.x.contains(&x) && self.y.contains(&y)
    }
}

/// Lays a colour over a pixel, which has no transparency and keeps having none.
fn blend(pixels: &mut PixmapMut<'_>, x: i32, y: i32, color: Color, alpha: u8) {
    let place = y as usize * pixels.width() as usize + x as usize;
    let Some(pixel) = pixels.pixels_mut().get_mut(place) else { return };
    let mix = |over: u8, under: u8| {
        let (over, under, alpha) = (u32::from(over), u32::from(under), u32::from(alpha));
        ((over * alpha + under * (255 - alpha) + 127) / 255) as u8
    };
    let (red, green, blue) =
        (mix(color.0, pixel.red()), mix(color.1, pixel.green()), mix(color.2, pixel.blue()));
    if let Some(mixed) = PremultipliedColorU8::from_rgba(red, green, blue, u8::MAX) {
        *pixel = mixed;
    }
}

fn paint_shape(pixels: &mut PixmapMut<'_>, shape: &Shape) {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    let Color(red, green, blue) = shape.color;
    paint.set_color_rgba8(red, green, blue, u8::MAX);
    let rect = &shape.rect;
    let (path, thick) = match shape.form {
        Form::Block(radius) => (round(rect, radius), None),
        Form::Disc => (round(rect, rect.width / 2.0), None),
        Form::Frame(radius, thick) => (round(&inset(rect, thick / 2.0), radius - thick / 2.0), Some(thick)),
        Form::Ring(thick) => {
            let inner = inset(rect, thick / 2.0);
            (round(&inner, inner.width / 2.0), Some(thick))
        }
        Form::Arc(thick, part) => (arc(&inset(rect, thick / 2.0), part), Some(thick)),
        Form::Diamond => (lines(rect, &[(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)], true), None),
        Form::Up => (lines(rect, &[(0.5, 0.1), (1.0, 0.9), (0.0, 0.9)], true), None),
        Form::Down => (lines(rect, &[(0.0, 0.1), (1.0, 0.1), (0.5, 0.9)], true), None),
        Form::Flake => (rays(rect), Some(rect.width * 0.12)),
        Form::Tick => (lines(rect, &[(0.1, 0.55), (0.4, 0.82), (0.9, 0.2)], false), Some(rect.width * 0.2)),
    };
    let Some(path) = path else { return };
    match thick {
        None => pixels.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None),
        Some(width) => {
            let stroke =
                Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
            pixels.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
        }
    }
}

fn inset(rect: &Rect, by: f32) -> Rect {
    Rect::new(rect.x + by, rect.y + by, rect.width - 2.0 * by, rect.height - 2.0 * by)
}

fn lines(rect: &Rect, points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let (x, y) = (rect.x + rect.width * x, rect.y + rect.height * y);
        if place == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// Three lines through the middle of a box, with a little fork at each end.
fn rays(rect: &Rect) -> Option<Path> {
    const RAYS: u8 = 6;
    let radius = rect.width * 0.44;
    let (x, y) = (rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
    let mut path = PathBuilder::new();
    for ray in 0..RAYS {
        let angle = std::f32::consts::TAU * f32::from(ray) / f32::from(RAYS);
        let at = |far: f32, turn: f32| {
            let angle = angle + turn;
            (x + radius * far * angle.sin(), y - radius * far * angle.cos())
        };
        let (end, fork, left, right) = (at(1.0, 0.0), at(0.6, 0.0), at(0.95, -0.4), at(0.95, 0.4));
        path.move_to(x, y);
        path.line_to(end.0, end.1);
        path.move_to(left.0, left.1);
        path.line_to(fork.0, fork.1);
        path.line_to(right.0, right.1);
    }
    path.finish()
}

/// A piece of the circle in a square, from the top clockwise.
fn arc(square: &Rect, part: f32) -> Option<Path> {
    const PIECES: u16 = 90;
    let radius = square.width / 2.0;
    let (x, y) = (square.x + radius, square.y + radius);
    let mut path = PathBuilder::new();
    for piece in 0..=PIECES {
        let angle = std::f32::consts::TAU * part.clamp(0.0, 1.0) * f32::from(piece) / f32::from(PIECES);
        let (x, y) = (x + radius * angle.sin(), y - radius * angle.cos());
        if piece == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    path.finish()
}

/// A rectangle with round corners.
fn round(rect: &Rect, radius: f32) -> Option<Path> {
    let r = radius.max(0.0).min(rect.width / 2.0).min(rect.height / 2.0);
    let k = r * (1.0 - ROUND);
    let (left, top, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - k, top, right, top + k, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + k, left + k, top, left + r, top);
    path.close();
    path.finish()
}
