//! The coach by its requests and replies, on a real database, with no edge between.

mod boards;
mod cohorts;
mod compare;
mod joining;
mod leave;
mod my_data;
mod portfolio;
mod reporting;
mod weekly;
mod weeks;
