//! Questions one at a time, with a button for each answer; the state is in the buttons.

use super::Coach;
use super::done::answered;
use super::reply::{Id, Reply};
use super::request::Press;
use crate::error::{Error, Result};
use crate::say;
use crate::study::curriculum::{Check, Lesson};
use crate::study::learner::Study;
use crate::study::units::{LearnerId, Minutes};

/// Questions of one set: about five minutes.
const SET: usize = 3;

/// A question with its answers, and a button for each that `id` makes of its number from 1.
pub(super) fn ask(title: String, check: &Check, id: impl Fn(&str) -> Id) -> Reply {
    let options = check.options.iter().enumerate();
    let lines: String = options.map(|(place, option)| format!("\n{}. {option}", place + 1)).collect();
    let mut reply = Reply::private(format!("{}{lines}", check.question)).titled(title);
    for answer in (1..=check.options.len()).map(|number| number.to_string()) {
        reply = reply.button(answer.as_str(), &id(&answer));
    }
    // None of the answers stands out.
    reply.buttons.iter_mut().for_each(|button| button.main = false);
    reply
}

/// A set of questions for somebody who has too little time for a step: about the lesson under way, else
/// the one finished last; none where nothing is learnt yet.
pub(super) fn begin(coach: &Coach, study: &Study, minutes: Minutes) -> Option<Reply> {
    let voice = &coach.voice;
    let begun = study.progress.iter().filter(|(_, progress)| !progress.steps.is_empty());
    let asked = begun.filter_map(|(id, progress)| {
        let lesson = coach.content.curriculum.lesson(id.as_str()).filter(|it| !it.checks.is_empty())?;
        Some((progress.finished_at.is_none(), progress.finished_at, lesson))
    });
    let (_, _, lesson) = asked.max_by_key(|(open, at, _)| (*open, *at))?;
    let first = question(coach, study.learner, lesson, 0)?;
    let intro = say!(voice, NextQuiz { time: voice.time(minutes), lesson: lesson.title.as_str() });
    Some(Reply { text: format!("{intro}\n\n{}", first.text), ..first })
}

fn question(coach: &Coach, owner: LearnerId, lesson: &Lesson, number: usize) -> Option<Reply> {
    let check = lesson.checks.get(number).filter(|_| number < SET)?;
    let of = lesson.checks.len().min(SET);
    let title = say!(coach.voice, CheckTitle { skill: lesson.title.as_str(), number: number + 1, of: of });
    let number = number.to_string();
    Some(ask(title, check, |answer| Id::own("next", owner, &["quiz", lesson.id.as_str(), &number, answer])))
}

/// An answer: what it teaches, and the next question or the next step.
pub(super) fn press(coach: &Coach, owner: LearnerId, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let lesson = press.id.arg(1).and_then(|id| coach.content.curriculum.lesson(id));
    let number = |place: usize| press.id.arg(place).and_then(|text| text.parse::<usize>().ok());
    let (Some(lesson), Some(asked), Some(answer)) = (lesson, number(2), number(3)) else {
        return Error::user(say!(voice, PressUnknown));
    };
    let Some(check) = lesson.checks.get(asked) else { return Error::user(say!(voice, PressUnknown)) };
    let taught = answered(coach, check, answer);
    let reply = match question(coach, owner, lesson, asked + 1) {
        Some(next) => Reply { text: format!("{taught}\n\n{}", next.text), ..next },
        None => Reply::private(taught)
            .titled(lesson.title.as_str())
            .button(say!(voice, ButtonNext), &Id::own("next", owner, &["show"])),
    };
    Ok(Reply { replaces: true, ..reply })
}
