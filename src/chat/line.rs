//! One line as it was typed: who says it, and what it is. Nothing here knows any command.

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Who speaks, where the line begins with `@name`.
    pub speaker: Option<String>,
    /// What is said, or one sentence on how to write it.
    pub input: Result<Input, String>,
}

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// `/setup weekly day:monday`
    Command {
        /// The words before the first `name:`, in lower case: the command and its subcommand.
        words: Vec<String>,
        /// The options, their names in lower case.
        values: Vec<(String, String)>,
    },
    /// A direct message.
    Talk(String),
    /// `click LABEL [name:value …]`; which part is the label depends on the labels that there are.
    Click(String),
    /// `submit name:value …`
    Submit(Vec<(String, String)>),
    /// `pick VALUE[,VALUE] [menu:…]`
    Pick {
        /// What is picked, as it was typed.
        values: String,
        /// The menu, by its id or by what it asks for.
        menu: Option<String>,
    },
    /// `:at TIME`
    At(String),
}

/// Reads a line; none where it is empty or a comment.
pub fn parse(text: &str) -> Option<Line> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.is_empty() || text.starts_with('#') {
        return None;
    }
    let Some(rest) = text.strip_prefix('@') else {
        return Some(Line { speaker: None, input: input(text) });
    };
    let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let rest = rest.trim();
    if name.is_empty() || rest.is_empty() {
        let hint = "Write what the member says after the name, such as @mia /next.";
        return Some(Line { speaker: None, input: Err(hint.to_owned()) });
    }
    Some(Line { speaker: Some(name.to_owned()), input: input(rest) })
}

fn input(text: &str) -> Result<Input, String> {
    if let Some(command) = text.strip_prefix('/') {
        return self::command(command.trim_start_matches('/'));
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    match first.to_lowercase().as_str() {
        ":at" if rest.is_empty() => Err("Write the time to go to, such as :at 2026-12-07T09:00.".to_owned()),
        ":at" => Ok(Input::At(rest.to_owned())),
        word if word.starts_with(':') => {
            Err("I know only :at TIME with a colon in front, such as :at 2026-12-07T09:00.".to_owned())
        }
        "click" if rest.is_empty() => Err("Write the button's label, such as click Done.".to_owned()),
        "click" => Ok(Input::Click(rest.to_owned())),
        "submit" => Ok(Input::Submit(named(rest)?)),
        "pick" => pick(rest),
        _ => Ok(Input::Talk(text.to_owned())),
    }
}

fn command(text: &str) -> Result<Input, String> {
    let (mut words, mut values) = (Vec::new(), Vec::new());
    for token in tokens(text)? {
        match token {
            Token::Word(word) if values.is_empty() => words.push(word.to_lowercase()),
            Token::Word(word) => return Err(stray(&word)),
            Token::Named(name, value) => add(&mut values, name, value)?,
        }
    }
    if words.is_empty() {
        return Err("Write a command after the slash, such as /next; /help lists them.".to_owned());
    }
    Ok(Input::Command { words, values })
}

fn pick(rest: &str) -> Result<Input, String> {
    let (values, menu) = match at_word(rest, "menu:") {
        Some(place) => (rest[..place].trim(), Some(unquoted(rest[place + "menu:".len()..].trim()))),
        None => (rest, None),
    };
    if values.is_empty() || menu.as_ref().is_some_and(String::is_empty) {
        return Err("Write what to pick, such as pick llm, or pick 12 menu:months.".to_owned());
    }
    Ok(Input::Pick { values: unquoted(values), menu })
}

/// Where `word` last begins a word of `text`.
fn at_word(text: &str, word: &str) -> Option<usize> {
    text.to_ascii_lowercase()
        .rmatch_indices(word)
        .map(|(place, _)| place)
        .find(|place| *place == 0 || text[..*place].ends_with(char::is_whitespace))
}

/// A text without the quotes around it.
pub fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.map_or_else(|| text.to_owned(), |inner| inner.replace("\\\"", "\""))
}

/// Reads `name:value …` and nothing else.
pub fn named(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut values = Vec::new();
    for token in tokens(text)? {
        match token {
            Token::Named(name, value) => add(&mut values, name, value)?,
            Token::Word(word) => return Err(stray(&word)),
        }
    }
    Ok(values)
}

fn add(values: &mut Vec<(String, String)>, name: String, value: String) -> Result<(), String> {
    if values.iter().any(|(known, _)| *known == name) {
        return Err(format!("{name} is given twice. Give it once."));
    }
    values.push((name, value));
    Ok(())
}

fn stray(word: &str) -> String {
    format!(
        "\"{word}\" belongs to no option. Write name:value, and a value with spaces in double quotes, such as note:\"a b\"."
    )
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Named(String, String),
}

/// Words and `name:value` pairs, separated by white space; a value may stand in double quotes.
fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let name = rest[..end].split_once(':').map(|(name, _)| name).filter(|name| is_name(name));
        let (token, after) = match name {
            None => {
                let (word, after) = value(rest)?;
                (Token::Word(word), after)
            }
            Some(name) => {
                let from = &rest[name.len() + 1..];
                if from.is_empty() || from.starts_with(char::is_whitespace) {
                    return Err(format!("{name}: has no value. Write it right after the colon."));
                }
                let (value, after) = value(from)?;
                (Token::Named(name.to_lowercase(), value), after)
            }
        };
        all.push(token);
        rest = after.trim_start();
    }
    Ok(all)
}

fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
}

/// A value and what follows it.
fn value(text: &str) -> Result<(String, &str), String> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        return Ok((text[..end].to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((place, c)) = chars.next() {
        match c {
            '"' => {
                let after = &quoted[place + 1..];
                if !after.is_empty() && !after.starts_with(char::is_whitespace) {
                    return Err("Leave a space after the closing quote.".to_owned());
                }
                return Ok((value, after));
            }
            '\\' => match chars.next() {
                Some((_, c @ ('"' | '\\'))) => value.push(c),
                Some((_, c)) => value.extend(['\\', c]),
                None => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    Err("A double quote is not closed. Close it, or write \\\" inside a quoted value.".to_owned())
}
