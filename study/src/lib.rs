//! What studying is, as pure functions: no clock, no database, no Discord, no `async`.
//!
//! Everything here takes time as a parameter and returns values; reading and writing them is the
//! business of `store`, saying them that of `coach`.

pub mod board;
pub mod budget;
pub mod cohort;
pub mod compare;
pub mod curriculum;
pub mod done;
pub mod event;
pub mod fnv;
pub mod learner;
pub mod next;
pub mod pace;
mod part;
pub mod pause;
pub mod plan;
pub mod promise;
mod queue;
pub mod record;
pub mod recover;
pub mod renamed;
mod row;
pub mod score;
pub mod sequence;
pub mod streak;
mod tape;
pub mod timer;
pub mod undo;
pub mod units;
pub mod week;
pub mod when;
pub mod why;
