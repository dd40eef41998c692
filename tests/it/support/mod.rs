//! What several tests share.

pub mod coach;
pub mod discord;
