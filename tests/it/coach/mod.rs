//! The coach by its requests and replies, on a real database, with no edge between.

mod boards;
mod clock;
mod cohorts;
mod compare;
mod goal;
mod joining;
mod leave;
mod locales;
mod members;
mod my_data;
mod plan;
mod portfolio;
mod quiz;
mod reporting;
mod selfcheck;
mod sharing;
mod talking;
mod weekly;
mod weeks;
