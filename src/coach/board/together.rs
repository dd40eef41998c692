//! *Together*: what a server and each of its cohorts did in the time of a board.

use std::collections::BTreeSet;

use super::{Board, NAMELESS_AMONG, caption_of};
use crate::coach::reply::Reply;
use crate::coach::request::Request;
use crate::coach::{Coach, words};
use crate::error::Result;
use crate::say;
use crate::store::{Member, Server, Sums};
use crate::study::learner::BoardSetting;
use crate::study::units::{LearnerId, Minutes, ServerId};
use crate::study::week::Week;

pub(super) async fn answer(
    coach: &Coach,
    request: &Request,
    (id, server): (ServerId, &Server),
    board: Board,
) -> Result<Reply> {
    let voice = &coach.voice;
    let asker = request.from.id;
    let week = Week::at(request.now, server.zone);
    let sums = coach.store.sums(id, board.period).await?;
    let members = coach.store.members(id, week, request.now).await?;
    let shown: Vec<&Member> = members.iter().filter(|it| it.board != BoardSetting::Hidden).collect();
    let total = |members: &[&Member]| -> String {
        if sum_gives_away(members.iter().copied(), Some(asker)) {
            return say!(voice, BoardFewTogether);
        }
        let own: BTreeSet<LearnerId> = members.iter().map(|member| member.learner).collect();
        in_words(coach, sums.iter().filter(|(learner, _)| own.contains(learner)).map(|(_, sums)| sums))
    };
    let text = format!("{}\n{}", caption_of(coach, board.period, server), total(&shown));
    let mut reply = Reply::private(text).titled(say!(voice, TogetherTitle));
    for cohort in coach.store.cohorts(id, request.now).await? {
        let is_in = |member: &&&Member| {
            member.profile.as_ref().and_then(|profile| profile.cohort.as_ref()) == Some(&cohort.id)
        };
        let own: Vec<&Member> = shown.iter().filter(is_in).copied().collect();
        let name = say!(voice, CohortTitle { name: words::plain(&cohort.name) });
        reply = reply.field(name, total(&own));
    }
    Ok(reply)
}

/// Whether a sum over those of some members who are not hidden is over so few that it tells what somebody
/// without a name did.
pub fn sum_gives_away<'m>(members: impl Iterator<Item = &'m Member>, asker: Option<LearnerId>) -> bool {
    let shown: Vec<&Member> = members.filter(|it| it.board != BoardSetting::Hidden).collect();
    let nameless = |it: &&Member| it.board == BoardSetting::Anonymous && asker != Some(it.learner);
    shown.len() < NAMELESS_AMONG && shown.iter().any(nameless)
}

fn in_words<'a>(coach: &Coach, sums: impl Iterator<Item = &'a Sums>) -> String {
    let voice = &coach.voice;
    let (mut learners, mut kept, mut promised, mut spent) = (0, 0_u64, 0_u64, Minutes::ZERO);
    for sum in sums.filter(|it| it.spent > Minutes::ZERO || it.promised > Minutes::ZERO) {
        learners += 1;
        kept += u64::from(sum.kept.0);
        promised += u64::from(sum.promised.0);
        spent += sum.spent;
    }
    match (kept * 100).checked_div(promised) {
        Some(percent) => {
            say!(voice, TogetherLine { learners: learners, time: voice.time(spent), percent: percent })
        }
        None => say!(voice, TogetherLineOpen { learners: learners, time: voice.time(spent) }),
    }
}
