//! The database: the only SQL of the program.
//!
//! One set of portable statements serves SQLite and PostgreSQL. What is decided is decided in
//! `study`; here it is read and written, and summed, never judged.

mod alias;
mod backend;
mod backup;
mod boards;
mod cohorts;
mod held;
mod learners;
mod leases;
mod moving;
mod open;
mod outbox;
mod rows;
mod scores;
mod servers;

pub use backup::backup;
pub use boards::BoardRow;
pub use learners::{Saved, With};
pub use moving::{Progress, Stage, TABLES, transfer};
pub use open::Store;
pub use outbox::{Due, Kind, Next, Outcome, Run, RunState, Schedule};
pub use scores::{Share, Sums};
pub use servers::{Member, ReminderSetting, Server, WeeklySetting};
