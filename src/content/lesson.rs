//! Reading one lesson's file. What can be judged from the file alone is judged here.

use std::collections::BTreeSet;

use super::body::Body;
use super::limits::{self, length};
use super::page::Page;
use super::schema::{Keys, is_id, not_an_id};
use super::{At, Findings, text_of};
use crate::study::curriculum::{Check, Importance, Lesson, OneOf, Source, Step};
use crate::study::units::{LessonId, Minutes};

/// The folders under `lessons/`.
pub(super) const TIERS: [&str; 4] = ["foundations", "production", "specialization", "career"];

const IMPORTANCES: [&str; 4] = ["minimum", "core", "recommended", "optional"];

const KINDS: [&str; 14] = [
    "article",
    "book",
    "course",
    "dataset",
    "docs",
    "guide",
    "interactive",
    "labs",
    "list",
    "notebook",
    "paper",
    "rubric",
    "tool",
    "video",
];

const STEPS: std::ops::RangeInclusive<usize> = 3..=7;
const SOURCES: usize = 2;
const CHECKS: usize = 3;
const OPTIONS: usize = 4;
/// No step asks for more than the coach takes as one day's work.
const LONGEST_STEP: u32 = 16 * 60;

/// A lesson with the lines that other files' faults lead to.
pub(super) struct LessonFile {
    pub file: String,
    pub lesson: Lesson,
    /// Whether its importance could be read; where not, a stand-in is in the lesson.
    pub importance_is_known: bool,
    /// The line of each need.
    pub needs_at: Vec<usize>,
    /// The line of each skill.
    pub gives_at: Vec<usize>,
    /// The line of the group's name.
    pub group_at: usize,
    /// Former ids.
    pub was: Vec<At<String>>,
    /// For a retired lesson, the one that teaches this now.
    pub replaced_by: Option<At<String>>,
}

/// Reads a lesson; none when its front matter cannot be read at all. Where single values are at
/// fault the rest is returned, so that faults between files are found in the same run.
pub(super) fn read(file: &str, text: &str, id: &str, tier: &str, findings: &Findings) -> Option<LessonFile> {
    let page = Page::markdown(file, text, findings)?;
    let table = page.table(findings)?;
    let mut keys = Keys::root(&page, &table, findings);

    let title = text_of(keys.text("title", limits::TITLE));
    let importance = importance(&mut keys);
    let importance_is_known = importance.is_some();
    let needs = keys.list("needs", usize::MAX);
    let gives = keys.list("gives", usize::MAX);
    let (project, practice) = (keys.flag("project"), keys.flag("practice"));
    let (one_of, group_at) = one_of(&mut keys);
    let was = former_ids(&mut keys);
    let replaced_by = if tier == "retired" { keys.optional_id("replaced_by") } else { None };
    let steps = steps(&mut keys);
    let sources = sources(&mut keys);
    let checks = checks(&mut keys);
    keys.finish();

    let mut body = Body::of(&page, findings);
    body.no_opening("Why it matters");
    let why = body.section("Why it matters", limits::WHY);
    let show = body.section("Show it", limits::SHOW);
    let mistakes = body.optional_section("Common mistakes", limits::MISTAKES);
    body.finish();

    let (needs, needs_at) = ids(needs);
    let (gives, gives_at) = ids(gives);
    let lesson = Lesson {
        id: id.into(),
        title,
        tier: tier.to_owned(),
        importance: importance.unwrap_or(Importance::Core),
        needs,
        gives,
        project,
        practice,
        one_of,
        steps,
        sources,
        checks,
        why,
        show,
        mistakes,
    };
    fits_an_embed(&page, &lesson, findings);
    let file = file.to_owned();
    Some(LessonFile { file, lesson, importance_is_known, needs_at, gives_at, group_at, was, replaced_by })
}

fn ids<T: for<'a> From<&'a str>>(names: Vec<At<String>>) -> (Vec<T>, Vec<usize>) {
    names.into_iter().map(|name| (T::from(&name.value), name.line)).unzip()
}

fn importance(keys: &mut Keys<'_>) -> Option<Importance> {
    let word = keys.word("importance", &IMPORTANCES)?;
    Some(match word.value.as_str() {
        "minimum" => Importance::Minimum,
        "recommended" => Importance::Recommended,
        "optional" => Importance::Optional,
        _ => Importance::Core,
    })
}

fn one_of(keys: &mut Keys<'_>) -> (Option<OneOf>, usize) {
    let (group, choice) = (keys.optional_id("one_of"), keys.optional_id("choice"));
    match (group, choice) {
        (Some(group), Some(choice)) => {
            (Some(OneOf { group: LessonId::from(group.value.as_str()), choice: choice.value }), group.line)
        }
        (Some(group), None) => {
            keys.find(
                group.line,
                "\"one_of\" stands without \"choice\"; add choice = \"…\", the side that this is",
            );
            (None, group.line)
        }
        (None, Some(choice)) => {
            keys.find(
                choice.line,
                "\"choice\" stands without \"one_of\"; add one_of = \"…\", the group's name",
            );
            (None, choice.line)
        }
        (None, None) => (None, keys.line),
    }
}

fn former_ids(keys: &mut Keys<'_>) -> Vec<At<String>> {
    let was = keys.list("was", usize::MAX);
    for id in was.iter().filter(|id| !is_id(&id.value)) {
        keys.find(id.line, not_an_id(&id.value));
    }
    was
}

fn steps(keys: &mut Keys<'_>) -> Vec<Step> {
    let tables = keys.tables("steps");
    let count = tables.len();
    if count > 0 && !STEPS.contains(&count) {
        let (least, most) = (STEPS.start(), STEPS.end());
        let line = keys.line_of("steps");
        keys.find(line, format!("a lesson has {least} to {most} steps, not {count}; split or join some"));
    }
    let mut steps: Vec<Step> = Vec::new();
    for mut keys in tables {
        let id = keys.id("id").unwrap_or(At { value: String::new(), line: keys.line });
        if !id.value.is_empty() && steps.iter().any(|step| step.id.as_str() == id.value) {
            keys.find(
                id.line,
                format!("the step id {:?} stands twice in this lesson; rename this one", id.value),
            );
        }
        let minutes = keys.number("minutes", 5, LONGEST_STEP);
        if let Some(odd) = minutes.as_ref().filter(|minutes| minutes.value % 5 != 0) {
            keys.find(odd.line, format!("\"minutes\" must be a multiple of 5; round {}", odd.value));
        }
        let action = text_of(keys.text("do", limits::STEP));
        let minutes = Minutes(minutes.map_or(0, |minutes| minutes.value));
        steps.push(Step { id: id.value.as_str().into(), minutes, action });
        keys.finish();
    }
    steps
}

fn sources(keys: &mut Keys<'_>) -> Vec<Source> {
    let tables = keys.tables("sources");
    if (1..SOURCES).contains(&tables.len()) {
        let line = keys.line_of("sources");
        keys.find(line, "a lesson has at least two sources, so that one may vanish; add a fallback");
    }
    let read = |mut keys: Keys<'_>| {
        let source = Source {
            title: text_of(keys.text("title", limits::NOTE)),
            by: text_of(keys.text("by", limits::NOTE)),
            url: text_of(keys.url("url")),
            kind: text_of(keys.word("kind", &KINDS)),
            part: text_of(keys.text("use", limits::NOTE)),
        };
        keys.text("licence", limits::NOTE);
        keys.month("checked");
        keys.finish();
        source
    };
    tables.into_iter().map(read).collect()
}

fn checks(keys: &mut Keys<'_>) -> Vec<Check> {
    let tables = keys.tables("checks");
    let count = tables.len();
    if (1..CHECKS).contains(&count) {
        let line = keys.line_of("checks");
        keys.find(
            line,
            format!("a lesson has at least {CHECKS} questions, not {count}; add more [[checks]]"),
        );
    }
    let mut rights = Vec::new();
    let mut checks = Vec::new();
    for mut keys in tables {
        let question = text_of(keys.text("question", limits::QUESTION));
        let options = options(&mut keys);
        let right = keys.number("right", 1, OPTIONS as u32);
        let teach = text_of(keys.text("teach", limits::TEACH));
        checks.push(Check {
            question,
            options,
            right: right.as_ref().map_or(0, |r| r.value as usize - 1),
            teach,
        });
        rights.extend(right);
        keys.finish();
    }
    if let [first, .., last] = rights.as_slice()
        && rights.iter().all(|right| right.value == first.value)
    {
        let place = first.value;
        keys.find(
            last.line,
            format!("every right answer is number {place}; move some, or learners learn the place"),
        );
    }
    checks
}

fn options(keys: &mut Keys<'_>) -> Vec<String> {
    let options = keys.filled_list("options", limits::OPTION);
    let count = options.len();
    if count > 0 && count != OPTIONS {
        let line = keys.line_of("options");
        keys.find(line, format!("a question has {OPTIONS} options, not {count}"));
    }
    let mut seen = BTreeSet::new();
    for option in &options {
        if !seen.insert(option.value.to_lowercase()) {
            keys.find(option.line, format!("the option {:?} stands twice; write another", option.value));
        }
    }
    options.into_iter().map(|option| option.value).collect()
}

/// The whole lesson must fit what Discord shows in one embed, however much of it an answer takes.
fn fits_an_embed(page: &Page<'_>, lesson: &Lesson, findings: &Findings) {
    let texts = [&lesson.why, &lesson.show].into_iter().chain(&lesson.mistakes);
    let steps = lesson.steps.iter().map(|step| &step.action);
    let parts =
        lesson.sources.iter().flat_map(|source| [&source.title, &source.by, &source.url, &source.part]);
    let around = limits::AROUND * (lesson.sources.len() + lesson.steps.len() + 3);
    let long = around + texts.chain(steps).chain(parts).map(|text| length(text)).sum::<usize>();
    if long > limits::EMBED {
        let most = limits::EMBED;
        findings.add(page.file, 1, format!("this lesson has {long} characters in all; shorten it to {most}"));
    }
}
