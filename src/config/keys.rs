//! The table of keys.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use url::Url;

use super::{Config, Format, Mode, Secret};
use crate::coach::links::{HOSTS, KnownHosts};

/// One setting.
pub struct Key {
    /// Section and key, such as `posts.late_hours`.
    pub name: &'static str,
    /// What holds where nothing is set; none where the setting may be absent.
    pub default: Option<&'static str>,
    /// How the file writes it.
    pub form: Form,
    /// What it takes, to follow the words "it takes".
    pub takes: &'static str,
    /// One line of why, for the example.
    pub why: &'static str,
    /// A variable that many programs read for the same thing.
    pub variable: Option<&'static str>,
    set: fn(&mut Config, &str) -> Result<(), Wrong>,
}

/// How the file writes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In quotes.
    Text,
    /// As a number.
    Number,
    /// Either way.
    Either,
}

/// A value is not what its key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wrong;

/// Every setting, in the order of the example.
pub const KEYS: &[Key] = &[
    Key {
        name: "discord.token",
        default: None,
        form: Form::Text,
        takes: "the bot's token from the Discord developer portal, without spaces",
        why: "The bot's token; never printed or logged. The environment (DISCORD_TOKEN) is a better place for it.",
        variable: Some("DISCORD_TOKEN"),
        set: |config, text| {
            // The portal shows the bare token; some guides put the header's first word before it.
            let token = text.strip_prefix("Bot ").unwrap_or(text).trim();
            let is_token = token.chars().all(|c| c.is_ascii_graphic());
            config.discord.token = Some(Secret::new(right(is_token.then_some(token))?));
            Ok(())
        },
    },
    Key {
        name: "discord.api_url",
        default: Some("https://discord.com"),
        form: Form::Text,
        takes: "an address that begins with https:// or http://",
        why: "Where REST requests go: another address for a proxy that shares the rate limit between processes.",
        variable: None,
        set: |config, text| {
            let url = right(Url::parse(text).ok())?;
            right((matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(()))?;
            text.trim_end_matches('/').clone_into(&mut config.discord.api_url);
            Ok(())
        },
    },
    Key {
        name: "discord.mode",
        default: Some("gateway"),
        form: Form::Text,
        takes: "\"gateway\" or \"http\"",
        why: "How commands arrive: gateway (the coach connects to Discord) or http (Discord calls http.listen, signed).",
        variable: None,
        set: |config, text| {
            config.discord.mode = match text {
                "gateway" => Mode::Gateway,
                "http" => Mode::Http,
                _ => return Err(Wrong),
            };
            Ok(())
        },
    },
    Key {
        name: "discord.public_key",
        default: None,
        form: Form::Text,
        takes: "the application's public key, 64 hexadecimal digits",
        why: "The application's public key, by which requests in http mode are known to be Discord's; needed there.",
        variable: None,
        set: |config, text| {
            let is_key = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            config.discord.public_key = Some(right(is_key.then(|| text.to_owned()))?);
            Ok(())
        },
    },
    Key {
        name: "discord.server",
        default: None,
        form: Form::Either,
        takes: "the id of a server, a number",
        why: "The id of one server in which to register the commands, at once, for trying things; empty for everywhere.",
        variable: None,
        set: |config, text| {
            config.discord.server = Some(right(text.parse().ok().filter(|id| *id > 0))?);
            Ok(())
        },
    },
    Key {
        name: "discord.shards",
        default: Some("auto"),
        form: Form::Either,
        takes: "\"auto\" or a whole number from 1 to 10000",
        why: "How many gateway connections: auto is what Discord asks for; one is enough up to some 2,000 servers.",
        variable: None,
        set: |config, text| {
            config.discord.shards = if text == "auto" { None } else { Some(whole(text, 1, 10_000)?) };
            Ok(())
        },
    },
    Key {
        name: "database.url",
        default: Some("sqlite://study-coach.db"),
        form: Form::Text,
        takes: "the address of a database, such as \"sqlite://study-coach.db\"",
        why: "Where everything is kept: a file, or postgres://user:password@host/database for several processes; made and brought up to date at the start.",
        variable: Some("DATABASE_URL"),
        set: |config, text| {
            config.database.url = right(text.contains(':').then(|| text.to_owned()))?;
            Ok(())
        },
    },
    Key {
        name: "content.dir",
        default: None,
        form: Form::Text,
        takes: "a folder in the form of prompts/",
        why: "A folder in the form of prompts/, for lessons and sentences of your own; empty for what is built in.",
        variable: None,
        set: |config, text| {
            config.content.dir = Some(PathBuf::from(text));
            Ok(())
        },
    },
    Key {
        name: "posts.late_hours",
        default: Some("36"),
        form: Form::Number,
        takes: "a whole number of hours from 1 to 8760",
        why: "A post missed while the coach was down still goes out, marked late, within so many hours.",
        variable: None,
        set: |config, text| {
            config.posts.late_hours = whole(text, 1, 8_760)?;
            Ok(())
        },
    },
    Key {
        name: "posts.per_second",
        default: Some("20"),
        form: Form::Number,
        takes: "a whole number from 1 to 1000",
        why: "The most messages a second that this process starts by itself; answers to commands have no such limit.",
        variable: None,
        set: |config, text| {
            config.posts.per_second = whole(text, 1, 1_000)?;
            Ok(())
        },
    },
    Key {
        name: "links.hosts",
        default: Some(HOSTS),
        form: Form::Text,
        takes: "hosts separated by commas, such as \"github.com, gitlab.com\", or \"none\"",
        why: "Links of members to these hosts, and to names below them, are shown at once; others wait for a manager of the server.",
        variable: None,
        set: |config, text| {
            config.links.hosts = right(KnownHosts::parse(text))?;
            Ok(())
        },
    },
    Key {
        name: "http.listen",
        default: None,
        form: Form::Text,
        takes: "an address such as \"127.0.0.1:8080\", or a port alone for this machine only",
        why: "The address for POST /interactions, needed in http mode: host:port, or a port for this machine only.",
        variable: None,
        set: |config, text| {
            config.http.listen = Some(address(text)?);
            Ok(())
        },
    },
    Key {
        name: "ops.listen",
        default: None,
        form: Form::Text,
        takes: "an address such as \"127.0.0.1:9090\", or a port alone for this machine only",
        why: "The address for /healthz and /metrics: host:port, or a port for this machine only; empty for none.",
        variable: None,
        set: |config, text| {
            config.ops.listen = Some(address(text)?);
            Ok(())
        },
    },
    Key {
        name: "log.format",
        default: Some("text"),
        form: Form::Text,
        takes: "\"text\" or \"json\"",
        why: "The form of log lines on stderr: text for people, json for programs.",
        variable: None,
        set: |config, text| {
            config.log.format = match text {
                "text" => Format::Text,
                "json" => Format::Json,
                _ => return Err(Wrong),
            };
            Ok(())
        },
    },
];

impl Key {
    /// Its section and its name there.
    pub fn parts(&self) -> (&'static str, &'static str) {
        self.name.split_once('.').unwrap_or((self.name, ""))
    }

    /// Its variable in the environment, such as `STUDY_COACH_POSTS_LATE_HOURS`.
    pub fn environment(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "_").to_uppercase())
    }

    /// Sets it; where the value is not taken, what to say of `called`, the name under which it was set.
    pub(super) fn set(&self, config: &mut Config, text: &str, called: &str) -> Result<(), String> {
        (self.set)(config, text).map_err(|Wrong| self.wrong(called))
    }

    /// What to say of a value that the key does not take.
    pub(super) fn wrong(&self, called: &str) -> String {
        format!("{called} takes {}", self.takes)
    }
}

/// How the names of this program's variables begin.
pub const PREFIX: &str = "STUDY_COACH_";

fn right<T>(value: Option<T>) -> Result<T, Wrong> {
    value.ok_or(Wrong)
}

/// An address to listen on; a port alone is this machine's own.
fn address(text: &str) -> Result<SocketAddr, Wrong> {
    let text = text.strip_prefix("localhost:").unwrap_or(text);
    let port = || Some(SocketAddr::from((Ipv4Addr::LOCALHOST, text.trim_start_matches(':').parse().ok()?)));
    right(text.parse().ok().or_else(port))
}

fn whole(text: &str, least: u32, most: u32) -> Result<u32, Wrong> {
    right(text.parse().ok().filter(|number| (least..=most).contains(number)))
}
