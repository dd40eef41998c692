//! The discord edge.
