//! When the parts of the process were last seen to be well.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static GATEWAY: Beat = Beat::new();
static ENDPOINT: AtomicBool = AtomicBool::new(false);
static QUEUEING: Beat = Beat::new();
static SENDING: Beat = Beat::new();
static LEAVING: AtomicBool = AtomicBool::new(false);

/// The last time, in milliseconds since the first beat of all and one more; 0 is never.
struct Beat(AtomicU64);

impl Beat {
    const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    fn now(&self) {
        let since = u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX - 1);
        self.0.store(since + 1, Ordering::Relaxed);
    }

    fn ago(&self) -> Option<Duration> {
        let at = self.0.load(Ordering::Relaxed).checked_sub(1)?;
        Some(START.elapsed().saturating_sub(Duration::from_millis(at)))
    }
}

/// How long ago each part was last seen to be well; none for never.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// All gateway connections were there.
    pub gateway: Option<Duration>,
    /// Whether interactions come by HTTP, and are listened for.
    pub endpoint: bool,
    /// The loop that queues what falls due went on.
    pub queueing: Option<Duration>,
    /// The loop that sends what is queued went on.
    pub sending: Option<Duration>,
    /// Whether the process is ending.
    pub leaving: bool,
}

/// All gateway connections are there.
pub fn gateway() {
    GATEWAY.now();
}

/// Interactions are listened for.
pub fn endpoint() {
    ENDPOINT.store(true, Ordering::Relaxed);
}

/// The loop that queues what falls due goes on.
pub fn queueing() {
    QUEUEING.now();
}

/// The loop that sends what is queued goes on.
pub fn sending() {
    SENDING.now();
}

/// The process is ending.
pub fn leaving() {
    LEAVING.store(true, Ordering::Relaxed);
}

/// What was seen until now.
pub fn seen() -> Seen {
    Seen {
        gateway: GATEWAY.ago(),
        endpoint: ENDPOINT.load(Ordering::Relaxed),
        queueing: QUEUEING.ago(),
        sending: SENDING.ago(),
        leaving: LEAVING.load(Ordering::Relaxed),
    }
}
