//! What holds for every plan: one random case serves all properties.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use study_coach::study::curriculum::{Curriculum, Importance, Lesson};
use study_coach::study::learner::{Profile, Study};
use study_coach::study::next::{next, next_of};
use study_coach::study::plan::{Basis, Plan, PlannedWeek, Verdict, first_week, needed_weekly, plan, trim};
use study_coach::study::sequence::{Reason, Route, route};
use study_coach::study::units::{LearnerId, LessonId, Minutes};
use study_coach::study::week::Week;

use super::build::{Learner, kept, left_out, trimmed, weeks};
use super::random::{Case, case};

/// What a lesson's open steps take.
type Open<'a> = &'a dyn Fn(&Lesson) -> Minutes;

fn of<'c>(curriculum: &'c Curriculum, profile: &Profile) -> Route<'c> {
    route(curriculum, &profile.track, profile.also.as_ref(), &profile.choices)
}

/// The week in which each lesson is finished.
fn finished(plan: &Plan<'_>) -> BTreeMap<String, Week> {
    let all = plan
        .weeks
        .iter()
        .flat_map(|week| week.parts.iter().map(|part| (part.lesson.id.to_string(), week.week)));
    all.collect()
}

fn check_weeks(plan: &Plan<'_>, profile: &Profile, first: Week) {
    for (place, week) in plan.weeks.iter().enumerate() {
        assert_eq!(week.week, first.plus(place as i64), "weeks follow without a gap");
        assert_eq!(week.number, week.week.since(Week::of(profile.starts_on)) + 1, "numbers count");
        assert!(week.minutes() <= week.budget, "week {} asks more than its budget", week.number);
        let lessons: BTreeSet<_> = week.parts.iter().map(|part| &part.lesson.id).collect();
        assert_eq!(lessons.len(), week.parts.len(), "a week has one part of a lesson");
        assert_eq!(week.parts.is_empty(), week.number % 13 == 0, "week {} is empty", week.number);
    }
    assert!(plan.weeks.last().is_none_or(|week| !week.parts.is_empty()), "a plan ends with work");
    assert_eq!(plan.ends_on(), plan.weeks.last().map(|week| week.week.ends_on()));
}

fn check_catch_up(plan: &Plan<'_>) {
    for week in plan.weeks.iter().filter(|week| week.number % 13 == 0) {
        assert!(week.parts.is_empty(), "week {} is to catch up", week.number);
    }
}

fn check_parts(plan: &Plan<'_>, open: Open<'_>) {
    let mut by_lesson: BTreeMap<&LessonId, Vec<_>> = BTreeMap::new();
    for part in plan.weeks.iter().flat_map(|week| &week.parts) {
        by_lesson.entry(&part.lesson.id).or_default().push(part);
    }
    for parts in by_lesson.values() {
        let lesson = parts[0].lesson;
        assert_eq!(parts.iter().map(|part| part.minutes).sum::<Minutes>(), open(lesson), "{}", lesson.id);
        for (place, part) in parts.iter().enumerate() {
            assert_eq!((part.part, part.parts), (place as u32 + 1, parts.len() as u32));
            assert!(!part.steps.is_empty());
        }
    }
}

fn check_prerequisites(plan: &Plan<'_>, route: &Route<'_>, curriculum: &Curriculum) {
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    let mut begins: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, part) in plan.weeks.iter().flat_map(|week| &week.parts).enumerate() {
        let names = std::iter::once(&part.lesson.id).chain(part.lesson.one_of.as_ref().map(|it| &it.group));
        for name in names {
            ends.insert(name.as_str(), place);
            begins.entry(name.as_str()).or_insert(place);
        }
    }
    for stop in &route.stops {
        let Some(begin) = begins.get(stop.lesson.id.as_str()) else { continue };
        for need in &stop.lesson.needs {
            if let Some(end) = ends.get(need.as_str()) {
                assert!(end < begin, "{} comes before {need}", stop.lesson.id);
            }
        }
    }
    // No orphan: what a kept lesson needs is not left out for want of time or as optional.
    let gone: BTreeSet<String> =
        [Reason::NoTime, Reason::Optional].into_iter().flat_map(|reason| left_out(plan, reason)).collect();
    for lesson in kept(plan).iter().map(|id| &curriculum.lessons[id.as_str()]) {
        for need in &lesson.needs {
            let sides = curriculum.sides(need.as_str()).map(|side| side.id.to_string());
            let named: Vec<String> = sides.chain([need.to_string()]).collect();
            assert!(
                !named.iter().any(|id| gone.contains(id)),
                "{} needs {need}, which is left out",
                lesson.id
            );
        }
    }
}

/// Every lesson of the route is in the plan or left out with one reason.
fn check_complete(plan: &Plan<'_>, route: &Route<'_>) {
    let mut all: Vec<String> = kept(plan).into_iter().collect();
    all.extend(plan.left_out.iter().map(|(lesson, _)| lesson.id.to_string()));
    all.sort();
    let mut expected: Vec<String> = route
        .stops
        .iter()
        .map(|stop| stop.lesson)
        .chain(route.alternatives.iter().copied())
        .map(|it| it.id.to_string())
        .collect();
    expected.sort();
    assert_eq!(all, expected);
}

/// The first week alone, as a Monday freezes it, is that of the whole plan.
fn check_first_week(curriculum: &Curriculum, profile: &Profile, plan: &Plan<'_>) {
    let steps = |week: &PlannedWeek<'_>| -> Vec<String> {
        week.parts
            .iter()
            .map(|part| format!("{} {:?} {:?}", part.lesson.id, part.minutes, part.steps))
            .collect()
    };
    let alone = first_week(curriculum, Basis::fresh(profile));
    assert_eq!(alone.as_ref().map(steps), plan.weeks.first().map(steps));
}

/// How many lessons are begun and unfinished at once, and that a begun project comes first.
fn check_under_way_at_once(plan: &Plan<'_>) {
    let mut open: BTreeSet<&LessonId> = BTreeSet::new();
    let mut project: Option<&LessonId> = None;
    for part in plan.weeks.iter().flat_map(|week| &week.parts) {
        assert!(project.is_none_or(|it| *it == part.lesson.id), "{project:?} is left for {}", part.lesson.id);
        open.insert(&part.lesson.id);
        assert!(open.len() <= 3, "{open:?} are under way");
        if part.part == part.parts {
            open.remove(&part.lesson.id);
        }
        project = (part.lesson.project && part.part < part.parts).then_some(&part.lesson.id);
    }
}

/// A week leaves time only where the next step needs more of it, or where what fits of the next
/// lesson is neither half an hour nor all of it.
fn check_filled(plan: &Plan<'_>) {
    for (place, week) in plan.weeks.iter().enumerate().filter(|(_, week)| week.number % 13 != 0) {
        let Some(next) = plan.weeks[place + 1..].iter().find_map(|week| week.parts.first()) else { continue };
        let left = week.budget.saturating_sub(week.minutes());
        let last = week.parts.last().expect("a week that is not to catch up has work");
        let continues = last.lesson.id == next.lesson.id;
        let lesson = &next.lesson.steps;
        let from = lesson.iter().position(|step| step.id == next.steps[0].id).unwrap();
        let mut fits = Minutes::ZERO;
        for step in &lesson[from..] {
            if fits + step.minutes > left {
                break;
            }
            fits += step.minutes;
        }
        let whole = fits == next.lesson.minutes();
        let worth_it = fits > Minutes::ZERO && (whole || continues || fits >= Minutes(30));
        // A step under way was cut because nothing was left.
        assert!(!worth_it || left == Minutes::ZERO, "week {} has room for {}", week.number, next.lesson.id);
        assert!(
            week.budget < Minutes(60) || week.minutes() >= Minutes(30),
            "week {} is next to nothing",
            week.number
        );
    }
}

/// A small part is the end of its lesson, or all that its week holds. Of practice, which comes in portions
/// between other lessons, the end of a portion is small where a week was too short to leave half an hour.
fn check_small_parts(plan: &Plan<'_>) {
    let is_short = plan.weeks.iter().any(|week| week.budget < Minutes(90));
    for week in &plan.weeks {
        for part in week.parts.iter().filter(|part| part.minutes < Minutes(30)) {
            let is_whole = part.part == part.parts || part.minutes == week.budget;
            let is_end = part.lesson.practice && is_short;
            assert!(is_whole || is_end, "week {} has a small part of {}", week.number, part.lesson.id);
        }
    }
}

fn check_verdict(case: &Case, profile: &Profile, plan: &Plan<'_>, route: &Route<'_>) {
    let in_time = profile.wanted_by().is_none_or(|by| plan.ends_on().is_none_or(|end| end <= by));
    let no_time = left_out(plan, Reason::NoTime);
    match plan.verdict {
        Verdict::Fits => assert!(in_time && no_time.is_empty()),
        Verdict::Trimmed => assert!(in_time && !no_time.is_empty()),
        Verdict::Late => {
            assert!(!in_time);
            let added = route.added(profile);
            let kept = kept(plan);
            for (place, stop) in route.stops.iter().enumerate() {
                let is_base = stop.importance == Importance::Minimum || added.contains(&place);
                assert!(is_base || !kept.contains(stop.lesson.id.as_str()), "late with {}", stop.lesson.id);
            }
            check_needed(case, profile);
        }
    }
    for id in no_time {
        let place = route.stops.iter().position(|stop| stop.lesson.id.as_str() == id).unwrap();
        assert!(route.stops[place].importance > Importance::Minimum, "{id} is of the minimum");
    }
}

/// The hours that would do are the least that do.
fn check_needed(case: &Case, profile: &Profile) {
    let Some(needed) = needed_weekly(&case.curriculum, Basis::fresh(profile)) else { return };
    assert!(needed > profile.weekly);
    assert_eq!(needed.0 % 15, 0);
    let verdict = |weekly| {
        let profile = trimmed(&case.curriculum, Profile { weekly, ..profile.clone() });
        plan(&case.curriculum, Basis::fresh(&profile)).verdict
    };
    assert_ne!(verdict(needed), Verdict::Late, "{needed:?} are enough");
    assert_eq!(verdict(needed.saturating_sub(Minutes(15))), Verdict::Late, "less than {needed:?} is not");
}

/// More time or more known skills keep a superset, what is known aside.
fn check_nested(case: &Case, profile: &Profile, more: &Profile) {
    let now = trimmed(&case.curriculum, profile.clone());
    let then = trimmed(&case.curriculum, more.clone());
    let then = plan(&case.curriculum, Basis::fresh(&then));
    let mut there = kept(&then);
    there.extend(left_out(&then, Reason::Known));
    let here = kept(&plan(&case.curriculum, Basis::fresh(&now)));
    assert!(here.is_subset(&there), "{:?} is lost", here.difference(&there).collect::<Vec<_>>());
}

fn has_practice(curriculum: &Curriculum) -> bool {
    curriculum.lessons.values().any(|lesson| lesson.practice)
}

/// With the same lessons kept, more time or less to do ends no later; without practice, whose portions
/// may come in another order, it finishes nothing later.
fn check_sooner(curriculum: &Curriculum, before: &Plan<'_>, after: &Plan<'_>) {
    assert!(after.ends_on() <= before.ends_on(), "the end moves back");
    if has_practice(curriculum) {
        return;
    }
    let before = finished(before);
    for (lesson, week) in finished(after) {
        if let Some(then) = before.get(&lesson) {
            assert!(week <= *then, "{lesson} ends in {week} instead of {then}");
        }
    }
}

fn check_fresh(case: &Case) {
    let Case { curriculum, profile, .. } = case;
    let profile = trimmed(curriculum, profile.clone());
    let route = of(curriculum, &profile);
    let made = plan(curriculum, Basis::fresh(&profile));
    check_weeks(&made, &profile, Week::of(profile.starts_on));
    check_catch_up(&made);
    check_parts(&made, &Lesson::minutes);
    check_prerequisites(&made, &route, curriculum);
    check_complete(&made, &route);
    check_under_way_at_once(&made);
    check_small_parts(&made);
    if !has_practice(curriculum) {
        check_filled(&made);
    }
    check_verdict(case, &profile, &made, &route);
    check_first_week(curriculum, &profile, &made);
    let again = plan(&case.curriculum.clone(), Basis::fresh(&profile.clone())).weeks.len();
    assert_eq!(again, made.weeks.len());
    let other = curriculum.clone();
    assert_eq!(weeks(&made), weeks(&plan(&other, Basis::fresh(&profile))), "the same gives the same");
}

fn check_more(case: &Case) {
    let Case { curriculum, profile, .. } = case;
    let more_time = Profile { weekly: profile.weekly + case.more_time, ..profile.clone() };
    let later = Profile { months: profile.months.map(|months| months + case.more_months), ..profile.clone() };
    let mut knows_more = profile.clone();
    knows_more.known.extend(case.knows_more.iter().map(|skill| skill.as_str().into()));
    for more in [&more_time, &later, &knows_more] {
        check_nested(case, profile, more);
    }
    let fixed = trim(curriculum, Basis::fresh(profile));
    for mut more in [more_time, knows_more] {
        let base = Profile { no_time: fixed.clone(), ..profile.clone() };
        more.no_time.clone_from(&fixed);
        let plan = |profile| plan(curriculum, Basis::fresh(profile));
        check_sooner(curriculum, &plan(&base), &plan(&more));
    }
}

/// The same for a learner who has joined, has a promise, and has done some steps.
fn check_under_way(case: &Case) {
    let Case { curriculum, profile, .. } = case;
    let profile = trimmed(curriculum, profile.clone());
    let mut study = Study::new(LearnerId(1), chrono_tz::UTC);
    study.profile = Some(profile.clone());
    let week = Week::of(profile.starts_on).plus(2);
    let now = week.middle();
    let all: Vec<LessonId> = curriculum.lessons.keys().cloned().collect();
    for index in &case.done {
        let lesson = &curriculum.lessons[index.get(&all)];
        let count = 1 + index.index(lesson.steps.len());
        let progress = study.progress.entry(lesson.id.clone()).or_default();
        progress.steps.extend(lesson.steps.iter().take(count).map(|step| step.id.clone()));
    }
    let mut learner = Learner { curriculum: curriculum.clone(), study };
    learner.freeze(&now.to_rfc3339());
    let (curriculum, study) = (&learner.curriculum, &learner.study);
    let basis = Basis { profile: &profile, study: Some(study), today: now.date_naive() };
    let made = plan(curriculum, basis);
    let promise = study.promise(week).expect("a promise");
    let left = |lesson: &Lesson| -> Minutes {
        let open = lesson.steps.iter().filter(|step| !study.is_done(&lesson.id, &step.id));
        open.map(|step| step.minutes).sum()
    };
    if !made.weeks.is_empty() {
        check_weeks_under_way(&made, &profile, week);
        assert_eq!(made.weeks[0].minutes(), promise.minutes, "the week is the promise");
        check_parts(&made, &left);
        check_prerequisites(&made, &of(curriculum, &profile), curriculum);
    }
    // Doing one step more ends nothing later, unless it takes up a project out of its turn.
    let parts: Vec<_> = made.weeks.iter().flat_map(|week| &week.parts).collect();
    for index in case.done.iter().filter(|_| !parts.is_empty()) {
        let part = index.get(&parts);
        if part.lesson.project {
            continue;
        }
        let mut further = study.clone();
        let progress = further.progress.entry(part.lesson.id.clone()).or_default();
        progress.steps.insert(part.steps[index.index(part.steps.len())].id.clone());
        let basis = Basis { study: Some(&further), ..basis };
        let after = plan(curriculum, basis);
        check_sooner(curriculum, &made, &after);
        let (quick, found) = (next_of(curriculum, &further, basis), next(&after, &further, curriculum, None));
        assert_eq!(format!("{quick:?}"), format!("{found:?}"), "the next step, without the plan");
    }
}

/// Prerequisites and parts are checked as ever; only the first week is what was promised.
fn check_weeks_under_way(plan: &Plan<'_>, profile: &Profile, first: Week) {
    check_catch_up(plan);
    for (place, week) in plan.weeks.iter().enumerate() {
        assert_eq!(week.week, first.plus(place as i64));
        assert_eq!(week.number, week.week.since(Week::of(profile.starts_on)) + 1);
        assert!(week.minutes() <= week.budget);
    }
}

/// 10,000 learners in four parts, side by side; `PROPTEST_CASES` says how many instead of 2,500 each.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 2_500 };
    ProptestConfig { failure_persistence: None, cases, ..usual }
}

macro_rules! a_plan_keeps_its_rules {
    ($($part:ident),*) => {
        proptest! {
            #![proptest_config(config())]
            $(
                #[test]
                fn $part(case in case()) {
                    check_fresh(&case);
                    check_more(&case);
                    check_under_way(&case);
                }
            )*
        }
    };
}

a_plan_keeps_its_rules!(
    a_plan_keeps_its_rules_1,
    a_plan_keeps_its_rules_2,
    a_plan_keeps_its_rules_3,
    a_plan_keeps_its_rules_4
);
