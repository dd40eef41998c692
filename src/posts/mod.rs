//! What the coach sends by itself: when it is due it becomes a row, a row becomes a message.
//!
//! [`tick`] finds who is due and queues an occurrence each, moving the next time on in the same
//! transaction. A [`Courier`] leases rows, has them composed as of their due time and hands them to an
//! [`Outlet`], outside any transaction. [`run`] does both as time passes.

mod compose;
mod courier;
mod edit;
mod foresight;
pub mod presence;
mod run;
mod tick;

pub use courier::{Courier, Delivery};
pub use run::run;
pub use tick::{LATE, tick};

use chrono::{DateTime, Duration, Utc};

use crate::coach::reply::Reply;
use crate::coach::request::{Access, Ping};
use crate::study::units::{ChannelId, LearnerId, MessageId, RoleId, ServerId};

/// Where a post goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A channel of a server.
    Channel(ChannelId),
    /// A direct message.
    Person(LearnerId),
}

/// Why a post is not there, as far as one knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undelivered {
    /// It is certainly not there, and may be made later: a limit, no connection.
    Later(String),
    /// The answer was lost: it may be there, and the same try may be made again.
    Unclear(String),
    /// An earlier try may be there and that cannot be found out: it must not be made again.
    Unknowable(String),
    /// It will not work until somebody mends it: no permission, no such channel, closed messages.
    Never(String),
}

/// What was found the day before a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prospect {
    /// What the coach, and the manager who set it up, may do in the channel.
    pub access: Access,
    /// Whether the role can be pinged; none where none is set.
    pub ping: Option<Ping>,
}

/// Something that posts can be handed to: Discord, the terminal, a test.
pub trait Outlet: Send + Sync {
    /// Sends a post. `key` names the message and is the same at every try, so that an outlet that can
    /// tell a repetition makes it only once. `doubt` is since when an earlier try may have come
    /// through: then the outlet makes sure that it did not before it sends again.
    fn send(
        &self,
        to: Target,
        key: &str,
        post: &Reply,
        doubt: Option<DateTime<Utc>>,
    ) -> impl Future<Output = Result<MessageId, Undelivered>> + Send;

    /// Opens a thread on a post; one that is there already is as good.
    fn open_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> impl Future<Output = Result<(), Undelivered>> + Send;

    /// Puts other words in the place of a message that is there.
    fn edit(
        &self,
        to: Target,
        message: MessageId,
        post: &Reply,
    ) -> impl Future<Output = Result<(), Undelivered>> + Send;

    /// Whether somebody is in a server.
    fn is_member(
        &self,
        server: ServerId,
        learner: LearnerId,
    ) -> impl Future<Output = Result<bool, Undelivered>> + Send;

    /// Whether the coach is in a server.
    fn is_installed(&self, server: ServerId) -> impl Future<Output = Result<bool, Undelivered>> + Send;

    /// Looks at whether the next post will come through.
    fn foresee(
        &self,
        server: ServerId,
        channel: ChannelId,
        role: Option<RoleId>,
        manager: Option<LearnerId>,
    ) -> impl Future<Output = Result<Prospect, Undelivered>> + Send;
}

/// The time by which posts go out.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;
    /// Lets so much of it pass.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// How posts are kept in time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// A post missed for longer than this is skipped.
    pub late: Duration,
    /// The most messages started in a second.
    pub per_second: u32,
}
