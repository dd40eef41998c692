//! Slash commands and autocomplete: the data, by the command's registration.

use serde_json::{Value, json};

use super::super::state::State;
use super::checks;

/// A command with what was typed.
#[derive(Clone, Debug)]
pub struct Call {
    /// The command and its subcommand.
    pub path: Vec<String>,
    pub options: Vec<(String, Given)>,
    /// The option that is being typed, for autocomplete.
    pub focused: Option<String>,
}

/// What was given to an option.
#[derive(Clone, Debug)]
pub enum Given {
    Plain(Value),
    Channel(u64),
    User(u64),
    Role(u64),
}

impl Given {
    fn value(&self) -> Value {
        match self {
            Self::Plain(value) => value.clone(),
            Self::Channel(id) | Self::User(id) | Self::Role(id) => json!(id.to_string()),
        }
    }
}

impl Call {
    pub fn new(command: &str, focused: Option<String>) -> Self {
        let path: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        assert!(!path.is_empty(), "a command has a name");
        Self { path, options: Vec::new(), focused }
    }
}

/// The registration of a command: the server's own one wins.
pub fn registered<'a>(state: &'a State, name: &str, guild: Option<u64>) -> Option<&'a Value> {
    let scopes = [guild, None];
    let mut commands = scopes.iter().filter_map(|scope| state.commands.get(scope)).flatten();
    commands.find(|command| command["name"] == name)
}

/// The `data` of the interaction.
pub fn data(state: &State, call: &Call, guild: Option<u64>, user_install: bool, asker: u64) -> Value {
    let command = registered(state, &call.path[0], guild).expect("the registration was awaited");
    checks::offered(command, guild, user_install);
    // Down to the subcommand that takes the options.
    let mut taker = command;
    for name in &call.path[1..] {
        let subs = taker["options"].as_array().into_iter().flatten();
        taker = subs
            .filter(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
            .find(|option| option["name"] == name.as_str())
            .unwrap_or_else(|| panic!("/{} has no {name:?}", call.path[0]));
    }
    checks::complete(taker, call);
    let options = call.options.iter().map(|(name, given)| {
        let option = checks::option(taker, name, &given.value(), call);
        let mut given = json!({"name": name, "type": option["type"], "value": given.value()});
        if call.focused.as_ref() == Some(name) {
            given["focused"] = json!(true);
        }
        given
    });
    let mut options: Vec<Value> = options.collect();
    for (depth, name) in call.path.iter().enumerate().skip(1).rev() {
        let kind = if depth + 1 < call.path.len() { 2 } else { 1 };
        options = vec![json!({"name": name, "type": kind, "options": options})];
    }
    let mut data = json!({"id": command["id"], "name": command["name"], "type": 1});
    if !options.is_empty() {
        data["options"] = json!(options);
    }
    if let Some(scope) = command.get("guild_id") {
        data["guild_id"] = scope.clone();
    }
    let given: Vec<Given> = call.options.iter().map(|(_, given)| given.clone()).collect();
    let resolved = resolved(state, &given, guild, asker);
    if resolved.as_object().is_some_and(|resolved| !resolved.is_empty()) {
        data["resolved"] = resolved;
    }
    data
}

/// The `data` of a command on a message.
pub fn on_message(state: &State, name: &str, message: u64, guild: Option<u64>) -> Value {
    let command = registered(state, name, guild).expect("the registration was awaited");
    assert_eq!(command["type"], 3, "{name} is no command on messages");
    let shown = state.message(message).unwrap_or_else(|| panic!("no message {message} to press on"));
    let (target, body) = (message.to_string(), shown.body.clone());
    json!({"id": command["id"], "name": command["name"], "type": 3, "target_id": target,
        "resolved": {"messages": {target.as_str(): body}}})
}

/// The objects behind the ids that were given.
pub fn resolved(state: &State, given: &[Given], guild: Option<u64>, asker: u64) -> Value {
    let world = &state.world;
    let mut resolved = json!({});
    let guild = guild.and_then(|guild| world.guilds.get(&guild));
    for given in given {
        match given {
            Given::Plain(_) => {}
            Given::Channel(id) => {
                let channel = world.channels.get(id).unwrap_or_else(|| panic!("no channel {id}"));
                let mut object = world.channel_json(channel);
                object["permissions"] = json!(world.permissions(channel, asker).to_string());
                if let Some(object) = object.as_object_mut() {
                    object.remove("permission_overwrites");
                }
                resolved["channels"][id.to_string()] = object;
            }
            Given::User(id) => {
                resolved["users"][id.to_string()] = world.people[id].json();
                if let Some(guild) = guild.filter(|guild| guild.members.contains_key(id)) {
                    let mut member = world.bare_member_json(guild, *id);
                    if let Some(member) = member.as_object_mut() {
                        member.remove("deaf");
                        member.remove("mute");
                        let base = guild.roles.first().map_or(0, |role| role.permissions);
                        member.insert("permissions".into(), json!(base.to_string()));
                    }
                    resolved["members"][id.to_string()] = member;
                }
            }
            Given::Role(id) => {
                let roles = guild.into_iter().flat_map(|guild| &guild.roles);
                let role = roles.into_iter().find(|role| role.id == *id);
                let role = role.unwrap_or_else(|| panic!("no role {id}"));
                resolved["roles"][id.to_string()] = role.json();
            }
        }
    }
    resolved
}
