//! `study-coach check`: every finding in the content and the configuration.

use std::path::Path;

use super::args::Check;
use super::failure::{Failure, Result};
use super::{Context, content, out};
use crate::content::Content;
use crate::content::voice::SENTENCES;

pub(super) fn run(context: &Context<'_>, check: &Check) -> Result<()> {
    let options: Vec<(&'static str, String)> =
        check.dir.iter().map(|dir| ("content.dir", dir.clone())).collect();
    let (config, faults) = context.read(&options);
    let dir = check.dir.as_deref().map(Path::new).or(config.content.dir.as_deref());
    let content = content::read(dir);
    for fault in &faults {
        out::line(&fault.to_string())?;
    }
    match content {
        Err(findings) => {
            for finding in findings {
                // A finding stays one line, whatever it quotes.
                out::line(&finding.to_string().replace('\n', " "))?;
            }
            Err(Failure::Findings)
        }
        Ok(_) if !faults.is_empty() => Err(Failure::Findings),
        Ok((content, _)) => out::line(&fine(&content)),
    }
}

fn fine(content: &Content) -> String {
    format!(
        "{} lessons, {} tracks, {} entries and {} sentences are fine.",
        content.curriculum.lessons.len(),
        content.curriculum.tracks.len(),
        content.entries.len(),
        SENTENCES.len(),
    )
}
