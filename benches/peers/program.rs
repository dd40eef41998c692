//! The programs that are compared, each a process of its own on a stand-in of Discord's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::crowd::{self, Crowd};
use crate::discord::{FakeDiscord, TOKEN};

/// Set where this program is to be the serenity peer.
pub const PEER: &str = "STUDY_COACH_BENCH_PEER";
/// Learners of the coach's database: so many that everybody asks once or twice.
const LEARNERS: u64 = 40_000;
/// How long a program that has connected is left alone before its memory is read.
const SETTLES: Duration = Duration::from_secs(4);

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Coach,
    Serenity,
    DiscordJs,
    DiscordPy,
}

impl Program {
    /// The coach first: all others are shown beside it.
    pub const ALL: [Self; 4] = [Self::Coach, Self::Serenity, Self::DiscordJs, Self::DiscordPy];

    pub fn name(self) -> &'static str {
        match self {
            Self::Coach => "Study coach",
            Self::Serenity => "serenity",
            Self::DiscordJs => "discord.js",
            Self::DiscordPy => "discord.py",
        }
    }

    /// Words that every right answer to a command has.
    pub fn says(self, command: &str) -> &'static str {
        match (self, command) {
            (Self::Coach, "next") => "Not now",
            (Self::Coach, _) => "Next",
            (_, "next") => "Now: step",
            _ => "Next is step",
        }
    }

    fn command(self, fake: &FakeDiscord, folder: &Path) -> Command {
        let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
        let mut command = match self {
            Self::Coach => Command::new(env!("CARGO_BIN_EXE_study-coach")),
            Self::Serenity => {
                let mut command = Command::new(std::env::current_exe().expect("this program"));
                command.env(PEER, "1");
                command
            }
            Self::DiscordJs => {
                let mut command = Command::new("node");
                command.arg(installed().join("bot.js"));
                command
            }
            Self::DiscordPy => {
                let mut command = Command::new(installed().join("python/bin/python"));
                command.arg(peers.join("bot.py"));
                command
            }
        };
        command
            .current_dir(folder)
            .env("DISCORD_TOKEN", TOKEN)
            .env("STUDY_COACH_DISCORD_API_URL", fake.url())
            .env("DISCORD_URL", fake.url())
            .env("DISCORD_API", format!("{}/api", fake.url()))
            .env("DISCORD_GATEWAY", format!("{}/gw", fake.url().replacen("http", "ws", 1)))
            .env("DATABASE", folder.join("peer.db"))
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }
}

/// Where the peers' libraries are: `benches/peers/install` puts them there.
fn installed() -> PathBuf {
    let folder = std::env::var_os("PEERS_FOLDER")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers"), PathBuf::from);
    assert!(folder.is_dir(), "{} is not there: run benches/peers/install", folder.display());
    folder
}

/// A program at work.
pub struct Running {
    pub program: Program,
    pub fake: FakeDiscord,
    /// A channel in which people ask.
    pub channel: u64,
    child: Child,
    _folder: TempDir,
}

impl Running {
    /// Starts a program that is in so many servers, and waits until it has registered its commands.
    pub async fn start(program: Program, servers: u64) -> Self {
        let fake = FakeDiscord::start().await;
        let guilds: Vec<u64> =
            (0..servers).map(|number| fake.add_guild(&format!("Study {number}"))).collect();
        let channels: Vec<u64> = guilds.iter().map(|guild| fake.add_channel(*guild, "study")).collect();
        let folder = tempfile::tempdir().expect("a folder");
        if program == Program::Coach {
            let crowd = Crowd { learners: LEARNERS, servers: &guilds };
            crowd::make(&folder.path().join("study-coach.db"), &crowd).await;
        }
        let child = program.command(&fake, folder.path()).spawn().expect("it starts");
        fake.wait_connected().await;
        fake.wait_for_commands(None).await;
        Self { program, fake, channel: channels[0], child, _folder: folder }
    }

    /// Which learner asks as the `number`-th: a large step walks over all of them.
    pub fn learner(number: u64) -> u64 {
        1 + number * 7_919 % LEARNERS
    }

    /// CPU of the process until now, in milliseconds: Linux counts in hundredths of a second.
    pub fn cpu(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("Linux tells");
        let fields: Vec<&str> = stat.rsplit(')').next().expect("a name").split_whitespace().collect();
        let ticks: f64 = [11, 12].iter().map(|at| fields[*at].parse::<f64>().expect("a number")).sum();
        ticks * 10.0
    }

    /// Resident memory of the process in MB, once it has come to rest.
    pub async fn memory(&self) -> f64 {
        tokio::time::sleep(SETTLES).await;
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("Linux tells");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a process has memory");
        let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).expect("a number");
        kilobytes / 1024.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
