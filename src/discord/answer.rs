//! Answering interactions in time, whatever happens to the answer's own requests.
//!
//! Discord waits 3 s for a first answer. Until then a failed request is sent again at once; serenity
//! alone would drop the answer on a 429, a 502 and a reset. What takes longer to decide is put off,
//! privately or publicly as the command table says, and then edited in.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::Serialize;
use serenity::all::{ApplicationId, Http, InteractionId, LightMethod};
use serenity::http::{Request, Route};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::message::{Callback, Message, without_form};
use super::outlet::Made;
use super::rest::{Fault, Patience, fetch, send};
use super::watch::Watch;
use crate::cards::studio::Png;
use crate::coach::reply::Reply;
use crate::coach::{Coach, Outcome};
use crate::measure;
use crate::say;
use crate::study::units::{self, ChannelId, MessageId, ServerId};

/// When a decision that is not there yet is put off.
const DEFER_AFTER: Duration = Duration::from_secs(2);
/// When a first answer has become useless: Discord's 3 s, less the way there.
const ANSWER_WITHIN: Duration = Duration::from_millis(2900);
/// How long one try of a first answer may take.
const TRY: Duration = Duration::from_secs(1);
/// The wait after a failed first answer; it doubles up to the second of these.
const RETRY: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(400));
/// What comes later has more time.
const LATER: Patience = Patience {
    each: Duration::from_secs(5),
    waits: &[
        Duration::from_millis(200),
        Duration::from_millis(500),
        Duration::from_secs(1),
        Duration::from_secs(2),
        Duration::from_secs(4),
    ],
};
/// "Unknown interaction": its token is dead.
const UNKNOWN_INTERACTION: isize = 10_062;
/// "Unknown webhook": there is no first answer yet whose place could be taken. One that is the body of a
/// response may still be on its way there.
const UNKNOWN_WEBHOOK: isize = 10_015;
/// The waits for it to arrive.
const ARRIVES: [Duration; 5] = [
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
];

/// What is to be answered, as it is being decided.
pub type Decision = BoxFuture<'static, (Reply, Outcome)>;

/// How a first answer gets to Discord.
#[derive(Debug)]
pub enum Way {
    /// By a request of its own: the interaction came over the gateway.
    Request,
    /// As the body of the response to the request that brought the interaction.
    Response(Option<oneshot::Sender<Vec<u8>>>),
}

/// An interaction that waits for its answer.
#[derive(Clone)]
pub struct Ticket {
    /// Its id.
    pub id: InteractionId,
    /// What allows answering it; never logged.
    pub token: String,
    /// The application that it is for.
    pub application: ApplicationId,
    /// When it arrived.
    pub since: Instant,
    /// Whether only the asker sees an answer that is put off.
    pub private: bool,
    /// Whether it was made on a message that only the asker sees, which an answer may replace.
    pub on_private: bool,
    /// Whether a form may be the answer: not to a form.
    pub forms: bool,
    /// The channel in which everybody sees the answer, where that is a new message of the asker's.
    pub shows_in: Option<(ServerId, ChannelId)>,
    /// Whether the answer takes the place of the message that it was made on, for all who see that.
    pub in_place: bool,
    /// What it is, and which command it is about: for counting.
    pub label: Label,
    /// Where it is counted that somebody else answers too.
    pub watch: Arc<Watch>,
    /// Whether it was delivered before.
    pub again: bool,
}

/// What is counted as one thing.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    /// `command`, `press`, `form`, `choices`, `message` or `unread`.
    pub kind: &'static str,
    /// The command that it is about; `none` where it is about none.
    pub command: &'static str,
}

impl Label {
    /// Counts it as ended, `unanswered` where the answer did not get through.
    pub fn count(self, outcome: Outcome, sent: &Result<(), Fault>, since: Instant) {
        let outcome = match (sent, outcome) {
            (Err(_), _) => "unanswered",
            (Ok(()), Outcome::Answered) => "answered",
            (Ok(()), Outcome::Refused) => "refused",
            (Ok(()), Outcome::Failed) => "failed",
        };
        measure::interaction(self.kind, self.command, outcome, since.elapsed());
    }
}

impl Ticket {
    /// The code under which a failure of this interaction is logged; the coach makes the same.
    fn code(&self) -> String {
        format!("{:06x}", self.id.get() & 0xff_ffff)
    }

    /// The fixed apology.
    pub fn apology(&self, coach: &Coach) -> Reply {
        Reply::refusal(say!(coach.voice, Apology { code: self.code() }))
    }
}

/// Answers an interaction with what is being decided.
pub async fn answer(http: &Http, coach: &Coach, ticket: &Ticket, way: &mut Way, decision: Decision) {
    // A panic costs its own answer and nothing else.
    let mut decision = AssertUnwindSafe(decision).catch_unwind();
    let decided = |decision: std::thread::Result<(Reply, Outcome)>| {
        decision.unwrap_or_else(|_| {
            tracing::error!(code = ticket.code(), "a decision broke off");
            (ticket.apology(coach), Outcome::Failed)
        })
    };
    let shown;
    let put_off = tokio::time::sleep_until(ticket.since + DEFER_AFTER);
    let (outcome, done) = tokio::select! {
        decision = &mut decision => {
            let (reply, outcome) = decided(decision);
            shown = is_shown(&reply);
            (outcome, at_once(http, coach, ticket, way, reply).await)
        }
        () = put_off => {
            let first = match ticket.in_place {
                true => Callback::later_in_place(),
                false => Callback::later(ticket.private),
            };
            let deferred = call_back(http, ticket, way, &first);
            let (deferred, decision) = tokio::join!(deferred, decision);
            let (reply, outcome) = decided(decision);
            shown = is_shown(&reply);
            let done = match deferred {
                Ok(()) => later(http, coach, ticket, without_form(reply)).await,
                Err(fault) => Err(fault),
            };
            (outcome, done)
        }
    };
    ticket.label.count(outcome, &done, ticket.since);
    if let Err(fault) = done {
        tracing::error!(code = ticket.code(), %fault, "an interaction stays unanswered");
    } else if let (true, Some(place)) = (shown, ticket.shows_in) {
        keep_place(http, coach, ticket, place).await;
    }
}

/// Whether an answer is something that its asker shows to all.
fn is_shown(reply: &Reply) -> bool {
    reply.shown && !reply.private && !reply.replaces
}

/// Keeps which message the answer has become, so that it can be taken back without a press.
async fn keep_place(http: &Http, coach: &Coach, ticket: &Ticket, place: (ServerId, ChannelId)) {
    let ask = Request::new(original(ticket), LightMethod::Get);
    let mut made: Result<Made, Fault> = fetch(http, ask.clone(), LATER).await;
    for wait in ARRIVES {
        if !matches!(made, Err(Fault::Refused { code: UNKNOWN_WEBHOOK, .. })) {
            break;
        }
        tokio::time::sleep(wait).await;
        made = fetch(http, ask.clone(), LATER).await;
    }
    match made {
        Ok(made) => {
            let (id, message) = (units::InteractionId(ticket.id.get()), MessageId(made.id.get()));
            if let Err(error) = coach.shown_at(id, place, message, Utc::now()).await {
                let error = format!("{:#}", error.into_internal());
                tracing::error!(code = ticket.code(), error, "where a share stands could not be kept");
            }
        }
        Err(fault) => tracing::warn!(code = ticket.code(), %fault, "it is not known where a share stands"),
    }
}

/// The first answer is the whole answer.
async fn at_once(
    http: &Http,
    coach: &Coach,
    ticket: &Ticket,
    way: &mut Way,
    reply: Reply,
) -> Result<(), Fault> {
    let reply = if ticket.forms { reply } else { without_form(reply) };
    let in_place = reply.replaces && (ticket.on_private || (reply.shown && ticket.in_place));
    // A file takes longer than a first answer may; what is put off has its own, larger patience.
    if !reply.files.is_empty() || reply.image.is_some() {
        match in_place {
            true => call_back(http, ticket, way, &Callback::later_in_place()).await?,
            false => call_back(http, ticket, way, &Callback::later(ticket.private)).await?,
        }
        return later(http, coach, ticket, reply).await;
    }
    let sent = if let Some(form) = &reply.form {
        call_back(http, ticket, way, &Callback::form(form)).await
    } else if in_place {
        call_back(http, ticket, way, &Callback::update(&reply)).await
    } else {
        call_back(http, ticket, way, &Callback::message(&reply)).await
    };
    match sent {
        Err(Fault::Refused { code, .. }) if code != UNKNOWN_INTERACTION => {
            tracing::error!(code = ticket.code(), fault = %sent.unwrap_err(), "an answer was refused");
            call_back(http, ticket, way, &Callback::message(&ticket.apology(coach))).await
        }
        sent => sent,
    }
}

/// The first answer was put off; this takes its place, and each file after the first comes as a message
/// of its own.
async fn later(http: &Http, coach: &Coach, ticket: &Ticket, mut reply: Reply) -> Result<(), Fault> {
    let more = reply.files.split_off(reply.files.len().min(1));
    in_its_place(http, coach, ticket, reply).await?;
    for file in more {
        let alone = Reply::private("").titled(file.name.as_str());
        follow_up(http, coach, ticket, &Reply { files: vec![file], ..alone }).await?;
    }
    Ok(())
}

async fn in_its_place(http: &Http, coach: &Coach, ticket: &Ticket, reply: Reply) -> Result<(), Fault> {
    // A refusal leaves the message that everybody sees as it is.
    if reply.private && ticket.in_place {
        return follow_up(http, coach, ticket, &reply).await;
    }
    // What only the asker may see cannot take the place of an answer that was announced to all.
    if reply.private && !ticket.private {
        let gone = after_first(http, Request::new(original(ticket), LightMethod::Delete)).await;
        if gone.is_ok() {
            return follow_up(http, coach, ticket, &reply).await;
        }
        return edit(http, coach, ticket, &ticket.apology(coach)).await;
    }
    match edit(http, coach, ticket, &reply).await {
        Err(fault @ Fault::Refused { status: 400, .. }) => {
            tracing::error!(code = ticket.code(), %fault, "an answer was refused");
            edit(http, coach, ticket, &ticket.apology(coach)).await
        }
        sent => sent,
    }
}

fn original(ticket: &Ticket) -> Route<'_> {
    Route::WebhookOriginalInteractionResponse { application_id: ticket.application, token: &ticket.token }
}

async fn edit(http: &Http, coach: &Coach, ticket: &Ticket, reply: &Reply) -> Result<(), Fault> {
    let picture = coach.picture(reply).await;
    let request = |picture| Message::edit(reply, picture).request(original(ticket), LightMethod::Patch);
    let sent = after_first(http, request(picture.as_ref())?).await;
    if is_refused(ticket, &sent, picture.as_ref()) {
        return after_first(http, request(None)?).await;
    }
    sent
}

async fn follow_up(http: &Http, coach: &Coach, ticket: &Ticket, reply: &Reply) -> Result<(), Fault> {
    let route =
        || Route::WebhookFollowupMessages { application_id: ticket.application, token: &ticket.token };
    let picture = coach.picture(reply).await;
    let request = |picture| Message::answer(reply, picture).request(route(), LightMethod::Post);
    let sent = send(http, request(picture.as_ref())?, LATER).await;
    if is_refused(ticket, &sent, picture.as_ref()) {
        return send(http, request(None)?, LATER).await;
    }
    sent
}

/// Whether Discord refuses a message that has a picture: its words go alone then.
fn is_refused(ticket: &Ticket, sent: &Result<(), Fault>, picture: Option<&Png>) -> bool {
    match sent {
        Err(fault @ Fault::Refused { code, .. }) if picture.is_some() && *code != UNKNOWN_INTERACTION => {
            tracing::warn!(code = ticket.code(), %fault, "a picture was refused; the words go alone");
            true
        }
        _ => false,
    }
}

/// Sends what changes the first answer, again while that has not arrived.
async fn after_first(http: &Http, request: Request<'_>) -> Result<(), Fault> {
    for wait in ARRIVES {
        match send(http, request.clone(), LATER).await {
            Err(Fault::Refused { code: UNKNOWN_WEBHOOK, .. }) => tokio::time::sleep(wait).await,
            done => return done,
        }
    }
    send(http, request, LATER).await
}

/// Hands a first answer over; where it takes a request, again and again while Discord waits for one.
///
/// # Errors
/// The fault, when it is refused, the time is over, or nobody waits for a response any more.
pub async fn call_back<D: Serialize>(
    http: &Http,
    ticket: &Ticket,
    way: &mut Way,
    callback: &Callback<D>,
) -> Result<(), Fault> {
    let sent = hand_over(http, ticket, way, body(callback)?).await;
    if sent.is_ok() {
        measure::first_answer(callback.name(), ticket.since.elapsed());
    }
    sent
}

async fn hand_over(http: &Http, ticket: &Ticket, way: &mut Way, body: Vec<u8>) -> Result<(), Fault> {
    if let Way::Response(waiting) = way {
        let waiting = waiting.take().ok_or(Fault::Answered)?;
        let gone = |_| Fault::Again("nobody waits for the response any more".to_owned());
        return waiting.send(body).map_err(gone);
    }
    let until = ticket.since + ANSWER_WITHIN;
    let mut wait = RETRY.0;
    let mut is_first = true;
    let mut last = Fault::Again("the time was over before the first try".to_owned());
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(last);
        }
        let route = Route::InteractionResponse { interaction_id: ticket.id, token: &ticket.token };
        let request = Request::new(route, LightMethod::Post).body(Some(body.clone()));
        match send(http, request, Patience::once(left.min(TRY))).await {
            Ok(()) => return Ok(()),
            Err(Fault::Answered) => {
                // After a try whose own answer was lost, it was that one; else it was somebody else.
                if is_first && !ticket.again {
                    ticket.watch.doubled();
                }
                return Ok(());
            }
            Err(Fault::Again(what) | Fault::Unclear(what)) => {
                tracing::warn!(code = ticket.code(), what, "an answer is sent again");
                last = Fault::Again(what);
            }
            Err(refused) => return Err(refused),
        }
        is_first = false;
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(RETRY.1);
    }
}

fn body(of: &impl Serialize) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(of).map_err(|error| Fault::Again(error.to_string()))
}
