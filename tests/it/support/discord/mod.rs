//! A stand-in for Discord, REST and gateway, on a port of 127.0.0.1.
//!
//! ```ignore
//! let fake = FakeDiscord::start().await;
//! let guild = fake.add_guild("Study group");
//! let study = fake.add_channel(guild, "study");
//! // … start the coach with `discord.api_url` = fake.url() and the token TOKEN …
//! let mia = fake.person("mia").in_channel(study);
//! let answer = fake.interact(mia.slash("next").option("minutes", 25)).await;
//! let answer = fake.interact(mia.press(&answer, "Done")).await;
//! assert!(answer.private());
//! fake.assert_clean();
//! ```
//!
//! The server keeps no clock: nothing expires by itself. Do not pause tokio's clock in a test that
//! uses it: a paused clock jumps ahead while sockets are awaited, and the guards against hanging fire.
#![allow(dead_code, unused_imports, reason = "a stand-in offers more than the tests use today")]

mod answers;
mod faults;
mod gateway;
mod interact;
mod judge;
mod messages;
mod objects;
mod payloads;
mod rest;
mod rush;
mod servers;
mod state;
mod wire;
mod world;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::any;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use answers::{Answer, Sent};
pub use faults::{Fault, RouteMatcher, Scope};
pub use gateway::{Identify, intent};
pub use judge::{Finding, Judge};
pub use payloads::{Draft, Seat};
pub use rush::{Rushed, like};
pub use state::{Message, Origin, PATIENCE, Request};
pub use wire::Part;
pub use world::{APPLICATION, Person, permission};

use state::{Guarded, Shared};
use world::Overwrite;

/// The only token that is accepted; serenity sends it as `Bot test-token`.
pub const TOKEN: &str = "test-token";

/// Discord, as far as the coach can tell.
#[derive(Debug)]
pub struct FakeDiscord {
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl Drop for FakeDiscord {
    fn drop(&mut self) {
        self.server.abort();
        // 4004 keeps a client that is still running from connecting again and again.
        self.state().gateway.close(4004, "The test is over.");
    }
}

/// The world and its rules.
impl FakeDiscord {
    /// Starts on a port of its own, with an empty world.
    pub async fn start() -> Self {
        judge::announce();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port").to_string();
        let shared = Arc::new(Shared::new(address));
        let router = Router::new()
            .route("/gw", any(gateway::connect))
            .fallback(rest::answer)
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&shared))
            .into_make_service_with_connect_info::<wire::Resetter>();
        let listener = wire::ResettableListener(listener, Arc::clone(&shared));
        let serve = axum::serve(listener, router);
        let server = tokio::spawn(async move { serve.await.expect("a server that serves") });
        Self { shared, server }
    }

    /// What `discord.api_url` is to be: `http://127.0.0.1:PORT`, with REST below `/api/v10`.
    pub fn url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    fn state(&self) -> Guarded<'_> {
        self.shared.state()
    }

    /// A server with the bot in it; a connected shard hears of it.
    pub fn add_guild(&self, name: &str) -> u64 {
        let mut state = self.state();
        let id = state.world.add_guild(name);
        let whole = state.world.guild_json(&state.world.guilds[&id], true);
        state.gateway.dispatch("GUILD_CREATE", &whole);
        id
    }

    /// The bot is removed from a server; a connected shard hears of it.
    pub fn remove_guild(&self, guild: u64) {
        let mut state = self.state();
        let place = state.world.guilds.get_mut(&guild).expect("a known server");
        place.installed = false;
        let bot = state.world.bot.id;
        state.world.guilds.get_mut(&guild).expect("a known server").members.remove(&bot);
        state.gateway.dispatch("GUILD_DELETE", &json!({"id": guild.to_string()}));
    }

    /// A server has an outage, or is back: the bot is still in it.
    pub fn guild_outage(&self, guild: u64, out: bool) {
        let mut state = self.state();
        if out {
            let gone = json!({"id": guild.to_string(), "unavailable": true});
            state.gateway.dispatch("GUILD_DELETE", &gone);
        } else {
            let whole = state.world.guild_json(&state.world.guilds[&guild], true);
            state.gateway.dispatch("GUILD_CREATE", &whole);
        }
    }

    /// The language that a server is set to; `en-US` unless said otherwise.
    pub fn set_guild_locale(&self, guild: u64, locale: &str) {
        let mut state = self.state();
        state.world.guilds.get_mut(&guild).expect("a known server").locale = locale.to_owned();
    }

    /// A channel is gone: 404, code 10003. A connected shard hears of it.
    pub fn delete_channel(&self, channel: u64) {
        let mut state = self.state();
        let gone = state.world.channels.remove(&channel).expect("a known channel");
        let object = state.world.channel_json(&gone);
        state.gateway.dispatch("CHANNEL_DELETE", &object);
    }

    /// A role without permissions of its own.
    pub fn add_role(&self, guild: u64, name: &str) -> u64 {
        let mut state = self.state();
        let (id, name) = (state.world.id(), name.to_owned());
        let (permissions, mentionable, managed) = (0, false, false);
        let role = world::Role { id, name, permissions, mentionable, managed };
        state.world.guilds.get_mut(&guild).expect("a known server").roles.push(role);
        id
    }

    /// The person of this name, made on first use.
    pub fn person(&self, name: &str) -> Person {
        self.state().world.person(name)
    }

    /// Makes somebody a member, with these roles. Who interacts in a server becomes one by itself.
    pub fn join(&self, guild: u64, person: &Person, roles: &[u64]) {
        let mut state = self.state();
        let guild = state.world.guilds.get_mut(&guild).expect("a known server");
        guild.members.insert(person.id, roles.to_vec());
    }

    /// Somebody leaves a server. The bot is not told: that takes a privileged intent.
    pub fn leave(&self, guild: u64, person: &Person) {
        let mut state = self.state();
        state.world.guilds.get_mut(&guild).expect("a known server").members.remove(&person.id);
    }

    /// Takes permissions from the bot in a channel.
    pub fn deny(&self, channel: u64, permissions: u64) {
        self.overwrite(channel, |overwrite| {
            overwrite.deny |= permissions;
            overwrite.allow &= !permissions;
        });
    }

    /// Gives permissions to the bot in a channel.
    pub fn allow(&self, channel: u64, permissions: u64) {
        self.overwrite(channel, |overwrite| {
            overwrite.allow |= permissions;
            overwrite.deny &= !permissions;
        });
    }

    /// What a channel changes for a role (or the server's id, for everybody) in place of what it changed.
    pub fn overwrite_role(&self, channel: u64, role: u64, allow: u64, deny: u64) {
        let mut state = self.state();
        let channel = state.world.channels.get_mut(&channel).expect("a known channel");
        channel.overwrites.retain(|overwrite| overwrite.id != role);
        channel.overwrites.push(Overwrite { id: role, person: false, allow, deny });
    }

    /// The bot's own role in a server, which its invitation made.
    pub fn bot_role(&self, guild: u64) -> u64 {
        let state = self.state();
        state.world.guilds[&guild].members[&state.world.bot.id][0]
    }

    /// What the bot may do in a channel.
    pub fn rights(&self, channel: u64) -> u64 {
        let state = self.state();
        state.world.permissions(&state.world.channels[&channel], state.world.bot.id)
    }

    /// The registered commands are changed by somebody else.
    pub fn change_commands(&self, guild: Option<u64>, change: impl FnOnce(&mut Vec<Value>)) {
        change(self.state().commands.entry(guild).or_default());
    }

    fn overwrite(&self, channel: u64, change: impl FnOnce(&mut Overwrite)) {
        let mut state = self.state();
        let id = state.world.bot.id;
        let channel = state.world.channels.get_mut(&channel).expect("a known channel");
        if !channel.overwrites.iter().any(|o| o.id == id) {
            channel.overwrites.push(Overwrite { id, person: true, allow: 0, deny: 0 });
        }
        change(channel.overwrites.iter_mut().find(|o| o.id == id).expect("just made"));
    }

    /// This person takes no direct messages: 403, code 50007.
    pub fn close_dms(&self, person: &Person) {
        self.state().world.closed_dms.push(person.id);
    }

    /// The next request on this route is hit by a fault. Faults for one route are taken in order.
    pub fn fault_next(&self, route: impl Into<RouteMatcher>, fault: Fault) {
        self.state().faults.push((route.into(), fault));
    }

    /// Waits until no connection is open: whatever a program sent before it ended has been dealt with.
    pub async fn wait_alone(&self) {
        let alone = |state: &mut state::State| (state.connections == 0).then_some(());
        self.shared.wait_for("all connections to close", alone).await;
    }

    /// Waits until this many requests were held in all.
    pub async fn wait_held(&self, count: usize) {
        let enough = |state: &mut state::State| (state.held >= count).then_some(());
        self.shared.wait_for(&format!("{count} held requests"), enough).await;
    }

    /// Nothing goes wrong any more.
    pub fn end_faults(&self) {
        self.state().faults.clear();
    }

    /// How many faults have not hit anything yet.
    pub fn faults_left(&self) -> usize {
        self.state().faults.len()
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// Waits until this many requests have come on a route, and returns them all.
    pub async fn wait_for_requests(&self, route: impl Into<RouteMatcher>, count: usize) -> Vec<Request> {
        let route = route.into();
        self.shared
            .wait_for(&format!("{count} requests on {route:?}"), |state| {
                let hit = |request: &&Request| route.matches(&request.method, &request.path);
                let found: Vec<Request> = state.requests.iter().filter(hit).cloned().collect();
                (found.len() >= count).then_some(found)
            })
            .await
    }

    /// What was wrong with the requests so far.
    pub fn findings(&self) -> Vec<Finding> {
        self.state().findings.clone()
    }

    /// As [`FakeDiscord::findings`], and forgets them.
    pub fn take_findings(&self) -> Vec<Finding> {
        std::mem::take(&mut self.state().findings)
    }

    /// # Panics
    /// When anything was wrong with a request.
    pub fn assert_clean(&self) {
        let findings = self.findings();
        assert!(findings.is_empty(), "{}", self.shared.report());
    }

    /// The registered commands, global ones or those of one server.
    pub fn commands(&self, guild: Option<u64>) -> Vec<Value> {
        self.state().commands.get(&guild).cloned().unwrap_or_default()
    }

    /// Waits until commands are registered, and returns them.
    pub async fn wait_for_commands(&self, guild: Option<u64>) -> Vec<Value> {
        self.shared
            .wait_for("commands to be registered", |state| {
                state.commands.get(&guild).filter(|commands| !commands.is_empty()).cloned()
            })
            .await
    }
}

/// The gateway.
impl FakeDiscord {
    /// How many shards `GET /gateway/bot` recommends; one unless said otherwise.
    pub fn recommend_shards(&self, shards: u64) {
        self.state().gateway.shards = shards;
    }

    /// Waits until a shard has identified itself and is connected, and returns what it said.
    pub async fn wait_connected(&self) -> Identify {
        self.shared
            .wait_for("a shard to connect", |state| {
                let session = state.gateway.sessions.iter().rev().find(|s| s.connected())?;
                Some(session.identify.clone())
            })
            .await
    }

    /// Every IDENTIFY that was accepted.
    pub fn identifies(&self) -> Vec<Identify> {
        self.state().gateway.sessions.iter().map(|session| session.identify.clone()).collect()
    }

    /// Waits until this many shards have identified themselves, reconnects counted.
    pub async fn wait_for_identifies(&self, count: usize) -> Vec<Identify> {
        self.shared
            .wait_for(&format!("{count} shards to identify"), |state| {
                let sessions = &state.gateway.sessions;
                let all = || sessions.iter().map(|session| session.identify.clone()).collect();
                (sessions.len() >= count).then(all)
            })
            .await
    }

    /// Waits until sessions were resumed this many times in all.
    pub async fn wait_for_resumes(&self, count: usize) {
        self.shared
            .wait_for(&format!("{count} resumes"), |state| {
                let resumes: usize = state.gateway.sessions.iter().map(|s| s.resumes).sum();
                (resumes >= count).then_some(())
            })
            .await;
    }

    /// Sends an event to the shard responsible for it, once one is connected. False when it did
    /// not ask for events of this kind. An event for a shard that has lost its connection is kept
    /// until it resumes.
    pub async fn dispatch(&self, event: &str, data: Value) -> bool {
        self.shared
            .wait_for("a shard to identify", |state| (!state.gateway.sessions.is_empty()).then_some(()))
            .await;
        self.state().gateway.dispatch(event, &data)
    }

    /// Closes all connections so that their sessions can be resumed.
    pub fn drop_gateway(&self) {
        self.close_gateway(4000);
    }

    /// Closes all connections with a code, such as 4004 or 4014.
    pub fn close_gateway(&self, code: u16) {
        self.state().gateway.close(code, "closed by the test");
    }

    /// Asks all shards to connect again (op 7).
    pub fn request_reconnect(&self) {
        self.state().gateway.operation(7, Value::Null);
    }

    /// Tells all shards that their session is invalid (op 9).
    pub fn invalidate_sessions(&self, resumable: bool) {
        self.state().gateway.operation(9, json!(resumable));
    }
}
