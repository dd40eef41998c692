//! Kudos: one from a person for a work, not for oneself, wherever they see it; and the new work of a week.

use super::done::title;
use super::reply::{Id, Reply};
use super::request::{Press, Request};
use super::share::{VERB, line};
use super::{Coach, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::Work;
use crate::study::units::{InteractionId, LearnerId, LessonId, ServerId};
use crate::study::week::Week;

/// Works that are listed at once, each with its button, of the newest that are looked at: some wait for a
/// manager.
const LISTED: usize = 10;
const LOOKED_AT: u32 = 50;

/// What is pressed for kudos.
pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match (press.id.arg(0), press.id.arg(1), press.id.arg(2)) {
        (Some("kudos"), Some(id), _) => for_share(coach, request, id).await,
        (Some("work"), Some(owner), Some(lesson)) => for_work(coach, request, press, owner, lesson).await,
        (Some("new"), Some(week), _) => match (request.server(), Week::parse(week)) {
            (Some(server), Some(week)) => new_work(coach, server, week).await,
            _ => Error::user(say!(coach.voice, PressUnknown)),
        },
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

/// For something that somebody has shown: its count changes where it stands.
async fn for_share(coach: &Coach, request: &Request, id: &str) -> Result<Reply> {
    let voice = &coach.voice;
    let id = u64::from_str_radix(id, 16).unwrap_or_default();
    let Some(share) = coach.store.shared(InteractionId(id)).await? else {
        return Error::user(say!(voice, KudosGone));
    };
    give(coach, request, share.learner, &share.about).await?;
    let kudos = coach.store.kudos(share.learner, &share.about).await?;
    Ok(Reply { replaces: true, ..line(coach, &share, kudos) })
}

/// For a work in a list that only the asker sees.
async fn for_work(
    coach: &Coach,
    request: &Request,
    press: &Press,
    owner: &str,
    lesson: &str,
) -> Result<Reply> {
    let voice = &coach.voice;
    let owner = LearnerId(u64::from_str_radix(owner, 16).unwrap_or_default());
    let Some(server) = request.server() else { return Error::user(say!(voice, KudosGone)) };
    let lesson = LessonId::from(lesson);
    let Some(week) = press.id.arg(3).and_then(Week::parse) else {
        return Error::user(say!(voice, PressUnknown));
    };
    let listed = works(coach, server, week).await?;
    if !listed.iter().any(|(work, _)| work.learner == owner && work.lesson == lesson) {
        return Error::user(say!(voice, KudosGone));
    }
    give(coach, request, owner, &format!("lesson:{lesson}")).await?;
    // The list that it stood in, with the new count.
    Ok(Reply { replaces: true, ..new_work(coach, server, week).await? })
}

async fn give(coach: &Coach, request: &Request, learner: LearnerId, about: &str) -> Result<()> {
    let voice = &coach.voice;
    if learner == request.from.id {
        return Error::user(say!(voice, KudosOwn));
    }
    if !coach.store.give_kudos(learner, about, request.from.id, request.now).await? {
        return Error::user(say!(voice, KudosTwice));
    }
    Ok(())
}

/// The new work of a server's week, each with its kudos.
async fn new_work(coach: &Coach, server: ServerId, week: Week) -> Result<Reply> {
    let voice = &coach.voice;
    let works = works(coach, server, week).await?;
    let text = match works.is_empty() {
        true => say!(voice, NewWorkNone),
        false => {
            works.iter().map(|(work, kudos)| work_line(coach, work, *kudos)).collect::<Vec<_>>().join("\n")
        }
    };
    let title_text = say!(voice, NewWorkTitle { date: voice.short_date(week.starts_on()) });
    let mut reply = Reply::private(text).titled(title_text);
    for (work, kudos) in works {
        let owner = format!("{:x}", work.learner.0);
        let args = ["work", owner.as_str(), work.lesson.as_str(), &week.to_string()];
        let label =
            say!(voice, ButtonKudosFor { name: work.name, lesson: title(coach, &work.lesson), count: kudos });
        reply = reply.button(label, &Id::open(VERB, &args));
    }
    reply.buttons.iter_mut().for_each(|button| button.main = false);
    Ok(reply)
}

/// The work that visible members of a server finished in a week and that others see, with its kudos.
pub(super) async fn works(coach: &Coach, server: ServerId, week: Week) -> Result<Vec<(Work, i64)>> {
    let server = coach.store.server(server).await?;
    let span = (week.begins_at(server.zone), week.plus(1).begins_at(server.zone));
    let works = coach.store.new_work(server.id, span, LOOKED_AT).await?;
    let seen = works.into_iter().filter(|(work, _)| coach.hosts.shows(work));
    Ok(seen.take(LISTED).collect())
}

/// A work in one line.
pub(super) fn work_line(coach: &Coach, work: &Work, kudos: i64) -> String {
    say!(
        coach.voice,
        NewWorkLine {
            name: work.name.as_str(),
            lesson: title(coach, &work.lesson),
            link: words::link(&work.link),
            kudos: kudos,
        }
    )
}
