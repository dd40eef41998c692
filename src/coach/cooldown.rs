//! One member who floods the coach with what costs most waits a little; nobody else does.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};

use super::command::find;
use super::request::{Act, Request};
use crate::study::units::LearnerId;

/// So many costly requests may come at once, and one more after each so many milliseconds.
const REQUESTS: Allowance = Allowance { burst: 60, each_ms: 2_000 };
/// The same for choices while an option is typed: Discord asks again after every few letters.
const CHOICES: Allowance = Allowance { burst: 100, each_ms: 500 };
/// With so many learners in mind, and whenever they have doubled since, those who need it no more are
/// forgotten.
const MANY: usize = 10_000;
/// Commands that plan, search, draw or show something to all, with all that is pressed in their answers.
const COSTLY: [&str; 14] = [
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
    "portfolio",
    "why",
];

/// How much of something a learner may ask for.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    burst: i64,
    each_ms: i64,
}

/// Who asked for what lately.
#[derive(Debug, Default)]
pub struct Cooldown {
    requests: Paid,
    choices: Paid,
}

impl Cooldown {
    /// Counts a request; where it is too much, when the next one is taken. By the request's own clock.
    pub fn take(&self, request: &Request) -> Result<(), DateTime<Utc>> {
        if is_costly(&request.act) {
            self.requests.take(request.from.id, REQUESTS, request.now)
        } else {
            Ok(())
        }
    }

    /// Counts that choices are asked for; where it is too much, when there are some again.
    pub fn take_choices(&self, learner: LearnerId, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        self.choices.take(learner, CHOICES, now)
    }
}

/// Each learner has an instant up to which what they asked for is paid: a token bucket in one number.
#[derive(Debug, Default)]
struct Paid(Mutex<Until>);

#[derive(Debug, Default)]
struct Until {
    each: BTreeMap<LearnerId, DateTime<Utc>>,
    /// How many there were when they were last looked through.
    looked_at: usize,
}

impl Paid {
    fn take(&self, learner: LearnerId, of: Allowance, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let mut paid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if paid.each.len() > MANY.max(2 * paid.looked_at) {
            paid.each.retain(|_, until| *until > now);
            paid.looked_at = paid.each.len();
        }
        let each = Duration::milliseconds(of.each_ms);
        let full = Duration::milliseconds(of.burst * of.each_ms);
        // What lies farther ahead comes from a clock that was set back since.
        let before = paid.each.get(&learner).copied().filter(|until| *until <= now + full);
        let until = before.unwrap_or(now).max(now) + each;
        let free_at = until - full;
        if free_at > now {
            return Err(free_at);
        }
        paid.each.insert(learner, until);
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
