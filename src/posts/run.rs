//! Posting as time passes.

use std::time::Duration;

use chrono::Utc;
use tokio_util::sync::CancellationToken;

use super::{Outlet, Pace, deliver, tick};
use crate::coach::Coach;
use crate::error::Error;

/// The longest sleep: another process may have queued something.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);

/// Posts what is due until `stop`; what is in hand then is finished first.
///
/// A failing database is logged and tried again; nothing queued is lost by it.
pub async fn run<O: Outlet>(coach: &Coach, outlet: &O, owner: &str, pace: Pace, stop: &CancellationToken) {
    let gap = Duration::from_secs(1) / pace.per_second.max(1);
    while !stop.is_cancelled() {
        let idle = match round(coach, outlet, owner, pace, gap).await {
            Ok(idle) => idle,
            Err(error) => {
                let error = match error {
                    Error::Internal(error) => format!("{error:#}"),
                    Error::User(sentence) => sentence,
                };
                tracing::error!(error, "posting is interrupted and will be tried again");
                true
            }
        };
        if idle {
            tokio::select! {
                () = stop.cancelled() => {}
                () = coach.queued.notified() => {}
                () = tokio::time::sleep(until_due(coach).await) => {}
            }
        }
    }
}

/// One look at what is due and one batch sent; true when nothing was.
async fn round<O: Outlet>(
    coach: &Coach,
    outlet: &O,
    owner: &str,
    pace: Pace,
    gap: Duration,
) -> Result<bool, Error> {
    tick(coach, Utc::now(), pace).await?;
    let delivery = deliver(coach, outlet, owner, Utc::now, pace, || tokio::time::sleep(gap)).await?;
    Ok(delivery.is_idle())
}

async fn until_due(coach: &Coach) -> Duration {
    let due = coach.store.next_due().await.ok().flatten();
    let wait = due.and_then(|at| (at - Utc::now()).to_std().ok()).unwrap_or(LONGEST_SLEEP);
    wait.clamp(Duration::from_millis(50), LONGEST_SLEEP)
}
