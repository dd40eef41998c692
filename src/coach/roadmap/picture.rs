//! The picture of a track.

use super::{Mark, mark};
use crate::cards::Card;
use crate::cards::roadmap::{Roadmap, RoadmapPhase};
use crate::cards::theme::Stage;
use crate::coach::Coach;
use crate::coach::reply::Image;
use crate::say;
use crate::study::curriculum::{Importance, Track};
use crate::study::learner::Study;
use crate::study::sequence::Stop;

/// The picture with its facts in words; `length` says how long the track is.
pub(super) fn image(
    coach: &Coach,
    study: &Study,
    track: &Track,
    stops: &[Stop<'_>],
    length: String,
) -> Image {
    let voice = &coach.voice;
    let phases: Vec<RoadmapPhase> = track
        .phases
        .iter()
        .map(|phase| {
            let lessons: Vec<Stage> =
                stops.iter().filter(|stop| stop.phase == phase.id).map(|stop| stage(study, stop)).collect();
            let done = lessons.iter().filter(|stage| **stage == Stage::Done).count();
            let share = say!(voice, CardPart { part: done, all: lessons.len() });
            RoadmapPhase { title: phase.title.clone(), share, lessons }
        })
        .collect();
    let here: Vec<String> = stops
        .iter()
        .filter(|stop| stage(study, stop) == Stage::Now)
        .map(|stop| stop.lesson.title.clone())
        .collect();
    let optional = phases.iter().flat_map(|phase| &phase.lessons);
    let optional = optional.filter(|stage| **stage == Stage::Optional).count();
    let card = Roadmap {
        title: say!(voice, RoadmapTitle { track: track.title.as_str() }),
        caption: length,
        phases,
        here: match here.is_empty() {
            true => String::new(),
            false => say!(voice, CardRoadmapHere { title: voice.list(&here) }),
        },
        legend: [
            say!(voice, CardDone),
            say!(voice, CardNow),
            say!(voice, CardAhead),
            say!(voice, CardOptional),
        ],
    };
    let phases: Vec<String> = card
        .phases
        .iter()
        .map(|phase| say!(voice, AltShare { title: phase.title.as_str(), share: phase.share.as_str() }))
        .collect();
    let alt = say!(
        voice,
        AltRoadmap {
            title: card.title.as_str(),
            length: card.caption.as_str(),
            phases: phases.join(", "),
            optional: optional,
            here: card.here.as_str(),
        }
    );
    Image::new(Card::Roadmap(card), alt.trim_end())
}

fn stage(study: &Study, stop: &Stop<'_>) -> Stage {
    match mark(study, stop.lesson.id.as_str()) {
        Mark::Done => Stage::Done,
        Mark::Here => Stage::Now,
        Mark::Ahead if stop.importance == Importance::Optional => Stage::Optional,
        Mark::Ahead => Stage::Ahead,
    }
}
