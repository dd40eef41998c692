//! Reading a track's file and the list of skills.

use std::collections::BTreeMap;

use super::lesson::TIERS;
use super::page::Page;
use super::schema::{Keys, is_id, meant, not_an_id};
use super::{At, Findings, limits, text_of};
use crate::study::compare::QUESTIONS;
use crate::study::curriculum::{Phase, Skill, Track};
use crate::study::units::{LessonId, SkillId, TrackId};

/// A track with the lines that other files' faults lead to.
pub(super) struct TrackFile {
    pub file: String,
    pub track: Track,
    /// Every lesson or group of all phases, in order.
    pub lessons: Vec<At<LessonId>>,
    /// The lessons and groups of its minimum.
    pub minimum: Vec<At<LessonId>>,
    /// The lessons and groups that are optional on it.
    pub optional: Vec<At<LessonId>>,
    /// The line of `minimum`, or of the file where there is none.
    pub minimum_at: usize,
    /// The sides that it takes.
    pub choices: Vec<At<String>>,
    /// The line of `choices`, or of the file where there is none.
    pub choices_at: usize,
    /// The hours that its lessons may take together, optional ones left aside.
    pub hours: Option<At<Hours>>,
}

/// From so many hours to so many.
pub(super) type Hours = std::ops::RangeInclusive<u32>;

/// Reads a track; none when its TOML cannot be read at all.
pub(super) fn read(file: &str, text: &str, id: &str, findings: &Findings) -> Option<TrackFile> {
    let page = Page::toml(file, text);
    let table = page.table(findings)?;
    let mut keys = Keys::root(&page, &table, findings);
    let title = text_of(keys.text("title", limits::TITLE));
    let goal = text_of(keys.text("goal", limits::PARAGRAPH));
    let work = text_of(keys.text("work", limits::PARAGRAPH));
    let market = text_of(keys.text("market", limits::PARAGRAPH));
    let minimum = located(keys.list("minimum", usize::MAX));
    let choices = keys.list("choices", usize::MAX);
    let optional = located(keys.list("optional", usize::MAX));
    let answers = answers(&mut keys, id);
    let (phases, lessons) = phases(&mut keys);
    let hours = hours(&mut keys);
    let (minimum_at, choices_at) = (keys.line_of("minimum"), keys.line_of("choices"));
    keys.finish();
    let track = Track {
        id: TrackId::from(id),
        title,
        goal,
        work,
        market,
        answers,
        minimum: minimum.iter().map(|at| at.value.clone()).collect(),
        optional: optional.iter().map(|at| at.value.clone()).collect(),
        choices: choices.iter().map(|at| at.value.clone()).collect(),
        phases,
    };
    Some(TrackFile {
        file: file.to_owned(),
        track,
        lessons,
        minimum,
        optional,
        minimum_at,
        choices,
        choices_at,
        hours,
    })
}

/// Reads `tiers.toml`: a table for each tier, with the hours that its lessons may take together.
pub(super) fn tiers(file: &str, text: &str, findings: &Findings) -> BTreeMap<String, At<Hours>> {
    let page = Page::toml(file, text);
    let Some(table) = page.table(findings) else { return BTreeMap::new() };
    let keys = Keys::root(&page, &table, findings);
    let mut tiers = BTreeMap::new();
    for (name, mut keys) in keys.named_tables() {
        if !TIERS.contains(&name.value.as_str()) {
            let mend = meant(&name.value, TIERS, "tiers are the folders of lessons/");
            keys.find(name.line, format!("there is no tier {:?}; {mend}", name.value));
        }
        if let Some(hours) = hours(&mut keys) {
            tiers.insert(name.value, hours);
        }
        keys.finish();
    }
    tiers
}

/// `hours = { from = 380, to = 520 }`
fn hours(keys: &mut Keys<'_>) -> Option<At<Hours>> {
    let mut range = keys.optional_table("hours")?;
    let (from, to) = (range.number("from", 1, 10_000), range.number("to", 1, 10_000));
    range.finish();
    let (from, to) = (from?, to?);
    if from.value > to.value {
        keys.find(to.line, "\"to\" is less than \"from\"; turn them round");
        return None;
    }
    Some(At { value: from.value..=to.value, line: from.line })
}

/// What speaks for the track in the questions of `/compare`: none, or one answer to each.
fn answers(keys: &mut Keys<'_>, id: &str) -> Vec<String> {
    let answers = keys.list("answers", limits::OPTION);
    let line = keys.line_of("answers");
    if !answers.is_empty() && answers.len() != QUESTIONS {
        let count = answers.len();
        keys.find(
            line,
            format!("\"answers\" holds {count}; give {QUESTIONS}, one to each question, or none"),
        );
    }
    if !answers.is_empty() && limits::length(id) > limits::ANSWERED_ID {
        let most = limits::ANSWERED_ID;
        keys.find(
            line,
            format!(
                "a track with \"answers\" needs an id of at most {most} characters; shorten the file's name"
            ),
        );
    }
    answers.into_iter().map(|at| at.value).collect()
}

fn phases(keys: &mut Keys<'_>) -> (Vec<Phase>, Vec<At<LessonId>>) {
    let mut phases: Vec<Phase> = Vec::new();
    let mut all = Vec::new();
    for mut keys in keys.tables("phases") {
        let id = keys.id("id").unwrap_or_default();
        if !id.value.is_empty() && phases.iter().any(|phase| phase.id == id.value) {
            keys.find(
                id.line,
                format!("the phase id {:?} stands twice in this track; rename this one", id.value),
            );
        }
        let title = text_of(keys.text("title", limits::TITLE));
        let lessons = located(keys.filled_list("lessons", usize::MAX));
        phases.push(Phase {
            id: id.value,
            title,
            lessons: lessons.iter().map(|at| at.value.clone()).collect(),
        });
        all.extend(lessons);
        keys.finish();
    }
    (phases, all)
}

/// Reads `skills.toml`: a table for each skill.
pub(super) fn skills(file: &str, text: &str, findings: &Findings) -> Option<BTreeMap<SkillId, Skill>> {
    let page = Page::toml(file, text);
    let table = page.table(findings)?;
    let keys = Keys::root(&page, &table, findings);
    let mut skills = BTreeMap::new();
    let mut numbers: Vec<(At<u32>, String)> = Vec::new();
    for (name, mut keys) in keys.named_tables() {
        if !is_id(&name.value) {
            keys.find(name.line, not_an_id(&name.value));
        }
        let number = keys.number("number", 1, limits::SKILL_NUMBER);
        let title = text_of(keys.text("title", limits::TITLE));
        let skill = Skill { number: number.as_ref().map_or(0, |number| number.value), title };
        skills.insert(SkillId::from(name.value.as_str()), skill);
        numbers.extend(number.map(|number| (number, name.value)));
        keys.finish();
    }
    // The table gives skills by name; a reader of the file sees them by line.
    numbers.sort_by_key(|(number, _)| number.line);
    for (place, (number, _)) in numbers.iter().enumerate() {
        if let Some((_, owner)) = numbers[..place].iter().find(|(other, _)| other.value == number.value) {
            let free = numbers.iter().map(|(number, _)| number.value).max().unwrap_or(0) + 1;
            let message = format!("number {} belongs to {owner:?} for good; take {free}", number.value);
            findings.add(file, number.line, message);
        }
    }
    for (number, _) in numbers.iter().skip(limits::SKILLS) {
        let (count, most) = (numbers.len(), limits::SKILLS);
        findings.add(
            file,
            number.line,
            format!("{count} skills are here, and a menu holds {most}; take one out"),
        );
    }
    Some(skills)
}

fn located(names: Vec<At<String>>) -> Vec<At<LessonId>> {
    names.into_iter().map(|at| At { value: LessonId::from(at.value.as_str()), line: at.line }).collect()
}
