//! Finding the entries that answer a question, by its words.
//!
//! Plain matching over what writers put into an entry: they list how people ask. A question that no
//! entry covers finds nothing, which is better than an answer to something else.

use std::collections::{BTreeMap, BTreeSet};

use super::Entry;
use super::words;

/// How much a word says, by where it stands in an entry.
const ID: f64 = 4.0;
const ASKED: f64 = 4.0;
const TITLE: f64 = 3.0;
const LESSON: f64 = 2.0;
const ANSWER: f64 = 1.0;
/// Words of at least this weight say what an entry is about; the others only occur in it.
const ABOUT: f64 = LESSON;

/// How good a match is, by its kind. A misspelling counts as its likeness times the last.
const BEGINNING: f64 = 0.8;
const MISSPELT: f64 = 0.8;
/// Two words this alike are one word and a misspelling of it.
const ALIKE: f64 = 0.9;
/// The letters that a word needs to be taken for a beginning, to be gone on from, to be misspelt.
const BEGINS_FROM: usize = 3;
const GOES_ON_FROM: usize = 5;
const MISSPELT_FROM: usize = 4;

/// A word that only occurs in an answer covers this much of the question's word.
const MENTIONED: f64 = 0.4;
/// A word that no entry has weighs this much more than the rarest that one has.
const UNKNOWN: f64 = 1.2;
/// The share of a question, by its words' weight, that an entry must cover.
const COVERED: f64 = 0.5;
/// The same where the question holds one of the entry's own phrases.
const COVERED_WITH_PHRASE: f64 = 0.2;
/// An entry far worse than the best is not shown beside it.
const FAR_WORSE: f64 = 0.35;
/// Nobody reads further.
const MOST: usize = 5;

/// The entries' words, prepared once.
#[derive(Debug, Clone, Default)]
pub struct SearchIndex {
    ids: Vec<String>,
    terms: BTreeMap<String, Term>,
    /// What is asked in so many words: the id, and each item of `asked`.
    phrases: Vec<(Vec<String>, usize)>,
}

#[derive(Debug, Clone, Default)]
struct Term {
    /// How rare the word is among entries.
    rarity: f64,
    /// Entries by number, with the word's weight in each.
    weights: BTreeMap<usize, f64>,
}

impl Term {
    fn is_about(&self) -> bool {
        self.weights.values().any(|weight| *weight >= ABOUT)
    }
}

/// A word of the question against one entry.
#[derive(Clone, Copy, Default)]
struct Match {
    score: f64,
    covers: f64,
}

impl SearchIndex {
    /// Prepares the words of all entries.
    pub fn new(entries: &BTreeMap<String, Entry>) -> Self {
        let mut index = Self::default();
        for (number, (id, entry)) in entries.iter().enumerate() {
            index.ids.push(id.clone());
            index.add(number, id, ID);
            index.add(number, &entry.title, TITLE);
            index.add(number, entry.lesson.as_ref().map_or("", |lesson| lesson.as_str()), LESSON);
            index.add(number, &entry.answer, ANSWER);
            index.add(number, &entry.todo, ANSWER);
            index.add_phrase(number, id);
            for asked in &entry.asked {
                index.add(number, asked, ASKED);
                index.add_phrase(number, asked);
            }
        }
        let most = index.rarest();
        for term in index.terms.values_mut() {
            term.rarity = most - (term.weights.len() as f64).ln();
        }
        index
    }

    /// The ids of the entries that answer `query`, best first; none when nothing fits.
    pub fn search(&self, query: &str) -> Vec<&str> {
        let words = words::all(query);
        let asked: BTreeSet<&str> =
            words.iter().map(String::as_str).filter(|word| words::counts(word)).collect();
        let mut totals: BTreeMap<usize, Match> = BTreeMap::new();
        let mut whole = 0.0;
        for word in &asked {
            let (weight, matches) = self.matches(word);
            whole += weight;
            for (number, found) in matches {
                let total = totals.entry(number).or_default();
                total.score += found.score;
                total.covers += found.covers * weight;
            }
        }
        let phrases = self.phrases_in(&words);
        let mut found: Vec<(f64, usize)> = Vec::new();
        for (number, total) in totals {
            let phrase = phrases.get(&number).copied();
            let least = if phrase.is_some() { COVERED_WITH_PHRASE } else { COVERED };
            if total.covers >= least * whole {
                found.push((total.score + phrase.unwrap_or_default(), number));
            }
        }
        // Equal scores keep the order of ids, so that the same question always has the same answer.
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = found.first().map_or(0.0, |(score, _)| *score);
        found.retain(|(score, _)| *score >= best * FAR_WORSE);
        found.iter().take(MOST).map(|(_, number)| self.ids[*number].as_str()).collect()
    }

    fn add(&mut self, number: usize, text: &str, weight: f64) {
        for word in words::all(text) {
            if words::counts(&word) {
                let weights = &mut self.terms.entry(word).or_default().weights;
                let old = weights.entry(number).or_default();
                *old = old.max(weight);
            }
        }
    }

    /// "How long" alone says nothing about what somebody asks, "kubernetes" does: a phrase is one that
    /// does not lean on common words, or holds two others.
    fn add_phrase(&mut self, number: usize, text: &str) {
        let phrase = words::all(text);
        let counting = phrase.iter().filter(|word| words::counts(word)).count();
        if counting >= 2 || (counting == 1 && phrase.len() == 1) {
            self.phrases.push((phrase, number));
        }
    }

    /// The weight of a word that only one entry has.
    fn rarest(&self) -> f64 {
        1.0 + (self.ids.len().max(1) as f64).ln()
    }

    /// How much of the question a word is, and how well each entry matches it.
    fn matches(&self, word: &str) -> (f64, BTreeMap<usize, Match>) {
        let terms = self.like(word);
        let mut matches: BTreeMap<usize, Match> = BTreeMap::new();
        let mut weight: f64 = 0.0;
        for (term, quality) in &terms {
            weight = weight.max(term.rarity * quality);
            for (number, place) in &term.weights {
                let covers = if *place >= ABOUT { *quality } else { MENTIONED * quality };
                let best = matches.entry(*number).or_default();
                best.score = best.score.max(quality * place * term.rarity);
                best.covers = best.covers.max(covers);
            }
        }
        if terms.is_empty() { (self.rarest() * UNKNOWN, matches) } else { (weight, matches) }
    }

    /// The known words that `word` may stand for: itself, what it begins, what it misspells.
    fn like(&self, word: &str) -> Vec<(&Term, f64)> {
        let mut terms: Vec<(&Term, f64)> = Vec::new();
        if let Some(term) = self.terms.get(word) {
            terms.push((term, 1.0));
        }
        // Who writes "data" does not mean "database".
        let is_known = terms.iter().any(|(term, _)| term.is_about());
        let letters = word.chars().count();
        if letters >= BEGINS_FROM && !is_known {
            let longer = self.terms.range(word.to_owned()..).skip_while(|(known, _)| *known == word);
            let longer = longer.take_while(|(known, _)| known.starts_with(word));
            terms.extend(longer.map(|(_, term)| (term, BEGINNING)));
            // And the other way round: "containerization" goes on from "container".
            let cuts = word.char_indices().map(|(at, _)| at).skip(GOES_ON_FROM);
            terms.extend(cuts.filter_map(|at| self.terms.get(&word[..at])).map(|term| (term, BEGINNING)));
        }
        if letters >= MISSPELT_FROM && !terms.iter().any(|(term, _)| term.is_about()) {
            for (known, term) in
                self.terms.iter().filter(|(known, term)| may_be(word, known) && term.is_about())
            {
                let alike = strsim::jaro_winkler(word, known);
                if alike >= ALIKE {
                    terms.push((term, alike * MISSPELT));
                }
            }
        }
        terms
    }

    /// The entries of which a phrase stands in the question, word by word, with what that is worth.
    fn phrases_in(&self, words: &[String]) -> BTreeMap<usize, f64> {
        let mut found: BTreeMap<usize, f64> = BTreeMap::new();
        for (phrase, number) in &self.phrases {
            if words.windows(phrase.len()).any(|run| run == phrase.as_slice()) {
                let worth = phrase.len() as f64 * ASKED;
                let best = found.entry(*number).or_default();
                *best = best.max(worth);
            }
        }
        found
    }
}

/// A cheap look before the dear comparison: same first letter, nearly the same length.
fn may_be(word: &str, known: &str) -> bool {
    known.len() >= MISSPELT_FROM
        && word.len().abs_diff(known.len()) <= 2
        && word.as_bytes()[0] == known.as_bytes()[0]
}
