//! A picture as data: boxes, marks, words and colours, in pixels. Painting it is another file's.

/// A colour without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// The contrast ratio of two colours, 1 to 21, by WCAG 2.2 ("contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The relative luminance, 0 to 1, by WCAG 2.2.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| match f64::from(channel) / 255.0 {
            dark if dark <= 0.04045 => dark / 12.92,
            light => ((light + 0.055) / 1.055).powf(2.4),
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// A box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Its left side.
    pub x: f32,
    /// Its upper side.
    pub y: f32,
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
}

impl Rect {
    /// A box from its upper left corner.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// A square around a point.
    pub fn around(x: f32, y: f32, size: f32) -> Self {
        Self::new(x - size / 2.0, y - size / 2.0, size, size)
    }

    /// Its right side.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Its lower side.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// Whether all of the other one is in it.
    pub fn holds(&self, other: &Self) -> bool {
        const NEXT_TO_NOTHING: f32 = 0.01;
        other.x >= self.x - NEXT_TO_NOTHING
            && other.y >= self.y - NEXT_TO_NOTHING
            && other.right() <= self.right() + NEXT_TO_NOTHING
            && other.bottom() <= self.bottom() + NEXT_TO_NOTHING
    }

    /// Whether they share more than a side.
    pub fn meets(&self, other: &Self) -> bool {
        const NEXT_TO_NOTHING: f32 = 0.01;
        self.x + NEXT_TO_NOTHING < other.right()
            && other.x + NEXT_TO_NOTHING < self.right()
            && self.y + NEXT_TO_NOTHING < other.bottom()
            && other.y + NEXT_TO_NOTHING < self.bottom()
    }
}

/// What a shape looks like; it fills its box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Form {
    /// A rectangle with round corners of this radius.
    Block(f32),
    /// The outline of one, so thick.
    Frame(f32, f32),
    /// A disc.
    Disc,
    /// A circle, so thick.
    Ring(f32),
    /// A piece of one, so thick: this share of it, from the top clockwise.
    Arc(f32, f32),
    /// A square on its corner.
    Diamond,
    /// A tick.
    Tick,
    /// Six rays, as of a snowflake.
    Flake,
    /// A triangle that points up.
    Up,
    /// A triangle that points down.
    Down,
}

impl Form {
    /// Whether it covers its box, so that what lies in the box lies on it.
    pub fn is_ground(self) -> bool {
        matches!(self, Self::Block(_) | Self::Disc | Self::Diamond)
    }
}

/// A shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Where.
    pub rect: Rect,
    /// What.
    pub form: Form,
    /// Its colour.
    pub color: Color,
    /// Whether it says something, so that it must be told from what is behind it.
    pub telling: bool,
}

/// Where words stand in their box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// At its left side.
    Left,
    /// In the middle.
    Center,
    /// At its right side.
    Right,
}

impl Align {
    /// Where something so wide begins in a box from `x` on.
    pub fn place(self, x: f32, width: f32, wide: f32) -> f32 {
        match self {
            Self::Left => x,
            Self::Center => x + (width - wide) / 2.0,
            Self::Right => x + width - wide,
        }
    }
}

/// Words in a box: those that do not fit end in `…`.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Where.
    pub rect: Rect,
    /// What is said, by anybody: it need not be drawable.
    pub words: String,
    /// The font's size.
    pub size: f32,
    /// The least to which it shrinks before words are cut; the same where it does not.
    pub least: f32,
    /// Whether in bold type.
    pub bold: bool,
    /// Their colour.
    pub color: Color,
    /// Where they stand in the box.
    pub align: Align,
    /// In how many lines at the most.
    pub lines: u16,
}

/// Something to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A shape.
    Shape(Shape),
    /// Words.
    Text(Text),
}

impl Item {
    /// Its box.
    pub fn rect(&self) -> &Rect {
        match self {
            Self::Shape(shape) => &shape.rect,
            Self::Text(text) => &text.rect,
        }
    }
}

/// A picture: what comes later lies above what comes before.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// How wide it is.
    pub width: u16,
    /// How high it is.
    pub height: u16,
    /// What is behind everything.
    pub back: Color,
    /// What is to be painted.
    pub items: Vec<Item>,
}

impl Scene {
    /// Adds something that only sets the scene.
    pub fn ground(&mut self, rect: Rect, form: Form, color: Color) {
        self.items.push(Item::Shape(Shape { rect, form, color, telling: false }));
    }

    /// Adds a shape that says something.
    pub fn mark(&mut self, rect: Rect, form: Form, color: Color) {
        self.items.push(Item::Shape(Shape { rect, form, color, telling: true }));
    }

    /// Adds words; none where there are none.
    pub fn text(&mut self, text: Text) {
        if !text.words.is_empty() {
            self.items.push(Item::Text(text));
        }
    }

    /// Adds a name, of whatever it is made.
    pub fn name(&mut self, text: Text) {
        self.items.push(Item::Text(text));
    }

    /// The colour behind a box, which comes from the uppermost shape below `place` that holds it.
    pub fn behind(&self, place: usize) -> Color {
        let rect = self.items[place].rect();
        let ground = self.items[..place].iter().rev().find_map(|item| match item {
            Item::Shape(shape) if shape.form.is_ground() && shape.rect.holds(rect) => Some(shape.color),
            _ => None,
        });
        ground.unwrap_or(self.back)
    }
}

impl Text {
    /// One line at the left, in plain type.
    pub fn new(rect: Rect, size: f32, color: Color, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { rect, words, size, least: size, bold: false, color, align: Align::Left, lines: 1 }
    }

    /// In bold type.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Elsewhere in its box.
    #[must_use]
    pub fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// In smaller type rather than cut, down to this size.
    #[must_use]
    pub fn down_to(self, least: f32) -> Self {
        Self { least, ..self }
    }

    /// In up to so many lines.
    #[must_use]
    pub fn lines(self, lines: u16) -> Self {
        Self { lines, ..self }
    }
}
