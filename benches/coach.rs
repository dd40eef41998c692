//! `/next` and `/done` through the coach, on a SQLite file with 10,000 learners who have all studied.
//!
//! `cargo bench --bench coach`; the figures and the machine stand in the README.

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Duration, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use study_coach::coach::Coach;
use study_coach::coach::request::{Act, Call, Person, Place, Request, Value};
use study_coach::content::voice::Voice;
use study_coach::content::{Files, load};
use study_coach::store::Store;
use study_coach::study::units::{ChannelId, InteractionId, LearnerId, ServerId};

const LEARNERS: u64 = 10_000;

static INTERACTION: AtomicU64 = AtomicU64::new(1);

fn now() -> DateTime<Utc> {
    "2026-12-07T20:00:00Z".parse().expect("a time")
}

fn request(learner: u64, at: DateTime<Utc>, name: &str, values: &[(&str, Value)]) -> Request {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Request {
        id: InteractionId(INTERACTION.fetch_add(1, Ordering::Relaxed)),
        now: at,
        from: Person {
            id: LearnerId(learner),
            name: format!("learner {learner}"),
            manages: false,
            links: true,
            writes: true,
            posts: true,
        },
        place: Place::Server(ServerId(1 + learner % 100), ChannelId(1)),
        act: Act::Command(Call { name: name.to_owned(), sub: None, values }),
        locale: None,
        server_locale: None,
    }
}

async fn prepare(path: &std::path::Path) -> Coach {
    let content = load(&Files::built_in()).expect("the built-in content is checked");
    let voice = Voice::new(&content.voice_source).expect("the built-in voice is checked");
    let store = Store::open(&format!("sqlite://{}", path.display())).await.expect("a database");
    let coach = Coach::new(content, voice, store);
    let track = || Value::Text("llm".to_owned());
    for learner in 1..=LEARNERS {
        let joined = request(learner, now(), "join", &[("track", track()), ("hours", Value::Number(10.0))]);
        assert!(!coach.answer(&joined).await.refused);
        for _ in 0..3 {
            assert!(!coach.answer(&request(learner, now(), "done", &[])).await.refused);
        }
    }
    coach
}

fn commands(criterion: &mut Criterion) {
    let runtime = study_coach::cli::runtime().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let coach = runtime.block_on(prepare(&folder.path().join("bench.db")));
    let later = now() + Duration::hours(1);
    let learner = AtomicU64::new(0);
    // A large step walks over all learners before it comes back to the first.
    let next_learner = || 1 + (learner.fetch_add(7_919, Ordering::Relaxed) % LEARNERS);
    criterion.bench_function("/next, 10,000 learners on SQLite", |bench| {
        bench
            .to_async(&runtime)
            .iter(|| async { black_box(coach.answer(&request(next_learner(), later, "next", &[])).await) });
    });
    criterion.bench_function("/done, 10,000 learners on SQLite", |bench| {
        bench
            .to_async(&runtime)
            .iter(|| async { black_box(coach.answer(&request(next_learner(), later, "done", &[])).await) });
    });
}

criterion_group!(benches, commands);
criterion_main!(benches);
