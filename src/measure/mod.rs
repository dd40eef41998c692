//! What the process counts and times of itself, for `/metrics`, and when it was last seen to be well, for
//! `/healthz`.
//!
//! There is one of it in a process, as there is one memory and one log: things are measured where they
//! happen, and nothing is handed around for it. Labels are the program's own names (commands, kinds,
//! outcomes), never an id of a person, server or channel.

pub mod pulse;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use prometheus::core::Collector;
use prometheus::{
    Gauge, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

/// Upper bounds in seconds. Discord waits 3 s for an answer; the coach puts it off after 2 s.
const ANSWERS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 15.0];
/// A statement or a small transaction.
const STATEMENTS: &[f64] = &[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0];
/// From the second to a day and a half, the default of `posts.late_hours`.
const DELAYS: &[f64] = &[1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 600.0, 3_600.0, 21_600.0, 129_600.0];

static MEASURES: LazyLock<Measures> = LazyLock::new(Measures::new);

struct Measures {
    registry: Registry,
    interactions: HistogramVec,
    first_answers: HistogramVec,
    requests_refused: IntCounterVec,
    due: IntCounter,
    sent: IntCounter,
    late: IntCounter,
    retried: IntCounter,
    failed: IntCounter,
    uncertain: IntCounter,
    skipped: IntCounter,
    delay: Histogram,
    waiting: Gauge,
    duplicates: IntCounterVec,
    database: HistogramVec,
    shards_wanted: IntGauge,
    shards_connected: IntGauge,
    unparsed: IntCounterVec,
    connections: IntCounterVec,
    answered_elsewhere: IntCounter,
    memory: Gauge,
}

impl Measures {
    fn new() -> Self {
        let registry = Registry::new();
        let all = Registering(&registry);
        let measures = Self {
            interactions: all.times(
                "study_coach_interaction_seconds",
                "From an interaction's arrival until its whole answer was handed over.",
                &["kind", "command", "outcome"],
                ANSWERS,
            ),
            first_answers: all.times(
                "study_coach_first_answer_seconds",
                "From an interaction's arrival until its first answer; Discord waits 3 s for it.",
                &["way"],
                ANSWERS,
            ),
            requests_refused: all.counters(
                "study_coach_requests_refused_total",
                "Requests to POST /interactions that were not taken.",
                ("why", &["signature", "timestamp", "size", "slow", "form"]),
            ),
            due: all.counter("study_coach_posts_due_total", "Weekly posts and reminders that fell due here."),
            sent: all.counter("study_coach_posts_sent_total", "Messages sent from the outbox."),
            late: all.counter("study_coach_posts_late_total", "Messages sent that say that they are late."),
            retried: all.counter("study_coach_posts_retried_total", "Tries that failed and are made again."),
            failed: all.counter("study_coach_posts_failed_total", "Messages given up: they are not there."),
            uncertain: all.counter(
                "study_coach_posts_uncertain_total",
                "Messages given up of which it cannot be known whether they are there.",
            ),
            skipped: all
                .counter("study_coach_posts_skipped_total", "Messages that had nothing to say any more."),
            delay: all.time(
                "study_coach_post_delay_seconds",
                "From a message's due time until it was sent.",
                DELAYS,
            ),
            waiting: all.number(
                "study_coach_posts_waiting",
                "Messages in the database whose time has come and that are not sent yet, for all processes.",
            ),
            duplicates: all.counters(
                "study_coach_duplicates_avoided_total",
                "Interactions that came again, and messages whose earlier try was found to be there.",
                ("of", &["interaction", "post"]),
            ),
            database: all.times(
                "study_coach_database_seconds",
                "What the database took for an operation, the wait for a connection included.",
                &["operation"],
                STATEMENTS,
            ),
            shards_wanted: all
                .whole("study_coach_gateway_shards", "Gateway connections that there should be."),
            shards_connected: all
                .whole("study_coach_gateway_shards_connected", "Gateway connections that are there."),
            unparsed: all.counters(
                "study_coach_gateway_events_unparsed_total",
                "Gateway events that could not be read as they are.",
                ("event", &["INTERACTION_CREATE"]),
            ),
            connections: all.counters(
                "study_coach_gateway_connections_total",
                "Connections to the gateway that were begun, at once or after a wait because there were too many.",
                ("begun", &["at once", "after a wait"]),
            ),
            answered_elsewhere: all.counter(
                "study_coach_interactions_answered_elsewhere_total",
                "Interactions that another copy of the coach answered on the same token.",
            ),
            memory: all.number("study_coach_resident_memory_bytes", "Memory of the process that is in use."),
            registry: registry.clone(),
        };
        let build = Opts::new("study_coach_build_info", "The version of the program.");
        let build = all.add(IntGaugeVec::new(build, &["version"]));
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        measures
    }
}

/// Makes metrics and registers them. Names and labels are constants of this file: a wrong or doubled one
/// panics at the first use, in every test.
struct Registering<'r>(&'r Registry);

impl Registering<'_> {
    fn add<C: Collector + Clone + 'static>(&self, made: prometheus::Result<C>) -> C {
        let metric = made.expect("a name and labels that Prometheus takes");
        self.0.register(Box::new(metric.clone())).expect("a name that is there once");
        metric
    }

    fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.add(IntCounter::new(name, help))
    }

    /// Counters by the value of a label; those of known values begin with 0.
    fn counters(&self, name: &str, help: &str, (label, known): (&str, &[&str])) -> IntCounterVec {
        let counters = self.add(IntCounterVec::new(Opts::new(name, help), &[label]));
        for value in known {
            counters.with_label_values(&[*value]);
        }
        counters
    }

    fn whole(&self, name: &str, help: &str) -> IntGauge {
        self.add(IntGauge::new(name, help))
    }

    fn number(&self, name: &str, help: &str) -> Gauge {
        self.add(Gauge::new(name, help))
    }

    fn time(&self, name: &str, help: &str, bounds: &[f64]) -> Histogram {
        self.add(Histogram::with_opts(HistogramOpts::new(name, help).buckets(bounds.to_vec())))
    }

    fn times(&self, name: &str, help: &str, labels: &[&str], bounds: &[f64]) -> HistogramVec {
        self.add(HistogramVec::new(HistogramOpts::new(name, help).buckets(bounds.to_vec()), labels))
    }
}

/// What became of a message of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// It is there.
    Sent {
        /// How long after its time.
        delay: Duration,
        /// Whether it says that it is late.
        late: bool,
    },
    /// It is tried again.
    Retried,
    /// It is not there.
    Failed,
    /// Nobody knows.
    Uncertain,
    /// There was nothing to send any more.
    Skipped,
}

/// An interaction is through: its kind, the command that it is about, and how it ended.
pub fn interaction(kind: &str, command: &str, outcome: &str, took: Duration) {
    MEASURES.interactions.with_label_values(&[kind, command, outcome]).observe(took.as_secs_f64());
}

/// An interaction's first answer was handed over: the whole one, or that it comes later.
pub fn first_answer(way: &str, took: Duration) {
    MEASURES.first_answers.with_label_values(&[way]).observe(took.as_secs_f64());
}

/// A request to the HTTP endpoint was refused.
pub fn request_refused(why: &str) {
    MEASURES.requests_refused.with_label_values(&[why]).inc();
}

/// A server's weekly post or reminder fell due and was queued.
pub fn post_due() {
    MEASURES.due.inc();
}

/// A message of the outbox was tried.
pub fn post(what: Post) {
    match what {
        Post::Sent { delay, late } => {
            MEASURES.sent.inc();
            MEASURES.delay.observe(delay.as_secs_f64());
            MEASURES.late.inc_by(u64::from(late));
        }
        Post::Retried => MEASURES.retried.inc(),
        Post::Failed => MEASURES.failed.inc(),
        Post::Uncertain => MEASURES.uncertain.inc(),
        Post::Skipped => MEASURES.skipped.inc(),
    }
}

/// Something came, or would have been made, a second time and was not.
pub fn duplicate_avoided(of: &str) {
    MEASURES.duplicates.with_label_values(&[of]).inc();
}

/// So many gateway connections should be there, and so many are.
pub fn shards(wanted: usize, connected: usize) {
    MEASURES.shards_wanted.set(i64::try_from(wanted).unwrap_or(i64::MAX));
    MEASURES.shards_connected.set(i64::try_from(connected).unwrap_or(i64::MAX));
}

/// An event of the gateway could not be read.
pub fn unparsed(event: &str) {
    MEASURES.unparsed.with_label_values(&[event]).inc();
}

/// A connection to the gateway is begun, after a wait where there had been too many.
pub fn connection(waited: bool) {
    let begun = if waited { "after a wait" } else { "at once" };
    MEASURES.connections.with_label_values(&[begun]).inc();
}

/// Another copy of the coach answered an interaction.
pub fn answered_elsewhere() {
    MEASURES.answered_elsewhere.inc();
}

/// Times an operation of the database until what is returned is dropped.
#[must_use]
pub fn database(operation: &'static str) -> Timed {
    Timed { operation, since: Instant::now() }
}

/// An operation that is being timed.
#[derive(Debug)]
pub struct Timed {
    operation: &'static str,
    since: Instant,
}

impl Drop for Timed {
    fn drop(&mut self) {
        let took = self.since.elapsed().as_secs_f64();
        MEASURES.database.with_label_values(&[self.operation]).observe(took);
    }
}

/// All metrics in Prometheus's text format, with the resident memory in bytes and the messages that wait;
/// what is not known is not a number.
pub fn text(memory: Option<u64>, waiting: Option<u64>) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a number for people, exact up to 2^53")]
    let number = |known: Option<u64>| known.map_or(f64::NAN, |known| known as f64);
    MEASURES.memory.set(number(memory));
    MEASURES.waiting.set(number(waiting));
    TextEncoder::new().encode_to_string(&MEASURES.registry.gather()).unwrap_or_default()
}
