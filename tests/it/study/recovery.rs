//! What holds for every pause and every way to catch up: the random cases of the planner, missed weeks
//! and all.

use proptest::prelude::*;
use study_coach::study::curriculum::Importance;
use study_coach::study::learner::Profile;
use study_coach::study::pace::Pace;
use study_coach::study::plan::Plan;
use study_coach::study::recover::Recovery;
use study_coach::study::sequence::route;
use study_coach::study::units::LessonId;
use study_coach::study::week::Week;

use super::build::{Learner, kept, trimmed, weeks};
use super::random::{Case, case};

/// What happens to a learner: weeks that go by, what is done in between, and at which pace they are.
#[derive(Debug, Clone)]
struct Life {
    missed: i64,
    pace: u32,
    pause: u32,
    used: u32,
}

fn life() -> impl Strategy<Value = Life> {
    let pace = prop_oneof![3 => Just(100_u32), 2 => 50..=200_u32];
    (1_i64..9, pace, 1_u32..9, 0_u32..9).prop_map(|(missed, pace, pause, used)| Life {
        missed,
        pace,
        pause,
        used,
    })
}

fn noon(week: Week) -> String {
    week.starts_on().and_hms_opt(12, 0, 0).unwrap().and_utc().to_rfc3339()
}

/// Somebody who joined, missed some weeks, and did a few steps in the last of them.
fn behind(case: &Case, life: &Life) -> (Learner, String) {
    let mut learner = Learner::new(case.curriculum.clone(), "UTC");
    let wanted = trimmed(&case.curriculum, case.profile.clone());
    let start = Week::of(wanted.starts_on);
    learner.join(&wanted, &format!("{}T12:00:00Z", wanted.starts_on));
    let last = noon(start.plus(life.missed - 1).max(start));
    learner.freeze(&last);
    let all: Vec<LessonId> = case.curriculum.lessons.keys().cloned().collect();
    for index in case.done.iter().take(3).filter(|_| life.missed > 1) {
        let lesson = &case.curriculum.lessons[index.get(&all)];
        let step = format!("{}/{}", lesson.id, lesson.steps[0].id);
        // Refused where it is done already or would finish a project.
        let _ = learner.done(&[&step], None, &last);
    }
    // A pace as if it had been learnt.
    if let Some(promise) = learner.study.promises.last_mut() {
        promise.pace = Pace(life.pace);
    }
    let now = noon(start.plus(life.missed));
    learner.freeze(&now);
    (learner, now)
}

fn bytes(plan: &Plan<'_>) -> String {
    let budgets: Vec<u32> = plan.weeks.iter().map(|week| week.budget.0).collect();
    format!("{:?} {budgets:?} {:?} {:?}", weeks(plan), plan.ends_on(), plan.verdict)
}

fn state(learner: &Learner) -> String {
    format!("{:?} {:?} {:?}", learner.study.profile, learner.study.promises, learner.study.progress)
}

fn steps_done(learner: &Learner) -> usize {
    learner.study.progress.values().map(|progress| progress.steps.len()).sum()
}

fn check_ways(learner: &Learner, now: &str) {
    let before = learner.plan(now);
    let Some(offers) = learner.offers(now) else { return };
    let profile = learner.agreed();
    assert_eq!(before.ends_on(), Some(offers.behind.ends_on));
    let open = [
        Some(Recovery::Shift),
        offers.spread.is_ok().then_some(Recovery::Spread),
        offers.trim.is_ok().then_some(Recovery::Trim),
    ];
    for how in open.into_iter().flatten() {
        let mut after = Learner { curriculum: learner.curriculum.clone(), study: learner.study.clone() };
        after.choose(how, now);
        let plan = after.plan(now);
        let end = after.ends_on(now);
        match how {
            Recovery::Shift => {
                assert_eq!(weeks(&plan), weeks(&before), "Shift keeps all lessons");
                let weeks = i64::from(offers.behind.weeks);
                assert!(end <= offers.behind.due + chrono::Duration::weeks(weeks));
                assert!(end > offers.behind.due + chrono::Duration::weeks(weeks - 1));
                let moved = |profile: &Profile| profile.wanted_by().map(|date| Week::of(date).starts_on());
                let wanted = moved(profile).map(|date| date + chrono::Duration::weeks(weeks));
                assert_eq!(moved(after.agreed()), wanted);
            }
            Recovery::Spread => {
                assert!(end <= offers.behind.due, "Spread keeps the end");
                assert_eq!(kept(&plan), kept(&before));
                let spread = after.agreed().spread.expect("a spread");
                for week in plan.weeks.iter().skip(1) {
                    let is_spread = (spread.first..=spread.last).contains(&profile.study_week(week.week));
                    let percent = if is_spread { 125 } else { 100 };
                    assert!(week.budget.0 * 100 <= profile.weekly.0 * percent, "week {}", week.number);
                    assert!(week.minutes() <= week.budget);
                }
            }
            Recovery::Trim => {
                assert!(end <= offers.behind.due, "Trim keeps the end");
                check_trim(&after, profile);
            }
        }
        // Whoever agreed to an end after the wanted date may come to be able to reach that by leaving
        // out more; nobody else is behind after a choice.
        let is_late = profile.agreed > profile.wanted_by() && profile.wanted_by().is_some();
        assert!(is_late || after.offers(now).is_none(), "{how:?}: nothing is behind then");
        assert_eq!(steps_done(&after), steps_done(learner), "no progress is lost");
        after.undo(now);
        assert_eq!(state(&after), state(learner), "{how:?} is taken back whole");
        assert_eq!(bytes(&after.plan(now)), bytes(&before));
    }
    check_exactly(learner, now);
}

/// What *Trim* leaves out is above the minimum and open; what was left out before stays so.
fn check_trim(after: &Learner, before: &Profile) {
    let profile = after.agreed();
    assert!(profile.no_time.is_superset(&before.no_time) && profile.no_time != before.no_time);
    let route = route(&after.curriculum, &profile.track, profile.also.as_ref(), &profile.choices);
    for stop in &route.stops {
        let gone = profile.no_time.contains(&stop.lesson.id) && !before.no_time.contains(&stop.lesson.id);
        assert!(!gone || stop.importance > Importance::Minimum, "{} is of the minimum", stop.lesson.id);
        assert!(!gone || !after.study.is_finished(stop.lesson.id.as_str()));
    }
}

/// *Spread* is open exactly when a quarter more in all weeks before the end is enough.
fn check_exactly(learner: &Learner, now: &str) {
    let offers = learner.offers(now).unwrap();
    let (profile, due) = (learner.agreed(), offers.behind.due);
    let quarter = study_coach::study::units::Minutes(profile.weekly.0 / 20 * 5);
    let next = learner.study.week(super::build::instant(now)).plus(1);
    if Week::of(due) < next || quarter.0 == 0 {
        assert!(offers.spread.is_err());
        return;
    }
    let last = Week::of(due).plus(if Week::of(due).ends_on() > due { -1 } else { 0 });
    let spread = study_coach::study::budget::Spread {
        first: profile.study_week(next),
        last: profile.study_week(last),
        extra: quarter,
    };
    let mut most = Learner { curriculum: learner.curriculum.clone(), study: learner.study.clone() };
    most.study.profile = Some(Profile { spread: Some(spread), ..profile.clone() });
    let fits = most.plan(now).ends_on().is_none_or(|end| end <= due);
    assert_eq!(offers.spread.is_ok(), fits, "{:?}", offers.spread.err());
}

/// A pause moves what follows by its weeks, gives back what is not used, and is taken back whole.
fn check_pause(learner: &Learner, life: &Life, now: &str) {
    let mut paused = Learner { curriculum: learner.curriculum.clone(), study: learner.study.clone() };
    let before = learner.plan(now);
    let Some(end) = before.ends_on() else { return };
    paused.pause(life.pause, now);
    let moved = (paused.plan(now).ends_on().unwrap() - end).num_weeks();
    // What the week under way was promised to hold goes into later weeks instead, where its steps may
    // fill the weeks better or worse.
    let weeks = i64::from(life.pause);
    let under_way = learner.study.promise(learner.study.week(super::build::instant(now)));
    let slack = if under_way.is_some_and(|promise| !promise.steps.is_empty()) { 2 } else { 0 };
    assert!((weeks - slack..=weeks + slack).contains(&moved), "{moved} for {weeks}");
    assert!(paused.plan(now).weeks.iter().filter(|week| week.is_paused).all(|week| week.parts.is_empty()));
    assert_eq!(kept(&paused.plan(now)), kept(&before));
    let by = |learner: &Learner| learner.agreed().wanted_by();
    assert_eq!(by(&paused), by(learner).map(|date| date + chrono::Duration::weeks(weeks)));
    assert_eq!(steps_done(&paused), steps_done(learner));
    let whole = (state(learner), bytes(&before));
    let mut undone = Learner { curriculum: learner.curriculum.clone(), study: paused.study.clone() };
    undone.undo(now);
    assert_eq!((state(&undone), bytes(&undone.plan(now))), whole);
    // Back after some of its weeks.
    let used = life.used % life.pause;
    let back = noon(paused.study.week(super::build::instant(now)).plus(i64::from(used)));
    assert_eq!(paused.resume(&back), Some(life.pause - used));
    let used = chrono::Duration::weeks(i64::from(used));
    assert_eq!(by(&paused), by(learner).map(|date| date + used));
    let agreed = learner.agreed().agreed.map(|date| date + used);
    assert_eq!(paused.agreed().agreed, agreed);
}

/// 10,000 learners; `PROPTEST_CASES` says another number.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 10_000 };
    ProptestConfig { failure_persistence: None, cases, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn pauses_and_ways_to_catch_up_keep_their_rules(case in case(), life in life()) {
        let (learner, now) = behind(&case, &life);
        let again = behind(&case, &life).0;
        prop_assert_eq!(state(&learner), state(&again), "the same gives the same");
        prop_assert_eq!(bytes(&learner.plan(&now)), bytes(&again.plan(&now)));
        check_ways(&learner, &now);
        check_pause(&learner, &life, &now);
    }
}
