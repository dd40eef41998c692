//! The command table as Discord wants it, registered when it differs from what Discord has.

use std::time::Duration;

use serde_json::{Map, Value, json};
use serenity::all::{ApplicationId, GuildId, Http, LightMethod, Permissions};
use serenity::http::{Request, Route};

use super::message::cut;
use super::rest::{Fault, Patience, fetch, send};
use crate::coach::Coach;
use crate::coach::command::{Command, Kind, NO_TRACK, Opt, TABLE, Where};
use crate::content::voice::Plain;
use crate::say;

/// Nobody waits for it.
const PATIENCE: Patience = Patience {
    each: Duration::from_secs(20),
    waits: &[
        Duration::from_millis(500),
        Duration::from_secs(1),
        Duration::from_secs(2),
        Duration::from_secs(4),
    ],
};
/// Characters in a description.
const DESCRIPTION: usize = 100;
/// Discord's numbers for the kinds of a command and of an option.
mod kind {
    pub const SLASH: u8 = 1;
    pub const ON_MESSAGE: u8 = 3;
    pub const SUBCOMMAND: u8 = 1;
    pub const TEXT: u8 = 3;
    pub const INTEGER: u8 = 4;
    pub const FLAG: u8 = 5;
    pub const USER: u8 = 6;
    pub const CHANNEL: u8 = 7;
    pub const ROLE: u8 = 8;
    pub const NUMBER: u8 = 10;
}
/// Channels that can be posted in: text, announcements, open threads of both, forums.
const CHANNELS: [u8; 5] = [0, 5, 10, 11, 15];

/// All commands as JSON: the rows of the table, and one for each entry that asks for its own. A
/// server's own commands carry nothing about where else they work.
pub fn commands(coach: &Coach, everywhere: bool) -> Vec<Value> {
    let own = coach.content.entries.values().filter(|entry| entry.command);
    let rows =
        TABLE.iter().map(|row| command(coach, row, row.name, &coach.voice.plain(row.about), row.options));
    let why = TABLE.iter().find(|row| row.name == "why");
    let own = own.filter_map(|entry| {
        why.map(|row| {
            // An entry's title is the same in all languages.
            let mut own = command(coach, row, &format!("why-{}", entry.id), &entry.title, &[]);
            if let Some(own) = own.as_object_mut() {
                own.retain(|key, _| !key.ends_with("_localizations"));
            }
            own
        })
    });
    let mut all: Vec<Value> = rows.chain(own).collect();
    if !everywhere {
        for command in all.iter_mut().filter_map(Value::as_object_mut) {
            command.remove("contexts");
            command.remove("integration_types");
        }
    }
    all
}

fn command(coach: &Coach, row: &Command, name: &str, about: &str, own: &[Opt]) -> Value {
    let name = if row.on_message { row.label() } else { name.to_owned() };
    let (about, own) = if row.on_message { ("", &own[..0]) } else { (about, own) };
    let mut options = options(coach, own);
    options.extend(row.subs.iter().map(|sub| {
        let built = json!({
            "type": kind::SUBCOMMAND,
            "name": sub.name,
            "description": cut(&coach.voice.plain(sub.about), DESCRIPTION),
            "options": self::options(coach, sub.options),
        });
        localized(coach, sub.about, built)
    }));
    // 0 a server, 1 the coach's direct messages, 2 all other ones; installed 0 to a server, 1 to a user.
    let (contexts, installed) = match row.place {
        Where::Server => (json!([0]), json!([0])),
        Where::Anywhere => (json!([0, 1, 2]), json!([0, 1])),
    };
    let managers = row.managers.then(|| Permissions::MANAGE_GUILD.bits().to_string());
    let built = json!({
        "type": if row.on_message { kind::ON_MESSAGE } else { kind::SLASH },
        "name": name,
        "description": cut(about, DESCRIPTION),
        "options": options,
        "default_member_permissions": managers,
        "contexts": contexts,
        "integration_types": installed,
    });
    localized(coach, row.about, built)
}

/// With its name and description in the languages beside the shipped one.
fn localized(coach: &Coach, about: Plain, mut built: Value) -> Value {
    let others = || coach.voices.others().iter();
    let names: Map<String, Value> =
        others().filter_map(|voice| Some((voice.locale.clone(), voice.name_of(about)?.into()))).collect();
    let descriptions: Map<String, Value> =
        others().map(|voice| (voice.locale.clone(), cut(&voice.plain(about), DESCRIPTION).into())).collect();
    for (key, texts) in [("name_localizations", names), ("description_localizations", descriptions)] {
        if !texts.is_empty() {
            built[key] = Value::Object(texts);
        }
    }
    built
}

/// Required ones first, as Discord demands.
fn options(coach: &Coach, options: &[Opt]) -> Vec<Value> {
    let mut sorted: Vec<&Opt> = options.iter().collect();
    sorted.sort_by_key(|option| !option.required);
    sorted.into_iter().map(|option| self::option(coach, option)).collect()
}

fn option(coach: &Coach, option: &Opt) -> Value {
    let choice = |name: &str, value: &str| json!({"name": name, "value": value});
    let (kind, more) = match option.kind {
        Kind::Text(most) => (kind::TEXT, json!({"max_length": most})),
        Kind::Skills(most) => (kind::TEXT, json!({"max_length": most, "autocomplete": true})),
        Kind::Integer(least, most) => (kind::INTEGER, json!({"min_value": least, "max_value": most})),
        Kind::Number(least, most) => (kind::NUMBER, json!({"min_value": least, "max_value": most})),
        Kind::Flag => (kind::FLAG, json!({})),
        Kind::User => (kind::USER, json!({})),
        Kind::Channel => (kind::CHANNEL, json!({"channel_types": CHANNELS})),
        Kind::Role => (kind::ROLE, json!({})),
        // Never an option on Discord: the message is the one that was pressed on.
        Kind::Message => (kind::TEXT, json!({})),
        Kind::Choice(words) => {
            let choices: Vec<Value> = words.iter().map(|word| choice(word, word)).collect();
            (kind::TEXT, json!({"choices": choices}))
        }
        Kind::Track | Kind::SecondTrack => {
            let tracks = coach.content.curriculum.tracks.values();
            let mut choices: Vec<Value> =
                tracks.map(|track| choice(&cut(&track.title, 100), track.id.as_str())).collect();
            if option.kind == Kind::SecondTrack {
                choices.push(choice(&say!(coach.voice, SettingsNone), NO_TRACK));
            }
            (kind::TEXT, json!({"choices": choices}))
        }
        Kind::Date(_) | Kind::Lesson | Kind::Topic | Kind::Skill | Kind::Zone | Kind::Command => {
            (kind::TEXT, json!({"autocomplete": true}))
        }
    };
    let mut built = json!({
        "type": kind,
        "name": option.name,
        "description": cut(&coach.voice.plain(option.about), DESCRIPTION),
        "required": option.required,
    });
    if let (Value::Object(built), Value::Object(more)) = (&mut built, more) {
        built.extend(more);
    }
    localized(coach, option.about, built)
}

/// Brings Discord's list up to date: everywhere, or in one server only. True when it was not.
///
/// # Errors
/// When Discord cannot be asked, or refuses.
pub async fn register(
    coach: &Coach,
    http: &Http,
    application_id: ApplicationId,
    server: Option<GuildId>,
) -> Result<bool, Fault> {
    let route = || match server {
        Some(guild_id) => Route::GuildCommands { application_id, guild_id },
        None => Route::Commands { application_id },
    };
    let wanted = commands(coach, server.is_none());
    let all = Some(vec![("with_localizations", "true".to_owned())]);
    let asked = Request::new(route(), LightMethod::Get).params(all);
    let registered: Vec<Value> = fetch(http, asked, PATIENCE).await?;
    if canonical(&registered, server.is_none()) == canonical(&wanted, server.is_none()) {
        return Ok(false);
    }
    let body = serde_json::to_vec(&wanted).map_err(|error| Fault::Again(error.to_string()))?;
    send(http, Request::new(route(), LightMethod::Put).body(Some(body)), PATIENCE).await?;
    Ok(true)
}

/// What matters of a list of commands, in one form whoever wrote it: Discord adds ids and defaults,
/// and leaves out what is empty.
fn canonical(commands: &[Value], everywhere: bool) -> Vec<Value> {
    let mut all: Vec<Value> = commands
        .iter()
        .map(|command| {
            let mut kept = described(command);
            kept.insert("managers".to_owned(), command["default_member_permissions"].clone());
            if everywhere {
                kept.insert("contexts".to_owned(), numbers(&command["contexts"]));
                kept.insert("installed".to_owned(), numbers(&command["integration_types"]));
            }
            Value::Object(kept)
        })
        .collect();
    all.sort_by_key(|command| command["name"].as_str().unwrap_or_default().to_owned());
    all
}

/// A command or an option, with its options.
fn described(part: &Value) -> Map<String, Value> {
    let list = |key: &str| part[key].as_array().cloned().unwrap_or_default();
    let texts = |key: &str| part[key].as_object().cloned().unwrap_or_default();
    let number = |key: &str| part[key].as_f64().map_or(Value::Null, |number| json!(number));
    let choices: Vec<Value> =
        list("choices").iter().map(|choice| json!([choice["name"], choice["value"]])).collect();
    let options: Vec<Value> = list("options").iter().map(|option| Value::Object(described(option))).collect();
    let described = json!({
        "type": part["type"].as_u64().unwrap_or(1),
        "name": part["name"],
        "description": part["description"],
        "required": part["required"] == true,
        "autocomplete": part["autocomplete"] == true,
        "least": number("min_value"),
        "most": number("max_value"),
        "length": number("max_length"),
        "channels": numbers(&part["channel_types"]),
        "choices": choices,
        "options": options,
        "names": texts("name_localizations"),
        "descriptions": texts("description_localizations"),
    });
    match described {
        Value::Object(described) => described,
        _ => Map::new(),
    }
}

fn numbers(list: &Value) -> Value {
    let mut numbers: Vec<u64> = list.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    numbers.sort_unstable();
    json!(numbers)
}
