//! What several tests share.

pub mod coach;
pub mod dice;
pub mod discord;
