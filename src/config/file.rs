//! Reading the file into the values of known keys.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Form, KEYS, Key};
use super::{Fault, nearest};

/// A value in the file.
pub(super) struct Written {
    pub text: String,
    pub line: usize,
}

/// The values of a file by the names of their keys; every fault in it is added to `faults`.
pub(super) fn values(path: &str, text: &str, faults: &mut Vec<Fault>) -> BTreeMap<&'static str, Written> {
    // Some Windows editors put a mark before the first line, where nobody sees it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { path, text, faults, values: BTreeMap::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        // What follows a syntax error is noise.
        let at = error.span().map_or(0, |span| span.start);
        let what = error.message().replace('\n', "; ");
        reader.fault(at, format!("this is not valid TOML: {what}"));
        return reader.values;
    }
    for (name, value) in table.get_ref() {
        reader.section(name, value);
    }
    reader.values
}

struct Reader<'r> {
    path: &'r str,
    text: &'r str,
    faults: &'r mut Vec<Fault>,
    values: BTreeMap<&'static str, Written>,
}

impl Reader<'_> {
    fn fault(&mut self, at: usize, message: String) {
        let line = Some(self.line(at));
        self.faults.push(Fault { place: self.path.to_owned(), line, message });
    }

    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count()
    }

    fn section(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let section = name.get_ref().as_ref();
        let known = KEYS.iter().any(|key| key.parts().0 == section);
        match value.get_ref() {
            DeValue::Table(table) if known || !table.is_empty() => {
                for (name, value) in table {
                    self.key(&format!("{section}.{}", name.get_ref()), name.span().start, value);
                }
            }
            _ if known => {
                let message = format!("{section} is a section; write [{section}] and its keys below");
                self.fault(name.span().start, message);
            }
            _ => self.unknown(section, name.span().start),
        }
    }

    fn key(&mut self, name: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            return self.unknown(name, at);
        };
        match written(key, value.get_ref()) {
            Some(text) => {
                let line = self.line(at);
                self.values.insert(key.name, Written { text, line });
            }
            None => self.fault(at, key.wrong(name)),
        }
    }

    fn unknown(&mut self, name: &str, at: usize) {
        let near = nearest::key(name);
        self.fault(at, format!("unknown key {name}; did you mean {near}?"));
    }
}

/// The value as text, where the file writes it as the key wants it. Empty text is not set, whatever
/// the key takes.
fn written(key: &Key, value: &DeValue<'_>) -> Option<String> {
    match (value, key.form) {
        (DeValue::String(text), _) if text.trim().is_empty() => Some(String::new()),
        (DeValue::String(text), Form::Text | Form::Either) => Some(text.clone().into_owned()),
        (DeValue::Integer(number), Form::Number | Form::Either) => {
            Some(i64::from_str_radix(number.as_str(), number.radix()).ok()?.to_string())
        }
        _ => None,
    }
}
