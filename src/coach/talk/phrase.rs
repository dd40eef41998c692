//! Words as people type them: misspelt, in any case, with or without punctuation.

use crate::coach::Coach;
use crate::say;
use crate::study::units::Minutes;

/// Words that mean a command.
pub(super) struct Phrase {
    words: Vec<String>,
    name: &'static str,
}

/// A phrase that was found among what was said.
pub(super) struct Found {
    /// The command meant.
    pub name: &'static str,
    /// The first of its words, and the one after the last.
    pub from: usize,
    pub to: usize,
    /// Whether it was spelt right.
    pub exact: bool,
}

impl Phrase {
    /// A phrase of a list, without words that say nothing.
    pub fn new(text: &str, name: &'static str, fillers: &[String]) -> Self {
        let words = tokens(text).into_iter().filter(|word| !fillers.contains(word)).collect();
        Self { words, name }
    }
}

/// The words of a text in lower case, without punctuation around them and without apostrophes. A number
/// stays with its unit.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let clean = |word: &str| -> String {
        // Less than nothing is not the number behind the sign.
        let sign = word.strip_prefix('-').is_some_and(starts_with_digit);
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.chars().filter(|c| !matches!(c, '\'' | '’' | '`')).flat_map(char::to_lowercase);
        sign.then_some('-').into_iter().chain(word).collect()
    };
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';') && !text.contains(char::is_numeric))
        .map(clean)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The phrase that most of the words belong to; a word that is `known` is no slip for another. Of several
/// as long, the one that is spelt right and comes first.
pub(super) fn find(phrases: &[Phrase], said: &[String], known: &[String]) -> Option<Found> {
    let mut best: Option<(usize, bool, usize, &Phrase)> = None;
    for phrase in phrases.iter().filter(|phrase| !phrase.words.is_empty()) {
        for (from, window) in said.windows(phrase.words.len()).enumerate() {
            let fits = |word: &String, meant: &String| {
                word == meant || (!known.contains(word) && alike(word, meant))
            };
            if !window.iter().zip(&phrase.words).all(|(word, meant)| fits(word, meant)) {
                continue;
            }
            let exact = window == phrase.words;
            let better = best.as_ref().is_none_or(|(length, spelt, at, _)| {
                (phrase.words.len(), exact, std::cmp::Reverse(from))
                    > (*length, *spelt, std::cmp::Reverse(*at))
            });
            if better {
                best = Some((phrase.words.len(), exact, from, phrase));
            }
        }
    }
    best.map(|(length, exact, from, phrase)| Found { name: phrase.name, from, to: from + length, exact })
}

/// Whether a word is a known one, or one with a slip of the finger in it: two letters changed places, and
/// in longer words one is missing, wrong or too many; in long ones two.
pub(super) fn alike(word: &str, known: &str) -> bool {
    let known = known.to_lowercase();
    let slips = match known.chars().count() {
        0..=2 => 0,
        3..=6 => 1,
        _ => 2,
    };
    let short = known.chars().count() == 3 || word.chars().count() < 3;
    if short && word.chars().count() != known.chars().count() {
        return false;
    }
    if short && slips == 1 && word != known {
        // In three letters only changed places are a slip: "dog" is no "log".
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        return sorted(word) == sorted(&known) && strsim::osa_distance(word, &known) == 1;
    }
    strsim::osa_distance(word, &known) <= slips
}

/// Takes a time from the words: a number with its unit, or one alone that counts in `unit`.
pub(super) fn time(coach: &Coach, rest: &mut Vec<String>, unit: Minutes) -> Option<Minutes> {
    let begins = |word: &String| number(coach, word).is_some() || starts_with_digit(word);
    let Some(from) = rest.iter().position(begins) else {
        // "An hour" is one.
        let from = rest.iter().position(|word| word.len() > 2 && unit_of(coach, word) == Some("h"))?;
        rest.remove(from);
        return Some(Minutes(60));
    };
    let mut text = String::new();
    let mut to = from;
    while let Some(word) = rest.get(to) {
        let part = match (number(coach, word), unit_of(coach, word)) {
            (Some(number), _) => number,
            (None, Some(sign)) if to > from => sign.to_owned(),
            (None, None) if starts_with_digit(word) => word.clone(),
            _ => break,
        };
        text.push_str(&part);
        to += 1;
    }
    let alone = text.parse::<f64>().ok();
    let minutes = match alone {
        Some(number) => Minutes((number * f64::from(unit.0)).round() as u32),
        None => coach.parse_spent(&normal(coach, &text)).ok()?,
    };
    rest.drain(from..to);
    Some(minutes)
}

/// Takes a number of weeks from the words.
pub(super) fn weeks(coach: &Coach, rest: &mut Vec<String>) -> Option<i64> {
    let from = rest.iter().position(|word| number(coach, word).is_some())?;
    let weeks = number(coach, &rest[from])?.parse().ok()?;
    let named = rest.get(from + 1).is_some_and(|word| alike(word, &say!(coach.voice, TalkWeek)));
    rest.drain(from..=from + usize::from(named));
    Some(weeks)
}

/// Whether a word is meant as a time, one that can be read or not.
pub(super) fn is_time(word: &str) -> bool {
    starts_with_digit(word.trim_start_matches('-'))
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// A number in digits or as a word of the voice's list, which counts from a half.
fn number(coach: &Coach, word: &str) -> Option<String> {
    if word.parse::<f64>().is_ok_and(f64::is_finite) && starts_with_digit(word) {
        return Some(word.to_owned());
    }
    let list = say!(coach.voice, TalkNumbers);
    let place = list.split(',').position(|known| known.trim() == word)?;
    Some(if place == 0 { "0.5".to_owned() } else { place.to_string() })
}

/// `h` or `m` for a word that is a unit.
fn unit_of(coach: &Coach, word: &str) -> Option<&'static str> {
    let is = |list: String| list.split(',').any(|known| known.trim() == word || alike(word, known.trim()));
    if is(say!(coach.voice, TalkHours)) {
        Some("h")
    } else if is(say!(coach.voice, TalkMinutes)) {
        Some("m")
    } else {
        None
    }
}

/// A number and the unit behind it, such as `20min` or `2hours`, with the unit's sign.
fn normal(coach: &Coach, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_alphabetic()).unwrap_or(rest.len());
        out.push_str(&rest[..digits]);
        rest = &rest[digits..];
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        out.push_str(unit_of(coach, &rest[..letters]).unwrap_or(&rest[..letters]));
        rest = &rest[letters..];
    }
    out
}
