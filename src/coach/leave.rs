//! `/leave`: no longer a member of this server. The plan is the learner's own and stays.

use super::Coach;
use super::reply::{Id, Reply};
use super::request::{Call, Request};
use crate::error::{Error, Result};
use crate::say;

pub(super) async fn answer(coach: &Coach, request: &Request, _: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(server) = request.server() else {
        return Error::user(say!(voice, NeedsServer { command: "leave" }));
    };
    if !coach.store.leave(server, request.from.id, request.now).await? {
        return Error::user(say!(voice, LeaveNotMember));
    }
    coach.queued.notify_one();
    Ok(Reply::private(say!(voice, LeaveDone))
        .titled(say!(voice, LeaveTitle))
        .button(say!(voice, ButtonNext), &Id::own("next", request.from.id, &["show"]))
        .button(say!(voice, ButtonJoinAgain), &Id::own("join", request.from.id, &["open"])))
}
