//! What people write in `prompts/`, read and checked: files in, `study`'s types and the knowledge base out.
//!
//! Whoever holds a [`Content`] may trust it. Content with a fault does not load; all faults are told
//! at once, each with its file and line. Nothing here prints, waits or asks the clock, and the voice
//! is only carried: its sentences are parsed elsewhere.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use crate::study::curriculum::{Curriculum, Lesson};
use crate::study::units::LessonId;

mod body;
mod check;
pub mod entry;
mod fields;
mod files;
mod ids;
mod lesson;
pub mod limits;
mod load;
pub mod locale;
mod measure;
mod names;
mod order;
mod page;
mod schema;
mod search;
mod track;
pub mod voice;
mod words;

pub use entry::{Entry, Fact};
pub use files::Files;
pub use ids::released_ids;
pub use load::load;
pub use names::Names;
pub use search::SearchIndex;

/// Everything that the coach knows, checked.
#[derive(Debug, Clone)]
pub struct Content {
    /// What can be learnt.
    pub curriculum: Curriculum,
    /// The knowledge base, by id.
    pub entries: BTreeMap<String, Entry>,
    /// What pseudonyms are made of.
    pub names: Names,
    /// Lessons that are in no plan any more but stay readable, since learners have them in their record.
    pub retired: BTreeMap<LessonId, Retired>,
    /// The text of `voice/en-US.ftl`.
    pub voice_source: String,
    /// Made once, so that a query costs microseconds.
    pub index: SearchIndex,
}

impl Content {
    /// The entries that answer `query`, best first; none when nothing fits.
    pub fn search(&self, query: &str) -> Vec<&Entry> {
        self.index.search(query).into_iter().filter_map(|id| self.entries.get(id)).collect()
    }
}

/// A lesson that was taken out of all plans.
#[derive(Debug, Clone)]
pub struct Retired {
    /// As it was.
    pub lesson: Lesson,
    /// The lesson that teaches this now, where there is one.
    pub replaced_by: Option<LessonId>,
}

/// One fault in the content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the content's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Findings as they come in. Shared, so that a reader of a table inside a table can report too.
#[derive(Debug, Default)]
struct Findings(RefCell<Vec<Finding>>);

impl Findings {
    fn add(&self, file: &str, line: usize, message: impl Into<String>) {
        self.0.borrow_mut().push(Finding { file: file.to_owned(), line, message: message.into() });
    }

    fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// By file, then line; the same sentence about the same line only once.
    fn sorted(self) -> Vec<Finding> {
        let mut findings = self.0.into_inner();
        findings.sort();
        findings.dedup();
        findings
    }
}

/// A value and the line on which it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct At<T> {
    value: T,
    line: usize,
}

/// The text that was read, or nothing where a finding stands for it.
fn text_of(text: Option<At<String>>) -> String {
    text.map(|at| at.value).unwrap_or_default()
}
