//! Rows of the outbox: what they are called and when they are due.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::Coach;
use super::reply::{Id, Reply};
use crate::error::Result;
use crate::say;
use crate::store::{Due, Kind, Server};
use crate::study::fnv;
use crate::study::units::{ChannelId, CohortId, InteractionId, LearnerId, MessageId, ServerId};
use crate::study::week::Week;
use crate::study::when::Weekly;

/// The look ahead is taken between so many hours before the post …
const FORESIGHT_FIRST: Duration = Duration::hours(24);
/// … and so many, spread over the servers.
const FORESIGHT_SPREAD: u64 = 20 * 60;

/// The key of a server's post in a week: the same occurrence is never queued twice.
pub fn weekly_key(server: ServerId, week: Week) -> String {
    format!("weekly:{server}:{week}")
}

/// A server's weekly post, due at `at`.
pub fn weekly(server: &Server, channel: ChannelId, at: DateTime<Utc>) -> Due {
    let key = weekly_key(server.id, Week::at(at, server.zone));
    Due { channel: Some(channel), ..Due::new(key, Kind::Weekly, server.id, at) }
}

/// A server's weekly post, and the assignments of its members who asked for theirs.
///
/// # Errors
/// When the database fails.
pub async fn with_assignments(coach: &Coach, server: &Server, weekly: Due) -> Result<Vec<Due>> {
    let week = Week::at(weekly.due_at, server.zone);
    let mut rows = vec![weekly];
    for learner in coach.store.reminded(server.id, week).await? {
        let turn = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        rows.push(assignment(&rows[0], week, learner, turn));
    }
    Ok(rows)
}

/// The key of a server's reminder in a week.
pub fn reminder_key(server: ServerId, week: Week) -> String {
    format!("reminder:{server}:{week}")
}

/// A server's reminder, due at `at`.
pub fn reminder(server: &Server, channel: ChannelId, at: DateTime<Utc>) -> Due {
    let key = reminder_key(server.id, Week::at(at, server.zone));
    Due { channel: Some(channel), ..Due::new(key, Kind::Reminder, server.id, at) }
}

/// A learner's own reminder by direct message, with the server's, after `turn` others.
pub fn nudge(due: &Due, week: Week, learner: LearnerId, turn: u32) -> Due {
    let key = format!("nudge:{learner}:{week}");
    Due { key, kind: Kind::Nudge, ..assignment(due, week, learner, turn) }
}

/// The invitation to a cohort, asked for by an interaction.
pub fn invitation(server: &Server, cohort: &CohortId, asked: InteractionId, now: DateTime<Utc>) -> Due {
    let due = Due::new(format!("invitation:{cohort}:{asked}"), Kind::Invitation, server.id, now);
    let channel = server.weekly.as_ref().map(|weekly| weekly.channel);
    Due { channel, note: Some(cohort.to_string()), ..due }
}

/// When a schedule is next due after a change: the next time whose week has not had its occurrence,
/// which `key` names. What is due but not yet queued stays due; and a week whose new time has passed
/// keeps the time that it had, so that a change neither doubles a week nor skips one.
///
/// # Errors
/// When the database fails.
pub async fn next_time(
    coach: &Coach,
    now: DateTime<Utc>,
    (before, waiting): (Option<Weekly>, Option<DateTime<Utc>>),
    schedule: Option<Weekly>,
    key: impl Fn(Week) -> String,
) -> Result<Option<DateTime<Utc>>> {
    let Some(schedule) = schedule else { return Ok(None) };
    if let Some(at) = waiting.filter(|at| *at <= now && before == Some(schedule)) {
        return Ok(Some(at));
    }
    let week = |at: DateTime<Utc>| Week::at(at, schedule.zone);
    let mut next = schedule.after(now);
    if coach.store.has_occurrence(&key(week(next))).await? {
        next = schedule.after(next);
    }
    if let Some(at) = waiting.filter(|at| week(*at) < week(next))
        && !coach.store.has_occurrence(&key(week(at))).await?
    {
        return Ok(Some(at));
    }
    Ok(Some(next))
}

/// A learner's own week by direct message, with the weekly post `due`, after `turn` others.
fn assignment(due: &Due, week: Week, learner: LearnerId, turn: u32) -> Due {
    let key = format!("assignment:{learner}:{week}");
    let (channel, learner) = (None, Some(learner));
    Due { key, kind: Kind::Assignment, channel, learner, turn, ..due.clone() }
}

/// The next message of the same occurrence, once `due` is out.
pub fn next_part(due: &Due, now: DateTime<Utc>) -> Due {
    let part = due.part + 1;
    let first = due.key.rsplit_once('#').map_or(due.key.as_str(), |(first, _)| first);
    let key = format!("{first}#{part}");
    Due { key, part, try_at: now, attempts: 0, doubt_since: None, ..due.clone() }
}

/// The thread called `name` on a post that is there.
pub fn thread(due: &Due, message: MessageId, name: String, now: DateTime<Utc>) -> Due {
    let (key, kind) = (format!("thread:{}", due.key), Kind::Thread);
    let (note, message) = (Some(name), Some(message));
    Due { key, kind, note, message, try_at: now, attempts: 0, doubt_since: None, ..due.clone() }
}

/// A look, within the day before `next`, at whether the post will come through; none where it is
/// nearer than that: then the permissions have just been looked at.
pub fn foresight(server: &Server, next: DateTime<Utc>, now: DateTime<Utc>) -> Option<Due> {
    let spread =
        Duration::minutes((fnv::hash(server.id.to_string().bytes()) % FORESIGHT_SPREAD).cast_signed());
    let at = next - FORESIGHT_FIRST + spread;
    let channel = server.weekly.as_ref()?.channel;
    let next = next.timestamp().to_string();
    let key = format!("foresight:{}:{next}", server.id);
    let due = Due::new(key, Kind::Foresight, server.id, at);
    (at > now).then_some(Due { channel: Some(channel), note: Some(next), ..due })
}

/// How to begin, in a server that added the coach on `joined_on`: once a day at the most.
pub fn greeting(server: ServerId, joined_on: NaiveDate, now: DateTime<Utc>) -> Due {
    Due::new(format!("greeting:{server}:{joined_on}"), Kind::Greeting, server, now)
}

/// What went wrong, told once to the manager who set the posts up; none where nobody is known.
pub fn notice(server: &Server, about: &str, told: String, now: DateTime<Utc>) -> Option<Due> {
    let due = Due::new(format!("notice:{about}"), Kind::Notice, server.id, now);
    Some(Due { learner: Some(server.manager?), note: Some(told), ..due })
}

/// A short name for an occurrence's message, the same on every machine and at every try. It is the
/// message's nonce too, for which Discord takes at most 25 characters. No number: those are arguments.
pub fn mark(key: &str) -> String {
    format!("sc-{:016x}", fnv::hash(key.bytes()))
}

/// The post with its mark on the *My week* or *Next step* button, by which it is found again among a
/// channel's messages; one that has neither gets *My week*.
pub fn marked(coach: &Coach, mut post: Reply, due: &Due) -> Reply {
    let mark = mark(&due.key);
    let own = |button: &super::reply::Button| {
        Id::parse(&button.id).filter(|id| {
            matches!((id.verb.as_str(), id.arg(0)), ("plan", Some("week")) | ("next", Some("show")))
        })
    };
    if let Some((button, mut id)) = post.buttons.iter_mut().find_map(|it| own(it).map(|id| (it, id))) {
        id.args.push(mark);
        button.id = id.to_string();
        return post;
    }
    match (due.kind, due.learner) {
        (Kind::Notice, _) => post,
        (_, Some(learner)) => {
            post.button(say!(coach.voice, ButtonMyWeek), &Id::own("plan", learner, &["week", &mark]))
        }
        (_, None) => post.button(say!(coach.voice, ButtonMyWeek), &Id::open("plan", &["week", &mark])),
    }
}
