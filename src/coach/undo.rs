//! `/undo`: taking back.

use super::reply::{Id, Reply};
use super::request::{Call, Request};
use super::{Coach, log};
use crate::error::{Error, Result};
use crate::say;
use crate::study::promise;
use crate::study::undo::{last, undo};

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
            let what = say!(
                voice,
                Undone {
                    what: log::describe(coach, entry),
                    date: voice.date(entry.at.with_timezone(&study.zone).date_naive()),
                }
            );
            let learner = study.learner;
            let reply = if change.after.profile.is_some() {
                let week = coach.week_line(change.after.promise(change.after.week(request.now)));
                let next = Id::own("next", learner, &["show"]);
                Reply::private(format!("{what}\n{week}")).button(say!(voice, ButtonNext), &next)
            } else {
                Reply::private(what).button(say!(voice, ButtonJoin), &Id::own("join", learner, &["open"]))
            };
            Ok((change, reply))
        })
        .await
}
