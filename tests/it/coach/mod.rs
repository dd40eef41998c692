//! The coach by its requests and replies, on a real database, with no edge between.

mod abuse;
mod boards;
mod clock;
mod cohorts;
mod compare;
mod cooldown;
mod goal;
mod joining;
mod joining_form;
mod leave;
mod locales;
mod members;
mod my_data;
mod partner;
mod pictures;
mod plan;
mod portfolio;
mod quiz;
mod reporting;
mod screen;
mod selfcheck;
mod sharing;
mod talking;
mod weekly;
mod weeks;
