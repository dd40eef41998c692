//! Taking back.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::learner::{Event, Happened, Study, UNDO_DAYS};
use super::record::{Change, Stamp};
use super::units::{InteractionId, LessonId};

/// The learner's last entry, if it can still be taken back.
pub fn last(study: &Study, now: DateTime<Utc>) -> Option<&Event> {
    study.standing().last().filter(|event| is_recent(event, now))
}

/// The entries that log time and can still be taken back, newest first.
///
/// A report on whose steps a later one finished a lesson is not among them: the later one goes first,
/// or the lesson would count as finished with steps open, and once more when they are done again.
pub fn removable(study: &Study, now: DateTime<Utc>) -> Vec<&Event> {
    let mut finished: BTreeSet<&LessonId> = BTreeSet::new();
    let mut removable = Vec::new();
    for event in study.standing().collect::<Vec<_>>().into_iter().rev() {
        let is_free = match &event.what {
            Happened::Logged { .. } => true,
            Happened::Finished { credits, lessons, .. } => {
                let is_free = !credits.iter().any(|credit| finished.contains(&credit.step.lesson));
                finished.extend(lessons);
                is_free
            }
            _ => false,
        };
        if is_free && is_recent(event, now) {
            removable.push(event);
        }
    }
    removable
}

fn is_recent(event: &Event, now: DateTime<Utc>) -> bool {
    event.recorded_at >= now - Duration::days(UNDO_DAYS)
}

/// Takes back one entry: the last, or one of those that log time. `promise::replace` then sees to the
/// week under way.
pub fn undo(study: &Study, seq: i64, interaction: InteractionId, now: DateTime<Utc>) -> Option<Change> {
    last(study, now).into_iter().chain(removable(study, now)).find(|event| event.seq == seq)?;
    Some(Change::record(study, Stamp::now(interaction, now), Happened::Undone { seq }))
}
