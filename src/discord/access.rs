//! What the coach may do in a channel, computed as Discord documents it.
//!
//! An interaction says what the coach may do in the channel where it was made, not in the one that an
//! option names, so that is worked out from the server's roles and the channel's overwrites.

use std::time::Duration;

use serde::Deserialize;
use serenity::all::{
    ChannelId, ChannelType, GenericId, GuildId, Http, LightMethod, PermissionOverwrite,
    PermissionOverwriteType, Permissions, RoleId, UserId,
};
use serenity::http::{Request, Route};

use super::rest::{Fault, Patience, fetch};
use crate::coach::request::Access;

/// A person waits for the answer, which can be put off: a limit lasts a second or some.
const PATIENCE: Patience = Patience {
    each: Duration::from_secs(2),
    waits: &[
        Duration::from_millis(100),
        Duration::from_millis(300),
        Duration::from_secs(1),
        Duration::from_secs(2),
    ],
};

/// A role, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    /// Its id; that of `@everyone` is the server's.
    pub id: RoleId,
    /// What it allows.
    pub permissions: Permissions,
    /// Whether everybody may ping it.
    #[serde(default)]
    pub mentionable: bool,
}

/// A server, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
pub struct Server {
    /// Who may do everything there, whatever roles and channels say.
    pub owner_id: UserId,
    /// Its roles.
    pub roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Member {
    roles: Vec<RoleId>,
}

/// A channel, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    /// Its server; none for direct messages.
    pub guild_id: Option<GuildId>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// The channel that a thread hangs below.
    pub parent_id: Option<ChannelId>,
    /// The last message, or the last thread of a forum; it may have been deleted since.
    pub last_message_id: Option<GenericId>,
    #[serde(default)]
    permission_overwrites: Vec<PermissionOverwrite>,
}

impl Place {
    /// Whether what is posted there becomes a thread of its own.
    pub fn is_forum(&self) -> bool {
        self.kind == ChannelType::Forum
    }

    fn is_thread(&self) -> bool {
        matches!(self.kind, ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread)
    }
}

/// A channel.
///
/// # Errors
/// When Discord does not tell, or the coach cannot see it.
pub async fn place(http: &Http, channel_id: ChannelId) -> Result<Place, Fault> {
    fetch(http, get(Route::Channel { channel_id }), PATIENCE).await
}

/// A server's roles.
///
/// # Errors
/// When Discord does not tell.
pub async fn roles(http: &Http, guild_id: GuildId) -> Result<Vec<Role>, Fault> {
    fetch(http, get(Route::GuildRoles { guild_id }), PATIENCE).await
}

/// A server, with its owner and its roles.
///
/// # Errors
/// When Discord does not tell.
pub async fn server(http: &Http, guild_id: GuildId) -> Result<Server, Fault> {
    fetch(http, get(Route::Guild { guild_id }), PATIENCE).await
}

/// What a member with a server's roles may do in one of its channels; nothing for somebody who is no
/// member. Of the owner, who may do everything, it does not know.
///
/// # Errors
/// When Discord does not tell.
pub async fn rights(
    http: &Http,
    guild_id: GuildId,
    place: &Place,
    user_id: UserId,
    roles: &[Role],
) -> Result<Permissions, Fault> {
    let member: Member = match fetch(http, get(Route::GuildMember { guild_id, user_id }), PATIENCE).await {
        Ok(member) => member,
        Err(Fault::Refused { status: 404, .. }) => return Ok(Permissions::empty()),
        Err(fault) => return Err(fault),
    };
    // A thread has the overwrites of the channel above it.
    let above = match place.parent_id {
        Some(parent) if place.is_thread() => Some(self::place(http, parent).await?),
        _ => None,
    };
    let overwrites = &above.as_ref().unwrap_or(place).permission_overwrites;
    Ok(permissions(guild_id, user_id, &member.roles, roles, overwrites))
}

/// Whether somebody is in a server.
///
/// # Errors
/// When Discord does not tell.
pub async fn is_member(http: &Http, guild_id: GuildId, user_id: UserId) -> Result<bool, Fault> {
    match fetch::<Member>(http, get(Route::GuildMember { guild_id, user_id }), PATIENCE).await {
        Ok(_) => Ok(true),
        // "Unknown member" and "unknown user": a server that is unknown tells nothing about who is in it.
        Err(Fault::Refused { code: 10_007 | 10_013, .. }) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Whether the coach is in a server.
///
/// # Errors
/// When Discord does not tell.
pub async fn is_installed(http: &Http, guild_id: GuildId) -> Result<bool, Fault> {
    match server(http, guild_id).await {
        Ok(_) => Ok(true),
        // "Unknown guild" and "missing access".
        Err(Fault::Refused { code: 10_004 | 50_001, .. }) => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn get(route: Route<'_>) -> Request<'_> {
    Request::new(route, LightMethod::Get)
}

/// What the coach, whose user is `me`, may do in a channel of a server; what others may is not in it.
///
/// # Errors
/// When Discord does not tell; a channel that the coach cannot see is none.
pub async fn in_channel(
    http: &Http,
    guild_id: GuildId,
    channel_id: ChannelId,
    me: UserId,
) -> Result<Access, Fault> {
    let (roles, place) = tokio::join!(roles(http, guild_id), place(http, channel_id));
    let place = match place {
        Ok(place) if place.guild_id == Some(guild_id) => place,
        Ok(_) | Err(Fault::Refused { status: 403 | 404, .. }) => return Ok(Access::NONE),
        Err(fault) => return Err(fault),
    };
    Ok(access(&place, rights(http, guild_id, &place, me, &roles?).await?))
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

/// Whether somebody with these permissions may write in a channel.
pub fn may_write(place: &Place, allowed: Permissions) -> bool {
    let send = if place.is_thread() { allowed.send_messages_in_threads() } else { allowed.send_messages() };
    allowed.view_channel() && send
}

/// What the coach's permissions mean for a post.
pub fn access(place: &Place, allowed: Permissions) -> Access {
    let post = may_write(place, allowed);
    let threads = match place {
        place if place.is_thread() => true,
        place if place.is_forum() => allowed.send_messages_in_threads(),
        _ => allowed.create_public_threads() && allowed.send_messages_in_threads(),
    };
    Access {
        post,
        embed: post && allowed.embed_links(),
        attach: post && allowed.attach_files(),
        history: allowed.view_channel() && allowed.read_message_history(),
        threads: post && threads,
        asker: false,
    }
}
