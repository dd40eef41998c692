//! A year of 1,000 simulated learners who miss weeks and are slower or faster than planned:
//! `cargo bench --bench year` prints the table and writes `docs/simulation.md` and its chart.
//!
//! Three ways to plan for the same learners: the coach's, a plan that never changes, and the fixed order
//! of weeks at ten hours that the curriculum was drawn up with. Nothing is random but by a fixed seed.

#[path = "../figures/chart.rs"]
mod chart;
mod coach;
mod learners;
mod page;
mod ways;

use study_coach::content::{Files, load};

use learners::{Random, learner};
use page::{Row, write};
use ways::{Outcome, Way, is_possible};

/// How many learners.
const LEARNERS: usize = 1_000;

fn main() {
    let content = load(&Files::built_in()).expect("the built-in content is checked");
    let curriculum = &content.curriculum;
    let mut random = Random::new(2026);
    let learners: Vec<_> = (0..LEARNERS).map(|_| learner(curriculum, &mut random)).collect();
    let rows: Vec<Row> = Way::ALL
        .iter()
        .map(|way| {
            let outcomes: Vec<Outcome> = learners.iter().map(|it| way.live(curriculum, it)).collect();
            Row::new(*way, &outcomes)
        })
        .collect();
    let possible = learners.iter().filter(|it| is_possible(curriculum, it)).count();
    let page = write(&rows, LEARNERS, possible);
    println!("{}", page.text);
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    std::fs::create_dir_all(&docs).expect("a folder for documents");
    std::fs::write(docs.join("simulation.md"), page.text).expect("docs/simulation.md is written");
    std::fs::write(docs.join("simulation.svg"), page.chart).expect("docs/simulation.svg is written");
}
