//! One session on Discord, by gateway or HTTP: checked at the start, closed in order at the end.

use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Result, anyhow};
use serde::Deserialize;
use serenity::all::{GuildId, Http, LightMethod, UserId};
use serenity::http::{Request, Route};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Settings;
use super::desk::Desk;
use super::endpoint::Listening;
use super::gateway::Connection;
use super::incoming::Installed;
use super::outlet::Posts;
use super::rest::{self, Fault, Patience, fetch};
use crate::coach::Coach;
use crate::measure::pulse;
use crate::posts::{self, Pace};

/// For the first requests.
pub const PATIENCE: Patience = Patience {
    each: Duration::from_secs(10),
    waits: &[Duration::from_millis(200), Duration::from_millis(500), Duration::from_secs(1)],
};
/// How long a shutdown waits for what is in hand.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// How long it waits for the database to close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

pub const TOKEN_REFUSED: &str = "Discord refuses the token: copy a fresh one from the developer portal \
     (your application, Bot, Reset Token) into DISCORD_TOKEN or discord.token";

#[derive(Deserialize)]
struct User {
    id: UserId,
}

/// How interactions come.
enum Line {
    Gateway(Connection),
    Http(Listening),
}

/// Is on Discord until `stop`; then what is in hand is finished.
pub async fn run(settings: Settings, coach: &Arc<Coach>, pace: Pace, stop: CancellationToken) -> Result<()> {
    let (desk, mut line) = tokio::select! {
        opened = open(&settings, coach, &stop) => opened?,
        () = stop.cancelled() => return Ok(()),
    };
    let mut posting = {
        let (coach, stop) = (Arc::clone(coach), stop.clone());
        let outlet = Posts { http: Arc::clone(&desk.http), me: desk.me, coach: Arc::clone(&coach) };
        tokio::spawn(async move { posts::run(&coach, &outlet, &owner(), pace, &stop).await })
    };
    let broken = async {
        match &mut line {
            Line::Gateway(connection) => connection.broken().await,
            Line::Http(listening) => listening.broken().await,
        }
    };
    // In this order: all else also ends by itself when the coach leaves.
    let ended = tokio::select! {
        biased;
        () = stop.cancelled() => Ok(()),
        why = broken => Err(why),
        _ = &mut posting => {
            Err(anyhow!("posting broke off; start the coach again, and look for the reason in its log"))
        }
    };
    stop.cancel();
    pulse::leaving();
    // First nothing new comes in; what came before is finished.
    match line {
        Line::Gateway(connection) => connection.close(ended.is_ok()).await,
        Line::Http(listening) => listening.close().await,
    }
    desk.tasks.close();
    let in_hand = async {
        desk.tasks.wait().await;
        if !posting.is_finished() {
            let _ = posting.await;
        }
    };
    if tokio::time::timeout(FINISH_WITHIN, in_hand).await.is_err() {
        tracing::warn!(tasks = desk.tasks.len(), "leaving although something is still in hand");
    }
    ended
}

/// Checks what would otherwise fail later and without a word, and begins to listen.
async fn open(
    settings: &Settings,
    coach: &Arc<Coach>,
    stop: &CancellationToken,
) -> Result<(Arc<Desk>, Line)> {
    let http = Arc::new(rest::http(settings));
    let me: User = get(&http, settings, Route::UserMe).await?;
    let desk = Arc::new(Desk {
        coach: Arc::clone(coach),
        http,
        me: me.id,
        only: settings.server.filter(|id| *id > 0).map(GuildId::new),
        installed: Installed::default(),
        tasks: TaskTracker::new(),
        stop: stop.clone(),
        registered: AtomicBool::new(false),
    });
    let line = match &settings.endpoint {
        Some(endpoint) => Line::Http(Listening::open(settings, endpoint, &desk).await?),
        None => Line::Gateway(Connection::open(settings, &desk).await?),
    };
    Ok((desk, line))
}

/// Closes the database; posts and records are safe in it whether or not that ends in time.
pub async fn close_store(coach: &Coach) {
    if tokio::time::timeout(CLOSE_WITHIN, coach.store.close()).await.is_err() {
        tracing::warn!("the database did not close in time");
    }
}

/// One of the first requests: whatever is wrong is said in one line, and the coach does not start.
pub async fn get<T: serde::de::DeserializeOwned>(
    http: &Http,
    settings: &Settings,
    route: Route<'static>,
) -> Result<T> {
    fetch(http, Request::new(route, LightMethod::Get), PATIENCE)
        .await
        .map_err(|fault| complaint(settings, fault))
}

/// What to do about a first request that failed.
pub fn complaint(settings: &Settings, fault: Fault) -> anyhow::Error {
    match fault {
        // Status 0: the token holds what no header can.
        Fault::Refused { status: 0 | 401, .. } => anyhow!(TOKEN_REFUSED),
        fault => anyhow!(
            "Discord does not answer as it should at {}: {fault}; check the network and discord.api_url",
            settings.api_url
        ),
    }
}

/// Who holds the leases of rows that are being sent: this process, and no earlier one with its number.
fn owner() -> String {
    // In containers every process may have the same number.
    let dice = std::hash::RandomState::new().build_hasher().finish();
    format!("{}-{dice:016x}", std::process::id())
}
