//! *Left out* of `/plan`: what a plan does not hold, each with its reason, and putting it back.

use super::Coach;
use super::planning::{adopt, planned, verdict_line};
use super::reasons;
use super::reply::{Id, Menu, MenuOption, Reply};
use super::request::Request;
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::Happened;
use crate::study::sequence::Reason;
use crate::study::week::Week;

/// Lessons on a page: what their lines and a menu of Discord hold.
const PAGE: usize = 12;

/// A page of what is not in the plan, from a place on; what can be put back can be picked.
pub async fn page(coach: &Coach, request: &Request, from: usize) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let mut all = planned(coach, &study, profile, request.now).plan.left_out;
    let owner = study.learner;
    if all.is_empty() {
        return Ok(Reply::private(say!(voice, LeftOutNothing))
            .button(say!(voice, ButtonPlan), &Id::own("plan", owner, &["week"])));
    }
    all.sort_by_key(|(_, reason)| match reason {
        Reason::NoTime => 0,
        Reason::Optional => 1,
        Reason::Known => 2,
        Reason::Alternative => 3,
    });
    // After putting back the only lesson of the last page, that page is gone.
    let from = from.min((all.len() - 1) / PAGE * PAGE);
    let here = &all[from..all.len().min(from + PAGE)];
    let mut reply =
        Reply::private(say!(voice, LeftOutText { from: from + 1, to: from + here.len(), of: all.len() }))
            .titled(say!(voice, LeftOutTitle));
    for group in here.chunk_by(|(_, one), (_, other)| one == other) {
        let lines: Vec<String> = group
            .iter()
            .map(|(lesson, _)| {
                say!(voice, PlanLine { title: lesson.title.as_str(), time: voice.time(lesson.minutes()) })
            })
            .collect();
        reply = reply.field(reasons::left_out(coach, group[0].1), lines.join("\n"));
    }
    let option = |lesson: &crate::study::curriculum::Lesson| MenuOption {
        label: lesson.title.clone(),
        value: lesson.id.to_string(),
    };
    reply.menus.push(Menu {
        id: Id::own("plan", owner, &["back"]).to_string(),
        hint: say!(voice, PutBackHint),
        many: false,
        picked: Vec::new(),
        options: here.iter().map(|(lesson, _)| option(lesson)).collect(),
    });
    let turn = |from: usize| Id::own("plan", owner, &["left", &from.to_string()]);
    if from > 0 {
        reply = reply.button(say!(voice, ButtonEarlier), &turn(from.saturating_sub(PAGE)));
    }
    if from + PAGE < all.len() {
        reply = reply.button(say!(voice, ButtonLater), &turn(from + PAGE));
    }
    Ok(reply.button(say!(voice, ButtonPlan), &Id::own("plan", owner, &["week"])))
}

/// Takes a lesson into the plan that was left out, whatever the reason was.
pub async fn put_back(coach: &Coach, request: &Request, lesson: &str) -> Result<Reply> {
    let voice = &coach.voice;
    let lesson = coach.find_lesson(lesson)?;
    coach
        .change(request, None, |study| {
            let Some(before) = study.profile.clone() else { return Error::user(say!(voice, NotJoined)) };
            let mut after = before.clone();
            after.no_time.remove(&lesson.id);
            after.added.insert(lesson.id.clone());
            after.known.retain(|skill| !lesson.gives.contains(skill));
            if let Some(one_of) = &lesson.one_of {
                after.choices.retain(|choice| *choice != one_of.choice);
                after.choices.insert(0, one_of.choice.clone());
                after.added.remove(&lesson.id);
            }
            if after == before {
                return Error::user(say!(voice, AlreadyInPlan { lesson: lesson.title.as_str() }));
            }
            let change = adopt(coach, study, request, |promise| Happened::Changed {
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
                promise,
            });
            let planned = planned(coach, &change.after, &after, request.now);
            let week = planned
                .plan
                .weeks
                .iter()
                .find(|week| week.parts.iter().any(|part| part.lesson.id == lesson.id));
            let when = week.map_or(Week::of(after.starts_on), |week| week.week);
            let text = say!(
                voice,
                PutBack {
                    lesson: lesson.title.as_str(),
                    date: voice.date(when.starts_on()),
                    verdict: verdict_line(coach, &planned),
                }
            );
            let reply = Reply::private(text)
                .button(say!(voice, ButtonLeftOut), &Id::own("plan", study.learner, &["left"]))
                .button(say!(voice, ButtonPlan), &Id::own("plan", study.learner, &["week"]));
            Ok((change, reply))
        })
        .await
}
