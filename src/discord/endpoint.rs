//! Interactions over HTTP: Discord calls the coach, signed, and the answer is the response.
//!
//! No gateway connection is made, so there are no direct messages to the coach and nobody hears of
//! servers that add it. Everything behind the desk is the same.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use chrono::Utc;
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::Value;
use serenity::all::{
    ApplicationId, AuthorizingIntegrationOwners, ChannelId, GuildId, Interaction, LightMethod,
};
use serenity::http::{Request, Route};
use serenity::interactions_endpoint::Verifier;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::answer::Way;
use super::desk::{Desk, register};
use super::rest::{DISCORD, Fault, fetch};
use super::session::{PATIENCE, complaint};
use super::{Endpoint, Settings};
use crate::measure::{self, pulse};
use crate::serve;

/// The most that a request may hold, in bytes. The largest are presses: they carry their message, with up
/// to 6,000 characters of embeds and 25 components.
const LARGEST: usize = 256 * 1024;
/// Of a larger one so much is read away, so that its sender can read the refusal; then it is cut off.
const READ_AWAY: usize = 8 * 1024 * 1024;
/// How long a request's body may take; Discord gives up after 3 s.
const BODY_WITHIN: Duration = Duration::from_secs(3);
/// How far a request's timestamp may lie from now, in seconds: an older one may be somebody's copy.
const OLDEST: i64 = 300;
/// The answer to Discord's check that the endpoint is there.
const PONG: &str = r#"{"type":1}"#;

/// The part of `GET /oauth2/applications/@me` that matters here.
#[derive(Deserialize)]
struct Application {
    id: ApplicationId,
    verify_key: Option<String>,
}

/// What serenity drops of a sent form.
#[derive(Deserialize)]
struct Origin {
    guild_id: Option<GuildId>,
    channel_id: Option<ChannelId>,
    #[serde(default)]
    authorizing_integration_owners: AuthorizingIntegrationOwners,
}

/// An address that is listened on, and whose requests are believed; nothing is answered yet.
pub struct Bound {
    listener: TcpListener,
    key: Verifier,
    public_key: String,
}

/// A server for interactions.
pub struct Listening(JoinHandle<()>);

/// What a request needs.
struct Gate {
    desk: Arc<Desk>,
    key: Verifier,
}

impl Bound {
    /// Takes the address.
    ///
    /// # Errors
    /// One line that says what to do, when the key is none or the address is taken.
    pub async fn new(endpoint: &Endpoint) -> Result<Self> {
        let no_key = || {
            anyhow!(
                "discord.public_key is no Ed25519 key; copy Public Key from the developer portal \
                 (your application, General Information)"
            )
        };
        let key = bytes(&endpoint.public_key).ok_or_else(no_key)?;
        let key = Verifier::try_new(key).map_err(|_| no_key())?;
        let listener = serve::bind("http.listen", endpoint.listen).await?;
        Ok(Self { listener, key, public_key: endpoint.public_key.clone() })
    }

    /// Answers interactions until the desk is told to stop, and registers the commands.
    ///
    /// # Errors
    /// One line that says what to do, when Discord does not tell whose token this is.
    pub async fn open(self, settings: &Settings, desk: &Arc<Desk>) -> Result<Listening> {
        let Self { listener, key, public_key } = self;
        let application = application(settings, &public_key, desk).await?;
        tracing::info!(address = %listener.local_addr()?, "listening for interactions");
        pulse::endpoint();
        tokio::spawn(register(Arc::clone(desk), application));
        let gate = Arc::new(Gate { desk: Arc::clone(desk), key });
        let router = Router::new().route("/interactions", post(receive)).with_state(gate);
        let stop = desk.stop.clone();
        Ok(Listening(tokio::spawn(async move { serve::serve(listener, router, &stop).await })))
    }
}

impl Listening {
    /// Waits until it ends, which it does by itself only when it breaks.
    pub async fn broken(&mut self) -> anyhow::Error {
        let _ = (&mut self.0).await;
        anyhow!("listening for interactions broke off; start the coach again")
    }

    /// Waits until what came in is answered; nothing new is taken since the desk was told to stop.
    pub async fn close(self) {
        let _ = self.0.await;
    }
}

/// The application whose token it is; where its key is not the configured one, that is said.
async fn application(settings: &Settings, public_key: &str, desk: &Desk) -> Result<ApplicationId> {
    let request = Request::new(Route::Oauth2ApplicationCurrent, LightMethod::Get);
    let application: Application = match fetch(&desk.http, request, PATIENCE).await {
        Ok(application) => application,
        // Another address, such as a proxy, need not know it. Since 2016 a bot has its application's id.
        Err(Fault::Refused { status: 404, .. }) if settings.api_url != DISCORD => {
            return Ok(ApplicationId::new(desk.me.get()));
        }
        Err(fault) => return Err(complaint(settings, fault)),
    };
    if application.verify_key.is_some_and(|known| !known.eq_ignore_ascii_case(public_key)) {
        tracing::warn!(
            "discord.public_key is not the Public Key that Discord names for this application; \
             where it is another application's, every request is refused"
        );
    }
    Ok(application.id)
}

/// `POST /interactions`.
async fn receive(State(gate): State<Arc<Gate>>, headers: HeaderMap, body: Body) -> Response {
    let Some((signature, timestamp)) = fresh(&headers, Utc::now().timestamp()) else {
        return refused("timestamp", StatusCode::UNAUTHORIZED);
    };
    let body = match tokio::time::timeout(BODY_WITHIN, whole(body)).await {
        Ok(Ok(body)) => body,
        Ok(Err(refusal)) => return refused("size", refusal),
        Err(_) => return refused("slow", StatusCode::REQUEST_TIMEOUT),
    };
    if gate.key.verify(signature, timestamp, &body).is_err() {
        return refused("signature", StatusCode::UNAUTHORIZED);
    }
    let (respond, response) = oneshot::channel();
    match serde_json::from_slice(&body) {
        Ok(Interaction::Ping(_)) => return json(PONG.into()),
        Ok(interaction) => {
            if matches!(interaction, Interaction::Modal(_)) {
                learn(&gate.desk, &body);
            }
            tokio::spawn(async move { gate.desk.take(interaction, Way::Response(Some(respond))).await });
        }
        Err(_) => match serde_json::from_slice::<Value>(&body) {
            Ok(raw) if raw["type"] == 1 => return json(PONG.into()),
            Ok(raw) => {
                tokio::spawn(async move { gate.desk.take_unread(raw, Way::Response(Some(respond))).await });
            }
            Err(_) => return refused("form", StatusCode::BAD_REQUEST),
        },
    }
    match response.await {
        Ok(body) => json(body.into()),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn refused(why: &str, status: StatusCode) -> Response {
    measure::request_refused(why);
    status.into_response()
}

/// A request's body, unless it is too large or breaks off.
async fn whole(body: Body) -> Result<Vec<u8>, StatusCode> {
    let mut chunks = body.into_data_stream();
    let (mut whole, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        length += chunk.len();
        if length <= LARGEST {
            whole.extend_from_slice(&chunk);
        } else if length > READ_AWAY {
            break;
        }
    }
    if length <= LARGEST { Ok(whole) } else { Err(StatusCode::PAYLOAD_TOO_LARGE) }
}

/// Signature and timestamp of a request that is not too old, nor from the future.
fn fresh(headers: &HeaderMap, now: i64) -> Option<(&str, &str)> {
    let text = |name| headers.get(name)?.to_str().ok();
    let timestamp = text("x-signature-timestamp")?;
    let age = now.checked_sub(timestamp.parse().ok()?)?;
    Some((text("x-signature-ed25519")?, timestamp)).filter(|_| (-OLDEST..=OLDEST).contains(&age))
}

/// Notes the server of a form, of which no press may have come to this process.
fn learn(desk: &Desk, body: &[u8]) {
    if let Ok(Origin { guild_id, channel_id: Some(channel), authorizing_integration_owners }) =
        serde_json::from_slice(body)
    {
        desk.installed.place(guild_id, channel, &authorizing_integration_owners);
    }
}

fn json(body: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// 64 hexadecimal digits as bytes.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
