//! Holding a call against the table: its subcommand, its options, their types and bounds.

use super::Coach;
use super::command::{Command, Kind, NO_TRACK, Opt};
use super::request::{Call, Value};
use crate::error::{Error, Result};
use crate::say;
use crate::study::units::TrackId;

/// Holds a call against the table: its subcommand, its options, their types and bounds.
///
/// # Errors
/// One sentence that says what to give instead.
pub fn check(coach: &Coach, call: &Call) -> Result<&'static Command> {
    let voice = &coach.voice;
    let Some(command) = coach.command(&call.name) else {
        return Error::user(coach.unknown_command(&call.name));
    };
    if call.name.starts_with("why-") {
        return match call.values.keys().next() {
            None => Ok(command),
            Some(name) => {
                Error::user(say!(voice, OptionUnknown { name: name.as_str(), command: call.name.as_str() }))
            }
        };
    }
    let Some(options) = command.options_of(call.sub.as_deref()) else {
        let subs: Vec<String> = command.subs.iter().map(|sub| sub.name.to_owned()).collect();
        return Error::user(say!(voice, SubcommandUnknown { name: command.name, subs: subs.join(", ") }));
    };
    for (name, value) in &call.values {
        let Some(option) = options.iter().find(|option| option.name == name) else {
            return Error::user(say!(voice, OptionUnknown { name: name.as_str(), command: command.name }));
        };
        check_value(coach, option, value)?;
    }
    let missing = options.iter().filter(|option| option.required && !is_given(call, option.name));
    let missing: Vec<&str> = missing.map(|option| option.name).collect();
    if missing.is_empty() {
        return Ok(command);
    }
    let name = [Some(command.name), call.sub.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Error::user(coach.missing_options(&name, &missing))
}

impl Coach {
    /// What to say where a command lacks options that it needs.
    pub(super) fn missing_options(&self, command: &str, names: &[&str]) -> String {
        let given: Vec<String> = names.iter().map(|name| format!("{name}:")).collect();
        say!(
            self.voice,
            OptionMissing { command: command, names: self.voice.list(&given), count: names.len() }
        )
    }
}

/// Holds one value against its option.
fn check_value(coach: &Coach, option: &Opt, value: &Value) -> Result<()> {
    let voice = &coach.voice;
    let fits = match (option.kind, value) {
        (Kind::Text(most) | Kind::Skills(most), Value::Text(text)) => {
            if text.chars().count() > usize::from(most) {
                return Error::user(say!(voice, TextTooLong { name: option.name, most: most }));
            }
            true
        }
        (Kind::Integer(least, most), Value::Integer(number)) => (least..=most).contains(number),
        (Kind::Number(least, most), Value::Number(number)) => (least..=most).contains(number),
        (Kind::Choice(words), Value::Text(text)) => words.contains(&text.as_str()),
        (Kind::SecondTrack, Value::Text(text)) if text == NO_TRACK => true,
        (Kind::Track | Kind::SecondTrack, Value::Text(text)) => {
            let known = coach.content.curriculum.tracks.contains_key(text.as_str());
            if !known {
                return Error::user(coach.unknown_track(text));
            }
            known
        }
        (
            Kind::Date(_) | Kind::Lesson | Kind::Topic | Kind::Skill | Kind::Zone | Kind::Command,
            Value::Text(text),
        ) => !text.trim().is_empty() && text.chars().count() <= 100,
        (Kind::Flag, Value::Flag(_))
        | (Kind::User, Value::User(..))
        | (Kind::Channel, Value::Channel(..))
        | (Kind::Role, Value::Role(..))
        | (Kind::Message, Value::Message(_)) => true,
        _ => false,
    };
    if fits {
        return Ok(());
    }
    Error::user(say!(voice, OptionWrong { name: option.name, expected: expected(coach, option.kind) }))
}

/// What an option takes, in words.
pub fn expected(coach: &Coach, kind: Kind) -> String {
    let voice = &coach.voice;
    match kind {
        Kind::Integer(least, most) => say!(voice, ExpectInteger { least: least, most: most }),
        Kind::Number(least, most) if least < 0.1 => say!(voice, ExpectSpent { most: most }),
        Kind::Number(least, most) => say!(voice, ExpectNumber { least: least, most: most }),
        Kind::Choice(words) => say!(voice, ExpectChoice { words: words.join(", ") }),
        Kind::Flag => say!(voice, ExpectFlag),
        Kind::User => say!(voice, ExpectUser),
        Kind::Channel => say!(voice, ExpectChannel),
        Kind::Role => say!(voice, ExpectRole),
        Kind::Message => say!(voice, ExpectMessage),
        Kind::Date(_) => say!(voice, ExpectDate),
        Kind::Track | Kind::SecondTrack => {
            let none = (kind == Kind::SecondTrack).then_some(NO_TRACK);
            let tracks = coach.content.curriculum.tracks.keys().map(TrackId::as_str);
            let ids: Vec<&str> = tracks.chain(none).collect();
            say!(voice, ExpectChoice { words: ids.join(", ") })
        }
        Kind::Text(_)
        | Kind::Skills(_)
        | Kind::Lesson
        | Kind::Topic
        | Kind::Skill
        | Kind::Zone
        | Kind::Command => {
            say!(voice, ExpectText)
        }
    }
}

/// Whether an option is given; empty words are not.
fn is_given(call: &Call, name: &str) -> bool {
    match call.values.get(name) {
        Some(Value::Text(_)) => call.text(name).is_some(),
        value => value.is_some(),
    }
}
