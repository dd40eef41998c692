//! Reading a table key by key. What is asked for is what is known: a key that nobody asked for is a
//! finding, so the list of known keys cannot drift from the code.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::limits::{self, length};
use super::page::Page;
use super::{At, Findings};

/// A table whose keys are being taken. Every fault is a finding, and reading goes on.
pub(super) struct Keys<'t> {
    page: &'t Page<'t>,
    findings: &'t Findings,
    table: &'t DeTable<'t>,
    /// The line of the table's heading.
    pub line: usize,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<'t> Keys<'t> {
    /// The keys of a whole file.
    pub fn root(page: &'t Page<'t>, table: &'t Spanned<DeTable<'t>>, findings: &'t Findings) -> Self {
        Self::new(page, table.get_ref(), 1, findings)
    }

    fn new(page: &'t Page<'t>, table: &'t DeTable<'t>, line: usize, findings: &'t Findings) -> Self {
        Self { page, findings, table, line, asked: Vec::new(), missing: Vec::new() }
    }

    /// Text that must be there and not be empty, at most `max` characters.
    pub fn text(&mut self, key: &'static str, max: usize) -> Option<At<String>> {
        let text = self.optional_text(key, max);
        self.require(key);
        text
    }

    /// Text that may be left out.
    pub fn optional_text(&mut self, key: &'static str, max: usize) -> Option<At<String>> {
        let (line, value) = self.take(key)?;
        let at = self.text_of(&format!("{key:?}"), value, line)?;
        self.fits(&format!("{key:?}"), &at, max);
        Some(at)
    }

    /// An id: lower case, digits and hyphens.
    pub fn id(&mut self, key: &'static str) -> Option<At<String>> {
        let id = self.optional_id(key);
        self.require(key);
        id
    }

    /// An id that may be left out.
    pub fn optional_id(&mut self, key: &'static str) -> Option<At<String>> {
        let id = self.optional_text(key, usize::MAX)?;
        if !is_id(&id.value) {
            self.find(id.line, not_an_id(&id.value));
        }
        Some(id)
    }

    /// A list of texts, each with its own line; empty when it is left out.
    pub fn list(&mut self, key: &'static str, max: usize) -> Vec<At<String>> {
        let Some((line, value)) = self.take(key) else {
            return Vec::new();
        };
        let Some(values) = value.get_ref().as_array() else {
            self.wrong_type(key, "a list of texts in brackets", value, line);
            return Vec::new();
        };
        let what = format!("an item of {key:?}");
        let mut texts = Vec::new();
        for value in values.iter() {
            let line = self.page.line(value.span().start);
            if let Some(at) = self.text_of(&what, value, line) {
                self.fits(&what, &at, max);
                texts.push(at);
            }
        }
        texts
    }

    /// A list that must be there and hold something.
    pub fn filled_list(&mut self, key: &'static str, max: usize) -> Vec<At<String>> {
        let texts = self.list(key, max);
        self.require(key);
        if let Some(line) = self.empty_array(key) {
            self.find(line, format!("{key:?} is empty; give it at least one item"));
        }
        texts
    }

    /// `true` or `false`; `false` when it is left out.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some((line, value)) = self.take(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(key, "true or false, without quotes", value, line);
            false
        })
    }

    /// A whole number within a range, both ends in.
    pub fn number(&mut self, key: &'static str, least: u32, most: u32) -> Option<At<u32>> {
        let taken = self.take(key);
        self.require(key);
        let (line, value) = taken?;
        let Some(number) = value.get_ref().as_integer() else {
            self.wrong_type(key, "a whole number, without quotes", value, line);
            return None;
        };
        let number = i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX);
        match u32::try_from(number) {
            Ok(number) if (least..=most).contains(&number) => Some(At { value: number, line }),
            _ => {
                self.find(line, format!("{key:?} must be from {least} to {most}; change {number}"));
                None
            }
        }
    }

    /// The tables under `[[key]]`; empty, with a finding, when there is none.
    pub fn tables(&mut self, key: &'static str) -> Vec<Keys<'t>> {
        let taken = self.take(key);
        self.require(key);
        let Some((line, value)) = taken else {
            return Vec::new();
        };
        let Some(values) = value.get_ref().as_array() else {
            self.wrong_type(key, &format!("tables, each under its own line [[{key}]]"), value, line);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for value in values.iter() {
            let line = self.page.line(value.span().start);
            match value.get_ref().as_table() {
                Some(table) => tables.push(Self::new(self.page, table, line, self.findings)),
                None => {
                    self.wrong_type(key, &format!("tables, each under its own line [[{key}]]"), value, line)
                }
            }
        }
        tables
    }

    /// The table `key = { … }`, which may be left out.
    pub fn optional_table(&mut self, key: &'static str) -> Option<Keys<'t>> {
        let (line, value) = self.take(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, &format!("a table, such as {key} = {{ … }}"), value, line);
            return None;
        };
        Some(Self::new(self.page, table, line, self.findings))
    }

    /// Every key as a table of its own, for files whose keys are ids.
    pub fn named_tables(&self) -> Vec<(At<String>, Keys<'t>)> {
        let mut tables = Vec::new();
        for (key, value) in self.table {
            let line = self.page.line(key.span().start);
            match value.get_ref().as_table() {
                Some(table) => {
                    let name = At { value: key.get_ref().to_string(), line };
                    tables.push((name, Self::new(self.page, table, line, self.findings)));
                }
                None => self
                    .find(line, format!("{:?} must be a table; write [{0}] above its keys", key.get_ref())),
            }
        }
        tables
    }

    /// The line of a key, or of the table where the key is not there.
    pub fn line_of(&self, key: &str) -> usize {
        self.table.get_key_value(key).map_or(self.line, |(key, _)| self.page.line(key.span().start))
    }

    /// A finding in this file.
    pub fn find(&self, line: usize, message: impl Into<String>) {
        self.findings.add(self.page.file, line, message);
    }

    /// Ends the reading: what was not asked for is unknown, what was not there is missing.
    pub fn finish(mut self) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let line = self.page.line(key.span().start);
            let absent = self.asked.iter().copied().filter(|asked| !self.table.contains_key(*asked));
            if let Some(meant) = nearest(name, absent) {
                // One mistake, one finding: a mistyped key is not missing as well.
                self.missing.retain(|missing| *missing != meant);
                self.find(line, format!("unknown key {name:?}; did you mean {meant:?}?"));
            } else {
                let known = self.asked.join(", ");
                self.find(line, format!("unknown key {name:?}; take it out (known here: {known})"));
            }
        }
        for key in &self.missing {
            self.find(self.line, format!("the key {key:?} is missing; add it"));
        }
    }

    fn take(&mut self, key: &'static str) -> Option<(usize, &'t Spanned<DeValue<'t>>)> {
        self.asked.push(key);
        let (name, value) = self.table.get_key_value(key)?;
        Some((self.page.line(name.span().start), value))
    }

    fn require(&mut self, key: &'static str) {
        if !self.table.contains_key(key) {
            self.missing.push(key);
        }
    }

    fn empty_array(&self, key: &str) -> Option<usize> {
        let (name, value) = self.table.get_key_value(key)?;
        value.get_ref().as_array()?.is_empty().then(|| self.page.line(name.span().start))
    }

    fn text_of(&self, what: &str, value: &Spanned<DeValue<'_>>, line: usize) -> Option<At<String>> {
        match value.get_ref().as_str().map(str::trim) {
            Some("") => {
                self.find(line, format!("{what} is empty; write something or take it out"));
                None
            }
            Some(text) => Some(At { value: text.to_owned(), line }),
            None => {
                let is = shown_type(value.get_ref());
                self.find(line, format!("{what} must be text in quotes, not {is}"));
                None
            }
        }
    }

    fn fits(&self, what: &str, text: &At<String>, max: usize) {
        let long = length(&text.value);
        if long > max {
            self.find(text.line, format!("{what} has {long} characters; shorten it to {max}"));
        }
    }

    fn wrong_type(&self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>, line: usize) {
        let is = shown_type(value.get_ref());
        self.find(line, format!("{key:?} must be {wanted}, not {is}"));
    }
}

fn shown_type(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Whether `name` can be an id.
pub(super) fn is_id(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=limits::ID).contains(&name.len()) && name.bytes().all(allowed)
}

/// What to say where [`is_id`] does not hold.
pub(super) fn not_an_id(name: &str) -> String {
    format!("{name:?} is not an id; use 1 to {} small letters, digits and hyphens", limits::ID)
}

/// The candidate that was most probably meant, if one is near enough to be named.
pub(super) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(&name, candidate), candidate))
        .filter(|(near, _)| *near >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The end of a sentence about an unknown name: the one that was meant, or what to do without it.
pub(super) fn meant<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>, or: &str) -> String {
    nearest(name, candidates).map_or_else(|| or.to_owned(), |meant| format!("did you mean {meant:?}?"))
}
