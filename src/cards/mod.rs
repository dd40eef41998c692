//! Pictures that people share: a learner's progress, a board, a roadmap, a server's week.
//!
//! A [`Card`] is data. Its layout is a pure function to a [`scene::Scene`] of boxes, words and colours,
//! which tests hold to its rules; [`paint`] makes pixels of it. [`studio::Studio`] does that beside the
//! coach's work, in time or not at all: the words of an answer never wait for its picture.
//!
//! Deliberately not here: sentences (they come in the card, as the voice says them), who may see whom.

pub mod board;
mod encode;
pub mod paint;
pub mod progress;
pub mod roadmap;
pub mod scene;
pub mod studio;
pub mod theme;
pub mod typeset;
pub mod week;

use serde::{Deserialize, Serialize};

use scene::Scene;

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Card {
    /// How far a learner is.
    Progress(progress::Progress),
    /// A server's board.
    Board(board::Board),
    /// A track and a learner's place in it.
    Roadmap(roadmap::Roadmap),
    /// A server's week.
    Week(week::Week),
}

impl Card {
    /// What is painted where.
    pub fn scene(&self) -> Scene {
        match self {
            Self::Progress(card) => card.scene(),
            Self::Board(card) => card.scene(),
            Self::Roadmap(card) => card.scene(),
            Self::Week(card) => card.scene(),
        }
    }

    /// What the file is called, without its ending.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Progress(_) => "progress",
            Self::Board(_) => "board",
            Self::Roadmap(_) => "roadmap",
            Self::Week(_) => "week",
        }
    }
}
