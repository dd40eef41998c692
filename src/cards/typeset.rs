//! Words into glyphs: shaping, other fonts where one has no glyph, and what to do where none has.
//!
//! People's names come in every script, with emoji, marks upon marks and characters that turn lines
//! around. Here any of them becomes glyphs inside its box, or a neutral mark.

use std::io;
use std::path::Path;
use std::sync::Arc;

use cosmic_text::{
    Align, Attrs, Buffer, CacheKey, Ellipsize, EllipsizeHeightLimit, Family, FontSystem, Metrics, Shaping,
    SwashCache, SwashImage, Weight, Wrap, fontdb,
};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::scene::{self, Rect, Text};

/// Noto Sans: Latin, Greek and Cyrillic. Its licence is beside it.
const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");
const FAMILY: &str = "Noto Sans";
/// Which of a Chinese character's national forms is taken where fonts have several.
const LOCALE: &str = "en-US";
/// A line's height by its type's size.
const LINE: f32 = 1.25;
/// More characters than any box has room for, so that nobody's name is work without end.
const LONGEST: usize = 160;
/// Marks upon one letter; languages need no more, and more would fall into the line above.
const MARKS: usize = 3;
/// Glyphs that are remembered as they look, some 2 MB.
const REMEMBERED: usize = 3000;
/// The neutral mark, by the size of the type: at most so wide, and so high.
const MARK: (f32, f32) = (3.2, 0.5);

/// The fonts that there are: in the binary, and in a folder for other scripts and emoji.
#[derive(Clone)]
pub struct Fonts(fontdb::Database);

impl Fonts {
    /// Those in the binary, and all in `folder` and the folders in it.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn load(folder: Option<&Path>) -> io::Result<Self> {
        let mut fonts = fontdb::Database::new();
        for font in [REGULAR, BOLD] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        if let Some(folder) = folder {
            std::fs::read_dir(folder)?;
            fonts.load_fonts_dir(folder);
        }
        Ok(Self(fonts))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// A glyph at a pixel.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Which, and how large.
    pub key: CacheKey,
    /// Where its origin is.
    pub at: (i32, i32),
}

/// What stands in a text's box.
#[derive(Debug, Clone, PartialEq)]
pub enum Set {
    /// Glyphs.
    Words {
        /// In the order in which they are painted.
        glyphs: Vec<Glyph>,
        /// What they take of the box.
        taken: Rect,
    },
    /// A neutral mark: no font can show the words.
    Mark(Rect),
}

/// Makes glyphs of words.
pub struct Typesetter {
    fonts: FontSystem,
    images: SwashCache,
}

impl Typesetter {
    /// One with these fonts.
    pub fn new(fonts: &Fonts) -> Self {
        let fonts = FontSystem::new_with_locale_and_db(LOCALE.to_owned(), fonts.0.clone());
        Self { fonts, images: SwashCache::new() }
    }

    /// What stands in the box of a text.
    pub fn set(&mut self, text: &Text) -> Set {
        let mut words = clean(&text.words);
        // Fonts of other scripts and of emoji are mostly there in plain type alone.
        let weights: &[Weight] =
            if text.bold { &[Weight::BOLD, Weight::NORMAL] } else { &[Weight::NORMAL] };
        let mut unknown = Vec::new();
        for weight in weights {
            let line = self.shape(text, &words, *weight);
            unknown = missing(&line, &words);
            if unknown.is_empty() {
                return placed(text, &line);
            }
        }
        // Without its emoji a name is still that name; without some of its letters it is another.
        if words.chars().enumerate().all(|(_, c)| !c.is_alphanumeric())
            || unknown.iter().any(|range| words[range.clone()].contains(char::is_alphanumeric))
        {
            return mark(text);
        }
        for range in unknown.into_iter().rev() {
            words.replace_range(range, "");
        }
        let words = clean(&words);
        let line = self.shape(text, &words, weights[0]);
        if words.is_empty() || !missing(&line, &words).is_empty() { mark(text) } else { placed(text, &line) }
    }

    fn shape(&mut self, text: &Text, words: &str, weight: Weight) -> Buffer {
        let mut buffer = Buffer::new_empty(Metrics::new(text.size, (text.size * LINE).floor()));
        buffer.set_wrap(if text.lines > 1 { Wrap::Word } else { Wrap::None });
        buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(usize::from(text.lines))));
        buffer.set_size(Some(text.rect.width), None);
        let attrs = Attrs::new().family(Family::Name(FAMILY)).weight(weight);
        buffer.set_text(words, &attrs, Shaping::Advanced, Some(Align::Left));
        buffer.shape_until_scroll(&mut self.fonts, false);
        buffer
    }

    /// How a glyph looks; none where it shows nothing, as a space does.
    pub fn image(&mut self, glyph: &Glyph) -> Option<&SwashImage> {
        if self.images.image_cache.len() >= REMEMBERED {
            self.images.image_cache.clear();
        }
        self.images.get_image(&mut self.fonts, glyph.key).as_ref()
    }
}

/// The words for which there is no glyph, as ranges from front to back.
fn missing(line: &Buffer, words: &str) -> Vec<std::ops::Range<usize>> {
    let glyphs = line.layout_runs().flat_map(|run| run.glyphs);
    let without = glyphs.filter(|glyph| glyph.glyph_id == 0 && glyph.start < glyph.end);
    let mut ranges: Vec<_> = without
        .map(|glyph| glyph.start..glyph.end.min(words.len()))
        .filter(|range| words.get(range.clone()).is_some_and(|missing| !missing.trim().is_empty()))
        .collect();
    ranges.sort_by_key(|range| range.start);
    ranges.dedup();
    ranges
}

/// The glyphs where they stand in the box: one line in its middle, several from its upper side on.
fn placed(text: &Text, line: &Buffer) -> Set {
    let Rect { x, y, width, height } = text.rect;
    let high = line.metrics().line_height;
    let top = if text.lines > 1 { y } else { y + (height - high) / 2.0 };
    let mut glyphs = Vec::new();
    let mut taken: Option<Rect> = None;
    for run in line.layout_runs().take(usize::from(text.lines)) {
        let from = run.glyphs.iter().map(|glyph| glyph.x).fold(f32::INFINITY, f32::min);
        let to = run.glyphs.iter().map(|glyph| glyph.x + glyph.w).fold(f32::NEG_INFINITY, f32::max);
        if from > to {
            continue;
        }
        let left = match text.align {
            scene::Align::Left => x,
            scene::Align::Center => x + (width - (to - from)) / 2.0,
            scene::Align::Right => x + width - (to - from),
        };
        for glyph in run.glyphs {
            let physical = glyph.physical((left - from, top + run.line_y), 1.0);
            glyphs.push(Glyph { key: physical.cache_key, at: (physical.x, physical.y) });
        }
        let line = Rect::new(left, top + run.line_top, to - from, high);
        taken = Some(taken.map_or(line, |taken| around(&taken, &line)));
    }
    match taken {
        Some(taken) => Set::Words { glyphs, taken },
        None => mark(text),
    }
}

fn around(one: &Rect, other: &Rect) -> Rect {
    let (x, y) = (one.x.min(other.x), one.y.min(other.y));
    Rect::new(x, y, one.right().max(other.right()) - x, one.bottom().max(other.bottom()) - y)
}

/// The neutral mark in a text's box.
fn mark(text: &Text) -> Set {
    let Rect { x, y, width, height } = text.rect;
    let (wide, high) = ((MARK.0 * text.size).min(width), (MARK.1 * text.size).min(height));
    let left = match text.align {
        scene::Align::Left => x,
        scene::Align::Center => x + (width - wide) / 2.0,
        scene::Align::Right => x + width - wide,
    };
    Set::Mark(Rect::new(left, y + (height - high) / 2.0, wide, high))
}

/// Words in one line that can do no harm to what is beside them: without control, direction and
/// invisible characters, with few marks on a letter, not endlessly long, and with letters that only
/// dress up as others (𝓜𝓲𝓪) in plain dress.
pub fn clean(words: &str) -> String {
    let mut clean = String::new();
    let mut marks = 0;
    for c in words.chars().take(LONGEST) {
        match c {
            c if c.is_whitespace() => {
                marks = 0;
                if !clean.is_empty() && !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            c if c.is_control() || is_invisible(c) => {}
            c if is_combining_mark(c) => {
                marks += 1;
                if marks <= MARKS && !clean.is_empty() {
                    clean.push(c);
                }
            }
            c => {
                marks = 0;
                match c {
                    '\u{1D400}'..='\u{1D7FF}' | '\u{FF01}'..='\u{FFEE}' | '\u{2460}'..='\u{24FF}' => {
                        clean.extend(std::iter::once(c).nfkc());
                    }
                    c => clean.push(c),
                }
            }
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Characters that show nothing and only move or hide others. Joiners of emoji and of letters stay.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}')
}
