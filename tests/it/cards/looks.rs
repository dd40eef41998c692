//! How the pictures look: as in the gallery, which `cargo run --example gallery` redraws.

use std::path::Path;

use study_coach::cards::paint::Painter;
use study_coach::cards::typeset::Fonts;

use super::samples;

/// A picture's size and its pixels as red, green and blue.
fn pixels(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut bytes).unwrap();
    (frame.width, frame.height, bytes)
}

#[test]
fn the_pictures_look_as_in_the_gallery() {
    // Another machine's arithmetic may move a shade; a box or a word may not.
    const SHADE: u8 = 24;
    const DIFFERENT: usize = 500;
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
    let mut painter = Painter::new(&Fonts::built_in());
    for (name, _, card) in samples::all() {
        let drawn = pixels(&painter.png(&card.scene()).unwrap());
        let kept = pixels(&std::fs::read(gallery.join(name).with_extension("png")).unwrap());
        assert_eq!((drawn.0, drawn.1), (kept.0, kept.1), "{name} has another size");
        let different = drawn.2.iter().zip(&kept.2).filter(|(a, b)| a.abs_diff(**b) > SHADE).count();
        assert!(
            different * DIFFERENT <= kept.2.len(),
            "{name} looks different; look at it, and redraw it: cargo run --example gallery"
        );
    }
}

#[test]
fn a_picture_is_small() {
    let mut painter = Painter::new(&Fonts::built_in());
    for (name, _, card) in samples::all() {
        let bytes = painter.png(&card.scene()).unwrap().len();
        assert!(bytes < 80_000, "{name}: {bytes} bytes");
    }
}

#[test]
fn the_same_card_gives_the_same_picture() {
    let (mut one, mut other) = (Painter::new(&Fonts::built_in()), Painter::new(&Fonts::built_in()));
    for (name, _, card) in samples::all() {
        assert_eq!(one.png(&card.scene()), other.png(&card.scene()), "{name}");
    }
}
