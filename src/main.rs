//! The program: hands its arguments and variables to the command line.

use std::collections::BTreeMap;
use std::process::ExitCode;

/// Most of what an answer needs is freed in another thread than where it was made, which the system's
/// own allocator makes threads wait for: `docs/figures.md`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .collect();
    study_coach::cli::run(std::env::args_os(), &environment)
}
