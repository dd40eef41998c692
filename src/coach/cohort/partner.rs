//! *Find a partner*: two members of a cohort on the same lesson, in the same week. Who presses looks for
//! one; the two learn each other's names and nobody else does; it ends with the week.

use super::find;
use crate::coach::planning::planned;
use crate::coach::reply::{Id, Reply};
use crate::coach::request::{Press, Request};
use crate::coach::{Coach, done, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Due, Kind, Round, Server};
use crate::study::cohort::Cohort;
use crate::study::units::{CohortId, LearnerId, ServerId};
use crate::study::week::Week;

/// The button on the cohort's week.
pub(in crate::coach) fn button(coach: &Coach, cohort: &Cohort, week: Week) -> (String, Id) {
    let label = say!(coach.voice, ButtonPartner { name: cohort.name.as_str() });
    (label, Id::open("join", &["partner", cohort.id.as_str(), &week.to_string()]))
}

/// *Find a partner* (`partner`) and *Stop looking* (`apart`).
pub(in crate::coach) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let named = press.id.arg(1).zip(press.id.arg(2).and_then(Week::parse));
    // Who waited is told by direct message, and stops there.
    if let (Some("apart"), Some((id, week))) = (press.id.arg(0), named) {
        let id = CohortId::from(id);
        coach.store.stop_seeking(Round { cohort: &id, week }, request.from.id).await?;
        return Ok(Reply::private(say!(voice, PartnerStopped)));
    }
    let (Some(server), Some((id, week))) = (request.server(), named) else {
        return Error::user(say!(voice, CohortGone));
    };
    let cohort = find(coach, server, id).await?;
    let round = Round { cohort: &cohort.id, week };
    let server = coach.store.server(server).await?;
    if Week::at(request.now, server.zone) != week {
        return Error::user(say!(voice, PartnerWeekOver));
    }
    let study = coach.joined(request).await?;
    let name = words::plain(&cohort.name);
    // Who left, or was removed or blocked, keeps their plan, but finds nobody here.
    let is_member = study.memberships.iter().any(|membership| membership.server == server.id);
    let profile = study.profile.as_ref().filter(|it| is_member && it.cohort.as_ref() == Some(&cohort.id));
    let Some(profile) = profile else {
        return Error::user(say!(voice, PartnerNotIn { name: name }));
    };
    let plan = planned(coach, &study, profile, request.now).plan;
    let Some(next) = crate::study::next::next(&plan, &study, &coach.content.curriculum, None) else {
        return Ok(Reply::private(say!(voice, PlanFinished)));
    };
    let lesson = &next.lesson.id;
    let me = study.learner;
    let told = |other: LearnerId| found_row(&server, round, other, request);
    let partner = coach.store.seek(round, me, lesson, told, request.now).await?;
    coach.queued.notify_one();
    let lesson = done::title(coach, lesson);
    let text = match partner {
        Some(partner) => say!(voice, PartnerFound { partner: partner.to_string(), name: name }),
        None => say!(voice, PartnerWaiting { lesson: lesson, name: name }),
    };
    let apart = Id::own("join", me, &["apart", cohort.id.as_str(), &week.to_string()]);
    Ok(Reply::private(text).titled(say!(voice, PartnerTitle)).button(say!(voice, ButtonApart), &apart))
}

/// Tells who waited, by direct message. Whom they found is looked up when it is sent: the row outlives
/// that person's data, so it names the press and not them.
fn found_row(server: &Server, round: Round<'_>, to: LearnerId, asked: &Request) -> Due {
    let key = format!("partner:{to}:{}:{}:{}", round.cohort, round.week, asked.id);
    let due = Due::new(key, Kind::Partner, server.id, asked.now);
    Due { learner: Some(to), note: Some(format!("{}:{}", round.cohort, round.week)), ..due }
}

/// The message to who waited; none where the two are apart again.
pub async fn found(coach: &Coach, server: ServerId, row: &Due) -> Result<Option<Reply>> {
    let voice = &coach.voice;
    let Some((id, week)) = row.note.as_deref().and_then(|note| note.split_once(':')) else { return Ok(None) };
    let (Some(learner), Some(week)) = (row.learner, Week::parse(week)) else { return Ok(None) };
    let id = CohortId::from(id);
    let Some(cohort) = coach.store.cohort(&id).await?.filter(|cohort| cohort.server == server) else {
        return Ok(None);
    };
    let Some(partner) = coach.store.partner(Round { cohort: &id, week }, learner).await? else {
        return Ok(None);
    };
    let name = words::plain(&cohort.name);
    let text = say!(voice, PartnerFound { partner: partner.to_string(), name: name });
    let apart = Id::own("join", learner, &["apart", id.as_str(), &week.to_string()]);
    let reply = Reply::private(text).titled(say!(voice, PartnerTitle));
    Ok(Some(Reply { names: vec![partner], ..reply.button(say!(voice, ButtonApart), &apart) }))
}
