//! What always holds of the house itself: its rooms, its files and what it is built from.

mod dependencies;
mod documents;
mod rooms;

use std::fs;
use std::path::{Path, PathBuf};

/// A file's text without its comments.
pub struct Source {
    pub path: String,
    pub text: String,
    pub code: String,
}

/// All Rust files below a folder of the package.
pub fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open: Vec<PathBuf> = vec![root.join(folder)];
    let mut all = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            all.push(Source { path: path.strip_prefix(root).unwrap().display().to_string(), text, code });
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}
