//! The coach by its requests and replies, on a real database, with no edge between.

mod joining;
mod reporting;
