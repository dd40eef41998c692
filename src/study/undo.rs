//! Taking back.

use chrono::{DateTime, Duration, Utc};

use super::learner::{Event, Happened, Study, UNDO_DAYS};
use super::record::{Change, Stamp};
use super::units::InteractionId;

/// The learner's last entry that can still be taken back.
pub fn last(study: &Study, now: DateTime<Utc>) -> Option<&Event> {
    standing(study, now).next_back()
}

/// The entries that log time and can still be taken back, newest first.
pub fn removable(study: &Study, now: DateTime<Utc>) -> Vec<&Event> {
    standing(study, now)
        .rev()
        .filter(|event| matches!(event.what, Happened::Logged { .. } | Happened::Finished { .. }))
        .collect()
}

fn standing(study: &Study, now: DateTime<Utc>) -> impl DoubleEndedIterator<Item = &Event> {
    let oldest = now - Duration::days(UNDO_DAYS);
    study.standing().filter(move |event| event.recorded_at >= oldest).collect::<Vec<_>>().into_iter()
}

/// Takes back one entry; it must be one of those that `last` or `removable` offers.
pub fn undo(study: &Study, seq: i64, interaction: InteractionId, now: DateTime<Utc>) -> Option<Change> {
    standing(study, now).find(|event| event.seq == seq)?;
    Some(Change::record(study, Stamp::now(interaction, now), Happened::Undone { seq }))
}
