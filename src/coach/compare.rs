//! `/compare`: two tracks side by side, or three questions that lead to one.
//!
//! The questions are sentences of the voice; each track brings its own answer to each of them, so a
//! new track is asked about without a line here. What was answered so far stands in the buttons' ids.

use super::planning::titled;
use super::reply::{Id, Menu, MenuOption, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, words};
use crate::error::{Error, Result};
use crate::say;
use crate::study::compare::{Comparison, QUESTIONS, Side, compare, suggest};
use crate::study::curriculum::Track;

/// What somebody without a plan is taken to think of.
const USUAL: &str = "ml-engineer";
/// Lessons that are named of those that only one track has.
const NAMED: usize = 2;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let given = (call.text("track"), call.text("with"));
    let (one, other) = match given {
        (None, None) => return question(coach, request, &[]),
        (Some(one), Some(other)) => (track(coach, one)?, track(coach, other)?),
        (Some(one), None) => (track(coach, one)?, own(coach, request, one).await?),
        (None, Some(other)) => (own(coach, request, other).await?, track(coach, other)?),
    };
    side_by_side(coach, request, one, other).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let unknown = || say!(coach.voice, PressUnknown);
    let known = |id: &String| coach.content.curriculum.tracks.get(id.as_str());
    let Some((verb, ids)) = press.id.args.split_first() else { return Error::user(unknown()) };
    let tracks: Option<Vec<&Track>> = ids.iter().chain(&press.picked).map(known).collect();
    let reply = match (verb.as_str(), tracks.as_deref()) {
        ("ask", Some(answers)) if answers.len() < QUESTIONS => question(coach, request, answers)?,
        ("ask", Some(answers)) if answers.len() == QUESTIONS => suggestion(coach, request, answers)?,
        ("pair", Some(&[one, other])) => side_by_side(coach, request, one, other).await?,
        _ => return Error::user(unknown()),
    };
    Ok(Reply { replaces: true, ..reply })
}

fn track<'c>(coach: &'c Coach, id: &str) -> Result<&'c Track> {
    match coach.content.curriculum.tracks.get(id) {
        Some(track) => Ok(track),
        None => Error::user(coach.unknown_track(id)),
    }
}

/// What a track is compared with when nothing else is said: the asker's own, else the usual one.
async fn own<'c>(coach: &'c Coach, request: &Request, given: &str) -> Result<&'c Track> {
    let tracks = &coach.content.curriculum.tracks;
    let study = coach.study(request.from.id, request.now).await?;
    let mine = study.profile.as_ref().map(|profile| profile.track.as_str());
    let mut candidates = mine.into_iter().chain([USUAL]).filter(|id| *id != given);
    match candidates.find_map(|id| tracks.get(id)) {
        Some(track) => Ok(track),
        None => Error::user(same(coach, given)),
    }
}

/// What to say to a track that is compared with itself.
fn same(coach: &Coach, given: &str) -> String {
    let others = coach.content.curriculum.tracks.keys().map(|id| id.as_str()).filter(|id| *id != given);
    say!(
        coach.voice,
        CompareSame { track: words::plain(given), tracks: others.collect::<Vec<_>>().join(", ") }
    )
}

async fn side_by_side(coach: &Coach, request: &Request, one: &Track, other: &Track) -> Result<Reply> {
    let voice = &coach.voice;
    if one.id == other.id {
        return Error::user(same(coach, one.id.as_str()));
    }
    let study = coach.study(request.from.id, request.now).await?;
    let choices = study.profile.as_ref().map_or(&[][..], |profile| &profile.choices);
    let comparison = compare(&coach.content.curriculum, [one, other], choices);
    let both = |line: &dyn Fn(&Side<'_>) -> String| comparison.sides.each_ref().map(line).join("\n");
    let said = |side: &Side<'_>, text: &str| {
        say!(voice, CompareLine { track: side.track.title.as_str(), text: text })
    };
    let mut reply = Reply::private(both(&|side| said(side, &side.track.work)))
        .titled(say!(voice, CompareTitle { one: one.title.as_str(), other: other.title.as_str() }))
        .field(say!(voice, CompareLessons), lessons(coach, &comparison))
        .field(say!(voice, CompareOnly), both(&|side| said(side, &only(coach, side))))
        .field(say!(voice, CompareMarket), both(&|side| said(side, &side.track.market)));
    for track in [one, other] {
        reply = reply.button(
            say!(voice, ButtonJoinTrack { track: track.title.as_str() }),
            &Id::own("join", request.from.id, &["open", track.id.as_str()]),
        );
    }
    reply.menus.push(others(coach, request, one, other));
    Ok(reply)
}

fn lessons(coach: &Coach, comparison: &Comparison<'_>) -> String {
    let voice = &coach.voice;
    let mut lines: Vec<String> = comparison
        .sides
        .iter()
        .map(|side| {
            say!(
                voice,
                CompareCount {
                    track: side.track.title.as_str(),
                    lessons: side.lessons,
                    time: voice.time(side.minutes),
                }
            )
        })
        .collect();
    lines.push(say!(voice, CompareShared { count: comparison.shared }));
    lines.join("\n")
}

fn only(coach: &Coach, side: &Side<'_>) -> String {
    let names: Vec<String> = side.only.iter().map(|lesson| lesson.title.clone()).collect();
    if names.is_empty() { say!(coach.voice, CompareNothingOnly) } else { titled(coach, &names, NAMED) }
}

/// The first track beside yet another one.
fn others(coach: &Coach, request: &Request, one: &Track, other: &Track) -> Menu {
    let tracks = coach.content.curriculum.tracks.values();
    Menu {
        id: Id::own("compare", request.from.id, &["pair", one.id.as_str()]).to_string(),
        hint: say!(coach.voice, ComparePick { track: one.title.as_str() }),
        many: false,
        picked: Vec::new(),
        options: tracks
            .filter(|track| track.id != one.id && track.id != other.id)
            .map(|track| MenuOption { label: track.title.clone(), value: track.id.to_string() })
            .collect(),
    }
}

/// The next question: every track that has answers offers its own.
fn question(coach: &Coach, request: &Request, answers: &[&Track]) -> Result<Reply> {
    let voice = &coach.voice;
    let place = answers.len();
    let offered: Vec<(&Track, &String)> = coach
        .content
        .curriculum
        .tracks
        .values()
        .filter_map(|track| Some((track, track.answers.get(place)?)))
        .collect();
    if offered.len() < 2 {
        let tracks: Vec<&str> = coach.content.curriculum.tracks.keys().map(|id| id.as_str()).collect();
        return Error::user(say!(voice, CompareNeedsTracks { tracks: tracks.join(", ") }));
    }
    let before: Vec<&str> = answers.iter().map(|track| track.id.as_str()).collect();
    let title = say!(voice, CompareQuestionTitle { number: place + 1, of: QUESTIONS });
    let mut reply = Reply::private(say!(voice, CompareQuestion { number: place + 1 })).titled(title);
    for (track, answer) in offered {
        let args: Vec<&str> = [&["ask"], before.as_slice(), &[track.id.as_str()]].concat();
        reply = reply.button(answer.as_str(), &Id::own("compare", request.from.id, &args));
    }
    // No answer is better than another.
    for button in &mut reply.buttons {
        button.main = false;
    }
    Ok(reply)
}

/// Where the answers lead, why, and what else came up.
fn suggestion(coach: &Coach, request: &Request, answers: &[&Track]) -> Result<Reply> {
    let voice = &coach.voice;
    let ids: Vec<&str> = answers.iter().map(|track| track.id.as_str()).collect();
    let Some((id, count)) = suggest(&ids) else { return Error::user(say!(voice, PressUnknown)) };
    let track = track(coach, id)?;
    // What was pressed, where the content still says it.
    let reasons: Vec<String> = answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer.id == track.id)
        .filter_map(|(place, answer)| answer.answers.get(place))
        .map(|answer| say!(voice, Quoted { words: answer.as_str() }))
        .collect();
    let reason = if count > 1 {
        say!(voice, CompareReason { count: count, of: QUESTIONS, answers: voice.list(&reasons) })
    } else {
        say!(voice, CompareReasonFirst { answer: voice.list(&reasons) })
    };
    let mut reply = Reply::private(format!("{reason}\n{}", track.goal))
        .titled(say!(voice, CompareSuggestion { track: track.title.as_str() }))
        .field(say!(voice, CompareWork), track.work.as_str())
        .field(say!(voice, CompareMarket), track.market.as_str())
        .button(say!(voice, ButtonJoin), &Id::own("join", request.from.id, &["open", track.id.as_str()]));
    let mut named = vec![track];
    for other in answers {
        if named.iter().all(|track| track.id != other.id) {
            named.push(other);
            reply = reply.button(
                say!(voice, ButtonCompareWith { track: other.title.as_str() }),
                &Id::own("compare", request.from.id, &["pair", track.id.as_str(), other.id.as_str()]),
            );
        }
    }
    Ok(reply.button(say!(voice, ButtonAskAgain), &Id::own("compare", request.from.id, &["ask"])))
}
