//! From Discord's Markdown to words that a terminal shows.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::world::{World, channel_name};
use crate::study::units::{ChannelId, LearnerId, RoleId};

/// What is needed to show mentions as words.
pub struct Reader<'w> {
    /// Who is who.
    pub world: &'w World,
    /// Whose clocks show the times.
    pub zone: Tz,
    /// What times are relative to.
    pub now: DateTime<Utc>,
}

impl Reader<'_> {
    /// The text with mentions, times, links and escapes as words. Code stays as it is.
    pub fn words(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (shown, length) = match c {
                '\\' => escaped(rest),
                '<' => self.mention(rest),
                '[' => self.link(rest),
                '`' => code(rest),
                '*' => bold(rest).map(|(inner, length)| (self.words(inner), length)),
                '\u{2060}' => Some((String::new(), c.len_utf8())),
                c if c.is_control() && c != '\n' => Some((String::new(), c.len_utf8())),
                _ => None,
            }
            .unwrap_or_else(|| (c.to_string(), c.len_utf8()));
            out.push_str(&shown);
            rest = &rest[length..];
        }
        out
    }

    /// `<@1>`, `<#1>`, `<@&1>` and `<t:0:F>`.
    fn mention(&self, text: &str) -> Option<(String, usize)> {
        let end = text.find('>')?;
        let inner = &text[1..end];
        let shown = if let Some(id) = inner.strip_prefix("@&") {
            format!("@{}", self.world.role_name(RoleId(id.parse().ok()?)).unwrap_or("role"))
        } else if let Some(id) = inner.strip_prefix('@') {
            format!("@{}", self.world.name(LearnerId(id.parse().ok()?)).unwrap_or("somebody"))
        } else if let Some(id) = inner.strip_prefix('#') {
            format!("#{}", channel_name(ChannelId(id.parse().ok()?)).unwrap_or("unknown"))
        } else {
            let (seconds, style) = inner.strip_prefix("t:")?.split_once(':').unwrap_or((&inner[2..], "f"));
            self.time(DateTime::from_timestamp(seconds.parse().ok()?, 0)?, style)
        };
        Some((shown, end + 1))
    }

    fn time(&self, at: DateTime<Utc>, style: &str) -> String {
        if style == "R" {
            return relative(at - self.now);
        }
        at.with_timezone(&self.zone).format("%a %-d %b %Y %H:%M %Z").to_string()
    }

    /// `[title](<url>)` or `[title](url)`.
    fn link(&self, text: &str) -> Option<(String, usize)> {
        let close = closing(text)?;
        let target = text[close + 1..].strip_prefix('(')?;
        let (url, length) = match target.strip_prefix('<') {
            Some(url) => {
                let end = url.find(">)")?;
                (&url[..end], end + 3)
            }
            None => {
                let end = target.find(')')?;
                (&target[..end], end + 1)
            }
        };
        if !url.starts_with("http") || url.contains(char::is_whitespace) {
            return None;
        }
        let title = self.words(&text[1..close]);
        let url: String = url.chars().filter(|c| !c.is_control()).collect();
        Some((format!("{title} ({url})"), close + 1 + 1 + length))
    }

    /// The members that a text mentions and this run has not met.
    pub fn strangers(world: &World, text: &str) -> Vec<LearnerId> {
        text.match_indices("<@")
            .filter_map(|(place, _)| text[place + 2..].split_once('>')?.0.parse().ok().map(LearnerId))
            .filter(|id| world.name(*id).is_none())
            .collect()
    }
}

/// A backslash and the mark that it takes the meaning from.
fn escaped(text: &str) -> Option<(String, usize)> {
    let mark = text[1..].chars().next().filter(char::is_ascii_punctuation)?;
    Some((mark.to_string(), 2))
}

/// A run of backticks up to the same run.
fn code(text: &str) -> Option<(String, usize)> {
    let fence = text.len() - text.trim_start_matches('`').len();
    let end = text[fence..].find(&text[..fence])? + 2 * fence;
    Some((text[..end].chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect(), end))
}

/// What stands between two pairs of stars in a line.
fn bold(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("**").filter(|inner| !inner.starts_with(char::is_whitespace))?;
    let end = inner.find("**").filter(|end| *end > 0 && !inner[..*end].contains('\n'))?;
    Some((&inner[..end], end + 4))
}

/// The place of the bracket that closes the first one.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let mut skip = false;
    for (place, c) in text.char_indices() {
        match c {
            _ if skip => skip = false,
            '\\' => skip = true,
            '[' => depth += 1,
            ']' if depth == 1 => return Some(place),
            ']' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

fn relative(away: chrono::Duration) -> String {
    let minutes = away.num_minutes().abs();
    let amount = match minutes {
        0..60 => format!("{minutes} min"),
        60..2880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    };
    if away < chrono::Duration::zero() { format!("{amount} ago") } else { format!("in {amount}") }
}
