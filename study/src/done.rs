//! Finishing steps and logging time.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::curriculum::{Curriculum, Lesson};
use super::learner::{Credit, DAY_LIMIT, Happened, Study, UNDO_DAYS};
use super::pace::pace;
use super::record::{Change, Stamp};
use super::units::{InteractionId, LessonId, Minutes, StepRef};
use super::when::instant_of;

/// Why a report was not taken; nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Everything named is done already.
    AlreadyDone,
    /// The content no longer has what was named.
    Gone,
    /// A project asks for its link.
    NeedsLink(LessonId),
    /// More time than a day may hold; so much is left.
    TooMuch {
        /// The day.
        day: NaiveDate,
        /// What can still be logged on it.
        left: Minutes,
    },
    /// The day lies outside today and the seven days before.
    DayOutOfRange {
        /// The first day allowed.
        first: NaiveDate,
        /// Today.
        last: NaiveDate,
    },
}

/// What a learner says beside what was done.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Time spent; what was planned is taken where it is not said.
    pub spent: Option<Minutes>,
    /// The work.
    pub link: Option<String>,
    /// The learner's own words.
    pub note: Option<String>,
}

/// Finishes `steps`, those already done aside.
pub fn done(
    curriculum: &Curriculum,
    study: &Study,
    steps: &[StepRef],
    report: Report,
    interaction: InteractionId,
    now: DateTime<Utc>,
) -> Result<Change, Refusal> {
    let mut credits = Vec::new();
    let mut known = 0;
    let pace = pace(study, study.week(now));
    for it in steps {
        let Some(lesson) = curriculum.lesson(it.lesson.as_str()) else {
            continue;
        };
        let Some(step) = lesson.step(&it.step) else {
            continue;
        };
        known += 1;
        let minutes = pace.of(step.minutes);
        let by_content = (minutes != step.minutes).then_some(step.minutes);
        let step = StepRef { lesson: lesson.id.clone(), step: step.id.clone() };
        let is_new = credits.iter().all(|credit: &Credit| credit.step != step);
        if is_new && !study.is_done(&lesson.id, &step.step) {
            credits.push(Credit { step, minutes, by_content });
        }
    }
    match (known, credits.is_empty()) {
        (0, _) => return Err(Refusal::Gone),
        (_, true) => return Err(Refusal::AlreadyDone),
        _ => {}
    }
    let lessons = completed(curriculum, study, &credits);
    if let Some(project) = lessons.iter().find(|id| is_project(curriculum, id))
        && report.link.is_none()
    {
        return Err(Refusal::NeedsLink(project.clone()));
    }
    let planned: Minutes = credits.iter().map(|credit| credit.minutes).sum();
    let today = study.today(now);
    let left = DAY_LIMIT.saturating_sub(study.logged_on(today));
    let spent = match report.spent {
        Some(spent) if spent > left => return Err(Refusal::TooMuch { day: today, left }),
        Some(spent) => spent,
        None => planned.min(left),
    };
    let what = Happened::Finished {
        credits,
        lessons,
        spent,
        estimated: report.spent.is_none(),
        link: report.link,
        note: report.note,
    };
    Ok(Change::record(study, Stamp::now(interaction, now), what))
}

/// The lessons that these credits complete; one that was finished before, and has got a new step
/// since, is not finished twice.
fn completed(curriculum: &Curriculum, study: &Study, credits: &[Credit]) -> Vec<LessonId> {
    let mut lessons: Vec<LessonId> = Vec::new();
    for credit in credits {
        let id = &credit.step.lesson;
        let Some(lesson) = curriculum.lessons.get(id) else {
            continue;
        };
        let all = lesson.steps.iter().all(|step| {
            study.is_done(id, &step.id)
                || credits.iter().any(|it| it.step.lesson == *id && it.step.step == step.id)
        });
        if all && !study.is_finished(id.as_str()) && !lessons.contains(id) {
            lessons.push(id.clone());
        }
    }
    lessons
}

/// Whether finishing these steps would finish a project, which asks for its link.
pub fn asks_for_link<'c>(curriculum: &'c Curriculum, study: &Study, steps: &[StepRef]) -> Option<&'c Lesson> {
    let lesson = curriculum.lesson(steps.first()?.lesson.as_str())?;
    let all = lesson.steps.iter().all(|step| {
        study.is_done(&lesson.id, &step.id)
            || steps.iter().any(|it| it.lesson == lesson.id && it.step == step.id)
    });
    (all && lesson.project && !study.is_finished(lesson.id.as_str())).then_some(lesson)
}

fn is_project(curriculum: &Curriculum, id: &LessonId) -> bool {
    curriculum.lessons.get(id).is_some_and(|lesson| lesson.project)
}

/// Logs time without finishing anything; `day` is today where it is not said.
pub fn log(
    study: &Study,
    spent: Minutes,
    lesson: Option<LessonId>,
    note: Option<String>,
    day: Option<NaiveDate>,
    interaction: InteractionId,
    now: DateTime<Utc>,
) -> Result<Change, Refusal> {
    let today = study.today(now);
    let first = today.checked_sub_days(Days::new(UNDO_DAYS.unsigned_abs())).unwrap_or(today);
    let day = day.unwrap_or(today);
    if day < first || day > today {
        return Err(Refusal::DayOutOfRange { first, last: today });
    }
    let left = DAY_LIMIT.saturating_sub(study.logged_on(day));
    if spent > left {
        return Err(Refusal::TooMuch { day, left });
    }
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let at = if day == today { now } else { instant_of(day.and_time(noon), study.zone) };
    let what = Happened::Logged { lesson, spent, note };
    Ok(Change::record(study, Stamp { interaction, now, at }, what))
}
