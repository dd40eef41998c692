//! The chat edge.
