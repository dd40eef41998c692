//! How long planning takes: `cargo bench --bench plan`.

use std::collections::BTreeSet;
use std::hint::black_box;

use chrono::{DateTime, Utc};
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use study_coach::content::{Files, load};
use study_coach::study::curriculum::{Curriculum, Importance, Lesson, Phase, Step, Track};
use study_coach::study::learner::{Profile, Study};
use study_coach::study::plan::{Basis, needed_weekly, plan, trim};
use study_coach::study::promise;
use study_coach::study::sequence::route;
use study_coach::study::units::{LearnerId, LessonId, Minutes};
use study_coach::study::week::Week;

fn profile(track: &str, weekly: u32, months: Option<u32>) -> Profile {
    let starts_on = "2026-11-30".parse().expect("a date");
    Profile { months, ..Profile::new(track.into(), Minutes(weekly), starts_on) }
}

/// So many lessons of five steps, each needing two before it.
fn generated(count: usize) -> Curriculum {
    let name = |place: usize| LessonId::from(format!("lesson-{place:05}").as_str());
    let lesson = |place: usize| Lesson {
        id: name(place),
        title: String::new(),
        tier: String::new(),
        importance: match place % 3 {
            0 => Importance::Minimum,
            1 => Importance::Core,
            _ => Importance::Recommended,
        },
        needs: if place == 0 { Vec::new() } else { vec![name(place / 2), name(place * 2 / 3)] },
        gives: Vec::new(),
        project: false,
        practice: false,
        one_of: None,
        steps: (1..=5)
            .map(|step| Step {
                id: step.to_string().as_str().into(),
                minutes: Minutes(20 + (place as u32 * 7 + step * 13) % 70),
                action: String::new(),
            })
            .collect(),
        sources: Vec::new(),
        checks: Vec::new(),
        why: String::new(),
        show: String::new(),
        mistakes: None,
    };
    let track = Track {
        id: "all".into(),
        title: String::new(),
        goal: String::new(),
        work: String::new(),
        market: String::new(),
        minimum: Vec::new(),
        answers: Vec::new(),
        optional: Vec::new(),
        choices: Vec::new(),
        phases: vec![Phase {
            id: "all".to_owned(),
            title: String::new(),
            lessons: (0..count).map(name).collect(),
        }],
    };
    Curriculum {
        lessons: (0..count).map(|place| (name(place), lesson(place))).collect(),
        tracks: [(track.id.clone(), track)].into(),
        ..Curriculum::default()
    }
}

fn planning(c: &mut Criterion) {
    let files = Files::built_in();
    let content = load(&files).expect("the built-in content is without faults");
    let curriculum = &content.curriculum;
    let year = profile("llm", 600, Some(12));
    let planned = plan(curriculum, Basis::fresh(&year));
    let lessons: BTreeSet<_> =
        planned.weeks.iter().flat_map(|week| &week.parts).map(|part| &part.lesson.id).collect();
    println!("built-in content: {} lessons in {} weeks", lessons.len(), planned.weeks.len());

    c.bench_function("a year's plan", |b| b.iter(|| plan(curriculum, Basis::fresh(black_box(&year)))));
    c.bench_function("a route", |b| {
        b.iter(|| route(curriculum, black_box(&year.track), None, &[]).stops.len());
    });
    let short = profile("llm", 300, Some(12));
    c.bench_function("trim a year at 5 h", |b| b.iter(|| trim(curriculum, Basis::fresh(black_box(&short)))));
    c.bench_function("hours needed", |b| {
        b.iter(|| needed_weekly(curriculum, Basis::fresh(black_box(&short))))
    });
    let mut study = Study::new(LearnerId(1), chrono_tz::UTC);
    study.profile = Some(year.clone());
    let week = Week::of(year.starts_on);
    study.promises.push(promise::make(curriculum, &study, week));
    let basis = Basis { profile: &year, study: Some(&study), today: year.starts_on };
    c.bench_function("a year's plan under way", |b| b.iter(|| plan(curriculum, black_box(basis))));
    c.bench_function("a week's promise", |b| {
        b.iter_batched(
            || &study,
            |study| promise::make(curriculum, study, week.plus(1)),
            BatchSize::SmallInput,
        );
    });

    monday(c, curriculum);

    let mut group = c.benchmark_group("generated lessons");
    group.sample_size(20);
    for count in [100, 1_000, 10_000] {
        let curriculum = generated(count);
        let profile = profile("all", 600, None);
        group.bench_with_input(BenchmarkId::from_parameter(count), &curriculum, |b, curriculum| {
            b.iter(|| plan(curriculum, Basis::fresh(black_box(&profile))));
        });
    }
    group.finish();
}

/// A Monday of many learners: each at another place of one of the tracks, with the week before promised.
fn monday(c: &mut Criterion, curriculum: &Curriculum) {
    const LEARNERS: usize = 1_000;
    let tracks: Vec<_> = curriculum.tracks.keys().cloned().collect();
    let start: DateTime<Utc> = "2026-11-30T08:00:00Z".parse().expect("an instant");
    let learners: Vec<(Study, Week)> = (0..LEARNERS)
        .map(|number| {
            let track = &tracks[number % tracks.len()];
            let own = profile(track.as_str(), 300 + 15 * (number as u32 % 60), Some(12));
            let mut study = Study::new(LearnerId(number as u64), chrono_tz::UTC);
            let route = plan(curriculum, Basis::fresh(&own));
            for lesson in route.lessons().into_iter().take(number % 60) {
                let progress = study.progress.entry(lesson.id.clone()).or_default();
                progress.steps.extend(lesson.steps.iter().map(|step| step.id.clone()));
                progress.finished_at = Some(start);
            }
            study.profile = Some(own);
            let week = Week::of(start.date_naive()).plus(1 + number as i64 % 12);
            (study, week)
        })
        .collect();
    c.bench_function("a Monday of 1,000 learners", |b| {
        b.iter(|| {
            let promised = learners.iter().map(|(study, week)| promise::make(curriculum, study, *week));
            promised.map(|promise| u64::from(promise.minutes.0)).sum::<u64>()
        });
    });
}

criterion_group!(benches, planning);
criterion_main!(benches);
