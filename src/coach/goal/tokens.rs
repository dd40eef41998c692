//! A sentence as numbers, dates and words, and the numbers and units among them.

use chrono::NaiveDate;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A number in digits.
    Number(f64),
    /// A date as `YYYY-MM-DD`.
    Date(NaiveDate),
    /// A word in small letters; `/` is `per`, `+` and `&` are `and`, a dash between numbers is `to`.
    Word(String),
    /// What ends a phrase: a comma, a full stop, a bracket.
    Stop,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

/// The pieces of a sentence.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let rest = &chars[at..];
        if let Some(date) = date(rest) {
            tokens.push(Token::Date(date));
            at += 10;
        } else if c.is_ascii_digit() {
            let (number, length) = number(rest);
            tokens.push(Token::Number(number));
            at += length;
        } else if c.is_alphabetic() {
            let length = rest.iter().take_while(|c| c.is_alphabetic()).count();
            tokens.push(Token::Word(rest[..length].iter().collect()));
            at += length;
        } else {
            let is_number = matches!(tokens.last(), Some(Token::Number(_)));
            match c {
                '/' => tokens.push(Token::Word("per".to_owned())),
                '+' | '&' => tokens.push(Token::Word("and".to_owned())),
                '×' => tokens.push(Token::Word("x".to_owned())),
                '-' | '–' if is_number => tokens.push(Token::Word("to".to_owned())),
                ',' | ';' | '.' | ':' | '(' | ')' | '!' | '?' | '\n' => tokens.push(Token::Stop),
                _ => {}
            }
            at += 1;
        }
    }
    tokens
}

fn date(chars: &[char]) -> Option<NaiveDate> {
    let text: String = chars.get(..10).filter(|chars| chars[0].is_ascii_digit())?.iter().collect();
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()
}

/// A number with at most one point, or one comma before its decimals, and its length.
fn number(chars: &[char]) -> (f64, usize) {
    let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let whole = digits(0);
    let decimals = match chars.get(whole) {
        Some('.') => digits(whole + 1),
        // "7,5" is a number; "12,10" are two.
        Some(',') if digits(whole + 1) == 1 => 1,
        _ => 0,
    };
    let length = if decimals > 0 { whole + 1 + decimals } else { whole };
    let text: String = chars[..length].iter().collect();
    (text.replace(',', ".").parse().unwrap_or(f64::MAX), length)
}

/// The word at a place.
pub fn word(tokens: &[Token], at: usize) -> Option<&str> {
    match tokens.get(at) {
        Some(Token::Word(word)) => Some(word),
        _ => None,
    }
}

/// Whether these words stand at a place.
pub fn words(tokens: &[Token], at: usize, expected: &[&str]) -> bool {
    expected.iter().enumerate().all(|(place, it)| word(tokens, at + place) == Some(it))
}

/// The number at a place, in digits or words, and the place after it.
pub fn number_at(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    if let Some(Token::Number(number)) = tokens.get(at) {
        return Some(and_a_half(tokens, *number, at + 1));
    }
    let first = word(tokens, at)?;
    if matches!(first, "half") {
        let article = usize::from(matches!(word(tokens, at + 1), Some("a" | "an")));
        return Some((0.5, at + 1 + article));
    }
    if words(tokens, at, &["a", "couple", "of"]) {
        return Some((2.0, at + 3));
    }
    if words(tokens, at, &["a", "dozen"]) {
        return Some((12.0, at + 2));
    }
    if matches!(first, "a" | "an") {
        if word(tokens, at + 1) == Some("half") {
            return Some((0.5, at + 2));
        }
        return unit_at(tokens, at + 1).map(|_| (1.0, at + 1));
    }
    let tens = TENS.iter().position(|it| *it == first).map(|place| 20.0 + 10.0 * place as f64);
    if let Some(tens) = tens {
        let ones = word(tokens, at + 1).and_then(ones).filter(|ones| *ones < 10.0);
        return Some(and_a_half(tokens, tens + ones.unwrap_or(0.0), at + 1 + usize::from(ones.is_some())));
    }
    ones(first).map(|number| and_a_half(tokens, number, at + 1))
}

const TENS: [&str; 5] = ["twenty", "thirty", "forty", "fifty", "sixty"];
const ONES: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

fn ones(word: &str) -> Option<f64> {
    ONES.iter().position(|it| *it == word).map(|place| place as f64 + 1.0)
}

/// "one and a half".
fn and_a_half(tokens: &[Token], number: f64, at: usize) -> (f64, usize) {
    if words(tokens, at, &["and", "a", "half"]) { (number + 0.5, at + 3) } else { (number, at) }
}

/// The unit at a place.
pub fn unit_at(tokens: &[Token], at: usize) -> Option<Unit> {
    Some(match word(tokens, at)? {
        "m" | "min" | "mins" | "minute" | "minutes" => Unit::Minutes,
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hours,
        "d" | "day" | "days" => Unit::Days,
        "w" | "wk" | "wks" | "week" | "weeks" => Unit::Weeks,
        "mo" | "mos" | "mth" | "mths" | "month" | "months" => Unit::Months,
        "y" | "yr" | "yrs" | "year" | "years" => Unit::Years,
        _ => return None,
    })
}
