//! Requests to Discord: where they go, and what it means when they fail.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serenity::Error;
use serenity::http::{Http, HttpBuilder, HttpError, Request};

use super::Settings;

/// Where Discord is unless the configuration says otherwise.
pub const DISCORD: &str = "https://discord.com";
/// "Interaction has already been acknowledged": an earlier try came through after all.
const ALREADY_ANSWERED: isize = 40_060;

/// Why a request failed, as far as it matters for what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It was certainly not carried out, and may be later: a limit, no connection.
    Again(String),
    /// Its answer was lost or is a fault on the other side: it may have been carried out.
    Unclear(String),
    /// The interaction has its answer already.
    Answered,
    /// Discord understood the request and refuses it.
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code; 0 or less where it gave none.
        code: isize,
        /// In Discord's words.
        message: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Again(what) | Self::Unclear(what) => f.write_str(what),
            Self::Answered => f.write_str("answered already"),
            Self::Refused { status, code, message } => write!(f, "{status} ({code}): {message}"),
        }
    }
}

/// The client for requests.
///
/// serenity ignores another address while its own rate limiter is on and sends the token to
/// discord.com, so both are set together; then a 429 comes back to us, without its waiting time.
pub fn http(settings: &Settings) -> Http {
    let builder = HttpBuilder::new(&settings.token);
    match settings.api_url.trim_end_matches('/') {
        DISCORD => builder.build(),
        url => builder.proxy(url).ratelimiter_disabled(true).build(),
    }
}

/// What a failed request means. The address of a request holds an interaction's token, so it is never
/// part of the words.
pub fn fault(error: Error) -> Fault {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            let (status, code) = (response.status_code.as_u16(), response.error.code);
            let message = match response.error.message {
                // Of which Discord says no more, and no code, which serenity takes for another's page.
                _ if status == 429 => "too many requests".to_owned(),
                // serenity's own words for a body that is not JSON: a page of some proxy.
                _ if code == -1 => "an answer that is not Discord's".to_owned(),
                // It may quote what somebody wrote: one line of a log stays one line.
                message => message.replace(char::is_control, " "),
            };
            match (status, code) {
                (_, ALREADY_ANSWERED) => Fault::Answered,
                (429, _) => Fault::Again(format!("{status}: {message}")),
                (500.., _) => Fault::Unclear(format!("{status}: {message}")),
                // A proxy's page says nothing of Discord.
                (403 | 404, -1) => Fault::Again(format!("{status}: {message}")),
                _ => Fault::Refused { status, code, message },
            }
        }
        Error::Http(HttpError::Request(error)) => {
            let mut cause: &dyn std::error::Error = &error;
            while let Some(deeper) = cause.source() {
                cause = deeper;
            }
            // Only the outermost error names the address.
            let what = if error.source().is_some() { cause.to_string() } else { "it failed".to_owned() };
            if error.is_connect() {
                Fault::Again(format!("there is no connection: {what}"))
            } else {
                Fault::Unclear(format!("the request did not come through: {what}"))
            }
        }
        Error::Http(error @ (HttpError::InvalidHeader(_) | HttpError::Url(_))) => {
            Fault::Refused { status: 0, code: 0, message: error.to_string() }
        }
        error => Fault::Unclear(error.to_string()),
    }
}

/// How long a request is tried.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How long one try may take.
    pub each: Duration,
    /// The waits between tries.
    pub waits: &'static [Duration],
}

impl Patience {
    /// One try.
    pub const fn once(each: Duration) -> Self {
        Self { each, waits: &[] }
    }
}

/// Sends a request and reads what comes back; again while that may help.
///
/// # Errors
/// The last fault.
pub async fn fetch<T: DeserializeOwned>(
    http: &Http,
    request: Request<'_>,
    patience: Patience,
) -> Result<T, Fault> {
    for wait in patience.waits {
        match within(patience.each, http.fire(request.clone())).await {
            Err(Fault::Again(_) | Fault::Unclear(_)) => tokio::time::sleep(*wait).await,
            done => return done,
        }
    }
    within(patience.each, http.fire(request)).await
}

/// As [`fetch`], where what comes back does not matter.
///
/// # Errors
/// As for [`fetch`].
pub async fn send(http: &Http, request: Request<'_>, patience: Patience) -> Result<(), Fault> {
    for wait in patience.waits {
        match within(patience.each, http.request(request.clone())).await {
            Err(Fault::Again(_) | Fault::Unclear(_)) => tokio::time::sleep(*wait).await,
            done => return done.map(drop),
        }
    }
    within(patience.each, http.request(request)).await.map(drop)
}

async fn within<T>(most: Duration, request: impl Future<Output = serenity::Result<T>>) -> Result<T, Fault> {
    match tokio::time::timeout(most, request).await {
        Ok(result) => result.map_err(fault),
        Err(_) => Err(Fault::Unclear("no answer in time".to_owned())),
    }
}
