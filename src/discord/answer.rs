//! Answering interactions in time, whatever happens to the answer's own requests.
//!
//! Discord waits 3 s for a first answer, which `first` hands over. What takes longer to decide is put
//! off, privately or publicly as the command table says, and then edited in.

mod first;

pub use first::{Way, call_back};

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serenity::all::{ApplicationId, Http, InteractionId, LightMethod};
use serenity::http::{Request, Route};
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

/// When a decision that is not there yet is put off: so early that word of it that takes 1.5 s on its way
/// still comes in time.
const DEFER_AFTER: Duration = Duration::from_millis(1200);
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

    /// The apology where what was asked for may have been done.
    fn unshown(&self, coach: &Coach) -> Reply {
        Reply::refusal(say!(coach.voice, ApologyUnshown { code: self.code() }))
    }
}

/// Answers an interaction with what is being decided.
pub async fn answer(http: &Http, coach: &Coach, ticket: &Ticket, way: &mut Way, decision: Decision) {
    // A panic costs its own answer and nothing else.
    let mut decision = AssertUnwindSafe(decision).catch_unwind();
    let decided = |decision: std::thread::Result<(Reply, Outcome)>| {
        decision.unwrap_or_else(|_| {
            tracing::error!(code = ticket.code(), "a decision broke off");
            (ticket.unshown(coach), Outcome::Failed)
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
            let announced = put_off_to_later(http, ticket, way, ticket.in_place);
            let (announced, decision) = tokio::join!(announced, decision);
            let (reply, outcome) = decided(decision);
            shown = is_shown(&reply);
            let done = match announced {
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
        put_off_to_later(http, ticket, way, in_place).await?;
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
            call_back(http, ticket, way, &Callback::message(&ticket.unshown(coach))).await
        }
        sent => sent,
    }
}

/// Says that the answer comes later.
///
/// # Errors
/// Where that certainly did not come through. Where it may have, the answer has its place.
async fn put_off_to_later(http: &Http, ticket: &Ticket, way: &mut Way, in_place: bool) -> Result<(), Fault> {
    let first = match in_place {
        true => Callback::later_in_place(),
        false => Callback::later(ticket.private),
    };
    match call_back(http, ticket, way, &first).await {
        Err(Fault::Unclear(_)) => Ok(()),
        sent => sent,
    }
}

/// The first answer was put off; this takes its place, and each file after the first comes as a message
/// of its own. Of an interaction that is delivered twice these come once.
async fn later(http: &Http, coach: &Coach, ticket: &Ticket, mut reply: Reply) -> Result<(), Fault> {
    let more = reply.files.split_off(reply.files.len().min(1));
    in_its_place(http, coach, ticket, reply).await?;
    for file in more.into_iter().filter(|_| !ticket.again) {
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
        return edit(http, coach, ticket, &ticket.unshown(coach)).await;
    }
    match edit(http, coach, ticket, &reply).await {
        Err(fault @ Fault::Refused { status: 400, .. }) => {
            tracing::error!(code = ticket.code(), %fault, "an answer was refused");
            edit(http, coach, ticket, &ticket.unshown(coach)).await
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
