//! Direct messages in plain words: the few that a tired learner types, misspelt or not. What is none of
//! them is a question.

mod phrase;

use chrono::{Datelike, Days, NaiveDate};

use self::phrase::{Phrase, find, tokens};
use super::check::check;
use super::command::{self, Command};
use super::reply::{Id, Reply};
use super::request::{Call, Request, Value};
use super::{Coach, ask, next, words};
use crate::content::voice::Plain;
use crate::error::{Error, Result};
use crate::say;
use crate::study::units::Minutes;

/// So many words that are not understood are pointed out; with more, or where the command itself was a
/// guess, it is a question.
const UNCLEAR: usize = 2;

/// *Not now* in words: it is no command.
const LATER: &str = "next later";

/// What is said in other words than a command's name, and the command meant. The words are the voice's.
const PHRASES: &[(Plain, &str)] = &[
    (Plain::TalkNext, "next"),
    (Plain::TalkDone, "done"),
    (Plain::TalkLog, "log"),
    (Plain::TalkPlan, "plan"),
    (Plain::TalkNotNow, LATER),
    (Plain::TalkProgress, "progress"),
    (Plain::TalkBoard, "leaderboard"),
    (Plain::TalkHelp, "help"),
    (Plain::TalkUndo, "undo"),
    (Plain::TalkPause, "pause"),
    (Plain::TalkResume, "resume"),
    (Plain::TalkCatchUp, "catch-up"),
    (Plain::TalkJoin, "join"),
    (Plain::TalkSettings, "settings"),
    (Plain::TalkRemindersOff, "reminders off"),
    (Plain::TalkRemindersOn, "reminders on"),
    (Plain::TalkDeleteData, "my-data delete"),
    (Plain::TalkExportData, "my-data export"),
];

pub(super) async fn answer(coach: &Coach, request: &Request, text: &str) -> Result<Reply> {
    let voice = &coach.voice;
    if said(coach, text).is_empty() {
        return hint(coach, request, Reply::private("")).await;
    }
    match understand(coach, request, text).await? {
        Some(call) if call.sub.as_deref() == Some("later") => next::later(coach, request).await,
        Some(call) => {
            let Some(command) = command::find(&call.name) else {
                return Error::user(say!(voice, PressUnknown));
            };
            coach.may_use(command, request)?;
            check(coach, &call)?;
            Ok(Reply { private: true, ..(command.run)(coach, request, &call).await? })
        }
        None => {
            let reply = ask::question(coach, request, text).await?;
            match reply.entries.is_empty() {
                true => hint(coach, request, reply).await,
                false => Ok(reply),
            }
        }
    }
}

/// The same with what a few words can do; for somebody new, how to begin.
async fn hint(coach: &Coach, request: &Request, reply: Reply) -> Result<Reply> {
    let voice = &coach.voice;
    let is_new = coach.study(request.from.id, request.now).await?.profile.is_none();
    let hint = if is_new { say!(voice, TalkHintNew) } else { say!(voice, TalkHint) };
    let text = if reply.text.is_empty() { hint } else { format!("{}\n{hint}", reply.text) };
    let reply = Reply { text, ..reply };
    Ok(match is_new {
        true => reply.button(say!(voice, ButtonJoin), &Id::open("join", &["open"])),
        false => reply,
    })
}

/// The words that say something: a greeting or an emoji alone says nothing.
fn said(coach: &Coach, text: &str) -> Vec<String> {
    let fillers = tokens(&say!(coach.voice, TalkFillers));
    let mut said = tokens(text.trim_start().trim_start_matches('/'));
    said.retain(|word| !fillers.contains(word));
    said
}

/// The command that is meant; none where it is a question.
async fn understand(coach: &Coach, request: &Request, text: &str) -> Result<Option<Call>> {
    let voice = &coach.voice;
    // A link is taken as it is written, letter by letter.
    let links: Vec<&str> = text.split_whitespace().filter_map(link).collect();
    let others: Vec<&str> = text.split_whitespace().filter(|word| link(word).is_none()).collect();
    let said = said(coach, &others.join(" "));
    let fillers = tokens(&say!(voice, TalkFillers));
    let listed = PHRASES.iter().flat_map(|(words, name)| {
        let list = voice.plain(*words);
        let phrases: Vec<Phrase> =
            list.split(',').map(|phrase| Phrase::new(phrase, name, &fillers)).collect();
        phrases
    });
    let by_name = command::TABLE.iter().filter(|command| is_plain(command));
    let phrases: Vec<Phrase> =
        listed.chain(by_name.map(|command| Phrase::new(command.name, command.name, &[]))).collect();
    let days = [say!(voice, TalkToday), say!(voice, TalkYesterday)];
    let known: Vec<String> = [say!(voice, TalkNumbers), say!(voice, TalkHours), say!(voice, TalkMinutes)]
        .iter()
        .flat_map(|list| tokens(list))
        .chain(days)
        .collect();
    let found = find(&phrases, &said, &known);
    let (name, exact) = match &found {
        Some(found) => (found.name, found.exact),
        None => ("next", true),
    };
    let mut rest: Vec<String> = match &found {
        Some(found) => [&said[..found.from], &said[found.to..]].concat(),
        None => said.clone(),
    };
    let mut call = Call { name: name.to_owned(), ..Call::default() };
    match name.split_once(' ') {
        Some(("reminders", setting)) => {
            "settings".clone_into(&mut call.name);
            call.values.insert("reminders".to_owned(), Value::Text(setting.to_owned()));
        }
        Some((command, sub)) => {
            command.clone_into(&mut call.name);
            call.sub = Some(sub.to_owned());
        }
        None => {}
    }
    match (name, links.as_slice()) {
        (_, []) => {}
        ("done", [link]) => _ = call.values.insert("link".to_owned(), Value::Text((*link).to_owned())),
        (_, links) => rest.extend(links.iter().map(|link| (*link).to_owned())),
    }
    let is_told = exact && !text.contains('?') && found.as_ref().is_some_and(|found| found.from == 0);
    values(coach, request, &mut call, &mut rest, is_told).await?;
    if rest.is_empty() {
        return Ok(Some(call));
    }
    // Without a command, only a time is understood: what to do with it.
    match found {
        Some(_) if is_told && name != LATER && rest.len() <= UNCLEAR => {
            if let ("done" | "log", Some(time)) = (name, rest.iter().find(|word| phrase::is_time(word))) {
                return Error::user(say!(voice, SpentWrong { given: words::echo(time) }));
            }
            Error::user(say!(voice, TalkUnclear { command: name, rest: words::echo(&rest.join(" ")) }))
        }
        _ => Ok(None),
    }
}

/// The address that a word is, with or without `link:` before it.
fn link(word: &str) -> Option<&str> {
    let word = word.strip_prefix("link:").unwrap_or(word);
    let begins = |scheme: &&str| word.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
    ["http://", "https://"].iter().any(begins).then_some(word)
}

/// Whether a command needs no more than its name.
fn is_plain(command: &Command) -> bool {
    command.subs.is_empty() && command.options.iter().all(|option| !option.required)
}

/// Takes from the words what the command does with them: a time, a day, weeks, a lesson. Only where the
/// words surely tell of something done may a few of a lesson's title stand for it.
async fn values(
    coach: &Coach,
    request: &Request,
    call: &mut Call,
    rest: &mut Vec<String>,
    is_told: bool,
) -> Result<()> {
    let voice = &coach.voice;
    let mut set = |name: &str, value: Value| {
        call.values.insert(name.to_owned(), value);
    };
    match call.name.as_str() {
        "next" => match phrase::time(coach, rest, Minutes(1)) {
            Some(minutes) => set("minutes", Value::Integer(i64::from(minutes.0))),
            None if rest.is_empty() => {}
            None => return Ok(()),
        },
        "pause" => {
            if let Some(weeks) = phrase::weeks(coach, rest) {
                set("weeks", Value::Integer(weeks));
            }
        }
        "done" | "log" => {
            if call.name == "log"
                && let Some(day) = day(coach, request, rest).await?
            {
                set("day", Value::Text(day.to_string()));
            }
            if let Some(minutes) = phrase::time(coach, rest, Minutes(60)) {
                set("hours", Value::Number(minutes.hours()));
            }
            let words = rest.join(" ");
            let like = if is_told { coach.lessons_like(&words) } else { Vec::new() };
            let lesson = match (coach.named_lesson(&words), like.as_slice()) {
                (Some(lesson), _) => Some(lesson),
                (None, []) => None,
                (None, [lesson]) => Some(*lesson),
                (None, several) => return Error::user(coach.several_lessons(&words, several)),
            };
            if let Some(lesson) = lesson {
                set("lesson", Value::Text(lesson.id.to_string()));
                rest.clear();
            }
        }
        "plan" | "progress" => rest.retain(|word| !phrase::alike(word, &say!(voice, TalkWeek))),
        _ => {}
    }
    Ok(())
}

/// A day that lies no more than a week back: today, yesterday, a weekday or a date.
async fn day(coach: &Coach, request: &Request, rest: &mut Vec<String>) -> Result<Option<NaiveDate>> {
    let voice = &coach.voice;
    let today = coach.study(request.from.id, request.now).await?.today(request.now);
    let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let meant = |word: &String| -> Option<NaiveDate> {
        if phrase::alike(word, &say!(voice, TalkToday)) {
            return Some(today);
        }
        if phrase::alike(word, &say!(voice, TalkYesterday)) {
            return Some(back(1));
        }
        let day = (0..7).map(back).find(|day| phrase::alike(word, &voice.weekday(day.weekday())));
        day.or_else(|| NaiveDate::parse_from_str(word, "%Y-%m-%d").ok())
    };
    let Some(place) = rest.iter().position(|word| meant(word).is_some()) else { return Ok(None) };
    let word = rest.remove(place);
    Ok(meant(&word))
}
