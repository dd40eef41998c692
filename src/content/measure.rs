//! The content as a whole: hours within what was agreed, nothing that nobody is ever given, no figure
//! without its source.

use std::collections::{BTreeMap, BTreeSet};

use super::check::groups;
use super::entry::EntryFile;
use super::lesson::LessonFile;
use super::load::Draft;
use super::track::{Hours, TrackFile};
use super::{At, Findings};
use crate::study::curriculum::Importance;

/// Looks at a draft in which everything else is right.
pub(super) fn check(draft: &Draft, findings: &Findings) {
    for file in draft.entries.values() {
        check_figures(file, findings);
    }
    let groups = groups(draft);
    check_reach(draft, findings);
    for file in draft.tracks.values() {
        let lessons = file.lessons.iter().filter_map(|name| taken(draft, &groups, file, name.value.as_str()));
        let optional: BTreeSet<&str> = file.optional.iter().map(|name| name.value.as_str()).collect();
        let counted = lessons.filter(|lesson| {
            let name = lesson.lesson.one_of.as_ref().map_or(&lesson.lesson.id, |one_of| &one_of.group);
            lesson.lesson.importance != Importance::Optional && !optional.contains(name.as_str())
        });
        if let Some(hours) = &file.hours {
            within(&file.file, hours, counted, "this track's lessons that are not optional", findings);
        }
    }
    for (tier, hours) in &draft.tiers {
        let of_tier = draft.lessons.values().filter(|file| file.lesson.tier == *tier);
        // Of a one-of group, a learner takes one side.
        let counted = of_tier.filter(|file| {
            let one_of = file.lesson.one_of.as_ref();
            one_of.is_none_or(|one_of| groups[one_of.group.as_str()][0].lesson.id == file.lesson.id)
        });
        within("tiers.toml", hours, counted, &format!("the lessons of {tier:?}"), findings);
    }
}

/// The lesson behind a name of a track: of a group, the side that the track takes.
fn taken<'d>(
    draft: &'d Draft,
    groups: &BTreeMap<&str, Vec<&'d LessonFile>>,
    track: &TrackFile,
    name: &str,
) -> Option<&'d LessonFile> {
    let sides = match groups.get(name) {
        None => return draft.lessons.get(name),
        Some(sides) => sides,
    };
    let chosen = |side: &&&LessonFile| {
        let choice = side.lesson.one_of.as_ref().map(|one_of| &one_of.choice);
        track.choices.iter().any(|wanted| Some(&wanted.value) == choice)
    };
    sides.iter().find(chosen).copied()
}

fn within<'d>(
    file: &str,
    hours: &At<Hours>,
    lessons: impl Iterator<Item = &'d LessonFile>,
    what: &str,
    findings: &Findings,
) {
    let minutes: u32 = lessons.flat_map(|file| &file.lesson.steps).map(|step| step.minutes.0).sum();
    let total = (minutes + 30) / 60;
    if !hours.value.contains(&total) {
        let (from, to) = (hours.value.start(), hours.value.end());
        let message = format!(
            "{what} take {total} h together, and \"hours\" says {from} to {to}; change the minutes or the range"
        );
        findings.add(file, hours.line, message);
    }
}

/// A lesson that stands in no track is never given to anybody.
fn check_reach(draft: &Draft, findings: &Findings) {
    let named: BTreeSet<&str> =
        draft.tracks.values().flat_map(|file| &file.lessons).map(|name| name.value.as_str()).collect();
    for (id, file) in &draft.lessons {
        let name = file.lesson.one_of.as_ref().map_or(id.as_str(), |one_of| one_of.group.as_str());
        if !named.contains(name) {
            let message = format!(
                "no track holds {name:?}, so nobody is ever given it; add it to a track or retire it"
            );
            findings.add(&file.file, 1, message);
        }
    }
}

/// A figure in an answer stands in one of its facts too, with its year and source.
fn check_figures(file: &EntryFile, findings: &Findings) {
    let facts: BTreeSet<&str> = file.entry.facts.iter().flat_map(|fact| figures(&fact.text)).collect();
    let years: Vec<String> = file.entry.facts.iter().map(|fact| fact.year.to_string()).collect();
    for figure in figures(&file.entry.answer) {
        if !facts.contains(figure) && !years.iter().any(|year| year == figure) {
            let message = format!(
                "the answer's figure {figure:?} stands in none of its facts; give its fact with year and source, or say it without the figure"
            );
            findings.add(&file.file, file.answer_at, message);
        }
    }
}

/// Numbers of at least two digits that stand by themselves: `38`, `1,000`, `3.7`, but not the `2` of
/// "2 to 4" or the `8` of "K8s".
fn figures(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == ','))
        .map(|word| word.trim_matches(['.', ',']))
        .filter(|word| {
            word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
                && word.chars().filter(char::is_ascii_digit).count() > 1
        })
}
