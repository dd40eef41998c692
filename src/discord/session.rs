//! One session on Discord: checked at the start, closed in order at the end.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use serde::Deserialize;
use serenity::Client;
use serenity::all::{ClientBuilder, GatewayIntents, GuildId, Http, LightMethod, UserId};
use serenity::gateway::GatewayError;
use serenity::http::{Request, Route};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Settings;
use super::desk::{Desk, Handler};
use super::gate;
use super::incoming::Installed;
use super::outlet::Posts;
use super::rest::{self, Fault, Patience, fetch};
use crate::coach::Coach;
use crate::coach::cooldown::Cooldown;
use crate::posts::{self, Pace};

/// For the first requests.
const PATIENCE: Patience = Patience {
    each: Duration::from_secs(10),
    waits: &[Duration::from_millis(200), Duration::from_millis(500), Duration::from_secs(1)],
};
/// How long a shutdown waits for what is in hand.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// How long it waits for the connections, and for the database, to close; of connections that Discord
/// closed for good, serenity never says that they are.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
const GONE_WITHIN: Duration = Duration::from_millis(500);

const TOKEN_REFUSED: &str = "Discord refuses the token: copy a fresh one from the developer portal \
     (your application, Bot, Reset Token) into DISCORD_TOKEN or discord.token";

#[derive(Deserialize)]
struct User {
    id: UserId,
}

#[derive(Deserialize)]
struct Gateway {
    url: String,
}

#[derive(Deserialize)]
struct BotGateway {
    shards: u32,
    session_start_limit: StartLimit,
}

#[derive(Deserialize)]
struct StartLimit {
    remaining: u32,
    #[serde(default)]
    reset_after: u64,
}

/// Is on Discord until `stop`; then what is in hand is finished.
pub async fn run(settings: Settings, coach: &Arc<Coach>, pace: Pace, stop: CancellationToken) -> Result<()> {
    let (mut client, desk, shards) = tokio::select! {
        prepared = prepare(&settings, coach, &stop) => prepared?,
        () = stop.cancelled() => return Ok(()),
    };
    let mut posting = {
        let (coach, stop) = (Arc::clone(coach), stop.clone());
        let outlet = Posts { http: Arc::clone(&desk.http), me: desk.me, coach: Arc::clone(&coach) };
        tokio::spawn(async move { posts::run(&coach, &outlet, &owner(), pace, &stop).await })
    };
    let manager = Arc::clone(&client.shard_manager);
    let gate = gate::stand(Arc::clone(&client.ws_url), shards, Arc::clone(&desk.watch), stop.clone());
    tokio::spawn(gate);
    let mut running = tokio::spawn(async move { client.start_shards(shards).await });

    // In this order: posting also ends by itself when the coach leaves.
    let ended = tokio::select! {
        biased;
        () = stop.cancelled() => Ok(()),
        ended = &mut running => match ended {
            Ok(Err(error)) => Err(explained(error)),
            Ok(Ok(())) | Err(_) => Err(anyhow!("the connection to Discord ended; start the coach again")),
        },
        _ = &mut posting => {
            Err(anyhow!("posting broke off; start the coach again, and look for the reason in its log"))
        }
    };
    stop.cancel();
    // First nothing new comes in; what came before is finished. serenity itself waits for neither.
    let close_within = if ended.is_ok() { CLOSE_WITHIN } else { GONE_WITHIN };
    if tokio::time::timeout(close_within, manager.shutdown_all()).await.is_err() && ended.is_ok() {
        tracing::warn!("the connection to Discord did not close in time");
    }
    running.abort();
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

/// Checks what would otherwise fail later and without a word, and makes the client.
async fn prepare(
    settings: &Settings,
    coach: &Arc<Coach>,
    stop: &CancellationToken,
) -> Result<(Client, Arc<Desk>, u32)> {
    let http = rest::http(settings);
    let me: User = get(&http, settings, Route::UserMe).await?;
    let gateway: Gateway = get(&http, settings, Route::Gateway).await?;
    if !gateway.url.starts_with("wss://") && !gateway.url.starts_with("ws://") {
        bail!("{} names no gateway to connect to: check discord.api_url", settings.api_url);
    }
    let shards = shards(&http, settings).await?;
    let (client, desk) = connect(http, &gateway, coach, settings, me.id, stop).await?;
    Ok((client, desk, shards))
}

/// Closes the database; posts and records are safe in it whether or not that ends in time.
pub async fn close_store(coach: &Coach) {
    if tokio::time::timeout(CLOSE_WITHIN, coach.store.close()).await.is_err() {
        tracing::warn!("the database did not close in time");
    }
}

/// One of the first requests: whatever is wrong is said in one line, and the coach does not start.
async fn get<T: serde::de::DeserializeOwned>(
    http: &Http,
    settings: &Settings,
    route: Route<'static>,
) -> Result<T> {
    fetch(http, Request::new(route, LightMethod::Get), PATIENCE)
        .await
        .map_err(|fault| complaint(settings, fault))
}

/// What to do about a first request that failed.
fn complaint(settings: &Settings, fault: Fault) -> anyhow::Error {
    match fault {
        // Status 0: the token holds what no header can.
        Fault::Refused { status: 0 | 401, .. } => anyhow!(TOKEN_REFUSED),
        fault => anyhow!(
            "Discord does not answer as it should at {}: {fault}; check the network and discord.api_url",
            settings.api_url
        ),
    }
}

/// How many shards to start: as configured, else as Discord recommends. A start that Discord does not
/// allow any more today would make it reset the token.
async fn shards(http: &Http, settings: &Settings) -> Result<u32> {
    let asked = fetch(http, Request::new(Route::GatewayBot, LightMethod::Get), PATIENCE).await;
    let advice: BotGateway = match asked {
        Ok(advice) => advice,
        // Another address, such as a proxy, need not know it; the gateway itself is there.
        Err(Fault::Refused { status: 404, .. }) if settings.api_url != rest::DISCORD => {
            return Ok(settings.shards.unwrap_or(1).max(1));
        }
        Err(fault) => return Err(complaint(settings, fault)),
    };
    let shards = settings.shards.unwrap_or(advice.shards).max(1);
    let StartLimit { remaining, reset_after } = advice.session_start_limit;
    if remaining < shards {
        let minutes = reset_after.div_ceil(60_000);
        bail!(
            "Discord allows {remaining} more connections today and {shards} are needed; start again in {minutes} minutes"
        );
    }
    Ok(shards)
}

async fn connect(
    http: Http,
    gateway: &Gateway,
    coach: &Arc<Coach>,
    settings: &Settings,
    me: UserId,
    stop: &CancellationToken,
) -> Result<(Client, Arc<Desk>)> {
    // serenity's client keeps its own, for the gateway alone.
    let desk = Arc::new(Desk {
        coach: Arc::clone(coach),
        http: Arc::new(rest::http(settings)),
        me,
        only: settings.server.filter(|id| *id > 0).map(GuildId::new),
        installed: Installed::default(),
        tasks: TaskTracker::new(),
        stop: stop.clone(),
        registered: AtomicBool::new(false),
        cooldown: Cooldown::default(),
        watch: Arc::clone(&settings.watch),
    });
    // Servers that the coach joins and leaves, and direct messages; nothing that Discord must approve.
    let intents = GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES;
    let handler = Handler(Arc::clone(&desk));
    let client = ClientBuilder::new_with_http(http, intents)
        .event_handler(handler.clone())
        .raw_event_handler(handler)
        .await
        .map_err(|error| anyhow!("the connection to Discord cannot be prepared: {error}"))?;
    // serenity asks for the address once more, and takes the real Discord's where that fails.
    client.ws_url.lock().await.clone_from(&gateway.url);
    Ok((client, desk))
}

/// Who holds the leases of rows that are being sent: this process, and no earlier one with its number.
fn owner() -> String {
    format!("{}-{}", std::process::id(), chrono::Utc::now().timestamp_millis())
}

/// Why Discord closed the connection for good, and what to do.
fn explained(error: serenity::Error) -> anyhow::Error {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => {
            anyhow!("{TOKEN_REFUSED} (close code 4004)")
        }
        serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        ) => anyhow!(
            "Discord does not allow what this version asks to hear of (close codes 4013 and 4014); \
             install the newest version of the coach"
        ),
        error => anyhow!("the connection to Discord ended: {error}; start the coach again"),
    }
}
