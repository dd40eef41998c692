//! Rules of planning, by example.

use std::collections::BTreeSet;

use study_coach::study::curriculum::{Curriculum, Importance};
use study_coach::study::learner::Profile;
use study_coach::study::plan::{Basis, Verdict, needed_weekly, plan, trim};
use study_coach::study::sequence::Reason;
use study_coach::study::units::Minutes;

use super::build::{
    Learner, LessonWords, curriculum, date, kept, left_out, lesson, profile, steps, track, trimmed, weeks,
};

/// A curriculum of one lesson that fills every week to the minute.
fn small_steps() -> Curriculum {
    curriculum(vec![lesson("a", &[5; 600])])
}

/// The weeks of a profile's plan, as text.
fn planned(curriculum: &Curriculum, profile: &Profile) -> Vec<String> {
    weeks(&plan(curriculum, Basis::fresh(profile)))
}

fn added(mut profile: Profile, lesson: &str) -> Profile {
    profile.added.insert(lesson.into());
    profile
}

fn wanting(weekly: u32, months: u32) -> Profile {
    Profile { months: Some(months), ..profile(weekly, "2026-11-30") }
}

#[test]
fn the_first_week_is_light_and_has_the_share_of_its_days() {
    let cases = [
        (600, "2026-11-30", 420), // a Monday: 70 %
        (600, "2026-12-02", 300), // a Wednesday: five days of seven, and of that 70 %
        (600, "2026-12-06", 60),  // a Sunday
        (60, "2026-11-30", 40),   // 42, rounded to 5
        (75, "2026-11-30", 55),   // 52.5, as near to 50
        (795, "2026-12-02", 400), // 397.5
        (60, "2026-12-06", 30),   // never less than half an hour
        (30, "2026-12-06", 30),   // nor more than a week
        (3_600, "2026-11-30", 2_520),
        (615, "2026-12-05", 125), // 123 is nearer to 125
    ];
    for (weekly, start, minutes) in cases {
        let curriculum = small_steps();
        let profile = profile(weekly, start);
        let plan = plan(&curriculum, Basis::fresh(&profile));
        assert_eq!(plan.weeks[0].budget.0, minutes, "{weekly} minutes from {start}");
        assert_eq!(plan.weeks[0].minutes().0, minutes);
        assert_eq!(plan.weeks[1].budget.0, weekly);
    }
}

#[test]
fn a_plan_whose_start_lies_ahead_begins_with_its_own_first_week() {
    let curriculum = small_steps();
    let profile = profile(600, "2026-12-16");
    let basis = Basis { today: date("2026-11-30"), ..Basis::fresh(&profile) };
    let plan = plan(&curriculum, basis);
    assert_eq!(plan.weeks[0].week.starts_on(), date("2026-12-14"));
    assert_eq!((plan.weeks[0].number, plan.weeks[0].budget.0), (1, 300));
}

#[test]
fn a_plan_under_way_begins_with_the_current_week() {
    let curriculum = small_steps();
    let profile = profile(600, "2026-11-30");
    let plan = plan(&curriculum, Basis { today: date("2026-12-20"), ..Basis::fresh(&profile) });
    assert_eq!((plan.weeks[0].number, plan.weeks[0].budget.0), (3, 600));
    assert_eq!(plan.weeks[0].week.starts_on(), date("2026-12-14"));
}

#[test]
fn weeks_take_whole_steps_in_order() {
    let curriculum = curriculum(vec![lesson("a", &[30, 40]), lesson("b", &[50, 30]), lesson("c", &[60])]);
    assert_eq!(planned(&curriculum, &profile(120, "2026-11-30")), ["1: a 70", "2: b 80", "3: c 60",]);
    assert_eq!(planned(&curriculum, &profile(150, "2026-11-30")), ["1: a 70", "2: b 80, c 60"]);
}

#[test]
fn a_part_is_half_an_hour_or_the_rest_of_its_lesson() {
    let curriculum = curriculum(vec![lesson("a", &[60, 60]), lesson("b", &[20, 60]), lesson("c", &[20])]);
    // 20 minutes of b would fit into the first week, but are no part of their own.
    assert_eq!(planned(&curriculum, &profile(200, "2026-11-30")), ["1: a 120", "2: b 80, c 20"]);
}

#[test]
fn a_step_longer_than_a_week_is_cut_into_whole_weeks() {
    let curriculum = curriculum(vec![lesson("a", &[30]), lesson("b", &[200, 30])]);
    assert_eq!(
        planned(&curriculum, &profile(60, "2026-11-30")),
        ["1: a 30", "2: b 60 (1 of 4)", "3: b 60 (2 of 4)", "4: b 60 (3 of 4)", "5: b 50 (4 of 4)",]
    );
}

#[test]
fn a_portion_of_practice_never_leaves_a_few_minutes_to_a_week() {
    let mut drills = lesson("drills", &[30, 300, 300]);
    drills.practice = true;
    let others = ["a", "b", "c"].map(|id| lesson(id, &[120, 120]));
    let curriculum = curriculum(others.into_iter().chain([drills]).collect());
    // 300 minutes are a quarter of an hour more than a week holds.
    let plan = plan(&curriculum, Basis::fresh(&profile(285, "2026-11-30")));
    let drills = plan.weeks.iter().flat_map(|week| &week.parts).filter(|part| part.lesson.practice);
    let minutes: Vec<u32> = drills.map(|part| part.minutes.0).collect();
    assert_eq!(minutes.iter().sum::<u32>(), 630);
    assert!(minutes.iter().all(|minutes| *minutes >= 30), "{minutes:?}");
}

#[test]
fn more_time_never_ends_later_though_long_steps_are_cut() {
    // Cutting wherever room is left would finish this in two weeks by 90 minutes a week, but in three
    // by 105, which need not be cut.
    let lessons = vec![lesson("a", &[60]), lesson("b", &[100]), lesson("c", &[20])];
    let curriculum = curriculum(lessons);
    let ends = |weekly| {
        let profile = profile(weekly, "2026-11-30");
        plan(&curriculum, Basis { today: date("2026-12-07"), ..Basis::fresh(&profile) }).weeks.len()
    };
    let all: Vec<usize> = (2..20).map(|quarters| ends(quarters * 15)).collect();
    assert!(all.is_sorted_by(|less, more| less >= more), "{all:?}");
}

#[test]
fn a_step_done_never_moves_the_end_back() {
    let lessons = vec![lesson("a", &[60]), lesson("b", &[10, 10, 10, 50]), lesson("c", &[40])];
    let mut mia = Learner::new(curriculum(lessons), "UTC");
    mia.study.profile = Some(profile(90, "2026-11-23"));
    assert_eq!(
        weeks(&mia.plan("2026-11-30T08:00:00Z")),
        ["2: a 60, b 30 (1 of 2)", "3: b 50 (2 of 2), c 40"]
    );
    // 20 minutes of b are a small part, but half an hour with the step that is done.
    mia.done(&["b/1"], None, "2026-11-23T08:00:00Z").unwrap();
    mia.study.promises.clear();
    assert_eq!(
        weeks(&mia.plan("2026-11-30T08:00:00Z")),
        ["2: a 60, b 20 (1 of 2)", "3: b 50 (2 of 2), c 40"]
    );
}

#[test]
fn every_13th_week_holds_no_new_work() {
    let curriculum = small_steps();
    let plan = plan(&curriculum, Basis::fresh(&profile(60, "2026-11-30")));
    let free: Vec<i64> =
        plan.weeks.iter().filter(|week| week.parts.is_empty()).map(|week| week.number).collect();
    assert_eq!(free, [13, 26, 39, 52]);
}

#[test]
fn a_plan_with_room_for_everything_fits() {
    let curriculum = curriculum(vec![lesson("a", &[60]), lesson("b", &[60]).is(Importance::Recommended)]);
    let profile = trimmed(&curriculum, wanting(600, 1));
    let plan = plan(&curriculum, Basis::fresh(&profile));
    assert_eq!(plan.verdict, Verdict::Fits);
    assert_eq!(plan.ends_on(), Some(date("2026-12-06")));
    assert_eq!(needed_weekly(&curriculum, Basis::fresh(&profile)), Some(Minutes(30)));
}

#[test]
fn a_plan_short_of_time_leaves_out_the_less_important() {
    let hour = &[60; 10];
    let curriculum = curriculum(vec![
        lesson("minimum", hour).is(Importance::Minimum),
        lesson("recommended", hour).is(Importance::Recommended),
        lesson("core", hour),
        lesson("optional", hour).is(Importance::Optional),
    ]);
    // A month from 30 November ends on 29 December: the fifth week ends after it.
    let profile = trimmed(&curriculum, wanting(360, 1));
    let plan = plan(&curriculum, Basis::fresh(&profile));
    assert_eq!(plan.verdict, Verdict::Trimmed);
    assert_eq!(profile.wanted_by(), Some(date("2026-12-29")));
    assert_eq!(kept(&plan), ["core", "minimum"].map(str::to_owned).into());
    assert_eq!(left_out(&plan, Reason::NoTime), ["recommended"]);
    assert_eq!(left_out(&plan, Reason::Optional), ["optional"]);
    assert!(plan.ends_on() <= profile.wanted_by());
}

#[test]
fn after_the_first_lesson_without_room_no_smaller_one_is_kept() {
    let curriculum = curriculum(vec![
        lesson("large", &[60; 40]).is(Importance::Core),
        lesson("small", &[60]).is(Importance::Recommended),
    ]);
    let profile = trimmed(&curriculum, wanting(360, 1));
    assert_eq!(left_out(&plan(&curriculum, Basis::fresh(&profile)), Reason::NoTime), ["large", "small"]);
}

#[test]
fn a_minimum_without_room_is_late_and_says_what_it_needs() {
    let curriculum =
        curriculum(vec![lesson("minimum", &[60; 24]).is(Importance::Minimum), lesson("core", &[60])]);
    let profile = trimmed(&curriculum, wanting(300, 1));
    let made = plan(&curriculum, Basis::fresh(&profile));
    assert_eq!(made.verdict, Verdict::Late);
    assert_eq!(kept(&made), ["minimum".to_owned()].into(), "the weeks hold the minimum");
    // Four weeks of 7 hours hold 25 lessons' hours: 4 in the first, which is light, then 7 each.
    assert_eq!(needed_weekly(&curriculum, Basis::fresh(&profile)), Some(Minutes(7 * 60)));
}

#[test]
fn the_hours_needed_are_those_of_the_minimum_also_under_way() {
    let lessons = vec![lesson("minimum", &[60; 24]).is(Importance::Minimum), lesson("core", &[60; 24])];
    let mut mia = Learner::new(curriculum(lessons), "UTC");
    // Everything was to fit, three weeks went by without work, and now not even the minimum does.
    mia.join(&wanting(1_200, 1), "2026-11-30T08:00:00Z");
    let now = "2026-12-21T08:00:00Z";
    mia.freeze(now);
    let made = mia.plan(now);
    assert_eq!((made.verdict, made.weeks[0].number), (Verdict::Late, 4));
    let profile = mia.study.profile.as_ref().unwrap();
    let basis = Basis { profile, study: Some(&mia.study), today: date("2026-12-21") };
    assert_eq!(needed_weekly(&mia.curriculum, basis), Some(Minutes(24 * 60)));
    // And so many hours do, once they are agreed.
    let wanted = Profile { weekly: Minutes(24 * 60), ..profile.clone() };
    let no_time = trim(&mia.curriculum, Basis { profile: &wanted, ..basis });
    assert_eq!(no_time, BTreeSet::from(["core".into()]));
    mia.settle(|profile| *profile = Profile { no_time, ..wanted }, now);
    assert_eq!(
        (mia.plan(now).verdict, weeks(&mia.plan(now))),
        (Verdict::Trimmed, vec!["4: minimum 1440".to_owned()])
    );
}

#[test]
fn a_minimum_that_no_week_can_hold_needs_more_than_there_is() {
    let curriculum = curriculum(vec![lesson("minimum", &[60; 2_000]).is(Importance::Minimum)]);
    let profile = trimmed(&curriculum, wanting(600, 1));
    assert_eq!(needed_weekly(&curriculum, Basis::fresh(&profile)), None);
}

#[test]
fn a_learner_takes_one_side_of_a_group() {
    let mut curriculum = curriculum(vec![
        lesson("cloud-aws", &[60]).one_of("cloud", "aws"),
        lesson("cloud-gcp", &[90]).one_of("cloud", "gcp"),
        lesson("deploy", &[60]).needs(&["cloud"]),
    ]);
    let main = curriculum.tracks.values_mut().next().unwrap();
    main.choices = vec!["gcp".to_owned()];
    main.phases[0].lessons.reverse();
    let own = profile(600, "2026-11-30");
    let made = plan(&curriculum, Basis::fresh(&own));
    assert_eq!(weeks(&made), ["1: cloud-gcp 90, deploy 60"], "the track's side");
    assert_eq!(left_out(&made, Reason::Alternative), ["cloud-aws"]);
    let own = Profile { choices: vec!["aws".to_owned()], ..own };
    let made = plan(&curriculum, Basis::fresh(&own));
    assert_eq!(weeks(&made), ["1: cloud-aws 60, deploy 60"], "the learner's side before the track's");
    assert_eq!(left_out(&made, Reason::Alternative), ["cloud-gcp"]);
}

#[test]
fn a_second_track_adds_what_the_first_does_not_have() {
    let mut curriculum = curriculum(vec![
        lesson("python", &[60]),
        lesson("vision", &[60]),
        lesson("text", &[60]).is(Importance::Recommended),
        lesson("cloud-aws", &[30]).one_of("cloud", "aws"),
        lesson("cloud-gcp", &[30]).one_of("cloud", "gcp"),
    ]);
    let mut first = track("main", &["python", "cloud", "vision", "text"]);
    first.optional = vec!["text".into()];
    let second = track("second", &["python", "text", "cloud-aws"]);
    curriculum.tracks = [first, second].into_iter().map(|track| (track.id.clone(), track)).collect();
    let alone = profile(600, "2026-11-30");
    assert_eq!(planned(&curriculum, &alone), ["1: python 60, cloud-aws 30, vision 60"]);
    let both = Profile { also: Some("second".into()), ..alone };
    let made = plan(&curriculum, Basis::fresh(&both));
    // Once each, a side though it is named twice; what either track asks for is asked for.
    assert_eq!(weeks(&made), ["1: python 60, cloud-aws 30, vision 60, text 60"]);
    assert_eq!(left_out(&made, Reason::Alternative), ["cloud-gcp"]);
    assert_eq!(left_out(&made, Reason::Optional), [""; 0]);
}

#[test]
fn a_side_that_the_second_track_names_is_no_alternative() {
    let mut curriculum = curriculum(vec![
        lesson("cloud-aws", &[30]).one_of("cloud", "aws"),
        lesson("cloud-gcp", &[30]).one_of("cloud", "gcp"),
    ]);
    let tracks = [track("main", &["cloud"]), track("second", &["cloud-gcp"])];
    curriculum.tracks = tracks.into_iter().map(|track| (track.id.clone(), track)).collect();
    let both = Profile { also: Some("second".into()), ..profile(600, "2026-11-30") };
    let made = plan(&curriculum, Basis::fresh(&both));
    assert_eq!(weeks(&made), ["1: cloud-aws 30, cloud-gcp 30"]);
    assert!(made.left_out.is_empty());
}

#[test]
fn an_optional_lesson_that_is_added_brings_what_it_needs() {
    let curriculum = curriculum(vec![
        lesson("a", &[60]),
        lesson("b", &[60]).is(Importance::Optional),
        lesson("c", &[90]).is(Importance::Optional).needs(&["b"]),
        lesson("d", &[60]).is(Importance::Optional),
    ]);
    let own = profile(600, "2026-11-30");
    assert_eq!(planned(&curriculum, &own), ["1: a 60"]);
    let own = added(own, "c");
    assert_eq!(planned(&curriculum, &own), ["1: a 60, b 60, c 90"]);
    let made = plan(&curriculum, Basis::fresh(&own));
    assert_eq!(left_out(&made, Reason::Optional), ["d"]);
    // And stays, however short the time.
    let short = trimmed(&curriculum, Profile { weekly: Minutes(30), months: Some(1), ..own });
    let made = plan(&curriculum, Basis::fresh(&short));
    assert_eq!(made.verdict, Verdict::Late);
    assert_eq!(left_out(&made, Reason::NoTime), ["a"]);
}

#[test]
fn a_known_skill_drops_the_lessons_that_only_teach_it() {
    let curriculum = curriculum(vec![
        lesson("python", &[60]).gives(&["python"]),
        lesson("both", &[60]).gives(&["python", "sql"]),
        lesson("sql", &[60]).gives(&["sql"]).needs(&["python"]),
        lesson("neither", &[60]),
    ]);
    let own = Profile { known: BTreeSet::from(["python".into()]), ..profile(600, "2026-11-30") };
    let made = plan(&curriculum, Basis::fresh(&own));
    assert_eq!(weeks(&made), ["1: both 60, sql 60, neither 60"]);
    assert_eq!(left_out(&made, Reason::Known), ["python"]);
}

#[test]
fn what_a_minimum_lesson_needs_is_of_the_minimum() {
    let curriculum = curriculum(vec![
        lesson("a", &[60; 5]).is(Importance::Optional),
        lesson("b", &[60; 5]).is(Importance::Recommended).needs(&["a"]),
        lesson("c", &[60; 5]).is(Importance::Minimum).needs(&["b"]),
        lesson("d", &[60; 5]),
    ]);
    let own = wanting(60, 1);
    assert_eq!(trim(&curriculum, Basis::fresh(&own)), BTreeSet::from(["d".into()]));
}

#[test]
fn what_a_core_lesson_needs_is_kept_before_the_recommended() {
    let curriculum = curriculum(vec![
        lesson("nice", &[60; 8]).is(Importance::Recommended),
        lesson("base", &[60; 8]).is(Importance::Recommended),
        lesson("core", &[60; 8]).needs(&["base"]),
    ]);
    assert_eq!(trim(&curriculum, Basis::fresh(&wanting(300, 1))), BTreeSet::from(["nice".into()]));
}

#[test]
fn new_content_leaves_no_orphan_of_what_was_left_out_for_time() {
    let before = curriculum(vec![lesson("a", &[60]), lesson("b", &[60])]);
    let own = Profile { no_time: BTreeSet::from(["a".into()]), ..profile(600, "2026-11-30") };
    assert_eq!(planned(&before, &own), ["1: b 60"]);
    // b needs a now, and so does a new lesson c: without a there is no time for either.
    let after = curriculum(vec![
        lesson("a", &[60]),
        lesson("b", &[60]).needs(&["a"]),
        lesson("c", &[60]).needs(&["b"]),
        lesson("d", &[60]),
    ]);
    let made = plan(&after, Basis::fresh(&own));
    assert_eq!(weeks(&made), ["1: d 60"]);
    assert_eq!(left_out(&made, Reason::NoTime), ["a", "b", "c"]);
    // But what the minimum has come to need is in.
    let after =
        curriculum(vec![lesson("a", &[60]), lesson("b", &[60]).needs(&["a"]).is(Importance::Minimum)]);
    assert_eq!(planned(&after, &own), ["1: a 60, b 60"]);
}

#[test]
fn a_promise_of_steps_that_are_gone_leaves_the_rest_of_the_plan_whole() {
    let mut mia = Learner::new(curriculum(vec![lesson("a", &[60]), lesson("b", &[60, 60])]), "UTC");
    mia.join(&profile(180, "2026-11-30"), "2026-11-30T08:00:00Z");
    mia.freeze("2026-12-07T00:00:00Z");
    assert_eq!(mia.asked("2026-12-07T00:00:00Z").1, ["a/1", "b/1", "b/2"]);
    // Lesson a goes, b gets another second step, c is new.
    let mut b = lesson("b", &[60, 60]);
    b.steps[1].id = "new".into();
    mia.curriculum = curriculum(vec![b, lesson("c", &[60])]);
    let plan = mia.plan("2026-12-07T00:00:00Z");
    assert_eq!(weeks(&plan), ["2: b 60 (1 of 2)", "3: b 60 (2 of 2), c 60"]);
    assert_eq!(plan.weeks[0].budget.0, 180);
    assert!(steps(&["b/1"]).iter().all(|it| plan.weeks[0].parts[0].steps[0].id == it.step));
}

#[test]
fn a_promised_step_that_has_grown_stays_within_the_promise() {
    let mut mia = Learner::new(curriculum(vec![lesson("a", &[60]), lesson("b", &[30])]), "UTC");
    mia.join(&profile(120, "2026-11-30"), "2026-11-30T08:00:00Z");
    mia.curriculum = curriculum(vec![lesson("a", &[100]), lesson("b", &[30])]);
    let plan = mia.plan("2026-12-01T08:00:00Z");
    assert_eq!(weeks(&plan), ["1: a 60 (1 of 2)", "2: a 40 (2 of 2), b 30"]);
}
