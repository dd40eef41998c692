//! Servers that remove the coach and add it again. One that stays without it is forgotten, later.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serenity::all::{GuildId, Ready};

use crate::coach::Coach;
use crate::error::Error;
use crate::study::units::ServerId;

/// The coach is in a server, perhaps again.
pub async fn is_here(coach: &Coach, guild: GuildId, now: DateTime<Utc>) {
    if let Err(Error::Internal(error)) = coach.returned(ServerId(guild.get()), now).await {
        tracing::error!(error = format!("{error:#}"), "it cannot be noted that the coach is in a server");
    }
}

/// The coach was removed from a server.
pub async fn is_gone(coach: &Coach, server: ServerId, now: DateTime<Utc>) {
    if let Err(error) = coach.store.server_gone(server, now).await {
        tracing::error!(error = format!("{error:#}"), "it cannot be noted that a server removed the coach");
    }
}

/// Servers of a shard that removed the coach while it was away are not among those that it is told.
pub async fn compare(coach: &Coach, ready: &Ready, now: DateTime<Utc>) {
    let told: BTreeSet<u64> = ready.guilds.iter().map(|guild| guild.id.get()).collect();
    let (number, of) = ready.shard.map_or((0, 1), |shard| (u64::from(shard.id.0), u64::from(shard.total)));
    let known = match coach.store.known_servers().await {
        Ok(known) => known,
        Err(error) => {
            return tracing::error!(error = format!("{error:#}"), "the known servers cannot be read");
        }
    };
    // Discord's rule for which shard a server belongs to.
    let own = known.into_iter().filter(|server| (server.0 >> 22) % of.max(1) == number);
    for server in own.filter(|server| !told.contains(&server.0)) {
        is_gone(coach, server, now).await;
    }
}
