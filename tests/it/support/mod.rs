//! What several tests share.

pub mod coach;
