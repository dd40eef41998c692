//! All tests in one binary, grouped as the rooms are.

mod chat;
mod coach;
mod content;
mod discord;
mod hostile;
mod house;
mod postgres;
mod posts;
mod program;
mod store;
mod study;
mod support;
