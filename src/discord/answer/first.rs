//! The first answer, handed over in time.
//!
//! A request that fails is sent again at once while Discord waits; serenity alone would drop the answer
//! on a 429, a 502 and a reset. That the answer is there already counts as answered.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde::Serialize;
use serenity::all::{Http, LightMethod};
use serenity::http::{Request, Route};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::Ticket;
use crate::discord::message::Callback;
use crate::discord::rest::{Fault, Patience, send};
use crate::measure;

/// When a first answer has become useless: Discord's 3 s, less the way there.
const ANSWER_WITHIN: Duration = Duration::from_millis(2900);
/// When a try of a first answer that has come to nothing yet gets another beside it.
const SLOW: Duration = Duration::from_secs(1);
/// The wait after a failed first answer; it doubles up to the second of these.
const RETRY: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(400));

/// How a first answer gets to Discord.
#[derive(Debug)]
pub enum Way {
    /// By a request of its own: the interaction came over the gateway.
    Request,
    /// As the body of the response to the request that brought the interaction.
    Response(Option<oneshot::Sender<Vec<u8>>>),
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
    if Instant::now() >= until {
        return Err(Fault::Again("the time was over before the first try".to_owned()));
    }
    let tried = || {
        let route = Route::InteractionResponse { interaction_id: ticket.id, token: &ticket.token };
        let request = Request::new(route, LightMethod::Post).body(Some(body.clone()));
        send(http, request, Patience::once(ANSWER_WITHIN))
    };
    let mut tries = FuturesUnordered::from_iter([tried()]);
    let (mut started, mut next_at, mut wait) = (1, Instant::now() + SLOW, RETRY.0);
    let mut last = None;
    loop {
        tokio::select! {
            biased;
            Some(sent) = tries.next() => match sent {
                Ok(()) => return Ok(()),
                Err(Fault::Answered) => {
                    // After a try whose own answer was lost, it was that one; else it was somebody else.
                    if started == 1 && !ticket.again {
                        ticket.watch.doubled();
                    }
                    return Ok(());
                }
                Err(fault @ (Fault::Again(_) | Fault::Unclear(_))) => {
                    tracing::warn!(code = ticket.code(), %fault, "an answer is sent again");
                    // What may have come through once is not certainly lost by a later try.
                    if !matches!(last, Some(Fault::Unclear(_))) {
                        last = Some(fault);
                    }
                    next_at = next_at.min(Instant::now() + wait);
                    wait = (wait * 2).min(RETRY.1);
                }
                Err(refused) => return Err(refused),
            },
            () = tokio::time::sleep_until(until) => {
                let under_way = Fault::Unclear("no answer in time".to_owned());
                return Err(last.filter(|_| tries.is_empty()).unwrap_or(under_way));
            }
            // One that is slow may still come through: it goes on beside the next.
            () = tokio::time::sleep_until(next_at) => {
                tries.push(tried());
                started += 1;
                next_at = Instant::now() + SLOW;
            }
        }
    }
}

fn body(of: &impl Serialize) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(of).map_err(|error| Fault::Again(error.to_string()))
}
