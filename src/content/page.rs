//! A content file as text with lines: TOML, or TOML between two lines of `+++` and then Markdown.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use super::Findings;

/// A file's text and where its lines begin.
pub(super) struct Page<'t> {
    /// The file's path.
    pub file: &'t str,
    text: &'t str,
    starts: Vec<usize>,
    toml: Range<usize>,
    body: usize,
}

impl<'t> Page<'t> {
    /// A file that is TOML from its first line to its last.
    pub fn toml(file: &'t str, text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, text, starts, toml: 0..text.len(), body: text.len() }
    }

    /// A file with front matter; a finding where the fences are missing.
    pub fn markdown(file: &'t str, text: &'t str, findings: &Findings) -> Option<Self> {
        let mut page = Self::toml(file, text);
        let mut fences = page
            .starts
            .iter()
            .enumerate()
            .filter(|(line, _)| page.line_text(line + 1).trim_end() == "+++")
            .map(|(line, at)| (line, *at));
        if fences.next().is_none_or(|(line, _)| line != 0) {
            findings.add(file, 1, "the file must begin with a line +++, then TOML, then a line +++ again");
            return None;
        }
        let Some((line, at)) = fences.next() else {
            findings.add(file, 1, "the front matter has no end; put a line +++ after its last key");
            return None;
        };
        page.toml = page.starts[1]..at;
        page.body = page.starts.get(line + 1).copied().unwrap_or(text.len());
        Some(page)
    }

    /// The TOML as a table with places; each syntax error is a finding.
    pub fn table(&self, findings: &Findings) -> Option<Spanned<DeTable<'t>>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text[self.toml.clone()]);
        let mut last = 0;
        for error in &errors {
            let line = error.span().map_or(self.line(0), |span| self.line(span.start));
            // The parser goes on after an error; what it then says about the same line is noise.
            if line != last {
                let what = error.message().replace('\n', "; ");
                findings.add(self.file, line, format!("this is not valid TOML: {what}"));
            }
            last = line;
        }
        errors.is_empty().then_some(table)
    }

    /// The line of a place in the TOML.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at + self.toml.start)
    }

    /// The last line before the body.
    pub fn fence_line(&self) -> usize {
        self.starts.partition_point(|start| *start < self.body).max(1)
    }

    /// The body's lines with their numbers.
    pub fn body(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let before = self.fence_line();
        self.text[self.body..].lines().enumerate().map(move |(line, text)| (before + 1 + line, text))
    }

    fn line_text(&self, line: usize) -> &'t str {
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        &self.text[self.starts[line - 1]..end]
    }
}
