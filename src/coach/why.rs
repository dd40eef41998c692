//! `/why` and `/why-<topic>`: one entry of the knowledge base.

use super::planning::planned;
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, words};
use crate::content::Entry;
use crate::error::{Error, Result};
use crate::say;

/// Related entries that get a button.
const RELATED: usize = 3;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let given = call.name.strip_prefix("why-").or_else(|| call.text("topic")).unwrap_or_default();
    let entry = match coach.content.entries.get(given.to_lowercase().as_str()) {
        Some(entry) => entry,
        None => match coach.content.search(given).first() {
            Some(entry) => entry,
            None => return Error::user(say!(coach.voice, TopicUnknown { given: words::echo(given) })),
        },
    };
    let reply = show(coach, request, entry).await?;
    Ok(Reply { private: false, ..reply })
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match press.id.arg(0).and_then(|topic| coach.content.entries.get(topic)) {
        Some(entry) => show(coach, request, entry).await,
        None => Error::user(say!(coach.voice, PressUnknown)),
    }
}

/// An entry: the answer first, then facts with year and source, then what to do.
pub(super) async fn show(coach: &Coach, request: &Request, entry: &Entry) -> Result<Reply> {
    let voice = &coach.voice;
    let facts: Vec<String> = entry
        .facts
        .iter()
        .map(|fact| {
            say!(
                voice,
                FactLine {
                    text: fact.text.as_str(),
                    year: fact.year.to_string(),
                    source: fact.source.as_str(),
                    url: fact.url.as_str(),
                }
            )
        })
        .collect();
    let mut reply = Reply::private(entry.answer.as_str()).titled(entry.title.as_str());
    // A field of Discord holds 1,024 characters: long facts get a field each.
    if facts.iter().map(|fact| fact.chars().count() + 1).sum::<usize>() <= 1000 {
        reply = reply.field(say!(voice, HeadingFacts), facts.join("\n"));
    } else {
        for (place, fact) in facts.into_iter().enumerate() {
            reply = reply.field(say!(voice, HeadingFact { number: place + 1 }), fact);
        }
    }
    reply = reply.field(say!(voice, HeadingTodo), entry.todo.as_str());
    if let Some((heading, place)) = in_plan(coach, request, entry).await? {
        reply = reply.field(heading, place);
    }
    reply.entries = vec![entry.id.clone()];
    for topic in entry.related.iter().take(RELATED) {
        if let Some(related) = coach.content.entries.get(topic.as_str()) {
            reply = reply.button(related.title.as_str(), &Id::open("why", &[topic]));
        }
    }
    Ok(reply)
}

/// Where the entry's lesson stands in the asker's own plan.
async fn in_plan(coach: &Coach, request: &Request, entry: &Entry) -> Result<Option<(String, String)>> {
    let voice = &coach.voice;
    let Some(lesson) = &entry.lesson else { return Ok(None) };
    let curriculum = &coach.content.curriculum;
    let lessons: Vec<_> = match curriculum.lesson(lesson.as_str()) {
        Some(lesson) => vec![lesson],
        None => curriculum.sides(lesson.as_str()).collect(),
    };
    let Some(first) = lessons.first() else { return Ok(None) };
    let study = coach.study(request.from.id, request.now).await?;
    let Some(profile) = &study.profile else {
        let learnt = say!(voice, EntryLesson { lesson: first.title.as_str() });
        return Ok(Some((say!(voice, HeadingSources), learnt)));
    };
    let plan = planned(coach, &study, profile, request.now).plan;
    let found = plan.weeks.iter().find_map(|week| {
        let part = week.parts.iter().find(|part| lessons.iter().any(|lesson| lesson.id == part.lesson.id))?;
        Some((part.lesson, week.number))
    });
    Ok(Some(match found {
        Some((lesson, week)) => (
            say!(voice, HeadingInPlan),
            say!(voice, EntryInPlan { lesson: lesson.title.as_str(), week: week }),
        ),
        None => (say!(voice, HeadingSources), say!(voice, EntryLesson { lesson: first.title.as_str() })),
    }))
}
