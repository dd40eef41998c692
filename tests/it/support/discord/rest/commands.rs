//! Application commands, global and of single servers.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::objects::merge;
use super::super::state::{Request, State};
use super::super::world::APPLICATION;
use super::{Reply, id};

/// Answers the routes of this file.
pub fn route(state: &mut State, request: &Request, segments: &[&str]) -> Option<Reply> {
    let (application, scope, rest) = match segments {
        ["applications", application, "commands", rest @ ..] => (application, None, rest),
        ["applications", application, "guilds", guild, "commands", rest @ ..] => {
            (application, Some(id(guild)), rest)
        }
        _ => return None,
    };
    if id(application) != APPLICATION {
        return Some(Reply::unknown(10_002));
    }
    if scope.is_some_and(|guild| !state.world.guilds.get(&guild).is_some_and(|g| g.installed)) {
        return Some(Reply::error(403, 50_001, "Missing Access"));
    }
    let body = request.body.clone().unwrap_or_default();
    let method = &request.method;
    match (rest, method) {
        ([], &Method::GET) => {
            let commands = state.commands.get(&scope).cloned().unwrap_or_default();
            Some(Reply::ok(json!(commands)))
        }
        ([], &Method::PUT) => {
            let sent = body.as_array().cloned().unwrap_or_default();
            let old = state.commands.remove(&scope).unwrap_or_default();
            // A command keeps its id as long as it keeps its name.
            let known = |name: &Value| old.iter().find(|command| command["name"] == *name).cloned();
            let commands: Vec<Value> = sent
                .into_iter()
                .map(|command| registered(state, scope, known(&command["name"]), command))
                .collect();
            state.commands.insert(scope, commands.clone());
            Some(Reply::ok(json!(commands)))
        }
        ([], &Method::POST) => {
            let commands = state.commands.entry(scope).or_default();
            let place = commands.iter().position(|command| command["name"] == body["name"]);
            let old = place.map(|place| commands.remove(place));
            let status = if old.is_some() { 200 } else { 201 };
            let command = registered(state, scope, old, body);
            state.commands.entry(scope).or_default().push(command.clone());
            Some(Reply { status, body: Some(command) })
        }
        ([command], _) => Some(one(state, scope, id(command), method, body)),
        _ => None,
    }
}

fn one(state: &mut State, scope: Option<u64>, id: u64, method: &Method, body: Value) -> Reply {
    let (commands, id) = (state.commands.entry(scope).or_default(), id.to_string());
    let Some(place) = commands.iter().position(|command| command["id"] == id.as_str()) else {
        return Reply::unknown(10_063);
    };
    match *method {
        Method::GET => Reply::ok(commands[place].clone()),
        Method::DELETE => {
            commands.remove(place);
            Reply::nothing()
        }
        Method::PATCH => {
            let old = commands.remove(place);
            let mut changed = old.clone();
            merge(&mut changed, body);
            let command = registered(state, scope, Some(old), changed);
            state.commands.entry(scope).or_default().insert(place, command.clone());
            Reply::ok(command)
        }
        _ => Reply::error(405, 0, "405: Method Not Allowed"),
    }
}

/// The command as Discord keeps it.
fn registered(state: &mut State, scope: Option<u64>, old: Option<Value>, sent: Value) -> Value {
    let (fresh, version) = (state.world.id().to_string(), state.world.id().to_string());
    let mut command = json!({
        "id": old.map_or(json!(fresh), |old| old["id"].clone()),
        "application_id": APPLICATION.to_string(), "type": 1, "description": "",
        "name_localizations": null, "description_localizations": null, "options": [],
        "default_member_permissions": null, "dm_permission": true, "nsfw": false,
        "integration_types": [0], "contexts": null, "handler": null,
    });
    merge(&mut command, sent);
    command["version"] = json!(version);
    if let Some(guild) = scope {
        command["guild_id"] = json!(guild.to_string());
    }
    command
}
