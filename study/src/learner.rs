//! A learner: profile, record, progress and promises, as `store` loads them and a change leaves them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use super::event::{Credit, Event, Happened, PlanChange, spent};

use super::budget::{Pause, Spread};
use super::pace::Pace;
use super::timer::Timer;
use super::units::{CohortId, LearnerId, LessonId, Minutes, ServerId, SkillId, StepId, StepRef, TrackId};
use super::week::Week;

/// How long a `/done`, `/log` or plan change can be taken back.
pub const UNDO_DAYS: i64 = 7;
/// How far back the record is loaded: the longest reach of any rule (a log 7 days back, undone 7 days
/// later, in a week that began up to 7 days before), with a day for zones.
pub const RECORD_DAYS: i64 = 22;
/// The most time that can be logged on one day.
pub const DAY_LIMIT: Minutes = Minutes(16 * 60);

/// The most months that a learner may want a plan to take.
pub const MOST_MONTHS: u32 = 36;

/// What a learner has agreed with the coach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The goal.
    pub track: TrackId,
    /// A second specialization.
    pub also: Option<TrackId>,
    /// Promised time a week.
    pub weekly: Minutes,
    /// The wanted length, if there is one.
    pub months: Option<u32>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// What is known already.
    pub known: BTreeSet<SkillId>,
    /// Sides taken in one-of groups, before the track's own.
    pub choices: Vec<String>,
    /// Optional lessons that the learner added.
    pub added: BTreeSet<LessonId>,
    /// Lessons left out for want of time: a choice made when the plan was, and kept.
    pub no_time: BTreeSet<LessonId>,
    /// The cohort whose track, pace and start these are; none for who studies at their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohort: Option<CohortId>,
    /// Pauses taken, oldest first; the last may be under way or still to come.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// The day on which a pause was ended early: its week asks for the share of the days left.
    #[serde(default)]
    pub resumed_on: Option<NaiveDate>,
    /// The weeks by which accepted *Shifts* moved the wanted date.
    #[serde(default)]
    pub shifted: u32,
    /// The accepted *Spread*.
    #[serde(default)]
    pub spread: Option<Spread>,
    /// The Sunday on which the plan ended when the learner last chose it: whoever ends later is
    /// behind. None where nothing was left to do, and in profiles older than this.
    #[serde(default)]
    pub agreed: Option<NaiveDate>,
}

impl Profile {
    /// A track at so much a week from a day on, and nothing else agreed.
    pub fn new(track: TrackId, weekly: Minutes, starts_on: NaiveDate) -> Self {
        Self {
            track,
            also: None,
            weekly,
            months: None,
            starts_on,
            known: BTreeSet::new(),
            choices: Vec::new(),
            added: BTreeSet::new(),
            no_time: BTreeSet::new(),
            cohort: None,
            pauses: Vec::new(),
            resumed_on: None,
            shifted: 0,
            spread: None,
            agreed: None,
        }
    }
}

/// How far a learner is with one lesson.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub steps: BTreeSet<StepId>,
    /// Their minutes by the content, as they were when they were done.
    pub credited: Minutes,
    /// Minutes spent, as logged.
    pub spent: Minutes,
    /// Of these, minutes logged without finishing anything.
    pub logged: Minutes,
    /// Of these, minutes that a report with a time measured.
    pub measured: Minutes,
    /// The minutes by the content of the steps that such reports finished.
    pub measured_for: Minutes,
    /// When the last step was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// The work, for a project.
    pub link: Option<String>,
}

/// What a week asks of a learner, frozen when it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The week.
    pub week: Week,
    /// The minutes asked for.
    pub minutes: Minutes,
    /// The steps asked for.
    pub steps: Vec<StepRef>,
    /// Minutes of it kept so far.
    pub kept: Minutes,
    /// Whether the learner's own plan change or pause replaced it within its week.
    pub replaced: bool,
    /// Minutes that reports of the week measured, kept or not.
    #[serde(default)]
    pub measured: Minutes,
    /// The pace by which it was made.
    #[serde(default)]
    pub pace: Pace,
}

impl Promise {
    /// One of a week that asks for nothing yet.
    pub fn empty(week: Week, pace: Pace) -> Self {
        Self {
            week,
            minutes: Minutes::ZERO,
            steps: Vec::new(),
            kept: Minutes::ZERO,
            replaced: false,
            measured: Minutes::ZERO,
            pace,
        }
    }
}

/// Whether others see a member on a server's boards and posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BoardSetting {
    /// By name.
    Visible,
    /// In place and totals, without the name.
    Anonymous,
    /// Not at all.
    Hidden,
}

impl BoardSetting {
    /// As commands and the database write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Anonymous => "anonymous",
            Self::Hidden => "hidden",
        }
    }

    /// Reads what `as_str` writes.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Visible, Self::Anonymous, Self::Hidden].into_iter().find(|b| b.as_str() == text)
    }
}

/// A learner's place in one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The server.
    pub server: ServerId,
    /// The server's zone, in which its boards count.
    pub zone: Tz,
    /// What others see.
    pub board: BoardSetting,
    /// The learner's name there.
    pub name: String,
}

/// Everything about one learner that a decision needs.
#[derive(Debug, Clone)]
pub struct Study {
    /// Who.
    pub learner: LearnerId,
    /// Grows with every change; a change made on an older one is refused. 0: never stored.
    pub revision: i64,
    /// The learner's zone.
    pub zone: Tz,
    /// The plan agreed; none before `/join`.
    pub profile: Option<Profile>,
    /// Whether the week's assignment is wanted by direct message.
    pub reminders: bool,
    /// Progress by lesson.
    pub progress: BTreeMap<LessonId, Progress>,
    /// All promises, oldest first.
    pub promises: Vec<Promise>,
    /// The last `RECORD_DAYS` of the record, oldest first.
    pub events: Vec<Event>,
    /// What `/next` showed last.
    pub shown: Vec<StepRef>,
    /// The *Start* that waits for its *Done*.
    pub timer: Option<Timer>,
    /// The pace of which the coach told last.
    pub told_pace: Pace,
    /// Where the learner is a member.
    pub memberships: Vec<Membership>,
}

impl Study {
    /// Somebody of whom nothing is known yet.
    pub fn new(learner: LearnerId, zone: Tz) -> Self {
        Self {
            learner,
            revision: 0,
            zone,
            profile: None,
            reminders: false,
            progress: BTreeMap::new(),
            promises: Vec::new(),
            events: Vec::new(),
            shown: Vec::new(),
            timer: None,
            told_pace: Pace::PLANNED,
            memberships: Vec::new(),
        }
    }

    /// The day on the learner's calendar.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// The learner's current week.
    pub fn week(&self, now: DateTime<Utc>) -> Week {
        Week::at(now, self.zone)
    }

    /// The promise of a week, if it has one.
    pub fn promise(&self, week: Week) -> Option<&Promise> {
        self.promises.iter().rev().find(|promise| promise.week == week)
    }

    /// Whether a step is done.
    pub fn is_done(&self, lesson: &LessonId, step: &StepId) -> bool {
        self.progress.get(lesson).is_some_and(|progress| progress.steps.contains(step))
    }

    /// Whether a lesson is finished.
    pub fn is_finished(&self, lesson: &str) -> bool {
        self.progress.get(lesson).is_some_and(|progress| progress.finished_at.is_some())
    }

    /// The entries of the loaded record that still stand, oldest first.
    pub fn standing(&self) -> impl Iterator<Item = &Event> {
        let undone: BTreeSet<i64> = self
            .events
            .iter()
            .filter_map(|event| match event.what {
                Happened::Undone { seq } => Some(seq),
                _ => None,
            })
            .collect();
        self.events.iter().filter(move |event| {
            !matches!(event.what, Happened::Undone { .. }) && !undone.contains(&event.seq)
        })
    }

    /// Minutes logged on one day of the learner's calendar.
    pub fn logged_on(&self, day: NaiveDate) -> Minutes {
        self.standing()
            .filter(|event| event.at.with_timezone(&self.zone).date_naive() == day)
            .map(|event| spent(&event.what))
            .sum()
    }

    /// The instant from which on the record is needed at `now`.
    pub fn record_since(now: DateTime<Utc>) -> DateTime<Utc> {
        now - Duration::days(RECORD_DAYS)
    }
}
