//! What the fake knows at a moment, and waiting for it to change.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use axum::http::Method;
use serde_json::Value;
use tokio::sync::watch;

use super::faults::{Fault, RouteMatcher};
use super::gateway::Gateway;
use super::judge::Finding;
use super::rush::Rush;
use super::wire::Part;
use super::world::World;

/// How long a wait may take before the test fails: only a guard against hanging for ever.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    /// Below `/api/v10`, without the query.
    pub path: String,
    pub query: String,
    /// The JSON body, or `payload_json` of a multipart body.
    pub body: Option<Value>,
    /// The files of a multipart body; their names are `files[0]` and so on.
    pub files: Vec<Part>,
}

impl Request {
    /// `POST /channels/1/messages`
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The body's `data`, for the first answer to an interaction.
    pub fn data(&self) -> Value {
        self.body.as_ref().map_or(Value::Null, |body| body["data"].clone())
    }
}

/// How a message came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Create Message: the bot spoke by itself.
    Post,
    /// The answer to an interaction.
    Answer,
    /// A follow-up to an interaction.
    FollowUp,
    /// A person wrote it.
    Person,
}

/// A message that exists, or existed.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: u64,
    pub channel: u64,
    pub origin: Origin,
    /// The message object, as Discord would return it now.
    pub body: Value,
    /// What was uploaded with it.
    pub files: Vec<Part>,
    /// Only the asker sees it.
    pub ephemeral: bool,
    pub deleted: bool,
    /// How often it was edited.
    pub edits: usize,
    /// The `nonce` that Create Message was given with `enforce_nonce`.
    pub nonce: Option<Value>,
}

/// An interaction and what became of it.
#[derive(Clone, Debug)]
pub struct Interaction {
    pub id: u64,
    pub token: String,
    /// 2 command, 3 component, 4 autocomplete, 5 modal.
    pub kind: u64,
    pub channel: u64,
    /// The message with the component.
    pub on_message: Option<u64>,
    /// The first answer: its type and data.
    pub callback: Option<(u64, Value)>,
    /// The message that `@original` names.
    pub original: Option<u64>,
    /// False while a deferred answer has not come.
    pub filled: bool,
    pub follow_ups: Vec<u64>,
    /// True once the token is dead.
    pub expired: bool,
}

/// Everything the fake knows.
#[derive(Debug, Default)]
pub struct State {
    pub world: World,
    /// Commands by server; those under `None` are global.
    pub commands: BTreeMap<Option<u64>, Vec<Value>>,
    pub messages: Vec<Message>,
    pub interactions: BTreeMap<String, Interaction>,
    pub requests: Vec<Request>,
    pub faults: Vec<(RouteMatcher, Fault)>,
    pub findings: Vec<Finding>,
    pub gateway: Gateway,
    /// Messages that `wait_for_message` has returned.
    pub seen: Vec<u64>,
    /// How many connections are open.
    pub connections: usize,
    /// How many requests are held, or were until their connection went.
    pub held: usize,
    /// How many messages had their nonce forgotten.
    pub nonces_from: usize,
    /// Where uploaded files are read from: `http://127.0.0.1:PORT`.
    pub files_url: String,
}

impl State {
    /// The message of this id that was not deleted.
    pub fn message(&self, id: u64) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id && !message.deleted)
    }

    /// As [`State::message`], to change it.
    pub fn message_mut(&mut self, id: u64) -> Option<&mut Message> {
        self.messages.iter_mut().find(|message| message.id == id && !message.deleted)
    }

    /// Records what was wrong.
    pub fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// The state, shared between the server's tasks and the test.
#[derive(Debug)]
pub struct Shared {
    state: Mutex<State>,
    version: watch::Sender<u64>,
    /// For measuring.
    pub rush: Rush,
    /// `127.0.0.1:PORT`
    pub address: String,
}

/// Access to the state; whoever waits looks again when it ends.
pub struct Guarded<'a> {
    state: MutexGuard<'a, State>,
    version: &'a watch::Sender<u64>,
}

impl std::ops::Deref for Guarded<'_> {
    type Target = State;
    fn deref(&self) -> &State {
        &self.state
    }
}

impl std::ops::DerefMut for Guarded<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl Drop for Guarded<'_> {
    fn drop(&mut self) {
        self.version.send_modify(|version| *version += 1);
    }
}

impl Shared {
    pub fn new(address: String) -> Self {
        let state = State { files_url: format!("http://{address}"), ..State::default() };
        Self { state: Mutex::new(state), version: watch::Sender::new(0), rush: Rush::default(), address }
    }

    /// The state, to read and to change.
    pub fn state(&self) -> Guarded<'_> {
        Guarded { state: self.lock(), version: &self.version }
    }

    /// A panicking test must not hide its own message behind a poisoned lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Waits until `look` finds what it looks for.
    ///
    /// # Panics
    /// When it takes longer than [`PATIENCE`]: with what was awaited and what did arrive.
    pub async fn wait_for<T>(&self, what: &str, mut look: impl FnMut(&mut State) -> Option<T>) -> T {
        let mut versions = self.version.subscribe();
        let search = async {
            loop {
                versions.borrow_and_update();
                if let Some(found) = look(&mut self.lock()) {
                    return found;
                }
                versions.changed().await.expect("the state outlives who waits for it");
            }
        };
        match tokio::time::timeout(PATIENCE, search).await {
            Ok(found) => found,
            Err(_) => panic!("waited in vain for {what}\n{}", self.report()),
        }
    }

    /// The last requests and all findings, for a failing test's message.
    pub fn report(&self) -> String {
        let state = self.lock();
        let lately = state.requests.len().saturating_sub(10);
        let requests: Vec<String> = state.requests[lately..].iter().map(Request::route).collect();
        let findings: Vec<String> = state.findings.iter().map(ToString::to_string).collect();
        format!("last requests:\n  {}\nfindings:\n  {}", requests.join("\n  "), findings.join("\n  "))
    }
}
