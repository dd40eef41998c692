//! The content's files, wherever they come from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};

use super::{Finding, Findings};
use crate::study::fnv;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// Content is two folders deep. A little more is read so that what is stray is named; a link that
/// leads back to its own folder ends here.
const DEEPEST: usize = 4;

/// Texts by path, such as `lessons/foundations/setup.md`, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// What was built into the program.
    pub fn built_in() -> Self {
        let mut files = Self::default();
        files.embed(&BUILT_IN);
        files
    }

    /// What is in a folder now. Names that begin with a dot are the editors' business and not read.
    pub fn read(dir: &Path) -> Result<Self, Vec<Finding>> {
        let mut files = Self::default();
        let findings = Findings::default();
        files.read_folder(dir, "", 0, &findings);
        let findings = findings.sorted();
        if findings.is_empty() { Ok(files) } else { Err(findings) }
    }

    /// One more text, or another in its place.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let text: String = text.into();
        // Some Windows editors put a mark before the first line, where nobody sees it.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        self.0.insert(path.into(), text);
    }

    /// Takes a text out.
    pub fn remove(&mut self, path: &str) -> Option<String> {
        self.0.remove(path)
    }

    /// One text.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// All paths with their texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// A name for exactly these texts: FNV-1a, which is short and the same on every machine and day.
    pub fn version(&self) -> String {
        let texts = self.iter().flat_map(|(path, text)| [path, text]);
        // A byte that no text holds ends each, so that moving a line between files changes the hash.
        format!("{:016x}", fnv::hash(texts.flat_map(|text| text.bytes().chain([0xff]))))
    }

    fn embed(&mut self, dir: &Dir<'_>) {
        for entry in dir.entries() {
            let hidden =
                entry.path().file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            match entry {
                _ if hidden => {}
                DirEntry::Dir(dir) => self.embed(dir),
                DirEntry::File(file) => {
                    let path = file.path().to_string_lossy().replace('\\', "/");
                    self.insert(path, String::from_utf8_lossy(file.contents()));
                }
            }
        }
    }

    fn read_folder(&mut self, dir: &Path, prefix: &str, depth: usize, findings: &Findings) {
        let entries = match fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => {
                let shown = dir.display().to_string();
                findings.add(
                    &shown,
                    1,
                    format!("this folder cannot be read ({error}); name a folder in the form of prompts/"),
                );
                return;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{name}");
            // Follows links: a folder may be put together from several places.
            if !entry.path().is_dir() {
                self.read_file(&entry.path(), path, findings);
            } else if depth < DEEPEST {
                self.read_folder(&entry.path(), &format!("{path}/"), depth + 1, findings);
            } else {
                findings.add(&path, 1, "this folder lies too deep; content is at most two folders deep");
            }
        }
    }

    fn read_file(&mut self, file: &Path, path: String, findings: &Findings) {
        match fs::read(file).map(String::from_utf8) {
            Ok(Ok(text)) => self.insert(path, text),
            Ok(Err(error)) => {
                let good = error.utf8_error().valid_up_to();
                let line = 1 + error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count();
                findings.add(&path, line, "this line is not UTF-8; save the file as UTF-8");
            }
            Err(error) => {
                findings.add(
                    &path,
                    1,
                    format!("this file cannot be read ({error}); make it readable or move it away"),
                );
            }
        }
    }
}

impl<P: Into<String>, T: Into<String>> FromIterator<(P, T)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(iter: I) -> Self {
        let mut files = Self::default();
        for (path, text) in iter {
            files.insert(path, text);
        }
        files
    }
}
