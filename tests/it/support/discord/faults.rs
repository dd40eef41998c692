//! Things that go wrong on purpose.

use axum::http::Method;
use serde_json::Value;

/// What happens to a request instead of being answered as usual.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Not carried out; this status and body instead.
    Status(u16, Value),
    /// Not carried out; 429 with this many seconds in the body and in `Retry-After`.
    RateLimited { retry_after: f64, scope: Scope },
    /// The connection is reset and the request was not carried out.
    ResetBefore,
    /// The request is carried out, then the connection is reset without an answer.
    ResetAfter,
    /// Not carried out; this status with a page of HTML, as from a proxy in front of Discord.
    Html(u16),
    /// Held for ever and not carried out: [`super::FakeDiscord::wait_held`] tells when.
    HoldBefore,
    /// Carried out, and its answer held for ever.
    HoldAfter,
}

/// Whose limit was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The bot's on this route.
    Route,
    /// The bot's on all routes.
    Global,
    /// Everybody's on this very channel.
    Shared,
}

/// Which requests are meant: a method (or any) and a path below `/api/v10`, in which `*` stands for
/// any one segment and a last `**` for any further ones.
#[derive(Clone, Debug)]
pub struct RouteMatcher {
    method: Option<Method>,
    path: String,
}

impl RouteMatcher {
    /// From `"POST /channels/*/messages"`, or without a method `"/channels/**"`.
    pub fn new(route: &str) -> Self {
        let (method, path) = match route.split_once(' ') {
            Some((method, path)) => (Some(method.parse().expect("an HTTP method")), path),
            None => (None, route),
        };
        assert!(path.starts_with('/'), "a route looks like `POST /channels/*/messages`: {route}");
        Self { method, path: path.to_owned() }
    }

    /// Creating a message in a channel.
    pub fn create_message(channel: u64) -> Self {
        Self::new(&format!("POST /channels/{channel}/messages"))
    }

    /// The first answer to an interaction.
    pub fn callback() -> Self {
        Self::new("POST /interactions/*/*/callback")
    }

    /// Editing the answer to an interaction.
    pub fn edit_original() -> Self {
        Self::new("PATCH /webhooks/*/*/messages/@original")
    }

    /// Does this request match?
    pub fn matches(&self, method: &Method, path: &str) -> bool {
        if self.method.as_ref().is_some_and(|wanted| wanted != method) {
            return false;
        }
        let mut segments = path.split('/');
        for wanted in self.path.split('/') {
            match (wanted, segments.next()) {
                ("**", _) => return true,
                ("*", Some(_)) => {}
                (wanted, Some(segment)) if wanted == segment => {}
                _ => return false,
            }
        }
        segments.next().is_none()
    }
}

impl From<&str> for RouteMatcher {
    fn from(route: &str) -> Self {
        Self::new(route)
    }
}
