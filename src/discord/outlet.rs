//! Posts to channels and people: each occurrence once, and a failure said so that it can be mended.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use serenity::all::{Http, LightMethod, UserId};
use serenity::http::{Request, Route};

use super::history::{Found, History};
use super::message::{Message, cut};
use super::rest::{Fault, Patience, fetch, send};
use super::{access, foresight};
use crate::coach::Coach;
use crate::coach::due::mark;
use crate::coach::reply::Reply;
use crate::measure;
use crate::posts::{Outlet, Prospect, Target, Undelivered};
use crate::say;
use crate::study::units::{ChannelId, LearnerId, MessageId, RoleId, ServerId};

/// The outbox tries again by itself; what a post takes fits into a row's lease.
const ONCE: Patience = Patience::once(Duration::from_secs(15));
/// Somebody waits for the answer.
const REPLY: Patience = Patience {
    each: Duration::from_secs(10),
    waits: &[Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)],
};
/// Discord remembers a nonce for some minutes; so long after the first try it is trusted to.
const NONCE_TRUSTED: chrono::Duration = chrono::Duration::seconds(120);
/// Characters in a thread's name, and the minutes of quiet after which it is archived.
const THREAD_NAME: usize = 100;
const WEEK: u32 = 10_080;
/// Discord's codes.
mod code {
    pub const UNKNOWN_CHANNEL: isize = 10_003;
    pub const UNKNOWN_MESSAGE: isize = 10_008;
    pub const FORUM: isize = 40_058;
    pub const NEEDS_TAG: isize = 40_067;
    pub const NO_TEXT: isize = 50_008;
    pub const NO_THREADS: isize = 50_024;
    pub const MISSING_PERMISSIONS: isize = 50_013;
    pub const INVALID_BODY: isize = 50_035;
    pub const ARCHIVED: isize = 50_083;
    pub const HAS_THREAD: isize = 160_004;
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
        self.create(channel, &Message::post(reply, &mark(key)), REPLY).await.map(drop)
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

    /// Where the embed is refused, for want of a permission or as malformed, words alone may do; an
    /// archived thread is opened again.
    async fn post(&self, channel: ChannelId, key: &str, post: &Reply) -> Result<MessageId, Fault> {
        let nonce = mark(key);
        let message = Message::post(post, &nonce);
        match self.create(channel, &message, ONCE).await {
            Err(Fault::Refused { code: code::MISSING_PERMISSIONS | code::INVALID_BODY, message, .. }) => {
                tracing::warn!(key, message, "a post with an embed was refused; it is sent as words");
                self.create(channel, &Message::plain_post(post, &nonce), ONCE).await
            }
            Err(Fault::Refused { code: code::ARCHIVED, .. }) => {
                self.reopen(channel).await?;
                self.create(channel, &message, ONCE).await
            }
            Err(Fault::Refused { code: code::FORUM | code::NO_TEXT, .. }) => {
                self.forum_post(channel, post).await
            }
            sent => sent,
        }
    }

    /// Puts other words in the place of a message; where embeds may not be shown, without layout.
    async fn edit(&self, channel: ChannelId, message: MessageId, post: &Reply) -> Result<(), Fault> {
        let patch = async |words: Message| {
            let route = Route::ChannelMessage { channel_id: channel.0.into(), message_id: message.0.into() };
            send(self.0, words.request(route, LightMethod::Patch)?, ONCE).await
        };
        match patch(Message::other_words(post)).await {
            Err(Fault::Refused { code: code::MISSING_PERMISSIONS | code::INVALID_BODY, .. }) => {
                patch(Message::other_plain_words(post)).await
            }
            Err(Fault::Refused { code: code::ARCHIVED, .. }) => {
                self.reopen(channel).await?;
                patch(Message::other_words(post)).await
            }
            edited => edited,
        }
    }

    async fn reopen(&self, channel: ChannelId) -> Result<(), Fault> {
        let route = Route::Channel { channel_id: channel.0.into() };
        let body = json!({"archived": false}).to_string().into_bytes();
        send(self.0, Request::new(route, LightMethod::Patch).body(Some(body)), ONCE).await
    }

    /// A post in a forum is a thread; Discord takes no nonce for it.
    async fn forum_post(&self, forum: ChannelId, post: &Reply) -> Result<MessageId, Fault> {
        let name = cut(post.title.as_deref().unwrap_or(&post.text), THREAD_NAME);
        let body = json!({"name": name, "message": Message::forum_post(post)});
        let route = Route::ChannelForumPosts { channel_id: forum.0.into() };
        let request = Request::new(route, LightMethod::Post).body(Some(body.to_string().into_bytes()));
        let made: Made = fetch(self.0, request, ONCE).await?;
        Ok(MessageId(made.id.get()))
    }

    async fn thread(&self, channel: ChannelId, message: MessageId, name: &str) -> Result<(), Fault> {
        let route =
            Route::ChannelMessageThreads { channel_id: channel.0.into(), message_id: message.0.into() };
        let body = json!({"name": cut(name, THREAD_NAME), "auto_archive_duration": WEEK});
        let body = body.to_string().into_bytes();
        match send(self.0, Request::new(route, LightMethod::Post).body(Some(body)), ONCE).await {
            // An earlier try came through; or the post is in a forum or a thread, which is one itself.
            Err(Fault::Refused { code: code::HAS_THREAD | code::NO_THREADS, .. }) => Ok(()),
            made => made,
        }
    }
}

/// Discord as the posts' outlet.
pub struct Posts {
    /// For requests.
    pub http: Arc<Http>,
    /// The coach's own user.
    pub me: UserId,
    /// For the words about failures.
    pub coach: Arc<Coach>,
}

impl Outlet for Posts {
    async fn send(
        &self,
        to: Target,
        key: &str,
        post: &Reply,
        doubt: Option<DateTime<Utc>>,
    ) -> Result<MessageId, Undelivered> {
        let discord = Sender(&self.http);
        let channel = match to {
            Target::Channel(channel) => Ok(channel),
            Target::Person(learner) => discord.direct(learner).await,
        };
        // Making the channel of direct messages sends nothing.
        let channel = channel.map_err(|fault| match undelivered(&self.coach, to, fault) {
            Undelivered::Unclear(why) => Undelivered::Later(why),
            undelivered => undelivered,
        })?;
        if let Some(since) = doubt
            && let Some(message) = self.made_already(channel, key, since).await?
        {
            return Ok(message);
        }
        let sent = discord.post(channel, key, post).await;
        sent.map_err(|fault| undelivered(&self.coach, to, fault))
    }

    async fn open_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> Result<(), Undelivered> {
        let opened = Sender(&self.http).thread(channel, message, name).await;
        opened.map_err(|fault| match fault {
            Fault::Refused { code: code::UNKNOWN_MESSAGE, .. } => {
                Undelivered::Never(say!(self.coach.voice, FaultDeleted))
            }
            Fault::Refused { status: 403, code: 1.., .. } => {
                Undelivered::Never(say!(self.coach.voice, FaultThreads))
            }
            fault => undelivered(&self.coach, Target::Channel(channel), fault),
        })
    }

    async fn edit(&self, channel: ChannelId, message: MessageId, post: &Reply) -> Result<(), Undelivered> {
        let discord = Sender(&self.http);
        let edited = match discord.edit(channel, message, post).await {
            // A post in a forum is the first message of a thread of the same id.
            Err(Fault::Refused { status: 404, .. }) => {
                discord.edit(ChannelId(message.0), message, post).await
            }
            edited => edited,
        };
        edited.map_err(|fault| match fault {
            Fault::Refused { code: code::UNKNOWN_MESSAGE, .. } => {
                Undelivered::Never(say!(self.coach.voice, FaultEditGone))
            }
            fault => undelivered(&self.coach, Target::Channel(channel), fault),
        })
    }

    async fn is_member(&self, server: ServerId, learner: LearnerId) -> Result<bool, Undelivered> {
        let there = access::is_member(&self.http, server.0.into(), learner.0.into()).await;
        there.map_err(|fault| Undelivered::Later(fault.to_string()))
    }

    async fn is_installed(&self, server: ServerId) -> Result<bool, Undelivered> {
        let there = access::is_installed(&self.http, server.0.into()).await;
        there.map_err(|fault| Undelivered::Later(fault.to_string()))
    }

    async fn foresee(
        &self,
        server: ServerId,
        channel: ChannelId,
        role: Option<RoleId>,
        manager: Option<LearnerId>,
    ) -> Result<Prospect, Undelivered> {
        let manager = manager.map(|manager| UserId::new(manager.0));
        let seen = foresight::look(&self.http, self.me, server, channel, role, manager).await;
        seen.map_err(|fault| Undelivered::Later(fault.to_string()))
    }
}

impl Posts {
    /// The message of an earlier try that may have come through; none where it certainly did not, or
    /// where Discord would not make a second one.
    async fn made_already(
        &self,
        channel: ChannelId,
        key: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageId>, Undelivered> {
        let age = Utc::now() - since;
        let history = History { http: &self.http, me: self.me, channel: channel.0.into() };
        let nonce_holds = (chrono::Duration::zero()..NONCE_TRUSTED).contains(&age);
        let voice = &self.coach.voice;
        match history.find(&mark(key), since, nonce_holds).await {
            Ok(Found::There(message)) => {
                tracing::info!(key, "an earlier try came through");
                measure::duplicate_avoided("post");
                Ok(Some(message))
            }
            Ok(Found::Nowhere) => Ok(None),
            Ok(Found::Unreadable) => Err(Undelivered::Unknowable(say!(voice, FaultUnreadable))),
            Ok(Found::Deleted) => Err(Undelivered::Unknowable(say!(voice, FaultPerhapsDeleted))),
            Err(Fault::Refused { status: 403 | 404, .. }) => {
                Err(Undelivered::Unknowable(say!(voice, FaultUnreadable)))
            }
            // Nothing was sent by this try: it is only later that one may look.
            Err(fault) => match undelivered(&self.coach, Target::Channel(channel), fault) {
                Undelivered::Unclear(why) => Err(Undelivered::Later(why)),
                undelivered => Err(undelivered),
            },
        }
    }
}

/// Whether somebody has to mend something first, and what. Without a code of Discord's, a 403 or 404
/// is some proxy's and may pass; a 401 means that the token is no longer right, which is the
/// operator's to mend, and no post is lost by it.
fn undelivered(coach: &Coach, to: Target, fault: Fault) -> Undelivered {
    let voice = &coach.voice;
    match (fault, to) {
        (Fault::Refused { code: code::UNKNOWN_CHANNEL, .. }, Target::Channel(_)) => {
            Undelivered::Never(say!(voice, FaultGone))
        }
        (Fault::Refused { code: code::NEEDS_TAG, .. }, Target::Channel(_)) => {
            Undelivered::Never(say!(voice, FaultTag))
        }
        (Fault::Refused { status: 403 | 404, code: 1.., .. }, Target::Channel(_)) => {
            Undelivered::Never(say!(voice, FaultClosed))
        }
        (Fault::Refused { status: 403 | 404, code: 1.., .. }, Target::Person(_)) => {
            Undelivered::Never(say!(voice, FaultDirect))
        }
        (Fault::Unclear(why), _) => Undelivered::Unclear(why),
        (fault, _) => Undelivered::Later(fault.to_string()),
    }
}
