//! The knowledge base: short answers to why something is worth learning.

use super::body::Body;
use super::limits::{self, length};
use super::page::Page;
use super::schema::Keys;
use super::{Findings, text_of};
use crate::study::units::LessonId;

/// How many facts an answer rests on.
const FACTS: std::ops::RangeInclusive<usize> = 2..=4;

/// One article of the knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file's name.
    pub id: String,
    /// The question that it answers.
    pub title: String,
    /// Whether it has its own `/why-<id>`.
    pub command: bool,
    /// The lesson, or one-of group, in which this is learnt.
    pub lesson: Option<LessonId>,
    /// Entries to read next.
    pub related: Vec<String>,
    /// How people put it, misspellings too.
    pub asked: Vec<String>,
    /// The month in which somebody last read it, `YYYY-MM`.
    pub reviewed: String,
    /// What it rests on.
    pub facts: Vec<Fact>,
    /// The answer.
    pub answer: String,
    /// What to do about it.
    pub todo: String,
}

/// One thing that somebody has measured or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The fact, with its population and year.
    pub text: String,
    /// The year it is about.
    pub year: i32,
    /// Who says so.
    pub source: String,
    /// Where they say it.
    pub url: String,
}

/// An entry with the lines that other files' faults lead to.
pub(super) struct EntryFile {
    pub file: String,
    pub entry: Entry,
    pub command_at: usize,
    pub lesson_at: usize,
    /// The line of each related entry.
    pub related_at: Vec<usize>,
    /// The line at which the answer begins.
    pub answer_at: usize,
}

/// Reads an entry; none when its front matter cannot be read at all.
pub(super) fn read(file: &str, text: &str, id: &str, findings: &Findings) -> Option<EntryFile> {
    let page = Page::markdown(file, text, findings)?;
    let table = page.table(findings)?;
    let mut keys = Keys::root(&page, &table, findings);

    let title = text_of(keys.text("title", limits::TITLE));
    let command = keys.flag("command");
    let command_at = keys.line_of("command");
    let lesson = keys.optional_text("lesson", usize::MAX);
    let (related, related_at) =
        keys.list("related", usize::MAX).into_iter().map(|at| (at.value, at.line)).unzip();
    let asked = keys.filled_list("asked", limits::ASKED).into_iter().map(|at| at.value).collect();
    let reviewed = text_of(keys.month("reviewed"));
    let facts = facts(&mut keys);
    keys.finish();

    let mut body = Body::of(&page, findings);
    let answer = body.opening("the answer");
    let todo = body.section("What to do", limits::EMBED);
    body.finish();

    let lesson_at = lesson.as_ref().map_or(1, |lesson| lesson.line);
    let lesson = lesson.map(|lesson| LessonId::from(lesson.value.as_str()));
    let id = id.to_owned();
    let entry = Entry { id, title, command, lesson, related, asked, reviewed, facts, answer, todo };
    fits_an_embed(&page, &entry, findings);
    let answer_at = page.fence_line();
    Some(EntryFile { file: file.to_owned(), entry, command_at, lesson_at, related_at, answer_at })
}

fn facts(keys: &mut Keys<'_>) -> Vec<Fact> {
    let tables = keys.tables("facts");
    let count = tables.len();
    if count > 0 && !FACTS.contains(&count) {
        let (least, most) = (FACTS.start(), FACTS.end());
        let line = keys.line_of("facts");
        keys.find(line, format!("an entry has {least} to {most} facts, not {count}; add or take out some"));
    }
    let read = |mut keys: Keys<'_>| {
        let fact = Fact {
            text: text_of(keys.text("text", limits::FACT)),
            year: keys.number("year", 1900, 2100).map_or(0, |year| year.value as i32),
            source: text_of(keys.text("source", limits::NOTE)),
            url: text_of(keys.url("url")),
        };
        keys.finish();
        fact
    };
    tables.into_iter().map(read).collect()
}

/// The answer, its facts and what to do are shown together.
fn fits_an_embed(page: &Page<'_>, entry: &Entry, findings: &Findings) {
    let facts: usize = entry
        .facts
        .iter()
        .map(|fact| length(&fact.text) + length(&fact.source) + length(&fact.url) + limits::AROUND)
        .sum();
    let long = length(&entry.answer) + length(&entry.todo) + limits::AROUND + facts;
    if long > limits::EMBED {
        let most = limits::EMBED;
        let line = page.fence_line();
        let message = format!("answer and facts have {long} characters together; shorten them to {most}");
        findings.add(page.file, line, message);
    }
}
