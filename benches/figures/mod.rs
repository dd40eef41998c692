//! Where measurements are kept: one JSON file each in `docs/figures/`, of which
//! `cargo run --example figures` makes the page.
#![allow(dead_code, reason = "each measurement uses what it needs of it")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// The processor and how many of its cores there are.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{cores} cores of {}", model.unwrap_or("an unknown processor").trim())
}

/// Keeps what was measured, under the name of the measurement.
pub fn keep(name: &str, measured: &Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/figures");
    fs::create_dir_all(&folder).expect("a folder for figures");
    let kept = json!({"machine": machine(), "measured": measured});
    let text = format!("{}\n", serde_json::to_string_pretty(&kept).expect("JSON"));
    fs::write(folder.join(name).with_extension("json"), text).expect("the figures are written");
}

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
