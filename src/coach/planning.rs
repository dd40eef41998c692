//! Making, changing and judging a plan: what `/join`, `/settings`, `/plan` and others share.

use chrono::{DateTime, NaiveDate, Utc};

use super::Coach;
use super::reply::Reply;
use super::request::Request;
use crate::say;
use crate::study::curriculum::Lesson;
use crate::study::learner::{Happened, MOST_MONTHS, Profile, Promise, Study};
use crate::study::next::{Next, next_of};
use crate::study::plan::{Basis, Plan, Verdict, needed_weekly, plan, trim};
use crate::study::promise;
use crate::study::record::Change;
use crate::study::recover;
use crate::study::sequence::Reason;

/// Lessons that a change moved into or out of a plan, named at once.
const MOVED_NAMED: usize = 5;

/// A plan together with what it was made from.
pub struct Planned<'a> {
    /// The weeks ahead.
    pub plan: Plan<'a>,
    basis: Basis<'a>,
}

impl<'a> Planned<'a> {
    /// What was agreed.
    pub fn profile(&self) -> &'a Profile {
        self.basis.profile
    }
}

/// The plan of a learner by `profile`, as of `now`.
pub fn planned<'a>(
    coach: &'a Coach,
    study: &'a Study,
    profile: &'a Profile,
    now: DateTime<Utc>,
) -> Planned<'a> {
    let basis = Basis { profile, study: Some(study), today: study.today(now) };
    Planned { plan: plan(&coach.content.curriculum, basis), basis }
}

/// The next step of a learner by `profile`, as of `now`, with as much of the plan as it takes to know.
pub fn next_step<'a>(
    coach: &'a Coach,
    study: &'a Study,
    profile: &'a Profile,
    now: DateTime<Utc>,
) -> Option<Next<'a>> {
    let basis = Basis { profile, study: Some(study), today: study.today(now) };
    next_of(&coach.content.curriculum, study, basis)
}

/// Leaves out what has no room before the wanted date, given the progress so far.
pub fn trimmed(coach: &Coach, study: &Study, mut profile: Profile, now: DateTime<Utc>) -> Profile {
    let basis = Basis { profile: &profile, study: Some(study), today: study.today(now) };
    profile.no_time = trim(&coach.content.curriculum, basis);
    profile
}

/// Records a change of plan and all that follows from it.
pub fn adopt(
    coach: &Coach,
    study: &Study,
    request: &Request,
    what: impl FnOnce(Option<Box<Promise>>) -> Happened,
) -> Change {
    promise::adopt(&coach.content.curriculum, study, request.id, request.now, what)
}

/// Whether the plan fits, and when it ends.
pub fn verdict_line(coach: &Coach, planned: &Planned<'_>) -> String {
    let voice = &coach.voice;
    let Planned { plan, basis } = planned;
    let profile = basis.profile;
    let Some(ends_on) = plan.ends_on() else { return say!(voice, PlanFinished) };
    let end = voice.date(ends_on);
    let hours = voice.time(profile.weekly);
    let Some(wanted_by) = profile.wanted_by() else {
        return say!(voice, VerdictOpen { hours: hours, end: end });
    };
    let months = profile.months.unwrap_or(0);
    match plan.verdict {
        Verdict::Fits => {
            let spare = (wanted_by - ends_on).num_weeks().max(0);
            say!(voice, VerdictFits { months: months, hours: hours, end: end, spare: spare })
        }
        Verdict::Trimmed => {
            let left = plan.left_out.iter().filter(|(_, reason)| *reason == Reason::NoTime).count();
            say!(voice, VerdictTrimmed { months: months, hours: hours, end: end, left: left })
        }
        Verdict::Late => {
            let short = recover::trimmed(&coach.content.curriculum, *basis);
            match short.ends_on() {
                Some(short_end) if short.verdict == Verdict::Late => {
                    let late = late_line(coach, planned, short_end);
                    match short_end < ends_on {
                        true => format!("{} {late}", say!(voice, VerdictStands { end: end })),
                        false => late,
                    }
                }
                _ => {
                    let weeks = (ends_on - wanted_by).num_days().div_euclid(7) + 1;
                    say!(voice, VerdictBehind { end: end, weeks: weeks })
                }
            }
        }
    }
}

/// That even the short path, which would end on `ends_on`, does not fit, and what would be enough for it.
fn late_line(coach: &Coach, planned: &Planned<'_>, ends_on: NaiveDate) -> String {
    let voice = &coach.voice;
    let profile = planned.profile();
    let end = voice.date(ends_on);
    let months = profile.months.unwrap_or(0);
    let Some(needed) = needed_weekly(&coach.content.curriculum, planned.basis) else {
        return say!(voice, VerdictNever { months: months, end: end });
    };
    say!(
        voice,
        VerdictLate {
            months: months,
            hours: voice.time(profile.weekly),
            end: end,
            needed: voice.time(needed),
            enough: enough_months(profile, ends_on).unwrap_or(0),
        }
    )
}

/// The fewest months in which what ends on `ends_on` would fit, if a learner may want so many.
fn enough_months(profile: &Profile, ends_on: NaiveDate) -> Option<u32> {
    (1..=MOST_MONTHS).find(|months| {
        let wanted = Profile { months: Some(*months), ..profile.clone() };
        wanted.wanted_by().is_some_and(|date| date >= ends_on)
    })
}

/// An answer with the lessons that a change put into the plan and took out of it.
pub fn moved(coach: &Coach, then: &Plan<'_>, now: &Plan<'_>, reply: Reply) -> Reply {
    let voice = &coach.voice;
    let (then, now) = (then.lessons(), now.lessons());
    let only = |one: &[&Lesson], other: &[&Lesson]| {
        let only = one.iter().filter(|lesson| !other.iter().any(|it| it.id == lesson.id));
        let titles: Vec<String> = only.map(|lesson| lesson.title.clone()).collect();
        titled(coach, &titles, MOVED_NAMED)
    };
    reply
        .field(say!(voice, PlanHoldsNow), only(&now, &then))
        .field(say!(voice, PlanHoldsNoMore), only(&then, &now))
}

/// The first lessons of a list by their titles, in quotes since these hold commas, and how many more there are.
pub fn titled(coach: &Coach, titles: &[String], most: usize) -> String {
    let quoted = titles.iter().map(|title| say!(coach.voice, Quoted { words: title.as_str() }));
    shortened(coach, &quoted.collect::<Vec<_>>(), most)
}

/// The first names of a list, and how many more there are.
pub fn shortened(coach: &Coach, names: &[String], most: usize) -> String {
    if names.len() <= most {
        return coach.voice.list(names);
    }
    say!(coach.voice, ListAndMore { names: names[..most].join(", "), more: names.len() - most })
}
