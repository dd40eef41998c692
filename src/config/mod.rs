//! The configuration: one table of keys, read from options, environment and file.
//!
//! [`keys::KEYS`] says what there is. The file's keys, the names in the environment, the commented
//! example and the fields of [`Config`] all follow from it, so that none can be forgotten. Reading is
//! pure: the environment is a map, and only [`load`] opens a file.

pub mod example;
mod file;
pub mod keys;
mod nearest;
mod sources;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

pub use sources::{Sources, absent, load, read};

use crate::coach::links::KnownHosts;

/// How the coach is set up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// `[discord]`.
    pub discord: Discord,
    /// `[database]`.
    pub database: Database,
    /// `[content]`.
    pub content: Content,
    /// `[cards]`.
    pub cards: Cards,
    /// `[posts]`.
    pub posts: Posts,
    /// `[links]`.
    pub links: Links,
    /// `[http]`.
    pub http: Http,
    /// `[ops]`.
    pub ops: Ops,
    /// `[log]`.
    pub log: Log,
}

/// How the coach is on Discord.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discord {
    /// The bot's token; none where it is not set.
    pub token: Option<Secret>,
    /// Where REST requests go, without a slash at the end.
    pub api_url: String,
    /// How interactions arrive.
    pub mode: Mode,
    /// The application's Ed25519 key, 64 hexadecimal digits.
    pub public_key: Option<String>,
    /// The one server in which commands are registered; none for everywhere.
    pub server: Option<u64>,
    /// How many gateway connections; none for as many as Discord asks for.
    pub shards: Option<u32>,
}

/// How interactions arrive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Over a connection that the coach opens.
    #[default]
    Gateway,
    /// As signed requests to `http.listen`.
    Http,
}

/// Where everything is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Database {
    /// The database's address. It may hold a password.
    pub url: String,
}

/// What the coach says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// A folder in the form of `prompts/`; none for what is built in.
    pub dir: Option<PathBuf>,
}

/// What pictures are painted with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cards {
    /// A folder of fonts for other scripts and emoji; none for Latin, Greek and Cyrillic alone.
    pub fonts: Option<PathBuf>,
}

/// How posts are kept in time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posts {
    /// How many hours after its time a missed post still goes out.
    pub late_hours: u32,
    /// The most messages a second that the coach starts by itself.
    pub per_second: u32,
}

/// Links of members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Whose are shown at once.
    pub hosts: KnownHosts,
}

/// Interactions over HTTP.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Http {
    /// The address to listen on.
    pub listen: Option<SocketAddr>,
}

/// Health and metrics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ops {
    /// The address to listen on.
    pub listen: Option<SocketAddr>,
}

/// What is written to the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// In which form.
    pub format: Format,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object on a line.
    Json,
}

/// A value that is never printed or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// One fault in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where: the file, `environment` or `command line`.
    pub place: String,
    /// The line of the file, counted from 1.
    pub line: Option<usize>,
    /// What is wrong and how to mend it, in one line that holds no value that was set.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, line, message } = self;
        match line {
            Some(line) => write!(f, "{place}:{line}: {message}"),
            None => write!(f, "{place}: {message}"),
        }
    }
}
