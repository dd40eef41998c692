//! What an option could be, while it is typed.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Coach;
use super::command::{Days, Kind, NO_TRACK, TABLE, find};
use super::planning::planned;
use super::settings::nearest_zone;
use super::words::nearest;
use crate::error::Result;
use crate::say;
use crate::study::units::LearnerId;

/// The most choices that Discord shows.
const MOST: usize = 25;
/// The longest name of a choice.
const LONGEST: usize = 100;
/// So many days ahead are looked through for what is typed.
const AHEAD: i64 = 366;
/// Zones that most people look for, shown before anything is typed.
const ZONES: &[&str] = &[
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Africa/Lagos",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
];

/// A choice: what is shown and what it stands for.
pub type Choice = (String, String);

impl Coach {
    /// The choices for an option of a command, as far as it is typed.
    pub async fn complete(
        &self,
        learner: LearnerId,
        now: DateTime<Utc>,
        command: &str,
        sub: Option<&str>,
        option: &str,
        typed: &str,
    ) -> Result<Vec<Choice>> {
        let kind = find(command)
            .and_then(|command| command.options_of(sub))
            .and_then(|options| options.iter().find(|it| it.name == option))
            .map(|option| option.kind);
        let typed = typed.to_lowercase();
        let choices = match kind {
            Some(Kind::Lesson) => self.lesson_choices(learner, now, &typed).await?,
            Some(Kind::Date(days)) => self.date_choices(learner, now, days, &typed).await?,
            Some(Kind::Topic) => self.topic_choices(&typed),
            Some(Kind::Skill) => {
                let skills = self.content.curriculum.skills.iter();
                filtered(skills.map(|(id, skill)| (skill.title.clone(), id.to_string())), &typed)
            }
            Some(Kind::Skills(_)) => self.skills_choices(&typed),
            Some(Kind::Zone) => zone_choices(&typed),
            Some(kind @ (Kind::Track | Kind::SecondTrack)) => {
                let tracks = self.content.curriculum.tracks.values();
                let none = (kind == Kind::SecondTrack)
                    .then(|| (say!(self.voice, SettingsNone), NO_TRACK.to_owned()));
                filtered(tracks.map(|track| (track.title.clone(), track.id.to_string())).chain(none), &typed)
            }
            Some(Kind::Command) => {
                let names = TABLE.iter().flat_map(|command| {
                    let subs = command.subs.iter().map(|sub| format!("{} {}", command.name, sub.name));
                    std::iter::once(command.name.to_owned()).chain(subs)
                });
                filtered(names.map(|name| (format!("/{name}"), name)), &typed)
            }
            Some(Kind::Choice(words)) => {
                filtered(words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())), &typed)
            }
            _ => Vec::new(),
        };
        Ok(choices
            .into_iter()
            .take(MOST)
            .map(|(name, value)| (name.chars().take(LONGEST).collect(), value))
            .collect())
    }

    /// What is typed with one more skill, in place of the last word.
    fn skills_choices(&self, typed: &str) -> Vec<Choice> {
        let (before, last) =
            typed.rsplit_once(',').map_or(("", typed), |(before, last)| (before, last.trim()));
        let before: Vec<&str> = before.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
        let skills = self.content.curriculum.skills.iter().filter(|(id, _)| !before.contains(&id.as_str()));
        let with = |separator: &str, last: &str| [before.as_slice(), &[last]].concat().join(separator);
        filtered(skills.map(|(id, skill)| (skill.title.clone(), id.to_string())), last)
            .into_iter()
            .map(|(title, id)| (with(", ", &title), with(",", &id)))
            .filter(|(_, value)| value.chars().count() <= LONGEST)
            .collect()
    }

    /// The lessons of the learner's own plan in its order, then all others.
    async fn lesson_choices(
        &self,
        learner: LearnerId,
        now: DateTime<Utc>,
        typed: &str,
    ) -> Result<Vec<Choice>> {
        let study = self.study(learner, now).await?;
        let curriculum = &self.content.curriculum;
        let mut own: Vec<&str> = Vec::new();
        if let Some(profile) = &study.profile {
            let plan = planned(self, &study, profile, now).plan;
            for part in plan.weeks.iter().flat_map(|week| &week.parts).filter(|part| part.part == 1) {
                own.push(part.lesson.id.as_str());
            }
        }
        let others: Vec<&str> =
            curriculum.lessons.keys().map(|id| id.as_str()).filter(|id| !own.contains(id)).collect();
        let fitting = |ids: &[&str]| {
            let lessons = ids.iter().filter_map(|id| curriculum.lesson(id));
            filtered(lessons.map(|lesson| (lesson.title.clone(), lesson.id.to_string())), typed)
        };
        let found = [fitting(&own), fitting(&others)].concat();
        if typed.is_empty() || !found.is_empty() {
            return Ok(found);
        }
        let like = match self.lessons_like(typed).as_slice() {
            [] => {
                nearest(typed, curriculum.lessons.values(), |lesson| lesson.id.as_str()).into_iter().collect()
            }
            like => like.to_vec(),
        };
        Ok(like.into_iter().map(|lesson| (lesson.title.clone(), lesson.id.to_string())).collect())
    }

    /// Days by the learner's own clock, the nearest first. A whole date is offered however far it is.
    async fn date_choices(
        &self,
        learner: LearnerId,
        now: DateTime<Utc>,
        days: Days,
        typed: &str,
    ) -> Result<Vec<Choice>> {
        let today = self.study(learner, now).await?.today(now);
        let away = match days {
            Days::FromToday => 0..=AHEAD,
            Days::AfterToday => 1..=AHEAD,
            Days::LastWeek => 0..=7,
        };
        let (last, sign) = (*away.end(), if days == Days::LastWeek { -1 } else { 1 });
        let whole = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok().map(|date| (date - today).num_days());
        let whole = whole.filter(|away| sign > 0 && *away > last);
        let wanted = if typed.is_empty() { MOST } else { usize::MAX };
        let away = away.map(|away| away * sign).chain(whole).take(wanted);
        let dates = away.filter_map(|away| Some((away, today.checked_add_signed(TimeDelta::days(away))?)));
        let choices = dates.map(|(away, date)| {
            let name = say!(self.voice, DateChoice { date: self.voice.date(date), away: away });
            (name, date.to_string())
        });
        Ok(filtered(choices, typed))
    }

    fn topic_choices(&self, typed: &str) -> Vec<Choice> {
        let all = || self.content.entries.values().map(|entry| (entry.title.clone(), entry.id.clone()));
        let mut choices = filtered(all(), typed);
        if !typed.is_empty() {
            for entry in self.content.search(typed) {
                if !choices.iter().any(|(_, id)| *id == entry.id) {
                    choices.push((entry.title.clone(), entry.id.clone()));
                }
            }
        }
        choices
    }
}

fn zone_choices(typed: &str) -> Vec<Choice> {
    let common = ZONES.iter().copied();
    if typed.is_empty() {
        return common.map(|zone| (zone.to_owned(), zone.to_owned())).collect();
    }
    let all = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|zone| !ZONES.contains(zone));
    let found =
        filtered(common.chain(all).map(|zone| (zone.to_owned(), zone.to_owned())), &typed.replace(' ', "_"));
    if !found.is_empty() {
        return found;
    }
    nearest_zone(typed).map(|zone| (zone.name().to_owned(), zone.name().to_owned())).into_iter().collect()
}

/// The choices in which the typed words occur; those that begin with them first.
fn filtered(choices: impl Iterator<Item = Choice>, typed: &str) -> Vec<Choice> {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (name, value) in choices {
        let lower = name.to_lowercase();
        let id = value.to_lowercase();
        if lower.starts_with(typed) || id.starts_with(typed) {
            first.push((name, value));
        } else if lower.contains(typed) || id.contains(typed) {
            second.push((name, value));
        }
    }
    first.append(&mut second);
    first
}
