//! `study-coach backup`: a copy of the database while the coach runs.

use super::args::Backup;
use super::failure::Result;
use super::{coach, out};
use crate::config::Config;
use crate::store::backup;

pub(super) fn run(config: &Config, options: &Backup) -> Result<()> {
    coach::has_database(config)?;
    coach::waiting(backup(&config.database.url, &options.file))?;
    out::line(&format!("{} holds everything, as of now.", options.file.display()))
}
