//! All tests in one binary, grouped as the rooms are.

mod house;
mod store;
