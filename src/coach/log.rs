//! `/log`: time spent, without finishing anything.

use chrono::NaiveDate;

use super::done::{refused, title};
use super::reply::{Form, Id, Input, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, undo, words};
use crate::error::{Error, Result};
use crate::say;
use crate::study::done::log;
use crate::study::learner::{Event, Happened, Profile, spent};
use crate::study::undo::removable;
use crate::study::units::{LessonId, Minutes};
use crate::study::week::Week;

/// How many entries are listed; each has its button.
const LISTED: usize = 5;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    coach.joined(request).await?;
    let Some(hours) = call.number("hours") else {
        let listed = entries(coach, request).await?;
        return Ok(match call.values.is_empty() {
            true => listed,
            false => {
                Reply { text: format!("{}\n{}", say!(coach.voice, LogNeedsHours), listed.text), ..listed }
            }
        });
    };
    let lesson = call.text("lesson").map(|given| coach.find_lesson(given)).transpose()?;
    let day = call.text("day").map(|day| coach.parse_date("day", day)).transpose()?;
    let minutes = Minutes(Minutes::from_hours(hours).0.max(1));
    store(coach, request, minutes, lesson.map(|lesson| lesson.id.clone()), call.text("note"), day).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match (press.id.arg(0), press.id.arg(1)) {
        (Some("form"), Some(lesson)) => {
            let lesson = coach.find_lesson(lesson)?.id.clone();
            coach.joined(request).await?;
            match press.field("hours") {
                Some(text) => {
                    let minutes = coach.parse_spent(text)?;
                    let note = press.field("note").map(|note| coach.parse_note(note)).transpose()?;
                    store(coach, request, minutes, Some(lesson), note.as_deref(), None).await
                }
                None => Ok(Reply { private: true, form: Some(form(coach, press)), ..Reply::default() }),
            }
        }
        (Some("remove"), Some(seq)) => match seq.parse() {
            Ok(seq) => undo::take_back(coach, request, Some(seq)).await,
            Err(_) => Error::user(say!(coach.voice, PressUnknown)),
        },
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

fn form(coach: &Coach, press: &Press) -> Form {
    let voice = &coach.voice;
    let hours = Input::required("hours", say!(voice, FormHours), say!(voice, FormSpentHint));
    Form {
        id: press.id.to_string(),
        title: say!(voice, FormLogTitle),
        inputs: vec![hours, coach.note_input()],
        idle: false,
    }
}

async fn store(
    coach: &Coach,
    request: &Request,
    minutes: Minutes,
    lesson: Option<LessonId>,
    note: Option<&str>,
    day: Option<NaiveDate>,
) -> Result<Reply> {
    let voice = &coach.voice;
    coach
        .change(request, None, |study| {
            let note = note.map(str::to_owned);
            let change = log(study, minutes, lesson.clone(), note, day, request.id, request.now)
                .map_err(|refusal| Error::User(refused(coach, &refusal)))?;
            let on = day.unwrap_or_else(|| study.today(request.now));
            let what = say!(voice, Logged { time: voice.time(minutes), date: voice.date(on) });
            let week = Week::of(on);
            let line = match change.after.promise(week) {
                Some(promise)
                    if week != change.after.week(request.now) && promise.minutes > Minutes::ZERO =>
                {
                    say!(
                        voice,
                        WeekLine {
                            date: voice.short_date(week.starts_on()),
                            bar: words::bar(promise.kept, promise.minutes),
                            kept: voice.time(promise.kept),
                            promised: voice.time(promise.minutes),
                        }
                    )
                }
                promise => coach.week_line(promise),
            };
            let seq = change.event.as_ref().map_or(0, |event| event.seq);
            let reply = Reply::private(format!("{what}\n{line}"))
                .button(say!(voice, ButtonNext), &Id::own("next", study.learner, &["show"]))
                .button(
                    say!(voice, ButtonRemove),
                    &Id::own("log", study.learner, &["remove", &seq.to_string()]),
                );
            Ok((change, reply))
        })
        .await
}

/// The last entries, each with its *Remove*.
async fn entries(coach: &Coach, request: &Request) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let mut reply = Reply::private("").titled(say!(voice, LogTitle));
    let mut lines = Vec::new();
    for (place, event) in removable(&study, request.now).into_iter().take(LISTED).enumerate() {
        let number = place + 1;
        lines.push(say!(
            voice,
            LogLine {
                number: number,
                date: voice.date(event.at.with_timezone(&study.zone).date_naive()),
                time: voice.time(spent(&event.what)),
                what: describe(coach, event),
            }
        ));
        let id = Id::own("log", study.learner, &["remove", &event.seq.to_string()]);
        reply = reply.button(say!(voice, ButtonRemoveNumber { number: number }), &id);
    }
    reply.text = if lines.is_empty() { say!(voice, LogEmpty) } else { lines.join("\n") };
    Ok(reply)
}

/// An entry in a few words.
pub(super) fn describe(coach: &Coach, event: &Event) -> String {
    let voice = &coach.voice;
    match &event.what {
        Happened::Joined { .. } => say!(voice, EntryJoined),
        Happened::Changed { before, after, .. } => changed(coach, before, after),
        Happened::Paused { .. } => say!(voice, EntryPaused),
        Happened::Resumed { .. } => say!(voice, EntryResumed),
        Happened::Recovered { how, .. } => say!(voice, EntryRecovered { how: how.as_str() }),
        Happened::Logged { lesson, note, .. } => match (lesson, note) {
            (Some(lesson), _) => say!(voice, EntryLogged { lesson: title(coach, lesson) }),
            (None, Some(note)) => words::plain(&note.chars().take(80).collect::<String>()),
            (None, None) => say!(voice, EntryLoggedOnly),
        },
        Happened::Finished { credits, lessons, .. } => match (lessons.first(), credits.first()) {
            (Some(lesson), _) => say!(voice, EntryFinished { lesson: title(coach, lesson) }),
            (None, Some(credit)) if credits.len() == 1 => {
                let lesson = coach.content.curriculum.lesson(credit.step.lesson.as_str());
                let place =
                    lesson.and_then(|it| it.steps.iter().position(|step| step.id == credit.step.step));
                say!(
                    voice,
                    EntryStep {
                        step: place.map_or(0, |place| place + 1),
                        lesson: title(coach, &credit.step.lesson)
                    }
                )
            }
            (None, Some(credit)) => {
                say!(voice, EntrySteps { count: credits.len(), lesson: title(coach, &credit.step.lesson) })
            }
            (None, None) => String::new(),
        },
        Happened::Undone { .. } => say!(voice, EntryUndone),
    }
}

/// A change of plan by what it changed.
fn changed(coach: &Coach, before: &Profile, after: &Profile) -> String {
    let voice = &coach.voice;
    if let Some(lesson) = after.added.difference(&before.added).next() {
        return say!(voice, EntryPutBack { lesson: title(coach, lesson) });
    }
    let parts = [
        (before.track != after.track).then(|| say!(voice, ChangedTrack)),
        (before.also != after.also).then(|| say!(voice, ChangedAlso)),
        (before.weekly != after.weekly).then(|| say!(voice, ChangedHours)),
        (before.months != after.months).then(|| say!(voice, ChangedMonths)),
        (before.known != after.known).then(|| say!(voice, ChangedKnown)),
    ];
    match parts.into_iter().flatten().collect::<Vec<_>>() {
        parts if parts.is_empty() => say!(voice, EntryChanged),
        parts => say!(voice, EntryChangedParts { what: voice.list(&parts) }),
    }
}
