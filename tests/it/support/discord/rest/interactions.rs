//! Answers to interactions: the first one, its edits, follow-ups.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::judge::{Finding, Judge};
use super::super::state::{Interaction, Origin, Request, State};
use super::super::world::APPLICATION;
use super::messages::{EPHEMERAL, LOADING, add, edit};
use super::{Reply, id, query};

/// Answers the routes of this file.
pub fn route(state: &mut State, request: &Request, segments: &[&str]) -> Option<Reply> {
    match segments {
        ["interactions", number, token, "callback"] if request.method == Method::POST => {
            Some(callback(state, request, id(number), token))
        }
        ["webhooks", application, token, rest @ ..] => {
            let known = state.interactions.get(*token).filter(|_| id(application) == APPLICATION);
            let Some(interaction) = known.filter(|interaction| !interaction.expired).cloned() else {
                return Some(Reply::error(401, 50_027, "Invalid Webhook Token"));
            };
            if interaction.callback.is_none() {
                // The webhook comes into being with the first answer.
                return Some(Reply::unknown(10_015));
            }
            webhook(state, request, &interaction, rest)
        }
        _ => None,
    }
}

fn callback(state: &mut State, request: &Request, number: u64, token: &str) -> Reply {
    let known = state.interactions.get(token).filter(|known| known.id == number && !known.expired);
    let Some(interaction) = known.cloned() else {
        return Reply::unknown(10_062);
    };
    if interaction.callback.is_some() {
        return Reply::error(400, 40_060, "Interaction has already been acknowledged.");
    }
    let (kind, data) = (request.body.as_ref().map_or(0, type_of), request.data());
    let fits = match interaction.kind {
        2 => matches!(kind, 4 | 5 | 9 | 12),
        3 => matches!(kind, 4..=7 | 9 | 12),
        4 => kind == 8,
        _ => matches!(kind, 4 | 5) || (matches!(kind, 6 | 7) && interaction.on_message.is_some()),
    };
    if !fits {
        let what = format!("answer type {kind} does not fit interaction type {}", interaction.kind);
        state.find(Finding::new(Judge::Limit, request.route(), what));
        return Reply::error(400, 50_035, "Invalid Form Body");
    }
    let original = match kind {
        4 => Some(add(state, interaction.channel, &data, &request.files, Origin::Answer)),
        5 => {
            let flags = data["flags"].as_u64().unwrap_or(0) & EPHEMERAL | LOADING;
            let waiting = json!({"flags": flags});
            Some(add(state, interaction.channel, &waiting, &[], Origin::Answer))
        }
        6 | 7 => interaction.on_message,
        _ => None,
    };
    if let Some(message) = original.filter(|_| kind == 7)
        && state.message(message).is_some()
    {
        edit(state, message, request);
    }
    let interaction = state.interactions.get_mut(token).expect("found above");
    interaction.callback = Some((kind, data));
    interaction.original = original;
    interaction.filled = !matches!(kind, 5 | 6);
    if query(request, "with_response") != Some("true") {
        return Reply::nothing();
    }
    let message = original.and_then(|message| state.message(message)).map(|m| m.body.clone());
    let message_id = original.map(|message| message.to_string());
    let interaction = &state.interactions[token];
    let mut answer = json!({
        "interaction": {"id": interaction.id.to_string(), "type": interaction.kind,
            "response_message_id": message_id, "response_message_loading": kind == 5,
            "response_message_ephemeral": message.as_ref().is_some_and(is_ephemeral)},
    });
    if let Some(message) = message {
        answer["resource"] = json!({"type": kind, "message": message});
    }
    Reply::ok(answer)
}

fn type_of(body: &Value) -> u64 {
    body["type"].as_u64().unwrap_or(0)
}

fn is_ephemeral(message: &Value) -> bool {
    message["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0
}

fn webhook(state: &mut State, request: &Request, interaction: &Interaction, rest: &[&str]) -> Option<Reply> {
    let message = match rest {
        [] if request.method == Method::POST => return Some(follow_up(state, request, interaction)),
        ["messages", "@original"] => interaction.original,
        ["messages", message] => Some(id(message)),
        _ => return None,
    };
    let own =
        |message: &u64| interaction.original == Some(*message) || interaction.follow_ups.contains(message);
    let found = message.filter(own).and_then(|message| state.message(message)).cloned();
    let Some(found) = found else {
        return Some(Reply::unknown(10_008));
    };
    match request.method {
        Method::GET => Some(Reply::ok(found.body)),
        Method::PATCH => {
            let body = edit(state, found.id, request);
            fill(state, interaction, found.id);
            Some(Reply::ok(body))
        }
        Method::DELETE => {
            state.message_mut(found.id).expect("found above").deleted = true;
            fill(state, interaction, found.id);
            Some(Reply::nothing())
        }
        _ => None,
    }
}

/// A deferred answer has come.
fn fill(state: &mut State, interaction: &Interaction, message: u64) {
    if interaction.original == Some(message) {
        state.interactions.get_mut(&interaction.token).expect("a known one").filled = true;
    }
}

fn follow_up(state: &mut State, request: &Request, interaction: &Interaction) -> Reply {
    if let Some(original) = interaction.original.filter(|_| !interaction.filled)
        && interaction.callback.as_ref().is_some_and(|(kind, _)| *kind == 5)
    {
        // Discord shows the first follow-up in place of the answer that was awaited.
        let body = edit(state, original, request);
        fill(state, interaction, original);
        return Reply::ok(body);
    }
    let sent = request.body.clone().unwrap_or_default();
    let message = add(state, interaction.channel, &sent, &request.files, Origin::FollowUp);
    let known = state.interactions.get_mut(&interaction.token).expect("a known one");
    known.follow_ups.push(message);
    Reply::ok(state.message(message).expect("just made").body.clone())
}
