//! Posts to channels and people: each occurrence once, and a failure said so that it can be mended.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use serenity::all::{Http, LightMethod};
use serenity::http::{Request, Route};

use super::message::Message;
use super::rest::{Fault, Patience, fetch};
use crate::coach::Coach;
use crate::coach::reply::Reply;
use crate::posts::{Outlet, Target, Undelivered};
use crate::say;
use crate::study::units::{ChannelId, LearnerId, MessageId};

/// The outbox tries again by itself; what a post takes fits into a row's lease.
const ONCE: Patience = Patience::once(Duration::from_secs(15));
/// Somebody waits for the answer.
const REPLY: Patience = Patience {
    each: Duration::from_secs(10),
    waits: &[Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)],
};
/// Discord's codes.
mod code {
    pub const UNKNOWN_CHANNEL: isize = 10_003;
    pub const MISSING_PERMISSIONS: isize = 50_013;
    pub const INVALID_BODY: isize = 50_035;
}

/// Something that Discord made.
#[derive(Deserialize)]
struct Made {
    id: serenity::all::GenericId,
}

/// Makes messages.
pub struct Sender<'a>(pub &'a Http);

impl Sender<'_> {
    /// Answers in a channel.
    ///
    /// # Errors
    /// When it did not come through in a few tries.
    pub async fn reply(&self, channel: ChannelId, key: &str, reply: &Reply) -> Result<(), Fault> {
        self.create(channel, &Message::post(reply, &nonce(key)), REPLY).await.map(drop)
    }

    async fn create(
        &self,
        channel: ChannelId,
        message: &Message,
        patience: Patience,
    ) -> Result<MessageId, Fault> {
        let route = Route::ChannelMessages { channel_id: channel.0.into() };
        let made: Made = fetch(self.0, message.request(route, LightMethod::Post)?, patience).await?;
        Ok(MessageId(made.id.get()))
    }

    async fn direct(&self, learner: LearnerId) -> Result<ChannelId, Fault> {
        let body = json!({"recipient_id": learner.to_string()}).to_string().into_bytes();
        let request = Request::new(Route::UserMeDmChannels, LightMethod::Post).body(Some(body));
        let made: Made = fetch(self.0, request, ONCE).await?;
        Ok(ChannelId(made.id.get()))
    }

    /// Where the embed is refused, for want of a permission or as malformed, words alone may do.
    async fn post(&self, channel: ChannelId, key: &str, post: &Reply) -> Result<MessageId, Fault> {
        let nonce = nonce(key);
        match self.create(channel, &Message::post(post, &nonce), ONCE).await {
            Err(Fault::Refused { code: code::MISSING_PERMISSIONS | code::INVALID_BODY, message, .. }) => {
                tracing::warn!(key, message, "a post with an embed was refused; it is sent as words");
                self.create(channel, &Message::plain_post(post, &nonce), ONCE).await
            }
            sent => sent,
        }
    }
}

/// Discord as the posts' outlet.
pub struct Posts {
    /// For requests.
    pub http: Arc<Http>,
    /// For the words about failures.
    pub coach: Arc<Coach>,
}

impl Outlet for Posts {
    async fn send(&self, to: Target, key: &str, post: &Reply) -> Result<MessageId, Undelivered> {
        let discord = Sender(&self.http);
        let sent = match to {
            Target::Channel(channel) => discord.post(channel, key, post).await,
            Target::Person(learner) => match discord.direct(learner).await {
                Ok(channel) => discord.post(channel, key, post).await,
                Err(fault) => Err(fault),
            },
        };
        sent.map_err(|fault| undelivered(&self.coach, to, fault))
    }
}

/// Whether somebody has to mend something first, and what. Without a code of Discord's, a 403 or 404
/// is some proxy's and may pass; a 401 means that the token is no longer right, which is the
/// operator's to mend, and no post is lost by it.
fn undelivered(coach: &Coach, to: Target, fault: Fault) -> Undelivered {
    let voice = &coach.voice;
    match (&fault, to) {
        (Fault::Refused { code: code::UNKNOWN_CHANNEL, .. }, Target::Channel(_)) => {
            Undelivered::Never(say!(voice, FaultGone))
        }
        (Fault::Refused { status: 403 | 404, code: 1.., .. }, Target::Channel(_)) => {
            Undelivered::Never(say!(voice, FaultClosed))
        }
        (Fault::Refused { status: 403 | 404, code: 1.., .. }, Target::Person(_)) => {
            Undelivered::Never(say!(voice, FaultDirect))
        }
        _ => Undelivered::Later(fault.to_string()),
    }
}

/// A short name for an occurrence, the same on every machine and at every try: FNV-1a.
fn nonce(key: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("sc-{hash:016x}")
}
