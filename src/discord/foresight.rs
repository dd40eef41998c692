//! Whether a server's next post will come through, and who may have one made now.

use serenity::all::{ChannelId, GuildId, Http, Permissions, RoleId, UserId};

use super::access;
use super::rest::Fault;
use crate::coach::Coach;
use crate::coach::request::{Access, Ping, Request};
use crate::posts::Prospect;
use crate::study::units::{self, ServerId};

/// What the coach, whose user is `me`, and the manager who set the post up may do. A manager who left
/// the server stands in nobody's way.
///
/// # Errors
/// When Discord does not tell.
pub async fn look(
    http: &Http,
    me: UserId,
    id: ServerId,
    channel: units::ChannelId,
    role: Option<units::RoleId>,
    manager: Option<UserId>,
) -> Result<Prospect, Fault> {
    let guild = GuildId::new(id.0);
    let role = role.map(|role| RoleId::new(role.0));
    // What the coach does not see stands in its own way, not in the manager's.
    let nothing = |ping| Ok(Prospect { access: Access { asker: true, ..Access::NONE }, ping });
    let place = match access::place(http, ChannelId::new(channel.0)).await {
        Ok(place) if place.guild_id == Some(guild) => place,
        Ok(_) | Err(Fault::Refused { status: 403 | 404, code: 1.., .. }) => return nothing(None),
        Err(fault) => return Err(fault),
    };
    let server = access::server(http, guild).await?;
    let own = access::rights(http, guild, &place, me, &server.roles).await?;
    let asker = match manager {
        Some(manager) if manager == server.owner_id => Some(Permissions::all()),
        Some(manager) => Some(access::rights(http, guild, &place, manager, &server.roles).await?),
        None => None,
    }
    .filter(|rights| !rights.is_empty());
    let access = Access {
        asker: asker.is_none_or(|rights| access::may_write(&place, rights)),
        ..access::access(&place, own)
    };
    let ping = role.map(|id| {
        let found = server.roles.iter().find(|role| role.id == id);
        let mentionable = found.is_some_and(|role| role.mentionable);
        Ping {
            there: found.is_some(),
            coach: mentionable || own.mention_everyone(),
            asker: mentionable || asker.is_none_or(|rights| rights.mention_everyone()),
        }
    });
    Ok(Prospect { access, ping })
}

/// Whether who asks for a post may write where the server's go, and ping their role; none for other
/// requests, and where Discord does not tell.
pub async fn may_post(coach: &Coach, http: &Http, me: UserId, request: &Request) -> Option<bool> {
    let server = request.server().filter(|_| request.from.manages && request.act.posts_now())?;
    let setting = coach.store.server(server).await.ok()?.weekly?;
    let asker = Some(UserId::new(request.from.id.0));
    match look(http, me, server, setting.channel, setting.role, asker).await {
        Ok(seen) => Some(seen.access.asker && seen.ping.is_none_or(|ping| ping.asker || !ping.there)),
        Err(fault) => {
            tracing::warn!(%fault, "Discord does not tell what a manager may do");
            None
        }
    }
}
