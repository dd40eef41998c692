//! Dates as people write them in a goal.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::tokens::{Token, unit_at, word, words};
use crate::study::learner::MOST_MONTHS;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The most whole months that end by a day, at least one; none where there is not one, or too many.
pub fn months_until(start: NaiveDate, by: NaiveDate) -> Option<u32> {
    let fits = |months: &u32| {
        let end = start.checked_add_months(Months::new(*months)).and_then(|end| end.pred_opt());
        end.is_some_and(|end| end <= by)
    };
    let months = (1..=MOST_MONTHS + 1).take_while(fits).last()?;
    (months <= MOST_MONTHS).then_some(months)
}

/// The last day that a deadline allows, and the place after it. A month or year alone is over when it
/// begins, unless its end is named.
pub fn deadline_at(tokens: &[Token], mut at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    if word(tokens, at) == Some("the") {
        at += 1;
    }
    let end = words(tokens, at, &["end", "of"]);
    if end || words(tokens, at, &["start", "of"]) || words(tokens, at, &["beginning", "of"]) {
        at += 2;
    }
    if let Some(Token::Date(date)) = tokens.get(at) {
        return Some((*date, at + 1));
    }
    if let Some(found) = day_at(tokens, at, today) {
        return Some(found);
    }
    if let Some((first, after)) = month_at(tokens, at, today) {
        let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
        return Some((if end { last.unwrap_or(first) } else { first }, after));
    }
    let (year, after) = match tokens.get(at) {
        Some(Token::Number(year)) => (whole_year(*year)?, at + 1),
        _ if words(tokens, at, &["next", "year"]) => (today.year() + 1, at + 2),
        _ if words(tokens, at, &["this", "year"]) || words(tokens, at, &["the", "year"]) => {
            (today.year(), at + 2)
        }
        _ => return None,
    };
    let day = if end { NaiveDate::from_ymd_opt(year, 12, 31) } else { NaiveDate::from_ymd_opt(year, 1, 1) };
    Some((day?, after))
}

/// The first day that a start names, and the place after it; not in the past.
pub fn start_at(tokens: &[Token], mut at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    while matches!(word(tokens, at), Some("on" | "in" | "the" | "from" | "at")) {
        at += 1;
    }
    let monday = |weeks: u64| {
        let ahead = 7 - u64::from(today.weekday().num_days_from_monday());
        today.checked_add_days(Days::new(ahead + 7 * weeks))
    };
    let (day, after) = match (tokens.get(at)?, word(tokens, at)) {
        (Token::Date(date), _) => (*date, at + 1),
        (_, Some("today" | "now" | "immediately")) => (today, at + 1),
        (_, Some("tomorrow")) => (today.succ_opt()?, at + 1),
        (_, Some("next")) if matches!(word(tokens, at + 1), Some("week" | "monday")) => (monday(0)?, at + 2),
        (_, Some("next")) if word(tokens, at + 1) == Some("month") => {
            (today.with_day(1)?.checked_add_months(Months::new(1))?, at + 2)
        }
        (_, Some(name)) if weekday(name).is_some() => {
            let day = weekday(name)?;
            let ahead = (day.num_days_from_monday() + 7 - today.weekday().num_days_from_monday()) % 7;
            (today.checked_add_days(Days::new(u64::from(ahead)))?, at + 1)
        }
        _ => day_at(tokens, at, today).or_else(|| month_at(tokens, at, today))?,
    };
    (day >= today).then_some((day, after))
}

fn weekday(name: &str) -> Option<Weekday> {
    if name.len() < 6 { None } else { name.parse().ok() }
}

/// A day of a month, as "1 July 2027", "1st of July" or "July 1, 2027", and the place after it.
fn day_at(tokens: &[Token], at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let ordinal = |at: usize| usize::from(matches!(word(tokens, at), Some("st" | "nd" | "rd" | "th")));
    if let Some(day) = day_number(tokens, at) {
        let mut after = at + 1 + ordinal(at + 1);
        after += usize::from(word(tokens, after) == Some("of"));
        let (first, after) = month_at(tokens, after, today)?;
        return Some((first.with_day(day)?, after));
    }
    let (first, after) = month_at(tokens, at, today)?;
    let day = day_number(tokens, after)?;
    let after = after + 1 + ordinal(after + 1);
    // "By July 3 hours a week" names no day.
    if unit_at(tokens, after).is_some() {
        return None;
    }
    let year_at = after + usize::from(tokens.get(after) == Some(&Token::Stop));
    match tokens.get(year_at) {
        Some(Token::Number(year)) if whole_year(*year).is_some() => {
            Some((NaiveDate::from_ymd_opt(whole_year(*year)?, first.month(), day)?, year_at + 1))
        }
        _ => Some((first.with_day(day)?, after)),
    }
}

fn day_number(tokens: &[Token], at: usize) -> Option<u32> {
    match tokens.get(at) {
        Some(Token::Number(day)) if day.fract() == 0.0 && (1.0..=31.0).contains(day) => Some(*day as u32),
        _ => None,
    }
}

/// The first day of a month, with its year or else the next such month, and the place after it.
fn month_at(tokens: &[Token], at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let name = word(tokens, at)?;
    let short = (3..=4).contains(&name.len());
    let is_month = |month: &&str| **month == *name || (short && month.starts_with(name));
    let month = 1 + MONTHS.iter().position(is_month)? as u32;
    if let Some(Token::Number(year)) = tokens.get(at + 1)
        && let Some(year) = whole_year(*year)
    {
        return Some((NaiveDate::from_ymd_opt(year, month, 1)?, at + 2));
    }
    let year = if month > today.month() { today.year() } else { today.year() + 1 };
    let next = usize::from(words(tokens, at + 1, &["next", "year"])) * 2;
    let year = if next > 0 { today.year() + 1 } else { year };
    Some((NaiveDate::from_ymd_opt(year, month, 1)?, at + 1 + next))
}

fn whole_year(number: f64) -> Option<i32> {
    (number.fract() == 0.0 && (2000.0..2200.0).contains(&number)).then_some(number as i32)
}
