//! The content and the voices, as every command starts with them.

use std::path::Path;

use anyhow::anyhow;

use super::voice;
use crate::content::voice::Voices;
use crate::content::{Content, Files, Finding, load};

/// Reads and checks the content in `dir`, or what is built in.
///
/// # Errors
/// Content with a finding does not start: the error is the first finding, how many there are and how
/// to see them all.
pub fn load_content(dir: Option<&Path>) -> anyhow::Result<(Content, Voices)> {
    read(dir).map_err(|findings| {
        let command = match dir {
            Some(dir) => format!("study-coach check {}", dir.display()),
            None => "study-coach check".to_owned(),
        };
        match findings.as_slice() {
            [] => anyhow!("the content does not load; run {command}"),
            [one] => anyhow!("{one}"),
            [first, more @ ..] => anyhow!("{first} (and {} more; {command} lists them)", more.len()),
        }
    })
}

/// Reads and checks; the findings name files with their folder, or with `prompts/` where they are
/// built in.
pub(super) fn read(dir: Option<&Path>) -> Result<(Content, Voices), Vec<Finding>> {
    let files = match dir {
        Some(dir) => Files::read(dir).map_err(|mut findings| {
            // A folder that cannot be read names itself in full.
            findings
                .iter_mut()
                .filter(|finding| !Path::new(&finding.file).starts_with(dir))
                .for_each(|finding| place(finding, dir));
            findings
        })?,
        None => Files::built_in(),
    };
    let (content, mut findings) = match load(&files) {
        Ok(content) => (Some(content), Vec::new()),
        Err(findings) => (None, findings),
    };
    let voices = voice::check(&files, &mut findings);
    match (content, voices) {
        (Some(content), Some(voices)) if findings.is_empty() => Ok((content, voices)),
        _ => {
            findings.sort();
            findings.iter_mut().for_each(|finding| place(finding, dir.unwrap_or(Path::new("prompts"))));
            Err(findings)
        }
    }
}

/// Puts the folder before a finding's file.
pub(super) fn place(finding: &mut Finding, dir: &Path) {
    finding.file = dir.join(&finding.file).display().to_string();
}
