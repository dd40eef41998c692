//! The terminal edge: the same coach without Discord, for trying it, for scripts and for tests.
//!
//! A line becomes a [`Request`](crate::coach::request::Request), a
//! [`Reply`](crate::coach::reply::Reply) becomes words or one JSON object. One server is played here,
//! with three channels; members come into being when they first speak. [`Session`] holds all of that
//! and prints nothing; [`run`] feeds it from the terminal or from a pipe and prints what it returns.

mod clock;
mod complete;
mod forms;
mod line;
mod menu;
mod outlet;
mod pictures;
mod readable;
mod run;
mod session;
mod show;
mod terminal;
mod text;
mod values;
mod world;

pub use clock::{Clock, instant};
pub use line::{Input, Line, parse};
pub use run::{Options, run};
pub use session::Session;
pub use show::{Shown, What};
pub use text::{Look, render};
pub use world::World;
