//! Where settings come from, and which goes first.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::keys::{KEYS, PREFIX};
use super::{Config, Fault, Mode, file, nearest};

/// The file that is read where none is named.
const FILE: &str = "config.toml";

/// Where settings come from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The file that `--config` names; `config.toml`, if it is there, where it names none.
    pub file: Option<&'a Path>,
    /// The variables of the process.
    pub environment: &'a BTreeMap<String, String>,
    /// Settings from the command line, by the names of their keys.
    pub options: &'a [(&'static str, String)],
}

/// Reads all sources.
///
/// The second value is every fault there is. Where it is not empty, the configuration holds what
/// could be read and defaults for the rest, so that `check` can go on; nothing else should.
pub fn load(sources: Sources<'_>) -> (Config, Vec<Fault>) {
    let path = sources.file.unwrap_or(Path::new(FILE));
    let shown = path.display().to_string();
    let fault = |message: String| Fault { place: shown.clone(), line: None, message };
    let mut faults = Vec::new();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            faults.extend(sources.file.and_then(absent));
            String::new()
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            faults.push(fault("this file is not UTF-8; save it as UTF-8".to_owned()));
            String::new()
        }
        Err(error) => {
            faults.push(fault(format!("this file cannot be read ({error}); make it readable")));
            String::new()
        }
    };
    let (config, more) = read(Some((&shown, &text)), sources.environment, sources.options);
    faults.extend(more);
    (config, faults)
}

/// What is wrong with a file that is named and not there.
pub fn absent(file: &Path) -> Option<Fault> {
    let message = "there is no such file; name one that is there, or none".to_owned();
    (!file.exists()).then(|| Fault { place: file.display().to_string(), line: None, message })
}

/// Puts a file's text, the environment and options together: an option goes first, then
/// `STUDY_COACH_…`, then a variable that many programs share, the file and the default. Empty is not
/// set.
pub fn read(
    file: Option<(&str, &str)>,
    environment: &BTreeMap<String, String>,
    options: &[(&'static str, String)],
) -> (Config, Vec<Fault>) {
    let mut faults = Vec::new();
    let (path, text) = file.unwrap_or_default();
    let written = file::values(path, text, &mut faults);
    let mut config = Config::default();
    let mut mode = None;
    for key in KEYS {
        let own = key.environment();
        let variable = |name| {
            let (name, text) = environment.get_key_value::<str>(name)?;
            Value::of(text, "environment", None, name)
        };
        let option = || {
            let (_, text) = options.iter().find(|(name, _)| *name == key.name)?;
            Value::of(text, "command line", None, key.name)
        };
        let in_file = || {
            let value = written.get(key.name)?;
            Value::of(&value.text, path, Some(value.line), key.name)
        };
        let value = option()
            .or_else(|| variable(&own))
            .or_else(|| variable(key.variable?))
            .or_else(in_file)
            .or_else(|| Value::of(key.default?, "default", None, key.name));
        if key.name == "discord.mode" {
            mode = value.as_ref().map(|value| (value.place.to_owned(), value.line));
        }
        if let Some(Value { text, place, line, called }) = value
            && let Err(message) = key.set(&mut config, text, called)
        {
            faults.push(Fault { place: place.to_owned(), line, message });
            if let Some(default) = key.default {
                let _ = key.set(&mut config, default, key.name);
            }
        }
    }
    // Of what is set wrongly, that is said first.
    if let Some((place, line)) = mode.filter(|_| faults.is_empty()) {
        faults.extend(lacking(&config).map(|name| {
            let message =
                format!("discord.mode \"http\" needs {name}; set it (docs/deploy.md says where from)");
            Fault { place: place.clone(), line, message }
        }));
    }
    for (name, value) in environment {
        let known = || KEYS.iter().any(|key| key.environment() == *name);
        if name.starts_with(PREFIX) && !value.trim().is_empty() && !known() {
            let message = format!("unknown variable {name}; did you mean {}?", nearest::variable(name));
            faults.push(Fault { place: "environment".to_owned(), line: None, message });
        }
    }
    faults.sort();
    (config, faults)
}

/// The keys that http mode needs and that are not set.
fn lacking(config: &Config) -> impl Iterator<Item = &'static str> {
    let wanted = config.discord.mode == Mode::Http;
    let keys = [
        ("discord.public_key", config.discord.public_key.is_none()),
        ("http.listen", config.http.listen.is_none()),
    ];
    keys.into_iter().filter_map(move |(name, absent)| (wanted && absent).then_some(name))
}

/// A value that is set, and where.
struct Value<'a> {
    text: &'a str,
    place: &'a str,
    line: Option<usize>,
    /// The name under which it is set there.
    called: &'a str,
}

impl<'a> Value<'a> {
    /// None where the text is empty: that is not set.
    fn of(text: &'a str, place: &'a str, line: Option<usize>, called: &'a str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then_some(Self { text, place, line, called })
    }
}
