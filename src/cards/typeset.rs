//! Words into glyphs: shaping, other fonts where one has no glyph, and what to do where none has.
//!
//! People's names come in every script, with emoji, marks upon marks and characters that turn lines
//! around. Here any of them becomes glyphs inside its box, or a neutral mark.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use cosmic_text::{
    Align, Attrs, Buffer, CacheKey, Ellipsize, EllipsizeHeightLimit, Family, FontSystem, LayoutGlyph,
    Metrics, Shaping, SwashCache, SwashImage, Weight, Wrap, fontdb,
};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::scene::{Rect, Text};

/// Noto Sans: Latin, Greek and Cyrillic. Its licence is beside it.
const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");
const FAMILY: &str = "Noto Sans";
/// Which of a Chinese character's national forms is taken where fonts have several.
const LOCALE: &str = "en-US";
/// A line's height by its type's size.
const LINE: f32 = 1.25;
/// What may stand over a box's side, in pixels.
const LITTLE: f32 = 0.5;
/// More characters than any box has room for, so that nobody's name is work without end.
const LONGEST: usize = 160;
/// Marks upon one letter; languages need no more, and more would fall into the line above.
const MARKS: usize = 3;
/// Glyphs that are remembered as they look: some 1 MB of letters, 7 MB if all were emoji.
const REMEMBERED: usize = 2000;
/// The neutral mark, by the size of the type: at most so wide, and so high.
const MARK: (f32, f32) = (3.2, 0.5);

/// The fonts that there are: in the binary, and in a folder for other scripts and emoji.
#[derive(Clone)]
pub struct Fonts(fontdb::Database);

impl Fonts {
    /// Those in the binary.
    pub fn built_in() -> Self {
        let mut fonts = fontdb::Database::new();
        for font in [REGULAR, BOLD] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        Self(fonts)
    }

    /// With all in `folder` and the folders in it.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn and_those_in(mut self, folder: &Path) -> io::Result<Self> {
        std::fs::read_dir(folder)?;
        self.0.load_fonts_dir(folder);
        Ok(self)
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
        let words = clean(&text.words);
        let text = &Text { size: self.fitting(text, &words), ..text.clone() };
        let unknown = match self.try_set(text, &words) {
            Ok(set) => return set,
            Err(unknown) => unknown,
        };
        let known = without(&words, unknown).and_then(|known| self.try_set(text, &known).ok());
        known.unwrap_or_else(|| mark(text))
    }

    /// The size of type in which the words fit into one line, if they do down to the least.
    fn fitting(&mut self, text: &Text, words: &str) -> f32 {
        if text.least >= text.size || text.lines > 1 {
            return text.size;
        }
        let weight = if text.bold { Weight::BOLD } else { Weight::NORMAL };
        let endless = Text { rect: Rect { width: f32::MAX, ..text.rect }, ..text.clone() };
        let line = self.shape(&endless, words, weight, 1);
        let wide = line.layout_runs().map(|run| run.line_w).fold(0.0, f32::max);
        if wide <= text.rect.width {
            return text.size;
        }
        // Whole sizes, so that few glyphs are remembered.
        (text.size * text.rect.width / wide).floor().max(text.least)
    }

    /// The words in their box, or those for which there is no glyph; none of these where there is only
    /// no room.
    fn try_set(&mut self, text: &Text, words: &str) -> Result<Set, Vec<Range<usize>>> {
        let mut unknown = Vec::new();
        // Several lines may hold a word that is wider than the box; one line ends in dots in time.
        for lines in [text.lines, 1] {
            for weight in weights(text) {
                let line = self.shape(text, words, *weight, lines);
                unknown = missing(&line, words);
                if unknown.is_empty()
                    && let Some(set) = placed(text, words, &line)
                {
                    return Ok(set);
                }
            }
            if text.lines == 1 || !unknown.is_empty() {
                break;
            }
        }
        Err(unknown)
    }

    fn shape(&mut self, text: &Text, words: &str, weight: Weight, lines: u16) -> Buffer {
        let mut buffer = Buffer::new_empty(Metrics::new(text.size, (text.size * LINE).floor()));
        buffer.set_wrap(if lines > 1 { Wrap::Word } else { Wrap::None });
        buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(usize::from(lines))));
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

/// The weights in which a text is tried: fonts of other scripts and of emoji are mostly there in plain
/// type alone.
fn weights(text: &Text) -> &'static [Weight] {
    if text.bold { &[Weight::BOLD, Weight::NORMAL] } else { &[Weight::NORMAL] }
}

/// The words for which there is no glyph, as ranges from front to back.
fn missing(line: &Buffer, words: &str) -> Vec<Range<usize>> {
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

/// The words without what cannot be drawn; none where that would make another name of it. Without its
/// emoji a name is still that name, without some of its letters it is not.
fn without(words: &str, unknown: Vec<Range<usize>>) -> Option<String> {
    if unknown.is_empty() || unknown.iter().any(|it| words[it.clone()].contains(char::is_alphanumeric)) {
        return None;
    }
    let mut known = words.to_owned();
    for range in unknown.into_iter().rev() {
        known.replace_range(range, "");
    }
    Some(clean(&known)).filter(|known| known.contains(char::is_alphanumeric))
}

/// The glyphs where they stand in the box: one line in its middle, several from its upper side on. None
/// where there is no room for them.
fn placed(text: &Text, words: &str, line: &Buffer) -> Option<Set> {
    let Rect { x, y, width, height } = text.rect;
    let high = line.metrics().line_height;
    let top = if text.lines > 1 { y } else { y + (height - high) / 2.0 };
    let mut glyphs = Vec::new();
    let mut taken: Option<Rect> = None;
    for run in line.layout_runs() {
        // A space at a line's end takes no room; the dots stand for no words, and do.
        let is_space = |glyph: &&LayoutGlyph| {
            let words = words.get(glyph.start..glyph.end).filter(|it| !it.is_empty());
            words.is_some_and(|it| it.chars().all(char::is_whitespace))
        };
        let seen = || run.glyphs.iter().filter(|glyph| !is_space(glyph));
        let from = seen().map(|glyph| glyph.x).fold(f32::INFINITY, f32::min);
        let to = seen().map(|glyph| glyph.x + glyph.w).fold(f32::NEG_INFINITY, f32::max);
        if from > to {
            continue;
        }
        let line = Rect::new(text.align.place(x, width, to - from), top + run.line_top, to - from, high);
        if line.width > width + LITTLE || line.bottom() > text.rect.bottom() + LITTLE {
            return None;
        }
        for glyph in run.glyphs {
            let physical = glyph.physical((line.x - from, top + run.line_y), 1.0);
            glyphs.push(Glyph { key: physical.cache_key, at: (physical.x, physical.y) });
        }
        taken = Some(taken.map_or(line, |taken| around(&taken, &line)));
    }
    taken.map(|taken| Set::Words { glyphs, taken })
}

fn around(one: &Rect, other: &Rect) -> Rect {
    let (x, y) = (one.x.min(other.x), one.y.min(other.y));
    Rect::new(x, y, one.right().max(other.right()) - x, one.bottom().max(other.bottom()) - y)
}

/// The neutral mark in a text's box.
fn mark(text: &Text) -> Set {
    let Rect { x, y, width, height } = text.rect;
    let (wide, high) = ((MARK.0 * text.size).min(width), (MARK.1 * text.size).min(height));
    let left = text.align.place(x, width, wide);
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
