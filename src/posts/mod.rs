//! What the coach sends by itself: when it is due it becomes a row, a row becomes a message.
//!
//! [`tick`] finds who is due and queues an occurrence each, moving the next time on in the same
//! transaction. [`deliver`] leases rows, has them composed as of their due time and hands them to an
//! [`Outlet`], outside any transaction. [`run`] does both as time passes.

mod deliver;
mod run;
mod tick;

pub use deliver::{Delivery, deliver};
pub use run::run;
pub use tick::{LATE, tick};

use chrono::Duration;

use crate::coach::reply::Reply;
use crate::study::units::{ChannelId, LearnerId, MessageId};

/// Where a post goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A channel of a server.
    Channel(ChannelId),
    /// A direct message.
    Person(LearnerId),
}

/// Why a post is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undelivered {
    /// It may work later: the network, a limit, a fault on the other side.
    Later(String),
    /// It will not work until somebody mends it: no permission, no such channel, closed messages.
    Never(String),
}

/// Something that posts can be handed to: Discord, the terminal, a test.
pub trait Outlet: Send + Sync {
    /// Sends a post. `key` names the occurrence and is the same at every try, so that an outlet that
    /// can tell a repetition makes it only once.
    fn send(
        &self,
        to: Target,
        key: &str,
        post: &Reply,
    ) -> impl Future<Output = Result<MessageId, Undelivered>> + Send;
}

/// How posts are kept in time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// A post missed for longer than this is skipped.
    pub late: Duration,
    /// The most messages started in a second.
    pub per_second: u32,
}
