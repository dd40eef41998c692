//! Released ids. Learners' records name them, so none may vanish; `ids.txt` remembers them all.

use std::collections::{BTreeMap, BTreeSet};

use super::lesson::LessonFile;
use super::load::Draft;
use super::schema::meant;
use super::{Files, Findings};

/// The file's path.
pub(super) const FILE: &str = "ids.txt";

const KINDS: [&str; 5] = ["entry", "lesson", "skill", "step", "track"];

/// One line of `ids.txt`.
pub(super) struct Released {
    kind: &'static str,
    id: String,
    line: usize,
}

/// Something that has an id now.
struct Current {
    kind: &'static str,
    id: String,
}

/// The full text that `ids.txt` should have: every id released before and every one that there is now.
pub fn released_ids(files: &Files) -> String {
    let ignored = Findings::default();
    let draft = Draft::read(files, &ignored);
    let before = draft.released.iter().flatten().map(|released| format!("{} {}", released.kind, released.id));
    let now = current(&draft).into_iter().map(|current| format!("{} {}", current.kind, current.id));
    let all: BTreeSet<String> = before.chain(now).collect();
    all.into_iter().map(|line| line + "\n").collect()
}

/// Reads `ids.txt`: a kind and an id on each line; empty lines and lines that begin with `#` say nothing.
pub(super) fn read(text: &str, findings: &Findings) -> Vec<Released> {
    let mut all: Vec<Released> = Vec::new();
    let mut seen = BTreeMap::new();
    for (line, text) in text.lines().enumerate().map(|(at, text)| (at + 1, text.trim())) {
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(first) = seen.insert(text, line) {
            findings.add(FILE, line, format!("this line stands in line {first} already; take it out"));
            continue;
        }
        let Some((kind, id)) = text.split_once(' ') else {
            findings.add(
                FILE,
                line,
                "a line is a kind and an id, such as \"lesson setup\"; add what is missing",
            );
            continue;
        };
        match KINDS.into_iter().find(|known| *known == kind) {
            Some(kind) => all.push(Released { kind, id: id.trim().to_owned(), line }),
            None => {
                let mend = meant(kind, KINDS, "use entry, lesson, skill, step or track");
                findings.add(FILE, line, format!("unknown kind {kind:?}; {mend}"));
            }
        }
    }
    all
}

/// Compares what was released with what there is.
pub(super) fn check(draft: &Draft, findings: &Findings) {
    let Some(released) = &draft.released else {
        findings.add(
            FILE,
            1,
            "the file is missing; make it, with a line for each id, such as \"lesson setup\"",
        );
        return;
    };
    let lines: BTreeSet<(&str, &str)> = released.iter().map(|line| (line.kind, line.id.as_str())).collect();
    let current = current(draft);
    let current: BTreeSet<(&str, &str)> = current.iter().map(|now| (now.kind, now.id.as_str())).collect();
    for old in released.iter().filter(|old| !current.contains(&(old.kind, old.id.as_str()))) {
        if let Some(mend) = vanished(draft, old, &lines) {
            let Released { kind, id, line } = old;
            findings.add(FILE, *line, format!("the released {kind} {id:?} is gone; {mend}"));
        }
    }
}

/// How to mend an id that nothing has any more; none where it is covered.
fn vanished(draft: &Draft, old: &Released, lines: &BTreeSet<(&str, &str)>) -> Option<String> {
    let id = &old.id;
    if draft.is_broken(old.kind, id) {
        return None;
    }
    match old.kind {
        "lesson" if renamed_to(draft, id).is_some() => None,
        "lesson" => Some(format!(
            "bring its file back, move it to retired/, or add was = [{id:?}] to the lesson that took its place"
        )),
        "step" => {
            let (lesson, step) = id.split_once('/').unwrap_or((id, ""));
            let now =
                draft.lessons.get(lesson).or_else(|| draft.retired.get(lesson)).or(renamed_to(draft, lesson));
            match now {
                Some(now) if now.lesson.step(&step.into()).is_some() => None,
                Some(now) => Some(format!("give a step of {} the id {step:?} again", now.file)),
                // The lesson's own line says it for all its steps.
                None if lines.contains(&("lesson", lesson)) || draft.is_broken("lesson", lesson) => None,
                None => Some("bring its lesson back".to_owned()),
            }
        }
        "skill" if draft.broken.contains("skills.toml") => None,
        "skill" => Some("bring it back into skills.toml with its old number".to_owned()),
        "track" => Some(format!("bring tracks/{id}.toml back")),
        _ => Some(format!("bring why/{id}.md back")),
    }
}

fn renamed_to<'d>(draft: &'d Draft, id: &str) -> Option<&'d LessonFile> {
    draft.lessons.values().find(|file| file.was.iter().any(|was| was.value == id))
}

/// All ids that there are now.
fn current(draft: &Draft) -> Vec<Current> {
    let mut all = Vec::new();
    for (id, file) in draft.lessons.iter().chain(&draft.retired) {
        all.push(Current { kind: "lesson", id: id.to_string() });
        for step in &file.lesson.steps {
            // A step without an id has its own finding.
            if !step.id.as_str().is_empty() {
                all.push(Current { kind: "step", id: format!("{id}/{}", step.id) });
            }
        }
    }
    for id in draft.tracks.keys() {
        all.push(Current { kind: "track", id: id.to_string() });
    }
    for id in draft.entries.keys() {
        all.push(Current { kind: "entry", id: id.clone() });
    }
    for id in draft.skills.keys() {
        all.push(Current { kind: "skill", id: id.to_string() });
    }
    all
}
