//! Interactions by the thousand, for measuring: neither kept nor judged, so that the stand-in costs
//! little beside the program that is measured.

use std::time::Instant;

use axum::body::Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::FakeDiscord;
use super::rest::{Reply, id};

/// How the token of an interaction begins that is part of a rush.
const MARK: &str = "rush-";

/// The first answer to an interaction of a rush.
#[derive(Debug)]
pub struct Rushed {
    /// The interaction.
    pub id: u64,
    /// When its answer came.
    pub at: Instant,
    /// The answer.
    pub body: Bytes,
}

/// Where answers go.
#[derive(Debug, Default)]
pub struct Rush(std::sync::OnceLock<UnboundedSender<Rushed>>);

impl Rush {
    /// Takes an answer that belongs to a rush; `None` for every other request.
    pub fn take(&self, path: &str, query: &str, body: &Bytes) -> Option<Reply> {
        let answers = self.0.get()?;
        let mut parts = path.strip_prefix("/interactions/")?.split('/');
        let (number, token) = (parts.next()?, parts.next()?);
        if !token.starts_with(MARK) {
            return None;
        }
        let rushed = Rushed { id: id(number), at: Instant::now(), body: body.clone() };
        answers.send(rushed).ok();
        if !query.contains("with_response=true") {
            return Some(Reply::nothing());
        }
        let interaction = json!({
            "id": number, "type": 2, "response_message_id": number, "response_message_loading": false,
            "response_message_ephemeral": true,
        });
        Some(Reply::ok(json!({"interaction": interaction})))
    }
}

/// An interaction like `payload`, made by [`FakeDiscord::prepare`], under an id of its own and from a
/// person of this id and name. One whose name is not the stored one is renamed first.
pub fn like(payload: &Value, id: u64, person: u64, name: &str) -> Value {
    let mut payload = payload.clone();
    payload["id"] = json!(id.to_string());
    payload["token"] = json!(format!("{MARK}{id}"));
    payload["member"]["user"]["id"] = json!(person.to_string());
    payload["member"]["user"]["global_name"] = json!(name);
    payload
}

impl FakeDiscord {
    /// Begins a rush; once for each fake. What comes out are the first answers.
    pub fn rush(&self) -> UnboundedReceiver<Rushed> {
        let (into, out) = unbounded_channel();
        self.shared.rush.0.set(into).expect("one rush");
        out
    }

    /// Sends an interaction [`like`] `payload`. Its answer comes out of the rush.
    pub fn push(&self, payload: &Value, id: u64, person: u64, name: &str) {
        let payload = like(payload, id, person, name);
        self.state().gateway.push("INTERACTION_CREATE", payload);
    }
}
