//! twilight-model reads what was sent, twilight-validate judges it.

use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandOption};
use twilight_model::channel::message::{Component, Embed};
use twilight_validate::{command as commands, message as messages};

use super::{Findings, items};

/// Content, embeds, components and attachments of a message.
pub fn message(message: &Value, findings: &mut Findings) {
    if let Some(content) = message["content"].as_str() {
        findings.twilight("content", messages::content(content));
    }
    let mut embeds = message["embeds"].clone();
    for embed in embeds.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        embed.entry("type").or_insert_with(|| json!("rich"));
    }
    if embeds.is_array() {
        let read = findings.twilight("embeds", serde_json::from_value::<Vec<Embed>>(embeds));
        if let Some(embeds) = read {
            findings.twilight("embeds", messages::embeds(&embeds));
        }
    }
    for description in items(&message["attachments"]).filter_map(|a| a["description"].as_str()) {
        findings.twilight("attachments", messages::attachment_description(description));
    }
    components(message, findings);
}

/// The components of a message or a form.
pub fn components(holder: &Value, findings: &mut Findings) {
    let sent = &holder["components"];
    if sent.is_array() {
        let read = serde_json::from_value::<Vec<Component>>(sent.clone());
        if let Some(components) = findings.twilight("components", read) {
            findings.twilight("components", messages::components(&components, false));
        }
    }
}

/// A command.
pub fn command(command: &Value, findings: &mut Findings) {
    let mut command = command.clone();
    let Some(object) = command.as_object_mut() else {
        return;
    };
    // What only Discord's answers carry.
    for (key, value) in [
        ("version", json!("1")),
        ("type", json!(1)),
        ("description", json!("")),
        ("default_member_permissions", Value::Null),
    ] {
        object.entry(key).or_insert(value);
    }
    let place = format!("/{}", object["name"].as_str().unwrap_or("?"));
    let read = serde_json::from_value::<Command>(json!(object));
    let Some(mut command) = findings.twilight(&place, read) else {
        return;
    };
    options(&place, &command.options, findings);
    // Options apart: twilight counts at most 4000 characters in all, Discord 8000.
    command.options.clear();
    findings.twilight(&place, commands::command(&command));
}

fn options(place: &str, list: &[CommandOption], findings: &mut Findings) {
    findings.twilight(place, commands::options(list));
    for option in list {
        // twilight overlooks options that carry an empty list of options, as serenity's all do.
        findings.twilight(place, commands::option(option));
        if let Some(below) = &option.options {
            options(&format!("{place} {}", option.name), below, findings);
        }
    }
}
