//! `/help`: the commands by what a person wants to do.

use super::check::expected;
use super::command::{Command, Group, TABLE, Where};
use super::reply::Reply;
use super::request::{Call, Request};
use super::{Coach, words};
use crate::error::{Error, Result};
use crate::say;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    match call.text("command") {
        Some(name) => one(coach, name.trim_start_matches('/')),
        None => Ok(all(coach, request)),
    }
}

/// What a person may want to do, and the commands for it.
fn all(coach: &Coach, request: &Request) -> Reply {
    let voice = &coach.voice;
    let groups = [
        (Group::Study, say!(voice, HelpStart)),
        (Group::See, say!(voice, HelpSee)),
        (Group::Ask, say!(voice, HelpAsk)),
        (Group::Change, say!(voice, HelpChange)),
    ];
    let mut reply = Reply::private(say!(voice, HelpText)).titled(say!(voice, HelpTitle));
    for (group, heading) in groups {
        let lines: Vec<String> = TABLE
            .iter()
            .filter(|command| command.group == group && (!command.managers || request.from.manages))
            .map(|command| {
                let about = voice.plain(command.about);
                match command.on_message {
                    true => say!(voice, HelpMenuLine { name: command.label(), about: about }),
                    false => say!(voice, HelpLine { name: command.name, about: about }),
                }
            })
            .collect();
        reply = reply.field(heading, lines.join("\n"));
    }
    let topics: Vec<String> = coach
        .content
        .entries
        .values()
        .filter(|it| it.command)
        .map(|it| format!("`/why-{}`", it.id))
        .collect();
    reply.field(say!(voice, HelpTopics), topics.join(" "))
}

fn one(coach: &Coach, name: &str) -> Result<Reply> {
    let voice = &coach.voice;
    let name = name.to_lowercase();
    let Some(command) = coach.command(&name) else {
        return Error::user(coach.unknown_command(&name));
    };
    let mut reply = Reply::private(voice.plain(command.about)).titled(format!("/{}", command.name));
    for sub in command.subs {
        reply = reply.field(
            format!("/{} {}", command.name, sub.name),
            options(coach, &voice.plain(sub.about), sub.options),
        );
    }
    if command.subs.is_empty() && !name.starts_with("why-") {
        reply = reply.field(say!(voice, HelpOptions), options(coach, "", command.options));
    }
    Ok(reply.field(say!(voice, HelpWhere), place(coach, command)))
}

fn options(coach: &Coach, first: &str, options: &[super::command::Opt]) -> String {
    let voice = &coach.voice;
    let mut lines: Vec<String> = if first.is_empty() { Vec::new() } else { vec![first.to_owned()] };
    lines.extend(options.iter().map(|option| {
        // Of words, what the option is about says enough.
        let expected = (!option.kind.is_words()).then(|| expected(coach, option.kind));
        let needed = option.required.then(|| say!(voice, HelpNeeded));
        let takes: Vec<String> = [expected, needed].into_iter().flatten().collect();
        let (name, about) = (option.name, voice.plain(option.about));
        match takes.is_empty() {
            true => say!(voice, HelpOption { name: name, about: about }),
            false => say!(voice, HelpOptionTakes { name: name, about: about, takes: takes.join("; ") }),
        }
    }));
    lines.join("\n")
}

fn place(coach: &Coach, command: &Command) -> String {
    let voice = &coach.voice;
    match (command.place, command.managers) {
        (_, true) => say!(voice, HelpManagers),
        (Where::Server, false) => say!(voice, HelpServer),
        (Where::Anywhere, false) => say!(voice, HelpAnywhere),
    }
}

impl Coach {
    /// The commands that there are, those of single topics included.
    pub fn command_names(&self) -> impl Iterator<Item = String> {
        let topics = self.content.entries.values().filter(|entry| entry.command);
        let topics = topics.map(|entry| format!("why-{}", entry.id));
        TABLE.iter().map(|command| command.name.to_owned()).chain(topics)
    }

    /// What to say to a command that does not exist.
    pub fn unknown_command(&self, given: &str) -> String {
        let names: Vec<String> = self.command_names().collect();
        match words::nearest(given, names.iter(), String::as_str) {
            Some(near) => {
                say!(self.voice, CommandUnknownNear { name: words::plain(given), near: near.as_str() })
            }
            None => say!(self.voice, CommandUnknown { name: words::plain(given) }),
        }
    }
}
