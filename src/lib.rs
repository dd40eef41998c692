//! Study coach.
pub mod study;
