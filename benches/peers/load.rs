//! Interactions at a rate, or as many as a program takes.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::crowd;
use crate::discord::Rushed;
use crate::program::Running;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How interactions come.
#[derive(Clone, Copy, Debug)]
pub enum Load {
    /// So many a second.
    Paced(u64),
    /// So many under way at any time.
    Saturated(usize),
}

/// What one round of one program measured.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// CPU of the program, in milliseconds an interaction.
    pub cpu: f64,
    /// From sending to the answer's arrival, in milliseconds: the median and the 99th percentile.
    pub latency: [f64; 2],
    pub per_second: f64,
}

impl Figures {
    pub fn json(&self) -> Value {
        json!({"cpu_ms": self.cpu, "p50_ms": self.latency[0], "p99_ms": self.latency[1], "per_second": self.per_second})
    }
}

/// One command of a program, asked again and again by many people.
pub struct Caller<'a> {
    pub running: &'a Running,
    command: &'static str,
    payload: Value,
    answers: UnboundedReceiver<Rushed>,
    first_id: u64,
    asked: u64,
}

impl<'a> Caller<'a> {
    pub async fn new(running: &'a Running, command: &'static str) -> Self {
        let fake = &running.fake;
        let sent = fake.prepare(fake.person("asker").in_channel(running.channel).slash(command)).await;
        let (answers, first_id) = (fake.rush(), sent.id + 1);
        Self { running, command, payload: sent.payload, answers, first_id, asked: 0 }
    }

    fn ask(&mut self, sent: &mut HashMap<u64, Instant>) {
        let id = self.first_id + self.asked;
        self.asked += 1;
        sent.insert(id, Instant::now());
        let learner = Running::learner(self.asked);
        self.running.fake.push(&self.payload, id, learner, &crowd::name(learner));
    }

    /// Waits for an answer, and says how long it took.
    async fn answer(&mut self, sent: &mut HashMap<u64, Instant>) -> Duration {
        let name = self.running.program.name();
        let answer = timeout(PATIENCE, self.answers.recv()).await;
        let answer = answer.ok().flatten().unwrap_or_else(|| panic!("{name} does not answer"));
        let body = std::str::from_utf8(&answer.body).expect("JSON");
        let says = self.running.program.says(self.command);
        assert!(body.contains("\"type\":4") && body.contains(says), "{name} answers {body}");
        answer.at - sent.remove(&answer.id).expect("an interaction that was sent")
    }

    /// Sends `count` interactions and waits for all answers.
    pub async fn run(&mut self, load: Load, count: u64) -> Figures {
        let mut sent = HashMap::new();
        let mut took = Vec::new();
        let (before, since) = (self.running.cpu(), Instant::now());
        match load {
            Load::Paced(rate) => {
                let mut beat = interval(Duration::from_secs(1) / u32::try_from(rate).expect("a rate"));
                beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
                let mut left = count;
                while left > 0 || !sent.is_empty() {
                    tokio::select! {
                        _ = beat.tick(), if left > 0 => {
                            left -= 1;
                            self.ask(&mut sent);
                        }
                        took_it = Self::answer(self, &mut sent), if left == 0 => took.push(took_it),
                    }
                }
            }
            Load::Saturated(at_once) => {
                for _ in 0..at_once {
                    self.ask(&mut sent);
                }
                while !sent.is_empty() {
                    took.push(self.answer(&mut sent).await);
                    if took.len() + sent.len() < usize::try_from(count).expect("a count") {
                        self.ask(&mut sent);
                    }
                }
            }
        }
        let lasted = since.elapsed().as_secs_f64();
        let cpu = (self.running.cpu() - before) / count as f64;
        took.sort_unstable();
        let at = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1e3;
        Figures { cpu, latency: [at(50), at(99)], per_second: count as f64 / lasted }
    }
}
