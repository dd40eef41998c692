//! Study coach: a Discord bot that plans, assigns and follows up the way to machine-learning engineer.
//!
//! The modules in reading order, from the ground up; a module uses only those above it. The
//! first, `study`, is a package of its own.

pub use ::study;

pub mod measure;

pub mod content;
pub mod store;

pub mod cards;

pub mod error;

pub mod coach;

pub mod posts;

pub mod serve;

pub mod chat;
pub mod discord;

pub mod ops;

pub mod config;

pub mod cli;
