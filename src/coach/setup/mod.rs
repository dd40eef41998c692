//! `/setup`: a server's weekly post, and its members.

mod deeds;
mod health;
mod members;
mod post_now;
mod reminder;

pub use deeds::AUDIT_KEPT;
pub(super) use deeds::on_links;

use chrono::{DateTime, NaiveTime, Utc, Weekday};

use super::reply::{Id, Reply};
use super::request::{Access, Call, Ping, Press, Request, Value};
use super::{Coach, cohort, due, weekly, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Server, WeeklySetting};
use crate::study::units::ServerId;
use crate::study::week::Week;
use crate::study::when::Weekly;

/// Future posts that are listed.
const AHEAD: usize = 3;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let Some(id) = request.server() else {
        return Error::user(say!(coach.voice, NeedsServer { command: "setup" }));
    };
    coach.store.meet_server(id).await?;
    match call.sub.as_deref() {
        Some("weekly") => set(coach, request, id, call).await,
        Some("cohort") => cohort::answer(coach, request, id, call).await,
        Some("reminder") => reminder::answer(coach, request, id, call).await,
        Some("members") => members::answer(coach, request, id).await,
        Some("show") => show(coach, request, id).await,
        Some("preview") => preview(coach, request, id, 0).await,
        Some("post-now") => post_now::answer(coach, request, id).await,
        Some("health") => health::answer(coach, request, id).await,
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
        Some("members") => members::press(coach, request, id, press).await,
        Some("reminder-off") => reminder::off(coach, id).await,
        Some("show") => show(coach, request, id).await,
        Some("health") => health::answer(coach, request, id).await,
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

async fn set(coach: &Coach, request: &Request, id: ServerId, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let mut server = coach.store.server(id).await?;
    let (before, before_reminder) = (server.schedule(), server.reminder_schedule());
    let (Some(Value::Channel(channel, access)), Some(day), Some(time), Some(zone)) =
        (call.values.get("channel"), call.text("day"), call.text("time"), call.text("timezone"))
    else {
        return Error::user(say!(voice, PressUnknown));
    };
    if !access.post {
        return Error::user(say!(voice, ChannelClosed { channel: channel.to_string() }));
    }
    if !access.asker {
        return Error::user(say!(voice, ChannelNotYours { channel: channel.to_string() }));
    }
    let (day, time) = day_and_time(coach, day, time)?;
    let role = match call.values.get("role") {
        Some(Value::Role(role, Ping { asker: false, .. })) => {
            return Error::user(say!(voice, RoleNotYours { role: role.to_string() }));
        }
        Some(Value::Role(role, ping)) => Some((*role, *ping)),
        _ => None,
    };
    let silent = matches!(call.values.get("silent"), Some(Value::Flag(true)));
    server.zone = coach.parse_zone(zone)?;
    let setting = WeeklySetting { channel: *channel, day, time, role: role.map(|(role, _)| role), silent };
    server.weekly = Some(setting);
    server.manager = Some(request.from.id);
    // What was due while posting had stopped is over; what failed then is tried again below.
    if server.fault.take().is_some() {
        (server.next_at, server.reminder_at) = (None, None);
    }
    let (now, weekly_key) = (request.now, |week| due::weekly_key(id, week));
    let reminder_key = |week| due::reminder_key(id, week);
    server.next_at =
        due::next_time(coach, now, (before, server.next_at), server.schedule(), weekly_key).await?;
    server.reminder_at = due::next_time(
        coach,
        now,
        (before_reminder, server.reminder_at),
        server.reminder_schedule(),
        reminder_key,
    )
    .await?;
    let week = Week::at(now, server.zone);
    let this_week = [(server.next_at, weekly_key(week)), (server.reminder_at, reminder_key(week))];
    for (next, key) in this_week {
        // What failed this week is tried again at once, unless its new time in this week is still to come.
        let again = next.is_none_or(|next| Week::at(next, server.zone) != week).then_some(key.as_str());
        coach.store.redirect(id, Some(*channel), again, now).await?;
    }
    coach.store.save_server(&server).await?;
    if let Some(look) = server.next_at.and_then(|next| due::foresight(&server, next, request.now)) {
        coach.store.queue(&[look], None).await?;
    }
    coach.scheduled.notify_one();
    coach.queued.notify_one();
    let mut reply = settings(coach, request, &server).await?;
    reply.text = format!("{}\n{}", reply.text, access_line(coach, *access));
    if let Some((role, Ping { coach: false, .. })) = role {
        reply.text = format!("{}\n{}", reply.text, say!(voice, RoleSilent { role: role.to_string() }));
    }
    Ok(reply
        .button(say!(voice, ButtonPreview), &Id::own("setup", request.from.id, &["preview"]))
        .button(say!(voice, ButtonHealth), &Id::own("setup", request.from.id, &["health"])))
}

fn day_and_time(coach: &Coach, day: &str, time: &str) -> Result<(Weekday, NaiveTime)> {
    let day: Weekday = day.parse().or_else(|_| Error::user(say!(coach.voice, DayWrong)))?;
    let time =
        NaiveTime::parse_from_str(time, "%H:%M").or_else(|_| Error::user(say!(coach.voice, TimeWrong)))?;
    Ok((day, time))
}

/// The next time and those after it, as reminders and posts list them.
fn next_times(
    coach: &Coach,
    now: DateTime<Utc>,
    server: &Server,
    (schedule, next): (Weekly, Option<DateTime<Utc>>),
) -> Vec<String> {
    let first = next.filter(|at| *at > now);
    let later = schedule.times_after(first.unwrap_or(now));
    first.into_iter().chain(later).take(AHEAD).map(|at| coach.server_time(at, server.zone)).collect()
}

fn access_line(coach: &Coach, access: Access) -> String {
    let voice = &coach.voice;
    match access {
        Access { embed: false, .. } => say!(voice, AccessNoEmbed),
        Access { attach: false, .. } => say!(voice, AccessNoAttach),
        Access { history: false, .. } => say!(voice, AccessNoHistory),
        Access { threads: false, .. } => say!(voice, AccessNoThreads),
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
    if matches!(weekly.day, Weekday::Sat | Weekday::Sun) {
        text = format!("{text}\n{}", say!(voice, SetupWeekend { day: voice.weekday(weekly.day) }));
    }
    if let Some(reminder) = &server.reminder {
        text = format!("{text}\n{}", reminder::line(coach, reminder));
    }
    let reply = Reply::private(text).titled(say!(voice, SetupTitle));
    Ok(next_field(coach, request, reply, server, next_posts(server)))
}

/// When the weekly post comes, and when it comes next.
fn next_posts(server: &Server) -> Option<(Weekly, Option<DateTime<Utc>>)> {
    server.schedule().map(|schedule| (schedule, server.next_at))
}

/// The next times, in the server's zone and in the reader's own; none while posting has stopped.
fn next_field(
    coach: &Coach,
    request: &Request,
    reply: Reply,
    server: &Server,
    next: Option<(Weekly, Option<DateTime<Utc>>)>,
) -> Reply {
    let Some(next) = next.filter(|_| server.fault.is_none()) else { return reply };
    let times = next_times(coach, request.now, server, next);
    reply.field(say!(coach.voice, SetupNext), times.join("\n"))
}

async fn show(coach: &Coach, request: &Request, id: ServerId) -> Result<Reply> {
    let server = coach.store.server(id).await?;
    let mut reply = settings(coach, request, &server).await?;
    reply = fault_field(coach, reply, &server);
    if server.weekly.is_some() {
        reply = reply
            .button(say!(coach.voice, ButtonHealth), &Id::own("setup", request.from.id, &["health"]))
            .button(say!(coach.voice, ButtonPreview), &Id::own("setup", request.from.id, &["preview"]));
    }
    Ok(reply)
}

/// Why posting has stopped, and how to mend it.
fn fault_field(coach: &Coach, reply: Reply, server: &Server) -> Reply {
    let Some(fault) = &server.fault else { return reply };
    let voice = &coach.voice;
    reply.field(say!(voice, SetupFault), say!(voice, SetupFaultText { fault: words::plain(fault) }))
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

async fn off(coach: &Coach, request: &Request, id: ServerId) -> Result<Reply> {
    let mut server = coach.store.server(id).await?;
    if server.weekly.is_none() {
        return Error::user(say!(coach.voice, SetupNone));
    }
    server.weekly = None;
    server.next_at = None;
    server.reminder = None;
    server.reminder_at = None;
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
