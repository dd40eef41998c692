//! `/portfolio`: finished work that others can open.

use chrono::{DateTime, Utc};

use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use super::share::Subject;
use super::{Coach, kudos, progress, share};
use crate::error::{Error, Result};
use crate::say;
use crate::store::Work;
use crate::study::learner::Study;
use crate::study::units::{LearnerId, LessonId};

/// How much of the list is shown; an embed's description takes 4,096 characters.
const LIST: usize = 3_800;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(member) = call.user("member").filter(|member| *member != request.from.id) else {
        let study = coach.joined(request).await?;
        let here = works_here(coach, request, request.from.id).await?;
        let text = list(coach, &study, |link| here.iter().find(|work| work.link == link), true);
        let text = text.unwrap_or_else(|| say!(voice, PortfolioEmpty));
        let reply = Reply::private(text)
            .titled(say!(voice, PortfolioTitle))
            .button(say!(voice, ButtonNext), &Id::own("next", study.learner, &["show"]));
        let works: Vec<&LessonId> = works(&study).into_iter().map(|(lesson, ..)| lesson).collect();
        let reply = match works.first() {
            Some(newest) => coach.with_share(request, reply, &Subject::Lesson((*newest).clone())),
            None => reply,
        };
        return Ok(coach.with_share_of(request, reply, &works));
    };
    let Some((name, study)) = progress::shared(coach, request, member).await? else {
        return Error::user(say!(voice, PortfolioNotShown));
    };
    let works = works_here(coach, request, member).await?;
    let text = list(coach, &study, |link| works.iter().find(|work| work.link == link), false);
    let text = text.unwrap_or_else(|| say!(voice, PortfolioEmptyOf { name: name.as_str() }));
    let reply = Reply::private(text).titled(say!(voice, PortfolioTitleOf { name: name }));
    Ok(Reply { names: vec![member], ..reply })
}

/// What is shown to others, and the kudos for it.
pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match press.id.arg(0) {
        Some("show" | "back") => share::press(coach, request, press).await,
        _ => kudos::press(coach, request, press).await,
    }
}

/// A member's works as the server of a request treats them; none elsewhere.
async fn works_here(coach: &Coach, request: &Request, member: LearnerId) -> Result<Vec<Work>> {
    match request.server() {
        Some(server) => Ok(coach.store.works(server, Some(member)).await?),
        None => Ok(Vec::new()),
    }
}

/// The work, a line each; none where there is none. Others see only what is shown in the server; whose
/// it is sees all, with what others do not.
fn list<'w>(
    coach: &Coach,
    study: &Study,
    here: impl Fn(&str) -> Option<&'w Work>,
    own: bool,
) -> Option<String> {
    let lines: Vec<String> = works(study)
        .into_iter()
        .filter(|(_, link, _)| own || here(link).is_some_and(|work| coach.hosts.shows(work)))
        .map(|(lesson, link, at)| {
            // A lesson that the content has no longer keeps its id for a name.
            let title = coach.content.curriculum.lesson(lesson.as_str());
            let date = coach.voice.date(at.with_timezone(&study.zone).date_naive());
            // In angle brackets a link is only a link: Discord shows no preview of it.
            let line = say!(
                coach.voice,
                PortfolioLine {
                    title: title.map_or(lesson.as_str(), |lesson| lesson.title.as_str()),
                    link: link,
                    date: date,
                }
            );
            match here(link) {
                Some(work) if coach.hosts.keeps_waiting(work) => {
                    say!(coach.voice, PortfolioWaits { line: line })
                }
                Some(work) if !coach.hosts.shows(work) => say!(coach.voice, PortfolioStruck { line: line }),
                _ => line,
            }
        })
        .collect();
    (!lines.is_empty()).then(|| coach.within(&lines, LIST))
}

/// Finished lessons with their links, newest first.
fn works(study: &Study) -> Vec<(&LessonId, &str, DateTime<Utc>)> {
    let mut works: Vec<_> = study
        .progress
        .iter()
        .filter_map(|(lesson, progress)| Some((lesson, progress.link.as_deref()?, progress.finished_at?)))
        .collect();
    works.sort_by_key(|(_, _, at)| std::cmp::Reverse(*at));
    works
}
