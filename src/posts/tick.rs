//! Who is due.

use chrono::{DateTime, Duration, Utc};

use super::Pace;
use crate::coach::{Coach, due};
use crate::error::{Error, Result};
use crate::measure::{self, pulse};
use crate::say;
use crate::store::{Due, Next, Schedule, Server};
use crate::study::units::LearnerId;
use crate::study::week::Week;

/// Servers looked at in one go.
const BATCH: u32 = 200;
/// Learners whose week is frozen before it is looked again at whose post is due.
const FROZEN: u32 = 500;
/// The wait before a learner whose week could not be frozen is tried again.
const FREEZE_AGAIN: Duration = Duration::minutes(5);
/// A server whose next time is farther away than this has it from a clock that was ahead.
const FARTHEST: Duration = Duration::days(15);
/// A post queued later than this after its time says that it is late.
pub const LATE: Duration = Duration::minutes(10);

/// Queues the posts that are due, and freezes the promises of weeks that have begun: of the members of a
/// server before its post, of everybody else some at a time, so that posts wait for few of them. What is
/// left then is due still.
///
/// # Errors
/// When the database fails; what was queued before stays queued.
pub async fn tick(coach: &Coach, now: DateTime<Utc>, pace: Pace) -> Result<()> {
    for server in coach.store.servers_after(now + FARTHEST).await? {
        set_back(coach, server, now).await?;
    }
    loop {
        let servers = coach.store.due_servers(now, BATCH).await?;
        let reminders = coach.store.due_reminders(now, BATCH).await?;
        if servers.is_empty() && reminders.is_empty() {
            break;
        }
        for server in servers {
            freeze(coach, coach.store.to_freeze_in(server.id, now).await?, now).await?;
            pulse::queueing();
            queue(coach, &server, now, pace).await?;
        }
        for server in reminders {
            freeze(coach, coach.store.to_freeze_in(server.id, now).await?, now).await?;
            pulse::queueing();
            remind(coach, &server, now, pace).await?;
        }
        coach.queued.notify_one();
    }
    freeze(coach, coach.store.to_freeze(now, FROZEN).await?, now).await
}

/// Freezes the promises of learners' weeks.
async fn freeze(coach: &Coach, learners: Vec<LearnerId>, now: DateTime<Utc>) -> Result<()> {
    for learner in learners {
        pulse::queueing();
        // One learner who cannot be read must not hold up everybody's posts, nor the others' weeks.
        if let Err(Error::Internal(error)) = coach.study(learner, now).await {
            tracing::error!(error = format!("{error:#}"), "a week could not be frozen for a learner");
            coach.store.put_off_freezing(learner, now + FREEZE_AGAIN).await?;
        }
        // Who asks something meanwhile is answered between two of them.
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// Gives a server whose next times a clock that was ahead has moved on the ones that it should have.
async fn set_back(coach: &Coach, mut server: Server, now: DateTime<Utc>) -> Result<()> {
    tracing::warn!(server = %server.id, "a clock was ahead: the next posts are set back to their times");
    let is_far = |next: Option<DateTime<Utc>>| next.is_some_and(|next| next > now + FARTHEST);
    if is_far(server.next_at) {
        let key = |week| due::weekly_key(server.id, week);
        server.next_at = due::next_time(coach, now, (None, None), server.schedule(), key).await?;
    }
    if is_far(server.reminder_at) {
        let key = |week| due::reminder_key(server.id, week);
        server.reminder_at =
            due::next_time(coach, now, (None, None), server.reminder_schedule(), key).await?;
    }
    Ok(coach.store.set_back(&server, now).await?)
}

/// Queues the occurrence of one server, and the assignments of its members who asked for theirs; or
/// notes that it was missed for too long. Of several that were missed, only the last is still posted.
async fn queue(coach: &Coach, server: &Server, now: DateTime<Utc>, pace: Pace) -> Result<()> {
    let (Some(at), Some(schedule), Some(setting)) = (server.next_at, server.schedule(), &server.weekly)
    else {
        return Err(Error::Internal(anyhow::anyhow!("a server without a schedule was found due")));
    };
    let mut row = due::weekly(server, setting.channel, at);
    tracing::debug!(key = row.key, "due");
    let following = schedule.after(at);
    let next = Next { server: server.id, schedule: Schedule::Weekly, from: Some(at), to: following };
    if now - at > pace.late || following <= now {
        let (channel, time) = (setting.channel.to_string(), coach.server_time(at, server.zone));
        let told = say!(coach.voice, NoticeSkipped { channel: channel, time: time });
        return skip(coach, server, &row, told, now, next).await;
    }
    row.late = now - at > LATE;
    let mut rows = due::with_assignments(coach, server, row.clone()).await?;
    rows.extend(due::foresight(server, following, now));
    if coach.store.queue(&rows, Some(next)).await? > 0 {
        measure::post_due();
    }
    tracing::debug!(key = row.key, "queued");
    Ok(())
}

/// Queues the reminder of one server, and the nudges of its members who asked for theirs; one whose
/// week is over, or that was missed for too long, is skipped.
async fn remind(coach: &Coach, server: &Server, now: DateTime<Utc>, pace: Pace) -> Result<()> {
    let (Some(at), Some(schedule), Some(setting)) =
        (server.reminder_at, server.reminder_schedule(), &server.weekly)
    else {
        return Err(Error::Internal(anyhow::anyhow!("a server without a reminder was found due")));
    };
    let mut row = due::reminder(server, setting.channel, at);
    tracing::debug!(key = row.key, "due");
    let week = Week::at(at, server.zone);
    let next =
        Next { server: server.id, schedule: Schedule::Reminder, from: Some(at), to: schedule.after(at) };
    if now - at > pace.late || week.plus(1).begins_at(server.zone) <= now {
        let (channel, time) = (setting.channel.to_string(), coach.server_time(at, server.zone));
        let told = say!(coach.voice, NoticeReminderSkipped { channel: channel, time: time });
        return skip(coach, server, &row, told, now, next).await;
    }
    row.late = now - at > LATE;
    let mut rows = vec![row.clone()];
    for learner in coach.store.reminded(server.id, week).await? {
        let turn = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        rows.push(due::nudge(&row, week, learner, turn));
    }
    if coach.store.queue(&rows, Some(next)).await? > 0 {
        measure::post_due();
    }
    tracing::debug!(key = row.key, "queued");
    Ok(())
}

/// Notes that an occurrence was missed: its own row says so; then the one after it is looked at. However
/// many weeks were missed, one message tells of the last of them, unless that still goes out.
async fn skip(
    coach: &Coach,
    server: &Server,
    row: &Due,
    told: String,
    now: DateTime<Utc>,
    next: Next,
) -> Result<()> {
    tracing::warn!(key = row.key, "a post was missed for too long and is skipped");
    let told = due::notice(server, &row.key, told, now).filter(|_| next.to > now);
    Ok(coach.store.skip(row, told.as_ref(), now, next).await?)
}
