//! Messages in channels.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::objects::{attachment_id, components, embeds, merge, timestamp};
use super::super::state::{Message, Origin, Request, State};
use super::super::wire::Part;
use super::super::world::{kind, permission};
use super::{Reply, id, query};

/// The flag of a message that only the asker sees.
pub const EPHEMERAL: u64 = 1 << 6;
/// The flag of an answer that was deferred and has not come.
pub const LOADING: u64 = 1 << 7;

/// Answers the routes of this file.
pub fn route(state: &mut State, request: &Request, segments: &[&str]) -> Option<Reply> {
    let (channel, message) = match segments {
        ["channels", channel, "messages"] => (id(channel), None),
        ["channels", channel, "messages", message] => (id(channel), Some(id(message))),
        _ => return None,
    };
    let Some(found) = state.world.channels.get(&channel) else {
        return Some(Reply::unknown(10_003));
    };
    let allowed = state.world.permissions(found, state.world.bot.id);
    let member = found.guild.is_none_or(|guild| state.world.guilds[&guild].installed);
    if allowed & permission::VIEW_CHANNEL == 0 || !member {
        return Some(Reply::error(403, 50_001, "Missing Access"));
    }
    match (message, &request.method) {
        (None, &Method::POST) => Some(create(state, channel, allowed, request)),
        (None, &Method::GET) => Some(list(state, channel, allowed, request)),
        (Some(message), method) => {
            let visible = |m: &&Message| m.channel == channel && !m.ephemeral;
            let Some(found) = state.message(message).filter(visible).cloned() else {
                return Some(Reply::unknown(10_008));
            };
            let own = found.origin != Origin::Person;
            match *method {
                Method::GET => Some(Reply::ok(found.body)),
                Method::PATCH if own => Some(Reply::ok(edit(state, message, request))),
                Method::DELETE if own => {
                    state.message_mut(message).expect("found above").deleted = true;
                    Some(Reply::nothing())
                }
                Method::PATCH => {
                    let text = "Cannot edit a message authored by another user";
                    Some(Reply::error(403, 50_005, text))
                }
                Method::DELETE => Some(Reply::error(403, 50_013, "Missing Permissions")),
                _ => None,
            }
        }
        _ => None,
    }
}

fn create(state: &mut State, channel: u64, allowed: u64, request: &Request) -> Reply {
    let sent = request.body.clone().unwrap_or_default();
    let place = &state.world.channels[&channel];
    if place.kind == kind::FORUM {
        return Reply::error(400, 50_008, "Cannot send messages in a non-text channel");
    }
    if place.recipient.as_ref().is_some_and(|r| state.world.closed_dms.contains(&r.id)) {
        return Reply::error(403, 50_007, "Cannot send messages to this user");
    }
    let some = |key: &str| sent[key].as_array().is_some_and(|list| !list.is_empty());
    let send =
        if place.is_thread() { permission::SEND_MESSAGES_IN_THREADS } else { permission::SEND_MESSAGES };
    let embed = if some("embeds") { permission::EMBED_LINKS } else { 0 };
    let attach = if request.files.is_empty() { 0 } else { permission::ATTACH_FILES };
    let needed = send | embed | attach;
    if allowed & needed != needed {
        return Reply::error(403, 50_013, "Missing Permissions");
    }
    if place.archived {
        return Reply::error(400, 50_083, "Thread is archived");
    }
    let nonce = Some(&sent["nonce"]).filter(|n| !n.is_null() && sent["enforce_nonce"] == true);
    if let Some(nonce) = nonce {
        let recent = state.messages.iter().skip(state.nonces_from);
        // Also one that was deleted: it is not made again.
        let mut same = recent.filter(|m| m.channel == channel && m.nonce.as_ref() == Some(nonce));
        if let Some(message) = same.next() {
            return Reply::ok(message.body.clone());
        }
    }
    let nonce = nonce.cloned();
    let message = add(state, channel, &sent, &request.files, Origin::Post);
    state.message_mut(message).expect("just made").nonce = nonce;
    Reply::ok(state.message(message).expect("just made").body.clone())
}

/// Makes a message of the bot's from what it sent, and returns its id.
pub fn add(state: &mut State, channel: u64, sent: &Value, files: &[Part], origin: Origin) -> u64 {
    let id = state.world.id();
    add_as(state, id, channel, sent, files, origin);
    id
}

/// As [`add`], under an id of its own.
pub fn add_as(state: &mut State, id: u64, channel: u64, sent: &Value, files: &[Part], origin: Origin) {
    let webhook = origin != Origin::Post;
    let mut body = state.world.message_json(id, channel, sent, webhook);
    let ephemeral = sent["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0;
    let (listed, files) = attachments(state, channel, &json!([]), &sent["attachments"], files);
    body["attachments"] = listed;
    let (deleted, edits, nonce) = (false, 0, None);
    state.messages.push(Message { id, channel, origin, body, files, ephemeral, deleted, edits, nonce });
    let place = state.world.channels.get_mut(&channel).filter(|_| !ephemeral);
    if let Some(place) = place {
        place.last = Some(id);
    }
}

/// Changes a message as asked and returns it.
pub fn edit(state: &mut State, message: u64, request: &Request) -> Value {
    let sent = match request.body.clone().unwrap_or_default() {
        // The first answer to an interaction wraps the message.
        body if body["type"].is_number() => body["data"].clone(),
        body => body,
    };
    let old = state.message(message).expect("the caller has looked").clone();
    let (listed, files) = if sent["attachments"].is_array() || !request.files.is_empty() {
        let old_list = &old.body["attachments"];
        attachments(state, old.channel, old_list, &sent["attachments"], &request.files)
    } else {
        (old.body["attachments"].clone(), Vec::new())
    };
    let edited = timestamp(state.world.id());
    let message = state.message_mut(message).expect("the caller has looked");
    for key in ["content", "embeds", "components"] {
        match &sent[key] {
            Value::Null if sent.get(key).is_none() => {}
            Value::Null => message.body[key] = if key == "content" { json!("") } else { json!([]) },
            value if key == "embeds" => message.body[key] = embeds(value),
            value if key == "components" => message.body[key] = components(value),
            value => message.body[key] = value.clone(),
        }
    }
    message.edits += 1;
    message.files.extend(files);
    let loaded = message.body["flags"].as_u64().unwrap_or(0) & !LOADING;
    let more = json!({"attachments": listed, "edited_timestamp": edited, "flags": loaded});
    merge(&mut message.body, more);
    message.body.clone()
}

/// The attachment objects after a request: those that it keeps, then what it uploads.
fn attachments(
    state: &mut State,
    channel: u64,
    old: &Value,
    listed: &Value,
    files: &[Part],
) -> (Value, Vec<Part>) {
    let listed: Vec<&Value> = listed.as_array().into_iter().flatten().collect();
    let kept = |a: &&Value| listed.iter().any(|l| attachment_id(l) == attachment_id(a));
    let old = old.as_array().into_iter().flatten();
    let mut objects: Vec<Value> = old.filter(kept).cloned().collect();
    for file in files {
        let number = file.name.strip_prefix("files[").and_then(|n| n.strip_suffix(']'));
        let named = listed.iter().find(|a| attachment_id(a).as_deref() == number);
        let id = state.world.id();
        let name = file.filename.as_deref().unwrap_or("unknown");
        let url = format!("{}/attachments/{channel}/{id}/{name}", state.files_url);
        let mut object = json!({
            "id": id.to_string(), "filename": name, "size": file.bytes.len(), "url": url,
            "proxy_url": url, "content_type": file.content_type, "content_scan_version": 0,
            "placeholder": null, "placeholder_version": 1,
        });
        if let Some(text) = named.and_then(|named| named["description"].as_str()) {
            object["description"] = json!(text);
        }
        if file.content_type.as_deref().is_some_and(|kind| kind.starts_with("image/")) {
            merge(&mut object, json!({"width": 800, "height": 600}));
        }
        objects.push(object);
    }
    (json!(objects), files.to_vec())
}

fn list(state: &State, channel: u64, allowed: u64, request: &Request) -> Reply {
    if allowed & permission::READ_MESSAGE_HISTORY == 0 {
        return Reply::ok(json!([]));
    }
    let limit = query(request, "limit").and_then(|limit| limit.parse().ok()).unwrap_or(50);
    let (before, after) = (query(request, "before").map(id), query(request, "after").map(id));
    let visible = |m: &&Message| {
        m.channel == channel
            && !m.deleted
            && !m.ephemeral
            && before.is_none_or(|before| m.id < before)
            && after.is_none_or(|after| m.id > after)
    };
    // The newest first.
    let found: Vec<Value> =
        state.messages.iter().rev().filter(visible).take(limit).map(|m| m.body.clone()).collect();
    Reply::ok(json!(found))
}
