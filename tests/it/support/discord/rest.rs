//! REST below `/api/v10`: each request is recorded, judged, hit by a fault if one waits, answered.

mod commands;
mod interactions;
mod messages;
mod places;
mod threads;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State as Extract};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::TOKEN;
use super::faults::{Fault, Scope};
use super::judge::{self, Finding, Judge};
use super::state::{Request, Shared, State};
use super::wire::{self, Resetter};

/// What a request is answered with.
#[derive(Debug)]
pub struct Reply {
    status: u16,
    body: Option<Value>,
}

impl Reply {
    /// 200 with a body.
    pub fn ok(body: Value) -> Self {
        Self { status: 200, body: Some(body) }
    }

    /// 201 with a body.
    pub fn created(body: Value) -> Self {
        Self { status: 201, body: Some(body) }
    }

    /// 204.
    pub fn nothing() -> Self {
        Self { status: 204, body: None }
    }

    /// Discord's error object.
    pub fn error(status: u16, code: u64, message: &str) -> Self {
        Self { status, body: Some(json!({"message": message, "code": code})) }
    }

    /// 404 for an object that is not there: Discord's code says of which kind.
    pub fn unknown(code: u64) -> Self {
        let what = match code {
            10_002 => "Application",
            10_003 => "Channel",
            10_004 => "Guild",
            10_007 => "Member",
            10_008 => "Message",
            10_011 => "Role",
            10_013 => "User",
            10_015 => "Webhook",
            10_062 => "interaction",
            10_063 => "application command",
            _ => "object",
        };
        Self::error(404, code, &format!("Unknown {what}"))
    }

    fn response(self) -> Response {
        let builder = Response::builder().status(self.status);
        match self.body {
            Some(body) => {
                builder.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
            None => builder.body(Body::empty()),
        }
        .expect("a well-formed response")
    }
}

/// Answers every request but the gateway's.
pub async fn answer(
    Extract(shared): Extract<Arc<Shared>>,
    ConnectInfo(connection): ConnectInfo<Resetter>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if uri.path().starts_with("/attachments/") {
        return attachment(&shared, uri.path());
    }
    let Some(path) = uri.path().strip_prefix("/api/v10") else {
        let route = format!("{method} {}", uri.path());
        shared.state().find(Finding::new(Judge::Route, route, "not below /api/v10"));
        return Reply::error(404, 0, "404: Not Found").response();
    };
    if let Some(reply) = shared.rush.take(path, uri.query().unwrap_or_default(), &body) {
        return reply.response();
    }
    let request = match read(method, path, &uri, &headers, &body) {
        Ok(request) => request,
        Err(finding) => {
            shared.state().find(finding);
            let text = "The request body contains invalid JSON.";
            return Reply::error(400, 50_109, text).response();
        }
    };
    let fault = record(&shared, &request);
    match &fault {
        None | Some(Fault::ResetAfter | Fault::HoldAfter) => {}
        Some(Fault::HoldBefore) => hold(&shared).await,
        Some(Fault::ResetBefore) => connection.reset().await,
        Some(Fault::Status(status, body)) => {
            return Reply { status: *status, body: Some(body.clone()) }.response();
        }
        Some(Fault::RateLimited { retry_after, scope }) => return rate_limited(*retry_after, *scope),
        Some(Fault::Html(status)) => return html(*status),
    }
    let reply = carry_out(&shared, &request, &headers);
    match fault {
        Some(Fault::ResetAfter) => connection.reset().await,
        Some(Fault::HoldAfter) => hold(&shared).await,
        _ => reply.response(),
    }
}

/// Never answers: the handler goes with its connection.
async fn hold(shared: &Shared) -> ! {
    shared.state().held += 1;
    std::future::pending().await
}

/// Reads the body, which has to be JSON, or multipart with JSON in it.
fn read(method: Method, path: &str, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Request, Finding> {
    let query = uri.query().unwrap_or_default().to_owned();
    let path = path.to_owned();
    let mut request = Request { method, path, query, body: None, files: Vec::new() };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let wrong = |request: &Request, what: &str| Finding::new(Judge::Limit, request.route(), what);
    let mut text = body.to_vec();
    if let Some(kind) = kind.filter(|kind| kind.starts_with("multipart/form-data")) {
        let Some(parts) = wire::multipart(kind, body) else {
            return Err(wrong(&request, "a malformed multipart body"));
        };
        let (json, files) = parts.into_iter().partition(|part| part.name == "payload_json");
        request.files = files;
        text = Vec::<wire::Part>::into_iter(json).next().map(|part| part.bytes).unwrap_or_default();
    }
    if !text.is_empty() {
        let body = serde_json::from_slice(&text);
        request.body = Some(body.map_err(|_| wrong(&request, "a body that is not JSON"))?);
    }
    Ok(request)
}

/// Records and judges a request, and takes the fault that waits for it.
fn record(shared: &Shared, request: &Request) -> Option<Fault> {
    let mut state = shared.state();
    state.requests.push(request.clone());
    let hit =
        |(route, _): &(super::faults::RouteMatcher, Fault)| route.matches(&request.method, &request.path);
    let waiting = state.faults.iter().position(hit)?;
    let (_, fault) = state.faults.remove(waiting);
    // A request that is answered by a fault was sent all the same.
    if !matches!(fault, Fault::ResetAfter | Fault::HoldAfter) {
        state.findings.extend(judge::judge(request));
    }
    Some(fault)
}

fn carry_out(shared: &Shared, request: &Request, headers: &HeaderMap) -> Reply {
    let segments: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    // The token in these paths is what allows them.
    let open = matches!(
        segments.as_slice(),
        ["interactions", _, _, "callback"] | ["webhooks", _, _, ..] | ["gateway"]
    );
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !open && authorization != Some(format!("Bot {TOKEN}").as_str()) {
        return Reply::error(401, 0, "401: Unauthorized");
    }
    let findings = judge::judge(request);
    let mut state = shared.state();
    let refused = findings.iter().any(|finding| finding.judge.refuses());
    state.findings.extend(findings.iter().cloned());
    if refused {
        let mut reply = Reply::error(400, 50_035, "Invalid Form Body");
        let errors: Vec<String> = findings.iter().map(ToString::to_string).collect();
        let errors = json!({"_errors": [{"code": "FAKE_DISCORD", "message": errors.join("; ")}]});
        reply.body.as_mut().expect("an error object")["errors"] = errors;
        return reply;
    }
    let state = &mut *state;
    places::route(state, shared, request, &segments)
        .or_else(|| commands::route(state, request, &segments))
        .or_else(|| threads::route(state, request, &segments))
        .or_else(|| messages::route(state, request, &segments))
        .or_else(|| interactions::route(state, request, &segments))
        .unwrap_or_else(|| {
            let what = "the fake Discord has no such route";
            state.find(Finding::new(Judge::Route, request.route(), what));
            Reply::error(404, 0, "404: Not Found")
        })
}

/// Acts on an answer that went to Discord as the HTTP response to an interaction it had sent.
pub fn answer_over_http(shared: &Shared, id: &str, token: &str, body: Value) {
    let path = format!("/interactions/{id}/{token}/callback");
    let (query, files) = (String::new(), Vec::new());
    let request = Request { method: Method::POST, path, query, body: Some(body), files };
    let mut state = shared.state();
    state.findings.extend(judge::judge(&request));
    let segments: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    interactions::route(&mut state, &request, &segments);
}

fn rate_limited(retry_after: f64, scope: Scope) -> Response {
    let body = json!({
        "message": "You are being rate limited.", "retry_after": retry_after,
        "global": scope == Scope::Global,
    });
    let name = match scope {
        Scope::Route => "user",
        Scope::Global => "global",
        Scope::Shared => "shared",
    };
    let builder = if scope == Scope::Global {
        Response::builder().header("x-ratelimit-global", "true")
    } else {
        Response::builder()
    };
    builder
        .status(StatusCode::TOO_MANY_REQUESTS)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::RETRY_AFTER, format!("{}", retry_after.ceil()))
        .header("x-ratelimit-limit", "5")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset-after", format!("{retry_after:.3}"))
        .header("x-ratelimit-bucket", "fake")
        .header("x-ratelimit-scope", name)
        .body(Body::from(body.to_string()))
        .expect("a well-formed response")
}

fn html(status: u16) -> Response {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/html")
        .body(Body::from(format!("<html><head><title>{status}</title></head></html>")))
        .expect("a well-formed response")
}

/// An uploaded file, under the address that its message names.
fn attachment(shared: &Shared, path: &str) -> Response {
    let state = shared.state();
    let url = format!("http://{}{path}", shared.address);
    let file = state.messages.iter().filter(|message| !message.deleted).find_map(|message| {
        let listed = message.body["attachments"].as_array()?;
        let name = listed.iter().find(|attachment| attachment["url"] == url)?["filename"].as_str();
        message.files.iter().find(|file| file.filename.as_deref() == name).cloned()
    });
    match file {
        Some(file) => Response::new(Body::from(file.bytes)),
        None => Reply::error(404, 0, "404: Not Found").response(),
    }
}

/// An id in a path.
pub fn id(segment: &str) -> u64 {
    segment.parse().unwrap_or(0)
}

/// The value of a key in the query.
pub fn query<'a>(request: &'a Request, key: &str) -> Option<&'a str> {
    request.query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
}

/// Reads the state for a route that only looks.
pub fn current_application(state: &State) -> Value {
    let people = state.world.guilds.values().filter(|guild| guild.installed).count();
    let team_owner = state.world.people.values().find(|person| !person.bot);
    json!({
        "id": super::world::APPLICATION.to_string(), "name": "Study coach", "icon": null,
        "description": "", "summary": "", "type": null, "bot": super::gateway::bot_user(state),
        "is_monetized": false, "is_verified": false, "bot_public": true,
        "bot_require_code_grant": false, "verify_key": "0".repeat(64), "flags": 0, "hook": true,
        "owner": team_owner.map(super::world::Person::json), "team": null, "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null,
        "approximate_guild_count": people, "approximate_user_install_count": 0,
        "integration_types_config": {"0": {}, "1": {}}, "tags": [],
        "install_params": {"scopes": ["bot", "applications.commands"],
            "permissions": super::world::permission::INVITED.to_string()},
    })
}

/// Makes a message of the bot's as if it had posted it some time ago.
pub fn seed(state: &mut State, channel: u64, sent: &Value) -> u64 {
    messages::add(state, channel, sent, &[], super::state::Origin::Post)
}
