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
    loop {
        let learners = coach.store.to_freeze(now, BATCH).await?;
        if learners.is_empty() {
            break;
        }
        for learner in learners {
            coach.study(learner, now).await?;
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
    let next = schedule.after(now);
    if now - at > pace.late {
        tracing::warn!(server = %server.id, %week, "a post was missed for too long and is skipped");
        coach.store.skip(&due, now, "missed while the coach was down", next).await?;
        return Ok(());
    }
    let mut rows = vec![due.clone()];
    for learner in coach.store.reminded(server.id).await? {
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
