//! *Start*: from now on the time is measured, until *Done*.

use super::Coach;
use super::done::named_steps;
use super::reply::{Id, Reply};
use super::request::{Press, Request};
use crate::error::{Error, Result};
use crate::say;
use crate::study::timer::{Timed, Timer, timed};

/// *Start* for the steps that the button names. What runs already for them goes on; what ran for others,
/// or was forgotten, gives way.
pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let steps = named_steps(coach, press).ok_or_else(|| Error::User(say!(voice, StepsGone)))?;
    let study = coach.joined(request).await?;
    if steps.iter().all(|it| study.is_done(&it.lesson, &it.step)) {
        return Error::user(say!(voice, AlreadyDone));
    }
    let text = match (timed(&study, &steps, request.now), &study.timer) {
        (Timed::Measured(_), Some(timer)) => say!(voice, ClockRuns { since: voice.countdown(timer.at) }),
        (Timed::Forgotten(minutes), _) => say!(voice, ClockAnew { time: voice.time(minutes) }),
        _ => say!(voice, ClockStarted),
    };
    if !matches!(timed(&study, &steps, request.now), Timed::Measured(_)) {
        let timer = Timer { at: request.now, steps };
        coach.store.set_timer(study.learner, Some(&timer)).await?;
    }
    let done = done_id(press, request);
    Ok(Reply::private(text)
        .button(say!(voice, ButtonDone), &done)
        .button(say!(voice, ButtonNotNow), &Id::own("next", request.from.id, &["later"])))
}

/// The *Done* of the same steps.
fn done_id(press: &Press, request: &Request) -> Id {
    let named = press.id.args.iter().skip(1).map(String::as_str);
    let args: Vec<&str> = std::iter::once("steps").chain(named).collect();
    Id::own("done", request.from.id, &args)
}
