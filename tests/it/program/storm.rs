//! The crash storm.
