//! `/progress`: how far somebody is.

mod picture;

use std::fmt::Write as _;

use self::picture::Known;
use super::planning::{planned, verdict_line};
use super::reply::{Id, Reply};
use super::request::{Call, Request};
use super::share::Subject;
use super::{Coach, words};
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::{BoardSetting, Study};
use crate::study::sequence::route;
use crate::study::streak::streak;
use crate::study::units::{LearnerId, Minutes};
use crate::study::week::Week;

/// Past weeks that are listed and shown.
const WEEKS: usize = 6;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    match call.user("member").filter(|member| *member != request.from.id) {
        None => {
            let study = coach.joined(request).await?;
            let reply = card(coach, request, &study, None)?.titled(say!(coach.voice, ProgressTitle));
            let reply =
                reply.button(say!(coach.voice, ButtonNext), &Id::own("next", study.learner, &["show"]));
            Ok(coach.with_share(request, reply, &Subject::Progress))
        }
        Some(member) => of_member(coach, request, member).await,
    }
}

/// Another member's progress, where they share it in this server.
async fn of_member(coach: &Coach, request: &Request, member: LearnerId) -> Result<Reply> {
    let voice = &coach.voice;
    let Some((name, study)) = shared(coach, request, member).await? else {
        return Error::user(say!(voice, MemberNotShown));
    };
    let reply = shown(coach, request, &study, &name)?;
    Ok(Reply { names: vec![member], ..reply.titled(say!(voice, ProgressTitleOf { name: name })) })
}

/// Somebody's progress as others see it; `name` is harmless.
pub(super) fn shown(coach: &Coach, request: &Request, study: &Study, name: &str) -> Result<Reply> {
    card(coach, request, study, Some(&words::unmarked(name)))
}

/// Another learner with their name, where they let this server see them and have a plan.
pub(super) async fn shared(
    coach: &Coach,
    request: &Request,
    member: LearnerId,
) -> Result<Option<(String, Study)>> {
    let shown = match request.server() {
        // Who is blocked in a server sees nobody there.
        Some(server) if coach.store.is_blocked(server, request.from.id).await? => None,
        Some(server) => coach.store.member(server, member).await?,
        None => None,
    };
    let Some((name, BoardSetting::Visible)) = shown else { return Ok(None) };
    let study = coach.study(member, request.now).await?;
    Ok(study.profile.is_some().then_some((name, study)))
}

/// The words and their picture: the asker's own, or those of `other`, whose name stands on it.
fn card(coach: &Coach, request: &Request, study: &Study, other: Option<&str>) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let curriculum = &coach.content.curriculum;
    let planned = planned(coach, study, profile, request.now);
    let week = study.week(request.now);
    let streak = streak(study, week);
    let track = curriculum.tracks.get(&profile.track).map_or("", |track| track.title.as_str());
    let ends_on = planned.plan.ends_on();
    let streak_line = say!(voice, StreakLine { weeks: streak.weeks, freezes: streak.freezes });
    // What is said to the learner as "you" is said of another in other words.
    let text = match other {
        None => [week_words(coach, study, week), streak_line, verdict_line(coach, &planned)],
        Some(_) => [
            match study.promise(week).filter(|promise| promise.minutes > Minutes::ZERO) {
                None => say!(voice, WeekNoPromiseOf),
                promise => coach.week_line(promise),
            },
            streak_line,
            match ends_on {
                Some(end) => say!(voice, FinishOf { end: voice.date(end) }),
                None => say!(voice, FinishedOf),
            },
        ],
    };
    let mut reply = Reply::private(text.join("\n"));
    // Phases: planned minutes done of those that the plan holds or held.
    let mut phases = String::new();
    let mut shares: Vec<(&str, Minutes, Minutes)> = Vec::new();
    let own_tracks = [Some(&profile.track), profile.also.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|id| curriculum.tracks.get(id));
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let reasons = route.reasons(profile);
    let mut ids: Vec<&str> = Vec::new();
    for stop in &route.stops {
        if !ids.contains(&stop.phase) {
            ids.push(stop.phase);
        }
    }
    for id in ids {
        let mut done = Minutes::ZERO;
        let mut all = Minutes::ZERO;
        for (place, stop) in route.stops.iter().enumerate().filter(|(_, stop)| stop.phase == id) {
            let credited =
                study.progress.get(&stop.lesson.id).map_or(Minutes::ZERO, |progress| progress.credited);
            done += credited;
            all += if reasons[place].is_none() { stop.lesson.minutes() } else { credited };
        }
        if all > Minutes::ZERO {
            let title = own_tracks.clone().flat_map(|track| &track.phases).find(|phase| phase.id == id);
            let title = title.map_or(id, |phase| phase.title.as_str());
            shares.push((title, done, all));
            let line = say!(
                voice,
                PhaseLine {
                    phase: title,
                    bar: words::bar(done, all),
                    done: voice.time(done),
                    all: voice.time(all),
                }
            );
            let _ = writeln!(phases, "{line}");
        }
    }
    reply = reply.field(say!(voice, HeadingPhases { track: track }), phases.trim_end());
    let weeks: Vec<String> = study
        .promises
        .iter()
        .rev()
        .filter(|promise| promise.minutes > Minutes::ZERO)
        .take(WEEKS)
        .map(|promise| {
            say!(
                voice,
                WeekLine {
                    date: voice.short_date(promise.week.starts_on()),
                    bar: words::bar(promise.kept, promise.minutes),
                    kept: voice.time(promise.kept),
                    promised: voice.time(promise.minutes),
                }
            )
        })
        .collect();
    reply = reply.field(say!(voice, HeadingWeeks), weeks.join("\n"));
    let finished = study.progress.values().filter(|progress| progress.finished_at.is_some()).count();
    let spent: Minutes = study.progress.values().map(|progress| progress.spent).sum();
    let name = other.unwrap_or(&request.from.name);
    let pause = profile.pause(week).filter(|_| other.is_none());
    let paused_until = pause.map(|pause| pause.back().plus(-1).ends_on());
    let known = Known { study, name, track, phases: &shares, streak, ends_on, week, paused_until };
    reply.image = Some(picture::image(coach, &known));
    Ok(reply.field(
        say!(voice, HeadingSoFar),
        say!(voice, SoFarLine { percent: known.percent(), lessons: finished, time: voice.time(spent) }),
    ))
}

/// A learner's own week against its promise; on a pause, how long that lasts.
fn week_words(coach: &Coach, study: &Study, week: Week) -> String {
    let profile = study.profile.as_ref().filter(|it| it.pause(week).is_some());
    let pause = profile.and_then(|it| coach.pause_line(it, week));
    pause.unwrap_or_else(|| coach.week_line(study.promise(week)))
}
