//! One search over the whole knowledge base and all lessons, as `/ask` and completion do it.
//!
//! `cargo bench --bench search`; the figures and the machine stand in the README.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use study_coach::content::{Files, load};

/// Short forms, misspellings, whole questions, and nothing of ours.
const ASKED: [&str; 5] =
    ["k8s", "how much do ml engineers earn", "do I need calculus", "doker conainer", "best pizza in town"];

fn searches(criterion: &mut Criterion) {
    let content = load(&Files::built_in()).expect("the built-in content is checked");
    for asked in ASKED {
        criterion.bench_function(&format!("search {asked:?}"), |bench| {
            bench.iter(|| black_box(content.search(black_box(asked))));
        });
    }
}

criterion_group!(benches, searches);
criterion_main!(benches);
