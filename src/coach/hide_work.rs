//! *Hide this work*, in the menu of a message: a manager takes the works on a post off the server.

use super::reply::Reply;
use super::request::{Call, Request, Value};
use super::setup::on_links;
use super::{Coach, links};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Deed, Due, Kind, Work};

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(server) = request.server() else {
        return Error::user(say!(voice, NeedsServer { command: "hide-this-work" }));
    };
    let Some(Value::Message(message)) = call.values.get("message") else {
        return Error::user(say!(voice, HideWorkNone));
    };
    if !message.own {
        return Error::user(say!(voice, HideWorkForeign));
    }
    let works = coach.store.works(server, None).await?;
    let on_it: Vec<&Work> = works.iter().filter(|work| links::stands_in(&work.link, &message.text)).collect();
    if on_it.is_empty() {
        return Error::user(say!(voice, HideWorkNone));
    }
    let is_share = coach.store.is_share(server, message.id).await?;
    on_links(coach, request, server, Deed::Strike, &on_it).await?;
    // What a member shows went with its link. A post of the outbox is composed anew without the works;
    // anything else was about them alone.
    if !is_share {
        let post = coach.store.row_of(server, message.id).await?;
        let key = format!("edit:{}:{}", message.id, request.id);
        let edit = Due {
            channel: Some(post.as_ref().and_then(|post| post.channel).unwrap_or(message.channel)),
            message: Some(message.id),
            part: post.as_ref().map_or(1, |post| post.part),
            note: post.map(|post| post.key),
            ..Due::new(key, Kind::Edit, server, request.now)
        };
        coach.store.queue(&[edit], None).await?;
        coach.queued.notify_one();
    }
    let mut names: Vec<String> = on_it.iter().map(|work| work.name.clone()).collect();
    names.dedup();
    Ok(Reply::private(say!(voice, HideWorkDone { count: on_it.len(), names: voice.list(&names) }))
        .titled(say!(voice, HideWorkTitle)))
}
