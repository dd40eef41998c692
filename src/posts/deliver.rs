//! From a row to a message.

use chrono::{DateTime, Duration, Utc};

use super::{LATE, Outlet, Pace, Target, Undelivered};
use crate::coach::reply::Reply;
use crate::coach::{Coach, cohort, weekly};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Due, Outcome};
use crate::study::week::Week;

/// How long a row is held while it is sent; after that another process may take it over.
const LEASE: Duration = Duration::seconds(120);
/// How long one post may take at the most.
const LONGEST_SEND: Duration = Duration::seconds(45);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::minutes(15);
/// Rows claimed in one go.
const BATCH: u32 = 20;

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Posts that are there now.
    pub sent: u32,
    /// Posts that will be tried again.
    pub later: u32,
    /// Posts that cannot be sent.
    pub failed: u32,
}

impl Delivery {
    /// Whether nothing was there to send.
    pub fn is_idle(self) -> bool {
        self == Self::default()
    }
}

/// Sends the rows whose time has come, a batch of them; `pause` is waited for before each.
///
/// # Errors
/// When the database fails. A row whose outcome could not be written stays leased and is tried again.
pub async fn deliver<O: Outlet, P: Future<Output = ()>>(
    coach: &Coach,
    outlet: &O,
    owner: &str,
    now: impl Fn() -> DateTime<Utc>,
    pace: Pace,
    mut pause: impl FnMut() -> P,
) -> Result<Delivery> {
    let started = now();
    let mut delivery = Delivery::default();
    for due in coach.store.claim(started, owner, started + LEASE, BATCH).await? {
        // What could not be finished within the lease is left to whoever claims it next.
        if now() + LONGEST_SEND > started + LEASE {
            break;
        }
        pause().await;
        let outcome = send(coach, outlet, &due, now(), pace).await;
        match &outcome {
            Outcome::Sent(_) => delivery.sent += 1,
            Outcome::Later(_, error) => {
                tracing::warn!(key = due.key, attempts = due.attempts, error, "a post is tried again later");
                delivery.later += 1;
            }
            Outcome::Failed(error) => {
                tracing::error!(key = due.key, error, "a post cannot be sent");
                delivery.failed += 1;
                if let Some(channel) = due.channel {
                    coach.store.set_fault(due.server, channel, error).await?;
                }
            }
            Outcome::GivenUp(error) => {
                tracing::error!(key = due.key, attempts = due.attempts, error, "a post is given up");
                delivery.failed += 1;
            }
        }
        coach.store.finish(&due.key, owner, &outcome, now()).await?;
    }
    Ok(delivery)
}

/// Composes a row as of its due time and sends it.
async fn send<O: Outlet>(coach: &Coach, outlet: &O, due: &Due, now: DateTime<Utc>, pace: Pace) -> Outcome {
    if now - due.due_at > pace.late {
        return Outcome::GivenUp(say!(coach.voice, FaultLate { tries: due.attempts - 1 }));
    }
    let post = match compose(coach, due, now).await {
        Ok(Some(post)) => post,
        Ok(None) => return Outcome::GivenUp(say!(coach.voice, FaultNothing)),
        Err(error) => {
            // The reason is the operator's; the row, which managers see, says only that there was one.
            tracing::error!(key = due.key, error = describe(error), "a post could not be composed");
            return later(due, now, say!(coach.voice, FaultInside));
        }
    };
    let target = match (due.channel, due.learner) {
        (Some(channel), _) => Target::Channel(channel),
        (None, Some(learner)) => Target::Person(learner),
        (None, None) => return Outcome::GivenUp(say!(coach.voice, FaultNothing)),
    };
    match outlet.send(target, &due.key, &post).await {
        Ok(message) => Outcome::Sent(message),
        Err(Undelivered::Later(error)) => later(due, now, error),
        Err(Undelivered::Never(error)) => Outcome::Failed(error),
    }
}

async fn compose(coach: &Coach, due: &Due, now: DateTime<Utc>) -> Result<Option<Reply>> {
    let server = coach.store.server(due.server).await?;
    let late = due.late || now - due.due_at > LATE;
    if due.kind == "cohort" {
        let Some(id) = cohort::of_key(&due.key) else { return Ok(None) };
        return cohort::invitation(coach, &server, &id, due.due_at, late).await;
    }
    match due.learner {
        Some(learner) => {
            let week = Week::at(due.due_at, server.zone);
            weekly::assignment(coach, learner, week, due.due_at).await
        }
        None => Ok(weekly::compose(coach, &server, due.due_at, late).await?.into_iter().next()),
    }
}

/// Tries again after a wait that doubles.
fn later(due: &Due, now: DateTime<Utc>, error: String) -> Outcome {
    let wait = Duration::seconds(1 << due.attempts.min(10)).min(LONGEST_WAIT);
    Outcome::Later(now + wait, error)
}

fn describe(error: Error) -> String {
    match error {
        Error::User(sentence) => sentence,
        Error::Internal(error) => format!("{error:#}"),
    }
}
