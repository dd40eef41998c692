//! The Markdown after the front matter: a text before the first heading, then sections.

use super::limits::length;
use super::page::Page;
use super::schema::nearest;
use super::{At, Findings};

struct Section<'t> {
    heading: &'t str,
    line: usize,
    text: String,
}

/// The body, whose sections are being taken. As with keys, what nobody takes is unknown.
pub(super) struct Body<'t> {
    page: &'t Page<'t>,
    findings: &'t Findings,
    before: At<String>,
    sections: Vec<Section<'t>>,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<'t> Body<'t> {
    /// Cuts the body at its `##` headings; a `##` inside a code block is code.
    pub fn of(page: &'t Page<'t>, findings: &'t Findings) -> Self {
        let mut before = At { value: String::new(), line: page.fence_line() };
        let mut sections: Vec<Section<'t>> = Vec::new();
        let mut in_code = false;
        for (line, text) in page.body() {
            in_code ^= text.trim_start().starts_with("```");
            if let Some(heading) = text.strip_prefix("## ").filter(|_| !in_code) {
                sections.push(Section { heading: heading.trim(), line, text: String::new() });
                continue;
            }
            let into = sections.last_mut().map_or(&mut before.value, |section| &mut section.text);
            into.push_str(text);
            into.push('\n');
        }
        Self { page, findings, before, sections, asked: Vec::new(), missing: Vec::new() }
    }

    /// The text before the first heading, which must be there.
    pub fn opening(&mut self, what: &str) -> String {
        let text = self.before.value.trim().to_owned();
        if text.is_empty() {
            self.find(self.before.line, format!("{what} is missing; write it below this line"));
        }
        text
    }

    /// There must be no text before the first heading.
    pub fn no_opening(&mut self, first: &str) {
        let Some(at) = self.before.value.lines().position(|line| !line.trim().is_empty()) else {
            return;
        };
        self.find(
            self.before.line + 1 + at,
            format!("this text stands under no heading; put it under \"## {first}\""),
        );
    }

    /// A section that must be there.
    pub fn section(&mut self, heading: &'static str, max: usize) -> String {
        let text = self.optional_section(heading, max);
        if text.is_none() && !self.sections.iter().any(|section| section.heading == heading) {
            self.missing.push(heading);
        }
        text.unwrap_or_default()
    }

    /// A section that may be left out, but not be empty.
    pub fn optional_section(&mut self, heading: &'static str, max: usize) -> Option<String> {
        self.asked.push(heading);
        let section = self.sections.iter().find(|section| section.heading == heading)?;
        let text = section.text.trim().to_owned();
        let long = length(&text);
        if text.is_empty() {
            self.find(section.line, format!("\"## {heading}\" is empty; write its text below the heading"));
            return None;
        }
        if long > max {
            self.find(section.line, format!("\"## {heading}\" has {long} characters; shorten it to {max}"));
        }
        Some(text)
    }

    /// Ends the reading: unknown, repeated and missing headings are findings.
    pub fn finish(mut self) {
        for (place, section) in self.sections.iter().enumerate() {
            let heading = section.heading;
            if self.sections[..place].iter().any(|other| other.heading == heading) {
                self.find(
                    section.line,
                    format!("the heading \"## {heading}\" stands twice; join the two sections"),
                );
            } else if !self.asked.contains(&heading) {
                let absent = self.asked.iter().copied();
                let absent = absent.filter(|asked| self.sections.iter().all(|other| other.heading != *asked));
                let meant = nearest(heading, absent);
                self.missing.retain(|missing| Some(*missing) != meant);
                let mend = meant.map_or_else(
                    || format!("take it out (known here: {})", self.asked.join(", ")),
                    |meant| format!("did you mean \"## {meant}\"?"),
                );
                self.find(section.line, format!("unknown heading \"## {heading}\"; {mend}"));
            }
        }
        for heading in &self.missing {
            let line = self.page.fence_line();
            self.find(line, format!("the heading \"## {heading}\" is missing; add it below, with its text"));
        }
    }

    fn find(&self, line: usize, message: String) {
        self.findings.add(self.page.file, line, message);
    }
}
