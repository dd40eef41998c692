//! A plan for programs. The shape and the order of the keys are promised to them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Number;

use super::Planned;
use crate::study::curriculum::{Curriculum, Importance, Lesson};
use crate::study::plan::{Part, PlannedWeek, Verdict};
use crate::study::sequence::Reason;
use crate::study::units::{LessonId, Minutes, TrackId};

#[derive(Serialize)]
struct Document<'p> {
    track: &'p TrackId,
    also: Option<&'p TrackId>,
    hours_per_week: Number,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    wanted_by: Option<NaiveDate>,
    verdict: Verdict,
    hours_needed_per_week: Option<Number>,
    weeks: Vec<Week<'p>>,
    left_out: Vec<LeftOut<'p>>,
}

#[derive(Serialize)]
struct Week<'p> {
    week: i64,
    starts_on: NaiveDate,
    phase: &'p str,
    budget: Minutes,
    minutes: Minutes,
    items: Vec<Item<'p>>,
}

#[derive(Serialize)]
struct Item<'p> {
    lesson: &'p LessonId,
    title: &'p str,
    minutes: Minutes,
    part: u32,
    parts: u32,
    importance: Importance,
    needs: Vec<&'p LessonId>,
}

#[derive(Serialize)]
struct LeftOut<'p> {
    lesson: &'p LessonId,
    minutes: Minutes,
    reason: Reason,
}

/// The plan as one JSON object and a line end.
pub fn write(planned: &Planned<'_>) -> anyhow::Result<String> {
    let Planned { curriculum, profile, plan, needed } = planned;
    let parts = plan.weeks.iter().flat_map(|week| &week.parts);
    let inside: BTreeSet<&LessonId> = parts.map(|part| &part.lesson.id).collect();
    let document = Document {
        track: &profile.track,
        also: profile.also.as_ref(),
        hours_per_week: hours(profile.weekly),
        starts_on: profile.starts_on,
        ends_on: plan.ends_on(),
        wanted_by: profile.wanted_by(),
        verdict: plan.verdict,
        hours_needed_per_week: needed.map(hours),
        weeks: plan.weeks.iter().map(|week| self::week(week, curriculum, &inside)).collect(),
        left_out: plan
            .left_out
            .iter()
            .map(|(lesson, reason)| LeftOut {
                lesson: &lesson.id,
                minutes: lesson.minutes(),
                reason: *reason,
            })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn week<'p>(week: &'p PlannedWeek<'p>, curriculum: &'p Curriculum, inside: &BTreeSet<&LessonId>) -> Week<'p> {
    let item = |part: &'p Part<'p>| Item {
        lesson: &part.lesson.id,
        title: &part.lesson.title,
        minutes: part.minutes,
        part: part.part,
        parts: part.parts,
        importance: part.importance,
        needs: needs(part.lesson, curriculum, inside),
    };
    Week {
        week: week.number,
        starts_on: week.week.starts_on(),
        phase: week.phase,
        budget: week.budget,
        minutes: week.minutes(),
        items: week.parts.iter().map(item).collect(),
    }
}

/// What a lesson needs, as far as it is in the plan; of a group the side that is.
fn needs<'p>(
    lesson: &'p Lesson,
    curriculum: &'p Curriculum,
    inside: &BTreeSet<&LessonId>,
) -> Vec<&'p LessonId> {
    let mut needs = Vec::new();
    for name in &lesson.needs {
        let ids = curriculum
            .lesson(name.as_str())
            .into_iter()
            .chain(curriculum.sides(name.as_str()))
            .map(|needed| &needed.id);
        for id in ids.filter(|id| inside.contains(*id)) {
            if !needs.contains(&id) {
                needs.push(id);
            }
        }
    }
    needs
}

/// A whole number of hours where it is one.
fn hours(minutes: Minutes) -> Number {
    if minutes.0.is_multiple_of(60) {
        return Number::from(minutes.0 / 60);
    }
    Number::from_f64(minutes.hours()).unwrap_or_else(|| Number::from(0))
}
