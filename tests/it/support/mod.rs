//! What several tests share.

pub mod coach;
pub mod database;
pub mod dice;
pub mod discord;
pub mod pseudo;
