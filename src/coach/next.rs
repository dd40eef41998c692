//! `/next`: what to do now.

use super::pause::resume_id;
use super::planning::{next_step, planned};
use super::reasons::reasons;
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, catch_up, own_pace, quiz, start};
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::Lesson;
use crate::study::learner::Study;
use crate::study::next::{Next, next};
use crate::study::units::{LearnerId, Minutes, StepId};

/// How many of the lessons that need one are named.
const NEEDED_BY: usize = 3;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let minutes = call.integer("minutes").and_then(|minutes| u32::try_from(minutes).ok()).map(Minutes);
    show(coach, request, minutes).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match (press.id.arg(0), press.id.arg(1)) {
        (Some("show"), _) => show(coach, request, None).await,
        (Some("why"), Some(lesson)) => why(coach, request, coach.find_lesson(lesson)?).await,
        (Some("quiz"), _) => quiz::press(coach, request.from.id, press),
        (Some("later"), _) => later(coach, request).await,
        (Some("start"), Some(_)) => start::press(coach, request, press).await,
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

/// *Not now*, as a button or in words.
pub(super) async fn later(coach: &Coach, request: &Request) -> Result<Reply> {
    coach.joined(request).await?;
    coach.store.set_timer(request.from.id, None).await?;
    Ok(Reply::private(say!(coach.voice, NotNow)))
}

async fn show(coach: &Coach, request: &Request, minutes: Option<Minutes>) -> Result<Reply> {
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(coach.voice, NotJoined)) };
    let first = match minutes {
        None => next_step(coach, &study, profile, request.now),
        Some(_) => {
            let plan = planned(coach, &study, profile, request.now).plan;
            next(&plan, &study, &coach.content.curriculum, minutes)
        }
    };
    let Some(first) = first else {
        return Ok(Reply::private(say!(coach.voice, PlanFinished)));
    };
    if let (true, Some(minutes)) = (first.too_long, minutes)
        && let Some(quiz) = quiz::begin(coach, &study, minutes)
    {
        let id = Id::own("next", study.learner, &["show"]);
        return Ok(quiz.button(say!(coach.voice, ButtonNext), &id));
    }
    let told = own_pace::untold(&study, request).unwrap_or(study.told_pace);
    coach.store.show(&study, &first.refs(), told).await?;
    let reply = assignment(coach, &study, request, &first, minutes);
    let reply = buttons(coach, reply, study.learner, &first);
    if profile.pause(study.week(request.now)).is_some() {
        return Ok(reply.button(say!(coach.voice, ButtonResume), &resume_id(&study)));
    }
    let reply = catch_up::welcome(coach, request, &study, reply);
    Ok(own_pace::tell(coach, request, &study, reply))
}

fn assignment(
    coach: &Coach,
    study: &Study,
    request: &Request,
    first: &Next<'_>,
    minutes: Option<Minutes>,
) -> Reply {
    let voice = &coach.voice;
    let lesson = first.lesson;
    let of = lesson.steps.len();
    let title = match (first.steps.len(), first.number()) {
        (1, step) => say!(
            voice,
            NextTitle {
                time: voice.time(first.minutes()),
                lesson: lesson.title.as_str(),
                step: step,
                of: of
            }
        ),
        (count, step) => say!(
            voice,
            NextTitleRun {
                time: voice.time(first.minutes()),
                lesson: lesson.title.as_str(),
                step: step,
                last: step + count - 1,
                of: of,
            }
        ),
    };
    let mut text: Vec<String> = Vec::new();
    let week = study.week(request.now);
    let is_paused = study.profile.as_ref().is_some_and(|profile| profile.pause(week).is_some());
    if let (true, Some(profile)) = (is_paused, &study.profile) {
        text.extend(coach.pause_line(profile, week));
        text.push(say!(voice, NextPaused));
    }
    if let (true, Some(minutes)) = (first.too_long, minutes) {
        text.push(say!(voice, NextTooLong { time: voice.time(minutes) }));
    }
    let kept = study.promise(study.week(request.now)).is_some_and(|promise| promise.minutes > Minutes::ZERO);
    if kept && !first.promised {
        text.push(say!(voice, NextAhead));
    }
    for step in &first.steps {
        text.push(if first.steps.len() == 1 {
            step.action.clone()
        } else {
            say!(
                voice,
                NextStepLine { time: voice.time(first.pace.of(step.minutes)), action: step.action.as_str() }
            )
        });
    }
    let mut reply = Reply::private(text.join("\n\n")).titled(title);
    if first.number() == 1 {
        reply = reply.field(say!(voice, HeadingWhy), lesson.why.as_str());
    }
    let sources: Vec<String> =
        lesson.sources.iter().take(2).map(|source| source_line(coach, source)).collect();
    reply = reply.field(say!(voice, HeadingSources), sources.join("\n"));
    reply = match first.number() + first.steps.len() > of {
        true => reply.field(say!(voice, HeadingShow), lesson.show.as_str()),
        false => reply.field(say!(voice, HeadingShowAtEnd), lesson.show.lines().next().unwrap_or_default()),
    };
    if is_paused {
        return reply;
    }
    reply.field(say!(voice, HeadingWeek), coach.week_line(study.promise(week)))
}

fn source_line(coach: &Coach, source: &crate::study::curriculum::Source) -> String {
    say!(
        coach.voice,
        SourceLine {
            title: source.title.as_str(),
            by: source.by.as_str(),
            kind: source.kind.as_str(),
            url: source.url.as_str(),
            part: source.part.as_str(),
        }
    )
}

/// The buttons that go with an assignment. *Done* names the steps that it finishes: the first one's
/// id and how many steps of the lesson from there.
pub(super) fn buttons(coach: &Coach, reply: Reply, owner: LearnerId, first: &Next<'_>) -> Reply {
    let voice = &coach.voice;
    let lesson = first.lesson.id.as_str();
    let place = |id: &StepId| first.lesson.steps.iter().position(|step| step.id == *id).unwrap_or(0);
    let ends = (first.steps.first(), first.steps.last());
    let (Some(begin), Some(end)) = ends else { return reply };
    let span = (place(&end.id) - place(&begin.id) + 1).to_string();
    reply
        .button(
            say!(voice, ButtonDone),
            &Id::own("done", owner, &["steps", lesson, begin.id.as_str(), &span]),
        )
        .button(
            say!(voice, ButtonClock),
            &Id::own("next", owner, &["start", lesson, begin.id.as_str(), &span]),
        )
        .button(say!(voice, ButtonLog), &Id::own("log", owner, &["form", lesson]))
        .button(say!(voice, ButtonWhy), &Id::own("next", owner, &["why", lesson]))
        .button(say!(voice, ButtonNotNow), &Id::own("next", owner, &["later"]))
}

/// Why a lesson matters, why it is in the plan, and why now.
pub(super) async fn why(coach: &Coach, request: &Request, lesson: &Lesson) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let planned = planned(coach, &study, profile, request.now);
    // What is asked of a project is worth knowing before its last step.
    let show = if lesson.project { lesson.show.as_str() } else { "" };
    Ok(Reply::private(lesson.why.as_str())
        .titled(lesson.title.as_str())
        .field(say!(voice, HeadingPlace), reasons(coach, &study, &planned, lesson, NEEDED_BY))
        .field(say!(voice, HeadingShow), show)
        .field(say!(voice, HeadingMistakes), lesson.mistakes.clone().unwrap_or_default()))
}
