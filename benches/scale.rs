//! The coach on a file of 1,000,000 learners in 100,000 servers: how long it takes to start, and what a
//! Monday costs.
//!
//! `cargo bench --bench scale -- make` makes the file once, in Cargo's folder for such things (some 10
//! minutes and 6 GB); then `… -- start` and `… -- monday`. `docs/figures.md` has the figures.

#[path = "crowd/mod.rs"]
mod crowd;
#[path = "../tests/it/support/discord/mod.rs"]
mod discord;
#[path = "figures/mod.rs"]
mod figures;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use chrono::{DateTime, Datelike as _, Duration, NaiveTime, Utc};
use crowd::Crowd;
use discord::{FakeDiscord, TOKEN};
use figures::{keep, median};
use serde_json::json;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use study_coach::coach::Coach;
use study_coach::posts::{Pace, tick};
use study_coach::study::promise;
use study_coach::study::units::LearnerId;

const LEARNERS: u64 = 1_000_000;
const SERVERS: u64 = 100_000;
/// Learners whose week is frozen where that is timed; each costs the same.
const FROZEN: u64 = 10_000;
const STARTS: usize = 7;
const PACE: Pace = Pace { late: Duration::hours(36), per_second: 20 };
/// Any key will do: nothing is signed here.
const PUBLIC_KEY: &str = "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c";

fn file() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("scale.db")
}

fn url() -> String {
    assert!(file().exists(), "first: cargo bench --bench scale -- make");
    format!("sqlite://{}", file().display())
}

async fn make() {
    let part = file().with_extension("part");
    for ending in ["part", "part-wal", "part-shm"] {
        let _ = std::fs::remove_file(file().with_extension(ending));
    }
    let servers: Vec<u64> = (1..=SERVERS).map(|number| number << 22).collect();
    crowd::make(&part, &Crowd { learners: LEARNERS, servers: &servers }).await;
    std::fs::rename(part, file()).expect("the file gets its name");
}

async fn run(statements: &str) {
    let mut db = SqliteConnection::connect(&url()).await.expect("the database");
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut db).await.expect(statements);
    db.close().await.expect("the database");
}

/// The program in http mode, from its start until it listens, in milliseconds.
async fn start() {
    // As in the middle of a week: nothing is due.
    let later = (Utc::now() + Duration::days(6)).timestamp();
    run(&format!(
        "UPDATE learners SET freeze_at = {later}; UPDATE servers SET next_at = NULL; DELETE FROM outbox"
    ))
    .await;
    let fake = FakeDiscord::start().await;
    let mut took = Vec::new();
    for _ in 0..STARTS {
        let folder = tempfile::tempdir().expect("a folder");
        let since = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_study-coach"))
            .current_dir(folder.path())
            .env("DISCORD_TOKEN", TOKEN)
            .env("DATABASE_URL", url())
            .env("STUDY_COACH_DISCORD_API_URL", fake.url())
            .env("STUDY_COACH_DISCORD_MODE", "http")
            .env("STUDY_COACH_DISCORD_PUBLIC_KEY", PUBLIC_KEY)
            .env("STUDY_COACH_HTTP_LISTEN", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines().map_while(Result::ok);
        lines.find(|line| line.contains("listening for interactions")).expect("it listens");
        took.push(since.elapsed().as_secs_f64() * 1e3);
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
    }
    println!("start to listening: {:.0} ms (median of {STARTS})", median(&took));
    keep("start", &json!({"learners": LEARNERS, "ms": took}));
}

/// A figure of this process's memory in MB: `VmRSS` now, `VmHWM` at most.
fn memory(which: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with(which)).expect("a process has memory");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).expect("a number") / 1024.0
}

async fn ticked(coach: &Coach, at: DateTime<Utc>) -> f64 {
    let since = Instant::now();
    tick(coach, at, PACE).await.unwrap_or_else(|_| panic!("a tick failed"));
    since.elapsed().as_secs_f64()
}

/// A Monday: the weeks of some learners are frozen after midnight, and the posts of all servers queued
/// at 09:00.
async fn monday() {
    let today = Utc::now().date_naive();
    let day = today + Duration::days(7 - i64::from(today.weekday().num_days_from_monday()));
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    let nine = midnight + Duration::hours(9);
    let week = format!("{}-W{:02}", day.iso_week().year(), day.iso_week().week());
    let (due, later) = (midnight.timestamp(), (midnight + Duration::days(30)).timestamp());
    run(&format!(
        "DELETE FROM outbox; DELETE FROM promises WHERE learner <= {FROZEN} AND week >= '{week}'; \
         UPDATE learners SET freeze_at = CASE WHEN id <= {FROZEN} THEN {due} ELSE {later} END; \
         UPDATE servers SET channel = id, day = 1, time = 540, next_at = {}",
        nine.timestamp()
    ))
    .await;
    let coach = crowd::coach(&url()).await;
    let before = memory("VmRSS");
    let mut planning = Vec::new();
    for learner in (1..=FROZEN).step_by(10) {
        let study = coach.store.load(LearnerId(learner), midnight).await.expect("a learner");
        let since = Instant::now();
        assert!(promise::due(&coach.content.curriculum, &study, midnight).is_some(), "a week to freeze");
        planning.push(since.elapsed().as_secs_f64() * 1e6);
    }
    let freezing = ticked(&coach, midnight + Duration::minutes(1)).await;
    let queueing = ticked(&coach, nine).await;
    let (now, most) = (memory("VmRSS"), memory("VmHWM"));
    coach.store.close().await;
    println!(
        "{FROZEN} weeks frozen in {freezing:.1} s: {:.0} a second, {:.0} µs each, of which {:.0} µs planning",
        FROZEN as f64 / freezing,
        freezing / FROZEN as f64 * 1e6,
        median(&planning)
    );
    println!("{SERVERS} posts queued in {queueing:.1} s: {:.0} a second", SERVERS as f64 / queueing);
    println!("resident {before:.0} MB before, {now:.0} MB after, {most:.0} MB at most");
    keep(
        "monday",
        &json!({
            "learners": LEARNERS, "servers": SERVERS, "frozen": FROZEN, "freezing_s": freezing,
            "planning_us": median(&planning), "queueing_s": queueing, "resident_mb": most,
        }),
    );
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "make" => runtime.block_on(make()),
            "start" => runtime.block_on(start()),
            "monday" => runtime.block_on(monday()),
            _ => {}
        }
    }
}
