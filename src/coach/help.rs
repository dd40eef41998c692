//! `/help`: the commands by what a person wants to do.

use super::check::expected;
use super::command::{Command, Group, Opt, TABLE, Where};
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, words};
use crate::content::voice::Plain;
use crate::error::{Error, Result};
use crate::say;

/// What a person may want to do, by the words that buttons use.
const GROUPS: [(&str, Group, Plain); 4] = [
    ("study", Group::Study, Plain::HelpStart),
    ("see", Group::See, Plain::HelpSee),
    ("ask", Group::Ask, Plain::HelpAsk),
    ("change", Group::Change, Plain::HelpChange),
];

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    match call.text("command") {
        Some(name) => one(coach, name.trim_matches('"').trim_start_matches('/')),
        None => Ok(all(coach, request, Group::Study)),
    }
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let group = GROUPS.iter().find(|(name, ..)| press.id.arg(0) == Some(*name));
    let Some((_, group, _)) = group else { return Error::user(say!(coach.voice, PressUnknown)) };
    Ok(Reply { replaces: true, ..all(coach, request, *group) })
}

/// All commands by what a person may want to do; what one group does is said, the others have a button.
fn all(coach: &Coach, request: &Request, open: Group) -> Reply {
    let voice = &coach.voice;
    let mut reply = Reply::private(say!(voice, HelpText)).titled(say!(voice, HelpTitle));
    for (name, group, heading) in GROUPS {
        let commands: Vec<&Command> = TABLE
            .iter()
            .filter(|command| command.group == group && (!command.managers || request.from.manages))
            .collect();
        let topics = match group {
            Group::Ask => topics(coach),
            _ => String::new(),
        };
        let lines: Vec<String> = match group == open {
            true => commands.iter().map(|command| line(coach, command)).chain([topics]).collect(),
            false => {
                let names = commands.iter().map(|command| match command.on_message {
                    true => format!("*{}*", command.label()),
                    false => format!("`/{}`", command.name),
                });
                vec![names.chain([topics]).collect::<Vec<_>>().join(" ")]
            }
        };
        reply = reply.field(voice.plain(heading), lines.join("\n").trim_end());
        if group != open {
            reply = reply.button(voice.plain(heading), &Id::open("help", &[name]));
        }
    }
    // No group is better than another.
    reply.buttons.iter_mut().for_each(|button| button.main = false);
    reply
}

fn line(coach: &Coach, command: &Command) -> String {
    let voice = &coach.voice;
    let about = voice.plain(command.about);
    match command.on_message {
        true => say!(voice, HelpMenuLine { name: command.label(), about: about }),
        false => say!(voice, HelpLine { name: command.name, about: about }),
    }
}

/// The topics that have a command of their own.
fn topics(coach: &Coach) -> String {
    let topics = coach.content.entries.values().filter(|it| it.command);
    topics.map(|it| format!("`/why-{}`", it.id)).collect::<Vec<_>>().join(" ")
}

/// One command, or one of its subcommands.
fn one(coach: &Coach, given: &str) -> Result<Reply> {
    let voice = &coach.voice;
    let given = given.to_lowercase();
    let (name, sub) = given.split_once(' ').map_or((given.as_str(), None), |(name, sub)| (name, Some(sub)));
    let Some(command) = coach.command(name) else {
        return Error::user(coach.unknown_command(&given));
    };
    let sub = match sub {
        None => None,
        Some(sub) => match command.subs.iter().find(|it| it.name == sub.trim()) {
            None => return Error::user(coach.unknown_command(&given)),
            found => found,
        },
    };
    let (title, about, taken) = match sub {
        Some(sub) => (format!("/{} {}", command.name, sub.name), sub.about, sub.options),
        None => (format!("/{}", command.name), command.about, command.options),
    };
    let mut reply = Reply::private(voice.plain(about)).titled(title);
    if sub.is_none() && !command.subs.is_empty() {
        let line = |name: &str, about: Plain| {
            say!(voice, HelpLine { name: format!("{} {name}", command.name), about: voice.plain(about) })
        };
        let subs: Vec<String> = command.subs.iter().map(|sub| line(sub.name, sub.about)).collect();
        let more = say!(voice, HelpMore { command: command.name, sub: command.subs[0].name });
        reply = reply.field(say!(voice, HelpSubs), format!("{}\n{more}", subs.join("\n")));
    } else if !name.starts_with("why-") {
        reply = reply.field(say!(voice, HelpOptions), options(coach, taken));
    }
    Ok(reply.field(say!(voice, HelpWhere), place(coach, command)))
}

fn options(coach: &Coach, options: &[Opt]) -> String {
    let voice = &coach.voice;
    let lines = options.iter().map(|option| {
        // Of words, what the option is about says enough.
        let expected = (!option.kind.is_words()).then(|| expected(coach, option.kind));
        let needed = option.required.then(|| say!(voice, HelpNeeded));
        let takes: Vec<String> = [expected, needed].into_iter().flatten().collect();
        let (name, about) = (option.name, voice.plain(option.about));
        match takes.is_empty() {
            true => say!(voice, HelpOption { name: name, about: about }),
            false => say!(voice, HelpOptionTakes { name: name, about: about, takes: takes.join("; ") }),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
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
                say!(self.voice, CommandUnknownNear { name: words::echo(given), near: near.as_str() })
            }
            None => say!(self.voice, CommandUnknown { name: words::echo(given) }),
        }
    }
}
