//! From files to content: each file to its reader, then the checks between files.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::EntryFile;
use super::ids::Released;
use super::lesson::{LessonFile, TIERS};
use super::schema::{is_id, meant, not_an_id};
use super::search::SearchIndex;
use super::track::{Hours, TrackFile};
use super::{
    At, Content, Files, Finding, Findings, Names, Retired, check, entry, ids, lesson, locale, measure, names,
    order, track,
};
use crate::study::curriculum::{Curriculum, Skill};
use crate::study::units::{LessonId, SkillId, TrackId};

const VOICE: &str = "voice/en-US.ftl";
const SKILLS: &str = "skills.toml";
const FOLDERS: [&str; 5] = ["lessons", "retired", "tracks", "voice", "why"];
const TIER_HOURS: &str = "tiers.toml";
const ALONE: [&str; 5] = ["README.md", ids::FILE, names::FILE, SKILLS, TIER_HOURS];

/// What the files hold, not yet judged together.
#[derive(Default)]
pub(super) struct Draft {
    pub lessons: BTreeMap<LessonId, LessonFile>,
    pub retired: BTreeMap<LessonId, LessonFile>,
    pub tracks: BTreeMap<TrackId, TrackFile>,
    pub skills: BTreeMap<SkillId, Skill>,
    /// The hours that a tier's lessons may take together.
    pub tiers: BTreeMap<String, At<Hours>>,
    pub entries: BTreeMap<String, EntryFile>,
    /// What pseudonyms are made of; none where the file is missing.
    pub names: Option<Names>,
    /// `ids.txt`; none where the file is missing.
    pub released: Option<Vec<Released>>,
    /// Files that are there but cannot be read: their ids exist, and nobody is told otherwise.
    pub broken: BTreeSet<String>,
}

/// Reads and checks everything; all findings at once, by file and line.
pub fn load(files: &Files) -> Result<Content, Vec<Finding>> {
    let findings = Findings::default();
    let draft = Draft::read(files, &findings);
    let voice = files.get(VOICE);
    if voice.is_none() {
        findings.add(VOICE, 1, "the file with the coach's sentences is missing; bring it back");
    }
    if draft.names.is_none() {
        findings.add(names::FILE, 1, "the file with the words of pseudonyms is missing; bring it back");
    }
    check::check(&draft, &findings);
    order::check(&draft, &findings);
    // Sums and reach say nothing while a name is wrong or a file is missing.
    if findings.is_empty() {
        measure::check(&draft, &findings);
    }
    ids::check(&draft, &findings);
    let findings = findings.sorted();
    if findings.is_empty() {
        Ok(draft.into_content(files.version(), voice.unwrap_or_default()))
    } else {
        Err(findings)
    }
}

impl Draft {
    /// Gives every file to its reader.
    pub fn read(files: &Files, findings: &Findings) -> Self {
        let mut draft = Self::default();
        for (path, text) in files.iter() {
            let parts: Vec<&str> = path.split('/').collect();
            match parts.as_slice() {
                [ids::FILE] => draft.released = Some(ids::read(text, findings)),
                [SKILLS] => match track::skills(path, text, findings) {
                    Some(skills) => draft.skills = skills,
                    None => drop(draft.broken.insert(SKILLS.to_owned())),
                },
                [names::FILE] => draft.names = Some(names::read(path, text, findings)),
                [TIER_HOURS] => draft.tiers = track::tiers(path, text, findings),
                [_] if ALONE.contains(&path) => {}
                ["voice", _] if path == VOICE => {}
                ["voice", name] if locale::of_file(name).is_some() => {}
                ["voice", name] => findings.add(path, 1, not_a_voice(name)),
                ["tracks", name] => draft.read_track(path, name, text, findings),
                ["why", name] => draft.read_entry(path, name, text, findings),
                ["retired", name] => draft.read_lesson(path, "retired", name, text, findings),
                ["lessons", tier, name] if TIERS.contains(tier) => {
                    draft.read_lesson(path, tier, name, text, findings);
                }
                _ => findings.add(path, 1, stray(&parts)),
            }
        }
        draft
    }

    fn read_lesson(&mut self, path: &str, tier: &str, name: &str, text: &str, findings: &Findings) {
        let Some(id) = id_of(path, name, ".md", findings) else {
            return;
        };
        if let Some(other) = self.lessons.get(id).or_else(|| self.retired.get(id)) {
            findings.add(path, 1, format!("the id {id:?} belongs to {}; rename this file", other.file));
        } else if let Some(lesson) = lesson::read(path, text, id, tier, findings) {
            let lessons = if tier == "retired" { &mut self.retired } else { &mut self.lessons };
            lessons.insert(LessonId::from(id), lesson);
        } else {
            self.broken.insert(format!("lesson {id}"));
        }
    }

    fn read_track(&mut self, path: &str, name: &str, text: &str, findings: &Findings) {
        let Some(id) = id_of(path, name, ".toml", findings) else {
            return;
        };
        match track::read(path, text, id, findings) {
            Some(track) => drop(self.tracks.insert(TrackId::from(id), track)),
            None => drop(self.broken.insert(format!("track {id}"))),
        }
    }

    fn read_entry(&mut self, path: &str, name: &str, text: &str, findings: &Findings) {
        let Some(id) = id_of(path, name, ".md", findings) else {
            return;
        };
        match entry::read(path, text, id, findings) {
            Some(entry) => drop(self.entries.insert(id.to_owned(), entry)),
            None => drop(self.broken.insert(format!("entry {id}"))),
        }
    }

    /// Whether a file of this kind is there but cannot be read.
    pub fn is_broken(&self, kind: &str, id: &str) -> bool {
        self.broken.contains(&format!("{kind} {id}"))
    }

    /// Whether any lesson could not be read, so that groups may lack sides.
    pub fn lacks_lessons(&self) -> bool {
        self.broken.iter().any(|broken| broken.starts_with("lesson "))
    }

    fn into_content(self, version: String, voice: &str) -> Content {
        let renamed = self
            .lessons
            .iter()
            .flat_map(|(id, file)| {
                file.was.iter().map(|was| (LessonId::from(was.value.as_str()), id.clone()))
            })
            .collect();
        let retire = |file: LessonFile| Retired {
            lesson: file.lesson,
            replaced_by: file.replaced_by.map(|at| LessonId::from(at.value.as_str())),
        };
        let entries = self.entries.into_iter().map(|(id, file)| (id, file.entry)).collect();
        Content {
            curriculum: Curriculum {
                lessons: self.lessons.into_iter().map(|(id, file)| (id, file.lesson)).collect(),
                tracks: self.tracks.into_iter().map(|(id, file)| (id, file.track)).collect(),
                skills: self.skills,
                renamed,
                version,
            },
            index: SearchIndex::new(&entries),
            entries,
            names: self.names.unwrap_or_default(),
            retired: self.retired.into_iter().map(|(id, file)| (id, retire(file))).collect(),
            voice_source: voice.to_owned(),
        }
    }
}

/// The id that a file's name gives; a finding where it gives none.
fn id_of<'n>(path: &str, name: &'n str, ending: &str, findings: &Findings) -> Option<&'n str> {
    let Some(id) = name.strip_suffix(ending) else {
        findings.add(
            path,
            1,
            format!("stray file; files in this folder end in {ending}: rename it or move it away"),
        );
        return None;
    };
    if !is_id(id) {
        findings.add(path, 1, format!("the file's name is its id, but {}", not_an_id(id)));
        return None;
    }
    Some(id)
}

fn not_a_voice(name: &str) -> String {
    format!(
        "a voice's file is named after a locale of Discord's, such as de.ftl or pt-BR.ftl; rename {name:?}"
    )
}

/// What to say about a file that belongs nowhere.
fn stray(parts: &[&str]) -> String {
    let tiers =
        || format!("lessons are in one of {}", TIERS.map(|tier| format!("lessons/{tier}/")).join(", "));
    match parts {
        [name] => {
            let mend = meant(name, ALONE, "move it into its folder or away");
            format!("stray file {name:?}; {mend}")
        }
        ["lessons", tier, _, ..] if !TIERS.contains(tier) => {
            format!("unknown folder \"lessons/{tier}\"; {}", meant(tier, TIERS, &tiers()))
        }
        ["lessons", _] => format!("stray file; {}", tiers()),
        [folder, ..] if FOLDERS.contains(folder) => "stray file; move it away".to_owned(),
        [folder, ..] => {
            let or = format!("content is in {}", FOLDERS.join("/, "));
            format!("unknown folder {folder:?}; {}", meant(folder, FOLDERS, &format!("{or}/")))
        }
        [] => "stray file; move it away".to_owned(),
    }
}
