//! What several tests share.

pub mod coach;
pub mod database;
pub mod discord;
