//! All tests in one binary, grouped as the rooms are.

mod coach;
mod content;
mod house;
mod posts;
mod store;
mod support;
