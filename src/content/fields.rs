//! Kinds of text that several files share: a word from a list, a month, an address.

use url::Url;

use super::At;
use super::limits;
use super::schema::{Keys, meant};

impl Keys<'_> {
    /// One word of a few.
    pub fn word(&mut self, key: &'static str, known: &[&str]) -> Option<At<String>> {
        let word = self.text(key, usize::MAX)?;
        if known.contains(&word.value.as_str()) {
            return Some(word);
        }
        let or = format!("use one of {}", known.join(", "));
        let mend = meant(&word.value, known.iter().copied(), &or);
        self.find(word.line, format!("{key:?} cannot be {:?}; {mend}", word.value));
        None
    }

    /// A month as `YYYY-MM`.
    pub fn month(&mut self, key: &'static str) -> Option<At<String>> {
        let month = self.text(key, usize::MAX)?;
        if !is_month(&month.value) {
            let is = &month.value;
            self.find(month.line, format!("{key:?} must be a month such as \"2026-11\"; change {is:?}"));
        }
        Some(month)
    }

    /// An address on the web.
    pub fn url(&mut self, key: &'static str) -> Option<At<String>> {
        let url = self.text(key, limits::URL)?;
        let parsed = Url::parse(&url.value);
        if !parsed.is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            let is = &url.value;
            self.find(
                url.line,
                format!("{key:?} must be an address that begins with https://; change {is:?}"),
            );
        }
        Some(url)
    }
}

fn is_month(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(year, month)| {
        let month_is_real = matches!(month.parse::<u8>(), Ok(1..=12));
        year.len() == 4 && month.len() == 2 && digits(year) && digits(month) && month_is_real
    })
}
