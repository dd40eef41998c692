//! What `/next` costs in http mode, beside the floor: a server of the same kind that verifies the same
//! signature and answers a fixed body. Both are processes of their own on 127.0.0.1, asked in turns.
//!
//! `cargo bench --bench http` prints CPU and latency of both and their ratio; `docs/figures.md` has them. A number after `--` is how
//! many requests a round has.

#[path = "crowd/mod.rs"]
mod crowd;
#[path = "../tests/it/support/discord/mod.rs"]
mod discord;
#[path = "figures/mod.rs"]
mod figures;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use crowd::Crowd;
use discord::{FakeDiscord, TOKEN, like};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _};
use figures::{keep, median};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use study_coach::serve;

/// Requests a round unless said otherwise, rounds of each, and requests under way at once.
const REQUESTS: u64 = 8_000;
const ROUNDS: usize = 5;
const AT_ONCE: usize = 8;
/// Set where this program is to be the floor, with the body that it answers.
const FLOOR: &str = "STUDY_COACH_BENCH_FLOOR";

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Verifies and answers, and nothing else.
async fn floor(answer: String) {
    let listener = serve::bind("the floor", ([127, 0, 0, 1], 0).into()).await.expect("a free port");
    println!("address={}", listener.local_addr().expect("a bound port"));
    let handler = move |headers: HeaderMap, body: Body| {
        let answer = answer.clone();
        async move {
            let body = to_bytes(body, 1 << 18).await.map_err(|_| StatusCode::BAD_REQUEST)?;
            let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let hex = text("x-signature-ed25519");
            let bytes = (0..64).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap_or(0));
            let bytes: Vec<u8> = bytes.collect();
            let signature = Signature::from_slice(&bytes).map_err(|_| StatusCode::UNAUTHORIZED)?;
            let signed = [text("x-signature-timestamp").as_bytes(), &body].concat();
            key().verifying_key().verify(&signed, &signature).map_err(|_| StatusCode::UNAUTHORIZED)?;
            Ok::<_, StatusCode>(([("content-type", "application/json")], answer))
        }
    };
    let router = axum::Router::new().route("/interactions", post(handler));
    serve::serve(listener, router, &tokio_util::sync::CancellationToken::new()).await;
}

/// A server, ended with the program.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts it; its address is the last on a line with these words.
    fn start(command: &mut Command, says: &str, on_stderr: bool) -> Self {
        let piped = |yes| if yes { Stdio::piped() } else { Stdio::null() };
        let mut child = command
            .stdin(Stdio::null())
            .stdout(piped(!on_stderr))
            .stderr(piped(on_stderr))
            .spawn()
            .expect("it starts");
        let lines: Box<dyn std::io::Read + Send> = match (child.stdout.take(), child.stderr.take()) {
            (Some(out), _) => Box::new(out),
            (None, err) => Box::new(err.expect("one is piped")),
        };
        let mut lines = BufReader::new(lines).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains(says)).expect("it says where it listens");
        std::thread::spawn(move || lines.for_each(drop));
        let address = line.rsplit("address=").next().expect("an address").to_owned();
        Self { child, url: format!("http://{address}/interactions") }
    }

    /// CPU of the process until now, in milliseconds: Linux counts in hundredths of a second.
    fn cpu(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("Linux tells");
        let fields: Vec<&str> = stat.rsplit(')').next().expect("a name").split_whitespace().collect();
        let ticks: f64 = [11, 12].iter().map(|at| fields[*at].parse::<f64>().expect("a number")).sum();
        ticks * 10.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request with a body as Discord makes it.
fn signed(client: &reqwest::Client, url: &str, body: &Value) -> reqwest::RequestBuilder {
    let (timestamp, body) = (chrono::Utc::now().timestamp().to_string(), body.to_string());
    let signature = key().sign(&[timestamp.as_bytes(), body.as_bytes()].concat()).to_bytes();
    client
        .post(url)
        .header("x-signature-ed25519", hex(&signature))
        .header("x-signature-timestamp", timestamp)
        .body(body)
}

/// Sends a request, and reads the answer.
async fn ask(request: reqwest::RequestBuilder) -> Vec<u8> {
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    response.bytes().await.expect("a whole answer").to_vec()
}

/// CPU of one request, and the median and 99th percentile of its latency, in milliseconds.
async fn round(client: &reqwest::Client, server: &Server, bodies: &[Value]) -> [f64; 3] {
    let requests: Vec<_> = bodies.iter().map(|body| signed(client, &server.url, body)).collect();
    let before = server.cpu();
    let took = stream::iter(requests).map(|request| async move {
        let since = Instant::now();
        ask(request).await;
        since.elapsed()
    });
    let mut took: Vec<Duration> = took.buffer_unordered(AT_ONCE).collect().await;
    took.sort_unstable();
    let at = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    [(server.cpu() - before) / bodies.len() as f64, at(50), at(99)]
}

#[tokio::main]
async fn main() {
    if let Ok(answer) = std::env::var(FLOOR) {
        return floor(answer).await;
    }
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let study = fake.add_channel(guild, "study");
    let folder = tempfile::tempdir().expect("a folder");
    let requests = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(REQUESTS);
    let crowd = Crowd { learners: requests * ROUNDS as u64 + 1, servers: &[guild] };
    crowd::make(&folder.path().join("study-coach.db"), &crowd).await;
    let coach = Server::start(
        Command::new(env!("CARGO_BIN_EXE_study-coach"))
            .current_dir(folder.path())
            .env("DISCORD_TOKEN", TOKEN)
            .env("STUDY_COACH_DISCORD_API_URL", fake.url())
            .env("STUDY_COACH_DISCORD_MODE", "http")
            .env("STUDY_COACH_DISCORD_PUBLIC_KEY", hex(key().verifying_key().as_bytes()))
            .env("STUDY_COACH_HTTP_LISTEN", "127.0.0.1:0"),
        "listening for interactions",
        true,
    );
    let client = reqwest::Client::new();
    // Everybody asks once: who asked again and again would be told to wait.
    let sent = fake.prepare(fake.person("asker").in_channel(study).slash("next")).await;
    let next = |number: u64| like(&sent.payload, sent.id + 1 + number, 1 + number, &crowd::name(1 + number));
    let answer = ask(signed(&client, &coach.url, &next(0))).await;
    let answer = String::from_utf8(answer).expect("JSON");
    assert!(answer.contains("Not now"), "{answer}");
    let length = answer.len();
    let program = std::env::current_exe().expect("this program");
    let floor = Server::start(Command::new(program).env(FLOOR, answer), "address=", false);

    let (mut of_coach, mut of_floor) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS as u64 {
        let bodies: Vec<Value> = (number * requests + 1..=(number + 1) * requests).map(next).collect();
        of_floor.push(round(&client, &floor, &bodies).await);
        of_coach.push(round(&client, &coach, &bodies).await);
    }
    println!("{ROUNDS} rounds of {requests} requests each, {AT_ONCE} at once; an answer has {length} bytes");
    let middle = |rounds: &[[f64; 3]], part: usize| {
        median(&rounds.iter().map(|round| round[part]).collect::<Vec<f64>>())
    };
    for (name, rounds) in [("floor", &of_floor), ("/next", &of_coach)] {
        println!(
            "{name}: CPU {:.3} ms a request, latency {:.2} ms at the median, {:.2} ms at the 99th percentile",
            middle(rounds, 0),
            middle(rounds, 1),
            middle(rounds, 2)
        );
    }
    let ratios: Vec<f64> = of_coach.iter().zip(&of_floor).map(|(coach, floor)| coach[0] / floor[0]).collect();
    println!("CPU of /next over the floor's: {:.2} (median of the rounds)", median(&ratios));
    let kept = [("floor", &of_floor), ("next", &of_coach)].map(|(name, rounds)| {
        let rounds =
            rounds.iter().map(|[cpu, p50, p99]| json!({"cpu_ms": cpu, "p50_ms": p50, "p99_ms": p99}));
        json!({"name": name, "rounds": rounds.collect::<Vec<Value>>()})
    });
    keep("http", &json!(kept));
}
