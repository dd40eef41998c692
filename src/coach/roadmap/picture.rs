//! The picture of a track.

use super::mark::Mark;
use crate::cards::Card;
use crate::cards::roadmap::{Roadmap, RoadmapPhase};
use crate::cards::theme::Stage;
use crate::coach::Coach;
use crate::coach::reply::Image;
use crate::say;
use crate::study::curriculum::Track;
use crate::study::sequence::Stop;

/// All stages, in the order of a legend.
const STAGES: [Stage; 6] =
    [Stage::Done, Stage::Now, Stage::Ahead, Stage::Optional, Stage::Known, Stage::LeftOut];

/// The picture with its facts in words; `length` says how long the track is.
pub(super) fn image(
    coach: &Coach,
    track: &Track,
    stops: &[Stop<'_>],
    marks: &[Mark],
    length: String,
) -> Image {
    let voice = &coach.voice;
    let phases: Vec<RoadmapPhase> = track
        .phases
        .iter()
        .map(|phase| {
            let marks = stops.iter().zip(marks).filter(|(stop, _)| stop.phase == phase.id);
            let lessons: Vec<Stage> = marks.map(|(_, mark)| stage(*mark)).collect();
            let done = lessons.iter().filter(|stage| **stage == Stage::Done).count();
            let share = say!(voice, CardPart { part: done, all: lessons.len() });
            RoadmapPhase { title: phase.title.clone(), share, lessons }
        })
        .collect();
    let here = stops.iter().zip(marks).filter(|(_, mark)| **mark == Mark::Here);
    let here: Vec<String> = here.map(|(stop, _)| stop.lesson.title.clone()).collect();
    let count = |stage| phases.iter().flat_map(|it| &it.lessons).filter(|it| **it == stage).count();
    let there = STAGES.map(|stage| (stage, count(stage))).into_iter().filter(|(_, count)| *count > 0);
    let there: Vec<(Stage, usize)> = there.collect();
    let legend: Vec<(Stage, String)> = there.iter().map(|(it, _)| (*it, meaning(coach, *it))).collect();
    let counts = legend.iter().zip(&there);
    let counts: Vec<String> = counts
        .map(|((_, label), (_, count))| say!(voice, AltFact { label: label.as_str(), value: *count }))
        .collect();
    let card = Roadmap {
        title: say!(voice, RoadmapTitle { track: track.title.as_str() }),
        caption: length,
        phases,
        here: match here.is_empty() {
            true => String::new(),
            false => say!(voice, CardRoadmapHere { title: voice.list(&here) }),
        },
        legend,
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
            counts: counts.join(", "),
            here: card.here.as_str(),
        }
    );
    Image::new(Card::Roadmap(card), alt.trim_end())
}

fn stage(mark: Mark) -> Stage {
    match mark {
        Mark::Done => Stage::Done,
        Mark::Here => Stage::Now,
        Mark::Ahead => Stage::Ahead,
        Mark::Optional => Stage::Optional,
        Mark::Known => Stage::Known,
        Mark::NoTime => Stage::LeftOut,
    }
}

fn meaning(coach: &Coach, stage: Stage) -> String {
    let voice = &coach.voice;
    match stage {
        Stage::Done => say!(voice, CardDone),
        Stage::Now => say!(voice, CardNow),
        Stage::Ahead => say!(voice, CardAhead),
        Stage::Optional => say!(voice, CardOptional),
        Stage::Known => say!(voice, CardKnown),
        Stage::LeftOut => say!(voice, CardLeftOut),
    }
}
