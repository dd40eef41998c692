//! The gateway: one WebSocket for each shard.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::TOKEN;
use super::judge::{Finding, Judge};
use super::state::{Shared, State};
use super::world::APPLICATION;

/// Gateway intents, as Discord numbers them.
pub mod intent {
    pub const GUILDS: u64 = 1;
    pub const GUILD_MEMBERS: u64 = 1 << 1;
    pub const GUILD_PRESENCES: u64 = 1 << 8;
    pub const GUILD_MESSAGES: u64 = 1 << 9;
    pub const DIRECT_MESSAGES: u64 = 1 << 12;
    pub const MESSAGE_CONTENT: u64 = 1 << 15;
    /// Those that Discord has to approve.
    pub const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
}

/// What a shard said of itself when it connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identify {
    pub intents: u64,
    /// Its number and how many there are.
    pub shard: [u64; 2],
    /// It would take compressed payloads. The fake always sends plain text.
    pub compress: bool,
}

/// One session of a shard; it survives its connection and can be resumed.
#[derive(Debug)]
pub struct Session {
    pub id: String,
    pub identify: Identify,
    /// All events so far, to replay what a resuming shard has missed.
    log: Vec<Value>,
    link: Option<UnboundedSender<Out>>,
    /// How often it was resumed.
    pub resumes: usize,
}

/// What is sent to a shard.
#[derive(Debug)]
enum Out {
    Frame(Value),
    Close(u16, &'static str),
}

/// All sessions, newest last.
#[derive(Debug)]
pub struct Gateway {
    pub sessions: Vec<Session>,
    pub heartbeats: usize,
    /// How many shards `GET /gateway/bot` recommends.
    pub shards: u64,
}

impl Default for Gateway {
    fn default() -> Self {
        Self { sessions: Vec::new(), heartbeats: 0, shards: 1 }
    }
}

impl Session {
    /// Is its shard connected?
    pub fn connected(&self) -> bool {
        self.link.is_some()
    }

    /// Is its shard responsible for a server?
    fn serves(&self, guild: u64) -> bool {
        let [number, of] = self.identify.shard;
        (guild >> 22) % of == number
    }

    fn send(&mut self, out: Out) {
        if self.link.as_ref().is_some_and(|link| link.send(out).is_err()) {
            self.link = None;
        }
    }

    fn dispatch(&mut self, event: &str, data: &Value) {
        let frame = json!({"op": 0, "t": event, "s": self.log.len() + 1, "d": data});
        self.log.push(frame.clone());
        self.send(Out::Frame(frame));
    }
}

impl Gateway {
    /// Sends an event to the shard that is responsible for it, now or when it resumes. False when
    /// there is no such shard or it did not ask for events of this kind.
    pub fn dispatch(&mut self, event: &str, data: &Value) -> bool {
        let guild = data["guild_id"]
            .as_str()
            .or_else(|| event.starts_with("GUILD_").then(|| data["id"].as_str()).flatten());
        let guild: u64 = guild.and_then(|id| id.parse().ok()).unwrap_or(0);
        let needed = match event {
            "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" if guild == 0 => intent::DIRECT_MESSAGES,
            "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" => intent::GUILD_MESSAGES,
            "GUILD_MEMBER_ADD" | "GUILD_MEMBER_REMOVE" => intent::GUILD_MEMBERS,
            name if name.starts_with("GUILD_") || name.starts_with("CHANNEL_") => intent::GUILDS,
            _ => 0,
        };
        let Some(session) = self.sessions.iter_mut().rev().find(|session| session.serves(guild)) else {
            return false;
        };
        let wanted = session.identify.intents & needed == needed;
        if wanted {
            session.dispatch(event, data);
        }
        wanted
    }

    /// Sends an event to the newest session, and keeps nothing of it for one that resumes.
    pub fn push(&mut self, event: &str, data: Value) {
        let session = self.sessions.last_mut().expect("a connected shard");
        let frame = json!({"op": 0, "t": event, "s": session.log.len(), "d": data});
        session.send(Out::Frame(frame));
    }

    /// Sends an interaction to every session that is connected and responsible for its server, as
    /// Discord does where several programs have the same token. Returns how many there are.
    pub fn dispatch_to_all(&mut self, data: &Value) -> usize {
        let guild = data["guild_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
        let sessions =
            self.sessions.iter_mut().filter(|session| session.connected() && session.serves(guild));
        sessions.map(|session| session.dispatch("INTERACTION_CREATE", data)).count()
    }

    /// Closes all connections with this code.
    pub fn close(&mut self, code: u16, reason: &'static str) {
        for session in &mut self.sessions {
            session.send(Out::Close(code, reason));
            session.link = None;
        }
    }

    /// Sends an operation without an event to all shards: 7 reconnect, 9 invalid session.
    pub fn operation(&mut self, op: u64, data: Value) {
        for session in &mut self.sessions {
            session.send(Out::Frame(json!({"op": op, "d": data})));
        }
    }
}

/// Answers `GET /gw`.
pub async fn connect(Extract(shared): Extract<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| converse(shared, socket))
}

async fn converse(shared: Arc<Shared>, mut socket: WebSocket) {
    let (link, mut outbox) = unbounded_channel();
    let hello = json!({"op": 10, "d": {"heartbeat_interval": 41_250, "_trace": ["fake"]}});
    link.send(Out::Frame(hello)).ok();
    let mut connection = Connection { shared, link, session: None };
    connection.run(&mut socket, &mut outbox).await;
    connection.forget();
}

/// One connection of a shard.
struct Connection {
    shared: Arc<Shared>,
    link: UnboundedSender<Out>,
    session: Option<String>,
}

impl Connection {
    async fn run(&mut self, socket: &mut WebSocket, outbox: &mut UnboundedReceiver<Out>) {
        loop {
            tokio::select! {
                biased;
                out = outbox.recv() => match out {
                    Some(Out::Frame(frame)) => {
                        if socket.send(Frame::Text(frame.to_string().into())).await.is_err() {
                            return;
                        }
                    }
                    Some(Out::Close(code, reason)) => {
                        let frame = CloseFrame { code, reason: reason.into() };
                        socket.send(Frame::Close(Some(frame))).await.ok();
                        return;
                    }
                    None => return,
                },
                frame = socket.recv() => match frame {
                    Some(Ok(Frame::Text(text))) => self.receive(&text),
                    Some(Ok(Frame::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => {}
                },
            }
        }
    }

    fn receive(&mut self, text: &str) {
        let shared = Arc::clone(&self.shared);
        let mut state = shared.state();
        let frame: Value = serde_json::from_str(text).unwrap_or_default();
        match frame["op"].as_u64() {
            Some(1) => {
                state.gateway.heartbeats += 1;
                self.link.send(Out::Frame(json!({"op": 11, "d": null}))).ok();
            }
            Some(2) => self.identify(&mut state, &frame["d"]),
            Some(6) => self.resume(&mut state, &frame["d"]),
            Some(3) => {}
            _ => {
                let what = format!("the gateway was sent what it does not know: {text}");
                state.find(Finding::new(Judge::Route, "GATEWAY", what));
                self.link.send(Out::Close(4001, "Unknown opcode.")).ok();
            }
        }
    }

    fn identify(&mut self, state: &mut State, data: &Value) {
        if !accepted(data) {
            self.link.send(Out::Close(4004, "Authentication failed.")).ok();
            return;
        }
        let number = |index: usize, or: u64| data["shard"][index].as_u64().unwrap_or(or);
        let identify = Identify {
            intents: data["intents"].as_u64().unwrap_or(0),
            shard: [number(0, 0), number(1, 1)],
            compress: data["compress"].as_bool().unwrap_or(false),
        };
        if identify.intents & intent::PRIVILEGED != 0 {
            let what = format!("privileged intents were asked for: {:#x}", identify.intents);
            state.find(Finding::new(Judge::House, "GATEWAY", what));
            self.link.send(Out::Close(4014, "Disallowed intent(s).")).ok();
            return;
        }
        let id = format!("{:032x}", u128::from(state.world.id()));
        self.session = Some(id.clone());
        let [number, of] = identify.shard;
        let guilds: Vec<&super::world::Guild> = state.world.guilds.values().collect();
        let guilds = guilds.into_iter().filter(|g| g.installed && (g.id >> 22) % of == number);
        let (unavailable, whole): (Vec<Value>, Vec<Value>) = guilds
            .map(|guild| {
                let stub = json!({"id": guild.id.to_string(), "unavailable": true});
                (stub, state.world.guild_json(guild, true))
            })
            .unzip();
        let ready = json!({
            "v": 10, "user_settings": {}, "user": bot_user(state), "guilds": unavailable,
            "session_id": id, "session_type": "normal", "shard": identify.shard,
            "resume_gateway_url": format!("ws://{}/gw", self.shared.address),
            "relationships": [], "private_channels": [], "presences": [], "guild_join_requests": [],
            "geo_ordered_rtc_regions": ["frankfurt"], "auth": {}, "_trace": ["fake"],
            "application": {"id": APPLICATION.to_string(), "flags": 0},
        });
        let wants_guilds = identify.intents & intent::GUILDS != 0;
        let link = Some(self.link.clone());
        let mut session = Session { id, identify, log: Vec::new(), link, resumes: 0 };
        session.dispatch("READY", &ready);
        for guild in whole.iter().filter(|_| wants_guilds) {
            session.dispatch("GUILD_CREATE", guild);
        }
        state.gateway.sessions.push(session);
    }

    fn resume(&mut self, state: &mut State, data: &Value) {
        let known = |session: &&mut Session| data["session_id"] == session.id.as_str();
        let session = state.gateway.sessions.iter_mut().find(known);
        let Some(session) = session.filter(|_| accepted(data)) else {
            self.link.send(Out::Frame(json!({"op": 9, "d": false}))).ok();
            return;
        };
        self.session = Some(session.id.clone());
        session.link = Some(self.link.clone());
        session.resumes += 1;
        let seen = data["seq"].as_u64().unwrap_or(0) as usize;
        for missed in session.log.iter().skip(seen).cloned() {
            self.link.send(Out::Frame(missed)).ok();
        }
        session.dispatch("RESUMED", &json!({"_trace": ["fake"]}));
    }

    /// The connection is gone: its session has no link any more, unless it was resumed on another.
    fn forget(&self) {
        let mut state = self.shared.state();
        for session in &mut state.gateway.sessions {
            if session.link.as_ref().is_some_and(|link| link.same_channel(&self.link)) {
                session.link = None;
            }
        }
    }
}

/// The token is right; as on Discord, with or without the prefix (serenity sends it with).
fn accepted(data: &Value) -> bool {
    let token = data["token"].as_str().unwrap_or_default();
    token.strip_prefix("Bot ").unwrap_or(token) == TOKEN
}

/// The bot's own user object.
pub fn bot_user(state: &State) -> Value {
    let mut user = state.world.bot.json();
    let more = json!({"verified": true, "mfa_enabled": true, "email": null, "flags": 0, "bio": ""});
    super::objects::merge(&mut user, more);
    user
}
