//! Small pieces that several answers share.

use std::fmt::Write as _;

use chrono::NaiveDate;
use url::Url;

use super::Coach;
use super::planning::shortened;
use super::reply::Input;
use crate::content::voice::Voice;
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::Lesson;
use crate::study::learner::{Promise, Study};
use crate::study::plan::{Part, PlannedWeek};
use crate::study::units::{LessonId, Minutes, SkillId};

/// How long a name on a board may be.
const LONGEST_NAME: usize = 32;
/// How long a note may be.
pub const LONGEST_NOTE: usize = 500;
/// So many letters of a title at least are taken for its lesson.
const LEAST_OF_TITLE: usize = 3;
/// Lessons that are named where several may be meant.
const MEANT: usize = 4;
/// So many characters of what was typed are repeated.
const ECHOED: usize = 60;
/// How many squares a bar has.
const BAR: u32 = 10;

/// Words of a stranger in one line: invisible, direction and control characters are gone. For buttons
/// and names of threads, which show no marks; what stands in a text is made [`plain`].
pub fn bare(text: &str) -> String {
    let seen = text.chars().filter_map(|c| match c {
        c if c.is_whitespace() => Some(' '),
        c if is_unseen(c) || c.is_control() => None,
        c => Some(c),
    });
    seen.collect::<String>().trim().to_owned()
}

/// Characters that nobody sees, or that turn the direction of those beside them.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// What was typed, as a refusal repeats it: harmless, and no more than is needed to know it again.
pub fn echo(given: &str) -> String {
    let mut short: String = given.chars().take(ECHOED).collect();
    if short.len() < given.len() {
        short.push('…');
    }
    plain(&short)
}

/// Words of a stranger, made harmless: no mention, heading, fence or masked link takes effect, and
/// invisible and direction characters are gone.
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in bare(text).chars() {
        match c {
            '@' => safe.push_str("@\u{2060}"),
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '<' | '[' | ']' | '(' | ')' | '#' | ':' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

/// An address as it stands in a text: only a link, of which Discord shows no preview.
pub fn link(url: &str) -> String {
    format!("<{url}>")
}

/// A name as boards show it: harmless, and short.
pub fn name(text: &str) -> String {
    let short: String = text.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    match plain(&short) {
        name if name.is_empty() => "?".to_owned(),
        name => name,
    }
}

/// A name or other [`plain`] words without the marks that make them harmless: for pictures, titles, menus
/// and buttons, in which nothing takes effect.
pub fn unmarked(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => bare.extend(chars.next()),
            '\u{2060}' => {}
            c => bare.push(c),
        }
    }
    bare
}

/// A bar of ten squares and its words.
pub fn bar(kept: Minutes, promised: Minutes) -> String {
    let filled = (kept.0.min(promised.0) * BAR).checked_div(promised.0).unwrap_or(0);
    (0..BAR).map(|square| if square < filled { '▰' } else { '▱' }).collect()
}

/// A part of a lesson, its time and which part of how many it is.
pub fn part_line(voice: &Voice, part: &Part<'_>) -> String {
    let time = voice.time(part.minutes);
    let title = part.lesson.title.as_str();
    match part.parts {
        0 | 1 => say!(voice, PlanLine { title: title, time: time }),
        parts => say!(voice, PlanLinePart { title: title, time: time, part: part.part, parts: parts }),
    }
}

impl Coach {
    /// The week so far against its promise.
    pub fn week_line(&self, promise: Option<&Promise>) -> String {
        match promise {
            Some(promise) if promise.minutes > Minutes::ZERO && promise.kept == promise.minutes => {
                say!(self.voice, WeekKept { promised: self.voice.time(promise.minutes) })
            }
            Some(promise) if promise.minutes > Minutes::ZERO => say!(
                self.voice,
                WeekSoFar {
                    kept: self.voice.time(promise.kept),
                    promised: self.voice.time(promise.minutes),
                    bar: bar(promise.kept, promise.minutes),
                }
            ),
            _ => say!(self.voice, WeekNoPromise),
        }
    }

    /// A week's lessons, a line each.
    pub fn week_list(&self, week: &PlannedWeek<'_>, study: Option<&Study>) -> String {
        let mut text = String::new();
        for part in &week.parts {
            let done = study
                .is_some_and(|study| part.steps.iter().all(|step| study.is_done(&part.lesson.id, &step.id)));
            let line = if done {
                let time = self.voice.time(part.minutes);
                say!(self.voice, PlanLineDone { title: part.lesson.title.as_str(), time: time })
            } else {
                part_line(&self.voice, part)
            };
            let _ = writeln!(text, "{line}");
        }
        if text.is_empty() {
            text = match week.is_paused {
                true => say!(self.voice, PlanPausedWeek),
                false => say!(self.voice, PlanCatchUpWeek),
            };
        }
        text.trim_end().to_owned()
    }

    /// As many lines as fit into `most` characters, and how many are not shown.
    pub fn within(&self, lines: &[String], most: usize) -> String {
        let mut text = String::new();
        for (place, line) in lines.iter().enumerate() {
            if text.chars().count() + line.chars().count() > most {
                let rest = say!(self.voice, RoadmapMore { count: lines.len() - place });
                return format!("{text}\n{rest}");
            }
            text = if text.is_empty() { line.clone() } else { format!("{text}\n{line}") };
        }
        text
    }

    /// What to say to a track that does not exist.
    pub fn unknown_track(&self, given: &str) -> String {
        let ids: Vec<&str> = self.content.curriculum.tracks.keys().map(|id| id.as_str()).collect();
        say!(self.voice, TrackUnknown { given: echo(given), tracks: ids.join(", ") })
    }

    /// A lesson by its id, one of its former ids, its title, or words that only its title has.
    pub fn find_lesson(&self, given: &str) -> Result<&Lesson> {
        if let Some(lesson) = self.named_lesson(given) {
            return Ok(lesson);
        }
        match self.lessons_like(given).as_slice() {
            [lesson] => Ok(*lesson),
            [] => match self.nearest_lesson(given) {
                Some(near) => Error::user(say!(
                    self.voice,
                    LessonUnknownNear { given: echo(given), near: near.as_str() }
                )),
                None => Error::user(say!(self.voice, LessonUnknown { given: echo(given) })),
            },
            several => Error::user(self.several_lessons(given, several)),
        }
    }

    /// A lesson by its id, with blanks or hyphens, one of its former ids, or its whole title.
    pub fn named_lesson(&self, given: &str) -> Option<&Lesson> {
        let curriculum = &self.content.curriculum;
        let id = given.trim().to_lowercase().replace(' ', "-");
        let by_title =
            || curriculum.lessons.values().find(|lesson| lesson.title.eq_ignore_ascii_case(given.trim()));
        curriculum.lesson(&id).or_else(by_title)
    }

    /// The lessons whose title has all these words; where there is none, those in which they begin words.
    pub fn lessons_like(&self, given: &str) -> Vec<&Lesson> {
        let split = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_lowercase).collect()
        };
        let given = split(given);
        if given.iter().map(String::len).sum::<usize>() < LEAST_OF_TITLE {
            return Vec::new();
        }
        let with_all = |fits: fn(&str, &str) -> bool| -> Vec<&Lesson> {
            let has_all = |lesson: &&Lesson| {
                let title = split(&lesson.title);
                given.iter().all(|word| title.iter().any(|of_title| fits(of_title, word)))
            };
            self.content.curriculum.lessons.values().filter(has_all).collect()
        };
        match with_all(|of_title, word| of_title == word) {
            whole if whole.is_empty() => with_all(|of_title, word| of_title.starts_with(word)),
            whole => whole,
        }
    }

    /// What to say where words fit the titles of several lessons.
    pub fn several_lessons(&self, given: &str, lessons: &[&Lesson]) -> String {
        let names: Vec<String> = lessons
            .iter()
            .map(|lesson| {
                say!(self.voice, LessonNamed { id: lesson.id.as_str(), title: lesson.title.as_str() })
            })
            .collect();
        let lessons = shortened(self, &names, MEANT);
        say!(self.voice, LessonSeveral { given: echo(given), lessons: lessons })
    }

    fn nearest_lesson(&self, given: &str) -> Option<&LessonId> {
        nearest(given, self.content.curriculum.lessons.keys(), LessonId::as_str)
    }

    /// Skills as people list them, separated by commas.
    pub fn parse_skills(&self, given: &str) -> Result<std::collections::BTreeSet<SkillId>> {
        let skills = &self.content.curriculum.skills;
        given
            .split(',')
            .map(|word| word.trim().to_lowercase())
            .filter(|word| !word.is_empty() && word != "none")
            .map(|word| {
                match skills.iter().find(|(id, it)| word == id.as_str() || word == it.title.to_lowercase()) {
                    Some((id, _)) => Ok(id.clone()),
                    None => {
                        let near = nearest(&word, skills.keys(), SkillId::as_str);
                        let known: Vec<&str> = skills.keys().map(SkillId::as_str).collect();
                        Error::user(match near {
                            Some(near) => {
                                say!(self.voice, SkillUnknownNear { given: echo(&word), near: near.as_str() })
                            }
                            None => {
                                say!(
                                    self.voice,
                                    SkillUnknown { given: echo(&word), skills: known.join(", ") }
                                )
                            }
                        })
                    }
                }
            })
            .collect()
    }

    /// A date as `YYYY-MM-DD`.
    pub fn parse_date(&self, name: &str, given: &str) -> Result<NaiveDate> {
        match NaiveDate::parse_from_str(given, "%Y-%m-%d") {
            Ok(date) if given.len() == 10 => Ok(date),
            _ => Error::user(say!(self.voice, DateWrong { name: name, given: echo(given) })),
        }
    }

    /// An http or https address of at most 500 characters.
    pub fn parse_link(&self, given: &str) -> Result<String> {
        match Url::parse(given) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() && given.len() <= 500 => {
                Ok(url.to_string())
            }
            _ => Error::user(say!(self.voice, LinkWrong)),
        }
    }

    /// The input for a note, in several lines.
    pub fn note_input(&self) -> Input {
        let input = Input::optional("note", say!(self.voice, FormNote), say!(self.voice, FormNoteHint));
        Input { long: true, ..input }
    }

    /// A week's dates and minutes.
    pub fn week_heading(&self, week: &PlannedWeek<'_>) -> String {
        let voice = &self.voice;
        say!(
            voice,
            WeekHeading {
                from: voice.short_date(week.week.starts_on()),
                to: voice.short_date(week.week.ends_on()),
                time: voice.time(week.minutes()),
            }
        )
    }

    /// A note of at most as many characters as the options take.
    pub fn parse_note(&self, given: &str) -> Result<String> {
        if given.chars().count() > LONGEST_NOTE {
            return Error::user(say!(self.voice, TextTooLong { name: "note", most: LONGEST_NOTE }));
        }
        Ok(given.to_owned())
    }

    /// Promised hours: quarters from half an hour to 60.
    pub fn parse_promise(&self, hours: f64) -> Result<Minutes> {
        let quarters = hours * 4.0;
        if (0.5..=60.0).contains(&hours) && (quarters - quarters.round()).abs() < 1e-9 {
            return Ok(Minutes::from_hours(hours));
        }
        Error::user(say!(self.voice, HoursWrong))
    }

    /// Time spent, as a number of hours or as people write it: `1.5`, `1:30`, `1h30`, `45m`.
    pub fn parse_spent(&self, given: &str) -> Result<Minutes> {
        match spent(given) {
            Some(minutes) if (1..=16 * 60).contains(&minutes.0) => Ok(minutes),
            _ => Error::user(say!(self.voice, SpentWrong { given: echo(given) })),
        }
    }
}

fn spent(given: &str) -> Option<Minutes> {
    let text = given.trim().to_lowercase().replace(',', ".").replace(' ', "");
    let whole = |text: &str| text.parse::<u32>().ok().filter(|number| *number < 10_000);
    if let Some((hours, minutes)) = text.split_once(':') {
        return Some(Minutes(whole(hours)? * 60 + whole(minutes).filter(|it| *it < 60)?));
    }
    if let Some(minutes) =
        text.strip_suffix("minutes").or(text.strip_suffix("min")).or(text.strip_suffix('m'))
    {
        return match minutes.split_once('h') {
            Some((hours, minutes)) => Some(Minutes(whole(hours)? * 60 + whole(minutes)?)),
            None => whole(minutes).map(Minutes),
        };
    }
    if let Some((hours, minutes)) = text.split_once('h')
        && !minutes.is_empty()
        && let Some(minutes) = whole(minutes)
    {
        return Some(Minutes(whole(hours)? * 60 + minutes));
    }
    let hours = text.trim_end_matches("hours").trim_end_matches("hour").trim_end_matches('h');
    let hours: f64 = hours.parse().ok()?;
    (hours.is_finite() && hours > 0.0 && hours < 1000.0).then(|| Minutes(Minutes::from_hours(hours).0.max(1)))
}

/// The known word that is most like the given one, if one is alike at all.
pub fn nearest<'a, T>(
    given: &str,
    known: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> &str,
) -> Option<&'a T> {
    let given = given.to_lowercase();
    known
        .map(|it| (strsim::jaro_winkler(&given, &name(it).to_lowercase()), it))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, it)| it)
}
