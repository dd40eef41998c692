//! `config.example.toml`, from the table.

use std::fmt::Write as _;

use super::keys::{Form, KEYS};

const HEAD: &str = "\
# Study coach: every setting with its default. Copy this file to config.toml and change what you need;
# none of it is required. Empty means not set. Any key can come from the environment instead, as
# STUDY_COACH_<SECTION>_<KEY>, such as STUDY_COACH_POSTS_LATE_HOURS; the environment goes first.
";

/// The commented example, with every key at its default.
pub fn example() -> String {
    let mut text = HEAD.to_owned();
    let mut last = "";
    for key in KEYS {
        let (section, name) = key.parts();
        if section != last {
            let _ = write!(text, "\n[{section}]\n");
            last = section;
        }
        let default = key.default.unwrap_or_default();
        let value = if key.form == Form::Number { default.to_owned() } else { format!("{default:?}") };
        let _ = write!(text, "# {}\n{name} = {value}\n", key.why);
    }
    text
}
