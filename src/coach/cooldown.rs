//! One member who floods the coach with what costs most waits a little; nobody else does.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};

use super::command::find;
use super::request::{Act, Request};
use crate::study::units::LearnerId;

/// So many costly requests may come at once …
const BURST: i64 = 60;
/// … and one more after each so many seconds.
const EACH: i64 = 2;
/// Learners that are kept in mind; more than that are looked through for those who need it no more.
const MOST: usize = 10_000;
/// Commands that plan, search, or draw, with all that is pressed in their answers.
const COSTLY: [&str; 12] = [
    "join",
    "next",
    "done",
    "plan",
    "progress",
    "leaderboard",
    "roadmap",
    "compare",
    "ask",
    "catch-up",
    "settings",
    "my-data",
];

/// Who asked for what lately.
#[derive(Debug, Default)]
pub struct Cooldown(Mutex<BTreeMap<LearnerId, DateTime<Utc>>>);

impl Cooldown {
    /// Counts a request; where it is too much, when the next one is taken. By the request's own clock.
    ///
    /// Each learner has an instant up to which what they asked for is paid: a token bucket in one number.
    pub fn take(&self, request: &Request) -> Result<(), DateTime<Utc>> {
        if !is_costly(&request.act) {
            return Ok(());
        }
        let now = request.now;
        let mut paid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if paid.len() > MOST {
            paid.retain(|_, until| *until > now);
        }
        let full = Duration::seconds(BURST * EACH);
        // What lies farther ahead comes from a clock that was set back since.
        let before = paid.get(&request.from.id).copied().filter(|until| *until <= now + full);
        let until = before.unwrap_or(now).max(now) + Duration::seconds(EACH);
        let free_at = until - full;
        if free_at > now {
            return Err(free_at);
        }
        paid.insert(request.from.id, until);
        Ok(())
    }
}

fn is_costly(act: &Act) -> bool {
    let name = match act {
        Act::Command(call) => call.name.as_str(),
        Act::Press(press) => press.id.verb.as_str(),
        // Words are searched for.
        Act::Talk(_) => return true,
    };
    find(name).is_some_and(|command| COSTLY.contains(&command.name))
}
