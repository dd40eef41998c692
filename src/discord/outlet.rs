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
use crate::cards::studio::Png;
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
    pub const TOO_LARGE: isize = 40_005;
    pub const FORUM: isize = 40_058;
    pub const NEEDS_TAG: isize = 40_067;
    pub const NO_TEXT: isize = 50_008;
    pub const NO_THREADS: isize = 50_024;
    pub const MISSING_PERMISSIONS: isize = 50_013;
    pub const INVALID_BODY: isize = 50_035;
    pub const ARCHIVED: isize = 50_083;
    pub const HAS_THREAD: isize = 160_004;
    pub const LOCKED: isize = 160_005;
}

/// Something that Discord made.
#[derive(Deserialize)]
pub struct Made {
    /// Its id.
    pub id: serenity::all::GenericId,
}

/// Makes messages.
pub struct Sender<'a>(pub &'a Http);

impl Sender<'_> {
    /// Answers in a channel.
    ///
    /// # Errors
    /// When it did not come through in a few tries.
    pub async fn reply(
        &self,
        channel: ChannelId,
        key: &str,
        reply: &Reply,
        picture: Option<&Png>,
    ) -> Result<(), Fault> {
        self.create(channel, &Message::post(reply, &mark(key), picture), REPLY).await.map(drop)
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

    /// Where the picture or the embed is refused, for want of a permission or as malformed, words alone
    /// may do.
    async fn post(
        &self,
        channel: ChannelId,
        key: &str,
        post: &Reply,
        picture: Option<&Png>,
    ) -> Result<MessageId, Fault> {
        let nonce = mark(key);
        if picture.is_some() {
            match self.laid_out(channel, &nonce, post, picture).await {
                Err(
                    fault @ Fault::Refused {
                        code: code::MISSING_PERMISSIONS | code::INVALID_BODY | code::TOO_LARGE,
                        ..
                    },
                ) => tracing::warn!(key, %fault, "a post with a picture was refused; it is sent without"),
                sent => return sent,
            }
        }
        match self.laid_out(channel, &nonce, post, None).await {
            Err(fault @ Fault::Refused { code: code::MISSING_PERMISSIONS | code::INVALID_BODY, .. }) => {
                tracing::warn!(key, %fault, "a post with an embed was refused; it is sent as words");
                match self.create(channel, &Message::plain_post(post, &nonce), ONCE).await {
                    // A forum takes no message, an archived thread none before it is opened: what was
                    // said of the thread counts.
                    Err(Fault::Refused { code: code::FORUM | code::NO_TEXT | code::ARCHIVED, .. }) => {
                        Err(fault)
                    }
                    sent => sent,
                }
            }
            sent => sent,
        }
    }

    /// An archived thread is opened again; in a forum the post is a thread.
    async fn laid_out(
        &self,
        channel: ChannelId,
        nonce: &str,
        post: &Reply,
        picture: Option<&Png>,
    ) -> Result<MessageId, Fault> {
        let message = Message::post(post, nonce, picture);
        match self.create(channel, &message, ONCE).await {
            Err(Fault::Refused { code: code::ARCHIVED, .. }) => {
                self.reopen(channel).await?;
                self.create(channel, &message, ONCE).await
            }
            Err(Fault::Refused { code: code::FORUM | code::NO_TEXT, .. }) => {
                self.forum_post(channel, post, picture).await
            }
            sent => sent,
        }
    }

    /// Puts other words and another picture in the place of a message. The old picture goes in any case;
    /// where the new one is refused the words stand alone, and where embeds may not be shown, without
    /// layout.
    async fn edit(
        &self,
        channel: ChannelId,
        message: MessageId,
        post: &Reply,
        picture: Option<&Png>,
    ) -> Result<(), Fault> {
        if picture.is_some() {
            match self.patch(channel, message, &Message::other_words(post, picture)).await {
                Err(Fault::Refused {
                    code: code::MISSING_PERMISSIONS | code::INVALID_BODY | code::TOO_LARGE,
                    ..
                }) => {}
                edited => return edited,
            }
        }
        match self.patch(channel, message, &Message::other_words(post, None)).await {
            Err(Fault::Refused { code: code::MISSING_PERMISSIONS | code::INVALID_BODY, .. }) => {
                self.patch(channel, message, &Message::other_plain_words(post)).await
            }
            edited => edited,
        }
    }

    /// Changes a message; an archived thread is opened again.
    async fn patch(&self, channel: ChannelId, message: MessageId, words: &Message) -> Result<(), Fault> {
        let route = || Route::ChannelMessage { channel_id: channel.0.into(), message_id: message.0.into() };
        match send(self.0, words.request(route(), LightMethod::Patch)?, ONCE).await {
            Err(Fault::Refused { code: code::ARCHIVED, .. }) => {
                self.reopen(channel).await?;
                send(self.0, words.request(route(), LightMethod::Patch)?, ONCE).await
            }
            edited => edited,
        }
    }

    async fn reopen(&self, channel: ChannelId) -> Result<(), Fault> {
        let route = Route::Channel { channel_id: channel.0.into() };
        let body = json!({"archived": false}).to_string().into_bytes();
        match send(self.0, Request::new(route, LightMethod::Patch).body(Some(body)), ONCE).await {
            // Whoever may write in a thread opens it again, unless it is locked.
            Err(Fault::Refused { status, code: code::MISSING_PERMISSIONS, message }) => {
                Err(Fault::Refused { status, code: code::LOCKED, message })
            }
            opened => opened,
        }
    }

    /// A post in a forum is a thread; Discord takes no nonce for it.
    async fn forum_post(
        &self,
        forum: ChannelId,
        post: &Reply,
        picture: Option<&Png>,
    ) -> Result<MessageId, Fault> {
        let name = cut(post.title.as_deref().unwrap_or(&post.text), THREAD_NAME);
        let route = Route::ChannelForumPosts { channel_id: forum.0.into() };
        let request = Message::forum_post(post, picture).thread_request(&name, route)?;
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
        let channel = self.channel(to).await?;
        if let Some(since) = doubt
            && let Some(message) = self.made_already(channel, key, since).await?
        {
            return Ok(message);
        }
        // The same row gives the same card, and the same card the same picture, or none.
        let picture = self.coach.picture(post).await;
        let sent = discord.post(channel, key, post, picture.as_ref()).await;
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

    async fn edit(&self, to: Target, message: MessageId, post: &Reply) -> Result<(), Undelivered> {
        let discord = Sender(&self.http);
        let channel = self.channel(to).await?;
        let picture = self.coach.picture(post).await;
        let edited = match discord.edit(channel, message, post, picture.as_ref()).await {
            // A post in a forum is the first message of a thread of the same id.
            Err(Fault::Refused { status: 404, .. }) => {
                discord.edit(ChannelId(message.0), message, post, picture.as_ref()).await
            }
            edited => edited,
        };
        edited.map_err(|fault| match fault {
            Fault::Refused { code: code::UNKNOWN_MESSAGE, .. } => {
                Undelivered::Never(say!(self.coach.voice, FaultEditGone))
            }
            fault => undelivered(&self.coach, to, fault),
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
    /// The channel of a target. Making the one of direct messages sends nothing.
    async fn channel(&self, to: Target) -> Result<ChannelId, Undelivered> {
        let channel = match to {
            Target::Channel(channel) => return Ok(channel),
            Target::Person(learner) => Sender(&self.http).direct(learner).await,
        };
        channel.map_err(|fault| match undelivered(&self.coach, to, fault) {
            Undelivered::Unclear(why) => Undelivered::Later(why),
            undelivered => undelivered,
        })
    }

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
            Ok(Found::Busy) => Err(Undelivered::Unknowable(say!(voice, FaultBusy))),
            Ok(Found::Deleted) => Err(Undelivered::Unknowable(say!(voice, FaultPerhapsDeleted))),
            Err(Fault::Refused { code: code::UNKNOWN_CHANNEL, .. }) => {
                Err(Undelivered::Unknowable(say!(voice, FaultLostGone)))
            }
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
        (Fault::Refused { code: code::LOCKED, .. }, Target::Channel(_)) => {
            Undelivered::Never(say!(voice, FaultLocked))
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
