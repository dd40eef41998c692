//! Why a lesson is in a plan or is not, in words.

use super::Coach;
use super::planning::Planned;
use crate::say;
use crate::study::curriculum::{Importance, Lesson};
use crate::study::learner::Study;
use crate::study::sequence::Reason;
use crate::study::why::why;

/// Why a lesson is in the plan and why at its time; for one that is not, why it is not. Of the lessons
/// that need it so many are named.
pub fn reasons(coach: &Coach, study: &Study, planned: &Planned<'_>, lesson: &Lesson, named: usize) -> String {
    let voice = &coach.voice;
    let profile = planned.profile();
    let Some(why) = why(&planned.plan, profile, study, lesson) else {
        let left = planned.plan.left_out.iter().find(|(it, _)| it.id == lesson.id);
        return match left {
            _ if study.is_finished(lesson.id.as_str()) => say!(voice, WhyFinished),
            Some((_, reason)) => left_out(coach, *reason),
            None => say!(voice, WhyElsewhere),
        };
    };
    let track = coach.content.curriculum.tracks.get(&profile.track).map_or("", |track| track.title.as_str());
    let mut sentences = vec![match why.importance {
        _ if why.added => say!(voice, WhyAdded),
        Importance::Minimum => say!(voice, WhyMinimum { track: track }),
        Importance::Core => say!(voice, WhyCore { track: track }),
        Importance::Recommended => say!(voice, WhyRecommended),
        Importance::Optional => say!(voice, WhyNeeded),
    }];
    let names: Vec<String> = why
        .needed_by
        .iter()
        .take(named)
        .map(|(other, week)| say!(voice, WhyWeek { lesson: other.title.as_str(), week: *week }))
        .collect();
    if !names.is_empty() {
        sentences.push(match why.needed_by.len() - names.len() {
            0 => say!(voice, WhyNeededBy { lessons: voice.list(&names) }),
            more => say!(voice, WhyNeededByMany { lessons: names.join(", "), more: more }),
        });
    }
    if study.is_finished(lesson.id.as_str()) {
        sentences.push(say!(voice, WhyDone));
    } else if why.begun {
        sentences.push(say!(voice, WhyBegun));
    } else if lesson.practice {
        sentences.push(say!(voice, WhyPractice));
    } else if names.is_empty() {
        sentences.push(say!(voice, WhyItself));
    }
    sentences.join(" ")
}

/// Why a lesson is left out.
pub fn left_out(coach: &Coach, reason: Reason) -> String {
    let voice = &coach.voice;
    match reason {
        Reason::NoTime => say!(voice, LeftOutNoTime),
        Reason::Optional => say!(voice, LeftOutOptional),
        Reason::Known => say!(voice, LeftOutKnown),
        Reason::Alternative => say!(voice, LeftOutAlternative),
    }
}
