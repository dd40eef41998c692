//! `/plan`: the weeks ahead, page by page.

use super::Coach;
use super::ics::{Edition, calendar};
use super::pause::resume_id;
use super::planning::{planned, verdict_line};
use super::reasons::reasons;
use super::reply::{File, Id, Menu, MenuOption, Reply};
use super::request::{Call, Press, Request};
use super::{left_out, next, own_pace};
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::Lesson;
use crate::study::plan::PlannedWeek;
use crate::study::recover::behind;

/// The most weeks on a page, and the most lines of all of them: what a phone shows without scrolling far.
const PAGE: usize = 4;
const LINES: usize = 20;
/// The most options that a menu of Discord holds.
const MENU: usize = 25;
/// What an exported plan is called.
pub(super) const FILE: &str = "study-plan.ics";
/// The most characters of reasons that are shown at once; the menu below has the others.
const WORDS: usize = 1_150;

pub(super) async fn answer(coach: &Coach, request: &Request, call: &Call) -> Result<Reply> {
    page(coach, request, call.integer("week")).await
}

pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let reply = match (press.id.arg(0), press.id.arg(1)) {
        (Some("week"), None) => page(coach, request, None).await?,
        (Some("week"), Some(number)) => page(coach, request, number.parse().ok()).await?,
        (Some("left"), from) => {
            left_out::page(coach, request, from.and_then(|from| from.parse().ok()).unwrap_or(0)).await?
        }
        (Some("back"), _) => match press.picked.first() {
            Some(lesson) => return left_out::put_back(coach, request, lesson).await,
            None => return Error::user(say!(coach.voice, PressUnknown)),
        },
        (Some("why"), Some(number)) => match press.picked.first() {
            Some(lesson) => return next::why(coach, request, coach.find_lesson(lesson)?).await,
            None => why(coach, request, number.parse().ok()).await?,
        },
        (Some("export"), _) => return export(coach, request).await,
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
    let lines = [Some(verdict_line(coach, &planned)), own_pace::plan_line(coach, plan), pause.clone()];
    let text: Vec<String> = lines.into_iter().flatten().collect();
    let mut reply = Reply::private(text.join("\n")).titled(say!(voice, PlanTitle));
    let size = fitting(plan.weeks[place..].iter());
    for week in plan.weeks.iter().skip(place).take(size) {
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
    if number > first.number {
        let before = fitting(plan.weeks[..place].iter().rev());
        reply = reply.button(say!(voice, ButtonEarlier), &turn(number - before as i64));
    }
    let after = number + size as i64;
    if after <= last.number {
        reply = reply.button(say!(voice, ButtonLater), &turn(after));
    }
    if !plan.left_out.is_empty() {
        reply = reply.button(say!(voice, ButtonLeftOut), &Id::own("plan", owner, &["left"]));
    }
    reply = reply
        .button(say!(voice, ButtonWhyPlan), &Id::own("plan", owner, &["why", &number.to_string()]))
        .button(say!(voice, ButtonExport), &Id::own("plan", owner, &["export"]));
    if behind(&coach.content.curriculum, &study, study.today(request.now)).is_some() {
        reply = reply.button(say!(voice, ButtonWays), &Id::own("catch-up", owner, &["show"]));
    }
    if pause.is_some() {
        reply = reply.button(say!(voice, ButtonResume), &resume_id(&study));
    }
    Ok(reply.button(say!(voice, ButtonNext), &Id::own("next", owner, &["show"])))
}

/// How many of these weeks fit on a page; one at least.
fn fitting<'p>(weeks: impl Iterator<Item = &'p PlannedWeek<'p>>) -> usize {
    let lines = weeks.take(PAGE).scan(0, |lines, week| {
        *lines += 1 + week.parts.len().max(1);
        Some(*lines)
    });
    lines.take_while(|lines| *lines <= LINES).count().max(1)
}

/// Why the lessons of a page are in the plan, and why in these weeks; one can be picked for more.
async fn why(coach: &Coach, request: &Request, number: Option<i64>) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let planned = planned(coach, &study, profile, request.now);
    let mut lessons: Vec<&Lesson> = Vec::new();
    let weeks = || planned.plan.weeks.iter().filter(|week| Some(week.number) >= number);
    for part in weeks().take(fitting(weeks())).flat_map(|week| &week.parts) {
        if !lessons.iter().any(|it| it.id == part.lesson.id) {
            lessons.push(part.lesson);
        }
    }
    lessons.truncate(MENU);
    let lines: Vec<String> = lessons
        .iter()
        .map(|lesson| {
            let why = reasons(coach, &study, &planned, lesson, 1);
            say!(voice, PlanWhyLine { title: lesson.title.as_str(), why: why })
        })
        .collect();
    let text = if lines.is_empty() { say!(voice, PlanCatchUpWeek) } else { coach.within(&lines, WORDS) };
    let mut reply = Reply::private(text).titled(say!(voice, PlanWhyTitle));
    let number = number.map_or_else(String::new, |number| number.to_string());
    if !lessons.is_empty() {
        reply.menus.push(Menu {
            id: Id::own("plan", study.learner, &["why", &number]).to_string(),
            hint: say!(voice, PlanWhyHint),
            many: false,
            picked: Vec::new(),
            options: lessons
                .into_iter()
                .map(|it| MenuOption { label: it.title.clone(), value: it.id.to_string() })
                .collect(),
        });
    }
    Ok(reply.button(say!(voice, ButtonPlan), &Id::own("plan", study.learner, &["week", &number])))
}

/// The plan as a file for calendars.
async fn export(coach: &Coach, request: &Request) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let plan = planned(coach, &study, profile, request.now).plan;
    if plan.weeks.is_empty() {
        return Ok(Reply::private(say!(voice, PlanFinished)));
    }
    let edition = Edition { series: format!("plan-{}", study.learner), made_at: request.now };
    let text = calendar(&plan, profile, &edition, voice);
    Ok(Reply {
        files: vec![File { name: FILE.to_owned(), text }],
        ..Reply::private(say!(voice, PlanExport)).titled(say!(voice, PlanExportTitle))
    })
}
