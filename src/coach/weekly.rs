//! The weekly post, composed as of its due time: every try says the same.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::board::board_lines;
use super::planning::{planned, verdict_line};
use super::reply::{Id, Reply};
use super::{Coach, next};
use crate::error::Result;
use crate::say;
use crate::store::{Member, Server};
use crate::study::board::{Kind, Period};
use crate::study::learner::BoardSetting;
use crate::study::promise;
use crate::study::units::{LearnerId, LessonId, Minutes, ServerId, StepRef, TrackId};
use crate::study::week::Week;

/// Lessons named for a track.
const LESSONS: usize = 3;
/// Names said before they become "and n others".
const NAMES: usize = 3;
/// Rows of the board in the post.
const ROWS: u32 = 5;

/// The key of a server's post in a week: the same occurrence is never queued twice.
pub fn key(server: ServerId, week: Week) -> String {
    format!("weekly:{server}:{week}")
}

/// The key of a learner's assignment in a week.
pub fn assignment_key(learner: LearnerId, week: Week) -> String {
    format!("assignment:{learner}:{week}")
}

/// A track's learners in the post.
#[derive(Default)]
struct Group {
    names: Vec<String>,
    unnamed: usize,
    lessons: BTreeMap<LessonId, usize>,
}

/// A server's post as of `due_at`.
pub async fn compose(coach: &Coach, server: &Server, due_at: DateTime<Utc>, late: bool) -> Result<Reply> {
    let voice = &coach.voice;
    let week = Week::at(due_at, server.zone);
    let members = coach.store.members(server.id, week).await?;
    let mut groups: BTreeMap<TrackId, Group> = BTreeMap::new();
    for member in members.iter().filter(|member| member.board != BoardSetting::Hidden) {
        let Some(profile) = &member.profile else { continue };
        // Who starts later or is on a pause is not among those who study.
        if !profile.studies_in(week) {
            continue;
        }
        let steps = asked(coach, member, week, due_at).await?;
        let group = groups.entry(profile.track.clone()).or_default();
        match member.board {
            BoardSetting::Visible => group.names.push(member.name.clone()),
            BoardSetting::Anonymous | BoardSetting::Hidden => group.unnamed += 1,
        }
        let lessons: BTreeSet<LessonId> = steps.into_iter().map(|it| it.lesson).collect();
        for lesson in lessons {
            *group.lessons.entry(lesson).or_default() += 1;
        }
    }
    let learners: usize = groups.values().map(|group| group.names.len() + group.unnamed).sum();
    let mut text = match learners {
        0 => say!(voice, WeeklyNobody),
        _ => say!(voice, WeeklyText { learners: learners, tracks: groups.len() }),
    };
    if late {
        text = format!("{}\n{text}", say!(voice, WeeklyLate { moment: voice.moment(due_at) }));
    }
    let mut reply =
        Reply::public(text).titled(say!(voice, WeeklyTitle { date: voice.date(week.starts_on()) }));
    for (track, group) in &groups {
        reply = group_field(coach, reply, track, group);
    }
    reply = results(coach, reply, server, week.plus(-1)).await?;
    let setting = server.weekly.as_ref();
    reply.ping = setting.and_then(|setting| setting.role);
    reply.silent = setting.is_some_and(|setting| setting.silent);
    Ok(reply
        .button(say!(voice, ButtonMyWeek), &Id::open("plan", &["week"]))
        .button(say!(voice, ButtonBoard), &Id::open("leaderboard", &["week", "promise", "0"]))
        .button(say!(voice, ButtonJoin), &Id::open("join", &["open"])))
}

/// What the week asks of a member: the frozen promise, or what it will be where the week has not yet
/// begun in the member's own zone.
async fn asked(coach: &Coach, member: &Member, week: Week, due_at: DateTime<Utc>) -> Result<Vec<StepRef>> {
    if let Some(steps) = &member.promised {
        return Ok(steps.clone());
    }
    let study = coach.load(member.learner, due_at).await?;
    Ok(promise::make(&coach.content.curriculum, &study, week).steps)
}

fn group_field(coach: &Coach, reply: Reply, track: &TrackId, group: &Group) -> Reply {
    let voice = &coach.voice;
    let count = group.names.len() + group.unnamed;
    let track = coach.content.curriculum.tracks.get(track);
    let title = track.map_or_else(String::new, |track| track.title.clone());
    let mut top: Vec<(&LessonId, usize)> =
        group.lessons.iter().map(|(lesson, count)| (lesson, *count)).collect();
    // Lessons of equal counts stand as the track has them.
    let place = |lesson: &LessonId| {
        let name = coach
            .content
            .curriculum
            .lesson(lesson.as_str())
            .and_then(|it| it.one_of.as_ref())
            .map(|it| &it.group);
        let name = name.unwrap_or(lesson);
        track.and_then(|track| track.phases.iter().flat_map(|phase| &phase.lessons).position(|it| it == name))
    };
    top.sort_by_key(|(lesson, count)| (std::cmp::Reverse(*count), place(lesson)));
    let lessons: Vec<String> = top
        .iter()
        .take(LESSONS)
        .map(|(lesson, here)| {
            let title = super::done::title(coach, lesson);
            say!(voice, WeeklyLesson { title: title, count: *here })
        })
        .collect();
    let shown = group.names.len().min(NAMES);
    let others = count - shown;
    let who = match (shown, others) {
        (0, _) => String::new(),
        (_, 0) => voice.list(&group.names[..shown]),
        _ => say!(voice, NamesAndOthers { names: group.names[..shown].join(", "), others: others }),
    };
    let mut lines: Vec<String> = Vec::new();
    if !who.is_empty() {
        lines.push(who);
    }
    lines.push(if lessons.is_empty() { say!(voice, WeeklyNoLessons) } else { lessons.join("\n") });
    reply.field(say!(voice, WeeklyGroup { track: title, count: count }), lines.join("\n"))
}

/// Last week's results and the top of its board.
async fn results(coach: &Coach, reply: Reply, server: &Server, week: Week) -> Result<Reply> {
    let voice = &coach.voice;
    let share = coach.store.share(server.id, week).await?;
    if share.promised == 0 {
        return Ok(reply);
    }
    let time = voice.time(Minutes(u32::try_from(share.minutes).unwrap_or(u32::MAX)));
    let text = say!(voice, WeeklyResults { kept: share.kept, promised: share.promised, time: time });
    let reply = reply.field(say!(voice, HeadingLastWeek), text);
    let period = Period::Week(week);
    let rows = coach.store.board(server.id, period, Kind::Promise, 0, ROWS).await?;
    let lines = board_lines(coach, server.id, period, Kind::Promise, &rows, None).await?;
    Ok(reply.field(say!(voice, HeadingBoard), lines.join("\n")))
}

/// A learner's own assignment for the week, for a direct message; none without a plan.
pub async fn assignment(
    coach: &Coach,
    learner: LearnerId,
    week: Week,
    due_at: DateTime<Utc>,
) -> Result<Option<Reply>> {
    let voice = &coach.voice;
    let study = coach.load(learner, due_at).await?;
    let Some(profile) = study.profile.as_ref().filter(|profile| profile.pause(week).is_none()) else {
        return Ok(None);
    };
    // Where the week has not begun in the learner's own zone, it is shown as it will be.
    let planned = planned(coach, &study, profile, due_at.max(week.begins_at(study.zone)));
    let plan = &planned.plan;
    let Some(week) = plan.weeks.first() else { return Ok(None) };
    let text = verdict_line(coach, &planned);
    let mut reply = Reply::private(text)
        .titled(say!(voice, AssignmentTitle))
        .field(coach.week_heading(week), coach.week_list(week, Some(&study)));
    if let Some(first) = crate::study::next::next(plan, &study, &coach.content.curriculum, None) {
        reply = next::buttons(coach, reply, learner, &first);
    }
    Ok(Some(reply))
}
