//! Two tracks side by side, and which one somebody's answers speak for.

use super::curriculum::{Curriculum, Importance, Lesson, Track};
use super::sequence::route;
use super::units::{Minutes, TrackId};

/// How many questions lead to a suggestion.
pub const QUESTIONS: usize = 3;

/// One of two tracks, beside the other.
#[derive(Debug, Clone)]
pub struct Side<'c> {
    /// The track.
    pub track: &'c Track,
    /// How many lessons its route holds, without optional ones.
    pub lessons: usize,
    /// The time that they take.
    pub minutes: Minutes,
    /// Those that the other track does not hold, in the order of study.
    pub only: Vec<&'c Lesson>,
}

/// Two tracks side by side; optional lessons, which nobody has to take, count on neither.
#[derive(Debug, Clone)]
pub struct Comparison<'c> {
    /// Both, in the order in which they were asked for.
    pub sides: [Side<'c>; 2],
    /// How many lessons both hold.
    pub shared: usize,
}

/// Compares two tracks as they are for somebody who takes these sides of one-of groups.
pub fn compare<'c>(curriculum: &'c Curriculum, tracks: [&'c Track; 2], choices: &[String]) -> Comparison<'c> {
    let lessons = tracks.map(|track| lessons(curriculum, &track.id, choices));
    let [one, other] = &lessons;
    let within = |lesson: &Lesson, lessons: &[&Lesson]| lessons.iter().any(|it| it.id == lesson.id);
    let side = |track: &'c Track, own: &[&'c Lesson], foreign: &[&'c Lesson]| Side {
        track,
        lessons: own.len(),
        minutes: own.iter().map(|lesson| lesson.minutes()).sum(),
        only: own.iter().copied().filter(|lesson| !within(lesson, foreign)).collect(),
    };
    let sides = [side(tracks[0], one, other), side(tracks[1], other, one)];
    let shared = sides[0].lessons - sides[0].only.len();
    Comparison { sides, shared }
}

fn lessons<'c>(curriculum: &'c Curriculum, track: &TrackId, choices: &[String]) -> Vec<&'c Lesson> {
    let stops = route(curriculum, track, None, choices).stops;
    stops.into_iter().filter(|stop| stop.importance != Importance::Optional).map(|stop| stop.lesson).collect()
}

/// The track that most answers speak for, and how many do. Between equals the first answer decides:
/// what somebody wants to work with lasts longer than what they want to show.
pub fn suggest<T: PartialEq>(answers: &[T]) -> Option<(&T, usize)> {
    let count = |track: &T| answers.iter().filter(|answer| *answer == track).count();
    let most = answers.iter().map(count).max()?;
    answers.iter().find(|track| count(track) == most).map(|track| (track, most))
}
