//! Joining a cohort: one press for somebody new, one more where a plan would change.

use super::{find, track};
use crate::coach::join::{arrive, arrived, joined};
use crate::coach::planning::{adopt, planned, verdict_line};
use crate::coach::reply::{Id, Reply};
use crate::coach::request::{Press, Request};
use crate::coach::{Coach, words};
use crate::error::{Error, Result};
use crate::say;
use crate::study::cohort::{Cohort, Stage};
use crate::study::learner::{Happened, Profile, Study};
use crate::study::record::Change;
use crate::study::units::ServerId;
use crate::study::week::Week;

/// *Join* on a post (`cohort`), and *Join* once more where a plan changes (`follow`).
pub(in crate::coach) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let (Some(server), Some(id)) = (request.server(), press.id.arg(1)) else {
        return Error::user(say!(voice, CohortGone));
    };
    let cohort = find(coach, server, id).await?;
    let zone = coach.store.server(server).await?.zone;
    let stage = cohort.stage(&coach.content.curriculum, Week::at(request.now, zone));
    if matches!(stage, Stage::Finished(_)) {
        return Error::user(say!(voice, CohortOver { name: words::plain(&cohort.name) }));
    }
    let study = arrived(coach, request).await?;
    let after = cohort.profile(study.profile.as_ref(), study.today(request.now));
    match &study.profile {
        Some(before) if before.cohort == after.cohort && is_member(coach, request, server).await? => {
            Ok(already(coach, request, &study, before, &cohort))
        }
        Some(before) if changes(before, &after) && press.id.arg(0) != Some("follow") => {
            Ok(ask(coach, request, &study, before, &cohort))
        }
        _ => follow(coach, request, server, zone, &cohort).await,
    }
}

async fn is_member(coach: &Coach, request: &Request, server: ServerId) -> Result<bool> {
    Ok(coach.store.member(server, request.from.id).await?.is_some())
}

/// Whether a plan would become another one, and not only the cohort's by name.
fn changes(before: &Profile, after: &Profile) -> bool {
    Profile { cohort: None, ..before.clone() } != Profile { cohort: None, ..after.clone() }
}

/// Makes the cohort's plan the learner's.
async fn follow(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    zone: chrono_tz::Tz,
    cohort: &Cohort,
) -> Result<Reply> {
    coach
        .change(request, Some(server), |study| {
            let mut study = study.clone();
            arrive(&mut study, server, zone);
            let before = study.profile.clone();
            let profile = match &before {
                // Who is in it and left the server only becomes a member again.
                Some(before) if before.cohort.as_ref() == Some(&cohort.id) => before.clone(),
                before => cohort.profile(before.as_ref(), study.today(request.now)),
            };
            if before.as_ref() == Some(&profile) {
                let mut change = Change::silent(&study);
                change.touched_at.push(request.now);
                return Ok((change, already(coach, request, &study, &profile, cohort)));
            }
            let change = adopt(coach, &study, request, |promise| Happened::Joined {
                before: before.clone().map(Box::new),
                after: Box::new(profile.clone()),
                promise,
            });
            let mut reply = joined(coach, request, &study, &change);
            reply.text = format!("{}\n{}", is_in(coach, &profile, cohort), reply.text);
            Ok((change, reply))
        })
        .await
}

fn is_in(coach: &Coach, profile: &Profile, cohort: &Cohort) -> String {
    let start = coach.voice.date(profile.starts_on);
    say!(
        coach.voice,
        CohortIn { name: words::plain(&cohort.name), track: track(coach, cohort), start: start }
    )
}

/// What would change, and what stays.
fn ask(coach: &Coach, request: &Request, study: &Study, before: &Profile, cohort: &Cohort) -> Reply {
    let voice = &coach.voice;
    let after = cohort.profile(Some(before), study.today(request.now));
    let title = |profile: &Profile| {
        let tracks = [Some(&profile.track), profile.also.as_ref()];
        let titles = tracks.into_iter().flatten().map(|id| {
            let track = coach.content.curriculum.tracks.get(id);
            track.map_or_else(|| id.to_string(), |track| track.title.clone())
        });
        voice.list(&titles.collect::<Vec<_>>())
    };
    let line = |profile: &Profile| {
        say!(
            voice,
            CohortPlanLine {
                track: title(profile),
                hours: voice.time(profile.weekly),
                start: voice.date(profile.starts_on),
                verdict: verdict_line(coach, &planned(coach, study, profile, request.now)),
            }
        )
    };
    let mut stays = vec![say!(voice, CohortStays)];
    if Week::of(after.starts_on) > study.week(request.now) {
        stays.push(say!(voice, CohortRests { start: voice.date(after.starts_on) }));
    }
    let name = cohort.name.as_str();
    Reply::private(say!(voice, CohortAsk { name: words::plain(name) }))
        .titled(say!(voice, CohortAskTitle { name: words::plain(name) }))
        .field(say!(voice, CohortBefore), line(before))
        .field(say!(voice, CohortAfter), line(&after))
        .field(say!(voice, CohortWhatStays), stays.join("\n"))
        .button(
            say!(voice, ButtonJoinCohort { name: name }),
            &Id::own("join", study.learner, &["follow", cohort.id.as_str()]),
        )
        .button(say!(voice, ButtonKeep), &Id::own("plan", study.learner, &["week"]))
}

/// Nothing changes: whoever presses again sees the week.
fn already(coach: &Coach, request: &Request, study: &Study, profile: &Profile, cohort: &Cohort) -> Reply {
    let voice = &coach.voice;
    let planned = planned(coach, study, profile, request.now);
    let text = [is_in(coach, profile, cohort), verdict_line(coach, &planned)];
    let reply =
        Reply::private(text.join("\n")).titled(say!(voice, CohortTitle { name: words::plain(&cohort.name) }));
    let reply = match planned.plan.weeks.iter().find(|week| !week.parts.is_empty()) {
        Some(week) => reply.field(coach.week_heading(week), coach.week_list(week, Some(study))),
        None => reply,
    };
    reply.button(say!(voice, ButtonNext), &Id::own("next", study.learner, &["show"]))
}
