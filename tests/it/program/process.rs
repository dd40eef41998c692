//! The program itself on the fake Discord: signals, crashes and what its log tells.

use std::process::{Child, Command, Stdio};

use serde_json::json;
use tempfile::TempDir;

use crate::support::discord::{FakeDiscord, Fault, PATIENCE, RouteMatcher, Scope, TOKEN};

/// A running program, killed with the test.
struct Process {
    child: Child,
}

impl Process {
    fn start(fake: &FakeDiscord, dir: &TempDir) -> Self {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(dir.path().join("log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_study-coach"))
            .current_dir(dir.path())
            .env_clear()
            .env("DISCORD_TOKEN", TOKEN)
            .env("STUDY_COACH_DISCORD_API_URL", fake.url())
            .env("RUST_LOG", "trace")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { child }
    }

    fn signal(&self, name: &str) {
        // The shell's own `kill`: a bare machine has no program of that name.
        let sent =
            Command::new("sh").args(["-c", &format!("kill {name} {}", self.child.id())]).status().unwrap();
        assert!(sent.success());
    }

    /// The exit code; none after a kill.
    async fn ended(mut self) -> Option<i32> {
        tokio::task::spawn_blocking(move || self.child.wait().unwrap().code()).await.unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_nothing_and_doubles_nothing_and_a_term_ends_in_order() {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let study = fake.add_channel(guild, "study");
    let mia = fake.person("mia-the-learner");
    let here = || mia.in_channel(study);
    let dir = tempfile::tempdir().unwrap();

    let process = Process::start(&fake, &dir);
    fake.wait_connected().await;
    // So many hours that even a Sunday promises more than is done here.
    let join = here().slash("join").option("track", "ml-engineer").option("hours", 60);
    let joined = fake.interact(join).await;
    assert!(joined.words().contains("Your plan is made"), "{}", joined.words());
    let log = here().slash("log").option("hours", 1.5).option("note", "a secret thought");
    fake.interact(log).await;
    let day = (chrono::Utc::now() + chrono::Duration::days(3)).format("%A").to_string().to_lowercase();
    let setup = here().manager().slash("setup weekly").channel("channel", study);
    fake.interact(setup.option("day", day).option("time", "09:00").option("timezone", "UTC")).await;
    fake.interact(here().manager().slash("setup post-now")).await;
    let post = fake.wait_for_message(study).await;
    process.signal("-KILL");
    assert_eq!(process.ended().await, None);

    let process = Process::start(&fake, &dir);
    fake.wait_for_identifies(2).await;
    let again = fake.interact(here().manager().slash("setup post-now")).await;
    assert!(again.words().contains("extra"), "{}", again.words());
    let extra = fake.wait_for_message(study).await;
    assert_ne!(extra.id, post.id);
    let done = fake.interact(here().press(&joined, "Done")).await;
    let done = fake.interact(here().submit(&done, &[("hours", "0:30")])).await;
    assert!(done.words().contains("This week 2 h of"), "{}", done.words());
    assert_eq!(fake.posts(study).len(), 2);
    process.signal("-TERM");
    assert_eq!(process.ended().await, Some(0));
    fake.assert_clean();

    let log = std::fs::read_to_string(dir.path().join("log")).unwrap();
    assert!(log.contains("connected to Discord"), "{log}");
    keeps_secrets(&log);
}

/// Nothing that is somebody's own is in a log, however much is asked for.
fn keeps_secrets(log: &str) {
    let secrets =
        [TOKEN, "mia-the-learner", "Mia-the-learner", "secret thought", "interaction-token", "secret-work"];
    for secret in secrets {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(secret)).collect();
        assert!(lines.is_empty(), "{secret} is in the log:\n{}", lines.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_nobody_reads_any_more_stops_neither_answers_nor_the_end() {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let study = fake.add_channel(guild, "study");
    let mia = fake.person("mia");
    let dir = tempfile::tempdir().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_study-coach"))
        .current_dir(dir.path())
        .env_clear()
        .env("DISCORD_TOKEN", TOKEN)
        .env("STUDY_COACH_DISCORD_API_URL", fake.url())
        .env("RUST_LOG", "study_coach=debug")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut process = Process { child };
    drop(process.child.stderr.take());
    fake.wait_connected().await;
    let help = fake.interact(mia.in_channel(study).slash("help")).await;
    assert!(help.private());
    process.signal("-TERM");
    let ended = tokio::time::timeout(PATIENCE, process.ended()).await.expect("the program ends");
    assert_eq!(ended, Some(0));
    fake.assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_bad_day_keeps_every_secret() {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let study = fake.add_channel(guild, "study");
    let mia = fake.person("mia-the-learner");
    let here = || mia.in_channel(study);
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(&fake, &dir);
    fake.wait_connected().await;
    let join = here().slash("join").option("track", "ml-engineer").option("hours", 10);
    fake.interact(join).await;
    let faults = [
        Fault::Html(502),
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::RateLimited { retry_after: 0.1, scope: Scope::Route },
        Fault::Status(400, json!({"message": "Invalid Form Body\nlevel=ERROR forged", "code": 50_035})),
    ];
    for fault in faults {
        fake.fault_next(RouteMatcher::callback(), fault);
        let done = here().slash("done").option("link", "https://github.com/secret-work");
        fake.interact(done.option("note", "a secret thought")).await;
    }
    let mut strange = fake.prepare(here().slash("log").option("note", "a secret thought")).await;
    strange.payload["member"] = json!("mia-the-learner");
    fake.dispatch("INTERACTION_CREATE", strange.payload.clone()).await;
    fake.answered(&strange).await;
    fake.dispatch("GUILD_NEWS_OF_TOMORROW", json!({"words": "a secret thought"})).await;
    fake.direct_message(&mia, "a secret thought about secret-work").await;
    fake.wait_for_dm(&mia).await;
    let asked = fake.interact(here().slash("my-data delete")).await;
    fake.interact(here().press(&asked, "Delete everything")).await;
    process.signal("-TERM");
    assert_eq!(process.ended().await, Some(0));
    let log = std::fs::read_to_string(dir.path().join("log")).unwrap();
    assert!(log.contains("forged") && !log.lines().any(|line| line.starts_with("level=ERROR")), "{log}");
    assert!(log.contains("is sent again") && log.contains("cannot be read"), "{log}");
    keeps_secrets(&log);
}
