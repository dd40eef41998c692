//! What managers do about a member of their server, each with an entry for the other managers.

use chrono::Duration;

use super::super::reply::Reply;
use super::super::request::{Press, Request};
use super::members::{blocked, hex, id, one, parse, unknown, waiting};
use super::{Coach, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Deed, Measure, NAMED, Work, who};
use crate::study::units::{LearnerId, ServerId};

/// So long entries of what managers did are kept.
pub const AUDIT_KEPT: Duration = Duration::days(400);

/// Carries out what was pressed or picked, and shows what is so now.
pub(super) async fn press(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    press: &Press,
) -> Result<Reply> {
    let voice = &coach.voice;
    let gone = || Error::User(say!(voice, PressUnknown));
    match press.id.arg(1) {
        Some("ask") => {
            let (deed, learner) = about(press).ok_or_else(gone)?;
            ask(coach, request, server, deed, learner).await
        }
        Some("do") => {
            let (deed, learner) = about(press).ok_or_else(gone)?;
            on_member(coach, request, server, deed, learner).await
        }
        Some("link") => {
            let learner = press.id.arg(2).and_then(parse).ok_or_else(gone)?;
            let works = coach.store.works(server, Some(learner)).await?;
            let (deed, lesson) = press.picked.first().and_then(|it| it.split_once(':')).ok_or_else(gone)?;
            let deed = on_link(deed).ok_or_else(gone)?;
            let work = works.iter().find(|work| work.lesson.as_str() == lesson).ok_or_else(gone)?;
            // Picked once more, or by another manager before: it is so already.
            if coach.hosts.shows(work) == (deed == Deed::Strike) {
                on_links(coach, request, server, deed, &[work]).await?;
            }
            let reply = one(coach, request, server, learner).await?;
            Ok(told(coach, deed, &work.name, reply))
        }
        Some("allow") => {
            let deed = press.id.arg(2).and_then(on_link).ok_or_else(gone)?;
            let works = coach.store.works(server, None).await?;
            let is_picked = |work: &&Work| {
                press.picked.iter().any(|it| *it == format!("{}:{}", hex(work.learner), work.lesson))
            };
            let works: Vec<&Work> = works.iter().filter(is_picked).collect();
            on_links(coach, request, server, deed, &works).await?;
            waiting(coach, request, server).await
        }
        Some("unblock") => {
            let number = press.picked.first().and_then(|it| u64::from_str_radix(it, 16).ok());
            let known = coach.store.blocked(server).await?;
            let found = known.into_iter().find(|it| Some(it.who) == number).ok_or_else(gone)?;
            let learner = found.learner.map(|(learner, _)| learner);
            decide(coach, request, server, Deed::Unblock, (found.who, learner), (None, 0)).await?;
            blocked(coach, request, server).await
        }
        _ => Err(gone()),
    }
}

/// What may be done about a link.
fn on_link(deed: &str) -> Option<Deed> {
    Deed::parse(deed).filter(|deed| matches!(deed, Deed::Allow | Deed::Strike))
}

/// The deed and the learner that a button names.
fn about(press: &Press) -> Option<(Deed, LearnerId)> {
    let deed = press.id.arg(2).and_then(Deed::parse)?;
    let learner = press.id.arg(3).and_then(parse)?;
    matches!(deed, Deed::Hide | Deed::Show | Deed::Remove | Deed::Block).then_some((deed, learner))
}

/// What a removal or a block means, before it is done.
async fn ask(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    deed: Deed,
    learner: LearnerId,
) -> Result<Reply> {
    let voice = &coach.voice;
    let (name, _) = coach.store.member(server, learner).await?.ok_or_else(|| unknown(coach))?;
    let text = say!(voice, MembersAsk { what: deed.as_str(), name: name.as_str() });
    Ok(Reply::private(text)
        .titled(words::unmarked(&name))
        .button(say!(voice, ButtonBack), &id(request, &["page", "0"]))
        .button(
            say!(voice, ButtonDeed { what: deed.as_str() }),
            &id(request, &["do", deed.as_str(), &hex(learner)]),
        ))
}

async fn on_member(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    deed: Deed,
    learner: LearnerId,
) -> Result<Reply> {
    // Where there is none, it is the same press once more, or another manager was first.
    let member = coach.store.roster_of(server, learner).await?.ok_or_else(|| unknown(coach))?;
    let is_so = match deed {
        Deed::Hide => member.moderated,
        Deed::Show => !member.moderated,
        _ => false,
    };
    if !is_so {
        decide(coach, request, server, deed, (who(server, learner), Some(learner)), (None, 0)).await?;
    }
    let reply = match deed {
        Deed::Hide | Deed::Show => one(coach, request, server, learner).await?,
        _ => super::members::answer(coach, request, server).await?,
    };
    Ok(told(coach, deed, &member.name, reply))
}

/// An answer with what was done before its words.
fn told(coach: &Coach, deed: Deed, name: &str, reply: Reply) -> Reply {
    let done = say!(coach.voice, MembersDone { what: deed.as_str(), name: name });
    Reply { text: format!("{done}\n{}", reply.text), ..reply }
}

/// Strikes links, or lets them be seen.
pub(in crate::coach) async fn on_links(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    deed: Deed,
    works: &[&Work],
) -> Result<()> {
    for (number, work) in works.iter().enumerate() {
        let learner = (who(server, work.learner), Some(work.learner));
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        decide(coach, request, server, deed, learner, (Some(&work.link), number)).await?;
    }
    Ok(())
}

async fn decide(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    deed: Deed,
    (who, learner): (u64, Option<LearnerId>),
    (link, number): (Option<&str>, u16),
) -> Result<()> {
    let measure = Measure {
        server,
        deed,
        who,
        learner,
        link,
        manager: request.from.id,
        by: (request.id, number),
        now: request.now,
    };
    coach.store.decide(&measure, request.now - NAMED).await?;
    coach.queued.notify_one();
    Ok(())
}
