//! Curricula that nobody would write are planned all the same, or refused with the reason.

use study_coach::study::curriculum::{Curriculum, Importance};
use study_coach::study::learner::Profile;
use study_coach::study::plan::{Basis, Verdict, needed_weekly, plan};

use super::build::{LessonWords, curriculum, lesson, profile, trimmed};

fn hostile() -> Vec<(&'static str, Curriculum)> {
    let names: Vec<String> = (0..2_000).map(|place| format!("l{place:04}")).collect();
    let chain = (0..2_000).map(|place| {
        let needs: Vec<&str> = names[..place].last().into_iter().map(String::as_str).collect();
        lesson(&names[place], &[45, 60]).needs(&needs)
    });
    let first = [names[0].as_str()];
    let middle: Vec<&str> = names[1..1_999].iter().map(String::as_str).collect();
    let fan = (0..2_000).map(|place| match place {
        0 => lesson(&names[0], &[30]),
        1_999 => lesson(&names[1_999], &[30]).needs(&middle),
        _ => lesson(&names[place], &[20, 25]).needs(&first).is(Importance::Recommended),
    });
    let nothing = (0..500).map(|place| lesson(&names[place], &[0, 0]));
    let huge = (0..20).map(|place| lesson(&names[place], &[200 * 60]));
    let endless = (0..20).map(|place| lesson(&names[place], &[u32::MAX, u32::MAX]));
    vec![
        ("a chain", curriculum(chain.collect())),
        ("a fan", curriculum(fan.collect())),
        ("no minutes", curriculum(nothing.collect())),
        ("200 hours", curriculum(huge.collect())),
        ("more than time", curriculum(endless.collect())),
        ("nothing", curriculum(Vec::new())),
        ("a lesson without steps", curriculum(vec![lesson("empty", &[])])),
    ]
}

#[test]
fn hostile_curricula_are_planned_to_the_end() {
    for (name, curriculum) in hostile() {
        for (weekly, months) in [(30, None), (30, Some(1)), (600, Some(36)), (3_600, Some(12)), (0, Some(1))]
        {
            let mut profile = profile(weekly, "2026-12-02");
            profile.months = months;
            let profile = trimmed(&curriculum, profile);
            let made = plan(&curriculum, Basis::fresh(&profile));
            assert!(made.weeks.iter().all(|week| week.minutes() <= week.budget), "{name}");
            let needed = needed_weekly(&curriculum, Basis::fresh(&profile));
            assert!(needed.is_none() || months.is_some());
        }
    }
}

#[test]
fn no_time_at_all_is_not_enough_for_the_minimum() {
    let curriculum = curriculum(vec![lesson("a", &[60]).is(Importance::Minimum)]);
    let profile = Profile { months: Some(1), ..profile(0, "2026-11-30") };
    assert_eq!(plan(&curriculum, Basis::fresh(&profile)).verdict, Verdict::Late);
}
