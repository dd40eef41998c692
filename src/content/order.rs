//! Orders: that needs do not run in a circle, and that every track holds what its lessons need, first.
//!
//! A one-of group counts as one thing here, needing what any of its sides needs: a track gives it one
//! place, and whichever side a learner takes must be possible there.

use std::collections::{BTreeMap, BTreeSet};

use super::check::groups;
use super::lesson::LessonFile;
use super::load::Draft;
use super::schema::nearest;
use super::track::TrackFile;
use super::{At, Findings};
use crate::study::curriculum::Importance;
use crate::study::units::LessonId;

/// A need and where it is written.
struct Need<'d> {
    file: &'d str,
    line: usize,
}

/// Lessons and groups, as tracks name them.
struct Things<'d> {
    /// The lessons behind each name: one, or a group's sides.
    sides: BTreeMap<&'d str, Vec<&'d LessonFile>>,
    /// What each needs.
    needs: BTreeMap<&'d str, BTreeMap<&'d str, Need<'d>>>,
}

/// Looks for circles, then at every track.
pub(super) fn check(draft: &Draft, findings: &Findings) {
    let things = Things::of(draft);
    things.check_circles(findings);
    for file in draft.tracks.values() {
        TrackCheck::new(&things, draft, file, findings).check();
    }
}

impl<'d> Things<'d> {
    fn of(draft: &'d Draft) -> Self {
        let mut sides = groups(draft);
        for (id, file) in &draft.lessons {
            if file.lesson.one_of.is_none() {
                sides.insert(id.as_str(), vec![file]);
            }
        }
        let mut things = Self { sides, needs: BTreeMap::new() };
        for (name, files) in &things.sides {
            let mut needs = BTreeMap::new();
            for file in files {
                for (need, line) in file.lesson.needs.iter().zip(&file.needs_at) {
                    let need = draft.lessons.get(need).map_or(need.as_str(), |needed| name_of(needed));
                    needs.entry(need).or_insert(Need { file: &file.file, line: *line });
                }
            }
            things.needs.insert(name, needs);
        }
        // Names that lead nowhere have their own finding, and orders cannot be judged by them.
        for needs in things.needs.values_mut() {
            needs.retain(|need, _| things.sides.contains_key(need));
        }
        things
    }

    /// Every circle of needs, named whole, at the need that the first of its names writes.
    fn check_circles(&self, findings: &Findings) {
        let mut done = BTreeSet::new();
        for start in self.needs.keys() {
            self.walk(start, &mut Vec::new(), &mut done, findings);
        }
    }

    fn walk(&self, name: &'d str, way: &mut Vec<&'d str>, done: &mut BTreeSet<&'d str>, findings: &Findings) {
        if let Some(begin) = way.iter().position(|on_way| *on_way == name) {
            self.report_circle(&way[begin..], findings);
            return;
        }
        if done.contains(name) {
            return;
        }
        way.push(name);
        for need in self.needs.get(name).into_iter().flat_map(BTreeMap::keys) {
            self.walk(need, way, done, findings);
        }
        way.pop();
        done.insert(name);
    }

    fn report_circle(&self, circle: &[&str], findings: &Findings) {
        let first = (0..circle.len()).min_by_key(|place| circle[*place]).unwrap_or(0);
        let mut names: Vec<&str> = circle[first..].iter().chain(&circle[..first]).copied().collect();
        names.push(names[0]);
        if let Some(need) = self.needs.get(names[0]).and_then(|needs| needs.get(names[1])) {
            let circle = names.join(" -> ");
            findings.add(
                need.file,
                need.line,
                format!("needs run in a circle: {circle}; take one of them out"),
            );
        }
    }
}

/// The name under which tracks and needs know a lesson: its group's, if it is a side of one.
fn name_of(file: &LessonFile) -> &str {
    file.lesson.one_of.as_ref().map_or(file.lesson.id.as_str(), |one_of| one_of.group.as_str())
}

/// One track against what its lessons need.
struct TrackCheck<'d> {
    things: &'d Things<'d>,
    draft: &'d Draft,
    file: &'d TrackFile,
    /// Each name's place in the order and its line.
    places: BTreeMap<&'d str, At<usize>>,
    findings: &'d Findings,
}

impl<'d> TrackCheck<'d> {
    fn new(things: &'d Things<'d>, draft: &'d Draft, file: &'d TrackFile, findings: &'d Findings) -> Self {
        let mut check = Self { things, draft, file, places: BTreeMap::new(), findings };
        for (place, name) in file.lessons.iter().enumerate() {
            let at = At { value: place, line: name.line };
            let name = check.side_to_group(name);
            if check.places.contains_key(name) {
                check.find(at.line, format!("{name:?} stands twice in this track; take one out"));
            } else {
                check.places.insert(name, at);
            }
        }
        check
    }

    fn check(&self) {
        self.check_order();
        self.check_choices();
        self.check_minimum();
    }

    fn find(&self, line: usize, message: String) {
        self.findings.add(&self.file.file, line, message);
    }

    /// A track names groups; which side it is depends on the learner. A finding where it names a side.
    fn side_to_group(&self, name: &'d At<LessonId>) -> &'d str {
        let id = name.value.as_str();
        let group = self.draft.lessons.get(id).map_or(id, |file| name_of(file));
        if group != id {
            self.find(
                name.line,
                format!("{id:?} is one side of {group:?}; name {group:?}, and the side in \"choices\""),
            );
        }
        group
    }

    fn check_order(&self) {
        for (name, at) in &self.places {
            for need in self.things.needs.get(name).into_iter().flat_map(BTreeMap::keys) {
                match self.places.get(need) {
                    None => self.find(
                        at.line,
                        format!(
                            "{name:?} needs {need:?}, which this track does not hold; add {need:?} before it"
                        ),
                    ),
                    Some(needed) if needed.value > at.value => {
                        self.find(
                            at.line,
                            format!("{name:?} stands before {need:?}, which it needs; move it behind"),
                        );
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// The choices of a name in this track; empty for a lesson that is no group.
    fn choices_of(&self, name: &str) -> Vec<&'d str> {
        let sides = self.things.sides.get(name).into_iter().flatten();
        sides.filter_map(|side| side.lesson.one_of.as_ref()).map(|one_of| one_of.choice.as_str()).collect()
    }

    fn check_choices(&self) {
        let mut all = BTreeSet::new();
        for name in self.places.keys() {
            let sides = self.choices_of(name);
            let taken =
                self.file.choices.iter().filter(|choice| sides.contains(&choice.value.as_str())).count();
            if !sides.is_empty() && taken != 1 && !self.draft.lacks_lessons() {
                let sides = sides.join(", ");
                self.find(
                    self.file.choices_at,
                    format!("\"choices\" names {taken} sides of {name:?}; name exactly one of {sides}"),
                );
            }
            all.extend(sides);
        }
        for choice in self.file.choices.iter().filter(|choice| !all.contains(choice.value.as_str())) {
            if !self.draft.lacks_lessons() {
                let mend = nearest(&choice.value, all.iter().copied())
                    .map_or_else(|| "take it out".to_owned(), |meant| format!("did you mean {meant:?}?"));
                self.find(
                    choice.line,
                    format!("no group of this track has a side {:?}; {mend}", choice.value),
                );
            }
        }
    }

    /// A finding where a list of the track names what no phase of it holds.
    fn check_held(&self, list: &str, name: &'d At<LessonId>) -> &'d str {
        let id = self.side_to_group(name);
        if !self.places.contains_key(id) && !self.draft.is_broken("lesson", id) {
            let mend = nearest(id, self.places.keys().copied())
                .map_or_else(|| "add it to a phase".to_owned(), |meant| format!("did you mean {meant:?}?"));
            self.find(name.line, format!("{list:?} names {id:?}, which this track does not hold; {mend}"));
        }
        id
    }

    /// The minimum must be a plan of its own: it holds what its lessons need.
    fn check_minimum(&self) {
        let mut minimum: BTreeSet<&str> =
            self.file.minimum.iter().map(|name| self.check_held("minimum", name)).collect();
        let mut optional = BTreeSet::new();
        for name in &self.file.optional {
            let id = self.check_held("optional", name);
            if minimum.contains(id) {
                self.find(
                    name.line,
                    format!("{id:?} stands in \"minimum\" and in \"optional\"; take one out"),
                );
            }
            optional.insert(id);
        }
        minimum.extend(
            self.places.keys().copied().filter(|name| self.is_minimum(name) && !optional.contains(name)),
        );
        let mut lacking: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in minimum.iter().filter(|name| self.places.contains_key(*name)) {
            for need in self.things.needs.get(name).into_iter().flat_map(BTreeMap::keys) {
                // What the track does not hold at all has its own finding.
                if !minimum.contains(need) && self.places.contains_key(need) && self.importance_is_known(need)
                {
                    lacking.entry(need).or_default().push(name);
                }
            }
        }
        for (need, by) in lacking {
            let by = by.join(", ");
            self.find(
                self.file.minimum_at,
                format!(
                    "the minimum lacks {need:?}, which {by} needs; add it to \"minimum\" or set its importance to minimum"
                ),
            );
        }
    }

    fn importance_is_known(&self, name: &str) -> bool {
        self.things.sides.get(name).into_iter().flatten().all(|side| side.importance_is_known)
    }

    fn is_minimum(&self, name: &str) -> bool {
        let sides = self.things.sides.get(name).into_iter().flatten();
        sides.into_iter().any(|side| side.lesson.importance == Importance::Minimum)
    }
}
