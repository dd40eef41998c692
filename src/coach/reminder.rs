//! The reminder in the week: how far the server and its cohorts are, and a step to begin with for who
//! has not begun.

use chrono::{DateTime, Utc};

use super::board::sum_gives_away;
use super::planning::planned;
use super::reply::{Id, Reply};
use super::{Coach, next, words};
use crate::error::Result;
use crate::say;
use crate::store::{Member, Server, Sums};
use crate::study::cohort::Stage;
use crate::study::score::totals;
use crate::study::units::{LearnerId, Minutes};
use crate::study::week::Week;

/// A server's reminder; none where its week is over, nobody has promised anything or it was switched off.
pub async fn compose(
    coach: &Coach,
    server: &Server,
    due_at: DateTime<Utc>,
    late: bool,
    now: DateTime<Utc>,
) -> Result<Option<Reply>> {
    let voice = &coach.voice;
    let week = Week::at(due_at, server.zone);
    let ends_at = week.plus(1).begins_at(server.zone);
    let sums = coach.store.sums(server.id, week).await?;
    let Some(text) = so_far(coach, sums.values()) else { return Ok(None) };
    if now >= ends_at || server.reminder.is_none() {
        return Ok(None);
    }
    let members = coach.store.members(server.id, week, due_at).await?;
    let text = if sum_gives_away(members.iter(), None) { say!(voice, BoardFewTogether) } else { text };
    let mut lines = vec![text.clone(), say!(voice, ReminderEnds { moment: voice.countdown(ends_at) })];
    if late {
        lines.insert(0, say!(voice, WeeklyLate { moment: voice.moment(due_at) }));
    }
    let mut reply = Reply::public(lines.join("\n"))
        .titled(say!(voice, ReminderTitle))
        .button(say!(voice, ButtonNext), &Id::open("next", &["show"]));
    for cohort in &coach.store.cohorts(server.id, due_at).await? {
        let Stage::Week(planned) = cohort.stage(&coach.content.curriculum, week) else { continue };
        let own: Vec<&Member> = members
            .iter()
            .filter(|it| it.profile.as_ref().and_then(|profile| profile.cohort.as_ref()) == Some(&cohort.id))
            .collect();
        if sum_gives_away(own.iter().copied(), None) {
            continue;
        }
        // A quiet week is said once.
        let own = so_far(coach, own.iter().filter_map(|member| sums.get(&member.learner)));
        if let Some(text) = own.filter(|own| *own != text) {
            let name = words::plain(&cohort.name);
            reply = reply.field(say!(voice, CohortThread { name: name, number: planned.number }), text);
        }
    }
    reply.silent = server.weekly.as_ref().is_some_and(|setting| setting.silent);
    Ok(Some(reply))
}

/// How far those are who have promised something; none where nobody has.
fn so_far<'a>(coach: &Coach, sums: impl Iterator<Item = &'a Sums>) -> Option<String> {
    let voice = &coach.voice;
    let sums: Vec<&Sums> = sums.filter(|sums| sums.promised > Minutes::ZERO).collect();
    if sums.is_empty() {
        return None;
    }
    let spent: Minutes = sums.iter().map(|sums| sums.spent).sum();
    let started = sums.iter().filter(|sums| sums.spent.max(sums.kept) > Minutes::ZERO).count();
    if started == 0 {
        return Some(say!(voice, ReminderQuiet));
    }
    let total =
        |minutes: fn(&Sums) -> Minutes| sums.iter().map(|sums| u64::from(minutes(sums).0)).sum::<u64>();
    let percent = total(|sums| sums.kept) * 100 / total(|sums| sums.promised);
    Some(say!(
        voice,
        ReminderText { learners: sums.len(), started: started, percent: percent, time: voice.time(spent) }
    ))
}

/// A learner's own reminder for the server's `week`; none where they have begun, their week asks for
/// nothing or is not this one, or they or the server switched it off meanwhile.
pub async fn nudge(
    coach: &Coach,
    server: &Server,
    learner: LearnerId,
    week: Week,
    now: DateTime<Utc>,
) -> Result<Option<Reply>> {
    let voice = &coach.voice;
    let study = coach.study(learner, now).await?;
    let (Some(profile), Some(promise)) = (&study.profile, study.promise(week)) else { return Ok(None) };
    let done = totals(&study, week, study.zone);
    let begun = done.spent.max(done.credited) > Minutes::ZERO;
    let is_asked = study.week(now) == week && promise.minutes > Minutes::ZERO;
    if begun || !is_asked || !study.reminders || server.reminder.is_none() {
        return Ok(None);
    }
    let plan = planned(coach, &study, profile, now).plan;
    let Some(first) = crate::study::next::next(&plan, &study, &coach.content.curriculum, None) else {
        return Ok(None);
    };
    let ends = voice.countdown(week.plus(1).begins_at(study.zone));
    let heading = say!(
        voice,
        FirstStepHeading { lesson: first.lesson.title.as_str(), time: voice.time(first.minutes()) }
    );
    let text = say!(voice, NudgeText { promised: voice.time(promise.minutes), moment: ends });
    let reply =
        Reply::private(text).titled(say!(voice, NudgeTitle)).field(heading, first.steps[0].action.as_str());
    Ok(Some(next::buttons(coach, reply, learner, &first)))
}
