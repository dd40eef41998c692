//! The program itself on the fake Discord: signals, crashes and what its log tells.

use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::support::discord::{FakeDiscord, PATIENCE, TOKEN};

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
    let join = here().slash("join").option("track", "ml-engineer").option("hours", 10);
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
    for secret in [TOKEN, "mia-the-learner", "secret thought"] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
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
