//! The word lists of pseudonyms, `names.toml`.

use std::collections::BTreeSet;

use super::page::Page;
use super::schema::Keys;
use super::{At, Findings};

/// The file.
pub(super) const FILE: &str = "names.toml";
/// The fewest words of a list: fewer make too few pseudonyms for a server.
const FEWEST: usize = 16;
/// The longest word.
const LONGEST: usize = 14;

/// What pseudonyms are made of: one word of each list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// What they begin with.
    pub first: Vec<String>,
    /// What they end with.
    pub second: Vec<String>,
}

impl Names {
    /// The pseudonym that a number picks; one that was taken `tries` times before gets a number behind
    /// it, from ever more.
    pub fn pick(&self, number: u64, tries: u32) -> String {
        let of = |list: &[String], number: u64| -> String {
            let place = usize::try_from(number).unwrap_or_default().checked_rem(list.len());
            place.and_then(|place| list.get(place)).cloned().unwrap_or_default()
        };
        let words =
            format!("{} {}", of(&self.first, number & 0xffff), of(&self.second, number >> 16 & 0xffff));
        match tries / 8 {
            0 => words,
            rounds => format!("{words} {}", 2 + (number >> 32) % 10_u64.saturating_pow(rounds + 1)),
        }
    }
}

/// Reads `names.toml`: two lists of words.
pub(super) fn read(file: &str, text: &str, findings: &Findings) -> Names {
    let page = Page::toml(file, text);
    let Some(table) = page.table(findings) else { return Names::default() };
    let mut keys = Keys::root(&page, &table, findings);
    let names = Names { first: list(&mut keys, "first"), second: list(&mut keys, "second") };
    keys.finish();
    names
}

fn list(keys: &mut Keys<'_>, key: &'static str) -> Vec<String> {
    let words: Vec<At<String>> = keys.filled_list(key, LONGEST);
    let mut seen = BTreeSet::new();
    for word in &words {
        if !word.value.chars().all(char::is_alphabetic) {
            keys.find(
                word.line,
                format!("a pseudonym is made of words; {:?} is not all letters", word.value),
            );
        }
        if !seen.insert(word.value.to_lowercase()) {
            keys.find(word.line, format!("{:?} stands twice in {key:?}; take one out", word.value));
        }
    }
    if !words.is_empty() && seen.len() < FEWEST {
        let line = keys.line_of(key);
        keys.find(line, format!("{key:?} has {} words; pseudonyms need at least {FEWEST}", seen.len()));
    }
    words.into_iter().map(|word| word.value).collect()
}
