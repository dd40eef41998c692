//! The learners at their own pace, by their tracks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::messages::Section;
use super::{About, Shown, named, who};
use crate::coach::done;
use crate::error::Result;
use crate::say;
use crate::store::Member;
use crate::study::promise;
use crate::study::units::{LessonId, StepRef, TrackId};

/// Lessons named for a track.
const LESSONS: usize = 3;

/// A track's learners.
#[derive(Default)]
struct Group<'a> {
    members: Shown<'a>,
    finished: usize,
    lessons: BTreeMap<LessonId, usize>,
}

/// A section for each track that somebody studies.
pub(super) async fn sections(about: &About<'_>, rolling: &Shown<'_>) -> Result<Vec<Section>> {
    let mut groups: BTreeMap<&TrackId, Group<'_>> = BTreeMap::new();
    for (member, profile) in rolling {
        let steps = asked(about, member).await?;
        let group = groups.entry(&profile.track).or_default();
        group.members.push((member, profile));
        if steps.is_empty() && profile.has_new_work(about.week) {
            group.finished += 1;
        }
        let lessons: BTreeSet<LessonId> = steps.into_iter().map(|it| it.lesson).collect();
        for lesson in lessons {
            *group.lessons.entry(lesson).or_default() += 1;
        }
    }
    Ok(groups.iter().map(|(track, group)| section(about, track, group)).collect())
}

/// What the week asks of a member: the frozen promise, or what it will be where the week has not yet
/// begun in the member's own zone.
async fn asked(about: &About<'_>, member: &Member) -> Result<Vec<StepRef>> {
    if let Some(steps) = &member.promised {
        return Ok(steps.clone());
    }
    let study = about.coach.load(member.learner, about.due_at).await?;
    Ok(promise::make(&about.coach.content.curriculum, &study, about.week).steps)
}

fn section(about: &About<'_>, track: &TrackId, group: &Group<'_>) -> Section {
    let (coach, voice) = (about.coach, &about.coach.voice);
    let curriculum = &coach.content.curriculum;
    let id = format!("track:{track}");
    let track = curriculum.tracks.get(track);
    let title = track.map_or_else(String::new, |track| track.title.clone());
    let mut top: Vec<(&LessonId, usize)> =
        group.lessons.iter().map(|(lesson, count)| (lesson, *count)).collect();
    // Lessons of equal counts stand as the track has them.
    let place = |lesson: &LessonId| {
        let one_of = curriculum.lesson(lesson.as_str()).and_then(|it| it.one_of.as_ref());
        let name = one_of.map_or(lesson, |it| &it.group);
        track.and_then(|track| track.phases.iter().flat_map(|phase| &phase.lessons).position(|it| it == name))
    };
    top.sort_by_key(|(lesson, count)| (Reverse(*count), place(lesson)));
    let mut lines = vec![who(coach, &group.members)];
    lines.extend(top.iter().take(LESSONS).map(|(lesson, here)| {
        let title = done::title(coach, lesson);
        say!(voice, WeeklyLesson { title: title, count: *here })
    }));
    if group.finished > 0 {
        lines.push(say!(voice, WeeklyFinished { count: group.finished }));
    } else if top.is_empty() {
        lines.push(say!(voice, WeeklyNoLessons));
    }
    lines.retain(|line| !line.is_empty());
    let heading = say!(voice, WeeklyGroup { track: title, count: group.members.len() });
    Section { names: named(&group.members), ..Section::new(id, heading, lines.join("\n")) }
}
