//! `/my-data`: a copy of everything held of the asker, or nothing held any more.

use super::ics::{Edition, calendar};
use super::planning::planned;
use super::reply::{File, Id, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, plan};
use crate::error::{Error, Result};
use crate::say;
use crate::store::NAMED;

/// What the copy is called.
const FILE: &str = "study-coach-data.json";
/// The most that goes into the files: Discord takes 10 MiB, its envelope included.
const MOST: usize = 8_000_000;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(held) = coach.store.held(request.from.id).await? else {
        return Ok(nothing(coach));
    };
    if call.sub.as_deref() == Some("delete") {
        // The safe choice comes first: it is the one that stands out.
        let id = |what: &str| Id::own("my-data", request.from.id, &[what]);
        return Ok(Reply::private(say!(voice, MyDataAsk))
            .titled(say!(voice, MyDataAskTitle))
            .button(say!(voice, ButtonKeepData), &id("keep"))
            .button(say!(voice, ButtonDeleteData), &id("delete")));
    }
    let text = serde_json::to_string_pretty(&held).map_err(anyhow::Error::from)?;
    let mut files = vec![File { name: FILE.to_owned(), text }];
    if let Some(text) = calendar_of(coach, request).await? {
        files.push(File { name: plan::FILE.to_owned(), text });
    }
    if files.iter().map(|file| file.text.len()).sum::<usize>() > MOST {
        return Error::user(say!(voice, MyDataTooLong));
    }
    let reply = Reply::private(say!(voice, MyDataExport)).titled(say!(voice, MyDataTitle));
    Ok(Reply { files, ..reply })
}

/// The weeks ahead as a calendar's text; none where there are none.
async fn calendar_of(coach: &Coach, request: &Request) -> Result<Option<String>> {
    let study = coach.study(request.from.id, request.now).await?;
    let Some(profile) = &study.profile else { return Ok(None) };
    let weeks = planned(coach, &study, profile, request.now).plan;
    if weeks.weeks.is_empty() {
        return Ok(None);
    }
    let edition = Edition { series: format!("plan-{}", study.learner), made_at: request.now };
    Ok(Some(calendar(&weeks, profile, &edition, &coach.voice)))
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    // Only the question's own buttons count, and these say whose they are.
    if press.id.owner.is_none() {
        return Error::user(say!(voice, PressUnknown));
    }
    let reply = match press.id.arg(0) {
        Some("keep") => Reply::private(say!(voice, MyDataKept)),
        // A second press, and the same one delivered twice, find nothing and say so.
        Some("delete") => {
            let lost = coach.store.unplaced_shares(request.from.id, request.now - NAMED).await?;
            if coach.store.forget(request.from.id, request.now).await?.is_empty() {
                nothing(coach)
            } else {
                tracing::info!("a learner's data was deleted at their wish");
                coach.queued.notify_one();
                Reply::private(say!(voice, MyDataDeleted { lost: lost }))
                    .titled(say!(voice, MyDataDeletedTitle))
            }
        }
        _ => return Error::user(say!(voice, PressUnknown)),
    };
    Ok(Reply { replaces: true, ..reply })
}

fn nothing(coach: &Coach) -> Reply {
    Reply::private(say!(coach.voice, MyDataNothing))
}
