//! Rules of studying, by example and by property.

mod build;
mod cohort;
mod hostile;
mod next;
mod pace;
mod pause;
mod plan;
mod planner;
mod promise;
mod queue;
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
