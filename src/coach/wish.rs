//! What a learner asks for in `/join`, as far as it is known, and how buttons carry it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::Coach;
use super::command::NO_TRACK;
use super::goal::Goal;
use super::request::{Call, Press};
use crate::error::{Error, Result};
use crate::say;
use crate::study::fnv;
use crate::study::learner::{BoardSetting, MOST_MONTHS, Profile, Study};
use crate::study::units::{Minutes, SkillId, TrackId};

/// The track, hours and months that most choose.
const USUAL: (&str, Minutes, u32) = ("ml-engineer", Minutes(600), 12);
/// How a date stands in an id.
const DATE: &str = "%Y%m%d";

/// What a learner asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The goal.
    pub track: TrackId,
    /// Promised time a week.
    pub weekly: Minutes,
    /// The wanted length, if there is one.
    pub months: Option<u32>,
    /// A second specialization.
    pub also: Option<TrackId>,
    /// What is known already.
    pub known: BTreeSet<SkillId>,
    /// The first day; today where it is not said.
    pub starts_on: Option<NaiveDate>,
    /// The learner's time zone, where it is said.
    pub zone: Option<Tz>,
    /// Whether the week's assignment is wanted by direct message, where it is said.
    pub reminders: Option<bool>,
    /// What the server's boards show, where it is said.
    pub board: Option<BoardSetting>,
}

impl Wish {
    /// What the options say; where they are silent, the goal in words, then what was agreed before, else
    /// what most choose.
    pub fn read(coach: &Coach, study: &Study, call: &Call, goal: &Goal) -> Result<Self> {
        let before = study.profile.as_ref();
        let (track, weekly, months) = match before {
            Some(profile) => (profile.track.clone(), profile.weekly, profile.months),
            None => (TrackId::from(USUAL.0), USUAL.1, Some(USUAL.2)),
        };
        let complete = Self::is_complete(call, goal);
        let weekly = goal.weekly.unwrap_or(weekly);
        let known_before = || before.map_or_else(BTreeSet::new, |profile| profile.known.clone());
        let mut wish = Self {
            track: call.text("track").map_or(goal.track.clone().unwrap_or(track), TrackId::from),
            weekly: call.number("hours").map_or(Ok(weekly), |hours| coach.parse_promise(hours))?,
            months: match call.integer("months") {
                Some(months) => u32::try_from(months).ok(),
                None if goal.months.is_some() => goal.months,
                None if complete && before.is_none() => None,
                None => months,
            },
            also: match call.text("also") {
                Some(NO_TRACK) => None,
                Some(id) => Some(TrackId::from(id)),
                None => goal.also.clone().or_else(|| before.and_then(|profile| profile.also.clone())),
            },
            known: match call.text("know") {
                Some(words) => coach.parse_skills(words)?,
                None => goal.known.iter().cloned().chain(known_before()).collect(),
            },
            starts_on: match call.text("start") {
                Some(date) => Some(coach.parse_date("start", date)?),
                None => goal.starts_on,
            },
            zone: None,
            reminders: None,
            board: None,
        };
        if wish.also.as_ref() == Some(&wish.track) && call.has("also") {
            return Error::user(say!(coach.voice, AlsoSame));
        }
        wish.also = wish.also.filter(|also| *also != wish.track);
        Ok(wish)
    }

    /// Whether a plan can be made without another question: its track and its time a week are said.
    pub fn is_complete(call: &Call, goal: &Goal) -> bool {
        (call.has("track") || goal.track.is_some()) && (call.has("hours") || goal.weekly.is_some())
    }

    /// The plan that it asks for; sides taken and lessons added before are kept.
    pub fn profile(&self, study: &Study, today: NaiveDate) -> Profile {
        let before = study.profile.as_ref();
        let starts_on = self.starts_on.map_or(today, |start| start.max(today));
        Profile {
            also: self.also.clone(),
            months: self.months,
            known: self.known.clone(),
            choices: before.map_or_else(Vec::new, |profile| profile.choices.clone()),
            added: before.map_or_else(BTreeSet::new, |profile| profile.added.clone()),
            ..Profile::new(self.track.clone(), self.weekly, starts_on)
        }
    }

    /// The wish as the arguments of an id: track, quarters of an hour, months, skills by their
    /// numbers, the second track, the start, the zone, reminders and board.
    pub fn write(&self, coach: &Coach) -> [String; 8] {
        let numbers: u64 = self
            .known
            .iter()
            .filter_map(|id| coach.content.curriculum.skills.get(id))
            .filter(|skill| skill.number < u64::BITS)
            .map(|skill| 1 << skill.number)
            .sum();
        [
            self.track.to_string(),
            (self.weekly.0 / 15).to_string(),
            self.months.unwrap_or(0).to_string(),
            format!("{numbers:x}"),
            self.also.as_ref().map_or_else(|| "-".to_owned(), TrackId::to_string),
            self.starts_on.map_or_else(|| "-".to_owned(), |date| date.format(DATE).to_string()),
            self.zone.map_or_else(|| "-".to_owned(), |zone| format!("{:x}", code(zone))),
            [
                match self.reminders {
                    None => '-',
                    Some(false) => '0',
                    Some(true) => '1',
                },
                self.board.and_then(|board| board.as_str().chars().next()).unwrap_or('-'),
            ]
            .iter()
            .collect(),
        ]
    }

    /// Reads what `write` wrote, after the first argument of an id; none for anything else.
    pub fn parse(coach: &Coach, press: &Press) -> Option<Self> {
        let curriculum = &coach.content.curriculum;
        let track = |id: &str| curriculum.tracks.get_key_value(id).map(|(id, _)| id.clone());
        let quarters: u32 = press.id.arg(2)?.parse().ok().filter(|it| (2..=240).contains(it))?;
        let months: u32 = press.id.arg(3)?.parse().ok().filter(|it| *it <= MOST_MONTHS)?;
        let numbers = u64::from_str_radix(press.id.arg(4)?, 16).ok()?;
        let known = curriculum
            .skills
            .iter()
            .filter(|(_, skill)| skill.number < u64::BITS && numbers & (1 << skill.number) != 0)
            .map(|(id, _)| id.clone());
        Some(Self {
            track: track(press.id.arg(1)?)?,
            weekly: Minutes(quarters * 15),
            months: (months > 0).then_some(months),
            also: match press.id.arg(5)? {
                "-" => None,
                id => Some(track(id)?),
            },
            known: known.collect(),
            starts_on: match press.id.arg(6)? {
                "-" => None,
                date => Some(NaiveDate::parse_from_str(date, DATE).ok()?),
            },
            // Older messages say nothing of what follows.
            zone: press.id.arg(7).and_then(|it| decode(u32::from_str_radix(it, 16).ok()?)),
            reminders: match press.id.arg(8).and_then(|it| it.chars().next()) {
                Some('0') => Some(false),
                Some('1') => Some(true),
                _ => None,
            },
            board: press.id.arg(8).and_then(|it| board(it.chars().nth(1)?)),
        })
    }
}

/// A zone in eight hexadecimal digits: names are too long for an id.
fn code(zone: Tz) -> u32 {
    fnv::hash(zone.name().bytes()) as u32
}

fn decode(number: u32) -> Option<Tz> {
    chrono_tz::TZ_VARIANTS.iter().find(|zone| code(**zone) == number).copied()
}

fn board(letter: char) -> Option<BoardSetting> {
    [BoardSetting::Visible, BoardSetting::Anonymous, BoardSetting::Hidden]
        .into_iter()
        .find(|board| board.as_str().starts_with(letter))
}
