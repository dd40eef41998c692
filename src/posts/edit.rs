//! Messages that are there, changed: somebody whom they named is gone.

use chrono::{DateTime, Duration, Utc};

use super::compose::edited;
use super::courier::later;
use super::{Outlet, Target, Undelivered};
use crate::coach::Coach;
use crate::error::Result;
use crate::say;
use crate::store::{Due, Outcome};

/// How long the edit of a post is tried.
const LONGEST_EDIT: Duration = Duration::days(30);

/// Takes somebody who is gone out of a post that is there: its words are those that it would have had
/// without them. What they showed themselves is taken back.
pub(super) async fn edit<O: Outlet>(
    coach: &Coach,
    outlet: &O,
    row: &Due,
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let (to, message) = match (row.channel, row.learner, row.message) {
        (Some(channel), _, Some(message)) => (Target::Channel(channel), message),
        (None, Some(learner), Some(message)) => (Target::Person(learner), message),
        _ => return Ok(Outcome::Skipped),
    };
    if now - row.due_at > LONGEST_EDIT {
        return Ok(Outcome::Failed(say!(coach.voice, FaultLate { tries: row.attempts - 1 })));
    }
    let post = match edited(coach, row).await {
        Ok(post) => post,
        Err(error) => {
            tracing::error!(
                key = row.key,
                error = format!("{:#}", error.into_internal()),
                "a post could not be composed anew"
            );
            return Ok(later(row, now, say!(coach.voice, FaultInside), false));
        }
    };
    Ok(match outlet.edit(to, message, &post).await {
        Ok(()) => Outcome::Sent(Some(message)),
        // The message or its channel is gone, or closed to the coach: nothing is left to do.
        Err(Undelivered::Never(why) | Undelivered::Unknowable(why)) => Outcome::Failed(why),
        Err(Undelivered::Later(why) | Undelivered::Unclear(why)) => later(row, now, why, false),
    })
}
