//! Direct messages in plain words.

use super::check::check;
use super::command::find;
use super::reply::Reply;
use super::request::{Call, Request, Value};
use super::{Coach, ask};
use crate::error::Result;

/// `next`, `done 1.5h`, `log 2`, `plan`, `help` do what the command does; all else is a question.
pub(super) async fn answer(coach: &Coach, request: &Request, text: &str) -> Result<Reply> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(first) = words.first() else { return ask::question(coach, request, text).await };
    let name = first.trim_start_matches('/').to_lowercase();
    let plain = ["join", "next", "done", "log", "plan", "help", "progress", "undo"];
    if !plain.contains(&name.as_str()) || words.len() > 2 {
        return ask::question(coach, request, text).await;
    }
    let mut call = Call { name: name.clone(), ..Call::default() };
    if let Some(word) = words.get(1) {
        match name.as_str() {
            "done" | "log" => {
                let Ok(minutes) = coach.parse_spent(word) else {
                    return ask::question(coach, request, text).await;
                };
                call.values.insert("hours".to_owned(), Value::Number(minutes.hours()));
            }
            "next" => {
                let Ok(minutes) = coach.parse_spent(word) else {
                    return ask::question(coach, request, text).await;
                };
                call.values.insert("minutes".to_owned(), Value::Integer(i64::from(minutes.0)));
            }
            _ => return ask::question(coach, request, text).await,
        }
    }
    check(coach, &call)?;
    match find(&name) {
        Some(command) => {
            let reply = (command.run)(coach, request, &call).await?;
            Ok(Reply { private: true, ..reply })
        }
        None => ask::question(coach, request, text).await,
    }
}
