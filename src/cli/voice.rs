//! Whether a voice file says what the program says, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::coach::command::{Opt, TABLE};
use crate::content::voice::{Plain, SENTENCES, Voice, Voices, defined};
use crate::content::{Files, Finding, locale};

/// Discord's limit on the name of a command or an option.
const LONGEST_NAME: usize = 32;

/// Reads all voices and adds what is wrong with them: the one that is shipped first; none where it cannot
/// be used. A missing file has its own finding.
pub fn check(files: &Files, findings: &mut Vec<Finding>) -> Option<Voices> {
    let shipped = one(locale::DEFAULT, files, findings)?;
    let others = files.iter().filter_map(|(path, _)| locale::of_file(path.strip_prefix("voice/")?));
    let others = others.filter(|name| *name != locale::DEFAULT);
    let others = others.filter_map(|name| one(name, files, findings)).collect();
    Some(Voices::new(shipped, others))
}

/// One voice.
fn one(name: &str, files: &Files, findings: &mut Vec<Finding>) -> Option<Voice> {
    let file = format!("voice/{name}.ftl");
    let source = files.get(&file)?;
    let mut find = |line: usize, message: String| {
        findings.push(Finding { file: file.clone(), line, message });
    };
    let voice = match Voice::of(name, source) {
        Ok(voice) => voice,
        Err(errors) => {
            for (line, error) in errors {
                find(line, format!("this is not valid Fluent: {}; mend this sentence", error.trim()));
            }
            return None;
        }
    };
    for id in voice.missing() {
        find(1, format!("the sentence {id:?} is missing; add it"));
    }
    let said: BTreeMap<&str, &[&str]> = SENTENCES.iter().map(|(id, names)| (*id, *names)).collect();
    let defined = defined(source);
    for (place, (id, line)) in defined.iter().enumerate() {
        let Some(filled) = said.get(id.as_str()) else {
            let near = nearest(id, said.keys().copied().filter(|id| defined.iter().all(|(it, _)| it != id)));
            let mend =
                near.map_or_else(|| "take it out".to_owned(), |near| format!("did you mean {near:?}?"));
            find(*line, format!("the program does not say {id:?}; {mend}"));
            continue;
        };
        let end = defined.get(place + 1).map_or(usize::MAX, |(_, line)| *line);
        for (line, name) in names(source, *line, end) {
            if !filled.contains(&name.as_str()) {
                let known: Vec<String> = filled.iter().map(|name| format!("${name}")).collect();
                let mend = match known.as_slice() {
                    [] => "it fills in nothing there".to_owned(),
                    known => format!("it fills in {}", known.join(", ")),
                };
                find(line, format!("the program does not fill in ${name} in {id:?}; {mend}"));
            }
        }
    }
    for about in wrong_names(&voice) {
        let id = about.id();
        let line = defined.iter().find(|(it, _)| it == id).map_or(1, |(_, line)| *line);
        find(
            line,
            format!(
                "the .name of {id:?} is no name that Discord takes, or another of its kind has it; use at most {LONGEST_NAME} letters, digits, - and _ in lower case"
            ),
        );
    }
    Some(voice)
}

/// The descriptions whose commands, or options of one command, have a name that Discord would refuse.
fn wrong_names(voice: &Voice) -> Vec<Plain> {
    let fits = |name: &str| {
        let letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        (1..=LONGEST_NAME).contains(&name.chars().count())
            && name.chars().all(letter)
            && name.to_lowercase() == name
    };
    let wrong = |list: Vec<(&str, Plain)>| -> Vec<Plain> {
        let mut taken = BTreeSet::new();
        let mut wrong = Vec::new();
        for (name, about) in list {
            let own = voice.name_of(about);
            let free = taken.insert(own.clone().unwrap_or_else(|| name.to_owned()));
            if !free || own.is_some_and(|own| !fits(&own)) {
                wrong.push(about);
            }
        }
        wrong
    };
    let options =
        |options: &'static [Opt]| options.iter().map(|option| (option.name, option.about)).collect();
    let mut all = wrong(TABLE.iter().map(|command| (command.name, command.about)).collect());
    for command in TABLE {
        all.extend(wrong(options(command.options)));
        all.extend(wrong(command.subs.iter().map(|sub| (sub.name, sub.about)).collect()));
        command.subs.iter().for_each(|sub| all.extend(wrong(options(sub.options))));
    }
    all
}

/// The names that a sentence uses, each with the first line on which it stands. The sentence begins on
/// line `from` and ends before `to`.
fn names(source: &str, from: usize, to: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    // A dollar is a name only within braces, and there not within quotes.
    let (mut depth, mut quoted) = (0_usize, false);
    for (at, line) in source.lines().enumerate().skip(from - 1).take(to - from) {
        if line.starts_with('#') {
            continue;
        }
        let mut letters = line.char_indices();
        while let Some((place, letter)) = letters.next() {
            match letter {
                '"' if depth > 0 => quoted = !quoted,
                '\\' if quoted => drop(letters.next()),
                '{' if !quoted => depth += 1,
                '}' if !quoted => depth = depth.saturating_sub(1),
                '$' if depth > 0 && !quoted => {
                    let name: String = line[place + 1..]
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                        .collect();
                    if seen.insert(name.clone()) {
                        found.push((at + 1, name));
                    }
                }
                _ => {}
            }
        }
        quoted = false;
    }
    found
}

/// The sentence that was most probably meant: one that is missing and spelt alike.
fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|id| (strsim::normalized_damerau_levenshtein(given, id), id))
        .filter(|(likeness, _)| *likeness >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id)
}
