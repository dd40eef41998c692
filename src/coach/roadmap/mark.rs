//! How far a learner is with each lesson of a track.

use crate::coach::Coach;
use crate::coach::planning::planned;
use crate::coach::request::Request;
use crate::study::curriculum::{Importance, Track};
use crate::study::learner::Study;
use crate::study::sequence::{Reason, Route};

/// How far a learner is with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Finished.
    Done,
    /// Under way, or the next one where none is.
    Here,
    /// To come.
    Ahead,
    /// To come for who adds it.
    Optional,
    /// Known before, so not in the learner's plan.
    Known,
    /// Not in the learner's plan for want of time.
    NoTime,
}

impl Mark {
    /// Whether nothing is left to do there.
    pub fn is_behind(self) -> bool {
        matches!(self, Self::Done | Self::Known)
    }
}

/// A mark for each stop of the route of `track`. What a learner knows or leaves out is so only where
/// the track is their own.
pub(super) fn marks(
    coach: &Coach,
    request: &Request,
    study: &Study,
    track: &Track,
    route: &Route<'_>,
) -> Vec<Mark> {
    let profile = study.profile.as_ref();
    let profile = profile.filter(|it| it.track == track.id || it.also.as_ref() == Some(&track.id));
    let reasons = profile.map(|profile| route.reasons(profile));
    let mark = |place: usize| {
        let stop = &route.stops[place];
        let reason = reasons.as_ref().map(|reasons| reasons[place]);
        match study.progress.get(&stop.lesson.id) {
            Some(progress) if progress.finished_at.is_some() => Mark::Done,
            Some(progress) if !progress.steps.is_empty() => Mark::Here,
            _ => match reason {
                Some(Some(Reason::Known)) => Mark::Known,
                Some(Some(Reason::NoTime)) => Mark::NoTime,
                Some(None) => Mark::Ahead,
                _ if stop.importance == Importance::Optional => Mark::Optional,
                _ => Mark::Ahead,
            },
        }
    };
    let mut marks: Vec<Mark> = (0..route.stops.len()).map(mark).collect();
    if let Some(profile) = profile.filter(|_| !marks.contains(&Mark::Here)) {
        let planned = planned(coach, study, profile, request.now);
        let next = planned.plan.weeks.iter().flat_map(|week| &week.parts).next();
        let next = next.and_then(|part| route.stops.iter().position(|it| it.lesson.id == part.lesson.id));
        if let Some(place) = next {
            marks[place] = Mark::Here;
        }
    }
    marks
}
