//! Who is due.

use chrono::{DateTime, Duration, Utc};

use super::Pace;
use crate::coach::{Coach, weekly};
use crate::error::{Error, Result};
use crate::store::{Due, Server};
use crate::study::week::Week;

/// Servers and learners looked at in one go.
const BATCH: u32 = 200;
/// A post queued later than this after its time says that it is late.
pub const LATE: Duration = Duration::minutes(10);

/// Freezes the promises of weeks that have begun, then queues the posts that are due.
///
/// # Errors
/// When the database fails; what was queued before stays queued.
pub async fn tick(coach: &Coach, now: DateTime<Utc>, pace: Pace) -> Result<()> {
    let mut last = None;
    loop {
        let learners = coach.store.to_freeze(now, last, BATCH).await?;
        let Some(end) = learners.last() else { break };
        last = Some(*end);
        for learner in learners {
            // One learner who cannot be read must not hold up everybody's posts.
            if let Err(Error::Internal(error)) = coach.study(learner, now).await {
                tracing::error!(error = format!("{error:#}"), "a week could not be frozen for a learner");
            }
        }
    }
    loop {
        let servers = coach.store.due_servers(now, BATCH).await?;
        if servers.is_empty() {
            return Ok(());
        }
        for server in servers {
            queue(coach, &server, now, pace).await?;
        }
    }
}

/// Queues the occurrence of one server, and the assignments of its members who asked for theirs.
async fn queue(coach: &Coach, server: &Server, now: DateTime<Utc>, pace: Pace) -> Result<()> {
    let (Some(at), Some(schedule), Some(setting)) = (server.next_at, server.schedule(), &server.weekly)
    else {
        return Err(Error::Internal(anyhow::anyhow!("a server without a schedule was found due")));
    };
    let week = Week::at(at, server.zone);
    let due = Due {
        key: weekly::key(server.id, week),
        kind: "weekly".to_owned(),
        server: server.id,
        channel: Some(setting.channel),
        learner: None,
        due_at: at,
        late: now - at > LATE,
        attempts: 0,
    };
    if now - at > pace.late {
        // Its own row says that it was missed; then the one after it is looked at.
        let next = schedule.after(at);
        tracing::warn!(server = %server.id, %week, "a post was missed for too long and is skipped");
        coach.store.skip(&due, now, next).await?;
        return Ok(());
    }
    let next = schedule.after(now);
    let mut rows = vec![due.clone()];
    for learner in coach.store.reminded(server.id, week).await? {
        rows.push(Due {
            key: weekly::assignment_key(learner, week),
            kind: "assignment".to_owned(),
            channel: None,
            learner: Some(learner),
            ..due.clone()
        });
    }
    coach.store.queue(&rows, Some((server.id, next))).await?;
    Ok(())
}
