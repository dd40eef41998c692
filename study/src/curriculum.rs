//! What can be learnt: lessons, tracks and skills, as `content` has read and checked them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::units::{LessonId, Minutes, SkillId, StepId, TrackId};

/// How much depends on a lesson; the order is the order in which time is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Importance {
    /// The short path: what somebody with little time still needs.
    Minimum,
    /// Part of every full plan.
    Core,
    /// The first to go when time is short.
    Recommended,
    /// In only when the learner adds it.
    Optional,
}

/// One concrete action.
#[derive(Debug, Clone)]
pub struct Step {
    /// Never changes once released; progress hangs on it.
    pub id: StepId,
    /// How long it takes a part-time learner.
    pub minutes: Minutes,
    /// What to do, as a sentence or two that starts with a verb.
    pub action: String,
}

/// Where to learn it.
#[derive(Debug, Clone)]
pub struct Source {
    /// The source's own title.
    pub title: String,
    /// Who publishes it.
    pub by: String,
    /// Where it is.
    pub url: String,
    /// What it is: docs, course, video …
    pub kind: String,
    /// Which part of it to use.
    pub part: String,
}

/// A question with four answers, of which one is right.
#[derive(Debug, Clone)]
pub struct Check {
    /// The question.
    pub question: String,
    /// Four answers.
    pub options: Vec<String>,
    /// Which is right, counted from 0.
    pub right: usize,
    /// A sentence that teaches, whichever was picked.
    pub teach: String,
}

/// A lesson's place in a group of alternatives.
#[derive(Debug, Clone)]
pub struct OneOf {
    /// The group's name; other lessons need the group.
    pub group: LessonId,
    /// Which side this lesson is, such as `aws`.
    pub choice: String,
}

/// One thing to learn.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The file's name.
    pub id: LessonId,
    /// As learners see it.
    pub title: String,
    /// The folder: foundations, production, specialization, career.
    pub tier: String,
    /// How much depends on it.
    pub importance: Importance,
    /// What comes first: lessons or one-of groups.
    pub needs: Vec<LessonId>,
    /// What it teaches; who knows all of these skips it.
    pub gives: Vec<SkillId>,
    /// Whether its result is work that others open, and needs a link.
    pub project: bool,
    /// Whether it is practice, to be spread over weeks.
    pub practice: bool,
    /// Its group of alternatives, if it is one.
    pub one_of: Option<OneOf>,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// The main source first.
    pub sources: Vec<Source>,
    /// Questions to check oneself.
    pub checks: Vec<Check>,
    /// What breaks at work without it.
    pub why: String,
    /// The result to show and when it is good enough.
    pub show: String,
    /// What people get wrong, where the field knows it.
    pub mistakes: Option<String>,
}

impl Lesson {
    /// All its steps together.
    pub fn minutes(&self) -> Minutes {
        self.steps.iter().map(|step| step.minutes).sum()
    }

    /// A step by its id.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }
}

/// A part of a track, such as its foundations.
#[derive(Debug, Clone)]
pub struct Phase {
    /// Short name, as `plan --format json` prints it.
    pub id: String,
    /// As learners see it.
    pub title: String,
    /// Lessons or one-of groups, in order.
    pub lessons: Vec<LessonId>,
}

/// A goal to learn toward.
#[derive(Debug, Clone)]
pub struct Track {
    /// The file's name.
    pub id: TrackId,
    /// As learners see it.
    pub title: String,
    /// What somebody can do at the end.
    pub goal: String,
    /// What the work is.
    pub work: String,
    /// One dated, sourced sentence about the market.
    pub market: String,
    /// What somebody for whom this track fits would answer to the three questions of `/compare`;
    /// empty where the questions do not offer it.
    pub answers: Vec<String>,
    /// What its minimum holds besides the lessons whose importance is `minimum`.
    pub minimum: Vec<LessonId>,
    /// Lessons that are optional here, whatever their own importance.
    pub optional: Vec<LessonId>,
    /// The sides it takes in one-of groups unless the learner picks others.
    pub choices: Vec<String>,
    /// Its parts, in order.
    pub phases: Vec<Phase>,
}

/// What a learner may already know.
#[derive(Debug, Clone)]
pub struct Skill {
    /// Permanent: buttons in old messages carry it.
    pub number: u32,
    /// As learners see it.
    pub title: String,
}

/// Everything that can be learnt. Whoever holds one may trust it: `content` checked it.
#[derive(Debug, Clone, Default)]
pub struct Curriculum {
    /// All lessons.
    pub lessons: BTreeMap<LessonId, Lesson>,
    /// All tracks.
    pub tracks: BTreeMap<TrackId, Track>,
    /// All skills.
    pub skills: BTreeMap<SkillId, Skill>,
    /// Former ids of lessons and what they are called now.
    pub renamed: BTreeMap<LessonId, LessonId>,
    /// Changes whenever any content file does; kept with what was decided on it.
    pub version: String,
}

impl Curriculum {
    /// A lesson by its id or one of its former ids.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        let id = self.renamed.get(id).map_or(id, LessonId::as_str);
        self.lessons.get(id)
    }

    /// The sides of a one-of group, in the order of their ids; empty when `name` is no group.
    pub fn sides<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Lesson> {
        self.lessons
            .values()
            .filter(move |lesson| lesson.one_of.as_ref().is_some_and(|one_of| one_of.group.as_str() == name))
    }
}
