//! Rules of studying, by example and by property.

mod build;
mod hostile;
mod next;
mod plan;
mod planner;
mod promise;
mod queue;
mod random;
mod record;
mod renamed;
mod score;
mod streak;
mod undo;
mod week;
mod when;
