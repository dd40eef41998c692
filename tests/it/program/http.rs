//! The program in http mode: signed requests of Discord's in, answers as their responses out.

mod edge;
mod signed;

use std::path::Path;

use chrono::Utc;
use ed25519_dalek::{Signer as _, SigningKey};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;
use tempfile::TempDir;

use super::watched::{Watched, database};
use crate::support::database::Lock;
use crate::support::discord::{Answer, Draft, FakeDiscord, Person, Seat, Sent};

/// Discord's side of the application's key.
fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// The application's public key as the developer portal shows it.
pub fn public_key() -> String {
    hex(key().verifying_key().as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The signature of a body at a time.
fn signature(timestamp: &str, body: &[u8]) -> String {
    hex(&key().sign(&[timestamp.as_bytes(), body].concat()).to_bytes())
}

/// The program in http mode, with a server, a channel and a learner.
pub struct OverHttp {
    pub fake: FakeDiscord,
    pub study: u64,
    pub mia: Person,
    pub dir: TempDir,
    pub program: Watched,
    /// Where it listens for interactions.
    pub address: String,
    /// Where it listens for health checks.
    pub ops: String,
}

impl OverHttp {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With more variables.
    pub async fn with(more: &[(&str, &str)]) -> Self {
        let fake = FakeDiscord::start().await;
        let guild = fake.add_guild("Study group");
        let study = fake.add_channel(guild, "study");
        let mia = fake.person("mia-the-learner");
        let dir = tempfile::tempdir().unwrap();
        let (program, ops, address) = launch(&fake, dir.path(), more).await;
        Self { fake, study, mia, dir, program, address, ops }
    }

    /// Ends it and starts it again.
    pub async fn restart(&mut self) {
        self.program.terminate();
        assert_eq!(self.program.ended().await, Some(0));
        (self.program, self.ops, self.address) = launch(&self.fake, self.dir.path(), &[]).await;
    }

    pub fn here(&self) -> Seat {
        self.mia.in_channel(self.study)
    }

    pub fn url(&self) -> String {
        format!("http://{}/interactions", self.address)
    }

    /// Keeps the program from writing to its database.
    pub async fn lock(&self) -> Lock {
        Lock::take(&database(self.dir.path())).await
    }

    /// A request with a body, signed by `timestamp`.
    pub fn signed_at(&self, timestamp: &str, body: &[u8]) -> RequestBuilder {
        reqwest::Client::new()
            .post(self.url())
            .header("content-type", "application/json")
            .header("x-signature-ed25519", signature(timestamp, body))
            .header("x-signature-timestamp", timestamp)
            .body(body.to_vec())
    }

    /// A request as Discord makes it now.
    pub fn signed(&self, body: &Value) -> RequestBuilder {
        self.signed_at(&Utc::now().timestamp().to_string(), body.to_string().as_bytes())
    }

    /// Delivers an interaction, and returns the response's body.
    pub async fn deliver(&self, sent: &Sent) -> Value {
        let response = self.signed(&sent.payload).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
    }

    /// Sends an interaction and waits for its answer; when that is deferred, for what comes in its
    /// place.
    pub async fn interact(&self, draft: Draft) -> Answer {
        let sent = self.fake.prepare(draft).await;
        let body = self.deliver(&sent).await;
        self.fake.answered_over_http(&sent, body).await
    }

    pub async fn join(&self) -> Answer {
        let join = self.here().slash("join").option("track", "ml-engineer").option("hours", 10);
        let joined = self.interact(join).await;
        assert!(joined.words().contains("Your plan is made"), "{}", joined.words());
        joined
    }

    /// Everything was clean, no gateway was connected to, and the program leaves without an error.
    pub async fn finish(mut self) {
        self.program.terminate();
        assert_eq!(self.program.ended().await, Some(0));
        assert!(self.fake.identifies().is_empty());
        self.fake.assert_clean();
    }
}

/// Starts the program; where it listens is in its log.
async fn launch(fake: &FakeDiscord, dir: &Path, more: &[(&str, &str)]) -> (Watched, String, String) {
    let key = public_key();
    let mut variables = vec![
        ("STUDY_COACH_DISCORD_MODE", "http"),
        ("STUDY_COACH_DISCORD_PUBLIC_KEY", key.as_str()),
        ("STUDY_COACH_HTTP_LISTEN", "127.0.0.1:0"),
        ("STUDY_COACH_OPS_LISTEN", "127.0.0.1:0"),
    ];
    variables.extend(more);
    let mut program = Watched::start(fake, dir, &variables, None);
    let ops = address(&program.wait_for(&["listening for health checks"]).await);
    let address = address(&program.wait_for(&["listening for interactions"]).await);
    (program, ops, address)
}

/// The address that a line of the log names, as text or as JSON.
pub fn address(line: &str) -> String {
    let after = line.rsplit("address").next().unwrap().trim_start_matches(['=', '"', ':']);
    after.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':')).collect()
}
