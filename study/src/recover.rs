//! What to do about being behind: *Shift*, *Spread* or *Trim*.
//!
//! Until the learner chooses, unfinished work simply comes first and the plan ends later. **Behind** is
//! who now ends later than what was agreed: the Sunday on which the plan ended when the learner last
//! chose it (`Profile::agreed`), or the wanted date where that is earlier and leaving out lessons could
//! reach it. Missed weeks, a pace slower than planned and new lessons all show in that one number, and
//! who did more than was promised has that much in hand.
//!
//! Each offer is judged by carrying it out on a copy, so what is shown is what choosing it brings.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::budget::{Spread, is_catch_up};
use super::curriculum::{Curriculum, Importance, Lesson};
use super::learner::{Happened, Profile, Study};
use super::plan::{self, Basis, Plan, Verdict, plan};
use super::promise::adopt;
use super::record::Change;
use super::sequence::route;
use super::units::{InteractionId, LessonId, Minutes};
use super::week::Week;

/// The most that a week of a *Spread* asks beyond the usual, in percent.
const MOST_EXTRA_PERCENT: u32 = 25;
/// What a week of a *Spread* asks beyond the usual comes in steps of so many minutes.
const EXTRA_STEP: u32 = 5;
/// After so many silent weeks in a row the coach welcomes a learner back.
const SILENT_WEEKS: usize = 2;

/// A way to deal with what is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Recovery {
    /// Everything, and the wanted date with it, moves by the weeks that the plan now ends later.
    Shift,
    /// Some weeks ask for up to a quarter more, and the end stays.
    Spread,
    /// Lessons above the minimum are left out, and the end stays.
    Trim,
}

impl Recovery {
    /// As buttons and the record write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Spread => "spread",
            Self::Trim => "trim",
        }
    }
}

/// How far a plan is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// When it ends as it stands.
    pub ends_on: NaiveDate,
    /// When it was to end.
    pub due: NaiveDate,
    /// How many weeks lie between.
    pub weeks: u32,
}

/// A way that is open, and what it would bring.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Which.
    pub how: Recovery,
    /// The plan as it would be agreed.
    pub after: Profile,
    /// When it would end.
    pub ends_on: NaiveDate,
}

/// A *Spread* that is open.
#[derive(Debug, Clone)]
pub struct Spreading {
    /// What it would bring.
    pub offer: Offer,
    /// The first week that asks for more.
    pub from: Week,
    /// The last one.
    pub to: Week,
    /// How many do: of the weeks between, those without new work do not.
    pub weeks: u32,
    /// How much each asks.
    pub budget: Minutes,
}

/// A *Trim* that is open.
#[derive(Debug, Clone)]
pub struct Trimming<'c> {
    /// What it would bring.
    pub offer: Offer,
    /// What is left out, in the order of study.
    pub lessons: Vec<&'c Lesson>,
}

/// Why *Spread* is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSpread {
    /// No whole week of study is left before the end.
    NoWeeks,
    /// A quarter more in every week that is left is not enough.
    TooMuch,
}

/// Why *Trim* is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTrim {
    /// All that is left belongs to the minimum or was added by the learner.
    NothingAbove,
    /// Even without everything above the minimum it would end on this day.
    TooMuch(NaiveDate),
}

/// What somebody who is behind can do.
#[derive(Debug, Clone)]
pub struct Offers<'c> {
    /// How far behind they are.
    pub behind: Behind,
    /// Always open.
    pub shift: Offer,
    /// Open exactly when at most a quarter more in the weeks of study after this one is enough to end
    /// in time: in the fewest weeks, and in these with the least that does it.
    pub spread: Result<Spreading, NoSpread>,
    /// Open exactly when leaving out lessons above the minimum is enough to end in time: as few as do
    /// it, those first that every plan leaves out first.
    pub trim: Result<Trimming<'c>, NoTrim>,
}

/// How far the plan is behind as of `today`; none where it is not.
pub fn behind(curriculum: &Curriculum, study: &Study, today: NaiveDate) -> Option<Behind> {
    let profile = study.profile.as_ref()?;
    let basis = Basis { profile, study: Some(study), today };
    let ends_on = plan(curriculum, basis).ends_on()?;
    let due = match (profile.agreed, profile.wanted_by()) {
        (Some(agreed), Some(wanted)) if wanted < agreed && has_room(curriculum, basis) => wanted,
        (agreed, wanted) => agreed.or(wanted)?,
    };
    let days = (ends_on - due).num_days();
    let weeks = u32::try_from((days + 6).div_euclid(7)).ok().filter(|weeks| *weeks > 0)?;
    Some(Behind { ends_on, due, weeks })
}

/// The plan as it would be if what is left out for want of time were decided anew.
pub fn trimmed<'c>(curriculum: &'c Curriculum, basis: Basis<'_>) -> Plan<'c> {
    let profile = Profile { no_time: plan::trim(curriculum, basis), ..basis.profile.clone() };
    plan(curriculum, Basis { profile: &profile, ..basis })
}

/// Whether leaving out lessons would end a plan by the wanted date.
fn has_room(curriculum: &Curriculum, basis: Basis<'_>) -> bool {
    trimmed(curriculum, basis).verdict != Verdict::Late
}

/// What somebody can do who is behind; none for anybody else.
pub fn offers<'c>(curriculum: &'c Curriculum, study: &Study, now: DateTime<Utc>) -> Option<Offers<'c>> {
    let behind = behind(curriculum, study, study.today(now))?;
    let now = Now { curriculum, study, profile: study.profile.as_ref()?, now, due: behind.due };
    let shifted = now.profile.shifted + behind.weeks;
    let after = Profile { shifted, agreed: Some(behind.ends_on), ..now.profile.clone() };
    Some(Offers { behind, shift: now.offer(Recovery::Shift, after), spread: spread(&now), trim: trim(&now) })
}

/// Takes one of the ways.
pub fn choose(
    curriculum: &Curriculum,
    study: &Study,
    offer: &Offer,
    interaction: InteractionId,
    now: DateTime<Utc>,
) -> Option<Change> {
    let before = study.profile.clone()?;
    Some(adopt(curriculum, study, interaction, now, |promise| Happened::Recovered {
        how: offer.how,
        before: Box::new(before),
        after: Box::new(offer.after.clone()),
        promise,
    }))
}

/// Whether the last weeks that asked for something, at least two in a row, and this one until now went
/// by without anything kept.
pub fn is_back(study: &Study, current: Week) -> bool {
    let mut past = study.promises.iter().rev().filter(|it| it.week < current && it.minutes > Minutes::ZERO);
    let is_silent =
        past.by_ref().take(SILENT_WEEKS).filter(|it| it.kept == Minutes::ZERO).count() == SILENT_WEEKS;
    is_silent && study.promise(current).is_none_or(|it| it.kept == Minutes::ZERO)
}

/// A learner who is behind, and when they were to end.
struct Now<'a, 'c> {
    curriculum: &'c Curriculum,
    study: &'a Study,
    profile: &'a Profile,
    now: DateTime<Utc>,
    due: NaiveDate,
}

impl<'c> Now<'_, 'c> {
    /// What a way brings, by taking it on a copy. Where nothing is left to do, it ends with this week.
    fn offer(&self, how: Recovery, after: Profile) -> Offer {
        let today = self.study.today(self.now);
        let mut offer = Offer { how, after, ends_on: Week::of(today).ends_on() };
        if let Some(change) = choose(self.curriculum, self.study, &offer, InteractionId(0), self.now) {
            let basis = Basis { profile: &offer.after, study: Some(&change.after), today };
            let ends_on = plan(self.curriculum, basis).ends_on();
            offer.ends_on = ends_on.unwrap_or(offer.ends_on);
        }
        offer
    }

    fn is_in_time(&self, offer: &Offer) -> bool {
        offer.ends_on <= self.due
    }
}

fn spread(now: &Now<'_, '_>) -> Result<Spreading, NoSpread> {
    let profile = now.profile;
    let next = now.study.week(now.now).plus(1);
    // The weeks of study after this one that end by the day on which the plan was to end.
    let weeks: Vec<Week> = (0..)
        .map(|count| next.plus(count))
        .take_while(|week| week.ends_on() <= now.due)
        .filter(|week| profile.pause(*week).is_none() && !is_catch_up(profile.study_week(*week)))
        .collect();
    let most = profile.weekly.0 * MOST_EXTRA_PERCENT / 100 / EXTRA_STEP;
    let (Some(from), 1..) = (weeks.first().copied(), most) else { return Err(NoSpread::NoWeeks) };
    let first = profile.study_week(from);
    let offer = |count: usize, steps: u32| {
        let last = profile.study_week(weeks[count - 1]);
        let spread = Spread { first, last, extra: Minutes(steps * EXTRA_STEP) };
        now.offer(Recovery::Spread, Profile { spread: Some(spread), ..profile.clone() })
    };
    let fits = |count: usize, steps: u32| now.is_in_time(&offer(count, steps));
    let count = least(weeks.len(), |count| fits(count, most)).ok_or(NoSpread::TooMuch)?;
    let steps = least(most as usize, |steps| fits(count, steps as u32)).map_or(most, |steps| steps as u32);
    let budget = profile.weekly + Minutes(steps * EXTRA_STEP);
    Ok(Spreading { offer: offer(count, steps), from, to: weeks[count - 1], weeks: count as u32, budget })
}

fn trim<'c>(now: &Now<'_, 'c>) -> Result<Trimming<'c>, NoTrim> {
    let profile = now.profile;
    let route = route(now.curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let (reasons, added) = (route.reasons(profile), route.added(profile));
    let can_go = |place: &usize| {
        let stop = &route.stops[*place];
        reasons[*place].is_none()
            && stop.importance != Importance::Minimum
            && !added.contains(place)
            && stop.lesson.steps.iter().any(|step| !now.study.is_done(&stop.lesson.id, &step.id))
    };
    // Those first that every plan leaves out first.
    let places: Vec<usize> = route.keeping_order().into_iter().rev().filter(can_go).collect();
    if places.is_empty() {
        return Err(NoTrim::NothingAbove);
    }
    let offer = |count: usize| {
        let mut after = profile.clone();
        let ids = places[..count].iter().map(|place| route.stops[*place].lesson.id.clone());
        after.no_time.extend(ids.collect::<Vec<LessonId>>());
        now.offer(Recovery::Trim, after)
    };
    match least(places.len(), |count| now.is_in_time(&offer(count))) {
        Some(count) => {
            let mut places = places[..count].to_vec();
            places.sort_unstable();
            let lessons = places.into_iter().map(|place| route.stops[place].lesson).collect();
            Ok(Trimming { offer: offer(count), lessons })
        }
        None => Err(NoTrim::TooMuch(offer(places.len()).ends_on)),
    }
}

/// The least number from 1 to `most` that is enough, where more always is.
fn least(most: usize, is_enough: impl Fn(usize) -> bool) -> Option<usize> {
    if most == 0 || !is_enough(most) {
        return None;
    }
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = (low + high) / 2;
        if is_enough(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}
