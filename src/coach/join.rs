//! `/join`: making a plan, by options or by a guided form.

mod form;

use super::goal::{self, Goal};
use super::planning::{Planned, adopt, planned, titled, trimmed, verdict_line};
use super::reply::Reply;
use super::request::{Call, Press, Request};
use super::wish::Wish;
use super::{Coach, cohort, next, words};
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::{Lesson, Skill};
use crate::study::learner::{BoardSetting, Happened, MOST_MONTHS, Membership, Profile, Study};
use crate::study::next::next as next_steps;
use crate::study::plan::{Plan, PlannedWeek};
use crate::study::record::Change;
use crate::study::sequence::Reason;
use crate::study::units::{ServerId, TrackId};

/// Lessons left out that are named at once.
const NAMED: usize = 5;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    let study = arrived(coach, request).await?;
    let goal =
        call.text("goal").map(|words| goal::read(words, &coach.content.curriculum, study.today(request.now)));
    let (said, goal) = (goal.as_ref().map(|goal| read_back(coach, call, goal)), goal.unwrap_or_default());
    let wish = Wish::read(coach, &study, call, &goal)?;
    if let Some(start) = wish.starts_on
        && start < study.today(request.now)
    {
        return Error::user(say!(coach.voice, StartPast { date: coach.voice.date(start) }));
    }
    let asks = call.has("track") && call.has("hours");
    if asks || (goal.unread.is_empty() && Wish::is_complete(call, &goal)) {
        return join(coach, request, &wish, said.as_deref()).await;
    }
    let is_new = call.values.is_empty() && study.profile.is_some() && become_member(coach, request).await?;
    let said = said.or_else(|| is_new.then(|| say!(coach.voice, JoinedHere)));
    let form = form::show(coach, request, &study, &wish);
    Ok(with(said.as_deref(), form))
}

/// A reply with what was understood of a goal before its words.
fn with(said: Option<&str>, reply: Reply) -> Reply {
    match said {
        Some(said) => Reply { text: format!("{said}\n{}", reply.text), ..reply },
        None => reply,
    }
}

/// What was understood of a goal in words, as far as it counts beside the options, and what was not.
fn read_back(coach: &Coach, call: &Call, goal: &Goal) -> String {
    let voice = &coach.voice;
    let curriculum = &coach.content.curriculum;
    let title =
        |id: &TrackId| curriculum.tracks.get(id).map_or_else(String::new, |track| track.title.clone());
    let skill = |id| curriculum.skills.get(id).map_or_else(String::new, |skill: &Skill| skill.title.clone());
    let known: Vec<String> = goal.known.iter().map(skill).collect();
    let parts = [
        ("track", goal.track.as_ref().map(title)),
        ("also", goal.also.as_ref().map(|also| say!(voice, GoalAlso { track: title(also) }))),
        ("hours", goal.weekly.map(|weekly| say!(voice, GoalHours { time: voice.time(weekly) }))),
        ("months", goal.months.map(|months| say!(voice, GoalMonths { months: months }))),
        ("start", goal.starts_on.map(|date| say!(voice, GoalStart { date: voice.date(date) }))),
        ("know", (!known.is_empty()).then(|| say!(voice, GoalKnown { skills: voice.list(&known) }))),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(option, _)| !call.has(option)).filter_map(|(_, part)| part).collect();
    let understood = match parts.is_empty() {
        true => say!(voice, GoalNothing),
        false => say!(voice, GoalUnderstood { parts: parts.join(", ") }),
    };
    if goal.unread.is_empty() || parts.is_empty() {
        return understood;
    }
    let unread: Vec<String> = goal.unread.iter().map(|words| words::plain(words)).collect();
    format!("{understood} {}", say!(voice, GoalUnread { words: unread.join(", ") }))
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    if matches!(press.id.arg(0), Some("cohort" | "follow")) {
        return cohort::join_press(coach, request, press).await;
    }
    if matches!(press.id.arg(0), Some("partner" | "apart")) {
        return cohort::partner_press(coach, request, press).await;
    }
    let study = arrived(coach, request).await?;
    if press.id.arg(0) == Some("open") {
        let is_new = study.profile.is_some() && become_member(coach, request).await?;
        let mut wish = Wish::read(coach, &study, &Call::default(), &Goal::default())?;
        // A button of `/compare` names the track that it is about.
        if let Some((id, _)) =
            press.id.arg(1).and_then(|id| coach.content.curriculum.tracks.get_key_value(id))
        {
            wish.also = wish.also.filter(|also| also != id);
            wish.track = id.clone();
        }
        let said = is_new.then(|| say!(coach.voice, JoinedHere));
        return Ok(with(said.as_deref(), form::show(coach, request, &study, &wish)));
    }
    let Some(mut wish) = Wish::parse(coach, press) else {
        return Error::user(say!(coach.voice, PressUnknown));
    };
    if let Some(asked) = form::ask(coach, request, press, &wish) {
        return Ok(asked);
    }
    let curriculum = &coach.content.curriculum;
    match (press.id.arg(0), press.picked.first().map(String::as_str)) {
        (Some("track"), Some(id)) if curriculum.tracks.contains_key(id) => wish.track = id.into(),
        (Some("hours"), None) => wish.weekly = form::hours(coach, press)?,
        (Some("change"), _) => form::change(coach, &study, press, &mut wish, request.now)?,
        (Some("remind"), _) => wish.reminders = Some(!wish.reminders.unwrap_or(study.reminders)),
        (Some("board"), _) => wish.board = Some(form::other_board(wish.board)),
        (Some("show"), _) => return Ok(form::preview(coach, request, &study, &wish)),
        (Some("hours"), Some(hours)) => {
            wish.weekly = coach.parse_promise(hours.parse().unwrap_or_default())?;
        }
        (Some("months"), Some(months)) => {
            wish.months = months.parse().ok().filter(|it| (1..=MOST_MONTHS).contains(it));
        }
        (Some("know"), _) => {
            let skills = press.picked.iter().filter_map(|id| curriculum.skills.get_key_value(id.as_str()));
            wish.known = skills.map(|(id, _)| id.clone()).collect();
        }
        // The plan stands where the form stood, so that nobody starts it twice.
        (Some("start"), _) => {
            return Ok(Reply { replaces: true, ..join(coach, request, &wish, None).await? });
        }
        _ => return Error::user(say!(coach.voice, PressUnknown)),
    }
    Ok(Reply { replaces: true, ..form::show(coach, request, &study, &wish) })
}

/// The learner as they would be after joining here: somebody new takes the server's zone.
pub(super) async fn arrived(coach: &Coach, request: &Request) -> Result<Study> {
    let mut study = coach.study(request.from.id, request.now).await?;
    if let Some(server) = request.server() {
        let zone = coach.store.server(server).await?.zone;
        arrive(&mut study, server, zone);
    }
    Ok(study)
}

pub(super) fn arrive(study: &mut Study, server: ServerId, zone: chrono_tz::Tz) {
    if study.revision == 0 {
        study.zone = zone;
    }
    if !study.memberships.iter().any(|it| it.server == server) {
        study.memberships.push(Membership {
            server,
            zone,
            board: BoardSetting::Visible,
            name: String::new(),
        });
    }
}

/// Whoever has a plan already is a member of a further server by asking; the plan stays as it is. Whether
/// they are new here.
async fn become_member(coach: &Coach, request: &Request) -> Result<bool> {
    let Some(server) = request.server() else { return Ok(false) };
    if coach.store.member(server, request.from.id).await?.is_some() {
        return Ok(false);
    }
    coach.store.meet_server(server).await?;
    let zone = coach.store.server(server).await?.zone;
    coach
        .change(request, Some(server), |study| {
            let mut study = study.clone();
            arrive(&mut study, server, zone);
            let mut change = Change::silent(&study);
            change.touched_at.push(request.now);
            Ok((change, Reply::default()))
        })
        .await?;
    Ok(true)
}

/// Makes the plan, or makes it anew and keeps all progress.
async fn join(coach: &Coach, request: &Request, wish: &Wish, said: Option<&str>) -> Result<Reply> {
    let server = request.server();
    let mut zone = None;
    if let Some(server) = server {
        coach.store.meet_server(server).await?;
        zone = Some(coach.store.server(server).await?.zone);
    }
    let reply = coach
        .change(request, server, |study| {
            let mut study = study.clone();
            if let (Some(server), Some(zone)) = (server, zone) {
                arrive(&mut study, server, zone);
            }
            study.zone = wish.zone.unwrap_or(study.zone);
            study.reminders = wish.reminders.unwrap_or(study.reminders);
            let wanted = wish.profile(&study, study.today(request.now));
            let profile = trimmed(coach, &study, wanted, request.now);
            let change = adopt(coach, &study, request, |promise| Happened::Joined {
                before: study.profile.clone().map(Box::new),
                after: Box::new(profile.clone()),
                promise,
            });
            let reply = with(said, joined(coach, request, &study, &change));
            Ok((change, reply))
        })
        .await?;
    if let (Some(server), Some(board)) = (server, wish.board) {
        coach.store.set_board(server, request.from.id, board, request.now).await?;
        coach.queued.notify_one();
    }
    Ok(reply)
}

/// The last lesson that the first two weeks finish: its result is the first thing to show.
fn first_finished<'c>(plan: &Plan<'c>) -> Option<&'c Lesson> {
    let weeks = &plan.weeks[..plan.weeks.len().min(2)];
    let parts = weeks.iter().flat_map(|week| &week.parts);
    parts.rev().find(|part| part.part == part.parts).map(|part| part.lesson)
}

/// Why the first week asks for less than was promised; nothing where it does not.
fn light_start(coach: &Coach, profile: &Profile, week: &PlannedWeek<'_>) -> String {
    if week.number != 1 || week.budget >= profile.weekly {
        return String::new();
    }
    let days = (week.week.ends_on() - profile.starts_on.max(week.week.starts_on())).num_days() + 1;
    let voice = &coach.voice;
    say!(voice, JoinLight { budget: voice.time(week.budget), hours: voice.time(profile.weekly), days: days })
}

/// What a new plan says: the verdict, the first week, and the first step with its buttons.
pub(super) fn joined(coach: &Coach, request: &Request, before: &Study, change: &Change) -> Reply {
    let voice = &coach.voice;
    let study = &change.after;
    let Some(profile) = &study.profile else { return Reply::private("") };
    let planned = planned(coach, study, profile, request.now);
    let mut text = verdict_line(coach, &planned);
    if let Some(before) = &before.profile {
        text = format!("{}\n{text}", say!(voice, JoinAgain));
        if before.cohort.is_some() && profile.cohort.is_none() {
            text = format!("{text}\n{}", say!(voice, CohortLeft));
        }
    }
    let Planned { plan, .. } = planned;
    let mut reply = Reply::private(text).titled(say!(voice, JoinedTitle));
    if let Some(week) = plan.weeks.iter().find(|week| !week.parts.is_empty()) {
        let list = coach.week_list(week, Some(study));
        let light = light_start(coach, profile, week);
        reply = reply.field(coach.week_heading(week), [list, light].join("\n").trim_end());
    }
    if let Some(first) = first_finished(&plan) {
        let show = first.show.lines().next().unwrap_or_default();
        reply = reply.field(say!(voice, HeadingFirstShow), show);
    }
    let left: Vec<String> = plan
        .left_out
        .iter()
        .filter(|(_, reason)| *reason == Reason::NoTime)
        .map(|(lesson, _)| lesson.title.clone())
        .collect();
    if !left.is_empty() {
        reply = reply.field(say!(voice, LeftOutHeading { count: left.len() }), titled(coach, &left, NAMED));
    }
    if let Some(first) = next_steps(&plan, study, &coach.content.curriculum, None) {
        let heading = say!(
            voice,
            FirstStepHeading { lesson: first.lesson.title.as_str(), time: voice.time(first.minutes()) }
        );
        reply = reply.field(heading, first.steps[0].action.as_str());
        reply = next::buttons(coach, reply, study.learner, &first);
    }
    reply
}
