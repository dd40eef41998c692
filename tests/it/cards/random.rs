//! Random cards.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use study_coach::cards::Card;
use study_coach::cards::board::{Board, Moved, Row};
use study_coach::cards::progress::{Fact, Phase, Progress, WeekBar};
use study_coach::cards::roadmap::{Roadmap, RoadmapPhase};
use study_coach::cards::theme::Stage;
use study_coach::cards::week::Week;

use super::samples::HOSTILE;

/// What people and translators write: anything, and more often what is known to be hard.
pub fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Za-zÀ-ž ]{0,40}",
        2 => "\\PC{0,60}",
        1 => any::<String>(),
        2 => select(HOSTILE.to_vec()).prop_map(str::to_owned),
    ]
}

fn stage() -> impl Strategy<Value = Stage> {
    select(vec![Stage::Done, Stage::Now, Stage::Ahead, Stage::Optional, Stage::Known, Stage::LeftOut])
}

fn moved() -> impl Strategy<Value = Moved> {
    prop_oneof![
        any::<u32>().prop_map(Moved::Up),
        any::<u32>().prop_map(Moved::Down),
        Just(Moved::Same),
        Just(Moved::New)
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    (words(), words()).prop_map(|(label, value)| Fact { label, value })
}

fn row() -> impl Strategy<Value = Row> {
    let shown = (words(), words(), words(), words(), option::of(moved()));
    (shown, 0..20_u32, any::<u32>(), any::<bool>()).prop_map(
        |((place, name, value, new, moved), rank, percent, own)| Row {
            place,
            rank,
            name,
            value,
            percent,
            moved,
            new,
            own,
        },
    )
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    vec(row(), 0..11)
}

fn board() -> impl Strategy<Value = Card> {
    (words(), words(), rows(), vec(row(), 0..4))
        .prop_map(|(title, caption, rows, around)| Card::Board(Board { title, caption, rows, around }))
}

fn week_bar() -> impl Strategy<Value = WeekBar> {
    (words(), words(), any::<u32>(), any::<u32>(), any::<bool>())
        .prop_map(|(label, value, kept, promised, now)| WeekBar { label, value, kept, promised, now })
}

fn progress() -> impl Strategy<Value = Card> {
    let phase = (words(), words(), any::<u32>(), stage()).prop_map(|(title, share, percent, stage)| Phase {
        title,
        share,
        percent,
        stage,
    });
    let head = (words(), words(), any::<u32>(), fact(), vec(phase, 0..8), words());
    let rest = (vec(week_bar(), 0..10), fact(), any::<(u32, u32)>(), words(), vec(fact(), 0..4));
    (head, rest).prop_map(
        |((name, track, percent, way, phases, by_week), (weeks, streak, freezes, freezes_left, facts))| {
            Card::Progress(Progress {
                name,
                track,
                percent,
                way,
                phases,
                by_week,
                weeks,
                streak,
                freezes,
                freezes_left,
                facts,
            })
        },
    )
}

fn roadmap() -> impl Strategy<Value = Card> {
    let phase = (words(), words(), vec(stage(), 0..70)).prop_map(|(title, share, lessons)| RoadmapPhase {
        title,
        share,
        lessons,
    });
    let legend = vec((stage(), words()), 0..7);
    (words(), words(), vec(phase, 0..7), words(), legend).prop_map(
        |(title, caption, phases, here, legend)| {
            Card::Roadmap(Roadmap { title, caption, phases, here, legend })
        },
    )
}

fn week() -> impl Strategy<Value = Card> {
    let tracks = vec((words(), any::<u32>()), 0..8);
    let head = (words(), words(), words(), words(), words(), words());
    (head, vec(fact(), 0..5), tracks, rows()).prop_map(
        |((title, caption, before, now, heading, covers), facts, tracks, rows)| {
            Card::Week(Week { title, caption, before, facts, now, tracks, heading, covers, rows })
        },
    )
}

/// Any card.
pub fn card() -> impl Strategy<Value = Card> {
    prop_oneof![board(), progress(), roadmap(), week()]
}
