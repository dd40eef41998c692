//! `docs/curriculum.md` is what the content says: `UPDATE_EXPECT=1 cargo test content::page` writes it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::expect_file;
use study_coach::content::{Files, load};
use study_coach::study::curriculum::{Curriculum, Importance, Lesson, Track};

#[test]
fn the_page_of_the_curriculum_is_what_the_content_says() {
    let curriculum = load(&Files::built_in()).unwrap().curriculum;
    expect_file!["../../../docs/curriculum.md"].assert_eq(&page(&curriculum));
}

fn page(curriculum: &Curriculum) -> String {
    let mut page = String::from(
        "# The curriculum in tables\n\nWritten from `prompts/` by a test, so it is never out of date. Hours are sums of the steps' minutes, rounded; of AWS, Google Cloud and Azure, the side that the track takes counts.\n\n## Tracks\n\n| Track | Lessons | Minimum | All but optional | Optional |\n|---|---|---|---|---|\n",
    );
    for track in curriculum.tracks.values() {
        let lessons = lessons_of(curriculum, track);
        let hours = |wanted: &dyn Fn(Importance) -> bool| {
            let of = lessons.iter().filter(|(_, importance)| wanted(*importance));
            of.map(|(lesson, _)| lesson.minutes().0).sum::<u32>().div_ceil(60)
        };
        let _ = writeln!(
            page,
            "| {} | {} | {} h | {} h | {} h |",
            track.title,
            lessons.len(),
            hours(&|it| it == Importance::Minimum),
            hours(&|it| it != Importance::Optional),
            hours(&|it| it == Importance::Optional),
        );
    }
    page.push_str("\n## Recommended lessons\n\nEverybody should know them, but no lesson of a track's core needs them; they are the first to go when time is short.\n\n| Lesson | Tier | Hours |\n|---|---|---|\n");
    for lesson in curriculum.lessons.values().filter(|it| it.importance == Importance::Recommended) {
        let hours = f64::from(lesson.minutes().0) / 60.0;
        let _ = writeln!(page, "| {} | {} | {hours:.1} |", lesson.title, lesson.tier);
    }
    page.push_str("\n## What is skipped by who knows it already\n\nA lesson is skipped when all the skills that it gives are known.\n\n| Skill | Lessons that give it |\n|---|---|\n");
    for (id, skill) in &curriculum.skills {
        let lessons: Vec<&str> = curriculum
            .lessons
            .values()
            .filter(|lesson| lesson.gives.contains(id))
            .map(|lesson| lesson.id.as_str())
            .collect();
        let _ = writeln!(page, "| {} | {} |", skill.title, lessons.join(", "));
    }
    page
}

/// A track's lessons with their importance on it.
fn lessons_of<'c>(curriculum: &'c Curriculum, track: &'c Track) -> Vec<(&'c Lesson, Importance)> {
    let minimum: BTreeSet<&str> = track.minimum.iter().map(|id| id.as_str()).collect();
    let optional: BTreeSet<&str> = track.optional.iter().map(|id| id.as_str()).collect();
    let names = track.phases.iter().flat_map(|phase| &phase.lessons);
    names
        .map(|name| {
            let taken = |side: &&Lesson| {
                side.one_of.as_ref().is_none_or(|one_of| track.choices.contains(&one_of.choice))
            };
            let lesson = curriculum
                .lesson(name.as_str())
                .or_else(|| curriculum.sides(name.as_str()).find(taken))
                .expect("check found every name");
            let importance = match name.as_str() {
                name if minimum.contains(name) => Importance::Minimum,
                name if optional.contains(name) => Importance::Optional,
                _ => lesson.importance,
            };
            (lesson, importance)
        })
        .collect()
}
