//! The sentences that the coach says, from `prompts/voice/en-US.ftl`.
//!
//! `build.rs` makes a type of every sentence; [`crate::say!`] fills one in.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::locale;
use crate::study::units::Minutes;

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

/// Says a sentence: `say!(voice, HelpIntro)` or `say!(voice, StepDone { step: 2, lesson: title })`.
#[macro_export]
macro_rules! say {
    ($voice:expr, $name:ident) => {
        $voice.plain($crate::content::voice::Plain::$name)
    };
    ($voice:expr, $name:ident { $($field:ident : $value:expr),+ $(,)? }) => {
        $voice.filled($crate::content::voice::Filled::$name { $($field: ($value).into()),+ })
    };
}

/// All sentences of one locale.
pub struct Voice {
    /// As Discord writes it.
    pub locale: String,
    bundle: FluentBundle<FluentResource>,
}

/// The voices that there are: the one that is shipped, and others by their locales.
#[derive(Clone)]
pub struct Voices {
    shipped: Arc<Voice>,
    others: Arc<[Arc<Voice>]>,
}

impl Voices {
    /// The shipped one and others.
    pub fn new(shipped: Voice, others: Vec<Voice>) -> Self {
        Self { shipped: Arc::new(shipped), others: others.into_iter().map(Arc::new).collect() }
    }

    /// The voice that is shipped.
    pub fn shipped(&self) -> &Arc<Voice> {
        &self.shipped
    }

    /// The voices beside it.
    pub fn others(&self) -> &[Arc<Voice>] {
        &self.others
    }

    /// The voice for somebody with this locale: theirs, else another of their language, else the one
    /// that is shipped.
    pub fn of(&self, locale: Option<&str>) -> &Arc<Voice> {
        let language = |locale: &str| locale.split('-').next().unwrap_or_default().to_owned();
        let all = || self.others.iter().chain([&self.shipped]);
        let exact = all().find(|voice| Some(voice.locale.as_str()) == locale);
        let alike = || all().find(|voice| locale.is_some_and(|it| language(it) == language(&voice.locale)));
        exact.or_else(alike).unwrap_or(&self.shipped)
    }
}

impl From<Voice> for Voices {
    fn from(voice: Voice) -> Self {
        Self::new(voice, Vec::new())
    }
}

impl Voice {
    /// Reads the voice that is shipped; the errors are lines of it with what is wrong there.
    pub fn new(source: &str) -> Result<Self, Vec<(usize, String)>> {
        Self::of(locale::DEFAULT, source)
    }

    /// Reads a voice file of a locale; the errors are lines of it with what is wrong there.
    pub fn of(name: &str, source: &str) -> Result<Self, Vec<(usize, String)>> {
        let line = |at: usize| 1 + source.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
            errors.iter().map(|error| (line(error.pos.start), error.to_string())).collect::<Vec<_>>()
        })?;
        let locale: LanguageIdentifier =
            name.parse().map_err(|_| vec![(1, "the locale is no language tag".to_owned())])?;
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(locale::number));
        bundle
            .add_resource(resource)
            .map_err(|errors| errors.iter().map(|error| (1, error.to_string())).collect::<Vec<_>>())?;
        Ok(Self { locale: name.to_owned(), bundle })
    }

    /// The ids of sentences that the program says and this voice lacks.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        SENTENCES.iter().map(|(id, _)| *id).filter(|id| !self.bundle.has_message(id))
    }

    /// What a command, subcommand or option is called in this language, beside its description: the
    /// attribute `.name`, which a voice may leave out. Discord shows it in the name's place.
    pub fn name_of(&self, about: Plain) -> Option<String> {
        let message = self.bundle.get_message(about.id())?;
        let pattern = message.get_attribute("name")?.value();
        Some(self.bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }

    /// A sentence with nothing to fill in.
    pub fn plain(&self, sentence: Plain) -> String {
        self.format(sentence.id(), None)
    }

    /// A sentence, filled in.
    pub fn filled(&self, sentence: Filled<'_>) -> String {
        let (id, parts) = sentence.parts();
        let mut args = FluentArgs::new();
        for (name, value) in parts {
            args.set(name, value);
        }
        self.format(id, Some(&args))
    }

    /// `check` keeps every sentence there, so an id without one cannot be reached; its id is said.
    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(sentence = id, ?errors, "a sentence could not be filled in");
        }
        text
    }

    /// A length of time, such as `1 h 30`.
    pub fn time(&self, minutes: Minutes) -> String {
        let (hours, rest) = (minutes.0 / 60, minutes.0 % 60);
        match (hours, rest) {
            (0, rest) => say!(self, TimeMinutes { minutes: rest }),
            (hours, 0) => say!(self, TimeHours { hours: hours }),
            (hours, rest) => say!(self, TimeBoth { hours: hours, minutes: format!("{rest:02}") }),
        }
    }

    /// A day with its weekday, such as `Sunday 21 November 2027`.
    pub fn date(&self, date: NaiveDate) -> String {
        say!(
            self,
            DateLong {
                weekday: self.weekday(date.weekday()),
                day: date.day(),
                month: self.month(date.month()),
                year: date.year().to_string(),
            }
        )
    }

    /// A day without its year, such as `30 Nov`.
    pub fn short_date(&self, date: NaiveDate) -> String {
        let month = say!(self, MonthShort { number: date.month() });
        say!(self, DateShort { day: date.day(), month: month })
    }

    /// A weekday's name.
    pub fn weekday(&self, day: chrono::Weekday) -> String {
        say!(self, Weekday { number: day.number_from_monday() })
    }

    /// A month's name.
    pub fn month(&self, month: u32) -> String {
        say!(self, Month { number: month })
    }

    /// An instant that every reader sees in their own zone.
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        format!("<t:{}:F>", at.timestamp())
    }

    /// How far an instant is away, as every reader sees it when they read.
    pub fn countdown(&self, at: DateTime<Utc>) -> String {
        format!("<t:{}:R>", at.timestamp())
    }

    /// Names joined as a sentence does: `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [many @ .., last] => {
                say!(self, ListAnd { first: many.join(&say!(self, ListComma)), last: last.as_str() })
            }
        }
    }
}

/// The messages of a voice file with the names that each fills in and their lines, for `check`.
pub fn defined(source: &str) -> Vec<(String, usize)> {
    source
        .lines()
        .enumerate()
        .filter_map(|(line, text)| {
            let (id, _) = text.split_once('=')?;
            let id = id.trim_end();
            let is_id = id.starts_with(|c: char| c.is_ascii_lowercase())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            is_id.then(|| (id.to_owned(), line + 1))
        })
        .collect()
}
