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
        say!(
            voice,
            HelpOption {
                name: option.name,
                about: voice.plain(option.about),
                expected: expected(coach, option.kind),
                required: if option.required { "yes" } else { "no" },
            }
        )
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
    /// What to say to a command that does not exist.
    pub fn unknown_command(&self, given: &str) -> String {
        match words::nearest(given, TABLE.iter(), |command| command.name) {
            Some(near) => say!(self.voice, CommandUnknownNear { name: words::plain(given), near: near.name }),
            None => say!(self.voice, CommandUnknown { name: words::plain(given) }),
        }
    }
}
