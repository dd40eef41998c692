//! The program: hands its arguments and variables to the command line.

use std::collections::BTreeMap;
use std::process::ExitCode;

/// For answers' thousands of small pieces, and SQLite's: `docs/figures.md` has what it saves.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .collect();
    study_coach::cli::run(std::env::args_os(), &environment)
}
