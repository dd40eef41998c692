//! The log, on stderr.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::failure::{Failure, Result};
use crate::config::{Format, Log};

/// serenity's spans and warnings hold whole payloads, interaction tokens among them: only its errors.
const ON_DISCORD: &str = "info,serenity=error";
/// That a statement took long is nothing that somebody at a terminal asked for.
const IN_A_TERMINAL: &str = "warn,study_coach::store=error";

/// The libraries that carry payloads, headers and addresses: `RUST_LOG` has them tell more only by name.
const CARRIERS: [&str; 7] = ["serenity", "reqwest", "hyper", "hyper_util", "tungstenite", "rustls", "sqlx"];

/// What `RUST_LOG` says, without what would come of libraries that it does not name.
fn quiet(wanted: &str) -> String {
    let unnamed = CARRIERS.iter().filter(|name| !wanted.contains(**name));
    unnamed.fold(wanted.to_owned(), |filter, name| format!("{filter},{name}=error"))
}

/// Starts logging: what `RUST_LOG` says, else everything from `info` on where the coach is on
/// Discord, and only warnings where somebody reads the answers in the same terminal.
///
/// # Errors
/// When `RUST_LOG` is no filter.
pub fn start(log: &Log, on_discord: bool, environment: &BTreeMap<String, String>) -> Result<()> {
    let default = if on_discord { ON_DISCORD } else { IN_A_TERMINAL };
    let wanted = environment.get("RUST_LOG").map(|text| text.trim()).filter(|text| !text.is_empty());
    let filter = EnvFilter::try_new(quiet(wanted.unwrap_or(default))).map_err(|error| {
        Failure::failed(format!("RUST_LOG is no filter ({error}); set it to a level such as info"))
    })?;
    let plain = environment.get("NO_COLOR").is_some_and(|value| !value.is_empty());
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Its words about a log that cannot be written go there too, and panic in whoever logged.
        .log_internal_errors(false)
        .with_ansi(!plain && std::io::stderr().is_terminal());
    // A subscriber that is there already, as in a test, stays.
    let _ = match log.format {
        Format::Text => lines.try_init(),
        Format::Json => lines.json().try_init(),
    };
    Ok(())
}
