//! The learner's own pace in words: said once when the plan begins to count with it.

use super::planning::{planned, titled};
use super::reply::{Id, Reply};
use super::request::Request;
use super::{Coach, catch_up};
use crate::say;
use crate::study::learner::Study;
use crate::study::pace::{Pace, evidence, pace};
use crate::study::plan::Plan;
use crate::study::recover::{Recovery, offers};

/// Lessons that *Trim* would leave out, named at once.
const NAMED: usize = 3;

/// The pace that is to be told now; none where it is the one told last.
pub(super) fn untold(study: &Study, request: &Request) -> Option<Pace> {
    let pace = pace(study, study.week(request.now));
    (pace != study.told_pace).then_some(pace)
}

/// Puts a new pace before the words of an answer, with the new date; where the plan no longer fits, with
/// what *Trim* would leave out and the way to it.
pub(super) fn tell(coach: &Coach, request: &Request, study: &Study, reply: Reply) -> Reply {
    let voice = &coach.voice;
    let (Some(pace), Some(profile)) = (untold(study, request), &study.profile) else { return reply };
    let Some(end) = planned(coach, study, profile, request.now).plan.ends_on() else { return reply };
    let told = say!(voice, PaceTold { factor: factor(pace), end: voice.date(end) });
    let with = |more: String, reply: Reply| {
        let text = format!("{}\n\n{}", [told.as_str(), &more].join(" ").trim_end(), reply.text);
        Reply { text, ..reply }
    };
    let wanted = profile.wanted_by();
    let late = wanted.filter(|wanted| *wanted < end);
    match (late, offers(&coach.content.curriculum, study, request.now)) {
        (Some(_), Some(offers)) => {
            let due = voice.date(offers.behind.due);
            let more = match &offers.trim {
                Ok(trim) => {
                    let titles: Vec<String> =
                        trim.lessons.iter().map(|lesson| lesson.title.clone()).collect();
                    say!(voice, PaceTrim { due: due, lessons: titled(coach, &titles, NAMED) })
                }
                Err(_) => say!(voice, PaceLate { due: due }),
            };
            let reply = with(more, reply);
            catch_up::button(coach, study.learner, &offers, Recovery::Trim, reply)
                .button(say!(voice, ButtonWays), &Id::own("catch-up", study.learner, &["show"]))
        }
        _ => with(
            wanted.map(|date| say!(voice, PaceFits { date: voice.date(date) })).unwrap_or_default(),
            reply,
        ),
    }
}

impl Coach {
    /// The pace by which a learner's plan counts, for `/settings`.
    pub(super) fn pace_line(&self, study: &Study, request: &Request) -> String {
        let voice = &self.voice;
        match pace(study, study.week(request.now)) {
            Pace::PLANNED => say!(voice, SettingsPacePlanned),
            own => {
                let (measured, _) = evidence(study);
                say!(voice, SettingsPaceOwn { factor: factor(own), time: voice.time(measured) })
            }
        }
    }
}

/// That a plan counts by the learner's own pace, for whoever looks at it before it is told.
pub(super) fn plan_line(coach: &Coach, plan: &Plan<'_>) -> Option<String> {
    let own = (plan.pace != Pace::PLANNED).then_some(plan.pace)?;
    Some(say!(coach.voice, PlanPace { factor: factor(own) }))
}

/// A pace as a factor, such as `1.25`.
fn factor(pace: Pace) -> f64 {
    f64::from(pace.0) / 100.0
}
