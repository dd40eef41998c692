//! Direct messages in plain words.

use super::check::check;
use super::command::{Command, find};
use super::reply::Reply;
use super::request::{Call, Request, Value};
use super::{Coach, ask, words};
use crate::error::{Error, Result};
use crate::say;

/// A longer message is a question, whatever it begins with.
const LONGEST: usize = 3;

/// `next`, `done 1.5h`, `log 2`, `plan`, `help` and other commands by their names do what the command
/// does; all else is a question.
pub(super) async fn answer(coach: &Coach, request: &Request, text: &str) -> Result<Reply> {
    let mut parts = text.split_whitespace();
    let first = parts.next().unwrap_or_default().trim_start_matches('/').to_lowercase();
    let rest: Vec<&str> = parts.collect();
    match find(&first).filter(|command| is_plain(command) && first == command.name && rest.len() < LONGEST) {
        Some(command) => {
            let call = call(coach, command, &rest.join(" "))?;
            coach.may_use(command, request)?;
            check(coach, &call)?;
            Ok(Reply { private: true, ..(command.run)(coach, request, &call).await? })
        }
        None => ask::question(coach, request, text).await,
    }
}

/// Whether a command needs no more than its name.
fn is_plain(command: &Command) -> bool {
    command.subs.is_empty() && command.options.iter().all(|option| !option.required)
}

/// A command and what follows it: a time, or for `done` a lesson.
fn call(coach: &Coach, command: &Command, rest: &str) -> Result<Call> {
    let mut call = Call { name: command.name.to_owned(), ..Call::default() };
    let mut set = |name: &str, value: Value| {
        call.values.insert(name.to_owned(), value);
    };
    let time = coach.parse_spent(rest);
    match (command.name, rest.parse::<i64>(), time) {
        _ if rest.is_empty() => {}
        ("next", Ok(minutes), _) => set("minutes", Value::Integer(minutes)),
        ("next", _, Ok(time)) => set("minutes", Value::Integer(i64::from(time.0))),
        ("pause", Ok(weeks), _) => set("weeks", Value::Integer(weeks)),
        ("done" | "log", _, Ok(time)) => set("hours", Value::Number(time.hours())),
        ("done", ..) if coach.find_lesson(rest).is_ok() => set("lesson", Value::Text(rest.to_owned())),
        _ => {
            let sentence = say!(coach.voice, TalkUnclear { command: command.name, rest: words::plain(rest) });
            return Error::user(sentence);
        }
    }
    Ok(call)
}
