//! What the coach may do in a channel, computed as Discord documents it.
//!
//! An interaction says what the coach may do in the channel where it was made, not in the one that an
//! option names, so that is worked out from the server's roles and the channel's overwrites.

use std::time::Duration;

use serde::Deserialize;
use serenity::all::{
    ChannelId, GuildId, Http, LightMethod, PermissionOverwrite, PermissionOverwriteType, Permissions, RoleId,
    UserId,
};
use serenity::http::{Request, Route};

use super::rest::{Fault, Patience, fetch};
use crate::coach::request::Access;

/// A person waits for the answer.
const PATIENCE: Patience = Patience {
    each: Duration::from_secs(2),
    waits: &[Duration::from_millis(100), Duration::from_millis(300)],
};

/// A role, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    /// Its id; that of `@everyone` is the server's.
    pub id: RoleId,
    /// What it allows.
    pub permissions: Permissions,
}

#[derive(Deserialize)]
struct Member {
    roles: Vec<RoleId>,
}

#[derive(Deserialize)]
struct Channel {
    guild_id: Option<GuildId>,
    #[serde(default)]
    permission_overwrites: Vec<PermissionOverwrite>,
}

/// What the coach, whose user is `me`, may do in a channel of a server.
///
/// # Errors
/// When Discord does not tell; a channel that the coach cannot see is none.
pub async fn in_channel(
    http: &Http,
    guild_id: GuildId,
    channel_id: ChannelId,
    me: UserId,
) -> Result<Access, Fault> {
    let get = |route| Request::new(route, LightMethod::Get);
    let (roles, member, channel) = tokio::join!(
        fetch::<Vec<Role>>(http, get(Route::GuildRoles { guild_id }), PATIENCE),
        fetch::<Member>(http, get(Route::GuildMember { guild_id, user_id: me }), PATIENCE),
        fetch::<Channel>(http, get(Route::Channel { channel_id }), PATIENCE),
    );
    let channel = match channel {
        Ok(channel) => channel,
        Err(Fault::Refused { status: 403 | 404, .. }) => return Ok(Access::NONE),
        Err(fault) => return Err(fault),
    };
    if channel.guild_id != Some(guild_id) {
        return Ok(Access::NONE);
    }
    Ok(access(permissions(guild_id, me, &member?.roles, &roles?, &channel.permission_overwrites)))
}

/// The permissions of a member with these roles in a channel with these overwrites: the base from
/// `@everyone` and the roles, then the overwrites of `@everyone`, of all roles together, of the member.
pub fn permissions(
    server: GuildId,
    member: UserId,
    own: &[RoleId],
    roles: &[Role],
    overwrites: &[PermissionOverwrite],
) -> Permissions {
    let everyone = RoleId::new(server.get());
    let mut allowed = roles
        .iter()
        .filter(|role| role.id == everyone || own.contains(&role.id))
        .fold(Permissions::empty(), |sum, role| sum | role.permissions);
    if allowed.administrator() {
        return Permissions::all();
    }
    let is_everyone = |kind| kind == PermissionOverwriteType::Role(everyone);
    let is_role =
        |kind| matches!(kind, PermissionOverwriteType::Role(id) if id != everyone && own.contains(&id));
    let is_member = |kind| kind == PermissionOverwriteType::Member(member);
    let steps: [&dyn Fn(PermissionOverwriteType) -> bool; 3] = [&is_everyone, &is_role, &is_member];
    for applies in steps {
        let of_step = || overwrites.iter().filter(|overwrite| applies(overwrite.kind));
        let deny = of_step().fold(Permissions::empty(), |sum, overwrite| sum | overwrite.deny);
        let allow = of_step().fold(Permissions::empty(), |sum, overwrite| sum | overwrite.allow);
        allowed = (allowed - deny) | allow;
    }
    allowed
}

/// What they mean for a post.
fn access(allowed: Permissions) -> Access {
    let post = allowed.view_channel() && allowed.send_messages();
    Access { post, embed: post && allowed.embed_links(), attach: post && allowed.attach_files() }
}
