//! `/roadmap`: a track at a glance.

mod mark;
mod picture;

use self::mark::{Mark, marks};
use super::Coach;
use super::reply::{Id, Menu, MenuOption, Reply};
use super::request::{Call, Press, Request};
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::{Importance, Track};
use crate::study::sequence::{Stop, route};

/// How much of a phase's list is shown at once.
const LIST: usize = 900;
/// Lines of a page, as a phone shows them.
const LINES: usize = 24;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    show(coach, request, call.text("track"), None).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let page = press.id.arg(2).and_then(|page| page.parse().ok());
    let shown = match (press.picked.first(), press.id.arg(0), press.id.arg(1)) {
        (Some(track), ..) => show(coach, request, Some(track), None).await?,
        (None, Some("page"), Some(track)) => show(coach, request, Some(track), page).await?,
        _ => return Error::user(say!(coach.voice, PressUnknown)),
    };
    Ok(Reply { replaces: true, ..shown })
}

/// A track; without a page, the one with the learner's place.
async fn show(coach: &Coach, request: &Request, given: Option<&str>, page: Option<usize>) -> Result<Reply> {
    let voice = &coach.voice;
    let curriculum = &coach.content.curriculum;
    let study = coach.study(request.from.id, request.now).await?;
    let own = study.profile.as_ref().map_or("ml-engineer", |profile| profile.track.as_str());
    let id = given.unwrap_or(own);
    let Some(track) = curriculum.tracks.get(id) else { return Error::user(coach.unknown_track(id)) };
    let choices = study.profile.as_ref().map_or(&[][..], |profile| &profile.choices);
    let route = route(curriculum, &track.id, None, choices);
    let (optional, full): (Vec<&Stop<'_>>, Vec<&Stop<'_>>) =
        route.stops.iter().partition(|stop| stop.importance == Importance::Optional);
    let length = say!(
        voice,
        RoadmapLength {
            lessons: full.len(),
            time: voice.time(full.iter().map(|stop| stop.lesson.minutes()).sum()),
            optional: optional.len(),
        }
    );
    let text = say!(voice, RoadmapText { goal: track.goal.as_str(), length: length.as_str() });
    let mut reply = Reply::private(text).titled(say!(voice, RoadmapTitle { track: track.title.as_str() }));
    let mut pages: Vec<Vec<(&str, String)>> = Vec::new();
    let (mut lines_left, mut own) = (0, None);
    let marks = marks(coach, request, &study, track, &route);
    for phase in &track.phases {
        let stops = || route.stops.iter().zip(&marks).filter(|(stop, _)| stop.phase == phase.id);
        let lines: Vec<String> = stops().map(|(stop, mark)| line(coach, &stop.lesson.title, *mark)).collect();
        // A long list begins shortly before where the learner is.
        let left = stops().position(|(_, mark)| !mark.is_behind());
        let here = left.unwrap_or(0).saturating_sub(1);
        let fits = lines.iter().map(|line| line.chars().count() + 1).sum::<usize>() <= LIST;
        let from = if fits { 0 } else { here };
        let mut list = coach.within(&lines[from..], LIST);
        if from > 0 {
            list = format!("{}\n{list}", say!(voice, RoadmapBefore { count: from }));
        }
        let lines = list.lines().count() + 1;
        if pages.is_empty() || lines > lines_left {
            pages.push(Vec::new());
            lines_left = LINES;
        }
        lines_left = lines_left.saturating_sub(lines);
        if own.is_none() && left.is_some() {
            own = Some(pages.len() - 1);
        }
        if let Some(page) = pages.last_mut() {
            page.push((phase.title.as_str(), list));
        }
    }
    let last = pages.len().saturating_sub(1);
    let page = page.or(own).unwrap_or(0).min(last);
    for (phase, list) in pages.swap_remove(page) {
        reply = reply.field(phase, list);
    }
    let turn =
        |page: usize| Id::own("roadmap", request.from.id, &["page", track.id.as_str(), &page.to_string()]);
    if page > 0 {
        reply = reply.button(say!(voice, ButtonEarlier), &turn(page - 1));
    }
    if page < last {
        reply = reply.button(say!(voice, ButtonLater), &turn(page + 1));
    }
    reply.image = Some(picture::image(coach, track, &route.stops, &marks, length));
    reply.menus.push(tracks_menu(coach, request, track));
    Ok(reply.button(say!(voice, ButtonMyPlan), &Id::own("plan", study.learner, &["week"])))
}

fn line(coach: &Coach, title: &str, mark: Mark) -> String {
    let voice = &coach.voice;
    match mark {
        Mark::Done => say!(voice, RoadmapDone { title: title }),
        Mark::Here => say!(voice, RoadmapHere { title: title }),
        Mark::Ahead => say!(voice, RoadmapAhead { title: title }),
        Mark::Optional => say!(voice, RoadmapOptional { title: title }),
        Mark::Known => say!(voice, RoadmapKnown { title: title }),
        Mark::NoTime => say!(voice, RoadmapLeftOut { title: title }),
    }
}

fn tracks_menu(coach: &Coach, request: &Request, shown: &Track) -> Menu {
    let tracks = coach.content.curriculum.tracks.values().filter(|track| track.id != shown.id);
    Menu {
        id: Id::own("roadmap", request.from.id, &["track"]).to_string(),
        hint: say!(coach.voice, RoadmapPick),
        many: false,
        picked: Vec::new(),
        options: tracks
            .map(|track| MenuOption { label: track.title.clone(), value: track.id.to_string() })
            .collect(),
    }
}
