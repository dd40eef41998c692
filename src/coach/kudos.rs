//! Kudos: one from a person for a work, not for oneself, wherever they see it; and the new work of a week.

use chrono::{DateTime, Utc};

use super::done::title;
use super::reply::{Id, Reply};
use super::request::{Press, Request};
use super::share::{VERB, line};
use super::{Coach, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{NewWork, Server};
use crate::study::learner::BoardSetting;
use crate::study::units::{InteractionId, LearnerId, LessonId, ServerId};
use crate::study::week::Week;

/// Works that are listed at once, each with its button.
const LISTED: u32 = 10;

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
    let Some((share, shown)) = coach.store.shared(InteractionId(id)).await? else {
        return Error::user(say!(voice, KudosGone));
    };
    give(coach, request, share.learner, &share.about).await?;
    let kudos = coach.store.kudos(share.learner, &share.about).await?;
    let reply = Reply { replaces: true, ..line(coach, &share, kudos) };
    // The rest of it stays as it was shown.
    let shown = shown.and_then(|shown| serde_json::from_str::<Reply>(&shown).ok());
    Ok(match shown {
        Some(Reply { text, fields, image, .. }) => Reply { text, fields, image, ..reply },
        None => reply,
    })
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
    let seen = matches!(coach.store.member(server, owner).await?, Some((_, BoardSetting::Visible)));
    let Some(at) = coach.store.work_finished_at(owner, &lesson).await?.filter(|_| seen) else {
        return Error::user(say!(voice, KudosGone));
    };
    give(coach, request, owner, &about(&lesson)).await?;
    // The list that it stood in, with the new count.
    match press.id.arg(3).and_then(Week::parse) {
        Some(week) => Ok(Reply { replaces: true, ..new_work(coach, server, week).await? }),
        None => {
            let week = Week::at(at, coach.store.server(server).await?.zone);
            new_work(coach, server, week).await
        }
    }
}

/// What kudos for a lesson's work are kept under.
fn about(lesson: &LessonId) -> String {
    format!("lesson:{lesson}")
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
    let server = coach.store.server(server).await?;
    let works = shown_work(coach, &server, week, LISTED).await?;
    let text = match works.is_empty() {
        true => say!(voice, NewWorkNone),
        false => works.iter().map(|work| work_line(coach, work)).collect::<Vec<_>>().join("\n"),
    };
    let title_text = say!(voice, NewWorkTitle { date: voice.short_date(week.starts_on()) });
    let mut reply = Reply::private(text).titled(title_text);
    reply.names = works.iter().map(|new| new.work.learner).collect();
    for NewWork { work, kudos } in works {
        let owner = format!("{:x}", work.learner.0);
        let args = ["work", owner.as_str(), work.lesson.as_str(), &week.to_string()];
        let label =
            say!(voice, ButtonKudosFor { name: work.name, lesson: title(coach, &work.lesson), count: kudos });
        reply = reply.button(label, &Id::open(VERB, &args));
    }
    reply.buttons.iter_mut().for_each(|button| button.main = false);
    Ok(reply)
}

/// The new work of a server's week that others see there, newest first.
pub(super) async fn shown_work(
    coach: &Coach,
    server: &Server,
    week: Week,
    count: u32,
) -> Result<Vec<NewWork>> {
    let works = coach.store.new_work(server.id, span(server, week), count).await?;
    Ok(works.into_iter().filter(|new| coach.hosts.shows(&new.work)).collect())
}

/// A work in one line.
pub(super) fn work_line(coach: &Coach, NewWork { work, kudos }: &NewWork) -> String {
    say!(
        coach.voice,
        NewWorkLine {
            name: work.name.as_str(),
            lesson: title(coach, &work.lesson),
            link: words::link(&work.link),
            kudos: *kudos,
        }
    )
}

/// When a server's week begins and ends.
fn span(server: &Server, week: Week) -> (DateTime<Utc>, DateTime<Utc>) {
    (week.begins_at(server.zone), week.plus(1).begins_at(server.zone))
}
