//! Past posts, as `/setup health` shows them.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};

use super::super::Store;
use super::super::rows::{instant, signed};
use super::super::sql::query;
use super::Kind;
use crate::study::units::ServerId;

/// How a post stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// It is on its way.
    Waiting,
    /// It is there.
    Sent,
    /// It is not there.
    Failed,
    /// It was given up without a try.
    Skipped,
    /// Nobody knows.
    Uncertain,
}

impl RunState {
    /// As the database and the voice write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Uncertain => "uncertain",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Waiting, Self::Sent, Self::Failed, Self::Skipped, Self::Uncertain]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A past run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What was posted.
    pub kind: Kind,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// How it stands.
    pub state: RunState,
    /// When that was known.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it is not there.
    pub error: Option<String>,
}

impl Store {
    /// A server's last posts in channels, and the threads and notices that failed, newest first.
    pub async fn runs(&self, server: ServerId, count: u32) -> Result<Vec<Run>> {
        let rows = query(
            "SELECT kind, due_at, state, finished_at, error FROM outbox WHERE server = $1 AND (\
             kind IN ('weekly', 'extra', 'reminder', 'invitation') OR (kind IN ('thread', 'notice') AND state = 'failed')) \
             ORDER BY due_at DESC, id LIMIT $2",
        )
        .bind(signed(server.0))
        .bind(i64::from(count))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Run {
                    kind: Kind::parse(row.get("kind")?).context("a post of no known kind")?,
                    due_at: instant(row.get("due_at")?)?,
                    state: RunState::parse(row.get("state")?).context("a post in no known state")?,
                    finished_at: row.get::<Option<i64>>("finished_at")?.map(instant).transpose()?,
                    error: row.get("error")?,
                })
            })
            .collect()
    }
}
