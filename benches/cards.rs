//! Painting: each card from data to PNG on one core, a burst of 200 beside `/next`, and the memory
//! that it leaves behind.
//!
//! `cargo bench --bench cards` prints them; with `STUDY_COACH_CARDS_FONTS=/usr/share/fonts` all is drawn
//! with that folder of fonts.

#[path = "../tests/it/cards/samples.rs"]
mod samples;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::Criterion;
use study_coach::cards::Card;
use study_coach::cards::paint::Painter;
use study_coach::cards::studio::Studio;
use study_coach::cards::typeset::Fonts;
use study_coach::coach::Coach;
use study_coach::coach::request::{Act, Call, Person, Place, Request, Value};
use study_coach::content::voice::Voice;
use study_coach::content::{Files, load};
use study_coach::store::Store;
use study_coach::study::units::{ChannelId, InteractionId, LearnerId, ServerId};

/// Pictures that are asked for at one instant.
const BURST: usize = 200;

/// The folder of fonts of the environment, if there is one.
fn other_fonts() -> Option<Fonts> {
    let folder = std::env::var_os("STUDY_COACH_CARDS_FONTS")?;
    Some(Fonts::built_in().and_those_in(folder.as_ref()).expect("a folder of fonts"))
}

/// How long this thread was on a core, as Linux counts it: what others do there does not count.
fn on_core() -> Duration {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells");
    let nanoseconds = status.split_whitespace().next().and_then(|it| it.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}

/// The median time on a core of painting a card as often as that.
fn median(painter: &mut Painter, card: &Card, times: usize) -> Duration {
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let since = on_core();
            black_box(painter.png(&card.scene()));
            on_core() - since
        })
        .collect();
    took.sort_unstable();
    took[times / 2]
}

fn paint(criterion: &mut Criterion) {
    for (name, what, fonts, card) in samples::all() {
        let mut painter = Painter::new(&other_fonts().unwrap_or_else(|| fonts.load()));
        let bytes = painter.png(&card.scene()).expect("a size").len();
        let took = median(&mut painter, &card, 40);
        println!("{name} ({what}): {:.1} kB, median {took:.1?} on a core", bytes as f64 / 1000.0);
        criterion.bench_function(&format!("{name} as PNG"), |bench| {
            bench.iter(|| black_box(painter.png(&card.scene())));
        });
    }
}

/// Resident memory of this process in MB, as Linux counts it: all, and what is not pages of a file, such
/// as those of the program and the fonts in it, which the kernel may take back at any time.
fn resident() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let megabytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).expect("a process has memory");
        let kilobytes = line.split_whitespace().nth(1).and_then(|it| it.parse::<f64>().ok());
        kilobytes.expect("a number") / 1024.0
    };
    (megabytes("VmRSS:"), megabytes("RssAnon:"))
}

fn request(id: u64, name: &str, values: &[(&str, Value)]) -> Request {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Request {
        id: InteractionId(id),
        now: "2026-12-07T20:00:00Z".parse().expect("a time"),
        from: Person {
            id: LearnerId(1),
            name: "mia".to_owned(),
            manages: false,
            writes: true,
            links: true,
            posts: true,
        },
        locale: None,
        server_locale: None,
        place: Place::Server(ServerId(1), ChannelId(1)),
        act: Act::Command(Call { name: name.to_owned(), sub: None, values }),
    }
}

/// 200 boards of different names at once, and `/next` again and again until they are there.
async fn burst(coach: &Arc<Coach>, round: usize) {
    let (before, before_own) = resident();
    let since = Instant::now();
    let pictures: Vec<_> = (0..BURST)
        .map(|number| {
            let coach = Arc::clone(coach);
            let names: Vec<String> =
                (0..10).map(|row| format!("{} {round} {number}", samples::HOSTILE[row])).collect();
            tokio::spawn(async move {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                coach.studio.png(&samples::hostile(&names)).await.is_some()
            })
        })
        .collect();
    let mut waits = Vec::new();
    while pictures.iter().any(|picture| !picture.is_finished()) || waits.len() < 100 {
        let asked = Instant::now();
        let id = 1_000_000 * (round as u64 + 1) + waits.len() as u64;
        assert!(!coach.answer(&request(id, "next", &[])).await.refused);
        waits.push(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let took = since.elapsed();
    let mut painted = 0;
    for picture in pictures {
        painted += usize::from(picture.await.expect("no panic"));
    }
    waits.sort_unstable();
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
    let (after, after_own) = resident();
    println!(
        "{painted} of {BURST} pictures in {took:.1?}; meanwhile {} times /next: median {:.1?}, p99 {:.1?}; {before:.1} MB before, {after:.1} MB after, of it not pages of files {before_own:.1} and {after_own:.1} MB",
        waits.len(),
        at(50),
        at(99),
    );
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    paint(&mut criterion);
    criterion.final_summary();
    let runtime = study_coach::cli::runtime().expect("a runtime");
    runtime.block_on(async {
        let content = load(&Files::built_in()).expect("the built-in content is checked");
        let voice = Voice::new(&content.voice_source).expect("the built-in voice is checked");
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        let store = Store::open(&url).await.expect("a database");
        let studio =
            Studio::new(other_fonts().unwrap_or_else(Fonts::built_in)).within(Duration::from_secs(60));
        let coach = Arc::new(Coach::new(content, voice, store).painting_in(studio));
        let join = [("track", Value::Text("llm".to_owned())), ("hours", Value::Number(10.0))];
        assert!(!coach.answer(&request(1, "join", &join)).await.refused);
        // What answering takes by itself is taken before.
        for number in 0..500 {
            assert!(!coach.answer(&request(1000 + number, "next", &[])).await.refused);
        }
        for round in 0..4 {
            burst(&coach, round).await;
        }
    });
}
