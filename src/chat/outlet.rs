//! Posts on their way to being printed.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::world::{READ_ONLY, access, channel_name, hash};
use crate::coach::reply::Reply;
use crate::coach::request::Ping;
use crate::posts::{Outlet, Prospect, Target, Undelivered};
use crate::study::units::{ChannelId, LearnerId, MessageId, RoleId, ServerId};

/// Keeps posts until somebody takes them to print.
#[derive(Debug, Default)]
pub struct Collected(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    posts: Vec<(Target, MessageId, Reply)>,
    keys: BTreeSet<String>,
}

impl Collected {
    /// What came in since the last call, in order.
    pub fn take(&self) -> Vec<(Target, MessageId, Reply)> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).posts)
    }
}

impl Outlet for Collected {
    async fn send(
        &self,
        to: Target,
        key: &str,
        post: &Reply,
        _: Option<DateTime<Utc>>,
    ) -> Result<MessageId, Undelivered> {
        match to {
            Target::Channel(READ_ONLY) => {
                return Err(Undelivered::Never("I may not post in #read-only.".to_owned()));
            }
            Target::Channel(channel) if channel_name(channel).is_none() => {
                return Err(Undelivered::Never("The channel is not there any more.".to_owned()));
            }
            Target::Channel(_) | Target::Person(_) => {}
        }
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let message = MessageId(hash(key));
        if inner.keys.insert(key.to_owned()) {
            inner.posts.push((to, message, post.clone()));
        }
        Ok(message)
    }

    async fn open_thread(&self, _: ChannelId, _: MessageId, _: &str) -> Result<(), Undelivered> {
        Ok(())
    }

    /// What was printed stays as it is; a second printing would look like a second post.
    async fn edit(&self, _: Target, _: MessageId, _: &Reply) -> Result<(), Undelivered> {
        Ok(())
    }

    async fn is_member(&self, _: ServerId, _: LearnerId) -> Result<bool, Undelivered> {
        Ok(true)
    }

    async fn is_installed(&self, _: ServerId) -> Result<bool, Undelivered> {
        Ok(true)
    }

    async fn foresee(
        &self,
        _: ServerId,
        channel: ChannelId,
        role: Option<RoleId>,
        _: Option<LearnerId>,
    ) -> Result<Prospect, Undelivered> {
        Ok(Prospect { access: access(channel), ping: role.map(|_| Ping::FULL) })
    }
}
