//! The coach on a file of 1,000,000 learners in 100,000 servers: how long it takes to start, and what a
//! Monday costs.
//!
//! `cargo bench --bench scale -- make` makes the file once, in Cargo's folder for such things (a few
//! minutes and 4 GB); then `… -- start` and `… -- monday`. `… -- make 100000` makes a smaller one, with
//! a server for every ten learners as well, to see what grows. `docs/figures.md` has the figures.

#[path = "crowd/mod.rs"]
mod crowd;
#[path = "../tests/it/support/discord/mod.rs"]
mod discord;
#[path = "figures/mod.rs"]
mod figures;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike as _, Days, NaiveTime, TimeDelta, Utc, Weekday};
use crowd::Crowd;
use discord::{FakeDiscord, TOKEN};
use figures::{keep, median};
use serde_json::json;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use study_coach::coach::Coach;
use study_coach::posts::{Pace, tick};
use study_coach::study::promise;
use study_coach::study::units::{LearnerId, ServerId};
use study_coach::study::week::Week;
use study_coach::study::when::Weekly;

/// How many learners there are unless another number is asked for, and how many of them a server has.
const LEARNERS: u64 = 1_000_000;
const A_SERVER: u64 = 10;
/// Of so many learners and servers it is timed what each costs.
const SAMPLES: usize = 1_000;
const STARTS: usize = 7;
const PACE: Pace = Pace { late: TimeDelta::hours(36), per_second: 20 };
/// Any key will do: nothing is signed here.
const PUBLIC_KEY: &str = "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c";

fn file() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("scale.db")
}

fn url() -> String {
    assert!(file().exists(), "first: cargo bench --bench scale -- make");
    format!("sqlite://{}", file().display())
}

async fn make(learners: u64) {
    let part = file().with_extension("part");
    for ending in ["part", "part-wal", "part-shm"] {
        let _ = std::fs::remove_file(file().with_extension(ending));
    }
    let servers: Vec<u64> = (1..=learners / A_SERVER).map(|number| number << 22).collect();
    crowd::make(&part, &Crowd { learners, servers: &servers }).await;
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
    let later = (Utc::now() + TimeDelta::days(6)).timestamp();
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
    keep("start", &json!({"learners": count("learners").await, "ms": took}));
}

/// A figure of this process's memory in MB: `VmRSS` now, `VmHWM` at most.
fn memory(which: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with(which)).expect("a process has memory");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).expect("a number") / 1024.0
}

/// The CPU time of this process so far in seconds, by Linux's clock of 100 ticks a second.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux tells");
    let after_name = stat.rsplit(')').next().expect("a process has a name");
    let ticks = after_name.split_whitespace().skip(11).take(2).map(|it| it.parse::<f64>().expect("ticks"));
    ticks.sum::<f64>() / 100.0
}

/// What something took, in seconds: as time passes, and of the CPU.
#[derive(Clone, Copy)]
struct Took {
    time: f64,
    cpu: f64,
}

/// Ticks until nothing is due any more.
async fn ticked(coach: &Coach, at: DateTime<Utc>) -> Took {
    let (since, before) = (Instant::now(), cpu());
    while coach.store.next_due().await.expect("the database").is_some_and(|due| due <= at) {
        tick(coach, at, PACE).await.unwrap_or_else(|_| panic!("a tick failed"));
    }
    Took { time: since.elapsed().as_secs_f64(), cpu: cpu() - before }
}

/// The middle time of something in microseconds.
fn middle(took: &[Duration]) -> f64 {
    median(&took.iter().map(|took| took.as_secs_f64() * 1e6).collect::<Vec<_>>())
}

/// A Monday: the weeks of many learners are frozen after midnight, and the posts of all servers queued at
/// 09:00. Of some of them, what the planner and the store take by themselves.
async fn monday() {
    let (learners, servers) = (count("learners").await, count("servers").await);
    let today = Utc::now().date_naive();
    let day = today + Days::new(7 - u64::from(today.weekday().num_days_from_monday()));
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    let nine = midnight + TimeDelta::hours(9);
    let week = Week::of(day);
    run(&format!(
        "DELETE FROM outbox; DELETE FROM promises WHERE week >= '{week}'; \
         UPDATE learners SET freeze_at = {}; \
         UPDATE servers SET channel = id, day = 1, time = 540, next_at = {}",
        midnight.timestamp(),
        nine.timestamp()
    ))
    .await;
    let coach = crowd::coach(&url()).await;
    let before = memory("VmRSS");
    let (mut loading, mut planning, mut scheduling, mut reminding) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for learner in (1..=learners).step_by(usize::try_from(learners).expect("few") / SAMPLES) {
        let since = Instant::now();
        let study = coach.store.load(LearnerId(learner), midnight).await.expect("a learner");
        loading.push(since.elapsed());
        let since = Instant::now();
        assert!(promise::due(&coach.content.curriculum, &study, midnight).is_some(), "a week to freeze");
        planning.push(since.elapsed());
    }
    let frozen = ticked(&coach, midnight + TimeDelta::minutes(1)).await;
    let weekly = Weekly { day: Weekday::Mon, time: NaiveTime::MIN, zone: chrono_tz::UTC };
    for server in (1..=servers).step_by(usize::try_from(servers).expect("few") / SAMPLES) {
        let since = Instant::now();
        assert!(weekly.after(nine) > nine, "it goes on");
        scheduling.push(since.elapsed());
        let since = Instant::now();
        coach.store.reminded(ServerId(server << 22), week).await.expect("a server's members");
        reminding.push(since.elapsed());
    }
    let queued = ticked(&coach, nine).await;
    let (now, most) = (memory("VmRSS"), memory("VmHWM"));
    coach.store.close().await;
    let weeks = format!("promises WHERE week = '{week}'");
    assert_eq!(count(&weeks).await, learners, "all weeks are frozen");
    assert_eq!(count("outbox WHERE kind = 'weekly'").await, servers, "all posts are queued");
    let each = |took: f64, of: u64| took / of as f64 * 1e6;
    println!(
        "{learners} weeks frozen in {:.1} s, {:.0} µs each, {:.0} µs of CPU; loading alone {:.0} µs, planning {:.0} µs",
        frozen.time,
        each(frozen.time, learners),
        each(frozen.cpu, learners),
        middle(&loading),
        middle(&planning)
    );
    println!(
        "{servers} posts queued in {:.1} s, {:.0} µs each, {:.0} µs of CPU; whom to remind {:.0} µs, the next time {:.1} µs",
        queued.time,
        each(queued.time, servers),
        each(queued.cpu, servers),
        middle(&reminding),
        middle(&scheduling)
    );
    println!("resident {before:.0} MB before, {now:.0} MB after, {most:.0} MB at most");
    keep(
        "monday",
        &json!({
            "learners": learners, "servers": servers,
            "freezing_s": frozen.time, "freezing_cpu_s": frozen.cpu,
            "loading_us": middle(&loading), "planning_us": middle(&planning),
            "queueing_s": queued.time, "queueing_cpu_s": queued.cpu,
            "reminding_us": middle(&reminding), "scheduling_us": middle(&scheduling), "resident_mb": most,
        }),
    );
}

async fn count(table: &str) -> u64 {
    let mut db = SqliteConnection::connect(&url()).await.expect("the database");
    let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a count");
    db.close().await.expect("the database");
    count.cast_unsigned()
}

fn main() {
    let learners = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(LEARNERS);
    let runtime = study_coach::cli::runtime().expect("a runtime");
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "make" => runtime.block_on(make(learners)),
            "start" => runtime.block_on(start()),
            "monday" => runtime.block_on(monday()),
            _ => {}
        }
    }
}
