//! What is watched of the connection to Discord, because serenity says nothing of it: counted here and in
//! `/metrics`.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::measure;

/// Interactions that are remembered.
const TAKEN: usize = 500;
/// Kinds of events that are named in the log, once each.
const KINDS: usize = 100;

/// Counts since the start.
#[derive(Debug, Default)]
pub struct Watch {
    /// Events that serenity could not read or does not know.
    pub unparsed: AtomicU64,
    /// Connections to the gateway that were begun.
    pub connections: AtomicU64,
    /// Those of them that had to wait, because there had been too many.
    pub slowed: AtomicU64,
    /// Interactions that somebody else had answered: another copy runs on the same token.
    pub doubled: AtomicU64,
    is_doubled: AtomicBool,
    taken: Mutex<VecDeque<u64>>,
    kinds: Mutex<BTreeSet<String>>,
}

impl Watch {
    /// Counts an event that was not read; the first of its kind is named in the log, without what it holds.
    pub fn unparsed(&self, kind: &str) {
        self.unparsed.fetch_add(1, Ordering::Relaxed);
        measure::unparsed(kind);
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        if kinds.len() < KINDS && kinds.insert(kind.to_owned()) {
            tracing::warn!(kind, "an event of this kind cannot be read; others like it are only counted");
        }
    }

    /// Whether an interaction was taken in hand before: Discord delivers some twice after a resume.
    pub fn is_again(&self, interaction: u64) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.contains(&interaction) {
            return true;
        }
        if taken.len() == TAKEN {
            taken.pop_front();
        }
        taken.push_back(interaction);
        false
    }

    /// Counts a connection to the gateway that is begun, and whether it had to wait.
    pub fn connection(&self, slowed: bool) {
        self.connections.fetch_add(1, Ordering::Relaxed);
        self.slowed.fetch_add(u64::from(slowed), Ordering::Relaxed);
        measure::connection(slowed);
    }

    /// Counts an interaction that was answered by somebody else; said once.
    pub fn doubled(&self) {
        self.doubled.fetch_add(1, Ordering::Relaxed);
        measure::answered_elsewhere();
        if !self.is_doubled.swap(true, Ordering::Relaxed) {
            tracing::warn!("another copy of the coach answers on the same token; stop one of the two");
        }
    }
}
