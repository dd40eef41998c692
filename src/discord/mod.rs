//! The Discord edge: the only place that knows serenity.
//!
//! An event becomes a [`crate::coach::request::Request`] (`incoming`), the coach's
//! [`crate::coach::reply::Reply`] becomes a message or a form (`message`), and `answer` gets it there
//! within the 3 s that Discord waits. Events come by `gateway` or, signed, to `endpoint`, and meet at the
//! `desk`. `registration` makes Discord's command list from the command
//! table, `outlet` is where posts go, `access` works out what the coach may do in a channel.
//!
//! Deliberately not here: decisions, words (but for whoever runs the program), a cache, any intent
//! that Discord has to approve.

mod access;
mod answer;
mod desk;
mod endpoint;
mod foresight;
mod gate;
mod gateway;
mod greeting;
mod history;
mod incoming;
mod message;
mod outlet;
mod registration;
mod rest;
mod servers;
mod session;
mod watch;

pub use gate::Backoff;
pub use watch::Watch;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio_util::sync::CancellationToken;

use crate::coach::Coach;
use crate::coach::reply::Reply;
use crate::posts::Pace;
use message::Callback;

/// The body of a first answer that shows this, as Discord gets it; for measuring what it takes.
///
/// # Errors
/// When it cannot be written as JSON, which would be a defect.
pub fn first_answer(reply: &Reply) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&Callback::message(reply))
}

/// How to reach Discord.
#[derive(Clone)]
pub struct Settings {
    /// The bot's token: a secret.
    pub token: String,
    /// Where Discord's API is: `https://discord.com`, or a proxy that limits the rate itself.
    pub api_url: String,
    /// Register commands in this server only.
    pub server: Option<u64>,
    /// How many shards; as many as Discord recommends where it is not said.
    pub shards: Option<u32>,
    /// Where it is counted how the connection does.
    pub watch: Arc<Watch>,
    /// Where Discord calls; none where the coach connects to the gateway.
    pub endpoint: Option<Endpoint>,
}

/// Where Discord calls with interactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The address of `POST /interactions`.
    pub listen: SocketAddr,
    /// The application's Ed25519 key, 64 hexadecimal digits.
    pub public_key: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("token", &"…")
            .field("api_url", &self.api_url)
            .field("server", &self.server)
            .field("shards", &self.shards)
            .field("endpoint", &self.endpoint)
            .finish()
    }
}

/// Is on Discord until SIGTERM or Ctrl-C: then what is in hand is finished and the database closed.
///
/// # Errors
/// One line that says what to do, when Discord refuses the token, cannot be reached at the start, or
/// closes the connection for good.
pub async fn run(settings: Settings, coach: Arc<Coach>, pace: Pace) -> Result<()> {
    let stop = CancellationToken::new();
    let signalled = signals(stop.clone()).context("signals cannot be listened for")?;
    let ended = run_until(settings, coach, pace, stop).await;
    signalled.abort();
    ended
}

/// As [`run`], until `stop` is cancelled.
///
/// # Errors
/// As for [`run`].
pub async fn run_until(
    settings: Settings,
    coach: Arc<Coach>,
    pace: Pace,
    stop: CancellationToken,
) -> Result<()> {
    let ended = session::run(settings, &coach, pace, stop).await;
    session::close_store(&coach).await;
    ended
}

/// Cancels `stop` at the first signal to end. The signals are listened for from here on.
fn signals(stop: CancellationToken) -> std::io::Result<tokio::task::JoinHandle<()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        stop.cancel();
        tracing::info!("leaving: what is in hand is finished first");
    }))
}
