//! `/pause` and `/resume`: weeks in which nothing is asked.

use super::Coach;
use super::planning::{adopt, planned, verdict_line};
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::{Happened, Profile, Study};
use crate::study::pause::{LONGEST, Length, Refusal, pause, resume, running};
use crate::study::week::Week;

/// The weeks that are offered where none are said.
const OFFERED: [u32; 3] = [1, 2, 4];

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let until = call.text("until").map(|date| coach.parse_date("until", date)).transpose()?;
    let weeks = call.integer("weeks").and_then(|weeks| u32::try_from(weeks).ok());
    match (until, weeks) {
        (Some(_), Some(_)) => Error::user(say!(voice, PauseEither)),
        (Some(date), None) => begin(coach, request, Length::Until(date)).await,
        (None, Some(weeks)) => begin(coach, request, Length::Weeks(weeks)).await,
        (None, None) => Ok(ask(coach, request, &study)),
    }
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    coach.joined(request).await?;
    match press.id.arg(0).and_then(|weeks| weeks.parse().ok()) {
        Some(weeks @ 1..=LONGEST) => begin(coach, request, Length::Weeks(weeks)).await,
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

/// `/resume`, and the button that says so.
pub(super) async fn end(coach: &Coach, request: &Request) -> Result<Reply> {
    let voice = &coach.voice;
    coach.joined(request).await?;
    coach
        .change(request, None, |study| {
            let Some(before) = study.profile.clone() else { return Error::user(say!(voice, NotJoined)) };
            let Some((after, weeks)) = resume(study, &before, request.now) else {
                return Error::user(say!(voice, NotPaused));
            };
            let change = adopt(coach, study, request, |promise| Happened::Resumed {
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
                promise,
            });
            let lines = [
                say!(voice, Resumed { weeks: weeks }),
                coach.week_line(change.after.promise(study.week(request.now))),
                verdict_line(coach, &planned(coach, &change.after, &after, request.now)),
            ];
            let reply = Reply::private(lines.join("\n")).titled(say!(voice, ResumedTitle));
            Ok((change, buttons(coach, study, reply)))
        })
        .await
}

/// Says how it stands, and offers some lengths.
fn ask(coach: &Coach, request: &Request, study: &Study) -> Reply {
    let voice = &coach.voice;
    let line = study.profile.as_ref().and_then(|profile| coach.pause_line(profile, study.week(request.now)));
    if let Some(line) = line {
        let reply = Reply::private(line).titled(say!(voice, PausedTitle));
        return reply.button(say!(voice, ButtonResume), &resume_id(study));
    }
    let mut reply = Reply::private(say!(voice, PauseAsks));
    for weeks in OFFERED {
        let id = Id::own("pause", study.learner, &[&weeks.to_string()]);
        reply = reply.button(say!(voice, ButtonPauseWeeks { weeks: weeks }), &id);
    }
    reply
}

async fn begin(coach: &Coach, request: &Request, length: Length) -> Result<Reply> {
    let voice = &coach.voice;
    coach
        .change(request, None, |study| {
            let Some(before) = study.profile.clone() else { return Error::user(say!(voice, NotJoined)) };
            let after = pause(study, &before, length, request.now)
                .map_err(|refusal| Error::User(refused(coach, refusal)))?;
            let change = adopt(coach, study, request, |promise| Happened::Paused {
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
                promise,
            });
            let reply = paused(coach, request, &change.after, &after);
            Ok((change, reply))
        })
        .await
}

fn refused(coach: &Coach, refusal: Refusal) -> String {
    let voice = &coach.voice;
    match refusal {
        Refusal::TooShort(monday) => say!(voice, PauseTooShort { date: voice.date(monday) }),
        Refusal::TooLong(monday) => say!(voice, PauseTooLong { weeks: LONGEST, date: voice.date(monday) }),
        Refusal::Same => say!(voice, SettingsSame),
    }
}

fn paused(coach: &Coach, request: &Request, study: &Study, profile: &Profile) -> Reply {
    let voice = &coach.voice;
    let Some(pause) = running(profile, study.week(request.now)) else { return Reply::default() };
    let mut lines = vec![say!(
        voice,
        Paused {
            weeks: pause.weeks,
            first: voice.date(pause.from.starts_on()),
            last: voice.date(pause.back().plus(-1).ends_on()),
        }
    )];
    if let Some(end) = planned(coach, study, profile, request.now).plan.ends_on() {
        lines.push(say!(voice, PausedEnd { end: voice.date(end) }));
    }
    if let Some(wanted) = profile.wanted_by() {
        lines.push(say!(voice, WantedMoves { date: voice.date(wanted) }));
    }
    Reply::private(lines.join("\n"))
        .titled(say!(voice, PausedTitle))
        .button(say!(voice, ButtonPlan), &Id::own("plan", study.learner, &["week"]))
        .button(say!(voice, ButtonResume), &resume_id(study))
}

fn buttons(coach: &Coach, study: &Study, reply: Reply) -> Reply {
    reply
        .button(say!(coach.voice, ButtonNext), &Id::own("next", study.learner, &["show"]))
        .button(say!(coach.voice, ButtonPlan), &Id::own("plan", study.learner, &["week"]))
}

/// What *Resume* means.
pub(super) fn resume_id(study: &Study) -> Id {
    Id::own("resume", study.learner, &[])
}

impl Coach {
    /// The pause under way or to come, in a sentence.
    pub(super) fn pause_line(&self, profile: &Profile, current: Week) -> Option<String> {
        let voice = &self.voice;
        let pause = running(profile, current)?;
        let first = voice.date(pause.from.starts_on());
        let last = voice.date(pause.back().plus(-1).ends_on());
        Some(if pause.from <= current {
            say!(voice, PauseRunning { last: last, back: voice.date(pause.back().starts_on()) })
        } else {
            say!(voice, PauseAhead { first: first, last: last })
        })
    }
}
