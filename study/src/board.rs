//! Boards: what they rank by, over which time, and who shares a place.

use super::week::Week;

/// What a board ranks by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The share of one's own promise that was kept.
    Promise,
    /// Time logged.
    Hours,
    /// Lessons finished.
    Lessons,
    /// Weeks in a row.
    Streak,
}

impl Kind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Promise, Self::Hours, Self::Lessons, Self::Streak];

    /// As commands and the database write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::Hours => "hours",
            Self::Lessons => "lessons",
            Self::Streak => "streak",
        }
    }

    /// Reads what `as_str` writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The time that a board covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// One ISO week.
    Week(Week),
    /// The weeks that belong to a month.
    Month(i32, u32),
    /// Everything.
    All,
}

impl Period {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "all" {
            return Some(Self::All);
        }
        if let Some(week) = Week::parse(text) {
            return Some(Self::Week(week));
        }
        let (year, month) = text.split_once('-')?;
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(Self::Month(year.parse().ok()?, month))
    }

    /// The period against which places have moved: a week's is the one before it. Months and all time
    /// have none, since their standing of a week ago is kept nowhere.
    pub fn before(self) -> Option<Self> {
        match self {
            Self::Week(week) => Some(Self::Week(week.plus(-1))),
            Self::Month(..) | Self::All => None,
        }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Week(week) => week.fmt(f),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::All => f.write_str("all"),
        }
    }
}

/// The places of values in falling order: ties share one, and the next place is skipped.
pub fn places(values: &[i64]) -> Vec<u32> {
    let mut places = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let place = match index.checked_sub(1) {
            Some(before) if values[before] == *value => places[before],
            _ => index as u32 + 1,
        };
        places.push(place);
    }
    places
}

/// How a place has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// So many places nearer the top.
    Up(i64),
    /// So many places further down.
    Down(i64),
    /// Not at all.
    Same,
    /// There was no place before.
    New,
}

impl Movement {
    /// From the place before, if there was one, to the place now; both counted from 1.
    pub fn between(before: Option<i64>, now: i64) -> Self {
        match before {
            None => Self::New,
            Some(before) if now < before => Self::Up(before - now),
            Some(before) if now > before => Self::Down(now - before),
            Some(_) => Self::Same,
        }
    }
}
