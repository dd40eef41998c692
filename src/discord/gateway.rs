//! The connection to Discord's gateway, by which interactions and direct messages come.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use serde::Deserialize;
use serenity::all::{ClientBuilder, GatewayIntents, Http, LightMethod, ShardManager};
use serenity::gateway::{ConnectionStage, GatewayError};
use serenity::http::{Request, Route};
use tokio::task::JoinHandle;

use super::Settings;
use super::desk::{Desk, Handler};
use super::gate;
use super::rest::{self, Fault, fetch};
use super::session::{PATIENCE, TOKEN_REFUSED, complaint, get};
use crate::measure::{self, pulse};

/// How long a shutdown waits for the connections to close; of those that Discord closed for good,
/// serenity never says that they are.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
const GONE_WITHIN: Duration = Duration::from_millis(500);
/// The wait between two looks at the connections.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

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

/// The open connection, all its shards.
pub struct Connection {
    shards: Arc<ShardManager>,
    running: JoinHandle<Result<()>>,
}

impl Connection {
    /// Connects; events go to the desk.
    ///
    /// # Errors
    /// One line that says what to do, when Discord names no gateway or allows no more connections.
    pub async fn open(settings: &Settings, desk: &Arc<Desk>) -> Result<Self> {
        let gateway: Gateway = get(&desk.http, settings, Route::Gateway).await?;
        if !gateway.url.starts_with("wss://") && !gateway.url.starts_with("ws://") {
            bail!("{} names no gateway to connect to: check discord.api_url", settings.api_url);
        }
        let shards = shards(&desk.http, settings).await?;
        // Servers that the coach joins and leaves, and direct messages; nothing that Discord must approve.
        let intents = GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES;
        // serenity's client keeps an own client for requests, for the gateway alone.
        let mut client = ClientBuilder::new_with_http(rest::http(settings), intents)
            .raw_event_handler(Handler(Arc::clone(desk)))
            .await
            .map_err(|error| anyhow!("the connection to Discord cannot be prepared: {error}"))?;
        // serenity asks for the address once more, and takes the real Discord's where that fails.
        let address = Arc::clone(&client.ws_url);
        let mut closed = Arc::clone(&address).lock_owned().await;
        closed.clone_from(&gateway.url);
        tokio::spawn(gate::stand(address, closed, shards, Arc::clone(&desk.watch), desk.stop.clone()));
        let manager = Arc::clone(&client.shard_manager);
        let desk = Arc::clone(desk);
        let running = tokio::spawn(async move {
            let manager = Arc::clone(&client.shard_manager);
            tokio::select! {
                ended = client.start_shards(shards) => ended.map_err(explained),
                hopeless = watch(&manager, &desk, shards) => Err(hopeless),
            }
        });
        Ok(Self { shards: manager, running })
    }

    /// Waits until it ends for good, and says why.
    pub async fn broken(&mut self) -> anyhow::Error {
        match (&mut self.running).await {
            Ok(Err(error)) => error,
            Ok(Ok(())) | Err(_) => anyhow!("the connection to Discord ended; start the coach again"),
        }
    }

    /// Closes it: nothing new comes in. serenity itself does not wait for what came before.
    pub async fn close(self, in_order: bool) {
        let within = if in_order { CLOSE_WITHIN } else { GONE_WITHIN };
        if tokio::time::timeout(within, self.shards.shutdown_all()).await.is_err() && in_order {
            tracing::warn!("the connection to Discord did not close in time");
        }
        self.running.abort();
    }
}

/// Looks at the connections again and again: serenity does not tell of each that is lost. Ends where they
/// are lost for a reason that another try does not mend.
async fn watch(manager: &ShardManager, desk: &Desk, wanted: u32) -> anyhow::Error {
    let mut slowed = 0;
    loop {
        let shards = manager.runners.lock().await;
        let connected = shards.values().filter(|shard| shard.stage == ConnectionStage::Connected).count();
        drop(shards);
        measure::shards(wanted as usize, connected);
        if connected >= wanted as usize {
            pulse::gateway();
        }
        let now = desk.watch.slowed.load(Ordering::Relaxed);
        if std::mem::replace(&mut slowed, now) < now
            && let Some(why) = hopeless(&desk.http, wanted).await
        {
            return why;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Why connections that are lost again and again will be lost again, if that is so. serenity goes on with
/// one that holds too many servers (close code 4011), and each try counts against those of the day.
async fn hopeless(http: &Http, shards: u32) -> Option<anyhow::Error> {
    let advice: BotGateway =
        fetch(http, Request::new(Route::GatewayBot, LightMethod::Get), PATIENCE).await.ok()?;
    // Discord recommends one for 1,000 servers, and closes those with more than 2,500.
    if advice.shards > shards.saturating_mul(2) {
        return Some(anyhow!(
            "Discord closes connections with too many servers (close code 4011): it asks for {} connections and \
             {shards} are set; set discord.shards to auto and start again",
            advice.shards
        ));
    }
    advice.session_start_limit.refuses(1)
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
    match advice.session_start_limit.refuses(shards) {
        Some(why) => Err(why),
        None => Ok(shards),
    }
}

impl StartLimit {
    /// Why so many more connections are not allowed today, if they are not.
    fn refuses(&self, shards: u32) -> Option<anyhow::Error> {
        let (remaining, minutes) = (self.remaining, self.reset_after.div_ceil(60_000));
        (remaining < shards).then(|| {
            anyhow!(
                "Discord allows {remaining} more connections today and {shards} are needed; \
                 start again in {minutes} minutes"
            )
        })
    }
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
