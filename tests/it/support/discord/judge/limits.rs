//! Commands: what neither Discord's schema nor twilight-validate sees.

use serde_json::Value;

use super::{Findings, items, length, repeated, twilight};

/// The locales that Discord has.
const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr",
    "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk",
    "vi", "zh-CN", "zh-TW",
];

/// All commands of a scope.
pub fn judge_commands(commands: &Value, findings: &mut Findings) {
    let list: Vec<&Value> = items(commands).collect();
    if list.len() > 100 {
        findings.limit(format!("{} commands in one scope, 100 are allowed", list.len()));
    }
    for name in repeated(list.iter().filter_map(|command| command["name"].as_str())) {
        findings.limit(format!("the command {name:?} is there twice"));
    }
    list.iter().for_each(|command| judge_command(command, findings));
}

/// One command.
pub fn judge_command(command: &Value, findings: &mut Findings) {
    let name = command["name"].as_str().unwrap_or("?").to_owned();
    twilight::command(command, findings);
    let total = characters(command);
    if total > 8000 {
        findings.limit(format!("/{name}: {total} characters, 8000 are allowed"));
    }
    if matches!(command["type"].as_u64(), None | Some(1)) && length(&command["description"]) == 0 {
        findings.limit(format!("/{name}: no description"));
    }
    part(&format!("/{name}"), command, findings);
}

/// A command, or an option: its locales and its options.
fn part(place: &str, part: &Value, findings: &mut Findings) {
    for key in ["name_localizations", "description_localizations"] {
        for locale in part[key].as_object().into_iter().flat_map(|map| map.keys()) {
            if !LOCALES.contains(&locale.as_str()) {
                findings.limit(format!("{place}: {key}: Discord has no locale {locale:?}"));
            }
        }
    }
    let options: Vec<&Value> = items(&part["options"]).collect();
    if options.len() > 25 {
        findings.limit(format!("{place}: {} options, 25 are allowed", options.len()));
    }
    for name in repeated(options.iter().filter_map(|option| option["name"].as_str())) {
        findings.limit(format!("{place}: the option {name:?} is there twice"));
    }
    let sub = |option: &&&Value| matches!(option["type"].as_u64(), Some(1 | 2));
    let subs = options.iter().filter(sub).count();
    if subs > 0 && subs < options.len() {
        findings.limit(format!("{place}: subcommands beside other options"));
    }
    let mut optional = false;
    for option in &options {
        let name = option["name"].as_str().unwrap_or("?");
        if option["required"] == true && optional {
            findings.limit(format!("{place}: the required option {name:?} is after an optional one"));
        }
        optional |= option["required"] != true;
        choices(&format!("{place} {name}"), option, findings);
        self::part(&format!("{place} {name}"), option, findings);
    }
}

fn choices(place: &str, option: &Value, findings: &mut Findings) {
    let choices: Vec<&Value> = items(&option["choices"]).collect();
    if choices.len() > 25 {
        findings.limit(format!("{place}: {} choices, 25 are allowed", choices.len()));
    }
    if !choices.is_empty() && option["autocomplete"] == true {
        findings.limit(format!("{place}: both choices and autocomplete"));
    }
    for name in repeated(choices.iter().filter_map(|choice| choice["name"].as_str())) {
        findings.limit(format!("{place}: the choice {name:?} is there twice"));
    }
    let (least, most) = (option["min_value"].as_f64(), option["max_value"].as_f64());
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        findings.limit(format!("{place}: min_value is above max_value"));
    }
}

/// Name, description and choice values, the longest localisation counted, with all options.
fn characters(part: &Value) -> usize {
    let longest = |key: &str| {
        let translated = part[format!("{key}_localizations")].as_object();
        let translated = translated.into_iter().flat_map(|map| map.values()).map(length);
        translated.chain([length(&part[key])]).max().unwrap_or(0)
    };
    let choices = items(&part["choices"]).map(|choice| length(&choice["value"]) + length(&choice["name"]));
    longest("name")
        + longest("description")
        + choices.sum::<usize>()
        + items(&part["options"]).map(characters).sum::<usize>()
}
