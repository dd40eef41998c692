//! What the coach takes while nothing happens: the release program, connected to a fake Discord.
//!
//! `cargo bench --bench idle` prints its resident memory in a few states.

#[path = "../tests/it/support/discord/mod.rs"]
mod discord;

use std::process::{Command, Stdio};
use std::time::Duration;

use discord::{FakeDiscord, TOKEN};

/// Resident memory of a process in MB, as Linux counts it.
fn resident(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a process has memory");
    let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).expect("a number");
    kilobytes / 1024.0
}

#[tokio::main]
async fn main() {
    for servers in [1, 100, 1_000] {
        let fake = FakeDiscord::start().await;
        for number in 0..servers {
            let guild = fake.add_guild(&format!("Study group {number}"));
            fake.add_channel(guild, "study");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_study-coach"))
            .current_dir(folder.path())
            .env("DISCORD_TOKEN", TOKEN)
            .env("STUDY_COACH_DISCORD_API_URL", fake.url())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        fake.wait_connected().await;
        fake.wait_for_commands(None).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        println!("idle on {servers} servers: {:.1} MB resident", resident(child.id()));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
    }
}
