//! `/setup members`: who is here, and what managers may do about it.

use super::super::reply::{Id, Menu, MenuOption, Reply};
use super::super::request::{Press, Request};
use super::super::words;
use super::{Coach, deeds};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Deed, Entry, Listed, Work};
use crate::study::learner::BoardSetting;
use crate::study::units::{LearnerId, ServerId};

/// Members, entries or links of a page.
const PAGE: u32 = 10;
/// Works of one member that can be picked, and blocked people: as many as a menu holds.
const PICKED: usize = 25;
/// Characters of a link in a list.
const LINK: usize = 80;

/// The roster from its first page.
pub async fn answer(coach: &Coach, request: &Request, server: ServerId) -> Result<Reply> {
    page(coach, request, server, 0).await
}

/// What is pressed or picked in it.
pub async fn press(coach: &Coach, request: &Request, server: ServerId, press: &Press) -> Result<Reply> {
    let from = press.id.arg(2).and_then(|from| from.parse().ok()).unwrap_or(0);
    let reply = match press.id.arg(1) {
        Some("page") => page(coach, request, server, from).await?,
        Some("pick") => {
            let learner = press.picked.first().and_then(|id| parse(id));
            one(coach, request, server, learner.ok_or_else(|| unknown(coach))?).await?
        }
        Some("waiting") => waiting(coach, request, server).await?,
        Some("blocked") => blocked(coach, request, server).await?,
        Some("audit") => audit(coach, request, server, from).await?,
        Some("ask" | "do" | "link" | "allow" | "unblock") => {
            deeds::press(coach, request, server, press).await?
        }
        _ => return Error::user(say!(coach.voice, PressUnknown)),
    };
    Ok(Reply { replaces: true, ..reply })
}

/// The id of a press in `/setup members`.
pub(super) fn id(request: &Request, args: &[&str]) -> Id {
    let args: Vec<&str> = std::iter::once("members").chain(args.iter().copied()).collect();
    Id::own("setup", request.from.id, &args)
}

/// A learner as ids carry them.
pub(super) fn hex(learner: LearnerId) -> String {
    format!("{:x}", learner.0)
}

/// Reads what [`hex`] writes.
pub(super) fn parse(text: &str) -> Option<LearnerId> {
    u64::from_str_radix(text, 16).ok().map(LearnerId)
}

/// Who is not in the roster, or no longer.
pub(super) fn unknown(coach: &Coach) -> Error {
    Error::User(say!(coach.voice, MembersUnknown))
}

async fn page(coach: &Coach, request: &Request, server: ServerId, from: u32) -> Result<Reply> {
    let voice = &coach.voice;
    let count = coach.store.member_count(server).await?;
    let members = coach.store.roster(server, from, PAGE).await?;
    let waiting =
        coach.store.works(server, None).await?.iter().filter(|work| coach.hosts.keeps_waiting(work)).count();
    let mut lines = vec![say!(voice, MembersText { count: count })];
    lines.extend(members.iter().map(|member| line(coach, member)));
    let mut reply = Reply::private(lines.join("\n")).titled(say!(voice, MembersTitle));
    if !members.is_empty() {
        let option =
            |member: &Listed| MenuOption { label: words::unmarked(&member.name), value: hex(member.learner) };
        reply.menus.push(Menu {
            id: id(request, &["pick"]).to_string(),
            hint: say!(voice, MembersPick),
            many: false,
            picked: Vec::new(),
            options: members.iter().map(option).collect(),
        });
    }
    let turn = |from: u32| id(request, &["page", &from.to_string()]);
    if from > 0 {
        reply = reply.button(say!(voice, ButtonEarlier), &turn(from.saturating_sub(PAGE)));
    }
    if i64::from(from + PAGE) < count {
        reply = reply.button(say!(voice, ButtonMoreMembers), &turn(from + PAGE));
    }
    if waiting > 0 {
        reply = reply.button(say!(voice, ButtonWaiting { count: waiting }), &id(request, &["waiting"]));
    }
    let blocked = coach.store.blocked(server).await?.len();
    if blocked > 0 {
        reply = reply.button(say!(voice, ButtonBlocked { count: blocked }), &id(request, &["blocked"]));
    }
    Ok(reply.button(say!(voice, ButtonAudit), &id(request, &["audit", "0"])))
}

/// A member's line in the list.
fn line(coach: &Coach, member: &Listed) -> String {
    say!(coach.voice, MembersLine { name: member.name.as_str(), about: about(coach, member) })
}

/// Track, last activity, share of the promises kept and works, and what hides them.
fn about(coach: &Coach, member: &Listed) -> String {
    let voice = &coach.voice;
    let track = member.profile.as_ref().map(|profile| {
        let track = coach.content.curriculum.tracks.get(&profile.track);
        track.map_or_else(|| profile.track.to_string(), |track| track.title.clone())
    });
    let mut parts = vec![track.unwrap_or_else(|| say!(voice, MembersNoPlan))];
    parts.push(match member.active_at {
        Some(at) => say!(voice, MembersActive { date: voice.date(at.date_naive()) }),
        None => say!(voice, MembersNeverActive),
    });
    if let Some((kept, promised)) = member.promise {
        parts.push(say!(voice, MembersKept { percent: kept * 100 / promised }));
    }
    if member.works > 0 {
        parts.push(say!(voice, MembersWorks { count: member.works }));
    }
    parts.extend(hidden(coach, member));
    parts.join(", ")
}

/// Why others do not see a member by name, if they do not.
fn hidden(coach: &Coach, member: &Listed) -> Option<String> {
    let voice = &coach.voice;
    match (member.moderated, member.left_at, member.board) {
        (true, ..) => Some(say!(voice, MembersModerated)),
        (_, Some(_), _) => Some(say!(voice, MembersLeft)),
        (.., BoardSetting::Hidden) => Some(say!(voice, MembersHidden)),
        (.., BoardSetting::Anonymous) => Some(say!(voice, MembersAnonymous)),
        (.., BoardSetting::Visible) => None,
    }
}

/// One member, with their works and what can be done.
pub(super) async fn one(
    coach: &Coach,
    request: &Request,
    server: ServerId,
    learner: LearnerId,
) -> Result<Reply> {
    let voice = &coach.voice;
    let member = coach.store.roster_of(server, learner).await?.ok_or_else(|| unknown(coach))?;
    let works = coach.store.works(server, Some(learner)).await?;
    let text = about(coach, &member);
    let about = |deed: &str, how: &str| id(request, &[how, deed, &hex(learner)]);
    let mut reply = Reply::private(text)
        .titled(words::unmarked(&member.name))
        .field(say!(voice, MembersJoined), voice.date(member.joined_at.date_naive()))
        .field(say!(voice, MembersLinks), links(coach, &works))
        .button(say!(voice, ButtonBack), &id(request, &["page", "0"]));
    reply = match member.moderated {
        true => reply.button(say!(voice, ButtonShowMember), &about("show", "do")),
        false => reply.button(say!(voice, ButtonHideMember), &about("hide", "do")),
    };
    reply = reply
        .button(say!(voice, ButtonRemoveMember), &about("remove", "ask"))
        .button(say!(voice, ButtonBlockMember), &about("block", "ask"));
    if !works.is_empty() {
        // The value says what is done: picked twice, a link is not struck and shown again.
        let option = |work: &Work| match coach.hosts.shows(work) {
            true => MenuOption {
                label: say!(voice, MembersStrike { link: short(&work.link) }),
                value: format!("{}:{}", Deed::Strike.as_str(), work.lesson),
            },
            false => MenuOption {
                label: say!(voice, MembersAllow { link: short(&work.link) }),
                value: format!("{}:{}", Deed::Allow.as_str(), work.lesson),
            },
        };
        reply.menus.push(Menu {
            id: id(request, &["link", &hex(learner)]).to_string(),
            hint: say!(voice, MembersPickLink),
            many: false,
            picked: Vec::new(),
            options: works.iter().take(PICKED).map(option).collect(),
        });
    }
    Ok(reply)
}

/// Works with what becomes of their links, a line each.
fn links(coach: &Coach, works: &[Work]) -> String {
    let voice = &coach.voice;
    let line = |work: &Work| {
        let state = match (work.shown, coach.hosts.knows(&work.link)) {
            (Some(false), _) => "struck",
            (None, false) => "waiting",
            _ => "shown",
        };
        say!(voice, MembersLink { link: short(&work.link), state: state })
    };
    coach.within(&works.iter().map(line).collect::<Vec<_>>(), 900)
}

/// A link that takes one line.
fn short(link: &str) -> String {
    let short: String = link.chars().take(LINK).collect();
    if short.len() < link.len() { format!("{short}…") } else { short }
}

/// Links whose hosts are not known, until a manager has looked at them.
pub(super) async fn waiting(coach: &Coach, request: &Request, server: ServerId) -> Result<Reply> {
    let voice = &coach.voice;
    let works = coach.store.works(server, None).await?;
    let works: Vec<&Work> =
        works.iter().filter(|work| coach.hosts.keeps_waiting(work)).take(PICKED).collect();
    let text = match works.len() {
        0 => say!(voice, WaitingNone),
        _ => {
            let mut lines = vec![say!(voice, WaitingText)];
            lines.extend(works.iter().map(|work| {
                say!(voice, WaitingLine { name: work.name.as_str(), link: words::plain(&work.link) })
            }));
            lines.join("\n")
        }
    };
    let mut reply = Reply::private(text)
        .titled(say!(voice, WaitingTitle))
        .button(say!(voice, ButtonBack), &id(request, &["page", "0"]));
    if !works.is_empty() {
        for (what, hint) in [("allow", say!(voice, WaitingAllow)), ("strike", say!(voice, WaitingStrike))] {
            let option = |work: &&Work| MenuOption {
                label: short(&work.link),
                value: format!("{}:{}", hex(work.learner), work.lesson),
            };
            reply.menus.push(Menu {
                id: id(request, &["allow", what]).to_string(),
                hint,
                many: true,
                picked: Vec::new(),
                options: works.iter().map(option).collect(),
            });
        }
    }
    Ok(reply)
}

/// Who may not be a member here.
pub(super) async fn blocked(coach: &Coach, request: &Request, server: ServerId) -> Result<Reply> {
    let voice = &coach.voice;
    let blocked = coach.store.blocked(server).await?;
    let name = |name: &Option<(LearnerId, String)>| match name {
        Some((_, name)) => name.clone(),
        None => say!(voice, MembersForgotten),
    };
    let line = |it: &crate::store::Blocked| {
        say!(voice, BlockedLine { name: name(&it.learner), date: voice.date(it.at.date_naive()) })
    };
    let text = match blocked.is_empty() {
        true => say!(voice, BlockedNone),
        false => coach.within(&blocked.iter().map(line).collect::<Vec<_>>(), 3_800),
    };
    let mut reply = Reply::private(text)
        .titled(say!(voice, BlockedTitle))
        .button(say!(voice, ButtonBack), &id(request, &["page", "0"]));
    if !blocked.is_empty() {
        let option = |it: &crate::store::Blocked| MenuOption {
            label: words::unmarked(&name(&it.learner)),
            value: format!("{:x}", it.who),
        };
        reply.menus.push(Menu {
            id: id(request, &["unblock"]).to_string(),
            hint: say!(voice, BlockedPick),
            many: false,
            picked: Vec::new(),
            options: blocked.iter().take(PICKED).map(option).collect(),
        });
    }
    Ok(reply)
}

/// What managers did, newest first.
async fn audit(coach: &Coach, request: &Request, server: ServerId, from: u32) -> Result<Reply> {
    let voice = &coach.voice;
    let entries = coach.store.audit(server, from, PAGE + 1).await?;
    let zone = coach.store.server(server).await?.zone;
    let person = |id: Option<LearnerId>| match id {
        Some(id) => format!("<@{id}>"),
        None => say!(voice, MembersForgotten),
    };
    let line = |entry: &Entry| {
        let mut line = say!(
            voice,
            AuditLine {
                time: coach.server_time(entry.at, zone),
                manager: person(entry.manager),
                what: entry.deed.as_str(),
                member: person(entry.learner),
            }
        );
        if let Some(link) = &entry.link {
            line = format!("{line} {}", words::plain(&short(link)));
        }
        line
    };
    let lines: Vec<String> = entries.iter().take(PAGE as usize).map(line).collect();
    let text = if lines.is_empty() { say!(voice, AuditNone) } else { lines.join("\n") };
    let turn = |from: u32| id(request, &["audit", &from.to_string()]);
    let mut reply = Reply::private(text)
        .titled(say!(voice, AuditTitle))
        .button(say!(voice, ButtonBack), &id(request, &["page", "0"]));
    if from > 0 {
        reply = reply.button(say!(voice, ButtonEarlier), &turn(from.saturating_sub(PAGE)));
    }
    if entries.len() > PAGE as usize {
        reply = reply.button(say!(voice, ButtonLater), &turn(from + PAGE));
    }
    Ok(reply)
}
