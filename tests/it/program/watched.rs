//! The program on the fake Discord with its log read as it is written.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{Duration, Utc};
use study_coach::store::{Server, Store, WeeklySetting};
use study_coach::study::units::{ChannelId, LearnerId, ServerId};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::support::database::Place;
use crate::support::discord::{FakeDiscord, PATIENCE, TOKEN};

/// A running program, killed with the test.
pub struct Watched {
    /// Its number, as the system knows it.
    pub id: u32,
    lines: UnboundedReceiver<String>,
    /// The exit code; none after a kill.
    ended: oneshot::Receiver<Option<i32>>,
}

impl Watched {
    /// Starts in a folder, and kills as soon as a line of the log holds `kill_at`.
    pub fn start(fake: &FakeDiscord, dir: &Path, more: &[(&str, &str)], kill_at: Option<String>) -> Self {
        let program = env!("CARGO_BIN_EXE_study-coach").to_owned();
        Self::start_as(Command::new(program), fake, dir, more, kill_at)
    }

    /// As [`Watched::start`], by a command that ends in the program.
    pub fn start_as(
        mut command: Command,
        fake: &FakeDiscord,
        dir: &Path,
        more: &[(&str, &str)],
        kill_at: Option<String>,
    ) -> Self {
        let mut child = command
            .current_dir(dir)
            .env_clear()
            .env("DISCORD_TOKEN", TOKEN)
            .env("STUDY_COACH_DISCORD_API_URL", fake.url())
            .env("RUST_LOG", "study_coach::posts=debug,study_coach=info,serenity=error")
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let id = child.id();
        let log = BufReader::new(child.stderr.take().unwrap());
        let (line, lines) = unbounded_channel();
        let (end, ended) = oneshot::channel();
        std::thread::spawn(move || {
            for text in log.lines().map_while(Result::ok) {
                if kill_at.as_ref().is_some_and(|wanted| text.contains(wanted)) {
                    let _ = child.kill();
                }
                let _ = line.send(text);
            }
            let _ = end.send(child.wait().ok().and_then(|status| status.code()));
        });
        Self { id, lines, ended }
    }

    /// The next line of the log that holds one of these.
    ///
    /// # Panics
    /// When the program ends before, or says nothing for long.
    pub async fn wait_for(&mut self, wanted: &[&str]) -> String {
        let mut seen = Vec::new();
        let found = timeout(PATIENCE, async {
            while let Some(line) = self.lines.recv().await {
                if wanted.iter().any(|wanted| line.contains(wanted)) {
                    return Some(line);
                }
                seen.push(line);
            }
            None
        });
        match found.await {
            Ok(Some(line)) => line,
            Ok(None) | Err(_) => panic!("the program never logged one of {wanted:?}:\n{}", seen.join("\n")),
        }
    }

    /// The lines that it has logged since it was last asked.
    pub fn log(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.lines.try_recv().ok()).collect()
    }

    /// How many of them hold this.
    pub fn logged(&mut self, wanted: &str) -> usize {
        self.log().iter().filter(|line| line.contains(wanted)).count()
    }

    /// Kills it at once.
    pub fn kill(&self) {
        signal(self.id, "-KILL");
    }

    /// Asks it to end.
    pub fn terminate(&self) {
        signal(self.id, "-TERM");
    }

    /// Waits for its end: the exit code, none after a kill.
    pub async fn ended(&mut self) -> Option<i32> {
        timeout(PATIENCE, &mut self.ended).await.expect("the program ends").unwrap()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if matches!(self.ended.try_recv(), Err(oneshot::error::TryRecvError::Empty)) {
            self.kill();
        }
    }
}

fn signal(id: u32, name: &str) {
    // The shell's own `kill`: a bare machine has no program of that name.
    let _ = Command::new("sh").args(["-c", &format!("kill {name} {id} 2>/dev/null")]).status();
}

/// The program's database in its folder.
pub fn database(dir: &Path) -> std::path::PathBuf {
    dir.join("study-coach.db")
}

/// Servers whose weekly post fell due a moment ago, by id and channel, set up by `manager`.
pub async fn fall_due(dir: &Path, servers: &[(u64, u64)], manager: u64) {
    fall_due_in(&database(dir), servers, manager).await;
}

/// As [`fall_due`], in any database.
pub async fn fall_due_in(database: &impl Place, servers: &[(u64, u64)], manager: u64) {
    let store = Store::open(&database.url()).await.unwrap();
    let now = Utc::now();
    for (id, channel) in servers {
        let mut server = Server::new(ServerId(*id));
        server.weekly = Some(WeeklySetting {
            channel: ChannelId(*channel),
            // The next one does not come during the test.
            day: chrono::Datelike::weekday(&(now + Duration::days(3))),
            time: chrono::NaiveTime::MIN,
            role: None,
            silent: false,
        });
        server.next_at = Some(now - Duration::seconds(5));
        server.manager = Some(LearnerId(manager));
        store.save_server(&server).await.unwrap();
    }
    store.close().await;
}
