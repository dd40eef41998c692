//! `/plan`: the weeks ahead, page by page.

use super::Coach;
use super::pause::resume_id;
use super::planning::{adopt, planned, verdict_line};
use super::reply::{Id, Menu, MenuOption, Reply};
use super::request::{Call, Press, Request};
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::Happened;
use crate::study::recover::behind;
use crate::study::sequence::Reason;
use crate::study::week::Week;

/// Weeks on a page: what a phone shows without scrolling far.
const PAGE: usize = 4;
/// The most options that a menu of Discord holds.
const MENU: usize = 25;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    page(coach, request, call.integer("week")).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let reply = match (press.id.arg(0), press.id.arg(1)) {
        (Some("week"), None) => page(coach, request, None).await?,
        (Some("week"), Some(number)) => page(coach, request, number.parse().ok()).await?,
        (Some("left"), _) => left_out(coach, request).await?,
        (Some("back"), _) => match press.picked.first() {
            Some(lesson) => return put_back(coach, request, lesson).await,
            None => return Error::user(say!(coach.voice, PressUnknown)),
        },
        _ => return Error::user(say!(coach.voice, PressUnknown)),
    };
    // The weekly post has a *My week* for everybody; only a member's own pages turn in place.
    Ok(Reply { replaces: press.id.owner.is_some(), ..reply })
}

async fn page(coach: &Coach, request: &Request, number: Option<i64>) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let planned = planned(coach, &study, profile, request.now);
    let plan = &planned.plan;
    let (Some(first), Some(last)) = (plan.weeks.first(), plan.weeks.last()) else {
        return Ok(Reply::private(say!(voice, PlanFinished)));
    };
    let number = number.unwrap_or(first.number);
    if number < first.number || number > last.number {
        return Error::user(say!(voice, WeekOutOfPlan { first: first.number, last: last.number }));
    }
    let place = usize::try_from(number - first.number).unwrap_or(0);
    let current = study.week(request.now);
    let pause = coach.pause_line(profile, current);
    let text: Vec<String> = std::iter::once(verdict_line(coach, &planned)).chain(pause.clone()).collect();
    let mut reply = Reply::private(text.join("\n")).titled(say!(voice, PlanTitle));
    for week in plan.weeks.iter().skip(place).take(PAGE) {
        let phase = coach
            .content
            .curriculum
            .tracks
            .get(&profile.track)
            .and_then(|track| track.phases.iter().find(|phase| phase.id == week.phase))
            .map_or("", |phase| phase.title.as_str());
        let heading = say!(
            voice,
            PlanWeekHeading {
                number: week.number,
                from: voice.short_date(week.week.starts_on()),
                to: voice.short_date(week.week.ends_on()),
                time: voice.time(week.minutes()),
                phase: phase,
            }
        );
        let study = (week.week == current).then_some(&study);
        reply = reply.field(heading, coach.week_list(week, study));
    }
    let owner = study.learner;
    let turn = |number: i64| Id::own("plan", owner, &["week", &number.to_string()]);
    let size = PAGE as i64;
    if number > first.number {
        reply = reply.button(say!(voice, ButtonEarlier), &turn((number - size).max(first.number)));
    }
    if number + size <= last.number {
        reply = reply.button(say!(voice, ButtonLater), &turn(number + size));
    }
    if !plan.left_out.is_empty() {
        reply = reply.button(say!(voice, ButtonLeftOut), &Id::own("plan", owner, &["left"]));
    }
    if behind(&coach.content.curriculum, &study, study.today(request.now)).is_some() {
        reply = reply.button(say!(voice, ButtonWays), &Id::own("catch-up", owner, &["show"]));
    }
    if pause.is_some() {
        reply = reply.button(say!(voice, ButtonResume), &resume_id(&study));
    }
    Ok(reply.button(say!(voice, ButtonNext), &Id::own("next", owner, &["show"])))
}

/// What is not in the plan, and why; what can be put back can be picked.
async fn left_out(coach: &Coach, request: &Request) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let plan = planned(coach, &study, profile, request.now).plan;
    let mut reply = Reply::private(say!(voice, LeftOutText)).titled(say!(voice, LeftOutTitle));
    for (reason, heading) in [
        (Reason::NoTime, say!(voice, LeftOutNoTime)),
        (Reason::Optional, say!(voice, LeftOutOptional)),
        (Reason::Known, say!(voice, LeftOutKnown)),
        (Reason::Alternative, say!(voice, LeftOutAlternative)),
    ] {
        let mut lines = String::new();
        let all: Vec<_> = plan.left_out.iter().filter(|(_, its)| *its == reason).collect();
        for (lesson, _) in &all {
            let line =
                say!(voice, PlanLine { title: lesson.title.as_str(), time: voice.time(lesson.minutes()) });
            if lines.chars().count() + line.chars().count() > 900 {
                lines.push('…');
                break;
            }
            lines = if lines.is_empty() { line } else { format!("{lines}\n{line}") };
        }
        reply = reply.field(heading, lines);
    }
    let mut back: Vec<_> = plan.left_out.iter().collect();
    back.sort_by_key(|(_, reason)| match reason {
        Reason::NoTime => 0,
        Reason::Optional => 1,
        Reason::Known => 2,
        Reason::Alternative => 3,
    });
    let options: Vec<MenuOption> = back
        .into_iter()
        .take(MENU)
        .map(|(lesson, _)| MenuOption { label: lesson.title.clone(), value: lesson.id.to_string() })
        .collect();
    if !options.is_empty() {
        let id = Id::own("plan", study.learner, &["back"]);
        reply.menus.push(Menu { id: id.to_string(), hint: say!(voice, PutBackHint), many: false, options });
    }
    Ok(reply.button(say!(voice, ButtonPlan), &Id::own("plan", study.learner, &["week"])))
}

/// Takes a lesson into the plan that was left out, whatever the reason was.
async fn put_back(coach: &Coach, request: &Request, lesson: &str) -> Result<Reply> {
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
                .button(say!(voice, ButtonPlan), &Id::own("plan", study.learner, &["week"]));
            Ok((change, reply))
        })
        .await
}
