//! `study-coach backup`: a copy of the database while the coach runs.

use super::args::Backup;
use super::failure::Result;
use super::{coach, out};
use crate::config::Config;
use crate::store::backup;

const MEGABYTE: u64 = 1_000_000;

pub(super) fn run(config: &Config, options: &Backup) -> Result<()> {
    coach::has_database(config)?;
    let line = out::Progress::new();
    let copied = coach::waiting(backup(&config.database.url, &options.file, |done, most| {
        line.show(&format!("copying: {} of at most {} MB", done / MEGABYTE, most.div_ceil(MEGABYTE)));
    }));
    line.clear();
    copied?;
    out::line(&format!("{} holds everything, as of now.", options.file.display()))
}
