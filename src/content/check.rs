//! Faults between files: names that lead nowhere, groups with a side missing, too many commands.

use std::collections::BTreeMap;

use super::Findings;
use super::entry::EntryFile;
use super::lesson::LessonFile;
use super::limits;
use super::load::Draft;
use super::schema::meant;
use crate::study::units::LessonId;

/// The sides of each one-of group, in the order of their ids.
pub(super) fn groups(draft: &Draft) -> BTreeMap<&str, Vec<&LessonFile>> {
    let mut groups: BTreeMap<&str, Vec<&LessonFile>> = BTreeMap::new();
    for file in draft.lessons.values() {
        if let Some(one_of) = &file.lesson.one_of {
            groups.entry(one_of.group.as_str()).or_default().push(file);
        }
    }
    groups
}

/// Looks at everything but orders and released ids.
pub(super) fn check(draft: &Draft, findings: &Findings) {
    let names = Names { draft, groups: groups(draft), renamed: renamed(draft, findings) };
    for file in draft.lessons.values() {
        names.check_needs(file, findings);
    }
    for file in draft.lessons.values().chain(draft.retired.values()) {
        check_skills(draft, file, findings);
    }
    for file in draft.retired.values() {
        if let Some(by) = &file.replaced_by
            && !draft.lessons.contains_key(by.value.as_str())
        {
            names.unknown(&file.file, by.line, &by.value, findings);
        }
    }
    names.check_groups(findings);
    names.check_tracks(findings);
    for file in draft.entries.values() {
        names.check_entry(file, findings);
    }
    check_commands(draft, findings);
    for file in draft.tracks.values().skip(limits::TRACKS) {
        let (count, most) = (draft.tracks.len(), limits::TRACKS);
        findings.add(
            &file.file,
            1,
            format!("{count} tracks are here, and Discord offers {most}; take one out"),
        );
    }
}

/// Former ids and what they are called now.
fn renamed<'d>(draft: &'d Draft, findings: &Findings) -> BTreeMap<&'d str, &'d str> {
    let mut renamed: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, file) in &draft.lessons {
        for was in &file.was {
            let old = was.value.as_str();
            if draft.lessons.contains_key(old) || draft.retired.contains_key(old) {
                let message =
                    format!("{old:?} is still a lesson; take it out of \"was\", or the lesson away");
                findings.add(&file.file, was.line, message);
            } else if let Some(other) = renamed.insert(old, id.as_str()) {
                let message = format!("{other:?} says that it was {old:?} too; only one lesson can");
                findings.add(&file.file, was.line, message);
            }
        }
    }
    renamed
}

/// Everything that a lesson's name can lead to.
struct Names<'d> {
    draft: &'d Draft,
    groups: BTreeMap<&'d str, Vec<&'d LessonFile>>,
    renamed: BTreeMap<&'d str, &'d str>,
}

impl Names<'_> {
    fn exists(&self, name: &str) -> bool {
        self.draft.lessons.contains_key(name)
            || self.groups.contains_key(name)
            || self.draft.is_broken("lesson", name)
    }

    fn unknown(&self, file: &str, line: usize, name: &str, findings: &Findings) {
        let mend = if let Some(now) = self.renamed.get(name) {
            format!("it is now called {now:?}")
        } else if let Some(retired) = self.draft.retired.get(name) {
            let by = retired.replaced_by.as_ref().map(|by| by.value.as_str());
            by.map_or_else(
                || "it is retired; take it out".to_owned(),
                |by| format!("it is retired; name {by:?}"),
            )
        } else {
            let lessons = self.draft.lessons.keys().map(LessonId::as_str);
            meant(name, lessons.chain(self.groups.keys().copied()), "write that lesson or take the name out")
        };
        findings.add(file, line, format!("there is no lesson or one-of group {name:?}; {mend}"));
    }

    fn check_needs(&self, file: &LessonFile, findings: &Findings) {
        let own = file.lesson.one_of.as_ref().map(|one_of| &one_of.choice);
        for (need, line) in file.lesson.needs.iter().zip(&file.needs_at) {
            if !self.exists(need.as_str()) {
                self.unknown(&file.file, *line, need.as_str(), findings);
                continue;
            }
            // A side may lean on the same side of another group: whoever takes one takes both.
            let side = self.draft.lessons.get(need).and_then(|needed| needed.lesson.one_of.as_ref());
            if let Some(side) = side.filter(|side| Some(&side.choice) != own) {
                let group = &side.group;
                let message = format!(
                    "{need:?} is one side of {:?}, and a learner may take another; need {:?} instead",
                    group.as_str(),
                    group.as_str(),
                    need = need.as_str(),
                );
                findings.add(&file.file, *line, message);
            }
        }
    }

    fn check_groups(&self, findings: &Findings) {
        for (group, sides) in &self.groups {
            if let Some(lesson) = self.draft.lessons.get(*group) {
                let message =
                    format!("the group {group:?} is called like {}; rename one of them", lesson.file);
                findings.add(&sides[0].file, sides[0].group_at, message);
            }
            if let [only] = sides.as_slice()
                && !self.draft.lacks_lessons()
            {
                let message = format!(
                    "the group {group:?} has this side only; add another side or take one_of and choice out"
                );
                findings.add(&only.file, only.group_at, message);
            }
            let choice = |file: &LessonFile| file.lesson.one_of.as_ref().map(|one_of| one_of.choice.clone());
            for (place, side) in sides.iter().enumerate() {
                if let Some(other) = sides[..place].iter().find(|other| choice(other) == choice(side)) {
                    let choice = choice(side).unwrap_or_default();
                    let message =
                        format!("{} is the side {choice:?} of {group:?} already; choose another", other.file);
                    findings.add(&side.file, side.group_at, message);
                }
            }
        }
    }

    fn check_tracks(&self, findings: &Findings) {
        if self.draft.tracks.is_empty()
            && self.draft.broken.iter().all(|broken| !broken.starts_with("track "))
        {
            findings.add(
                "tracks",
                1,
                "there is no track; write tracks/<id>.toml with the lessons in their order",
            );
        }
        for file in self.draft.tracks.values() {
            for name in file.lessons.iter().filter(|name| !self.exists(name.value.as_str())) {
                self.unknown(&file.file, name.line, name.value.as_str(), findings);
            }
        }
    }

    fn check_entry(&self, file: &EntryFile, findings: &Findings) {
        let entry = &file.entry;
        if let Some(lesson) = entry.lesson.as_ref().filter(|lesson| !self.exists(lesson.as_str())) {
            self.unknown(&file.file, file.lesson_at, lesson.as_str(), findings);
        }
        for (related, line) in entry.related.iter().zip(&file.related_at) {
            if *related == entry.id {
                findings.add(&file.file, *line, "an entry is not related to itself; take it out");
            } else if !self.draft.entries.contains_key(related) && !self.draft.is_broken("entry", related) {
                let entries = self.draft.entries.keys().map(String::as_str);
                let mend = meant(related, entries, "write that entry or take the name out");
                findings.add(&file.file, *line, format!("there is no entry {related:?}; {mend}"));
            }
        }
    }
}

fn check_skills(draft: &Draft, file: &LessonFile, findings: &Findings) {
    if draft.broken.contains("skills.toml") {
        return;
    }
    for (skill, line) in file.lesson.gives.iter().zip(&file.gives_at) {
        if !draft.skills.contains_key(skill) {
            let skills = draft.skills.keys().map(|id| id.as_str());
            let mend = meant(skill.as_str(), skills, "add it to skills.toml with a new number");
            findings.add(&file.file, *line, format!("there is no skill {:?}; {mend}", skill.as_str()));
        }
    }
}

fn check_commands(draft: &Draft, findings: &Findings) {
    let own: Vec<&EntryFile> = draft.entries.values().filter(|file| file.entry.command).collect();
    for file in &own {
        let name = format!("why-{}", file.entry.id);
        if name.len() > limits::COMMAND {
            let (long, most) = (name.len(), limits::COMMAND);
            let message = format!(
                "the command /{name} has {long} characters, and Discord takes {most}; rename the file or set command = false"
            );
            findings.add(&file.file, file.command_at, message);
        }
    }
    for file in own.iter().skip(limits::COMMANDS) {
        let (count, most) = (own.len(), limits::COMMANDS);
        let message =
            format!("{count} entries have their own command, and {most} may; set command = false here");
        findings.add(&file.file, file.command_at, message);
    }
}
