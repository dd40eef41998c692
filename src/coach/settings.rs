//! `/settings`: what was agreed, and changing it.

use super::command::NO_TRACK;
use super::planning::{adopt, moved, planned, trimmed, verdict_line};
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request, Value};
use super::{Coach, selfcheck, words};
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::{BoardSetting, Happened, Profile, Study};
use crate::study::units::{ServerId, TrackId};
use crate::study::week::Week;

/// Options that change the plan.
const PLAN: [&str; 5] = ["hours", "track", "also", "months", "know"];
/// Options that leave the plan as it is.
const OTHERS: [&str; 3] = ["timezone", "reminders", "board"];

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let study = coach.joined(request).await?;
    if let Some(skill) = call.text("check") {
        if call.values.len() > 1 {
            return Error::user(say!(coach.voice, CheckAlone));
        }
        return selfcheck::begin(coach, request, &study, skill);
    }
    // Everything is read before anything is written: a refusal changes nothing.
    let board = match call.text("board").and_then(BoardSetting::parse) {
        Some(board) => Some((member_here(coach, request, &study).await?, board)),
        None => None,
    };
    let zone = call.text("timezone").map(|zone| coach.parse_zone(zone)).transpose()?;
    let reminders = call.text("reminders").map(|reminders| reminders == "on");
    let plan = PLAN.iter().any(|name| call.has(name));
    if let (true, Some(profile)) = (plan, &study.profile) {
        wanted(coach, profile, call)?;
    }
    let mut gone = 0;
    if let Some((server, board)) = board {
        gone = coach.store.set_board(server, study.learner, board, request.now).await?;
        coach.queued.notify_one();
    }
    if zone.is_some() || reminders.is_some() {
        set_preferences(coach, request, zone, reminders).await?;
    }
    let others: Vec<&str> = OTHERS.into_iter().filter(|name| call.has(name)).collect();
    let reply = match plan {
        true => change_plan(coach, request, call, &others).await?,
        false if others.is_empty() => show(coach, request).await?,
        false => saved(coach, request, &others).await?,
    };
    if gone == 0 {
        return Ok(reply);
    }
    let gone = say!(coach.voice, SettingsSharesGone { count: gone });
    let text = if reply.text.is_empty() { gone } else { format!("{gone}\n{}", reply.text) };
    Ok(Reply { text, ..reply })
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match press.id.arg(0) {
        Some("check") => selfcheck::press(coach, request, press).await,
        Some("open-end") => {
            let no_months = [("months".to_owned(), Value::Integer(0))];
            let call = Call { name: "settings".to_owned(), values: no_months.into(), ..Call::default() };
            change_plan(coach, request, &call, &[]).await
        }
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

/// The server of a request in which the learner is a member.
async fn member_here(coach: &Coach, request: &Request, study: &Study) -> Result<ServerId> {
    let Some(server) = request.server() else { return Error::user(say!(coach.voice, BoardNeedsServer)) };
    match coach.store.member(server, study.learner).await? {
        Some(_) => Ok(server),
        None => Error::user(say!(coach.voice, BoardNotMember)),
    }
}

async fn set_preferences(
    coach: &Coach,
    request: &Request,
    zone: Option<chrono_tz::Tz>,
    reminders: Option<bool>,
) -> Result<()> {
    loop {
        let mut study = coach.joined(request).await?;
        study.zone = zone.unwrap_or(study.zone);
        study.reminders = reminders.unwrap_or(study.reminders);
        if coach.store.set_preferences(&study).await? {
            return Ok(());
        }
    }
}

/// Changes the plan; `others` are the settings that were changed along with it.
async fn change_plan(coach: &Coach, request: &Request, call: &Call, others: &[&str]) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    if let Some(before) = &study.profile
        && !others.is_empty()
        && trimmed(coach, &study, wanted(coach, before, call)?, request.now) == *before
    {
        return saved(coach, request, others).await;
    }
    let reply = coach
        .change(request, None, |study| {
            let Some(before) = study.profile.clone() else { return Error::user(say!(voice, NotJoined)) };
            let after = trimmed(coach, study, wanted(coach, &before, call)?, request.now);
            if after == before {
                return Error::user(say!(voice, SettingsSame));
            }
            let change = adopt(coach, study, request, |promise| Happened::Changed {
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
                promise,
            });
            let now = planned(coach, &change.after, &after, request.now);
            let then = planned(coach, study, &before, request.now);
            let mut lines = vec![verdict_line(coach, &now)];
            if after.weekly < before.weekly {
                lines.push(say!(voice, LowerFromNextWeek));
            }
            if after.spread.is_none() && !spread_line(coach, &before, study.week(request.now)).is_empty() {
                lines.push(say!(voice, SpreadEnds));
            }
            if before.cohort.is_some() && after.cohort.is_none() {
                lines.push(say!(voice, CohortLeft));
            }
            let reply = Reply::private(lines.join("\n")).titled(say!(voice, SettingsChanged));
            let reply = moved(coach, &then.plan, &now.plan, reply)
                .button(say!(voice, ButtonPlan), &Id::own("plan", study.learner, &["week"]))
                .button(say!(voice, ButtonNext), &Id::own("next", study.learner, &["show"]));
            Ok((change, reply))
        })
        .await?;
    with_others(coach, request, reply, others).await
}

/// What was changed, and nothing else.
async fn saved(coach: &Coach, request: &Request, others: &[&str]) -> Result<Reply> {
    let reply = Reply::private("").titled(say!(coach.voice, SettingsSaved));
    with_others(coach, request, reply, others).await
}

/// A reply with a field for each of these settings, as it is now.
async fn with_others(coach: &Coach, request: &Request, mut reply: Reply, others: &[&str]) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    for name in others {
        reply = match *name {
            "timezone" => reply.field(say!(voice, SettingsZone), study.zone.name()),
            "reminders" => {
                let reminders = if study.reminders { say!(voice, On) } else { say!(voice, Off) };
                reply.field(say!(voice, SettingsReminders), reminders)
            }
            _ => reply.field(say!(voice, SettingsBoard), board_line(coach, request, &study).await?),
        };
    }
    Ok(reply)
}

/// What this server's boards show; empty where there is no membership to show anything of.
async fn board_line(coach: &Coach, request: &Request, study: &Study) -> Result<String> {
    let Some(server) = request.server() else { return Ok(String::new()) };
    let listed = coach.store.roster_of(server, study.learner).await?;
    Ok(listed.map_or_else(String::new, |it| match it.moderated {
        true => say!(coach.voice, BoardModerated),
        false => it.board.as_str().to_owned(),
    }))
}

/// The profile that the options ask for.
fn wanted(coach: &Coach, before: &Profile, call: &Call) -> Result<Profile> {
    let mut after = before.clone();
    if let Some(hours) = call.number("hours") {
        after.promise_weekly(coach.parse_promise(hours)?);
    }
    if let Some(track) = call.text("track") {
        after.track = TrackId::from(track);
    }
    if let Some(also) = call.text("also") {
        after.also = (also != NO_TRACK).then(|| TrackId::from(also));
    }
    if after.also.as_ref() == Some(&after.track) {
        return Error::user(say!(coach.voice, AlsoSame));
    }
    if let Some(months) = call.integer("months") {
        // Zero, which only a button says, takes the wanted date away.
        after.months = u32::try_from(months).ok().filter(|months| *months > 0);
    }
    if let Some(known) = call.text("know") {
        after.known = coach.parse_skills(known)?;
    }
    // Another track, pace or end is a plan of one's own; what is known is not the cohort's business.
    let pace = |it: &Profile| (it.track.clone(), it.also.clone(), it.weekly, it.months);
    if pace(&after) != pace(before) {
        after.cohort = None;
    }
    Ok(after)
}

async fn show(coach: &Coach, request: &Request) -> Result<Reply> {
    let voice = &coach.voice;
    let study: Study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let curriculum = &coach.content.curriculum;
    let title =
        |id: &TrackId| curriculum.tracks.get(id).map_or_else(|| id.to_string(), |track| track.title.clone());
    let known: Vec<String> = profile
        .known
        .iter()
        .filter_map(|id| curriculum.skills.get(id))
        .map(|skill| skill.title.clone())
        .collect();
    let none = || say!(voice, SettingsNone);
    let cohort = match &profile.cohort {
        Some(id) => coach.store.cohort(id).await?.map(|cohort| words::plain(&cohort.name)),
        None => None,
    };
    let reply = Reply::private(verdict_line(coach, &planned(coach, &study, profile, request.now)))
        .titled(say!(voice, SettingsTitle))
        .field(say!(voice, SettingsTrack), title(&profile.track))
        .field(say!(voice, SettingsAlso), profile.also.as_ref().map_or_else(none, title))
        .field(say!(voice, SettingsHours), voice.time(profile.weekly))
        .field(say!(voice, SettingsCohort), cohort.unwrap_or_default())
        .field(say!(voice, SettingsSpread), spread_line(coach, profile, study.week(request.now)))
        .field(say!(voice, SettingsPace), coach.pace_line(&study, request))
        .field(say!(voice, SettingsStart), voice.date(profile.starts_on))
        .field(say!(voice, SettingsWanted), profile.wanted_by().map_or_else(none, |date| voice.date(date)))
        .field(
            say!(voice, SettingsPause),
            coach.pause_line(profile, study.week(request.now)).unwrap_or_default(),
        )
        .field(say!(voice, SettingsKnown), if known.is_empty() { none() } else { voice.list(&known) });
    let reply = with_others(coach, request, reply, &OTHERS).await?;
    Ok(match profile.months {
        Some(_) => {
            reply.button(say!(voice, ButtonOpenEnd), &Id::own("settings", study.learner, &["open-end"]))
        }
        None => reply,
    })
}

/// The accepted *Spread* while it lasts; empty where there is none.
pub(super) fn spread_line(coach: &Coach, profile: &Profile, current: Week) -> String {
    let voice = &coach.voice;
    let Some(spread) = profile.spread else { return String::new() };
    let last = profile.week_of_study(spread.last);
    if last < current {
        return String::new();
    }
    let first = profile.week_of_study(spread.first);
    say!(
        voice,
        SettingsSpreadLine {
            budget: voice.time(profile.weekly + spread.extra),
            first: voice.date(first.starts_on()),
            last: voice.date(last.ends_on()),
        }
    )
}

impl Coach {
    /// An IANA time zone, in any letter case.
    pub fn parse_zone(&self, given: &str) -> Result<chrono_tz::Tz> {
        let zones = &chrono_tz::TZ_VARIANTS;
        let given_name = given.replace(' ', "_");
        let city = |zone: &chrono_tz::Tz| city(*zone).eq_ignore_ascii_case(&given_name);
        let whole = zones.iter().find(|zone| zone.name().eq_ignore_ascii_case(&given_name));
        if let Some(zone) = whole.or_else(|| zones.iter().find(|zone| city(zone))) {
            return Ok(*zone);
        }
        Error::user(match nearest_zone(given) {
            Some(near) => say!(self.voice, ZoneUnknownNear { given: words::echo(given), near: near.name() }),
            None => say!(self.voice, ZoneUnknown { given: words::echo(given) }),
        })
    }
}

/// The last part of a zone's name.
fn city(zone: chrono_tz::Tz) -> &'static str {
    zone.name().rsplit('/').next().unwrap_or_default()
}

/// The zone whose name, or whose city, is most like what was typed.
pub(super) fn nearest_zone(given: &str) -> Option<chrono_tz::Tz> {
    let given = given.replace(' ', "_");
    let all = chrono_tz::TZ_VARIANTS.iter();
    let zone = match given.contains('/') {
        true => words::nearest(&given, all, |zone| zone.name()),
        false => words::nearest(&given, all, |zone| city(*zone)),
    };
    zone.copied()
}
