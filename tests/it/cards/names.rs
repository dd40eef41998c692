//! Any name is safe.

use proptest::prelude::*;
use study_coach::cards::Card;
use study_coach::cards::board::Board;
use study_coach::cards::paint::Painter;
use study_coach::cards::scene::{Align, Color, Rect, Text};
use study_coach::cards::theme::blank;
use study_coach::cards::typeset::{Fonts, Set, Typesetter, clean};

use super::random::words;
use super::samples::{HOSTILE, With, hostile};

fn set(words: &str) -> Set {
    let rect = Rect::new(10.0, 10.0, 300.0, 40.0);
    Typesetter::new(&Fonts::built_in()).set(&Text::new(rect, 26.0, Color(255, 255, 255), words))
}

#[track_caller]
fn glyphs(words: &str) -> usize {
    match set(words) {
        Set::Words { glyphs, .. } => glyphs.len(),
        Set::Mark(_) => panic!("{words:?} is a mark"),
    }
}

#[test]
fn latin_greek_and_cyrillic_are_drawn() {
    for name in ["Mia", "Łukasz Żółć", "Nguyễn Thị Hằng", "Γιώργος Ἀθῆναι", "Алексей Ґалаґан", "İstanbul ß ﬁ"]
    {
        assert!(glyphs(name) > 0);
    }
}

#[test]
fn a_name_that_no_font_can_draw_is_a_neutral_mark() {
    for name in [
        "",
        "   ",
        "\u{200b}\u{2060}",
        "محمد",
        "李小龍",
        "नमस्ते",
        "👩‍👩‍👧‍👦",
        "🇩🇪🇫🇷",
        "mia 李",
        "\u{e000}",
        "\u{0}\u{7}",
    ] {
        assert!(matches!(set(name), Set::Mark(_)), "{name:?}");
    }
}

#[test]
fn with_a_folder_of_fonts_other_scripts_and_emoji_are_drawn() {
    let mut typesetter = Typesetter::new(&With::Others.load());
    let mut drawn = |words: &str| {
        let text = Text::new(Rect::new(10.0, 10.0, 300.0, 40.0), 26.0, Color(255, 255, 255), words);
        match typesetter.set(&text) {
            Set::Words { glyphs, .. } => glyphs,
            Set::Mark(_) => panic!("{words:?} is a mark"),
        }
    };
    for name in ["محمد الأمين لا", "李小龍", "田中さん", "김민준", "नमस्ते क्षत्रिय", "שלום mia עולם", "﷽"]
    {
        assert!(!drawn(name).is_empty(), "{name}");
    }
    // Sequences are one picture, flags too; letters join.
    for emoji in ["👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🦊"] {
        assert_eq!(drawn(emoji).len(), 1, "{emoji}");
    }
    assert_eq!(drawn("mia 🦊✨").len(), 6);
    assert_eq!(drawn("لا").len(), 1, "lam and alef are one letter form");
    // From right to left: what is read first stands at the right.
    let (first, second) = (drawn("م")[0].key.glyph_id, drawn("ا")[0].key.glyph_id);
    let word = drawn("م ا");
    let place = |glyph| word.iter().find(|it| it.key.glyph_id == glyph).expect("a letter of its own").at.0;
    assert!(place(first) > place(second));
}

#[test]
fn a_name_is_smaller_rather_than_cut() {
    let words = "Ana María de la Fuente";
    let text = Text::new(Rect::new(0.0, 0.0, 280.0, 34.0), 26.0, Color(255, 255, 255), words);
    let mut typesetter = Typesetter::new(&Fonts::built_in());
    let mut count = |text: &Text| match typesetter.set(text) {
        Set::Words { glyphs, taken } => (glyphs.len(), taken.width),
        Set::Mark(_) => panic!("a mark"),
    };
    let (cut, _) = count(&text);
    let (whole, wide) = count(&text.clone().down_to(21.0));
    assert!(cut < whole && wide <= 280.5, "{cut} and {whole} glyphs, {wide} wide");
}

#[test]
fn a_name_loses_its_emoji_rather_than_itself() {
    assert_eq!(glyphs("mia 🦊✨"), glyphs("mia"));
    assert_eq!(glyphs("🇩🇪 jo 👩‍👩‍👧"), glyphs("jo"));
}

#[test]
fn letters_in_fancy_dress_are_read_as_letters() {
    assert_eq!(clean("𝓜𝓲𝓪 ＷＩＤＥ Ⓙⓞ"), "Mia WIDE Jo");
    assert_eq!(clean("𝓜𝓲𝓪"), "Mia");
}

#[test]
fn control_direction_and_invisible_characters_are_gone() {
    assert_eq!(clean("\u{202e}gnp.exe\u{202c}\u{0}\n\tx\u{200b}\u{2066}y\u{2069}\u{feff}"), "gnp.exe xy");
}

#[test]
fn marks_upon_marks_are_few() {
    assert_eq!(clean(&format!("a{}b", "\u{301}".repeat(50))), "a\u{301}\u{301}\u{301}b");
    assert_eq!(clean("\u{301}\u{301}"), "");
}

#[test]
fn a_long_name_ends_in_dots_within_its_box() {
    let Set::Words { taken, glyphs } = set(&"W".repeat(500)) else { panic!("a mark") };
    assert!(taken.right() <= 310.5 && glyphs.len() < 20, "{taken:?}, {} glyphs", glyphs.len());
}

#[test]
fn dots_are_within_the_box_wherever_the_words_stand_in_it() {
    for (align, lines) in
        [Align::Left, Align::Center, Align::Right].map(|align| [(align, 1), (align, 2)]).concat()
    {
        let rect = Rect::new(10.0, 10.0, 136.0, 60.0);
        let text = Text::new(rect, 24.0, Color(255, 255, 255), "Foundations of everything there is");
        let text = text.aligned(align).lines(lines);
        let Set::Words { glyphs, taken } = Typesetter::new(&Fonts::built_in()).set(&text) else {
            panic!("a mark")
        };
        // The dots are the last glyph, four fifths of the size wide.
        let dots = glyphs.last().unwrap().at.0 as f32 + 0.8 * 24.0;
        assert!(dots <= taken.right() + 1.0 && rect.holds(&taken), "{align:?}: {dots}, {taken:?}");
    }
}

#[test]
fn a_letter_is_whole_where_it_reaches_over_the_side_of_its_box() {
    let mut scene = blank(60.0);
    let rect = Rect::new(100.0, 10.0, 300.0, 34.0);
    scene.text(Text::new(rect, 26.0, Color(255, 255, 255), "jo"));
    let mut painter = Painter::new(&Fonts::built_in());
    let pixels = painter.pixels(&scene).unwrap();
    let left = |x: u32| (0..60).any(|y| pixels.pixel(x, y).unwrap().green() > 128);
    assert!(left(99) && !left(96), "the end of the j lies to the left of its place");
}

/// The rows of pixels at which two boards differ.
fn differing(painter: &mut Painter, one: &Card, other: &Card) -> Vec<u32> {
    let [one, other] = [one, other].map(|card| {
        let pixels = painter.pixels(&card.scene()).unwrap();
        let lines = pixels.pixels().chunks(pixels.width() as usize);
        lines.map(<[_]>::to_vec).collect::<Vec<_>>()
    });
    assert_eq!(one.len(), other.len());
    let lines = one.iter().zip(&other).zip(0..);
    lines.filter(|((a, b), _)| a != b).map(|(_, line)| line).collect()
}

#[test]
fn a_hard_name_leaves_its_neighbours_as_they_are() {
    for (with, name) in
        [With::Own, With::Others].into_iter().flat_map(|with| HOSTILE.map(|name| (with, name)))
    {
        let mut painter = Painter::new(&with.load());
        let plain = ["Mia", "Jo", "Ann", "Bob", "Eve"];
        let (before, mut names) = (hostile(&plain), plain);
        names[2] = name;
        let after = hostile(&names);
        let differing = differing(&mut painter, &before, &after);
        // The third row, and nothing above or below it.
        let row = 128 + 2 * 52..128 + 3 * 52;
        assert!(
            !differing.is_empty() && differing.iter().all(|line| row.contains(line)),
            "{name:?}: {differing:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_name_gives_a_picture(
        names in proptest::collection::vec(words(), 1..6),
        with in proptest::sample::select(vec![With::Own, With::Others]),
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let Card::Board(board) = hostile(&names) else { unreachable!() };
        let png = Painter::new(&with.load()).png(&Board::scene(&board)).unwrap();
        prop_assert!(png.starts_with(b"\x89PNG") && png.len() < 80 * 1024);
    }
}
