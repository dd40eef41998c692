//! How late posts are when many are due at once, beside what the rate allows at best.
//!
//! `cargo bench --bench lateness`; the figures and the machine stand in `docs/posts.md`. Numbers after
//! `--` are the servers of the simulated form.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use chrono::{DateTime, Duration, NaiveTime, Utc, Weekday};
use study_coach::coach::Coach;
use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Access, Act, Call, Person, Place, Request, Value};
use study_coach::content::voice::Voice;
use study_coach::content::{Files, load};
use study_coach::posts::{Clock, Courier, Outlet, Pace, Prospect, Target, Undelivered, run, tick};
use study_coach::store::{Server, Store, WeeklySetting};
use study_coach::study::units::{ChannelId, InteractionId, LearnerId, MessageId, RoleId, ServerId};
use tokio_util::sync::CancellationToken;

/// Servers of the form in real time.
const REAL: u64 = 1_000;
/// Servers of the simulated form.
const SIMULATED: [u64; 2] = [10_000, 100_000];
/// Messages a second: the default of `posts.per_second`.
const RATE: u32 = 20;
/// How long the outlet of the form in real time takes for a message.
const LATENCY: std::time::Duration = std::time::Duration::from_millis(50);
const PACE: Pace = Pace { late: Duration::hours(36), per_second: RATE };
/// Zones in which Monday 09:00 comes.
const ZONES: [chrono_tz::Tz; 5] = [
    chrono_tz::Asia::Kolkata,
    chrono_tz::Europe::Berlin,
    chrono_tz::Europe::London,
    chrono_tz::America::New_York,
    chrono_tz::America::Los_Angeles,
];

/// When each server's post was made.
#[derive(Default)]
struct Made(Mutex<HashMap<u64, DateTime<Utc>>>);

impl Made {
    fn add(&self, key: &str, at: DateTime<Utc>) -> MessageId {
        let server = key.split(':').nth(1).and_then(|id| id.parse().ok()).expect("a weekly post's key");
        let mut made = self.0.lock().expect("no panic before");
        assert!(made.insert(server, at).is_none(), "made twice");
        MessageId(server)
    }

    fn count(&self) -> usize {
        self.0.lock().expect("no panic before").len()
    }
}

/// What takes posts, at a time that a clock tells.
struct Sink<F> {
    made: Made,
    now: F,
    latency: std::time::Duration,
}

impl<F: Fn() -> DateTime<Utc> + Send + Sync> Outlet for Sink<F> {
    async fn send(
        &self,
        _: Target,
        key: &str,
        _: &Reply,
        _: Option<DateTime<Utc>>,
    ) -> Result<MessageId, Undelivered> {
        let at = (self.now)();
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        Ok(self.made.add(key, at))
    }

    async fn open_thread(&self, _: ChannelId, _: MessageId, _: &str) -> Result<(), Undelivered> {
        Ok(())
    }

    async fn edit(&self, _: Target, _: MessageId, _: &Reply) -> Result<(), Undelivered> {
        Ok(())
    }

    async fn is_member(&self, _: ServerId, _: LearnerId) -> Result<bool, Undelivered> {
        Ok(true)
    }

    async fn is_installed(&self, _: ServerId) -> Result<bool, Undelivered> {
        Ok(true)
    }

    async fn foresee(
        &self,
        _: ServerId,
        _: ChannelId,
        _: Option<RoleId>,
        _: Option<LearnerId>,
    ) -> Result<Prospect, Undelivered> {
        Ok(Prospect { access: Access::FULL, ping: None })
    }
}

/// A clock that stands until the courier waits; what falls due on the way is queued.
struct Simulated {
    coach: Arc<Coach>,
    now: Arc<Mutex<DateTime<Utc>>>,
    due: Mutex<Option<DateTime<Utc>>>,
}

impl Simulated {
    async fn move_to(&self, at: DateTime<Utc>) {
        {
            let mut now = self.now.lock().expect("no panic before");
            *now = at.max(*now);
        }
        let due = *self.due.lock().expect("no panic before");
        if due.is_some_and(|due| due <= self.now()) {
            // A task of its own, as in earnest: while the courier writes it does not go on with a wait, and
            // a tick that stood still in it would keep the database to itself.
            let (coach, now) = (Arc::clone(&self.coach), self.now());
            let ticked = tokio::spawn(async move { tick(&coach, now, PACE).await });
            let ticked = ticked.await.expect("no panic in it");
            ticked.unwrap_or_else(|error| panic!("a tick failed: {error:?}"));
            let next = self.coach.store.next_due().await.expect("the database answers");
            *self.due.lock().expect("no panic before") = next;
        }
    }
}

impl Clock for Simulated {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().expect("no panic before")
    }

    async fn sleep(&self, time: Duration) {
        self.move_to(self.now() + time).await;
    }
}

async fn coach(path: &std::path::Path) -> Coach {
    let content = load(&Files::built_in()).expect("the built-in content is checked");
    let voice = Voice::new(&content.voice_source).expect("the built-in voice is checked");
    let store = Store::open(&format!("sqlite://{}", path.display())).await.expect("a database");
    Coach::new(content, voice, store)
}

async fn add(coach: &Coach, id: u64, day: Weekday, time: NaiveTime, zone: chrono_tz::Tz, at: DateTime<Utc>) {
    let mut server = Server::new(ServerId(id));
    server.zone = zone;
    server.weekly = Some(WeeklySetting { channel: ChannelId(id), day, time, role: None, silent: false });
    server.next_at = Some(at);
    coach.store.save_server(&server).await.expect("the database takes a server");
}

/// The time of the `quantile` of these, in seconds.
fn quantile(sorted: &[Duration], quantile: f64) -> f64 {
    let place = ((sorted.len() - 1) as f64 * quantile).round() as usize;
    sorted[place].num_milliseconds() as f64 / 1000.0
}

/// One row of the table: what was, beside what one message every 1/20 s in the order of due times gives.
fn report(name: &str, due: &HashMap<u64, DateTime<Utc>>, made: &HashMap<u64, DateTime<Utc>>, note: &str) {
    let gap = Duration::nanoseconds(1_000_000_000 / i64::from(RATE));
    let mut order: Vec<(DateTime<Utc>, u64)> = due.iter().map(|(server, at)| (*at, *server)).collect();
    order.sort_unstable();
    let mut last = DateTime::<Utc>::MIN_UTC;
    let (mut best, mut real): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    // The ends of each crowd that is due at one instant.
    let mut ends: HashMap<DateTime<Utc>, (DateTime<Utc>, DateTime<Utc>, u32)> = HashMap::new();
    for (at, server) in &order {
        last = (*at).max(last + gap);
        best.push(last - *at);
        real.push(made[server] - *at);
        let end = ends.entry(*at).or_insert((*at, *at, 0));
        *end = (end.0.max(last), end.1.max(made[server]), end.2 + 1);
    }
    best.sort_unstable();
    real.sort_unstable();
    let used = ends
        .iter()
        .filter(|(_, (.., count))| *count >= 100)
        .map(|(at, (best, real, _))| (*best - *at).as_seconds_f64() / (*real - *at).as_seconds_f64())
        .fold(f64::INFINITY, f64::min);
    println!(
        "| {name} | {:.1} s | {:.1} s | {:.1} s | {:.1} s | {:.1} % | {note} |",
        quantile(&real, 0.5),
        quantile(&best, 0.5),
        quantile(&real, 0.99),
        quantile(&best, 0.99),
        used * 100.0
    );
}

/// Resident memory in MB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn request(learner: u64, name: &str, values: &[(&str, Value)]) -> Request {
    static INTERACTION: AtomicU64 = AtomicU64::new(1);
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Request {
        id: InteractionId(INTERACTION.fetch_add(1, Ordering::Relaxed)),
        now: Utc::now(),
        from: Person {
            id: LearnerId(learner),
            name: format!("learner {learner}"),
            manages: false,
            links: true,
            writes: true,
            posts: true,
        },
        place: Place::Server(ServerId(learner), ChannelId(learner)),
        act: Act::Command(Call { name: name.to_owned(), sub: None, values }),
        locale: None,
        server_locale: None,
    }
}

/// Posts of all servers due at one instant, in real time, while learners ask for their next step.
async fn real_time(path: &std::path::Path) {
    let coach = Arc::new(coach(path).await);
    for server in 1..=REAL {
        let values = [("track", Value::Text("llm".to_owned())), ("hours", Value::Number(10.0))];
        assert!(!coach.answer(&request(server, "join", &values)).await.refused);
    }
    let due_at = Utc::now() + Duration::seconds(5);
    let day = chrono::Datelike::weekday(&(due_at + Duration::days(3)));
    for server in 1..=REAL {
        add(&coach, server, day, NaiveTime::MIN, chrono_tz::UTC, due_at).await;
    }
    let sink = Arc::new(Sink { made: Made::default(), now: Utc::now, latency: LATENCY });
    let stop = CancellationToken::new();
    let posting = {
        let (coach, sink, stop) = (Arc::clone(&coach), Arc::clone(&sink), stop.clone());
        tokio::spawn(async move { run(&coach, &*sink, "bench", PACE, &stop).await })
    };
    let mut answers = Vec::new();
    let mut learner = 0;
    while sink.made.count() < REAL as usize {
        learner = 1 + (learner + 7) % REAL;
        let asked = Instant::now();
        assert!(!coach.answer(&request(learner, "next", &[])).await.refused);
        if sink.made.count() > 0 {
            answers.push(asked.elapsed());
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    stop.cancel();
    posting.await.expect("posting ends");
    answers.sort_unstable();
    let slow = answers[answers.len() * 99 / 100].as_secs_f64() * 1000.0;
    let due: HashMap<u64, DateTime<Utc>> = (1..=REAL).map(|server| (server, due_at)).collect();
    let made = sink.made.0.lock().expect("no panic before").clone();
    let note = format!("/next p99 {slow:.1} ms of {}", answers.len());
    report(&format!("{REAL}, real time, 50 ms each"), &due, &made, &note);
}

/// Posts of a week: half at Monday 09:00 in five zones, the others any time.
async fn simulated(path: &std::path::Path, servers: u64) {
    let coach = Arc::new(coach(path).await);
    let start: DateTime<Utc> = "2026-12-06T10:00:00Z".parse().expect("a time");
    let mut due = HashMap::new();
    let mut dice = 1_u64;
    let mut roll = |of: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % of
    };
    for server in 1..=servers {
        let zone = ZONES[roll(5) as usize];
        let (day, minute) = if server % 2 == 0 {
            (Weekday::Mon, 9 * 60)
        } else {
            (Weekday::try_from(roll(7) as u8).expect("a weekday"), 15 * roll(96) as u32)
        };
        let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).expect("a time");
        let at = study_coach::study::when::Weekly { day, time, zone }.after(start);
        add(&coach, server, day, time, zone, at).await;
        due.insert(server, at);
    }
    let now = Arc::new(Mutex::new(start));
    let sink = {
        let now = Arc::clone(&now);
        let now = move || *now.lock().expect("no panic before");
        Sink { made: Made::default(), now, latency: std::time::Duration::ZERO }
    };
    let first = coach.store.next_due().await.expect("the database answers");
    let clock = Simulated { coach: Arc::clone(&coach), now, due: Mutex::new(first) };
    let mut courier = Courier::new(&coach, &sink, &clock, "bench", PACE);
    let mut memory = Vec::new();
    while sink.made.count() < servers as usize {
        let due = *clock.due.lock().expect("no panic before");
        let tried = coach.store.next_try().await.expect("the database answers");
        clock.move_to(due.into_iter().chain(tried).min().expect("something is due")).await;
        courier.deliver(|| false).await.unwrap_or_else(|error| panic!("a delivery failed: {error:?}"));
        memory.push(resident());
    }
    // The first tenth warms up.
    let memory = &memory[memory.len() / 10..];
    let (low, high) =
        memory.iter().fold((f64::MAX, 0.0_f64), |(low, high), it| (low.min(*it), high.max(*it)));
    let made = sink.made.0.lock().expect("no panic before").clone();
    let note = format!("resident {low:.0} to {high:.0} MB");
    report(&format!("{servers}, simulated"), &due, &made, &note);
}

fn main() {
    let sizes: Vec<u64> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIMULATED.to_vec() } else { sizes };
    let runtime = study_coach::cli::runtime().expect("a runtime");
    println!("| Servers | p50 | at best | p99 | at best | rate used | |\n|---|---|---|---|---|---|---|");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        real_time(&folder.path().join("real.db")).await;
        for servers in sizes {
            simulated(&folder.path().join(format!("{servers}.db")), servers).await;
        }
    });
}
