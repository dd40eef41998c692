//! `/catch-up`: what to do about being behind.

use super::Coach;
use super::planning::{planned, titled, verdict_line};
use super::reply::{Id, Reply};
use super::request::{Call, Press, Request};
use super::settings::spread_line;
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::Study;
use crate::study::recover::{
    NoSpread, NoTrim, Offer, Offers, Recovery, Spreading, Trimming, choose, is_back, offers,
};
use crate::study::units::LearnerId;

/// Lessons to leave out that are named at once.
const NAMED: usize = 3;
/// How a date stands in an id.
const DATE: &str = "%Y%m%d";

pub(super) async fn answer(coach: &Coach, request: &Request, _: &Call) -> Result<Reply> {
    show(coach, request).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    if press.id.arg(0) == Some("show") {
        return show(coach, request).await;
    }
    let study = coach.joined(request).await?;
    let Some(offers) = offers(&coach.content.curriculum, &study, request.now) else {
        return Error::user(say!(voice, NotBehindNow));
    };
    if pressed(&offers, press).is_none() {
        let reply = ways(coach, &study, &offers);
        return Ok(Reply { text: format!("{}\n{}", say!(voice, WaysMoved), reply.text), ..reply });
    }
    take(coach, request, press).await
}

async fn show(coach: &Coach, request: &Request) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    if let Some(offers) = offers(&coach.content.curriculum, &study, request.now) {
        return Ok(ways(coach, &study, &offers));
    }
    let text = match planned(coach, &study, profile, request.now).plan.ends_on() {
        Some(end) => say!(voice, NotBehind { end: voice.date(end) }),
        None => say!(voice, PlanFinished),
    };
    let next = Id::own("next", study.learner, &["show"]);
    Ok(Reply::private(text).button(say!(voice, ButtonNext), &next))
}

/// All ways, with what each brings, or why it is not open.
fn ways(coach: &Coach, study: &Study, offers: &Offers<'_>) -> Reply {
    let voice = &coach.voice;
    let behind = &offers.behind;
    let mut lines = vec![say!(
        voice,
        BehindLine { end: voice.date(behind.ends_on), due: voice.date(behind.due), weeks: behind.weeks }
    )];
    lines.extend(open(coach, study, offers));
    let due = || voice.date(behind.due);
    match &offers.spread {
        Err(NoSpread::NoWeeks) => lines.push(say!(voice, NoSpreadWeeks { due: due() })),
        Err(NoSpread::TooMuch) => lines.push(say!(voice, NoSpreadMuch { due: due() })),
        Ok(_) => {}
    }
    match &offers.trim {
        Err(NoTrim::NothingAbove) => lines.push(say!(voice, NoTrimNothing)),
        Err(NoTrim::TooMuch(end)) => {
            lines.push(say!(voice, NoTrimMuch { end: voice.date(*end), due: due() }))
        }
        Ok(_) => {}
    }
    buttons(coach, study.learner, offers, Reply::private(lines.join("\n")).titled(say!(voice, WaysTitle)))
}

/// The ways that are open, a line each.
fn open(coach: &Coach, study: &Study, offers: &Offers<'_>) -> Vec<String> {
    let voice = &coach.voice;
    let end = |offer: &Offer| voice.date(offer.ends_on);
    let mut lines = vec![match offers.shift.after.wanted_by() {
        Some(wanted) => say!(voice, WayShift { end: end(&offers.shift), wanted: voice.date(wanted) }),
        None => say!(voice, WayShiftOpen { end: end(&offers.shift) }),
    }];
    if let (Ok(Spreading { offer, from, to, budget, .. }), Some(profile)) = (&offers.spread, &study.profile) {
        lines.push(say!(
            voice,
            WaySpread {
                budget: voice.time(*budget),
                hours: voice.time(profile.weekly),
                from: voice.date(from.starts_on()),
                to: voice.date(to.ends_on()),
                end: end(offer),
            }
        ));
    }
    if let Ok(Trimming { offer, lessons }) = &offers.trim {
        let titles: Vec<String> = lessons.iter().map(|lesson| lesson.title.clone()).collect();
        let lessons = titled(coach, &titles, NAMED);
        lines.push(say!(voice, WayTrim { count: titles.len(), lessons: lessons, end: end(offer) }));
    }
    lines
}

/// A button for each way that is open. Its id says what was shown: where that has moved meanwhile, the
/// ways are shown anew instead.
fn buttons(coach: &Coach, owner: LearnerId, offers: &Offers<'_>, reply: Reply) -> Reply {
    let all = [Recovery::Shift, Recovery::Spread, Recovery::Trim];
    all.into_iter().fold(reply, |reply, how| button(coach, owner, offers, how, reply))
}

/// The button of one way, if that is open.
pub(super) fn button(
    coach: &Coach,
    owner: LearnerId,
    offers: &Offers<'_>,
    how: Recovery,
    reply: Reply,
) -> Reply {
    let voice = &coach.voice;
    let label = match how {
        Recovery::Shift => say!(voice, ButtonShift),
        Recovery::Spread => say!(voice, ButtonSpread),
        Recovery::Trim => say!(voice, ButtonTrim),
    };
    match ids(offers).iter().find(|args| args[0] == how.as_str()) {
        Some(args) => {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            reply.button(label, &Id::own("catch-up", owner, &args))
        }
        None => reply,
    }
}

/// What the buttons of the open ways carry: which, when it ends, and what it changes.
fn ids(offers: &Offers<'_>) -> Vec<[String; 3]> {
    let id = |offer: &Offer, what: String| {
        [offer.how.as_str().to_owned(), offer.ends_on.format(DATE).to_string(), what]
    };
    let mut ids = vec![id(&offers.shift, offers.behind.weeks.to_string())];
    if let Ok(spread) = &offers.spread {
        ids.push(id(&spread.offer, format!("{}x{}", spread.weeks, spread.budget.0)));
    }
    if let Ok(trim) = &offers.trim {
        ids.push(id(&trim.offer, trim.lessons.len().to_string()));
    }
    ids
}

/// The offer that a button names, where it still stands as it was shown.
fn pressed<'a>(offers: &'a Offers<'_>, press: &Press) -> Option<&'a Offer> {
    let args = press.id.args.as_slice();
    ids(offers).iter().any(|id| id == args).then_some(())?;
    let all = [
        Some(&offers.shift),
        offers.spread.as_ref().ok().map(|spread| &spread.offer),
        offers.trim.as_ref().ok().map(|trim| &trim.offer),
    ];
    all.into_iter().flatten().find(|offer| Some(offer.how.as_str()) == press.id.arg(0))
}

async fn take(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let curriculum = &coach.content.curriculum;
    coach
        .change(request, None, |study| {
            let offers = offers(curriculum, study, request.now);
            let offer = offers.as_ref().and_then(|offers| pressed(offers, press));
            let change = offer.and_then(|offer| choose(curriculum, study, offer, request.id, request.now));
            let (Some(offer), Some(change)) = (offer, change) else {
                return Error::user(say!(voice, NotBehindNow));
            };
            let title = match offer.how {
                Recovery::Shift => say!(voice, TookShift),
                Recovery::Spread => say!(voice, TookSpread),
                Recovery::Trim => say!(voice, TookTrim),
            };
            let mut lines =
                vec![verdict_line(coach, &planned(coach, &change.after, &offer.after, request.now))];
            if let (Recovery::Shift, Some(wanted)) = (offer.how, offer.after.wanted_by()) {
                lines.push(say!(voice, WantedMoves { date: voice.date(wanted) }));
            }
            if offer.how == Recovery::Spread {
                lines.push(spread_line(coach, &offer.after, study.week(request.now)));
            }
            lines.push(coach.week_line(change.after.promise(study.week(request.now))));
            lines.push(say!(voice, Took));
            let reply = Reply::private(lines.join("\n"))
                .titled(title)
                .button(say!(voice, ButtonNext), &Id::own("next", study.learner, &["show"]))
                .button(say!(voice, ButtonPlan), &Id::own("plan", study.learner, &["week"]));
            Ok((change, reply))
        })
        .await
}

/// A welcome to somebody who was silent, and the ways that are open, beside the step and never in its
/// way; the answer as it is for everybody else.
pub(super) fn welcome(coach: &Coach, request: &Request, study: &Study, reply: Reply) -> Reply {
    let voice = &coach.voice;
    if !is_back(study, study.week(request.now)) {
        return reply;
    }
    let Some(offers) = offers(&coach.content.curriculum, study, request.now) else { return reply };
    let behind = &offers.behind;
    let line = say!(voice, WelcomeBack { end: voice.date(behind.ends_on), due: voice.date(behind.due) });
    let lines = open(coach, study, &offers).join("\n");
    let text = format!("{line}\n\n{}", reply.text);
    let reply = Reply { text, ..reply }.field(say!(voice, HeadingWays), lines);
    buttons(coach, study.learner, &offers, reply)
}
