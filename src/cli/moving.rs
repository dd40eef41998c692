//! `study-coach move`: everything into another database.

use super::args::Move;
use super::failure::{Failure, Result};
use super::{coach, out};
use crate::config::Config;
use crate::store::{Progress, Stage, transfer};

pub(super) fn run(config: &Config, options: &Move) -> Result<()> {
    coach::has_database(config)?;
    if coach::is_same(&config.database.url, &options.to) {
        return Err(Failure::failed("--to is database.url itself; name another database"));
    }
    coach::has_place("--to", &options.to)?;
    let line = out::Progress::new();
    let mut counts = Vec::new();
    let moved = coach::waiting(async {
        counts = transfer(&config.database.url, &options.to, |progress| line.show(&words(progress))).await?;
        Ok(())
    });
    line.clear();
    moved?;
    let counts: Vec<String> = counts.iter().map(|(table, count)| format!("{table} {count}")).collect();
    out::line(&format!("Everything is there, compared row by row: {}.", counts.join(", ")))?;
    out::line("Now set database.url to it and start the coach; keep the old one until you have seen it work.")
}

fn words(Progress { stage, table, done, all }: Progress) -> String {
    let stage = match stage {
        Stage::Looking => "looking at what is there",
        Stage::Copying => "copying",
        Stage::Comparing => "comparing",
    };
    format!("{stage}: {table}, {done} of {all}")
}
