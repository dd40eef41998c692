//! The database: the only SQL of the program.
//!
//! One set of portable statements serves SQLite and PostgreSQL. What is decided is decided in
//! `study`; here it is read and written, and summed, never judged.

mod cohorts;
mod held;
mod learners;
mod moderation;
mod open;
mod outbox;
mod presence;
mod roster;
mod rows;
mod scores;
mod servers;

pub use held::NAMED;
pub use learners::{Saved, With};
pub use moderation::{Blocked, Deed, Entry, Measure, who};
pub use open::Store;
pub use outbox::{Due, Kind, Next, Outcome, Run, RunState};
pub use roster::{Listed, Work};
pub use scores::{BoardRow, Share, Sums};
pub use servers::{Member, ReminderSetting, Server, WeeklySetting};
