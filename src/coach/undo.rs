//! `/undo`: taking back.

use super::planning::{planned, verdict_line};
use super::reply::{Id, Reply};
use super::request::{Call, Request};
use super::{Coach, log};
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::{Event, Study, spent};
use crate::study::promise;
use crate::study::undo::{last, undo};
use crate::study::units::Minutes;

pub(super) async fn answer(coach: &Coach, request: &Request, _: &Call) -> Result<Reply> {
    take_back(coach, request, None).await
}

/// Takes back one entry, or the last.
pub(super) async fn take_back(coach: &Coach, request: &Request, seq: Option<i64>) -> Result<Reply> {
    let voice = &coach.voice;
    coach
        .change(request, None, |study| {
            let entry = match seq {
                Some(seq) => study.standing().find(|event| event.seq == seq),
                None => last(study, request.now),
            };
            let Some(entry) = entry else { return Error::user(say!(voice, NothingToUndo)) };
            let Some(mut change) = undo(study, entry.seq, request.id, request.now) else {
                return Error::user(say!(voice, NothingToUndo));
            };
            promise::replace(&coach.content.curriculum, &mut change, request.now);
            let what = taken_back(coach, study, entry);
            let learner = study.learner;
            let reply = if let Some(profile) = &change.after.profile {
                let mut lines = vec![what];
                if entry.what.plan_change().is_some() {
                    lines.push(verdict_line(coach, &planned(coach, &change.after, profile, request.now)));
                }
                lines.push(coach.week_line(change.after.promise(change.after.week(request.now))));
                let next = Id::own("next", learner, &["show"]);
                Reply::private(lines.join("\n")).button(say!(voice, ButtonNext), &next)
            } else {
                Reply::private(what).button(say!(voice, ButtonJoin), &Id::own("join", learner, &["open"]))
            };
            Ok((change, reply))
        })
        .await
}

/// Which entry went, with the time that it had logged.
fn taken_back(coach: &Coach, study: &Study, entry: &Event) -> String {
    let voice = &coach.voice;
    let what = log::describe(coach, entry);
    let date = voice.date(entry.at.with_timezone(&study.zone).date_naive());
    match spent(&entry.what) {
        Minutes::ZERO => say!(voice, Undone { what: what, date: date }),
        time => say!(voice, UndoneTime { time: voice.time(time), what: what, date: date }),
    }
}
