//! The Discord edge: the real client against the fake Discord, on a database of its own.

mod access;
mod answers;
mod commands;
mod delivery;
mod faults;
mod foresight;
mod forums;
mod greeting;
mod hostile;
mod moderation;
mod pictures;
mod posts;
mod presses;
mod registration;
mod session;
mod shares;
mod watch;

use std::sync::{Arc, OnceLock};

use chrono::Duration;
use study_coach::cards::studio::Studio;
use study_coach::cards::typeset::Fonts;
use study_coach::coach::Coach;
use study_coach::content::voice::Voice;
use study_coach::content::{Content, Files, load};
use study_coach::discord::{Settings, Watch, run_until};
use study_coach::posts::Pace;
use study_coach::store::{Due, Store};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::database;
use crate::support::discord::{Answer, FakeDiscord, Person, Seat, TOKEN};

const PACE: Pace = Pace { late: Duration::hours(36), per_second: 20 };

/// What is built in, read once for all tests.
fn content() -> Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    let content = CONTENT.get_or_init(|| {
        load(&Files::built_in())
            .unwrap_or_else(|findings| panic!("{} findings: {}", findings.len(), findings[0]))
    });
    content.clone()
}

/// The coach on Discord, with a server, a channel and a learner.
struct OnDiscord {
    fake: FakeDiscord,
    guild: u64,
    study: u64,
    mia: Person,
    dir: TempDir,
    running: Option<Running>,
    /// How long the coach waits for a picture: long, because nothing is optimised here.
    patience: std::time::Duration,
    watch: Arc<Watch>,
}

/// A run of the coach.
struct Running {
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

impl OnDiscord {
    /// Started, connected and registered.
    async fn start() -> Self {
        let fake = FakeDiscord::start().await;
        let guild = fake.add_guild("Study group");
        let study = fake.add_channel(guild, "study");
        let mia = fake.person("mia");
        let dir = tempfile::tempdir().unwrap();
        let mut test = Self {
            fake,
            guild,
            study,
            mia,
            dir,
            running: None,
            patience: std::time::Duration::from_secs(60),
            watch: Arc::default(),
        };
        test.resume().await;
        test
    }

    fn settings(&self) -> Settings {
        Settings {
            token: TOKEN.to_owned(),
            api_url: self.fake.url(),
            server: None,
            shards: None,
            watch: Arc::clone(&self.watch),
            endpoint: None,
        }
    }

    fn file(&self) -> std::path::PathBuf {
        self.dir.path().join("test.db")
    }

    fn database(&self) -> String {
        format!("sqlite://{}", self.file().display())
    }

    async fn coach(&self) -> Arc<Coach> {
        let content = content();
        let voice = Voice::new(&content.voice_source).unwrap_or_else(|errors| panic!("{errors:?}"));
        let studio = Studio::new(Fonts::built_in()).within(self.patience);
        let store = Store::open(&self.database()).await.unwrap();
        Arc::new(Coach::new(content, voice, store).painting_in(studio))
    }

    /// Runs the coach with these settings, without waiting for anything.
    async fn launch(&self, settings: Settings) -> Running {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run_until(settings, self.coach().await, PACE, stop.clone()));
        Running { stop, task }
    }

    /// Starts again on the same database.
    async fn resume(&mut self) {
        let before = self.fake.identifies().len();
        self.running = Some(self.launch(self.settings()).await);
        self.fake.wait_for_identifies(before + 1).await;
        self.fake.wait_for_commands(None).await;
    }

    /// Stops as on SIGTERM, and waits until it is over.
    async fn stop(&mut self) {
        let running = self.running.take().expect("it runs");
        running.stop.cancel();
        running.task.await.unwrap().unwrap();
    }

    async fn restart(&mut self) {
        self.stop().await;
        self.resume().await;
    }

    /// Stops, lets minutes go by for what is on its way and for Discord's nonces, and starts again.
    async fn minutes_later(&mut self) {
        self.stop().await;
        let later = "UPDATE outbox SET doubt_since = doubt_since - 300, next_try_at = next_try_at - 300 \
                     WHERE state = 'waiting' AND kind <> 'foresight'";
        database::execute(&self.dir.path().join("test.db"), later).await;
        self.fake.forget_nonces();
        self.resume().await;
    }

    /// Queues rows while the coach is away.
    async fn queue(&self, rows: &[Due]) {
        let store = Store::open(&self.database()).await.unwrap();
        store.queue(rows, None).await.unwrap();
        store.close().await;
    }

    /// The first column of what the database answers while the coach is away.
    async fn column(&self, question: &str) -> Vec<String> {
        database::ask(&self.dir.path().join("test.db"), question).await
    }

    /// Mia in the study channel.
    fn here(&self) -> Seat {
        self.mia.in_channel(self.study)
    }

    /// Mia with a plan.
    async fn joined(&self) -> Answer {
        let join = self.here().slash("join").option("track", "ml-engineer").option("hours", 10);
        let answer = self.fake.interact(join).await;
        assert!(answer.private());
        answer
    }

    /// Everything was clean, and the coach leaves without an error.
    async fn finish(mut self) {
        self.stop().await;
        self.fake.assert_clean();
    }
}
