//! `study-coach check --links`: every address of the content, tried.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::{Client, StatusCode, redirect};

use super::out::Progress;
use crate::content::{Files, Finding};

/// Addresses under way at once, and how long each may take.
const AT_ONCE: usize = 8;
const PATIENCE: Duration = Duration::from_secs(20);
/// Some sites refuse a client without a name.
const NAME: &str = concat!("study-coach/", env!("CARGO_PKG_VERSION"), " (check of links)");

/// Tries each address once and says of each place that names a bad one what is wrong with it.
///
/// # Errors
/// When no client can be made.
pub async fn check(files: &Files) -> anyhow::Result<(usize, Vec<Finding>)> {
    let mut places: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for (path, text) in files.iter() {
        for (number, line) in text.lines().enumerate() {
            if let Some(url) = address(line) {
                places.entry(url).or_default().push((path, number + 1));
            }
        }
    }
    let client = Client::builder()
        .user_agent(NAME)
        .timeout(PATIENCE)
        .redirect(redirect::Policy::limited(10))
        .build()?;
    let client = &client;
    let mut answers = futures_util::stream::iter(places.keys())
        .map(|url| async move { (*url, fault(client, url).await) })
        .buffer_unordered(AT_ONCE);
    let mut findings = Vec::new();
    let (mut done, line) = (0, Progress::new());
    while let Some((url, fault)) = answers.next().await {
        done += 1;
        line.show(&format!("{done} of {} addresses", places.len()));
        let Some(fault) = fault else { continue };
        for (path, line) in &places[url] {
            findings.push(Finding {
                file: (*path).to_owned(),
                line: *line,
                message: format!("{url} {fault}"),
            });
        }
    }
    line.clear();
    findings.sort();
    Ok((places.len(), findings))
}

/// The address of a line `url = "…"`.
fn address(line: &str) -> Option<&str> {
    let value = line.trim().strip_prefix("url")?.trim_start().strip_prefix('=')?.trim();
    value.strip_prefix('"')?.split('"').next().filter(|url| url.starts_with("http"))
}

/// What is wrong with an address, and how to mend it; none where it answers.
async fn fault(client: &Client, url: &str) -> Option<String> {
    let status = match client.head(url).send().await {
        // Not every site takes a request for the head alone.
        Ok(answer) if answer.status().is_success() => return None,
        _ => client.get(url).send().await.map(|answer| answer.status()),
    };
    match status {
        Ok(status) if status.is_success() => None,
        Ok(StatusCode::NOT_FOUND | StatusCode::GONE) => {
            Some("is not there any more; name its new address or another source".to_owned())
        }
        Ok(StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS | StatusCode::UNAUTHORIZED) => {
            Some("does not let a program look; open it in a browser".to_owned())
        }
        Ok(status) => Some(format!("answers {}; look again later, or name another source", status.as_u16())),
        Err(error) if error.is_timeout() => Some("does not answer in time; look again later".to_owned()),
        Err(_) => Some("cannot be reached; look again later, or name another source".to_owned()),
    }
}
