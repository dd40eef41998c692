//! How the pictures look: as in the gallery, which `cargo run --example gallery` redraws.

use std::path::Path;

use study_coach::cards::paint::Painter;
use study_coach::cards::scene::{Color, Item, Scene};

use super::samples;

/// A picture's size and its pixels as red, green and blue.
struct Pixels {
    wide: usize,
    high: usize,
    bytes: Vec<u8>,
}

fn pixels(png: &[u8]) -> Pixels {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut bytes).unwrap();
    Pixels { wide: frame.width as usize, high: frame.height as usize, bytes }
}

/// The first square in which two pictures differ: in a few pixels by much, as where a word or a mark is
/// another, or in many by little, as where a ground is. Another machine's arithmetic may move a shade.
/// The squares' corners lie half a side apart.
fn difference(one: &Pixels, other: &Pixels) -> Option<(usize, usize)> {
    const SIDE: usize = 8;
    const MUCH: (u8, usize) = (40, 5);
    const MANY: (u8, usize) = (12, 16);
    if (one.wide, one.high) != (other.wide, other.high) {
        return Some((one.wide, one.high));
    }
    let far = |x: usize, y: usize| {
        let from = 3 * (y * one.wide + x);
        let (a, b) = (&one.bytes[from..from + 3], &other.bytes[from..from + 3]);
        a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
    };
    let line = |pixels: &Pixels, y: usize| pixels.bytes[3 * y * one.wide..3 * (y + 1) * one.wide].to_vec();
    let differ: Vec<bool> = (0..one.high).map(|y| line(one, y) != line(other, y)).collect();
    let corners = |end: usize| (0..end).step_by(SIDE / 2);
    let rows = corners(one.high).filter(|y| differ[*y..(y + SIDE).min(one.high)].contains(&true));
    let mut squares = rows.flat_map(|y| corners(one.wide).map(move |x| (x, y)));
    squares.find(|(x, y)| {
        let (right, bottom) = ((x + SIDE).min(one.wide), (y + SIDE).min(one.high));
        let dots = (*y..bottom).flat_map(|y| (*x..right).map(move |x| (x, y)));
        let shades: Vec<u8> = dots.map(|(x, y)| far(x, y)).collect();
        [MUCH, MANY].iter().any(|(by, most)| shades.iter().filter(|shade| *shade > by).count() > *most)
    })
}

fn gallery(name: &str) -> Pixels {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
    pixels(&std::fs::read(gallery.join(name).with_extension("png")).unwrap())
}

#[test]
fn the_pictures_look_as_in_the_gallery() {
    for (name, _, fonts, card) in samples::all() {
        let drawn = Painter::new(&fonts.load()).png(&card.scene()).unwrap();
        let at = difference(&pixels(&drawn), &gallery(name));
        assert_eq!(
            at, None,
            "{name} looks different there; look at it, and redraw it: cargo run --example gallery"
        );
    }
}

/// A scene's pixels as they are before they are written as PNG.
fn drawn(painter: &mut Painter, scene: &Scene) -> Pixels {
    let pixels = painter.pixels(scene).unwrap();
    let bytes = pixels.pixels().iter().flat_map(|it| [it.red(), it.green(), it.blue()]).collect();
    Pixels { wide: pixels.width() as usize, high: pixels.height() as usize, bytes }
}

#[test]
fn a_picture_that_lacks_or_moves_anything_is_seen_to_be_different() {
    for (name, _, fonts, card) in samples::all().into_iter().take(4) {
        let (mut painter, whole) = (Painter::new(&fonts.load()), card.scene());
        let kept = drawn(&mut painter, &whole);
        assert_eq!(difference(&kept, &gallery(name)), None, "a palette is no difference");
        // Of many alike, some.
        let step = if whole.items.len() > 80 { 5 } else { 1 };
        for (place, item) in whole.items.iter().enumerate().step_by(step) {
            let covers = |later: &Item| matches!(later, Item::Shape(it) if it.form.is_ground() && it.rect.holds(item.rect()));
            if whole.items[place + 1..].iter().any(covers) {
                continue;
            }
            // Each is once gone, or shifted, or of another colour.
            let mut other = whole.clone();
            match (place % 3, &mut other.items[place]) {
                (0, Item::Shape(shape)) => shape.rect.x += 3.0,
                (0, Item::Text(text)) => text.rect.x += 3.0,
                (1, Item::Shape(shape)) => shape.color = Color(0xff, 0x20, 0xff),
                (1, Item::Text(text)) => text.color = Color(0xff, 0x20, 0xff),
                _ => drop(other.items.remove(place)),
            }
            let found = difference(&drawn(&mut painter, &other), &kept);
            assert!(found.is_some(), "{name}: nobody would see this one changed: {item:?}");
        }
    }
}

#[test]
fn a_picture_is_small() {
    for (name, _, fonts, card) in samples::all() {
        let mut painter = Painter::new(&fonts.load());
        let bytes = painter.png(&card.scene()).unwrap().len();
        assert!(bytes < 80_000, "{name}: {bytes} bytes");
    }
}

#[test]
fn the_same_card_gives_the_same_picture() {
    for (name, _, fonts, card) in samples::all() {
        let (mut one, mut other) = (Painter::new(&fonts.load()), Painter::new(&fonts.load()));
        assert_eq!(one.png(&card.scene()), other.png(&card.scene()), "{name}");
    }
}
