//! Random curricula and profiles, in the domain's words.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;
use study_coach::study::curriculum::{Curriculum, Importance, Lesson, Phase};
use study_coach::study::learner::Profile;
use study_coach::study::units::{LessonId, Minutes, TrackId};

use super::build::{LessonWords, curriculum, date, lesson, profile, track};

/// Skills that lessons may give.
const SKILLS: [&str; 5] = ["python", "sql", "statistics", "cloud", "git"];

/// A curriculum, and three profiles on it of which each has more time or knows more.
#[derive(Debug, Clone)]
pub struct Case {
    pub curriculum: Curriculum,
    pub profile: Profile,
    /// Quarters of an hour more a week.
    pub more_time: Minutes,
    pub more_months: u32,
    pub knows_more: BTreeSet<String>,
    /// Which lessons' first steps are done when the learner is under way.
    pub done: Vec<Index>,
}

/// One name of a track: a lesson, or a group with its sides.
#[derive(Debug, Clone)]
struct Entry {
    steps: Vec<u32>,
    sides: usize,
    needs: Vec<Index>,
    importance: Importance,
    gives: BTreeSet<usize>,
    project: bool,
    practice: bool,
    in_second: bool,
    in_minimum: bool,
    is_optional: bool,
}

fn entry() -> impl Strategy<Value = Entry> {
    let importance = prop_oneof![
        2 => Just(Importance::Minimum),
        4 => Just(Importance::Core),
        3 => Just(Importance::Recommended),
        1 => Just(Importance::Optional),
    ];
    let minutes = prop_oneof![8 => 5..=300_u32, 1 => Just(0_u32), 1 => 300..=1_500_u32];
    let sides = prop_oneof![8 => Just(1_usize), 1 => Just(2_usize), 1 => Just(3_usize)];
    let gives = prop_oneof![3 => Just(BTreeSet::new()), 2 => btree_set(0..SKILLS.len(), 1..3)];
    let rare = || prop::bool::weighted(0.1);
    let kind = prop_oneof![8 => Just((false, false)), 1 => Just((true, false)), 1 => Just((false, true))];
    let flags = (kind, any::<bool>(), rare(), rare());
    (vec(minutes, 1..7), sides, vec(any::<Index>(), 0..4), importance, gives, flags).prop_map(
        |(
            steps,
            sides,
            needs,
            importance,
            gives,
            ((project, practice), in_second, in_minimum, is_optional),
        )| Entry {
            steps,
            sides,
            needs,
            importance,
            gives,
            project,
            practice,
            in_second,
            in_minimum,
            is_optional,
        },
    )
}

pub fn case() -> impl Strategy<Value = Case> {
    let start = (0_i64..400).prop_map(|days| date("2026-11-30") + chrono::Duration::days(days));
    let wants = (
        2_u32..120,
        prop::option::weighted(0.8, 1_u32..13),
        start,
        btree_set(prop::sample::select(SKILLS.as_slice()), 0..3),
        prop::option::of(Just("second")),
        prop::option::of(prop::sample::select(["side-1", "side-2"].as_slice())),
        vec(any::<Index>(), 0..3),
    );
    let more = (0_u32..40, 0_u32..6, btree_set(prop::sample::select(SKILLS.as_slice()), 0..3));
    let shuffle = any::<u64>();
    (vec(entry(), 1..25), shuffle, wants, more, vec(any::<Index>(), 0..12)).prop_map(
        |(entries, shuffle, (quarters, months, starts_on, known, also, choice, added), more, done)| {
            let curriculum = assemble(&entries, shuffle);
            let mut profile = profile(quarters * 15, "2026-11-30");
            profile.starts_on = starts_on;
            profile.months = months;
            profile.known = known.into_iter().map(Into::into).collect();
            profile.also = also.map(TrackId::from);
            profile.choices = choice.into_iter().map(str::to_owned).collect();
            let ids: Vec<LessonId> = curriculum.lessons.keys().cloned().collect();
            profile.added = added.iter().map(|index| index.get(&ids).clone()).collect();
            let knows_more = more.2.into_iter().map(str::to_owned).collect();
            Case {
                curriculum,
                profile,
                more_time: Minutes(more.0 * 15),
                more_months: more.1,
                knows_more,
                done,
            }
        },
    )
}

/// The lessons of the entries, and two tracks that are closed under prerequisites.
fn assemble(entries: &[Entry], shuffle: u64) -> Curriculum {
    let name = |place: usize| format!("l{place:02}");
    let mut lessons: Vec<Lesson> = Vec::new();
    let mut needs_of: Vec<Vec<usize>> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let needs: BTreeSet<usize> =
            entry.needs.iter().filter(|_| place > 0).map(|index| index.index(place)).collect();
        needs_of.push(needs.iter().copied().collect());
        let needs: Vec<String> = needs.into_iter().map(name).collect();
        let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
        let gives: Vec<&str> = entry.gives.iter().map(|skill| SKILLS[*skill]).collect();
        for side in 0..entry.sides {
            let steps: Vec<u32> = entry.steps.iter().skip(side.min(entry.steps.len() - 1)).copied().collect();
            let id = if entry.sides == 1 { name(place) } else { format!("{}-{side}", name(place)) };
            let mut lesson = lesson(&id, &steps).needs(&needs).gives(&gives).is(entry.importance);
            lesson.project = entry.project;
            lesson.practice = entry.practice;
            lessons.push(if entry.sides == 1 {
                lesson
            } else {
                lesson.one_of(&name(place), &format!("side-{side}"))
            });
        }
    }
    // The second track holds what is marked for it and all that this needs.
    let mut in_second: Vec<bool> = entries.iter().map(|entry| entry.in_second).collect();
    for place in (0..entries.len()).rev() {
        if in_second[place] {
            needs_of[place].iter().for_each(|&need| in_second[need] = true);
        }
    }
    // The order in which a track lists its lessons is free: a shuffle by hashing.
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&place| (place as u64 + 1).wrapping_mul(shuffle | 1).rotate_left(17));
    let names = |which: &dyn Fn(usize) -> bool| -> Vec<String> {
        order.iter().copied().filter(|&place| which(place)).map(name).collect()
    };
    let tracks: BTreeMap<TrackId, _> =
        [("main", names(&|_| true)), ("second", names(&|place| in_second[place]))]
            .into_iter()
            .map(|(id, names)| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let mut track = track(id, &names);
                let marked = |which: &dyn Fn(&Entry) -> bool| -> Vec<LessonId> {
                    let all = (0..entries.len()).filter(|&place| which(&entries[place]));
                    all.map(name)
                        .filter(|it| names.contains(&it.as_str()))
                        .map(|it| it.as_str().into())
                        .collect()
                };
                track.minimum = marked(&|entry| entry.in_minimum);
                track.optional = marked(&|entry| entry.is_optional && !entry.in_minimum);
                track.choices = vec!["side-0".to_owned()];
                let late = track.phases[0].lessons.split_off(names.len() / 2);
                track.phases.push(Phase { id: "late".to_owned(), title: "Late".to_owned(), lessons: late });
                (track.id.clone(), track)
            })
            .collect();
    Curriculum { tracks, ..curriculum(lessons) }
}
