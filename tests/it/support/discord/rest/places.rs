//! Who the bot is, where it is, and who else is there.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::gateway::bot_user;
use super::super::state::{Request, Shared, State};
use super::super::world::{Guild, permission};
use super::threads::active_threads;
use super::{Reply, current_application, id, query};

/// Answers the routes of this file.
pub fn route(state: &mut State, shared: &Shared, request: &Request, segments: &[&str]) -> Option<Reply> {
    let get = request.method == Method::GET;
    let post = request.method == Method::POST;
    Some(match segments {
        ["gateway"] if get => Reply::ok(json!({"url": gateway_url(shared)})),
        ["gateway", "bot"] if get => gateway_bot(state, shared),
        ["users", "@me"] if get => Reply::ok(bot_user(state)),
        ["users", "@me", "guilds"] if get => own_guilds(state, request),
        ["users", "@me", "channels"] if post => open_dm(state, request),
        ["users", user] if get => match state.world.people.get(&id(user)) {
            Some(person) => Reply::ok(person.json()),
            None => Reply::unknown(10_013),
        },
        ["applications" | "oauth2", .., "@me"] if get => Reply::ok(current_application(state)),
        ["guilds", guild, rest @ ..] if get => match state.world.guilds.get(&id(guild)) {
            Some(guild) if guild.installed => guild_route(state, guild, rest)?,
            _ => Reply::unknown(10_004),
        },
        ["channels", channel] if get => match state.world.channels.get(&id(channel)) {
            None => Reply::unknown(10_003),
            Some(channel) => {
                let bot = state.world.bot.id;
                if state.world.permissions(channel, bot) & permission::VIEW_CHANNEL == 0 {
                    return Some(Reply::error(403, 50_001, "Missing Access"));
                }
                Reply::ok(state.world.channel_json(channel))
            }
        },
        ["channels", channel, "typing"] if post => {
            if state.world.channels.contains_key(&id(channel)) {
                Reply::nothing()
            } else {
                Reply::unknown(10_003)
            }
        }
        _ => return None,
    })
}

fn gateway_url(shared: &Shared) -> String {
    format!("ws://{}/gw", shared.address)
}

fn gateway_bot(state: &State, shared: &Shared) -> Reply {
    let used = state.gateway.sessions.len();
    Reply::ok(json!({
        "url": gateway_url(shared), "shards": state.gateway.shards,
        "session_start_limit": {"total": 1000, "remaining": 1000_usize.saturating_sub(used),
            "reset_after": 86_400_000, "max_concurrency": 1},
    }))
}

fn own_guilds(state: &State, request: &Request) -> Reply {
    let after = query(request, "after").map_or(0, id);
    let limit = query(request, "limit").and_then(|limit| limit.parse().ok()).unwrap_or(200);
    let guilds = state.world.guilds.values().filter(|guild| guild.installed && guild.id > after);
    let guilds: Vec<Value> = guilds
        .take(limit)
        .map(|guild| {
            json!({
                "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null,
                "owner": false, "permissions": permission::INVITED.to_string(), "features": [],
            })
        })
        .collect();
    Reply::ok(json!(guilds))
}

fn open_dm(state: &mut State, request: &Request) -> Reply {
    let recipient = request.body.as_ref().and_then(|body| body["recipient_id"].as_str()).map(id);
    match recipient.filter(|recipient| state.world.people.contains_key(recipient)) {
        None => Reply::unknown(10_013),
        Some(recipient) => {
            let channel = state.world.dm(recipient);
            Reply::ok(state.world.channel_json(&state.world.channels[&channel]))
        }
    }
}

fn guild_route(state: &State, guild: &Guild, rest: &[&str]) -> Option<Reply> {
    let world = &state.world;
    Some(match rest {
        [] => Reply::ok(world.guild_json(guild, false)),
        ["roles"] => {
            let roles: Vec<Value> = guild.roles.iter().map(|role| role.json()).collect();
            Reply::ok(json!(roles))
        }
        ["roles", role] => match guild.roles.iter().find(|known| known.id == id(role)) {
            Some(role) => Reply::ok(role.json()),
            None => Reply::unknown(10_011),
        },
        ["channels"] => {
            let own = world.channels.values();
            let own = own.filter(|c| c.guild == Some(guild.id) && !c.is_thread());
            Reply::ok(json!(own.map(|c| world.channel_json(c)).collect::<Vec<_>>()))
        }
        ["threads", "active"] => active_threads(state, guild),
        ["members", "search"] => return None,
        ["members", user] => {
            let user = id(user);
            if guild.members.contains_key(&user) {
                Reply::ok(world.member_json(guild, user))
            } else if world.people.contains_key(&user) {
                Reply::unknown(10_007)
            } else {
                Reply::unknown(10_013)
            }
        }
        // Listing the members takes the privileged intent, which the coach does not have.
        ["members"] => Reply::error(403, 50_001, "Missing Access"),
        _ => return None,
    })
}
