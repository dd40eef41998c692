//! `/setup health`: how the posts went, what is in the way, and when the next ones come.

use chrono::Duration;

use super::super::reply::Reply;
use super::super::request::Request;
use super::super::words;
use super::{Coach, fault_field, next_field, next_posts};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Run, Server};
use crate::study::units::{Minutes, ServerId};

/// Past runs that are listed.
const BEHIND: u32 = 8;

/// The last runs with how late each was, the next three times, and open faults.
pub async fn answer(coach: &Coach, request: &Request, id: ServerId) -> Result<Reply> {
    let voice = &coach.voice;
    let server = coach.store.server(id).await?;
    if server.weekly.is_none() {
        return Error::user(say!(voice, SetupNone));
    }
    let runs = coach.store.runs(id, BEHIND).await?;
    let text = match (&server.fault, runs.is_empty()) {
        (Some(_), _) => say!(voice, HealthStopped),
        (None, true) => say!(voice, HealthNew),
        (None, false) => say!(voice, HealthRunning),
    };
    let mut reply = Reply::private(text).titled(say!(voice, HealthTitle));
    reply = fault_field(coach, reply, &server);
    let lines: Vec<String> = runs.iter().map(|run| line(coach, &server, run)).collect();
    reply = reply.field(say!(voice, SetupRuns), lines.join("\n"));
    Ok(next_field(coach, request, reply, &server, next_posts(&server)))
}

fn line(coach: &Coach, server: &Server, run: &Run) -> String {
    let voice = &coach.voice;
    let at = coach.server_time(run.due_at, server.zone);
    let late = run.finished_at.map_or(Duration::zero(), |finished| finished - run.due_at);
    let late = Minutes(u32::try_from(late.num_minutes()).unwrap_or(0));
    let (kind, state) = (run.kind.as_str(), run.state.as_str());
    let line =
        say!(voice, RunLine { at: at, kind: kind, state: state, late: late.0, time: voice.time(late) });
    match &run.error {
        Some(error) => format!("{line} {}", words::plain(error)),
        None => line,
    }
}
