//! The gate before the gateway: serenity connects again at once, however often the connection is lost.
//!
//! Before each connection serenity takes the gateway's address from behind a lock. The gate holds that
//! lock, and lets one connection through at a time: at once while there are few, then after waits that
//! double.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::watch::Watch;

/// Connections within this time …
const WITHIN: Duration = Duration::from_secs(600);
/// … of which so many beside the first of each shard come through at once.
const FREE: usize = 4;
/// How often the gate opens while nobody has to wait.
const TURN: Duration = Duration::from_millis(100);
/// The first wait, and the longest.
const WAIT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// How long the next connection has to wait, by those of before.
#[derive(Debug)]
pub struct Backoff {
    free: usize,
    recent: VecDeque<Instant>,
}

impl Backoff {
    /// For so many shards, of which none is connected.
    pub fn new(shards: u32) -> Self {
        Self { free: FREE + shards as usize, recent: VecDeque::new() }
    }

    /// A connection was begun: how long the next one waits; none where it need not.
    pub fn connected(&mut self, now: Instant) -> Option<Duration> {
        self.recent.push_back(now);
        while self.recent.front().is_some_and(|at| now.duration_since(*at) > WITHIN) {
            self.recent.pop_front();
        }
        let over = self.recent.len().checked_sub(self.free)?;
        let doublings = u32::try_from(over).unwrap_or(u32::MAX);
        Some(WAIT.0.saturating_mul(2_u32.saturating_pow(doublings)).min(WAIT.1))
    }
}

/// Stands at the gate until `stop`; it is `closed` from the beginning, so no connection slips by.
pub async fn stand(
    address: Arc<Mutex<String>>,
    mut closed: OwnedMutexGuard<String>,
    shards: u32,
    watch: Arc<Watch>,
    stop: CancellationToken,
) {
    let mut backoff = Backoff::new(shards);
    let mut wait = None;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait.unwrap_or(TURN)) => {}
        }
        drop(closed);
        // The lock is fair: a connection that waits for it has it now.
        closed = match Arc::clone(&address).try_lock_owned() {
            Ok(closed) => closed,
            Err(_) => {
                watch.connection(wait.is_some());
                wait = backoff.connected(Instant::now());
                if let Some(wait) = wait {
                    tracing::warn!(
                        ?wait,
                        "the connection to Discord is lost again and again; the next one waits"
                    );
                }
                Arc::clone(&address).lock_owned().await
            }
        };
    }
}
