//! A goal in words, read by fixed rules: "ML engineer, 12 months, 10 hours a week".
//!
//! Each phrase is taken by the first rule that knows it; what no rule knows is told back. Of "8 to 10
//! hours" the smaller counts and of "10 to 12 months" the longer: a plan that can be kept.

mod dates;
mod names;
mod tokens;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::study::curriculum::Curriculum;
use crate::study::units::{Minutes, SkillId, TrackId};
use tokens::{Token, Unit, number_at, tokens, unit_at, word, words};

/// What a goal in words says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Goal {
    /// The track.
    pub track: Option<TrackId>,
    /// A second specialization.
    pub also: Option<TrackId>,
    /// Time a week, in quarters of an hour, from half an hour to 60.
    pub weekly: Option<Minutes>,
    /// How long it may take, from 1 to 36.
    pub months: Option<u32>,
    /// What is known already.
    pub known: BTreeSet<SkillId>,
    /// The first day.
    pub starts_on: Option<NaiveDate>,
    /// Phrases that no rule knows, as they were understood letter by letter.
    pub unread: Vec<String>,
}

/// Words that say nothing of a plan.
const FILLERS: &str = "i im id ill want wants wanna would like love to become be being a an the my me goal is in \
    for with and or as of on at about around roughly approximately circa maybe have has got having can could do \
    doing study studying spend spending learn learning work working job career role position plan get into from it \
    this that next only just max maximum min up least most per each every time free spare some within over \
    during take takes towards toward please so also plus then engineer developer specialist \
    evening evenings morning mornings night nights after before long total hi hello hey there am already";

/// Reads a goal; months and dates are counted from `today`.
pub fn read(text: &str, curriculum: &Curriculum, today: NaiveDate) -> Goal {
    let tokens = tokens(text);
    let goal = Goal::default();
    let mut reader =
        Reader { tokens: &tokens, curriculum, today, goal, by: None, some_days: false, open: false };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.phrase(at);
    }
    if let (Some(by), None) = (reader.by, reader.goal.months) {
        let start = reader.goal.starts_on.unwrap_or(today).max(today);
        match dates::months_until(start, by) {
            Some(months) => reader.goal.months = Some(months),
            None => reader.goal.unread.push(by.to_string()),
        }
    }
    if reader.goal.also == reader.goal.track {
        reader.goal.also = None;
    }
    reader.goal
}

struct Reader<'a> {
    tokens: &'a [Token],
    curriculum: &'a Curriculum,
    today: NaiveDate,
    goal: Goal,
    /// The day by which it should be done.
    by: Option<NaiveDate>,
    /// Whether the time a week was said of some days only.
    some_days: bool,
    /// Whether the last word was not read either: phrases are told back whole.
    open: bool,
}

impl Reader<'_> {
    /// Reads the phrase at a place and returns the place after it.
    fn phrase(&mut self, at: usize) -> usize {
        let rules: [fn(&mut Self, usize) -> Option<usize>; 5] =
            [Self::deadline, Self::start, Self::known, Self::quantity, Self::track];
        for rule in rules {
            if let Some(after) = rule(self, at) {
                self.open = false;
                return after;
            }
        }
        match &self.tokens[at] {
            Token::Stop => self.open = false,
            Token::Word(word) if FILLERS.split_whitespace().any(|filler| filler == word) => self.open = false,
            Token::Word(word) => self.unread(&word.clone()),
            Token::Number(number) => self.unread(&number.to_string()),
            Token::Date(date) => self.unread(&date.to_string()),
        }
        at + 1
    }

    fn unread(&mut self, text: &str) {
        match self.goal.unread.last_mut() {
            Some(last) if self.open => {
                last.push(' ');
                last.push_str(text);
            }
            _ => self.goal.unread.push(text.to_owned()),
        }
        self.open = true;
    }

    /// "by December 2027", "until 2027-12-01", "before the end of next year".
    fn deadline(&mut self, at: usize) -> Option<usize> {
        if !matches!(word(self.tokens, at)?, "by" | "until" | "till" | "before" | "deadline") {
            return None;
        }
        let (by, after) = dates::deadline_at(self.tokens, at + 1, self.today)?;
        self.by = Some(by);
        Some(after)
    }

    /// "starting 2027-01-04", "from January", "start next Monday".
    fn start(&mut self, at: usize) -> Option<usize> {
        if !matches!(word(self.tokens, at)?, "start" | "starting" | "starts" | "begin" | "beginning" | "from")
        {
            return None;
        }
        let (start, after) = dates::start_at(self.tokens, at + 1, self.today)?;
        self.goal.starts_on = Some(start);
        Some(after)
    }

    /// "I know Python and SQL", "familiar with git"; what somebody does not know is passed over.
    fn known(&mut self, at: usize) -> Option<usize> {
        let not = at > 0
            && matches!(
                word(self.tokens, at - 1),
                Some("dont" | "not" | "no" | "never" | "without" | "cannot")
            );
        let mut after = match word(self.tokens, at)? {
            "dont" | "not" | "never" | "cannot" if word(self.tokens, at + 1) == Some("know") => {
                return Some(at + 1);
            }
            "know" | "knows" | "knowing" | "knowledge" => at + 1,
            "familiar" | "experience" | "experienced" | "good" | "comfortable" | "already" => at + 1,
            "no" | "without" => at + 1,
            _ => return None,
        };
        let not = not || matches!(word(self.tokens, at)?, "no" | "without");
        let mut any = false;
        while after < self.tokens.len() {
            let following = self.following(after);
            // "I know Python, ML engineer": the second is the goal.
            let track = names::track(self.curriculum, &following).map_or(0, |(_, count)| count);
            if let Some((skill, count)) = names::skill(self.curriculum, &following)
                && count >= track
            {
                if !not {
                    self.goal.known.insert(skill);
                }
                any = true;
                after += count;
            } else if (self.tokens[after] == Token::Stop && !not)
                || matches!(
                    word(self.tokens, after),
                    Some(
                        "and"
                            | "or"
                            | "some"
                            | "with"
                            | "of"
                            | "in"
                            | "at"
                            | "the"
                            | "a"
                            | "bit"
                            | "know"
                            | "well"
                            | "basics"
                            | "basic"
                    )
                )
            {
                after += 1;
            } else {
                break;
            }
        }
        any.then_some(after)
    }

    /// The words from a place on, up to the end of the phrase.
    fn following(&self, at: usize) -> Vec<&str> {
        (at..).map_while(|place| word(self.tokens, place)).take(4).collect()
    }

    fn track(&mut self, at: usize) -> Option<usize> {
        let (track, count) = names::track(self.curriculum, &self.following(at))?;
        match &self.goal.track {
            None => self.goal.track = Some(track),
            Some(first) if *first != track && self.goal.also.is_none() => self.goal.also = Some(track),
            Some(first) if *first == track || self.goal.also.as_ref() == Some(&track) => {}
            Some(_) => return None,
        }
        Some(at + count)
    }

    /// A number with its unit: time a week, or how long it may take.
    fn quantity(&mut self, at: usize) -> Option<usize> {
        let (mut low, mut after) = number_at(self.tokens, at)?;
        let mut high = low;
        if matches!(word(self.tokens, after), Some("to" | "or"))
            && let Some((second, next)) = number_at(self.tokens, after + 1)
        {
            (low, high, after) = (low.min(second), low.max(second), next);
        }
        let mut unit = unit_at(self.tokens, after)?;
        // "12m" are months, "30m a day" minutes.
        let short = word(self.tokens, after) == Some("m");
        after += 1;
        if short && low <= 36.0 && self.rate(after, at).after == after {
            unit = Unit::Months;
        }
        if words(self.tokens, after, &["and", "a", "half"]) {
            (low, high, after) = (low + 0.5, high + 0.5, after + 3);
        }
        match unit {
            Unit::Hours | Unit::Minutes => {
                let minutes = if unit == Unit::Hours { low * 60.0 } else { low };
                // "1 h 30", "2 hours 30 minutes".
                let (more, after) = match number_at(self.tokens, after) {
                    Some((more, next))
                        if unit == Unit::Hours && unit_at(self.tokens, next) == Some(Unit::Minutes) =>
                    {
                        (more, next + 1)
                    }
                    _ => (0.0, after),
                };
                let Rate { times, some_days, after } = self.rate(after, at);
                self.weekly((minutes + more) * times, some_days)?;
                Some(after)
            }
            Unit::Months | Unit::Years | Unit::Weeks | Unit::Days => {
                let months = match unit {
                    Unit::Months => high,
                    Unit::Years => high * 12.0,
                    Unit::Weeks => high * 7.0 / DAYS_A_MONTH,
                    _ => high / DAYS_A_MONTH,
                };
                let months = months.round();
                if self.goal.months.is_some() || !(1.0..=36.0).contains(&months) {
                    return None;
                }
                self.goal.months = Some(months as u32);
                Some(after)
            }
        }
    }

    /// Takes minutes a week, said of all of it or of some days only: "2 h on weekdays and 4 h at weekends"
    /// are 14 h.
    fn weekly(&mut self, minutes: f64, some_days: bool) -> Option<()> {
        let before = match self.goal.weekly {
            Some(weekly) if some_days && self.some_days => f64::from(weekly.0),
            Some(_) => return None,
            None => 0.0,
        };
        self.some_days = some_days;
        let quarters = ((before + minutes) / 15.0).floor();
        (2.0..=240.0).contains(&quarters).then(|| self.goal.weekly = Some(Minutes(quarters as u32 * 15)))
    }

    /// How often a week something is done, by the words at a place or, where there are none, by those
    /// before the place at which its phrase began; once, where nothing is said.
    fn rate(&self, at: usize, began: usize) -> Rate {
        let tokens = self.tokens;
        let mut after = at;
        while word(tokens, after).is_some_and(|it| PASSED.split_whitespace().any(|passed| passed == it)) {
            // "a day" and "a week" count; "a year" begins another phrase.
            if matches!(word(tokens, after), Some("a" | "an"))
                && !matches!(unit_at(tokens, after + 1), Some(Unit::Days | Unit::Weeks))
            {
                break;
            }
            after += 1;
        }
        if let Some((times, some_days)) = word(tokens, after).and_then(times) {
            return Rate { times, some_days, after: after + 1 };
        }
        if let Some((times, next)) = number_at(tokens, after)
            && (1.0..=7.0).contains(&times)
            && word(tokens, next)
                .is_some_and(|it| it == "days" || it == "times" || it == "x" || is_part_of_day(it))
        {
            let mut after = next + 1;
            while matches!(
                word(tokens, after),
                Some("per" | "a" | "each" | "every" | "week" | "wk" | "weekly")
            ) {
                after += 1;
            }
            return Rate { times, some_days: false, after };
        }
        // "every evening 2 h", "weekdays 2 h".
        let before: Vec<&str> = (0..began).rev().map_while(|place| word(tokens, place)).take(3).collect();
        if let Some((times, some_days)) = before.iter().find_map(|it| times(it)) {
            return Rate { times, some_days, after: at };
        }
        let mut around = (at..after).filter_map(|place| word(tokens, place)).chain(before);
        let daily = around.any(is_part_of_day);
        if daily {
            Rate { times: 7.0, some_days: false, after }
        } else {
            Rate { times: 1.0, some_days: false, after: at }
        }
    }
}

/// How often a week something is done.
struct Rate {
    times: f64,
    /// Whether this is said of some days of the week only, and more may be said of others.
    some_days: bool,
    /// The place after the words that say so.
    after: usize,
}

/// Words between a time and how often it is spent.
const PASSED: &str = "of my study studying on in at the x times for free spare time work evening evenings morning \
    mornings night nights per each every a an";

/// The mean length of a month, in days.
const DAYS_A_MONTH: f64 = 30.44;

/// How often a week a word means, and whether it names some days only.
fn times(word: &str) -> Option<(f64, bool)> {
    Some(match word {
        "week" | "wk" | "w" | "weekly" => (1.0, false),
        "day" | "daily" | "d" | "everyday" => (7.0, false),
        "weekday" | "weekdays" | "workday" | "workdays" => (5.0, true),
        "weekend" | "weekends" => (1.0, true),
        _ => return None,
    })
}

fn is_part_of_day(word: &str) -> bool {
    matches!(word, "evening" | "morning" | "night" | "evenings" | "mornings" | "nights")
}
