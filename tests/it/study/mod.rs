//! Rules of studying, by example and by property.

mod build;
mod cohort;
mod next;
mod pace;
mod pause;
mod plan;
mod planner;
mod promise;
mod random;
mod record;
mod recover;
mod recovery;
mod renamed;
mod score;
mod streak;
mod undo;
mod week;
mod when;
