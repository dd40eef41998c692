//! Cohorts: people of a server on one track at one pace from one start. `/setup cohort` begins, shows
//! and ends them; anybody joins one with one press on its invitation or on the weekly post.

mod invitation;
mod join;
mod partner;

pub use invitation::invitation;
pub(super) use invitation::join_button;
pub(super) use join::press as join_press;
pub use partner::found as partner_found;
pub(super) use partner::{button as partner_button, press as partner_press};

use chrono::{DateTime, Datelike, Utc, Weekday};

use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, due, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::Server;
use crate::study::cohort::{Cohort, Stage};
use crate::study::units::{CohortId, ServerId, TrackId};
use crate::study::week::Week;

/// How many cohorts a server has at the most.
const MOST: usize = 10;

/// `/setup cohort`: with all options it begins one, with a name alone it shows that one, with none all.
pub(super) async fn answer(coach: &Coach, request: &Request, server: ServerId, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let running = coach.store.cohorts(server, request.now).await?;
    let begins = ["track", "hours", "start"].iter().any(|option| call.has(option));
    let name = call.text("name").map(words::bare).filter(|name| !name.is_empty());
    let Some(name) = name else {
        if begins || call.has("name") {
            return missing(coach, call);
        }
        return Ok(list(coach, request, &running));
    };
    let same = running.iter().find(|cohort| cohort.name.to_lowercase() == name.to_lowercase());
    match (same, begins) {
        (Some(cohort), false) => show(coach, request, cohort).await,
        (Some(cohort), true) => {
            Error::user(say!(voice, CohortNameTaken { name: words::plain(&cohort.name) }))
        }
        (None, true) if running.len() >= MOST => Error::user(say!(voice, CohortFull { most: MOST })),
        (None, true) => begin(coach, request, server, call, name).await,
        (None, false) => Error::user(say!(voice, CohortUnknown { name: words::plain(&name) })),
    }
}

/// A cohort begins with all of these.
fn missing<T>(coach: &Coach, call: &Call) -> Result<T> {
    let is_named = call.text("name").is_some_and(|name| !words::bare(name).is_empty());
    let needed = ["track", "hours", "start"].into_iter().filter(|name| !call.has(name));
    let lacking: Vec<&str> = needed.chain((!is_named).then_some("name")).collect();
    Error::user(coach.missing_options("setup cohort", &lacking))
}

/// What is pressed in the answers of `/setup cohort`.
pub(super) async fn press(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    press: &Press,
) -> Result<Reply> {
    let voice = &coach.voice;
    let (Some(what), Some(id)) = (press.id.arg(1), press.id.arg(2)) else {
        return Error::user(say!(voice, PressUnknown));
    };
    let cohort = find(coach, server, id).await?;
    let name = words::plain(&cohort.name);
    let shown = |text: String| Reply::private(text).titled(say!(voice, CohortTitle { name: name.as_str() }));
    match what {
        "show" => show(coach, request, &cohort).await,
        "invite" => {
            let server = set_up(coach, request, server).await?;
            let row = due::invitation(&server, &cohort.id, request.id, request.now);
            let reply = shown(say!(voice, CohortInvited { channel: channel(&server) }));
            let answer = serde_json::to_string(&reply)?;
            coach.store.queue_asked(&[row], None, (request.id, &answer), request.now).await?;
            coach.queued.notify_one();
            Ok(reply)
        }
        "end" => Ok(shown(say!(voice, CohortEndAsk { name: name.as_str() }))
            .button(say!(voice, ButtonEndCohort), &own(request, &cohort, "end-now"))
            .button(say!(voice, ButtonKeepCohort), &own(request, &cohort, "show"))),
        "end-now" => {
            coach.store.end_cohort(&cohort.id, request.now).await?;
            Ok(shown(say!(voice, CohortEnded { name: name.as_str() })))
        }
        _ => Error::user(say!(voice, PressUnknown)),
    }
}

fn own(request: &Request, cohort: &Cohort, what: &str) -> Id {
    Id::own("setup", request.from.id, &["cohort", what, cohort.id.as_str()])
}

/// A cohort of this server that runs.
async fn find(coach: &Coach, server: ServerId, id: &str) -> Result<Cohort> {
    match coach.store.cohort(&id.into()).await?.filter(|cohort| cohort.server == server) {
        Some(cohort) => Ok(cohort),
        None => Error::user(say!(coach.voice, CohortGone)),
    }
}

/// The server, which has a weekly post: without one a cohort would never be told its week. Who asks may
/// write there too.
async fn set_up(coach: &Coach, request: &Request, id: ServerId) -> Result<Server> {
    let server = coach.store.server(id).await?;
    if server.weekly.is_none() {
        return Error::user(say!(coach.voice, CohortNeedsWeekly));
    }
    if !request.from.posts {
        return Error::user(say!(coach.voice, PostNotYours { channel: channel(&server) }));
    }
    Ok(server)
}

fn channel(server: &Server) -> String {
    server.weekly.as_ref().map_or_else(String::new, |weekly| weekly.channel.to_string())
}

async fn begin(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    call: &Call,
    name: String,
) -> Result<Reply> {
    let voice = &coach.voice;
    let (Some(track), Some(hours), Some(start)) =
        (call.text("track"), call.number("hours"), call.text("start"))
    else {
        return missing(coach, call);
    };
    let server = set_up(coach, request, server).await?;
    let cohort = Cohort {
        id: CohortId::from(format!("{:x}", request.id.0).as_str()),
        server: server.id,
        name,
        track: TrackId::from(track),
        weekly: coach.parse_promise(hours)?,
        starts_on: coach.parse_date("start", start)?,
    };
    if cohort.starts_on < request.now.with_timezone(&server.zone).date_naive() {
        return Error::user(say!(voice, StartPast { date: voice.date(cohort.starts_on) }));
    }
    let mut text = vec![agreed(coach, &cohort), say!(voice, CohortInvited { channel: channel(&server) })];
    if let Some(first) = first_post(&server, &cohort, request.now) {
        text.push(say!(voice, CohortPosts { time: coach.server_time(first, server.zone) }));
    }
    if cohort.starts_on.weekday() != Weekday::Mon {
        text.push(say!(voice, CohortMidWeek { day: voice.weekday(cohort.starts_on.weekday()) }));
    }
    let reply =
        Reply::private(text.join("\n")).titled(say!(voice, CohortTitle { name: words::plain(&cohort.name) }));
    let reply = first_week(coach, reply, &cohort);
    let row = due::invitation(&server, &cohort.id, request.id, request.now);
    let answer = serde_json::to_string(&reply)?;
    coach.store.begin_cohort(&cohort, &[row], (request.id, &answer), request.now).await?;
    coach.queued.notify_one();
    Ok(reply)
}

/// When the weekly post first carries the cohort's week.
fn first_post(server: &Server, cohort: &Cohort, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let start = Week::of(cohort.starts_on);
    let from = now.max(start.begins_at(server.zone) - chrono::Duration::seconds(1));
    server.schedule().map(|schedule| schedule.after(from))
}

/// Track, hours, start and end.
pub(super) fn agreed(coach: &Coach, cohort: &Cohort) -> String {
    let voice = &coach.voice;
    let ends_on = cohort.plan(&coach.content.curriculum).ends_on().unwrap_or(cohort.starts_on);
    say!(
        voice,
        CohortAgreed {
            track: track(coach, cohort),
            hours: voice.time(cohort.weekly),
            start: voice.date(cohort.starts_on),
            end: voice.date(ends_on),
        }
    )
}

/// The title of a cohort's track.
pub(super) fn track<'a>(coach: &'a Coach, cohort: &'a Cohort) -> &'a str {
    let track = coach.content.curriculum.tracks.get(&cohort.track);
    track.map_or(cohort.track.as_str(), |track| track.title.as_str())
}

fn first_week(coach: &Coach, reply: Reply, cohort: &Cohort) -> Reply {
    match cohort.plan(&coach.content.curriculum).weeks.first() {
        Some(week) => {
            let heading = say!(coach.voice, CohortFirstWeek { week: coach.week_heading(week) });
            reply.field(heading, coach.week_list(week, None))
        }
        None => reply,
    }
}

/// One cohort, with what can be done about it.
async fn show(coach: &Coach, request: &Request, cohort: &Cohort) -> Result<Reply> {
    let voice = &coach.voice;
    let zone = coach.store.server(cohort.server).await?.zone;
    let week = Week::at(request.now, zone);
    let members = coach.store.members(cohort.server, week, request.now).await?;
    let is_in = |id: &Option<CohortId>| id.as_ref() == Some(&cohort.id);
    let count = members.iter().filter(|it| it.profile.as_ref().is_some_and(|it| is_in(&it.cohort))).count();
    let stage = cohort.stage(&coach.content.curriculum, week);
    let stands = match &stage {
        Stage::Ahead => say!(voice, CohortShowAhead { count: count }),
        Stage::Week(week) => say!(voice, CohortShowWeek { count: count, number: week.number }),
        Stage::Finished(_) => say!(voice, CohortShowFinished { count: count }),
    };
    let reply = Reply::private(format!("{}\n{stands}", agreed(coach, cohort)))
        .titled(say!(voice, CohortTitle { name: words::plain(&cohort.name) }));
    let reply = match stage {
        Stage::Finished(_) => reply,
        _ => reply.button(say!(voice, ButtonInviteAgain), &own(request, cohort, "invite")),
    };
    Ok(reply.button(say!(voice, ButtonEndCohort), &own(request, cohort, "end")))
}

/// All cohorts, a button each.
fn list(coach: &Coach, request: &Request, cohorts: &[Cohort]) -> Reply {
    let voice = &coach.voice;
    let text = if cohorts.is_empty() { say!(voice, CohortNone) } else { say!(voice, CohortList) };
    cohorts.iter().fold(Reply::private(text).titled(say!(voice, CohortsTitle)), |reply, cohort| {
        reply
            .field(words::plain(&cohort.name), agreed(coach, cohort))
            .button(cohort.name.as_str(), &own(request, cohort, "show"))
    })
}
