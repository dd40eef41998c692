//! Whether the coach can serve, and what is wrong otherwise.

use std::time::Duration;

use serde_json::{Value, json};

use crate::measure::pulse::Seen;

/// How long the gateway may be away: Discord asks for reconnects now and then, and they take seconds.
const GATEWAY_AWAY: Duration = Duration::from_secs(60);
/// How long the loops of posts may stand: longer than one message may take (60 s) and a row is leased
/// (120 s).
const POSTS_STAND: Duration = Duration::from_secs(180);
/// What is said of a part that is well.
const OK: &str = "ok";

/// The parts of the coach: `ok`, or what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    database: &'static str,
    discord: &'static str,
    posts: &'static str,
}

/// Judges what was seen, and whether the database gave a sign of life.
pub fn judge(seen: &Seen, database: bool) -> Health {
    let discord = match (seen.leaving, seen.endpoint, seen.gateway) {
        (true, ..) => "the coach is leaving",
        (false, true, _) => OK,
        (false, false, None) => "not connected yet",
        (false, false, Some(ago)) if ago > GATEWAY_AWAY => "not connected for more than a minute",
        (false, false, Some(_)) => OK,
    };
    let stands = |last: Option<Duration>| last.is_some_and(|ago| ago > POSTS_STAND);
    let posts = match (seen.queueing, seen.sending) {
        (None, _) | (_, None) => "not begun yet",
        (queueing, _) if stands(queueing) => "nothing is looked at for what is due",
        (_, sending) if stands(sending) => "nothing is sent",
        _ => OK,
    };
    Health { database: if database { OK } else { "gives no sign of life" }, discord, posts }
}

impl Health {
    /// Whether it can serve.
    pub fn is_well(self) -> bool {
        [self.database, self.discord, self.posts].iter().all(|part| *part == OK)
    }

    /// As it is told.
    pub fn json(self) -> Value {
        json!({"database": self.database, "discord": self.discord, "posts": self.posts})
    }
}
