//! Curricula, profiles and learners in a few words.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use study_coach::study::curriculum::{Curriculum, Importance, Lesson, OneOf, Phase, Step, Track};
use study_coach::study::done::{Refusal, Report, done};
use study_coach::study::learner::{Happened, Profile, Promise, Study};
use study_coach::study::plan::{Basis, Plan, plan, trim};
use study_coach::study::promise;
use study_coach::study::record::Change;
use study_coach::study::sequence::Reason;
use study_coach::study::undo::{last, undo};
use study_coach::study::units::{InteractionId, LearnerId, LessonId, Minutes, StepRef, TrackId};

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// A core lesson with steps of so many minutes, called `1`, `2` and so on.
pub fn lesson(id: &str, minutes: &[u32]) -> Lesson {
    let steps = minutes.iter().enumerate().map(|(place, minutes)| Step {
        id: (place + 1).to_string().as_str().into(),
        minutes: Minutes(*minutes),
        action: "Do it.".to_owned(),
    });
    Lesson {
        id: id.into(),
        title: id.to_owned(),
        tier: "foundations".to_owned(),
        importance: Importance::Core,
        needs: Vec::new(),
        gives: Vec::new(),
        project: false,
        practice: false,
        one_of: None,
        steps: steps.collect(),
        sources: Vec::new(),
        checks: Vec::new(),
        why: String::new(),
        show: String::new(),
        mistakes: None,
    }
}

pub trait LessonWords {
    fn needs(self, ids: &[&str]) -> Lesson;
    fn gives(self, skills: &[&str]) -> Lesson;
    fn is(self, importance: Importance) -> Lesson;
    fn one_of(self, group: &str, choice: &str) -> Lesson;
    fn project(self) -> Lesson;
}

impl LessonWords for Lesson {
    fn needs(mut self, ids: &[&str]) -> Lesson {
        self.needs = ids.iter().map(|id| LessonId::from(*id)).collect();
        self
    }

    fn gives(mut self, skills: &[&str]) -> Lesson {
        self.gives = skills.iter().map(|id| (*id).into()).collect();
        self
    }

    fn is(mut self, importance: Importance) -> Lesson {
        self.importance = importance;
        self
    }

    fn one_of(mut self, group: &str, choice: &str) -> Lesson {
        self.one_of = Some(OneOf { group: group.into(), choice: choice.to_owned() });
        self
    }

    fn project(mut self) -> Lesson {
        self.project = true;
        self
    }
}

/// Lessons and one track, `main`, with all of them in order; a group stands where its first side does.
pub fn curriculum(lessons: Vec<Lesson>) -> Curriculum {
    let mut names: Vec<LessonId> = Vec::new();
    for lesson in &lessons {
        let name = lesson.one_of.as_ref().map_or(&lesson.id, |one_of| &one_of.group);
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let names: Vec<&str> = names.iter().map(LessonId::as_str).collect();
    let track = track("main", &names);
    Curriculum {
        lessons: lessons.into_iter().map(|lesson| (lesson.id.clone(), lesson)).collect(),
        tracks: [(track.id.clone(), track)].into(),
        ..Curriculum::default()
    }
}

/// A track of one phase.
pub fn track(id: &str, names: &[&str]) -> Track {
    Track {
        id: id.into(),
        title: id.to_owned(),
        goal: String::new(),
        work: String::new(),
        market: String::new(),
        minimum: Vec::new(),
        answers: Vec::new(),
        optional: Vec::new(),
        choices: Vec::new(),
        phases: vec![Phase { id: "all".to_owned(), title: "All".to_owned(), lessons: ids(names) }],
    }
}

fn ids(names: &[&str]) -> Vec<LessonId> {
    names.iter().map(|name| LessonId::from(*name)).collect()
}

/// The track `main` for so many minutes a week from a day on, without a wanted date.
pub fn profile(weekly: u32, starts_on: &str) -> Profile {
    Profile::new(TrackId::from("main"), Minutes(weekly), date(starts_on))
}

/// The profile with what has no room before its wanted date left out.
pub fn trimmed(curriculum: &Curriculum, mut profile: Profile) -> Profile {
    profile.no_time = trim(curriculum, Basis::fresh(&profile));
    profile
}

/// A plan as text: for each week its number, what it asks and what for, such as `1: 90 a 60, b 30/90`.
pub fn weeks(plan: &Plan<'_>) -> Vec<String> {
    let part = |part: &study_coach::study::plan::Part<'_>| match part.parts {
        1 => format!("{} {}", part.lesson.id, part.minutes.0),
        parts => format!("{} {} ({} of {parts})", part.lesson.id, part.minutes.0, part.part),
    };
    plan.weeks
        .iter()
        .map(|week| {
            let parts: Vec<String> = week.parts.iter().map(part).collect();
            format!("{}: {}", week.number, parts.join(", "))
        })
        .collect()
}

/// The lessons that a plan leaves out for a reason.
pub fn left_out(plan: &Plan<'_>, reason: Reason) -> Vec<String> {
    plan.left_out.iter().filter(|(_, its)| *its == reason).map(|(lesson, _)| lesson.id.to_string()).collect()
}

/// The lessons that a plan holds.
pub fn kept(plan: &Plan<'_>) -> BTreeSet<String> {
    plan.weeks.iter().flat_map(|week| &week.parts).map(|part| part.lesson.id.to_string()).collect()
}

pub fn step(lesson: &str, step: &str) -> StepRef {
    StepRef { lesson: lesson.into(), step: step.into() }
}

/// Steps named as `a1` or `lesson/1`.
pub fn steps(names: &[&str]) -> Vec<StepRef> {
    names.iter().map(|name| name.split_once('/').expect("lesson/step")).map(|(l, s)| step(l, s)).collect()
}

/// One learner on one curriculum, told what they do and when.
pub struct Learner {
    pub curriculum: Curriculum,
    pub study: Study,
}

impl Learner {
    /// Somebody of whom nothing is known, in a zone.
    pub fn new(curriculum: Curriculum, zone: &str) -> Self {
        Self { curriculum, study: Study::new(LearnerId(1), zone.parse().expect("a zone")) }
    }

    /// The way of a change through the coach: freeze what is due, decide, store.
    fn change(&mut self, now: &str, decide: impl FnOnce(&Curriculum, &Study) -> Change) {
        self.freeze(now);
        let change = decide(&self.curriculum, &self.study);
        self.store(change);
    }

    fn store(&mut self, change: Change) {
        self.study = change.after;
        self.study.revision += 1;
    }

    /// What `tick` does when a week begins.
    pub fn freeze(&mut self, now: &str) {
        if let Some(change) = promise::due(&self.curriculum, &self.study, instant(now)) {
            self.store(change);
        }
    }

    /// `/join` or, with a plan already, joining again.
    pub fn join(&mut self, profile: &Profile, now: &str) {
        self.adopt(now, |study, promise| Happened::Joined {
            before: study.profile.clone().map(Box::new),
            after: Box::new(profile.clone()),
            promise,
        });
    }

    /// `/settings` with options that change the plan.
    pub fn settle(&mut self, change: impl FnOnce(&mut Profile), now: &str) {
        self.adopt(now, |study, promise| {
            let before = study.profile.clone().expect("a plan");
            let mut after = before.clone();
            change(&mut after);
            Happened::Changed { before: Box::new(before), after: Box::new(after), promise }
        });
    }

    /// A change of the plan.
    pub fn adopt(&mut self, now: &str, what: impl FnOnce(&Study, Option<Box<Promise>>) -> Happened) {
        self.change(now, |curriculum, study| {
            promise::adopt(curriculum, study, InteractionId(0), instant(now), |promise| what(study, promise))
        });
    }

    /// `/done`, with the time spent where it is told.
    pub fn done(&mut self, names: &[&str], spent: Option<u32>, now: &str) -> Result<(), Refusal> {
        let report = Report { spent: spent.map(Minutes), ..Report::default() };
        self.report(names, report, now)
    }

    pub fn report(&mut self, names: &[&str], report: Report, now: &str) -> Result<(), Refusal> {
        self.freeze(now);
        let change =
            done(&self.curriculum, &self.study, &steps(names), report, InteractionId(0), instant(now))?;
        self.store(change);
        Ok(())
    }

    /// `/log`.
    pub fn log(&mut self, minutes: u32, day: Option<&str>, now: &str) -> Result<(), Refusal> {
        self.freeze(now);
        let (spent, day) = (Minutes(minutes), day.map(date));
        let change = study_coach::study::done::log(
            &self.study,
            spent,
            None,
            None,
            day,
            InteractionId(0),
            instant(now),
        )?;
        self.store(change);
        Ok(())
    }

    /// `/undo`.
    pub fn undo(&mut self, now: &str) {
        let seq = last(&self.study, instant(now)).expect("something to undo").seq;
        self.take_back(seq, now);
    }

    /// Takes back one entry.
    pub fn take_back(&mut self, seq: i64, now: &str) {
        self.change(now, |curriculum, study| {
            let mut change = undo(study, seq, InteractionId(0), instant(now)).expect("can be undone");
            promise::replace(curriculum, &mut change, instant(now));
            change
        });
    }

    /// The promise of the week of an instant.
    pub fn promise(&self, now: &str) -> Promise {
        self.study.promise(self.study.week(instant(now))).cloned().expect("a promise")
    }

    /// A promise's minutes, and its steps as `lesson/step`.
    pub fn asked(&self, now: &str) -> (u32, Vec<String>) {
        let promise = self.promise(now);
        let steps = promise.steps.iter().map(|it| format!("{}/{}", it.lesson, it.step)).collect();
        (promise.minutes.0, steps)
    }

    /// The minutes kept of the promise of an instant's week.
    pub fn kept(&self, now: &str) -> u32 {
        self.promise(now).kept.0
    }

    /// The plan as of an instant.
    pub fn plan(&self, now: &str) -> Plan<'_> {
        let profile = self.study.profile.as_ref().expect("a plan");
        let today = self.study.today(instant(now));
        plan(&self.curriculum, Basis { profile, study: Some(&self.study), today })
    }
}
