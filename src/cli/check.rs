//! `study-coach check`: every finding in the content and the configuration.

use std::path::Path;

use super::args::Check;
use super::failure::{Failure, Result};
use super::{Context, coach, content, links, out};
use crate::content::voice::SENTENCES;
use crate::content::{Content, Files, Finding};

pub(super) fn run(context: &Context<'_>, check: &Check) -> Result<()> {
    let options: Vec<(&'static str, String)> =
        check.dir.iter().map(|dir| ("content.dir", dir.clone())).collect();
    let (config, faults) = context.read(&options);
    let dir = check.dir.as_deref().map(Path::new).or(config.content.dir.as_deref());
    let content = content::read(dir);
    let (addresses, dead) = if check.links { links(dir)? } else { (0, Vec::new()) };
    for fault in &faults {
        out::line(&fault.to_string())?;
    }
    match content {
        Err(findings) => {
            for finding in findings.iter().chain(&dead) {
                // A finding stays one line, whatever it quotes.
                out::line(&finding.to_string().replace('\n', " "))?;
            }
            Err(Failure::Findings)
        }
        Ok((content, _)) => {
            for finding in &dead {
                out::line(&finding.to_string())?;
            }
            if !faults.is_empty() || !dead.is_empty() {
                return Err(Failure::Findings);
            }
            out::line(&fine(&content))?;
            if check.links { out::line(&format!("{addresses} addresses answer.")) } else { Ok(()) }
        }
    }
}

/// The addresses of the content that do not answer, by file and line.
fn links(dir: Option<&Path>) -> Result<(usize, Vec<Finding>)> {
    // A folder that cannot be read has its own finding.
    let files = dir.map_or_else(|| Ok(Files::built_in()), Files::read).unwrap_or_default();
    let mut tried = (0, Vec::new());
    coach::waiting(async {
        tried = links::check(&files).await?;
        Ok(())
    })?;
    tried.1.iter_mut().for_each(|finding| content::place(finding, dir.unwrap_or(Path::new("prompts"))));
    Ok(tried)
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
