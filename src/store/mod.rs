//! The database: the only SQL of the program.
//!
//! One set of portable statements serves SQLite and PostgreSQL. What is decided is decided in
//! `study`; here it is read and written, and summed, never judged.

mod alias;
mod backend;
mod backup;
mod boards;
mod cohorts;
mod freezing;
mod health;
mod held;
mod learners;
mod leases;
mod load;
mod moderation;
mod moving;
mod open;
mod outbox;
mod partners;
mod presence;
mod record;
mod roster;
mod rows;
mod scores;
mod servers;
mod sharing;
mod sql;

pub use backup::backup;
pub use boards::BoardRow;
pub use held::NAMED;
pub use learners::{Saved, With};
pub use load::Arrival;
pub use moderation::{Blocked, Deed, Entry, Measure, who};
pub use moving::{Progress, Stage, TABLES, transfer};
pub use open::Store;
pub use outbox::{Due, Kind, Next, Outcome, Run, RunState, Schedule};
pub use partners::Round;
pub use roster::{Listed, Work};
pub use scores::{Share, Sums};
pub use servers::{Member, ReminderSetting, Server, WeeklySetting};
pub use sharing::{NewWork, Shared};
