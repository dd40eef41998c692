//! From a row to a message.

use std::collections::VecDeque;

use chrono::{DateTime, Duration, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tracing::Instrument as _;

use super::edit::edit;
use super::foresight::look;
use super::presence::present;
use super::{Clock, Outlet, Pace, Target, Undelivered};
use crate::coach::{Coach, due};
use crate::error::{Error, Result};
use crate::measure::{self, Post, pulse};
use crate::say;
use crate::store::{Due, Kind, Outcome, Server};

/// How long a row is held while it is sent; after that another process may take it over.
const LEASE: Duration = Duration::seconds(120);
/// How long one post may take at the most.
const LONGEST_SEND: Duration = Duration::seconds(60);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::minutes(15);
/// Rows claimed in one go.
const BATCH: u32 = 20;
/// Posts under way at once: a slow answer holds up no other.
const AT_ONCE: usize = 32;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Posts that are there now.
    pub sent: u32,
    /// Posts that will be tried again.
    pub later: u32,
    /// Posts that cannot be sent.
    pub failed: u32,
    /// Posts of which nobody knows.
    pub uncertain: u32,
    /// Rows that had nothing left to send.
    pub skipped: u32,
}

impl Delivery {
    /// Whether nothing was there to send.
    pub fn is_idle(self) -> bool {
        self == Self::default()
    }
}

/// Takes rows to an outlet, so many in a second.
pub struct Courier<'a, O, C> {
    /// The coach whose rows they are.
    pub coach: &'a Coach,
    /// Where they go.
    pub outlet: &'a O,
    /// By which time.
    pub clock: &'a C,
    /// Under which name rows are leased.
    pub owner: &'a str,
    /// How they are kept in time.
    pub pace: Pace,
    at_once: usize,
    start_at: Option<DateTime<Utc>>,
}

/// A claimed row, and when it was claimed.
type Claimed = (Due, DateTime<Utc>);

impl<'a, O: Outlet, C: Clock> Courier<'a, O, C> {
    /// A courier that has sent nothing yet.
    pub fn new(coach: &'a Coach, outlet: &'a O, clock: &'a C, owner: &'a str, pace: Pace) -> Self {
        Self { coach, outlet, clock, owner, pace, at_once: AT_ONCE, start_at: None }
    }

    /// One after the other: for an outlet on which people see them come.
    #[must_use]
    pub fn in_order(self) -> Self {
        Self { at_once: 1, ..self }
    }

    /// Sends the rows whose time has come, until none is left or `stop` says so; what is under way
    /// then is finished.
    ///
    /// # Errors
    /// When the database fails. A row whose outcome could not be written stays leased and is tried
    /// again.
    pub async fn deliver(&mut self, stop: impl Fn() -> bool) -> Result<Delivery> {
        let mut claimed: VecDeque<Claimed> = VecDeque::new();
        let mut under_way =
            UnderWay { rows: FuturesUnordered::new(), done: Delivery::default(), failed: None };
        loop {
            pulse::sending();
            let open = under_way.failed.is_none() && !stop();
            if !open || under_way.rows.len() >= self.at_once {
                if under_way.one_more().await {
                    continue;
                }
                break;
            }
            if claimed.is_empty() {
                let now = self.clock.now();
                let claim = self.coach.store.claim(now, self.owner, now + LEASE, BATCH);
                match under_way.alongside(claim).await {
                    Ok(rows) => claimed.extend(rows.into_iter().map(|row| (row, now))),
                    Err(error) => under_way.failed = Some(Error::Internal(error)),
                }
                if claimed.is_empty() {
                    if under_way.rows.is_empty() {
                        break;
                    }
                    // A slow answer holds up nothing that is queued meanwhile.
                    tokio::select! {
                        _ = under_way.one_more() => {}
                        () = self.coach.queued.notified() => {}
                    }
                }
                continue;
            }
            let start_at = self.next_start();
            under_way.alongside(self.wait_until(start_at)).await;
            self.start_at = Some(start_at);
            if let Some(row) = self.next(&mut claimed) {
                let (coach, outlet, clock, owner, pace) =
                    (self.coach, self.outlet, self.clock, self.owner, self.pace);
                let span = tracing::error_span!("post", key = row.key);
                let carried = async move { carry(coach, outlet, clock, owner, pace, row).await };
                under_way.rows.push(carried.instrument(span));
            }
        }
        under_way.failed.map_or(Ok(under_way.done), Err)
    }

    /// When the next message may be started: a gap after the last one. What was lost to waiting for
    /// anything else is made up for by one message at the most; and a clock that was set back holds
    /// nothing up.
    fn next_start(&self) -> DateTime<Utc> {
        let gap = Duration::nanoseconds(1_000_000_000 / i64::from(self.pace.per_second.max(1)));
        let now = self.clock.now();
        self.start_at.map_or(now, |at| (at + gap).clamp(now - gap, now + gap))
    }

    async fn wait_until(&self, at: DateTime<Utc>) {
        let wait = at - self.clock.now();
        if wait > Duration::zero() {
            self.clock.sleep(wait).await;
        }
    }

    /// The next row that can be finished within its lease; the others are left to whoever claims
    /// them next.
    fn next(&self, claimed: &mut VecDeque<Claimed>) -> Option<Due> {
        let now = self.clock.now();
        while let Some((row, at)) = claimed.pop_front() {
            if now + LONGEST_SEND <= at + LEASE {
                return Some(row);
            }
        }
        None
    }
}

/// Rows that are being sent, and what became of the others.
struct UnderWay<F> {
    rows: FuturesUnordered<F>,
    done: Delivery,
    failed: Option<Error>,
}

impl<F: Future<Output = Result<Option<Outcome>>>> UnderWay<F> {
    /// Waits for something without holding up the rows: one of them may have the database's only
    /// write lock.
    async fn alongside<T>(&mut self, what: impl Future<Output = T>) -> T {
        let mut what = std::pin::pin!(what);
        loop {
            tokio::select! {
                biased;
                done = &mut what => return done,
                Some(row) = self.rows.next() => self.count(row),
            }
        }
    }

    /// Waits until one more row is through; false where there is none.
    async fn one_more(&mut self) -> bool {
        match self.rows.next().await {
            Some(row) => {
                self.count(row);
                true
            }
            None => false,
        }
    }

    fn count(&mut self, row: Result<Option<Outcome>>) {
        match row {
            Ok(None | Some(Outcome::Sent(None))) => {}
            Ok(Some(Outcome::Sent(Some(_)))) => self.done.sent += 1,
            Ok(Some(Outcome::Later { .. })) => self.done.later += 1,
            Ok(Some(Outcome::Failed(_))) => self.done.failed += 1,
            Ok(Some(Outcome::Uncertain(_))) => self.done.uncertain += 1,
            Ok(Some(Outcome::Skipped)) => self.done.skipped += 1,
            Err(error) => self.failed = Some(error),
        }
    }
}

/// Takes one row to its end: composed, tried, its outcome written. None where the lease was lost.
async fn carry<O: Outlet, C: Clock>(
    coach: &Coach,
    outlet: &O,
    clock: &C,
    owner: &str,
    pace: Pace,
    row: Due,
) -> Result<Option<Outcome>> {
    tracing::debug!(key = row.key, "claimed");
    let server = coach.store.server(row.server).await?;
    let coach = &coach.speaking(server.locale.as_deref());
    let Some((outcome, mut follow)) = attempt(coach, outlet, clock, owner, pace, &row, &server).await? else {
        return Ok(None);
    };
    let now = clock.now();
    match &outcome {
        // A look is no message.
        Outcome::Sent(None) => {}
        Outcome::Sent(Some(_)) => {
            let delay = (now - row.due_at).to_std().unwrap_or_default();
            measure::post(Post::Sent { delay, late: row.late });
        }
        Outcome::Skipped => measure::post(Post::Skipped),
        Outcome::Later { why, .. } => {
            measure::post(Post::Retried);
            tracing::warn!(key = row.key, attempts = row.attempts, why, "a post is tried again later");
        }
        Outcome::Failed(why) => {
            measure::post(Post::Failed);
            tracing::error!(key = row.key, attempts = row.attempts, why, "a post cannot be sent");
            follow.extend(told(coach, &row, &server, why, now));
        }
        Outcome::Uncertain(why) => {
            measure::post(Post::Uncertain);
            tracing::error!(key = row.key, why, "it is not known whether a post is there");
            follow.extend(told(coach, &row, &server, why, now));
        }
    }
    tracing::debug!(key = row.key, "tried");
    coach.store.finish(&row.key, owner, &outcome, &follow, now).await?;
    tracing::debug!(key = row.key, "finished");
    Ok(Some(outcome))
}

/// One try, and the rows that follow from it.
async fn attempt<O: Outlet, C: Clock>(
    coach: &Coach,
    outlet: &O,
    clock: &C,
    owner: &str,
    pace: Pace,
    row: &Due,
    server: &Server,
) -> Result<Option<(Outcome, Vec<Due>)>> {
    let now = clock.now();
    let ended = |outcome| Ok(Some((outcome, Vec::new())));
    // It is never too late to look: what is no longer due has nothing to be looked at.
    if row.kind == Kind::Foresight {
        return Ok(Some(match look(coach, outlet, row, server, now).await {
            Ok(notice) => (Outcome::Sent(None), notice.into_iter().collect()),
            Err(error) => (undelivered(coach, outlet, row, server, error, now).await?, Vec::new()),
        }));
    }
    if row.kind.is_edit() {
        return ended(edit(coach, outlet, row, now).await?);
    }
    if now - row.due_at > pace.late {
        let why = say!(coach.voice, FaultLate { tries: row.attempts - 1 });
        return ended(if row.doubt_since.is_some() { Outcome::Uncertain(why) } else { Outcome::Failed(why) });
    }
    if let (Kind::Thread, Some(channel), Some(message)) = (row.kind, row.channel, row.message) {
        let name = row.note.as_deref().unwrap_or_default();
        return ended(match outlet.open_thread(channel, message, name).await {
            Ok(()) => Outcome::Sent(Some(message)),
            Err(Undelivered::Never(why)) => Outcome::Failed(why),
            Err(error) => undelivered(coach, outlet, row, server, error, now).await?,
        });
    }
    let composed = match present(coach, outlet, row, now).await {
        Ok(Some(composed)) => composed,
        Ok(None) => return ended(Outcome::Skipped),
        Err(error) => {
            // The reason is the operator's; the row, which managers see, says only that there was one.
            tracing::error!(
                key = row.key,
                error = format!("{:#}", error.into_internal()),
                "a post could not be composed"
            );
            let why = say!(coach.voice, FaultInside);
            return ended(later(row, now, why, row.doubt_since.is_some()));
        }
    };
    tracing::debug!(key = row.key, "composed");
    let target = match (row.channel, row.learner) {
        (Some(channel), _) => Target::Channel(channel),
        (None, Some(learner)) => Target::Person(learner),
        (None, None) => return ended(Outcome::Skipped),
    };
    let row = &Due { note: composed.layout.or_else(|| row.note.clone()), ..row.clone() };
    if !coach.store.start(row, owner, &composed.post.names, now).await? {
        return Ok(None);
    }
    tracing::debug!(key = row.key, "sending");
    match outlet.send(target, &row.key, &composed.post, row.doubt_since).await {
        Ok(message) => {
            let now = clock.now();
            let mut follow = Vec::new();
            if composed.more {
                follow.push(due::next_part(row, now));
            }
            if let Some(name) = composed.post.thread {
                follow.push(due::thread(row, message, name, now));
            }
            Ok(Some((Outcome::Sent(Some(message)), follow)))
        }
        Err(error) => ended(undelivered(coach, outlet, row, server, error, now).await?),
    }
}

/// What a failed try means for its row, its server or its learner.
async fn undelivered<O: Outlet>(
    coach: &Coach,
    outlet: &O,
    row: &Due,
    server: &Server,
    error: Undelivered,
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let doubt = row.doubt_since.is_some();
    Ok(match error {
        Undelivered::Later(why) => later(row, now, why, doubt),
        Undelivered::Unclear(why) => later(row, now, why, true),
        Undelivered::Unknowable(why) => Outcome::Uncertain(why),
        Undelivered::Never(why) => {
            match (row.channel, row.learner) {
                (Some(channel), _) => {
                    coach.store.set_fault(server.id, channel, &why).await?;
                    if outlet.is_installed(server.id).await == Ok(false) {
                        coach.store.server_gone(server.id, now).await?;
                    }
                }
                (None, Some(learner)) => coach.store.refuse_messages(learner).await?,
                (None, None) => {}
            }
            if doubt { Outcome::Uncertain(why) } else { Outcome::Failed(why) }
        }
    })
}

/// The notice that a post or its thread is not there, or perhaps not. A direct message that cannot be
/// sent is its learner's own affair.
fn told(coach: &Coach, row: &Due, server: &Server, why: &str, now: DateTime<Utc>) -> Option<Due> {
    let channel = row.channel.filter(|_| !row.kind.is_edit())?;
    let time = coach.server_time(row.due_at, server.zone);
    let channel = channel.to_string();
    let told = match row.doubt_since {
        _ if row.kind == Kind::Thread => {
            say!(coach.voice, NoticeThread { channel: channel, time: time, why: why })
        }
        Some(_) => say!(coach.voice, NoticeUncertain { channel: channel, time: time, why: why }),
        None => say!(coach.voice, NoticeFailed { channel: channel, time: time, why: why }),
    };
    // One that is asked for again, and fails again, is told again.
    due::notice(server, &format!("{}@{}", row.key, row.due_at.timestamp()), told, now)
}

/// Tries again after a wait that doubles, a little more or less for each row so that not all come at
/// once.
pub(super) fn later(row: &Due, now: DateTime<Utc>, why: String, doubt: bool) -> Outcome {
    let wait = Duration::seconds(1 << row.attempts.min(10)).min(LONGEST_WAIT);
    let jitter = i32::try_from(row.key.bytes().map(u32::from).sum::<u32>() % 50).unwrap_or(0);
    Outcome::Later { at: now + wait * (75 + jitter) / 100, why, doubt }
}
