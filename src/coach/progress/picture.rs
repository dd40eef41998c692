//! The picture of somebody's progress.

use chrono::{Datelike as _, NaiveDate};

use super::WEEKS;
use crate::cards::Card;
use crate::cards::progress::{Fact, Phase, Progress, WeekBar};
use crate::cards::theme::Stage;
use crate::coach::Coach;
use crate::coach::reply::Image;
use crate::say;
use crate::study::learner::{Promise, Study};
use crate::study::streak::{FREEZES_A_QUARTER, Streak};
use crate::study::units::Minutes;
use crate::study::week::Week;

/// What is known of somebody's progress.
pub(super) struct Known<'a> {
    /// Their record.
    pub study: &'a Study,
    /// Their name, as they write it.
    pub name: &'a str,
    /// What they learn toward.
    pub track: &'a str,
    /// The phases with what is done of what they hold.
    pub phases: &'a [(&'a str, Minutes, Minutes)],
    /// Their streak.
    pub streak: Streak,
    /// When the plan ends; none where it is done.
    pub ends_on: Option<NaiveDate>,
    /// The week under way.
    pub week: Week,
    /// The last day of the pause in which it lies.
    pub paused_until: Option<NaiveDate>,
}

impl Known<'_> {
    /// How much of the plan's minutes is done, in percent.
    pub fn percent(&self) -> u32 {
        let sum = |of: fn(&(&str, Minutes, Minutes)) -> Minutes| self.phases.iter().map(of).sum::<Minutes>();
        percent(sum(|(_, done, _)| *done), sum(|(.., all)| *all))
    }
}

/// In whole percent: what is begun is 1 at least, and only what is whole is 100.
fn percent(done: Minutes, all: Minutes) -> u32 {
    let percent = (done.0 * 100).checked_div(all.0).unwrap_or(0);
    percent.max(u32::from(done > Minutes::ZERO))
}

/// The picture with its facts in words.
pub(super) fn image(coach: &Coach, known: &Known<'_>) -> Image {
    let voice = &coach.voice;
    let study = known.study;
    let mut promises: Vec<&Promise> =
        study.promises.iter().rev().filter(|it| it.minutes > Minutes::ZERO).take(WEEKS).collect();
    promises.reverse();
    let this_week = match study.promise(known.week).filter(|it| it.minutes > Minutes::ZERO) {
        Some(it) => {
            say!(voice, CardPart { part: voice.time(it.kept), all: voice.time(it.minutes) })
        }
        None => match known.paused_until {
            Some(date) => say!(voice, CardPaused { date: voice.short_date(date) }),
            None => say!(voice, CardNoPromise),
        },
    };
    let finish = match known.ends_on {
        Some(date) => say!(voice, CardDate { date: voice.short_date(date), year: date.year().to_string() }),
        None => say!(voice, CardFinished),
    };
    let fact = |label: String, value: String| Fact { label, value };
    let card = Progress {
        name: known.name.to_owned(),
        track: known.track.to_owned(),
        percent: known.percent(),
        way: fact(say!(voice, CardWay), say!(voice, CardPercent { percent: known.percent() })),
        phases: phases(coach, known.phases),
        by_week: say!(voice, CardByWeek),
        weeks: promises
            .iter()
            .map(|it| WeekBar {
                label: voice.short_date(it.week.starts_on()),
                value: voice.time(it.kept),
                kept: it.kept.0,
                promised: it.minutes.0,
                now: it.week == known.week,
            })
            .collect(),
        streak: fact(say!(voice, CardStreak), say!(voice, BoardStreak { count: known.streak.weeks })),
        freezes: (known.streak.freezes, FREEZES_A_QUARTER),
        freezes_left: say!(voice, CardFreezes { count: known.streak.freezes }),
        facts: vec![fact(say!(voice, CardThisWeek), this_week), fact(say!(voice, CardFinish), finish)],
    };
    let alt = alt(coach, &card, &promises);
    Image::new(Card::Progress(card), alt)
}

/// Behind the first phase that is not done comes what is ahead.
fn phases(coach: &Coach, shares: &[(&str, Minutes, Minutes)]) -> Vec<Phase> {
    let now = shares.iter().position(|(_, done, all)| done < all);
    let phase = |(place, (title, done, all)): (usize, &(&str, Minutes, Minutes))| Phase {
        title: (*title).to_owned(),
        share: say!(coach.voice, CardPercent { percent: percent(*done, *all) }),
        percent: percent(*done, *all),
        stage: match now {
            Some(now) if now == place => Stage::Now,
            _ if done >= all => Stage::Done,
            _ => Stage::Ahead,
        },
    };
    shares.iter().enumerate().map(phase).collect()
}

fn alt(coach: &Coach, card: &Progress, promises: &[&Promise]) -> String {
    let voice = &coach.voice;
    let share = |one: &str, other: &str| say!(voice, AltShare { title: one, share: other });
    let phases = card.phases.iter().map(|it| share(&it.title, &it.share));
    let phases: Vec<String> =
        std::iter::once(share(&card.way.value, &card.way.label)).chain(phases).collect();
    let weeks = card.weeks.iter().zip(promises);
    let weeks: Vec<String> = weeks
        .map(|(bar, it)| {
            let (date, kept) = (bar.label.as_str(), bar.value.as_str());
            say!(voice, AltWeek { date: date, kept: kept, promised: voice.time(it.minutes) })
        })
        .collect();
    let facts = std::iter::once(&card.streak).chain(&card.facts);
    let facts: Vec<String> = facts
        .map(|it| say!(voice, AltFact { label: it.label.as_str(), value: it.value.as_str() }))
        .chain([card.freezes_left.clone()])
        .collect();
    say!(
        voice,
        AltProgress {
            name: card.name.as_str(),
            track: card.track.as_str(),
            phases: phases.join(", "),
            by_week: card.by_week.as_str(),
            weeks: weeks.join(", "),
            facts: facts.join("; "),
        }
    )
}
