//! `/join`: making a plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::reply::{Id, Menu, MenuOption, Reply};
use super::request::{Call, Press, Request};
use super::{Coach, next};
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::{BoardSetting, Happened, Membership, Profile, Promise, Study};
use crate::study::plan::{Basis, Plan, Verdict, needed_weekly, plan, trim};
use crate::study::promise;
use crate::study::record::{Change, Stamp};
use crate::study::sequence::Reason;
use crate::study::units::{Minutes, SkillId, TrackId};

/// The weekly hours that the form offers.
const HOURS: &[&str] = &[
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "14", "15", "16", "18", "20", "25", "30", "35",
    "40",
];
/// The months that the form offers.
const MONTHS: &[&str] = &["3", "6", "9", "12", "15", "18", "24"];

/// What a learner asks for, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
struct Wish {
    track: TrackId,
    weekly: Minutes,
    months: Option<u32>,
    also: Option<TrackId>,
    known: BTreeSet<SkillId>,
    starts_on: Option<NaiveDate>,
}

impl Wish {
    fn profile(&self, today: NaiveDate) -> Profile {
        Profile {
            track: self.track.clone(),
            also: self.also.clone(),
            weekly: self.weekly,
            months: self.months,
            starts_on: self.starts_on.unwrap_or(today),
            known: self.known.clone(),
            choices: Vec::new(),
            added: BTreeSet::new(),
            no_time: BTreeSet::new(),
        }
    }
}

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let study = coach.study(request.from.id, request.now).await?;
    let wish = wish(coach, &study, call)?;
    if let Some(start) = wish.starts_on
        && start < study.today(request.now)
    {
        return Error::user(say!(coach.voice, StartPast { date: coach.voice.date(start) }));
    }
    if wish.also.as_ref() == Some(&wish.track) {
        return Error::user(say!(coach.voice, AlsoSame));
    }
    if call.has("track") && call.has("hours") {
        return join(coach, request, &wish).await;
    }
    Ok(form(coach, request, &study, &wish))
}

/// What the options say; where they are silent, what the learner has agreed, else what most choose.
fn wish(coach: &Coach, study: &Study, call: &Call) -> Result<Wish> {
    let before = study.profile.as_ref();
    let track = match call.text("track") {
        Some(id) => TrackId::from(id),
        None => before.map_or_else(|| TrackId::from("ml-engineer"), |profile| profile.track.clone()),
    };
    let weekly = match call.number("hours") {
        Some(hours) => coach.parse_promise(hours)?,
        None => before.map_or(Minutes(600), |profile| profile.weekly),
    };
    let months = match call.integer("months") {
        Some(months) => u32::try_from(months).ok(),
        None if call.has("hours") && call.has("track") => None,
        None => before.map_or(Some(12), |profile| profile.months),
    };
    let known = match call.text("know") {
        Some(words) => coach.parse_skills(words)?,
        None => before.map_or_else(BTreeSet::new, |profile| profile.known.clone()),
    };
    let starts_on = call.text("start").map(|date| coach.parse_date("start", date)).transpose()?;
    Ok(Wish { track, weekly, months, also: call.text("also").map(TrackId::from), known, starts_on })
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    if press.id.arg(0) == Some("open") {
        let study = coach.study(request.from.id, request.now).await?;
        let wish = wish(coach, &study, &Call::default())?;
        return Ok(form(coach, request, &study, &wish));
    }
    let Some(mut wish) = read_state(coach, press) else {
        return Error::user(say!(coach.voice, PressUnknown));
    };
    let picked = press.picked.first().map(String::as_str);
    match (press.id.arg(0), picked) {
        (Some("track"), Some(id)) if coach.content.curriculum.tracks.contains_key(id) => {
            wish.track = id.into()
        }
        (Some("hours"), Some(hours)) => {
            wish.weekly = coach.parse_promise(hours.parse().unwrap_or_default())?;
        }
        (Some("months"), Some(months)) => {
            wish.months = months.parse().ok().filter(|it| (1..=36).contains(it))
        }
        (Some("know"), _) => {
            wish.known = press
                .picked
                .iter()
                .filter_map(|id| coach.content.curriculum.skills.get_key_value(id.as_str()))
                .map(|(id, _)| id.clone())
                .collect();
        }
        (Some("start"), _) => return join(coach, request, &wish).await,
        _ => return Error::user(say!(coach.voice, PressUnknown)),
    }
    let study = coach.study(request.from.id, request.now).await?;
    Ok(Reply { replaces: true, ..form(coach, request, &study, &wish) })
}

/// The guided form: every pick is shown back with what it means. Its state is in its ids.
fn form(coach: &Coach, request: &Request, study: &Study, wish: &Wish) -> Reply {
    let voice = &coach.voice;
    let curriculum = &coach.content.curriculum;
    let owner = request.from.id;
    let state = write_state(coach, wish);
    let id = |what: &str| Id::own("join", owner, &[what, &state[0], &state[1], &state[2], &state[3]]);
    let profile = trimmed(coach, wish.profile(study.today(request.now)), None);
    let plan = plan(curriculum, Basis::fresh(&profile));
    let menu =
        |what: &str, hint: String, options: Vec<MenuOption>| Menu { id: id(what).to_string(), hint, options };
    let option = |label: String, value: &str| MenuOption { label, value: value.to_owned() };
    let tracks =
        curriculum.tracks.values().map(|track| option(track.title.clone(), track.id.as_str())).collect();
    let hours =
        HOURS.iter().map(|hours| option(say!(voice, JoinMenuHours { hours: *hours }), hours)).collect();
    let months =
        MONTHS.iter().map(|months| option(say!(voice, JoinMenuMonths { months: *months }), months)).collect();
    let skills = curriculum
        .skills
        .iter()
        .take(25)
        .map(|(id, skill)| option(skill.title.clone(), id.as_str()))
        .collect();
    let known: Vec<String> = wish
        .known
        .iter()
        .filter_map(|id| curriculum.skills.get(id))
        .map(|skill| skill.title.clone())
        .collect();
    let mut reply = Reply::private(say!(
        voice,
        JoinFormText {
            track: curriculum.tracks.get(&wish.track).map_or("", |track| track.title.as_str()),
            hours: voice.time(wish.weekly),
            months: wish.months.unwrap_or(0),
            known: if known.is_empty() { say!(voice, JoinNothingKnown) } else { voice.list(&known) },
            verdict: verdict_line(coach, &profile, &plan),
        }
    ))
    .titled(say!(voice, JoinFormTitle))
    .button(say!(voice, ButtonStart), &id("start"));
    reply.menus = vec![
        menu("track", say!(voice, JoinPickTrack), tracks),
        menu("hours", say!(voice, JoinPickHours), hours),
        menu("months", say!(voice, JoinPickMonths), months),
        menu("know", say!(voice, JoinPickKnown), skills),
    ];
    reply
}

/// The wish in four short arguments: track, quarters of an hour, months, skills by their numbers.
fn write_state(coach: &Coach, wish: &Wish) -> [String; 4] {
    let numbers: u64 = wish
        .known
        .iter()
        .filter_map(|id| coach.content.curriculum.skills.get(id))
        .filter(|skill| skill.number < 64)
        .map(|skill| 1 << skill.number)
        .sum();
    [
        wish.track.to_string(),
        (wish.weekly.0 / 15).to_string(),
        wish.months.unwrap_or(0).to_string(),
        format!("{numbers:x}"),
    ]
}

fn read_state(coach: &Coach, press: &Press) -> Option<Wish> {
    let curriculum = &coach.content.curriculum;
    let (track, _) = curriculum.tracks.get_key_value(press.id.arg(1)?)?;
    let quarters: u32 = press.id.arg(2)?.parse().ok().filter(|it| (2..=240).contains(it))?;
    let months: u32 = press.id.arg(3)?.parse().ok().filter(|it| *it <= 36)?;
    let numbers = u64::from_str_radix(press.id.arg(4)?, 16).ok()?;
    let known = curriculum
        .skills
        .iter()
        .filter(|(_, skill)| skill.number < 64 && numbers & (1 << skill.number) != 0)
        .map(|(id, _)| id.clone())
        .collect();
    Some(Wish {
        track: track.clone(),
        weekly: Minutes(quarters * 15),
        months: (months > 0).then_some(months),
        also: None,
        known,
        starts_on: None,
    })
}

/// Makes the plan, or makes it anew and keeps all progress.
async fn join(coach: &Coach, request: &Request, wish: &Wish) -> Result<Reply> {
    let server = request.server();
    let zone = match server {
        Some(server) => {
            coach.store.meet_server(server).await?;
            Some(coach.store.server(server).await?.zone)
        }
        None => None,
    };
    coach
        .change(request, server, |study| {
            let mut study = study.clone();
            if let (None, Some(zone)) = (&study.profile, zone) {
                study.zone = zone;
            }
            if let (Some(server), Some(zone)) = (server, zone)
                && !study.memberships.iter().any(|it| it.server == server)
            {
                study.memberships.push(Membership { server, zone, board: BoardSetting::Visible });
            }
            let profile = trimmed(coach, wish.profile(study.today(request.now)), Some(&study));
            let change = adopt(coach, &study, request, |before, promise| Happened::Joined {
                before: before.map(Box::new),
                after: Box::new(profile.clone()),
                promise,
            });
            let reply = joined(coach, request, &study, &change);
            Ok((change, reply))
        })
        .await
}

/// Leaves out what has no room before the wanted date.
pub(super) fn trimmed(coach: &Coach, mut profile: Profile, study: Option<&Study>) -> Profile {
    let basis = Basis { profile: &profile, study, today: profile.starts_on };
    profile.no_time = trim(&coach.content.curriculum, basis);
    profile
}

/// Records a change of plan and replaces the promise of the week under way.
pub(super) fn adopt(
    coach: &Coach,
    study: &Study,
    request: &Request,
    what: impl Fn(Option<Profile>, Option<Box<Promise>>) -> Happened,
) -> Change {
    let promise = study.promise(study.week(request.now)).cloned().map(Box::new);
    let stamp = Stamp::now(request.id, request.now);
    let mut change = Change::record(study, stamp, what(study.profile.clone(), promise));
    promise::replace(&coach.content.curriculum, &mut change, request.now);
    change
}

/// What a new plan says: the verdict, the first week, and the first step with its buttons.
fn joined(coach: &Coach, request: &Request, before: &Study, change: &Change) -> Reply {
    let voice = &coach.voice;
    let study = &change.after;
    let Some(profile) = &study.profile else { return Reply::private("") };
    let plan = plan_of(coach, study, profile, request);
    let mut text = verdict_line(coach, profile, &plan);
    if before.profile.is_some() {
        text = format!("{}\n{text}", say!(voice, JoinAgain));
    }
    let mut reply = Reply::private(text).titled(say!(voice, JoinedTitle));
    if let Some(week) = plan.weeks.iter().find(|week| !week.parts.is_empty()) {
        reply = reply.field(
            say!(
                voice,
                WeekHeading {
                    from: voice.short_date(week.week.starts_on()),
                    to: voice.short_date(week.week.ends_on()),
                    time: voice.time(week.minutes()),
                }
            ),
            coach.week_list(week, Some(study)),
        );
    }
    let left: Vec<String> = plan
        .left_out
        .iter()
        .filter(|(_, reason)| *reason == Reason::NoTime)
        .map(|(lesson, _)| lesson.title.clone())
        .collect();
    if !left.is_empty() {
        reply = reply.field(say!(voice, LeftOutHeading { count: left.len() }), shortened(coach, &left, 5));
    }
    if let Some(first) = crate::study::next::next(&plan, study, &coach.content.curriculum, None) {
        let action = first.steps[0].action.clone();
        reply = reply.field(
            say!(
                voice,
                FirstStepHeading { lesson: first.lesson.title.as_str(), time: voice.time(first.minutes()) }
            ),
            action,
        );
        reply = next::buttons(coach, reply, study.learner, &first);
    }
    reply
}

/// The first names of a list, and how many more there are.
pub(super) fn shortened(coach: &Coach, names: &[String], most: usize) -> String {
    if names.len() <= most {
        return coach.voice.list(names);
    }
    say!(coach.voice, ListAndMore { names: names[..most].join(", "), more: names.len() - most })
}

/// The plan of a learner as of a request.
pub(super) fn plan_of<'c>(coach: &'c Coach, study: &Study, profile: &Profile, request: &Request) -> Plan<'c> {
    let basis = Basis { profile, study: Some(study), today: study.today(request.now) };
    plan(&coach.content.curriculum, basis)
}

/// Whether the plan fits, and when it ends.
pub(super) fn verdict_line(coach: &Coach, profile: &Profile, plan: &Plan<'_>) -> String {
    let voice = &coach.voice;
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
            let needed = needed_weekly(&coach.content.curriculum, Basis::fresh(profile));
            say!(
                voice,
                VerdictLate {
                    months: months,
                    hours: hours,
                    end: end,
                    needed: needed.map_or_else(String::new, |needed| voice.time(needed)),
                }
            )
        }
    }
}
