//! Posting as time passes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use super::{Clock, Courier, Outlet, Pace, tick};
use crate::coach::Coach;
use crate::coach::setup::AUDIT_KEPT;
use crate::error::{Error, Result};
use crate::measure::pulse;
use crate::store::NAMED;

/// The longest sleep: another process may have queued something.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);
/// The shortest, so that a database that tells nothing new is not asked all the time.
const SHORTEST_SLEEP: Duration = Duration::from_millis(20);

/// The task of finding out who is due.
const TICK: &str = "tick";
/// How long another process waits for one that does it and is silent.
const LEASE: chrono::Duration = chrono::Duration::seconds(15);
/// The task of forgetting what is long past, once a day.
const TIDY: &str = "tidy";
/// How long it is one process's: within that, it looks again whether a day is over.
const TIDY_LEASE: chrono::Duration = chrono::Duration::minutes(30);
const TIDY_AGAIN: Duration = Duration::from_secs(600);
/// The pause between two portions of it, in which others come to write.
const BETWEEN_PORTIONS: Duration = Duration::from_millis(20);

/// How long rows of the outbox, answers and pairs of learners are kept: a year and a month, for looking back.
const KEPT: chrono::Duration = chrono::Duration::days(400);

/// How long the answer to an entry is kept, to be given again. Discord's own word is that an interaction is
/// over after 15 minutes.
const ANSWERED: chrono::Duration = chrono::Duration::days(7);

/// A server that removed the coach is forgotten after so long.
const AWAY: chrono::Duration = chrono::Duration::days(30);

/// The computer's time.
struct Real;

impl Clock for Real {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    async fn sleep(&self, time: chrono::Duration) {
        tokio::time::sleep(time.to_std().unwrap_or_default()).await;
    }
}

/// Posts what is due until `stop`; what is in hand then is finished first.
///
/// A failing database is logged and tried again; nothing queued is lost by it.
pub async fn run<O: Outlet>(coach: &Coach, outlet: &O, owner: &str, pace: Pace, stop: &CancellationToken) {
    // What a process that was killed held, where no other can have taken it over.
    if let Err(error) = coach.store.take_over().await {
        tracing::warn!(error = format!("{error:#}"), "what was in hand before waits until its lease ends");
    }
    let keep_tidy = async {
        // What is half done when the coach leaves is done the next time.
        tokio::select! {
            () = stop.cancelled() => {}
            () = keep_tidy(coach, owner) => {}
        }
        step_down(coach, TIDY, owner).await;
    };
    tokio::join!(queue(coach, owner, pace, stop), send(coach, outlet, owner, pace, stop), keep_tidy);
}

/// Queues what falls due; of many processes one does, and the others stand by.
async fn queue(coach: &Coach, owner: &str, pace: Pace, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        pulse::queueing();
        match lead(coach, owner).await {
            Ok(true) => {}
            Ok(false) => {
                stand_by(stop).await;
                continue;
            }
            Err(error) => {
                noted::<()>(Err(Error::Internal(error)));
                stand_by(stop).await;
                continue;
            }
        }
        let now = Utc::now();
        // However long it takes, nobody else begins meanwhile; and if somebody did, each occurrence
        // would still be queued once.
        let ticked = tokio::select! {
            ticked = tick(coach, now, pace) => ticked,
            () = keep_leading(coach, owner) => Ok(()),
        };
        let failed = noted(ticked);
        coach.queued.notify_one();
        wait(coach.store.next_due().await, failed, stop, &coach.scheduled).await;
    }
    step_down(coach, TICK, owner).await;
}

async fn step_down(coach: &Coach, task: &str, owner: &str) {
    if let Err(error) = coach.store.step_down(task, owner).await {
        tracing::warn!(error = format!("{error:#}"), "another process takes over only when the lease ends");
    }
}

/// Whether this process is the one that queues.
async fn lead(coach: &Coach, owner: &str) -> anyhow::Result<bool> {
    let now = Utc::now();
    coach.store.lead(TICK, owner, now, now + LEASE).await
}

/// Keeps the lease while something takes long; returns when it is lost.
async fn keep_leading(coach: &Coach, owner: &str) {
    loop {
        tokio::time::sleep(LONGEST_SLEEP).await;
        if matches!(lead(coach, owner).await, Ok(false)) {
            return;
        }
    }
}

async fn stand_by(stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(LONGEST_SLEEP) => {}
    }
}

/// Once a day forgets what is long past; of many processes one does.
async fn keep_tidy(coach: &Coach, owner: &str) {
    let mut tidied = None;
    loop {
        let now = Utc::now();
        let is_ours = coach.store.lead(TIDY, owner, now, now + TIDY_LEASE).await;
        let is_due = tidied != Some(now.date_naive()) && matches!(is_ours, Ok(true));
        if is_due && !noted(tidy(coach, now).await) {
            tidied = Some(now.date_naive());
        }
        tokio::time::sleep(TIDY_AGAIN).await;
    }
}

/// Forgets what is long past, and servers that the coach is no longer in: of what there is much, some at
/// a time, so that nobody waits for all of it.
async fn tidy(coach: &Coach, now: DateTime<Utc>) -> Result<()> {
    while coach.store.prune(now - KEPT).await? {
        tokio::time::sleep(BETWEEN_PORTIONS).await;
    }
    let mut last = String::new();
    while let Some(end) = coach.store.prune_names(now - NAMED, &last).await? {
        last = end;
        tokio::time::sleep(BETWEEN_PORTIONS).await;
    }
    while coach.store.forget_answers(now - ANSWERED).await? {
        tokio::time::sleep(BETWEEN_PORTIONS).await;
    }
    coach.store.prune_answers(now - KEPT).await?;
    coach.store.prune_partners(now - KEPT).await?;
    coach.store.prune_audit(now - AUDIT_KEPT).await?;
    let forgotten = coach.store.forget_servers(now - AWAY).await?;
    coach.store.scrub().await?;
    if forgotten > 0 {
        tracing::info!(forgotten, "servers that removed the coach are forgotten");
    }
    Ok(())
}

/// Sends what is queued.
async fn send<O: Outlet>(coach: &Coach, outlet: &O, owner: &str, pace: Pace, stop: &CancellationToken) {
    let mut courier = Courier::new(coach, outlet, &Real, owner, pace);
    while !stop.is_cancelled() {
        pulse::sending();
        let failed = noted(courier.deliver(|| stop.is_cancelled()).await);
        wait(coach.store.next_try().await, failed, stop, &coach.queued).await;
    }
}

/// Whether it failed, which is logged.
fn noted<T>(result: Result<T>) -> bool {
    let Err(error) = result else { return false };
    let error = format!("{:#}", error.into_internal());
    tracing::error!(error, "posting is interrupted and will be tried again");
    true
}

/// Waits until something is due, or is said to be; after a failure in any case a while, so that a
/// database that takes nothing does not fill the log.
async fn wait(
    due: anyhow::Result<Option<DateTime<Utc>>>,
    failed: bool,
    stop: &CancellationToken,
    rung: &tokio::sync::Notify,
) {
    if failed {
        return stand_by(stop).await;
    }
    let until = due.ok().flatten().map(|at| (at - Utc::now()).to_std().unwrap_or_default());
    let wait = until.unwrap_or(LONGEST_SLEEP).clamp(SHORTEST_SLEEP, LONGEST_SLEEP);
    tokio::select! {
        () = stop.cancelled() => {}
        () = rung.notified() => {}
        () = tokio::time::sleep(wait) => {}
    }
}
