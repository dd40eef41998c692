//! How to begin, said once in a server that has just added the coach.

use chrono::{DateTime, Duration, Utc};
use serenity::all::{ChannelId, ChannelType, Guild, Http, UserId};

use super::access;
use crate::coach::{Coach, due};
use crate::study::units::{self, ServerId};

/// A server that added the coach longer ago is not greeted any more.
const JUST_NOW: Duration = Duration::hours(24);
/// Channels that are tried besides the server's own for such messages.
const TRIED: usize = 5;

/// Whether a server has added the coach just now, rather than being named again after a reconnect.
pub fn is_new(guild: &Guild, now: DateTime<Utc>) -> bool {
    let age = Duration::seconds(now.timestamp() - guild.joined_at.unix_timestamp());
    (Duration::minutes(-1)..JUST_NOW).contains(&age)
}

/// Queues the greeting; a server gets it once, however often it is named.
pub async fn greet(coach: &Coach, http: &Http, guild: &Guild, me: UserId, now: DateTime<Utc>) {
    // A server that is named anew names the same day.
    let joined_at = DateTime::from_timestamp(guild.joined_at.unix_timestamp(), 0).unwrap_or(now);
    let row = due::greeting(ServerId(guild.id.get()), joined_at.date_naive(), now);
    match coach.store.is_known(&row.key).await {
        Ok(false) => {}
        Ok(true) => return,
        Err(error) => return tracing::error!(error = format!("{error:#}"), "a server is not greeted"),
    }
    let mut channels: Vec<_> =
        guild.channels.values().filter(|channel| channel.kind == ChannelType::Text).collect();
    channels.sort_by_key(|channel| (channel.position, channel.id));
    let others = channels.iter().map(|channel| channel.id).filter(|id| Some(*id) != guild.system_channel_id);
    for channel in guild.system_channel_id.into_iter().chain(others.take(TRIED)) {
        if may_post(http, guild, channel, me).await {
            let row = crate::store::Due { channel: Some(units::ChannelId(channel.get())), ..row };
            match coach.store.queue(&[row], None).await {
                Ok(_) => coach.queued.notify_one(),
                Err(error) => tracing::error!(error = format!("{error:#}"), "a server is not greeted"),
            }
            return;
        }
    }
    tracing::info!(server = %guild.id, "there is no channel in which a greeting could be posted");
}

async fn may_post(http: &Http, guild: &Guild, channel: ChannelId, me: UserId) -> bool {
    match access::in_channel(http, guild.id, channel, me).await {
        Ok(access) => access.post,
        Err(fault) => {
            tracing::warn!(%fault, "a server's channel cannot be looked at");
            false
        }
    }
}
