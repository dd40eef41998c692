//! `/setup`: a server's weekly post.

use chrono::{NaiveTime, Weekday};

use super::reply::{Id, Reply};
use super::request::{Access, Call, Press, Request, Value};
use super::{Coach, cohort, weekly, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Due, Server, WeeklySetting};
use crate::study::units::ServerId;
use crate::study::week::Week;

/// Future posts that are listed.
const AHEAD: usize = 3;
/// Past posts that are listed.
const BEHIND: u32 = 5;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let Some(id) = request.server() else {
        return Error::user(say!(coach.voice, NeedsServer { command: "setup" }));
    };
    coach.store.meet_server(id).await?;
    match call.sub.as_deref() {
        Some("weekly") => set(coach, request, id, call).await,
        Some("cohort") => cohort::answer(coach, request, id, call).await,
        Some("show") => show(coach, request, id).await,
        Some("preview") => preview(coach, request, id, 0).await,
        Some("post-now") => post_now(coach, request, id).await,
        Some("off") => off(coach, request, id).await,
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let Some(id) = request.server() else {
        return Error::user(say!(coach.voice, NeedsServer { command: "setup" }));
    };
    match press.id.arg(0) {
        Some("preview") => {
            let part = press.id.arg(1).and_then(|part| part.parse().ok()).unwrap_or_default();
            preview(coach, request, id, part).await
        }
        Some("cohort") => cohort::press(coach, request, id, press).await,
        Some("show") => show(coach, request, id).await,
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

async fn set(coach: &Coach, request: &Request, id: ServerId, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let mut server = coach.store.server(id).await?;
    let before = server.schedule();
    let (Some(Value::Channel(channel, access)), Some(day), Some(time), Some(zone)) =
        (call.values.get("channel"), call.text("day"), call.text("time"), call.text("timezone"))
    else {
        return Error::user(say!(voice, PressUnknown));
    };
    if !access.post {
        return Error::user(say!(voice, ChannelClosed { channel: channel.to_string() }));
    }
    let day: Weekday = day.parse().or_else(|_| Error::user(say!(voice, DayWrong)))?;
    let time = NaiveTime::parse_from_str(time, "%H:%M").or_else(|_| Error::user(say!(voice, TimeWrong)))?;
    let role = match call.values.get("role") {
        Some(Value::Role(role)) => Some(*role),
        _ => None,
    };
    let silent = matches!(call.values.get("silent"), Some(Value::Flag(true)));
    server.zone = coach.parse_zone(zone)?;
    server.weekly = Some(WeeklySetting { channel: *channel, day, time, role, silent });
    server.fault = None;
    // What is due but not yet queued under the same time stays due.
    server.next_at = match server.next_at {
        Some(at) if at <= request.now && before == server.schedule() && before.is_some() => Some(at),
        _ => next_at(coach, request, &server).await?,
    };
    let this_week = weekly::key(id, Week::at(request.now, server.zone));
    coach.store.redirect(id, Some(*channel), Some(&this_week), request.now).await?;
    coach.queued.notify_one();
    coach.store.save_server(&server).await?;
    let mut reply = settings(coach, request, &server).await?;
    reply.text = format!("{}\n{}", reply.text, access_line(coach, *access));
    Ok(reply.button(say!(voice, ButtonPreview), &Id::own("setup", request.from.id, &["preview"])))
}

/// The next time whose week has not had its post.
async fn next_at(
    coach: &Coach,
    request: &Request,
    server: &Server,
) -> Result<Option<chrono::DateTime<chrono::Utc>>> {
    let Some(schedule) = server.schedule() else { return Ok(None) };
    for at in schedule.times_after(request.now).take(2) {
        let key = weekly::key(server.id, Week::at(at, server.zone));
        if !coach.store.has_occurrence(&key).await? {
            return Ok(Some(at));
        }
    }
    Ok(Some(schedule.after(request.now)))
}

fn access_line(coach: &Coach, access: Access) -> String {
    let voice = &coach.voice;
    match access {
        Access { embed: false, .. } => say!(voice, AccessNoEmbed),
        Access { attach: false, .. } => say!(voice, AccessNoAttach),
        _ => say!(voice, AccessFull),
    }
}

/// What is posted where and when, and the next three times.
async fn settings(coach: &Coach, request: &Request, server: &Server) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(weekly) = &server.weekly else { return Ok(Reply::private(say!(voice, SetupNone))) };
    let mut text = say!(
        voice,
        SetupWeekly {
            channel: weekly.channel.to_string(),
            day: voice.weekday(weekly.day),
            time: weekly.time.format("%H:%M").to_string(),
            zone: server.zone.name(),
        }
    );
    if let Some(role) = weekly.role {
        text = format!("{text}\n{}", say!(voice, SetupRole { role: role.to_string() }));
    }
    if weekly.silent {
        text = format!("{text}\n{}", say!(voice, SetupSilent));
    }
    let mut reply = Reply::private(text).titled(say!(voice, SetupTitle));
    if let Some(schedule) = server.schedule() {
        let from =
            server.next_at.map_or(request.now, |at| at - chrono::Duration::seconds(1)).max(request.now);
        let times: Vec<String> =
            schedule.times_after(from).take(AHEAD).map(|at| coach.server_time(at, server.zone)).collect();
        reply = reply.field(say!(voice, SetupNext), times.join("\n"));
    }
    Ok(reply)
}

async fn show(coach: &Coach, request: &Request, id: ServerId) -> Result<Reply> {
    let voice = &coach.voice;
    let server = coach.store.server(id).await?;
    let mut reply = settings(coach, request, &server).await?;
    if let Some(fault) = &server.fault {
        reply =
            reply.field(say!(voice, SetupFault), say!(voice, SetupFaultText { fault: words::plain(fault) }));
    }
    let runs: Vec<String> = coach
        .store
        .runs(id, BEHIND)
        .await?
        .iter()
        .map(|run| {
            let at = coach.server_time(run.due_at, server.zone);
            match &run.error {
                Some(error) => {
                    say!(voice, RunError { at: at, state: run.state.as_str(), error: words::plain(error) })
                }
                None => say!(voice, RunLine { at: at, state: run.state.as_str() }),
            }
        })
        .collect();
    Ok(reply.field(say!(voice, SetupRuns), runs.join("\n")))
}

/// Exactly what would go out now; only the manager sees it. A post of several messages is turned
/// over like pages.
async fn preview(coach: &Coach, request: &Request, id: ServerId, part: usize) -> Result<Reply> {
    let server = coach.store.server(id).await?;
    let posts = weekly::compose(coach, &server, request.now, false).await?;
    let parts = posts.len();
    let Some(post) = posts.into_iter().nth(part) else {
        return Error::user(say!(coach.voice, PressUnknown));
    };
    let reply = Reply { private: true, replaces: part > 0, ping: None, thread: None, ..post };
    if part + 1 == parts {
        return Ok(reply);
    }
    let next = (part + 1).to_string();
    let label = say!(coach.voice, ButtonNextMessage { number: part + 2, of: parts });
    Ok(reply.button(label, &Id::own("setup", request.from.id, &["preview", &next])))
}

async fn post_now(coach: &Coach, request: &Request, id: ServerId) -> Result<Reply> {
    let voice = &coach.voice;
    let server = coach.store.server(id).await?;
    let Some(setting) = &server.weekly else { return Error::user(say!(voice, SetupNone)) };
    let week = Week::at(request.now, server.zone);
    let mut due = Due {
        key: weekly::key(id, week),
        kind: "weekly".to_owned(),
        server: id,
        channel: Some(setting.channel),
        learner: None,
        due_at: request.now,
        late: false,
        attempts: 0,
    };
    // It counts as this week's when none went out, and is an extra one otherwise.
    let schedule = server.schedule();
    let next = schedule
        .and_then(|schedule| schedule.times_after(request.now).find(|at| Week::at(*at, server.zone) != week));
    let channel = setting.channel.to_string();
    let (moved, text) = if coach.store.has_occurrence(&due.key).await? {
        due.key = format!("extra:{id}:{}", request.id);
        due.kind = "extra".to_owned();
        (None, say!(voice, PostNowExtra { channel: channel }))
    } else {
        (next.map(|at| (id, at)), say!(voice, PostNow { channel: channel }))
    };
    let reply = Reply::private(text);
    let answer = serde_json::to_string(&reply)?;
    coach.store.queue_asked(&due, moved, (request.id, &answer), request.now).await?;
    coach.queued.notify_one();
    Ok(reply)
}

async fn off(coach: &Coach, request: &Request, id: ServerId) -> Result<Reply> {
    let mut server = coach.store.server(id).await?;
    if server.weekly.is_none() {
        return Error::user(say!(coach.voice, SetupNone));
    }
    server.weekly = None;
    server.next_at = None;
    server.fault = None;
    coach.store.save_server(&server).await?;
    coach.store.redirect(id, None, None, request.now).await?;
    Ok(Reply::private(say!(coach.voice, SetupOff)))
}

impl Coach {
    /// An instant as the server's clocks show it, and as the reader's do.
    pub fn server_time(&self, at: chrono::DateTime<chrono::Utc>, zone: chrono_tz::Tz) -> String {
        let local = at.with_timezone(&zone);
        say!(
            self.voice,
            ServerTime {
                date: self.voice.date(local.date_naive()),
                time: local.format("%H:%M").to_string(),
                moment: self.voice.moment(at),
            }
        )
    }
}
