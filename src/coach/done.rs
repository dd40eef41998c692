//! `/done`: finishing steps, and what that changed.

use super::planning::{next_step, planned};
use super::reply::{Form, Id, Input, Menu, MenuOption, Reply};
use super::request::{Call, Press, Request};
use super::share::Subject;
use super::{Coach, links, next, own_pace, words};
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::{Check, Lesson};
use crate::study::done::{Refusal, Report, asks_for_link, done};
use crate::study::learner::{Happened, Study};
use crate::study::pace::pace;
use crate::study::record::Change;
use crate::study::streak::streak;
use crate::study::timer::{Timed, timed};
use crate::study::units::{LessonId, Minutes, StepRef};

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let study = coach.joined(request).await?;
    let steps = match call.text("lesson") {
        Some(given) => steps_of(in_plan(coach, &study, request, given)?),
        None => shown(coach, &study, request)?,
    };
    let report = Report {
        spent: call.number("hours").map(|hours| Minutes(Minutes::from_hours(hours).0.max(1))),
        link: call.text("link").map(|link| coach.parse_link(link)).transpose()?,
        note: call.text("note").map(str::to_owned),
    };
    if let (None, Timed::Forgotten(minutes)) = (report.spent, timed(&study, &steps, request.now)) {
        return Ok(match button(coach, request, &steps) {
            Some(id) => ask_time(coach, minutes, &id),
            None => Reply::private(say!(coach.voice, ClockForgotten { time: coach.voice.time(minutes) })),
        });
    }
    finish(coach, request, &steps, &report).await
}

/// Asks how long it really took, where *Start* was pressed too long ago.
fn ask_time(coach: &Coach, minutes: Minutes, done: &Id) -> Reply {
    let voice = &coach.voice;
    let text = say!(voice, ClockForgotten { time: voice.time(minutes) });
    Reply::private(text).button(say!(voice, ButtonDone), done)
}

/// The *Done* of steps of one lesson; its form asks for the time.
fn button(coach: &Coach, request: &Request, steps: &[StepRef]) -> Option<Id> {
    let first = steps.first()?;
    let span = steps.iter().filter(|it| it.lesson == first.lesson).count();
    coach.content.curriculum.lesson(first.lesson.as_str())?;
    let args = ["steps", first.lesson.as_str(), first.step.as_str(), &span.to_string()];
    Some(Id::own("done", request.from.id, &args))
}

/// A time as a form takes it: `1:05`.
fn written(time: Minutes) -> String {
    format!("{}:{:02}", time.0 / 60, time.0 % 60)
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match press.id.arg(0) {
        Some("steps") => press_steps(coach, request, press).await,
        Some("check") => press_check(coach, press),
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

async fn press_steps(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let steps = named_steps(coach, press).ok_or_else(|| Error::User(say!(coach.voice, StepsGone)))?;
    let study = coach.joined(request).await?;
    if steps.iter().all(|it| study.is_done(&it.lesson, &it.step)) {
        return Error::user(say!(coach.voice, AlreadyDone));
    }
    if press.fields.is_none() {
        let form = form(coach, request, &study, &steps, press);
        return Ok(Reply { private: true, form: Some(form), ..Reply::default() });
    }
    let report = Report {
        spent: press.field("hours").map(|text| coach.parse_spent(text)).transpose()?,
        link: press.field("link").map(|link| coach.parse_link(link)).transpose()?,
        note: press.field("note").map(|note| coach.parse_note(note)).transpose()?,
    };
    finish(coach, request, &steps, &report).await
}

/// The steps that a *Done* or *Start* button names.
pub(super) fn named_steps(coach: &Coach, press: &Press) -> Option<Vec<StepRef>> {
    let lesson = coach.content.curriculum.lesson(press.id.arg(1)?)?;
    let first = press.id.arg(2)?;
    let span: usize = press.id.arg(3)?.parse().ok()?;
    let place = lesson.steps.iter().position(|step| step.id.as_str() == first)?;
    Some(steps_of(lesson).into_iter().skip(place).take(span).collect())
}

/// The form behind *Done*: time and, for a project, the link.
fn form(coach: &Coach, request: &Request, study: &Study, steps: &[StepRef], press: &Press) -> Form {
    let voice = &coach.voice;
    let curriculum = &coach.content.curriculum;
    let pace = pace(study, study.week(request.now));
    let planned: Minutes = steps
        .iter()
        .filter(|it| !study.is_done(&it.lesson, &it.step))
        .filter_map(|it| curriculum.lesson(it.lesson.as_str())?.step(&it.step))
        .map(|step| pace.of(step.minutes))
        .sum();
    let planned = say!(voice, FormHoursHint { time: voice.time(planned) });
    let hours = Input::optional("hours", say!(voice, FormHours), planned);
    let hours = match timed(study, steps, request.now) {
        Timed::Not => hours,
        Timed::Measured(minutes) => Input { value: Some(written(minutes)), ..hours },
        Timed::Forgotten(minutes) => {
            let hint = say!(voice, FormHoursForgotten { time: voice.time(minutes) });
            Input::required("hours", say!(voice, FormHours), hint)
        }
    };
    let hint = say!(voice, FormLinkHint);
    let link = match asks_for_link(curriculum, study, steps) {
        Some(_) => Input::required("link", say!(voice, FormLinkProject), hint),
        None => Input::optional("link", say!(voice, FormLink), hint),
    };
    let inputs = vec![hours, link, coach.note_input()];
    Form { id: press.id.to_string(), title: say!(voice, FormDoneTitle), inputs, idle: false }
}

/// The steps that `/next` showed and that are still open; computed where it showed none.
fn shown(coach: &Coach, study: &Study, request: &Request) -> Result<Vec<StepRef>> {
    let curriculum = &coach.content.curriculum;
    let is_open = |it: &&StepRef| {
        curriculum.lesson(it.lesson.as_str()).is_some_and(|lesson| lesson.step(&it.step).is_some())
            && !study.is_done(&it.lesson, &it.step)
    };
    let open: Vec<StepRef> = study.shown.iter().filter(is_open).cloned().collect();
    if !open.is_empty() {
        return Ok(open);
    }
    let Some(profile) = &study.profile else { return Error::user(say!(coach.voice, NotJoined)) };
    match next_step(coach, study, profile, request.now) {
        Some(next) => Ok(next.refs()),
        None => Error::user(say!(coach.voice, PlanFinished)),
    }
}

/// A lesson that the learner's plan holds, or that is under way or done.
fn in_plan<'c>(coach: &'c Coach, study: &Study, request: &Request, given: &str) -> Result<&'c Lesson> {
    let lesson = coach.find_lesson(given)?;
    let Some(profile) = &study.profile else { return Error::user(say!(coach.voice, NotJoined)) };
    let plan = planned(coach, study, profile, request.now).plan;
    let planned = plan.weeks.iter().flat_map(|week| &week.parts).any(|part| part.lesson.id == lesson.id);
    if planned || study.progress.contains_key(&lesson.id) {
        return Ok(lesson);
    }
    Error::user(say!(coach.voice, LessonNotInPlan { lesson: lesson.title.as_str() }))
}

fn steps_of(lesson: &Lesson) -> Vec<StepRef> {
    lesson.steps.iter().map(|step| StepRef { lesson: lesson.id.clone(), step: step.id.clone() }).collect()
}

async fn finish(coach: &Coach, request: &Request, steps: &[StepRef], report: &Report) -> Result<Reply> {
    if report.link.is_some() && !request.from.links {
        return Error::user(say!(coach.voice, LinkNotHere));
    }
    coach
        .change(request, None, |study| {
            let curriculum = &coach.content.curriculum;
            let mut measured = report.clone();
            if let (None, Timed::Measured(minutes)) = (report.spent, timed(study, steps, request.now)) {
                measured.spent = Some(minutes);
            }
            let mut change = done(curriculum, study, steps, measured, request.id, request.now)
                .map_err(|refusal| Error::User(refused(coach, &refusal)))?;
            let reply = link_waits(coach, request, report, changed(coach, request, study, &change));
            let reply = match &change.event {
                Some(event) => coach.with_share(request, reply, &Subject::Done(event.seq)),
                None => reply,
            };
            let reply = own_pace::tell(coach, request, &change.after, reply);
            change.after.told_pace = own_pace::untold(study, request).unwrap_or(study.told_pace);
            Ok((change, reply))
        })
        .await
}

/// Says of a link to an unknown host that a manager of the server looks at it first.
fn link_waits(coach: &Coach, request: &Request, report: &Report, reply: Reply) -> Reply {
    let link = report.link.as_deref().filter(|link| !coach.hosts.knows(link));
    let (Some(link), Some(_)) = (link, request.server()) else { return reply };
    let host = words::plain(&links::host(link).unwrap_or_default());
    Reply { text: format!("{}\n{}", reply.text, say!(coach.voice, LinkWaits { host: host })), ..reply }
}

/// A refusal in words.
pub(super) fn refused(coach: &Coach, refusal: &Refusal) -> String {
    let voice = &coach.voice;
    match refusal {
        Refusal::AlreadyDone => say!(voice, AlreadyDone),
        Refusal::Gone => say!(voice, StepsGone),
        Refusal::NeedsLink(lesson) => say!(voice, NeedsLink { lesson: title(coach, lesson) }),
        Refusal::TooMuch { day, left } => {
            say!(voice, TooMuchTime { day: voice.date(*day), left: voice.time(*left) })
        }
        Refusal::DayOutOfRange { first, last } => {
            say!(voice, DayOutOfRange { first: voice.date(*first), last: voice.date(*last) })
        }
    }
}

/// A lesson's title, or its id where the content no longer has it.
pub(super) fn title(coach: &Coach, lesson: &LessonId) -> String {
    coach
        .content
        .curriculum
        .lesson(lesson.as_str())
        .map_or_else(|| lesson.to_string(), |lesson| lesson.title.clone())
}

/// What a `/done` changed: the week, the streak, the next step, one check question.
fn changed(coach: &Coach, request: &Request, before: &Study, change: &Change) -> Reply {
    let voice = &coach.voice;
    let study = &change.after;
    let Some(event) = &change.event else { return Reply::default() };
    let Happened::Finished { credits, lessons, spent, estimated, .. } = &event.what else {
        return Reply::default();
    };
    let lesson = credits.first().map(|credit| credit.step.lesson.clone());
    let heading = match (lessons.first(), &lesson) {
        (Some(finished), _) => say!(voice, DoneLesson { lesson: title(coach, finished) }),
        (None, Some(lesson)) => say!(voice, DoneSteps { count: credits.len(), lesson: title(coach, lesson) }),
        (None, None) => String::new(),
    };
    let time = voice.time(*spent);
    let asked: Minutes = credits.iter().map(|credit| credit.minutes).sum();
    let counted = if *estimated && *spent < asked {
        say!(voice, DoneCapped { time: time, planned: voice.time(asked) })
    } else if *estimated {
        say!(voice, DoneEstimated { time: time })
    } else {
        say!(voice, DoneMeasured { time: time })
    };
    let week = study.week(request.now);
    let mut lines = vec![counted, coach.week_line(study.promise(week))];
    let now = streak(study, week).weeks;
    if now > streak(before, week).weeks {
        lines.push(say!(voice, StreakGrew { weeks: now }));
    }
    let mut reply = Reply::private(lines.join("\n")).titled(heading);
    if let Some(profile) = &study.profile {
        reply = match next_step(coach, study, profile, request.now) {
            Some(following) => {
                let text = say!(
                    voice,
                    NextLine {
                        lesson: following.lesson.title.as_str(),
                        time: voice.time(following.minutes()),
                        action: following.steps[0].action.as_str(),
                    }
                );
                next::buttons(coach, reply.field(say!(voice, HeadingNext), text), study.learner, &following)
            }
            None => reply.field(say!(voice, HeadingNext), say!(voice, PlanFinished)),
        };
    }
    match lesson.and_then(|lesson| check_question(coach, study, &lesson)) {
        Some((question, menu)) => {
            reply = reply.field(say!(voice, HeadingCheck), question);
            reply.menus.push(menu);
            reply
        }
        None => reply,
    }
}

/// One of the lesson's questions, another after each step. The answers stand in the words, since a
/// menu cuts long ones.
fn check_question(coach: &Coach, study: &Study, lesson: &LessonId) -> Option<(String, Menu)> {
    let lesson = coach.content.curriculum.lesson(lesson.as_str())?;
    let done = study.progress.get(&lesson.id).map_or(0, |progress| progress.steps.len());
    let number = done.saturating_sub(1).checked_rem(lesson.checks.len())?;
    let check = lesson.checks.get(number)?;
    let numbers = 1..=check.options.len();
    let lines = numbers.clone().zip(&check.options).map(|(number, option)| format!("\n{number}. {option}"));
    let question = format!("{}{}", check.question, lines.collect::<String>());
    let options =
        numbers.map(|number| MenuOption { label: number.to_string(), value: number.to_string() }).collect();
    let id = Id::own("done", study.learner, &["check", lesson.id.as_str(), &number.to_string()]);
    let hint = say!(coach.voice, CheckHint);
    Some((question, Menu { id: id.to_string(), hint, many: false, picked: Vec::new(), options }))
}

/// The answer to a check question: whether it was right, and the sentence that teaches.
fn press_check(coach: &Coach, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let check = press
        .id
        .arg(1)
        .and_then(|lesson| coach.content.curriculum.lesson(lesson))
        .and_then(|lesson| lesson.checks.get(press.id.arg(2)?.parse::<usize>().ok()?));
    let picked = press.picked.first().and_then(|value| value.parse::<usize>().ok());
    let (Some(check), Some(picked)) = (check, picked) else {
        return Error::user(say!(voice, PressUnknown));
    };
    Ok(Reply::private(answered(coach, check, picked)).titled(check.question.as_str()))
}

/// Whether an answer, counted from 1, is right, and the sentence that teaches.
pub(super) fn answered(coach: &Coach, check: &Check, answer: usize) -> String {
    let voice = &coach.voice;
    let right = check.options.get(check.right).map_or("", String::as_str);
    let first = if answer == check.right + 1 {
        say!(voice, CheckRight { option: right })
    } else {
        say!(voice, CheckWrong { option: right })
    };
    format!("{first}\n{}", check.teach)
}
