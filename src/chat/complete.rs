//! Completion at the terminal: commands, subcommands, options and their values, from the table.

use std::sync::{Arc, Mutex, PoisonError};

use rustyline::Context;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use tokio::runtime::Handle;

use super::session::Session;
use super::world::CHANNELS;
use crate::coach::Coach;
use crate::coach::command::{Kind, Opt};
use crate::study::units::LearnerId;
use chrono::{DateTime, Utc};

/// What a conversation offers to complete, as of the last answer.
#[derive(Debug, Clone)]
pub struct Known {
    speaker: LearnerId,
    now: DateTime<Utc>,
    members: Vec<String>,
    labels: Vec<String>,
    values: Vec<String>,
}

impl Known {
    /// What is known now.
    pub fn of(session: &Session) -> Self {
        let (labels, values) = session.pressable();
        let world = session.world();
        let members = world.names().map(str::to_owned).collect();
        Self { speaker: world.speaker, now: session.now(), members, labels, values }
    }
}

/// Completes lines.
pub struct Helper {
    coach: Arc<Coach>,
    known: Arc<Mutex<Known>>,
    runtime: Handle,
}

impl Helper {
    /// A helper that asks the coach on `runtime`.
    pub fn new(coach: Arc<Coach>, known: Arc<Mutex<Known>>, runtime: Handle) -> Self {
        Self { coach, known, runtime }
    }

    /// The place from which a line could go on, and how.
    fn choices(&self, line: &str) -> (usize, Vec<Pair>) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Where somebody else speaks, what they say follows the name.
        let start = match line.strip_prefix('@').map(|_| line.find(char::is_whitespace)) {
            Some(None) => return (1, matching(known.members.iter().cloned(), &line[1..])),
            Some(Some(end)) => line.len() - line[end..].trim_start().len(),
            None => 0,
        };
        let (place, pairs) = self.of_input(&known, &line[start..]);
        (start + place, pairs)
    }

    fn of_input(&self, known: &Known, text: &str) -> (usize, Vec<Pair>) {
        if let Some(command) = text.strip_prefix('/') {
            let (place, pairs) = self.of_command(known, command);
            return (1 + place, pairs);
        }
        for (verb, words) in [("click ", &known.labels), ("pick ", &known.values)] {
            if text.get(..verb.len()).is_some_and(|first| first.eq_ignore_ascii_case(verb)) {
                return (verb.len(), matching(words.iter().cloned(), &text[verb.len()..]));
            }
        }
        let verbs = ["click ", "pick ", "submit ", ":at "];
        (0, matching(verbs.iter().map(|verb| (*verb).to_owned()), text))
    }

    fn of_command(&self, known: &Known, text: &str) -> (usize, Vec<Pair>) {
        let Some((name, _)) = text.split_once(' ') else {
            return (0, matching(self.coach.command_names().map(|name| name + " "), text));
        };
        let Some(command) = self.coach.command(&name.to_lowercase()) else { return (0, Vec::new()) };
        let last = last_word(text);
        let word = &text[last..];
        let sub = text[name.len()..].split_whitespace().next().filter(|_| !command.subs.is_empty());
        let options = match sub {
            Some(sub) if last > name.len() + 1 => command.options_of(Some(&sub.to_lowercase())),
            _ if command.subs.is_empty() => Some(command.options),
            _ => {
                let subs = command.subs.iter().map(|sub| format!("{} ", sub.name));
                return (last, matching(subs, word));
            }
        };
        let options = options.unwrap_or_default();
        match word.split_once(':') {
            Some((option, value)) => {
                let value = value.trim_start_matches('"');
                let at = last + option.len() + 1;
                let found = options.iter().find(|it| it.name.eq_ignore_ascii_case(option));
                let pairs = found.map(|it| self.of_value(known, command.name, sub, it, value));
                (at, pairs.unwrap_or_default())
            }
            None => {
                let given = |option: &&Opt| !text.to_lowercase().contains(&format!(" {}:", option.name));
                let open = options.iter().filter(given).map(|option| format!("{}:", option.name));
                (last, matching(open, word))
            }
        }
    }

    fn of_value(
        &self,
        known: &Known,
        command: &str,
        sub: Option<&str>,
        option: &Opt,
        typed: &str,
    ) -> Vec<Pair> {
        match option.kind {
            Kind::Channel => {
                let names = CHANNELS.iter().map(|(name, _)| (*name).to_owned());
                matching(names, typed.trim_start_matches('#'))
            }
            Kind::User => matching(known.members.iter().cloned(), typed.trim_start_matches('@')),
            Kind::Flag => matching(["yes", "no"].into_iter().map(str::to_owned), typed),
            _ => {
                let sub = sub.map(str::to_lowercase);
                let choices = self.coach.complete(
                    known.speaker,
                    known.now,
                    command,
                    sub.as_deref(),
                    option.name,
                    typed,
                );
                // Without an answer there is nothing to complete; the line can still be typed.
                let mut choices = self.runtime.block_on(choices).unwrap_or_default();
                // A line is completed to what all choices begin with: values that go on from what is
                // typed come before those that only hold it somewhere.
                let lower = typed.to_lowercase();
                let begins = |value: &str| value.to_lowercase().starts_with(&lower);
                if choices.iter().any(|(_, value)| begins(value)) {
                    choices.retain(|(_, value)| begins(value));
                }
                choices
                    .into_iter()
                    .map(|(label, value)| Pair {
                        display: if label == value { label } else { format!("{value} ({label})") },
                        replacement: quoted(value),
                    })
                    .collect()
            }
        }
    }
}

impl rustyline::Helper for Helper {}
impl Hinter for Helper {
    type Hint = String;
}
impl Highlighter for Helper {}
impl Validator for Helper {}

impl Completer for Helper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        Ok(self.choices(&line[..pos]))
    }
}

fn matching(words: impl Iterator<Item = String>, typed: &str) -> Vec<Pair> {
    let typed = typed.to_lowercase();
    words
        .filter(|word| word.to_lowercase().starts_with(&typed))
        .map(|word| Pair { display: word.trim_end().to_owned(), replacement: word })
        .collect()
}

fn quoted(value: String) -> String {
    if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value }
}

/// Where the last word begins; white space in quotes ends no word.
fn last_word(text: &str) -> usize {
    let mut start = 0;
    let mut inside = false;
    for (place, c) in text.char_indices() {
        match c {
            '"' => inside = !inside,
            c if c.is_whitespace() && !inside => start = place + c.len_utf8(),
            _ => {}
        }
    }
    start
}
