//! Threads: on a message, in a forum, archived and opened again.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::objects::merge;
use super::super::state::{Origin, Request, State};
use super::super::wire::Part;
use super::super::world::{Channel, Guild, kind, permission};
use super::messages::add_as;
use super::{Reply, id};

/// Answers the routes of this file.
pub fn route(state: &mut State, request: &Request, segments: &[&str]) -> Option<Reply> {
    let channel = match segments {
        ["channels", channel] if request.method == Method::PATCH => *channel,
        ["channels", channel, "threads"] | ["channels", channel, "messages", _, "threads"]
            if request.method == Method::POST =>
        {
            *channel
        }
        _ => return None,
    };
    let Some(place) = state.world.channels.get(&id(channel)).cloned() else {
        return Some(Reply::unknown(10_003));
    };
    let allowed = state.world.permissions(&place, state.world.bot.id);
    if allowed & permission::VIEW_CHANNEL == 0 {
        return Some(Reply::error(403, 50_001, "Missing Access"));
    }
    let body = request.body.clone().unwrap_or_default();
    Some(match segments {
        [_, _] => change(state, &place, allowed, &body),
        [_, _, "threads"] if place.kind == kind::FORUM => {
            post_in_forum(state, &place, allowed, &body, &request.files)
        }
        [_, _, _, message, _] => on_message(state, &place, allowed, id(message), &body),
        // A thread without a message is something that the coach never asks for.
        _ => return None,
    })
}

/// The threads of a server that are not archived.
pub fn active_threads(state: &State, guild: &Guild) -> Reply {
    let world = &state.world;
    let visible = |channel: &&Channel| {
        channel.guild == Some(guild.id)
            && channel.is_thread()
            && !channel.archived
            && world.permissions(channel, world.bot.id) & permission::VIEW_CHANNEL != 0
    };
    let threads: Vec<Value> =
        world.channels.values().rev().filter(visible).map(|channel| world.channel_json(channel)).collect();
    Reply::ok(json!({"threads": threads, "members": [], "has_more": false}))
}

/// Changing a channel takes rights that the coach never asks for; opening an archived thread again
/// takes no more than writing in it, unless it is locked.
fn change(state: &mut State, thread: &Channel, allowed: u64, body: &Value) -> Reply {
    let only_opens = body.as_object().is_some_and(|body| body.len() == 1) && body["archived"] == false;
    let write = allowed & permission::SEND_MESSAGES_IN_THREADS != 0;
    let moderates = allowed & permission::MANAGE_THREADS != 0;
    if !thread.is_thread() || !only_opens || !(moderates || write && !thread.locked) {
        return Reply::error(403, 50_013, "Missing Permissions");
    }
    let opened = state.world.channels.get_mut(&thread.id).expect("a known thread");
    opened.archived = false;
    let opened = opened.clone();
    Reply::ok(state.world.channel_json(&opened))
}

/// A thread whose first message has its id. Discord knows no nonce here.
fn post_in_forum(state: &mut State, forum: &Channel, allowed: u64, body: &Value, files: &[Part]) -> Reply {
    let message = &body["message"];
    let embeds = message["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty());
    let attach = if files.is_empty() { 0 } else { permission::ATTACH_FILES };
    let needed = permission::SEND_MESSAGES | attach | if embeds { permission::EMBED_LINKS } else { 0 };
    if allowed & needed != needed {
        return Reply::error(403, 50_013, "Missing Permissions");
    }
    let tags = body["applied_tags"].as_array().map_or(0, Vec::len);
    if forum.wants_tag && tags == 0 {
        return Reply::error(400, 40_067, "A tag is required to create a forum post in this channel");
    }
    let thread = open(state, forum, None, body);
    add_as(state, thread, thread, message, files, Origin::Post);
    let first = state.message(thread).expect("just made").body.clone();
    let mut made = state.world.channel_json(&state.world.channels[&thread]);
    merge(&mut made, json!({"message": first}));
    Reply::created(made)
}

fn on_message(state: &mut State, place: &Channel, allowed: u64, message: u64, body: &Value) -> Reply {
    if !matches!(place.kind, kind::TEXT | kind::ANNOUNCEMENT) {
        return Reply::error(400, 50_024, "Cannot execute action on this channel type");
    }
    if allowed & permission::CREATE_PUBLIC_THREADS == 0 {
        return Reply::error(403, 50_013, "Missing Permissions");
    }
    if state.message(message).is_none_or(|found| found.channel != place.id) {
        return Reply::unknown(10_008);
    }
    if state.world.channels.contains_key(&message) {
        return Reply::error(400, 160_004, "A thread has already been created for this message");
    }
    let thread = open(state, place, Some(message), body);
    Reply::created(state.world.channel_json(&state.world.channels[&thread]))
}

fn open(state: &mut State, above: &Channel, as_id: Option<u64>, body: &Value) -> u64 {
    let id = as_id.unwrap_or_else(|| state.world.id());
    let kind = if above.kind == kind::ANNOUNCEMENT { kind::ANNOUNCEMENT_THREAD } else { kind::THREAD };
    let name = body["name"].as_str().unwrap_or_default();
    let thread = Channel { guild: above.guild, parent: Some(above.id), ..Channel::new(id, name, kind) };
    state.world.insert_channel(thread);
    if above.kind == kind::FORUM {
        state.world.channels.get_mut(&above.id).expect("a known forum").last = Some(id);
    }
    id
}
