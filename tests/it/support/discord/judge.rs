//! Looks at every request body that the bot sends, and says what Discord, or the house, would mind.

mod limits;
mod messages;
mod schema;
mod twilight;

use std::fmt;

use axum::http::Method;
use serde_json::Value;

use super::state::Request;

/// Who found something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// Discord's schema for the operation: Discord would refuse the body.
    Schema,
    /// The same schema with unknown keys refused: Discord would ignore the key.
    UnknownKey,
    /// twilight-validate or twilight-model: Discord would refuse the body.
    Twilight,
    /// A limit that neither of those knows: Discord would refuse the body.
    Limit,
    /// A rule of this project; Discord would not mind.
    House,
    /// A route or an operation that does not exist, or that the fake does not have.
    Route,
}

impl Judge {
    /// Would Discord refuse the request for this?
    pub fn refuses(self) -> bool {
        matches!(self, Self::Schema | Self::Twilight | Self::Limit)
    }
}

/// Something wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub judge: Judge,
    /// The request, such as `POST /channels/1/messages`.
    pub request: String,
    pub what: String,
}

impl Finding {
    /// A finding about this request.
    pub fn new(judge: Judge, request: impl Into<String>, what: impl Into<String>) -> Self {
        Self { judge, request: request.into(), what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}: {}", self.judge, self.request, self.what)
    }
}

/// What a body is, and so what is expected of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message that is made: it must hold something.
    Message,
    /// A thread with its first message, in a forum.
    ForumPost,
    /// A message that is changed: what is not named stays.
    MessageEdit,
    /// The first answer to an interaction.
    Callback,
    /// One command.
    Command,
    /// All commands of a scope.
    Commands,
    /// Anything else.
    Other,
}

/// What the body of a request is, by its method and path below `/api/v10`.
pub fn kind(method: &Method, path: &str) -> Kind {
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (post, patch) = (method == Method::POST, method == Method::PATCH);
    match segments.as_slice() {
        ["channels", _, "messages"] | ["webhooks", _, _] if post => Kind::Message,
        ["channels", _, "threads"] if post => Kind::ForumPost,
        ["channels", _, "messages", _] | ["webhooks", _, _, "messages", _] if patch => Kind::MessageEdit,
        ["interactions", _, _, "callback"] if post => Kind::Callback,
        ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"] => {
            if method == Method::PUT { Kind::Commands } else { Kind::Command }
        }
        ["applications", _, "commands", _] | ["applications", _, "guilds", _, "commands", _] => Kind::Command,
        _ => Kind::Other,
    }
}

/// Everything that is wrong with a request's body.
pub fn judge(request: &Request) -> Vec<Finding> {
    let Some(body) = &request.body else {
        return Vec::new();
    };
    let mut findings = Findings { request: request.route(), list: Vec::new() };
    schema::judge(request, body, &mut findings);
    match kind(&request.method, &request.path) {
        Kind::Message => messages::judge(body, &request.files, true, &mut findings),
        Kind::ForumPost => messages::judge(&body["message"], &request.files, true, &mut findings),
        Kind::MessageEdit => messages::judge(body, &request.files, false, &mut findings),
        Kind::Callback => messages::judge_callback(body, &request.files, &mut findings),
        Kind::Command => limits::judge_command(body, &mut findings),
        Kind::Commands => limits::judge_commands(body, &mut findings),
        Kind::Other => {}
    }
    findings.list
}

/// Says once, visibly, when the bodies are not judged by Discord's schemas.
pub fn announce() {
    schema::announce();
}

/// Collects what is wrong with one request.
struct Findings {
    request: String,
    list: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, judge: Judge, what: impl Into<String>) {
        self.list.push(Finding::new(judge, self.request.clone(), what));
    }

    fn limit(&mut self, what: impl Into<String>) {
        self.add(Judge::Limit, what);
    }

    fn house(&mut self, what: impl Into<String>) {
        self.add(Judge::House, what);
    }

    /// Records an error of twilight's, with where it was.
    fn twilight<T, E: fmt::Display>(&mut self, place: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(Judge::Twilight, format!("{place}: {error}"))).ok()
    }
}

/// The objects in an array, none if it is not one.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The length as Discord counts: characters, not bytes.
fn length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

/// Those that come more than once.
fn repeated<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let (mut seen, mut twice) = (Vec::new(), Vec::new());
    for name in names {
        if seen.contains(&name) {
            twice.push(name);
        }
        seen.push(name);
    }
    twice
}
