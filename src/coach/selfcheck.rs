//! `/settings check:`: a few questions of the lessons that teach a skill, one at a time. Their outcome
//! says whether the skill is known; nothing changes before the last answer. The state is in the buttons.

use super::done::answered;
use super::planning::{adopt, planned, titled, trimmed, verdict_line};
use super::reply::{Id, Reply};
use super::request::{Press, Request};
use super::{Coach, quiz};
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::{Check, Curriculum, Lesson};
use crate::study::learner::{Happened, Profile, Study};
use crate::study::sequence::route;
use crate::study::units::SkillId;

/// The most questions of one check; at most one answer may be wrong.
const MOST: usize = 5;
/// Fewer questions say too little.
const LEAST: usize = 3;
/// Lessons that are named at once.
const NAMED: usize = 5;

/// A check under way.
struct Sheet<'c> {
    skill: &'c SkillId,
    title: &'c str,
    /// Which of the lessons' questions are asked: those from this number on.
    seed: usize,
    questions: Vec<&'c Check>,
}

impl<'c> Sheet<'c> {
    fn of(curriculum: &'c Curriculum, profile: &Profile, skill: &str, seed: usize) -> Option<Self> {
        let (skill, known) = curriculum.skills.get_key_value(skill)?;
        Some(Self {
            skill,
            title: &known.title,
            seed,
            questions: questions(curriculum, profile, skill, seed),
        })
    }
}

/// The questions about a skill: by turns of the lessons that give it, those of the learner's own route
/// where there are any.
fn questions<'c>(
    curriculum: &'c Curriculum,
    profile: &Profile,
    skill: &SkillId,
    seed: usize,
) -> Vec<&'c Check> {
    let gives = |lesson: &&Lesson| lesson.gives.contains(skill) && !lesson.checks.is_empty();
    let route = route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    let mut lessons: Vec<&Lesson> = route.stops.iter().map(|stop| stop.lesson).filter(gives).collect();
    if lessons.is_empty() {
        lessons = curriculum.lessons.values().filter(gives).collect();
    }
    let longest = lessons.iter().map(|lesson| lesson.checks.len()).max().unwrap_or(0);
    let rounds = (0..longest).flat_map(|round| lessons.iter().map(move |lesson| (round, *lesson)));
    rounds
        .filter(|(round, lesson)| *round < lesson.checks.len())
        .map(|(round, lesson)| &lesson.checks[(round + seed) % lesson.checks.len()])
        .take(MOST)
        .collect()
}

/// The first question about a skill.
pub(super) fn begin(coach: &Coach, request: &Request, study: &Study, given: &str) -> Result<Reply> {
    let voice = &coach.voice;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let skills = coach.parse_skills(given)?;
    let [skill] = &Vec::from_iter(&skills)[..] else { return Error::user(say!(voice, CheckOneSkill)) };
    // A check at another minute begins with other questions.
    let seed = usize::try_from(request.now.timestamp() / 60 % 16).unwrap_or(0);
    let sheet = Sheet::of(&coach.content.curriculum, profile, skill.as_str(), seed);
    match sheet.filter(|sheet| sheet.questions.len() >= LEAST) {
        Some(sheet) => Ok(question(coach, study, &sheet, 0, 0)),
        None => Error::user(say!(voice, CheckNoQuestions)),
    }
}

/// The question with a number from 0, after so many right answers.
fn question(coach: &Coach, study: &Study, sheet: &Sheet<'_>, number: usize, right: usize) -> Reply {
    let voice = &coach.voice;
    let of = sheet.questions.len();
    let title = say!(voice, CheckTitle { skill: sheet.title, number: number + 1, of: of });
    let state = [sheet.seed, number, right].map(|it| it.to_string());
    quiz::ask(title, sheet.questions[number], |answer| {
        let args = ["check", sheet.skill.as_str(), &state[0], &state[1], &state[2], answer];
        Id::own("settings", study.learner, &args)
    })
}

/// An answer: the next question, or the outcome.
pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let study = coach.joined(request).await?;
    let Some(profile) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
    let number = |place: usize| press.id.arg(place).and_then(|text| text.parse::<usize>().ok());
    let unknown = || Error::User(say!(voice, PressUnknown));
    let skill = press.id.arg(1).ok_or_else(unknown)?;
    let (Some(seed), Some(asked), Some(right), Some(answer)) = (number(2), number(3), number(4), number(5))
    else {
        return Err(unknown());
    };
    let sheet = Sheet::of(&coach.content.curriculum, profile, skill, seed).ok_or_else(unknown)?;
    let check = sheet.questions.get(asked).filter(|_| right <= asked).ok_or_else(unknown)?;
    let taught = answered(coach, check, answer);
    let right = right + usize::from(answer == check.right + 1);
    let reply = if asked + 1 < sheet.questions.len() {
        let next = question(coach, &study, &sheet, asked + 1, right);
        Reply { text: format!("{taught}\n\n{}", next.text), ..next }
    } else {
        let outcome = outcome(coach, request, &study, profile, &sheet, right).await?;
        Reply { text: format!("{taught}\n\n{}", outcome.text), ..outcome }
    };
    Ok(Reply { replaces: true, ..reply })
}

/// What the answers mean for the plan.
async fn outcome(
    coach: &Coach,
    request: &Request,
    study: &Study,
    profile: &Profile,
    sheet: &Sheet<'_>,
    right: usize,
) -> Result<Reply> {
    let voice = &coach.voice;
    let of = sheet.questions.len();
    let passed = right + 1 >= of;
    let title = say!(voice, CheckOutcome { skill: sheet.title, right: right, of: of });
    let plan = Id::own("plan", study.learner, &["week"]);
    if profile.known.contains(sheet.skill) == passed {
        let text = if passed { say!(voice, CheckStaysKnown) } else { say!(voice, CheckStaysUnknown) };
        return Ok(Reply::private(text).titled(title).button(say!(voice, ButtonPlan), &plan));
    }
    coach
        .change(request, None, |study| {
            let Some(before) = &study.profile else { return Error::user(say!(voice, NotJoined)) };
            let mut after = before.clone();
            if passed {
                after.known.insert(sheet.skill.clone());
            } else {
                after.known.remove(sheet.skill);
            }
            let after = trimmed(coach, study, after, request.now);
            let change = adopt(coach, study, request, |promise| Happened::Changed {
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
                promise,
            });
            let text = if passed { say!(voice, CheckNowKnown) } else { say!(voice, CheckNoLongerKnown) };
            let now = planned(coach, &change.after, &after, request.now);
            let then = planned(coach, study, before, request.now);
            let titles = |one: &[&Lesson], other: &[&Lesson]| -> Vec<String> {
                let only = one.iter().filter(|lesson| !other.iter().any(|it| it.id == lesson.id));
                only.map(|lesson| lesson.title.clone()).collect()
            };
            let (then, kept) = (then.plan.lessons(), now.plan.lessons());
            let (gone, back) = (titles(&then, &kept), titles(&kept, &then));
            let reply = Reply::private(format!("{text} {}", verdict_line(coach, &now)))
                .titled(title.as_str())
                .field(say!(voice, CheckBack), titled(coach, &back, NAMED))
                .field(say!(voice, CheckGone), titled(coach, &gone, NAMED))
                .button(say!(voice, ButtonPlan), &plan);
            Ok((change, reply))
        })
        .await
}
