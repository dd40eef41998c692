//! What can be asked for, and how its values are read.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use clap::{Parser, Subcommand, ValueEnum};

use crate::study::units::Minutes;
use crate::study::when::instant_of;

/// A Discord bot that coaches a study server to become machine-learning engineers.
///
/// Without a command: on Discord if there is a token, else in this terminal.
#[derive(Debug, Parser)]
#[command(name = "study-coach", version, disable_help_subcommand = true)]
pub struct Args {
    /// The configuration file; config.toml in the working folder if it is there
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Be on Discord; needs a token
    Run,
    /// Talk with the coach in this terminal: no Discord, no token, its own database file
    Chat(Chat),
    /// Check the content and the configuration; every finding is one line
    Check(Check),
    /// Print a learner's plan without storing anything
    Plan(Plan),
    /// Print what the schedule would post up to a time, without sending it
    Posts(Posts),
    /// Copy the database file to FILE while the coach runs
    Backup(Backup),
    /// Copy everything into another, empty database and compare row by row
    Move(Move),
    /// Hand out or delete everything held of one person
    #[command(subcommand, arg_required_else_help = false)]
    MyData(MyData),
    /// Print the commented example configuration
    Config,
}

/// Options of `chat`.
#[derive(Debug, Default, clap::Args)]
pub struct Chat {
    /// The database of this chat, such as sqlite://other.db
    #[arg(long, value_name = "URL", default_value = CHAT_DATABASE)]
    pub database: String,
    /// Who speaks, where a line does not say
    #[arg(long = "as", value_name = "NAME", default_value = SPEAKER)]
    pub speaker: String,
    /// Answer with one JSON object on a line
    #[arg(long)]
    pub json: bool,
    /// Set the clock: YYYY-MM-DDTHH:MM[:SS], with Z or an offset, else in the server's zone
    #[arg(long, value_name = "TIME", value_parser = time_text)]
    pub now: Option<String>,
}

/// Where `chat` keeps things unless told otherwise; never `database.url`.
pub const CHAT_DATABASE: &str = "sqlite://study-coach-chat.db";
/// Who speaks in `chat` unless told otherwise.
pub const SPEAKER: &str = "you";

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The folder to check; content.dir, else what is built in, if it is left out
    pub dir: Option<String>,
    /// Try every address too; needs the internet
    #[arg(long)]
    pub links: bool,
}

/// Options of `plan`.
#[derive(Debug, clap::Args)]
pub struct Plan {
    /// What to learn toward, such as ml-engineer
    #[arg(long, value_name = "T")]
    pub track: String,
    /// Hours a week, in quarters, from 0.5 to 60
    #[arg(long, value_name = "H", value_parser = hours, allow_negative_numbers = true)]
    pub hours: Minutes,
    /// In how many months to be done, from 1 to 36
    #[arg(long, value_name = "M", value_parser = months, allow_negative_numbers = true)]
    pub months: Option<u32>,
    /// A second specialization
    #[arg(long, value_name = "T2")]
    pub also: Option<String>,
    /// Skills that are known already, separated by commas
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub know: Vec<String>,
    /// The first day, as YYYY-MM-DD; today if it is left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub start: Option<NaiveDate>,
    /// How to print it
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
}

/// How `plan` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs
    Json,
    /// For calendars
    Ics,
}

/// Options of `posts`.
#[derive(Debug, clap::Args)]
pub struct Posts {
    /// Up to when: YYYY-MM-DDTHH:MM[:SS], with Z or an offset, else in each server's zone
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub at: Time,
    /// Only this server
    #[arg(long, value_name = "ID", value_parser = server)]
    pub server: Option<u64>,
}

/// Options of `backup`.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// Where the copy goes; nothing may be there yet
    pub file: PathBuf,
}

/// Options of `move`.
#[derive(Debug, clap::Args)]
pub struct Move {
    /// The database to copy to, such as postgres://user:password@host/database
    #[arg(long, value_name = "URL")]
    pub to: String,
}

/// What to do with a person's data.
#[derive(Debug, Subcommand)]
pub enum MyData {
    /// Print it as JSON
    Export(Person),
    /// Delete it, at once and for good
    Delete(Person),
}

/// Whose data.
#[derive(Debug, clap::Args)]
pub struct Person {
    /// The person's Discord user id
    #[arg(long, value_name = "ID", value_parser = user)]
    pub user: u64,
}

/// A time as people give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// An instant.
    Instant(DateTime<Utc>),
    /// What the clocks of some zone show.
    Local(NaiveDateTime),
}

impl Time {
    /// The instant, where a local time is meant in `zone`.
    pub fn at(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::Instant(at) => at,
            Self::Local(local) => instant_of(local, zone),
        }
    }
}

fn hours(text: &str) -> Result<Minutes, String> {
    let quarters = text.parse::<f64>().map(|hours| hours * 4.0).unwrap_or(f64::NAN);
    if (2.0..=240.0).contains(&quarters) && quarters.fract() == 0.0 {
        return Ok(Minutes::from_hours(quarters / 4.0));
    }
    Err("give hours in quarters from 0.5 to 60, such as 7.5".to_owned())
}

fn months(text: &str) -> Result<u32, String> {
    let months = text.parse().ok().filter(|months| (1..=36).contains(months));
    months.ok_or_else(|| "give whole months from 1 to 36".to_owned())
}

fn server(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "give the server's id, a number".to_owned())
}

fn user(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "give the person's id, a number".to_owned())
}

fn date(text: &str) -> Result<NaiveDate, String> {
    let date = text.is_ascii().then_some(text).filter(|text| text.len() == 10);
    date.and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .ok_or_else(|| "give a date that there is, as YYYY-MM-DD".to_owned())
}

fn time(text: &str) -> Result<Time, String> {
    let local = |text: &str| {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .into_iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
    };
    let upper = text.to_ascii_uppercase();
    let read = || {
        if let Some(text) = upper.strip_suffix('Z') {
            return Some(Time::Instant(local(text)?.and_utc()));
        }
        // An offset is a sign behind the T; the date's own hyphens stand before it.
        let sign = upper.find('T').and_then(|t| Some(t + upper[t..].find(['+', '-'])?));
        let Some(sign) = sign else { return local(&upper).map(Time::Local) };
        let offset: FixedOffset = upper[sign..].parse().ok()?;
        let at = local(&upper[..sign])?.and_local_timezone(offset).single()?;
        Some(Time::Instant(at.to_utc()))
    };
    read().ok_or_else(|| {
        "give YYYY-MM-DDTHH:MM[:SS], with Z or an offset such as +01:00 if it is no local time".to_owned()
    })
}

/// Only checks a time: `chat` reads it once it knows the server's zone.
fn time_text(text: &str) -> Result<String, String> {
    time(text).map(|_| text.to_owned())
}
