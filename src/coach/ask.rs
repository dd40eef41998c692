//! `/ask`: the knowledge base answers, or says that it has nothing.

use super::reply::{Id, Reply};
use super::request::{Call, Request};
use super::{Coach, why};
use crate::error::Result;
use crate::say;

/// Entries named beside the best.
const ALSO: usize = 2;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    question(coach, request, call.text("question").unwrap_or_default()).await
}

/// The best entry in full and the next two by name.
pub(super) async fn question(coach: &Coach, request: &Request, question: &str) -> Result<Reply> {
    let found = coach.content.search(question);
    let Some(best) = found.first() else {
        return Ok(Reply::private(say!(coach.voice, AskNothing)));
    };
    let mut reply = why::show(coach, request, best).await?;
    reply.buttons.clear();
    for entry in found.iter().skip(1).take(ALSO) {
        reply = reply.button(entry.title.as_str(), &Id::open("why", &[&entry.id]));
    }
    reply.entries = found.iter().take(1 + ALSO).map(|entry| entry.id.clone()).collect();
    Ok(reply)
}
