//! Looking for a message whose answer was lost, before it is made again.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serenity::all::{ChannelId, GenericId, GuildId, Http, LightMethod, MessageId, UserId};
use serenity::http::{Request, Route};

use super::access::{self, Place};
use super::rest::{Fault, Patience, fetch};
use crate::coach::reply::Id;
use crate::study::units;

/// The row is tried again by itself.
const PATIENCE: Patience = Patience::once(Duration::from_secs(10));
/// The two clocks may differ by so much.
const MARGIN: chrono::Duration = chrono::Duration::minutes(2);
/// Messages in a page, and the pages that are looked at.
const PAGE: usize = 100;
const PAGES: usize = 10;
/// The newest threads of a forum that are looked into.
const THREADS: usize = 10;
/// Discord's ids count milliseconds from here.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// What a look tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The message.
    There(units::MessageId),
    /// It was not made, or Discord would not make it twice.
    Nowhere,
    /// The channel cannot be read, or since when is not known.
    Unreadable,
    /// Too much was written there since.
    Busy,
    /// A message was deleted there since, which may have been this one.
    Deleted,
}

/// A channel's messages.
pub struct History<'a> {
    /// For requests.
    pub http: &'a Http,
    /// The coach's own user.
    pub me: UserId,
    /// The channel.
    pub channel: ChannelId,
}

#[derive(Deserialize)]
struct Message {
    id: MessageId,
    author: User,
    #[serde(default)]
    components: Vec<Row>,
}

#[derive(Deserialize)]
struct User {
    id: UserId,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    components: Vec<Component>,
}

#[derive(Deserialize)]
struct Component {
    custom_id: Option<String>,
}

#[derive(Deserialize)]
struct Threads {
    threads: Vec<Thread>,
}

#[derive(Deserialize)]
struct Thread {
    id: ChannelId,
    parent_id: Option<ChannelId>,
    owner_id: Option<UserId>,
}

impl History<'_> {
    /// Looks for the message with this mark that was made since then. While Discord would not make a
    /// second one with its nonce, it need not be looked for; in a forum there is no nonce.
    ///
    /// # Errors
    /// When Discord does not tell.
    pub async fn find(&self, mark: &str, since: DateTime<Utc>, nonce_holds: bool) -> Result<Found, Fault> {
        let place = match access::place(self.http, self.channel).await {
            Ok(place) if nonce_holds && !place.is_forum() => return Ok(Found::Nowhere),
            Ok(place) => place,
            // A channel that cannot be seen takes no post either: the try itself will say why.
            Err(Fault::Refused { .. }) if nonce_holds => return Ok(Found::Nowhere),
            Err(fault) => return Err(fault),
        };
        // A clock that was set back tells nothing about when the try was.
        if since > Utc::now() {
            return Ok(Found::Unreadable);
        }
        if let Some(guild) = place.guild_id {
            let roles = access::roles(self.http, guild).await?;
            let own = access::rights(self.http, guild, &place, self.me, &roles).await?;
            if !(own.view_channel() && own.read_message_history()) {
                return Ok(Found::Unreadable);
            }
        }
        let since = (since - MARGIN).timestamp_millis();
        match place.guild_id {
            Some(guild) if place.is_forum() => self.in_forum(guild, &place, mark, since).await,
            _ => self.in_messages(&place, mark, since).await,
        }
    }

    /// From the newest message back to those of before.
    async fn in_messages(&self, place: &Place, mark: &str, since: i64) -> Result<Found, Fault> {
        let mut before: Option<MessageId> = None;
        let mut newest: Option<MessageId> = None;
        for _ in 0..PAGES {
            let mut query = vec![("limit", PAGE.to_string())];
            query.extend(before.map(|id| ("before", id.to_string())));
            let route = Route::ChannelMessages { channel_id: self.channel };
            let request = Request::new(route, LightMethod::Get).params(Some(query));
            let page: Vec<Message> = fetch(self.http, request, PATIENCE).await?;
            newest = newest.or_else(|| page.iter().map(|message| message.id).max());
            let recent = || page.iter().filter(|message| made_at(message.id.get()) >= since);
            if let Some(found) = recent().find(|message| self.is_marked(message, mark)) {
                return Ok(Found::There(units::MessageId(found.id.get())));
            }
            before = page.iter().map(|message| message.id).min();
            if page.len() < PAGE || recent().count() < page.len() {
                return Ok(missing(place, newest.map(MessageId::get), since));
            }
        }
        Ok(Found::Busy)
    }

    /// A post in a forum is the first message of a thread of the same id.
    async fn in_forum(
        &self,
        guild_id: GuildId,
        place: &Place,
        mark: &str,
        since: i64,
    ) -> Result<Found, Fault> {
        let request = Request::new(Route::GuildThreadsActive { guild_id }, LightMethod::Get);
        let active: Threads = fetch(self.http, request, PATIENCE).await?;
        let mut threads: Vec<Thread> = active
            .threads
            .into_iter()
            .filter(|thread| thread.parent_id == Some(self.channel) && made_at(thread.id.get()) >= since)
            .collect();
        threads.sort_by_key(|thread| std::cmp::Reverse(thread.id));
        let newest = threads.first().map(|thread| thread.id.get());
        let own = threads.iter().filter(|thread| thread.owner_id == Some(self.me));
        for thread in own.take(THREADS) {
            let message_id = MessageId::new(thread.id.get());
            let route = Route::ChannelMessage { channel_id: thread.id, message_id };
            let request = Request::new(route, LightMethod::Get);
            match fetch::<Message>(self.http, request, PATIENCE).await {
                Ok(message) if self.is_marked(&message, mark) => {
                    return Ok(Found::There(units::MessageId(message.id.get())));
                }
                Ok(_) | Err(Fault::Refused { status: 404, .. }) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(missing(place, newest, since))
    }

    fn is_marked(&self, message: &Message, mark: &str) -> bool {
        let ids = message.components.iter().flat_map(|row| &row.components);
        let mut ids = ids.filter_map(|component| Id::parse(component.custom_id.as_deref()?));
        message.author.id == self.me && ids.any(|id| id.args.last().map(String::as_str) == Some(mark))
    }
}

/// The message is not among those that are there. The channel names its last message, deleted or not:
/// where that is newer than all that are there, one was deleted.
fn missing(place: &Place, newest: Option<u64>, since: i64) -> Found {
    let last = place.last_message_id.map(GenericId::get).filter(|id| made_at(*id) >= since);
    match (last, newest) {
        (Some(last), newest) if newest.is_none_or(|newest| newest < last) => Found::Deleted,
        _ => Found::Nowhere,
    }
}

/// When something was made, in milliseconds of unix time, as its id tells.
fn made_at(id: u64) -> i64 {
    (id >> 22).cast_signed() + EPOCH_MS
}
