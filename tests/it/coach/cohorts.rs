//! Cohorts: begun by a manager, joined with one press, left by a plan of one's own.

use study_coach::coach::reply::{Id, Reply};
use study_coach::coach::request::{Act, Press, Value};
use study_coach::coach::weekly;
use study_coach::study::learner::{Profile, Study};
use study_coach::study::units::{LearnerId, Minutes};

use crate::support::coach::{SERVER, TestCoach, at, text};

/// A Wednesday; the cohort starts on the Monday after.
const NOW: &str = "2026-12-02T10:00:00Z";

/// A server with a weekly post and the cohort `Winter`: large language models, six hours a week.
pub async fn winter(now: &str) -> TestCoach {
    let test = TestCoach::new(now).await;
    test.set_up().await;
    let reply = begin(&test, "Winter", "2026-12-07").await;
    assert!(!reply.refused, "{}", reply.text);
    test
}

pub async fn begin(test: &TestCoach, name: &str, start: &str) -> Reply {
    let values =
        [("track", text("llm")), ("hours", Value::Number(6.0)), ("start", text(start)), ("name", text(name))];
    test.command("boss", "setup cohort", &values).await
}

/// The weekly post as it would go out now.
pub async fn post(test: &TestCoach) -> Vec<Reply> {
    let server = test.coach.store.server(SERVER).await.unwrap();
    weekly::compose(&test.coach, &server, test.now, false).await.unwrap()
}

/// A press of *Join Winter* on it.
async fn joins(test: &TestCoach, name: &str) -> Reply {
    test.press(name, &post(test).await[0], "Join Winter", &[]).await
}

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

async fn study(test: &TestCoach, name: &str) -> Study {
    test.coach.study(id(test, name), test.now).await.unwrap()
}

async fn profile(test: &TestCoach, name: &str) -> Profile {
    study(test, name).await.profile.unwrap()
}

/// The value of the cohort's section in the post.
async fn section(test: &TestCoach) -> Option<String> {
    let posts = post(test).await;
    let field = posts.iter().flat_map(|post| &post.fields).find(|field| field.name.contains("Winter"));
    field.map(|field| format!("{}\n{}", field.name, field.value))
}

#[tokio::test]
async fn somebody_new_is_in_with_one_press() {
    let test = winter(NOW).await;
    let joined = joins(&test, "mia").await;
    assert!(!joined.refused && joined.private, "{joined:?}");
    assert_eq!(joined.title.as_deref(), Some("Your plan is made"));
    assert!(
        joined.text.starts_with("You are in Winter: LLM engineering, from Monday 7 December 2026."),
        "{}",
        joined.text
    );
    assert!(joined.fields[0].name.starts_with("7 Dec – 13 Dec"), "{joined:?}");
    assert!(joined.buttons.iter().any(|button| button.label == "Done"), "{joined:?}");
    let plan = profile(&test, "mia").await;
    assert_eq!((plan.track.as_str(), plan.weekly), ("llm", Minutes(360)));
    assert_eq!(plan.starts_on.to_string(), "2026-12-07");
    assert!(test.coach.store.member(SERVER, id(&test, "mia")).await.unwrap().is_some());
    assert!(section(&test).await.unwrap().contains("1 learner has joined so far.\nmia"));
}

#[tokio::test]
async fn a_second_press_changes_nothing() {
    let mut test = winter(NOW).await;
    joins(&test, "mia").await;
    let before = study(&test, "mia").await;
    let again = joins(&test, "mia").await;
    assert!(!again.refused && again.text.starts_with("You are in Winter"), "{again:?}");
    // Nor does one after it began: who is in it is not late.
    test.now = at("2026-12-16T10:00:00Z");
    joins(&test, "mia").await;
    let after = study(&test, "mia").await;
    assert_eq!((after.profile, after.events), (before.profile, before.events));
}

#[tokio::test]
async fn another_plan_changes_only_after_a_question_and_keeps_all_progress() {
    let test = winter(NOW).await;
    let values = [("track", text("vision")), ("hours", Value::Number(10.0)), ("know", text("git"))];
    let joined = test.command("mia", "join", &values).await;
    test.press("mia", &joined, "Done", &[("hours", "1")]).await;
    let before = study(&test, "mia").await;
    let asked = joins(&test, "mia").await;
    let field = |name: &str| asked.fields.iter().find(|field| field.name == name).unwrap().value.clone();
    assert!(field("Your plan now").starts_with("Computer vision, 10 h a week"), "{asked:?}");
    assert!(field("In the cohort").starts_with("LLM engineering, 6 h a week"), "{asked:?}");
    assert!(field("What stays").contains("Until Monday 7 December 2026"), "{asked:?}");
    assert_eq!(study(&test, "mia").await.profile, before.profile, "a question changes nothing");
    let joined = test.press("mia", &asked, "Join Winter", &[]).await;
    assert!(joined.text.starts_with("You are in Winter"), "{}", joined.text);
    let after = study(&test, "mia").await;
    assert_eq!(after.progress, before.progress);
    assert_eq!(after.promises, before.promises, "the week under way asks what it asked");
    let plan = after.profile.unwrap();
    assert_eq!((plan.track.as_str(), plan.known.len()), ("llm", 1));
    test.command("mia", "undo", &[]).await;
    let undone = study(&test, "mia").await;
    assert_eq!((undone.profile, undone.promises), (before.profile, before.promises));
}

#[tokio::test]
async fn the_same_plan_needs_no_question() {
    let mut test = winter(NOW).await;
    test.now = at("2026-12-09T10:00:00Z");
    test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(6.0))]).await;
    let before = study(&test, "mia").await;
    let joined = joins(&test, "mia").await;
    assert!(joined.text.starts_with("You are in Winter"), "{joined:?}");
    let after = study(&test, "mia").await;
    let asks = |study: &Study| study.promises.last().map(|it| (it.minutes, it.steps.clone()));
    assert_eq!(asks(&after), asks(&before));
    assert_eq!(after.profile.unwrap().starts_on, before.profile.unwrap().starts_on);
}

#[tokio::test]
async fn who_comes_late_begins_today_at_the_first_lesson() {
    let mut test = winter(NOW).await;
    joins(&test, "mia").await;
    let first = profile(&test, "mia").await;
    test.now = at("2027-01-04T10:00:00Z");
    let joined = joins(&test, "jo").await;
    assert!(joined.text.starts_with("You are in Winter"), "{}", joined.text);
    let late = study(&test, "jo").await;
    assert_eq!(late.profile.as_ref().unwrap().starts_on.to_string(), "2027-01-04");
    assert_eq!(late.profile.unwrap().weekly, first.weekly);
    assert_eq!(late.promises.len(), 1);
    assert_eq!(late.promises[0].steps[0].lesson.as_str(), "setup");
    assert!(section(&test).await.unwrap().contains("mia and jo"));
}

#[tokio::test]
async fn a_plan_of_ones_own_leaves_the_cohort_and_undo_returns() {
    let mut test = winter(NOW).await;
    joins(&test, "mia").await;
    test.now = at("2026-12-08T10:00:00Z");
    let hours = test.command("mia", "settings", &[("hours", Value::Number(8.0))]).await;
    assert!(hours.text.contains("at your own pace now"), "{}", hours.text);
    assert_eq!(profile(&test, "mia").await.cohort, None);
    assert!(section(&test).await.unwrap().contains("Nobody has joined yet"));
    test.command("mia", "undo", &[]).await;
    assert!(section(&test).await.unwrap().contains("mia"));
    // What is known is not the cohort's business.
    test.command("mia", "settings", &[("know", text("git"))]).await;
    assert!(profile(&test, "mia").await.cohort.is_some());
    let joined = test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(8.0))]).await;
    assert!(joined.text.contains("at your own pace now"), "{}", joined.text);
    assert_eq!(profile(&test, "mia").await.cohort, None);
}

#[tokio::test]
async fn leaving_the_server_leaves_the_cohort_and_a_press_returns() {
    let test = winter(NOW).await;
    joins(&test, "mia").await;
    test.command("mia", "leave", &[]).await;
    assert!(section(&test).await.unwrap().contains("Nobody has joined yet"));
    let again = joins(&test, "mia").await;
    assert!(!again.refused, "{again:?}");
    assert!(section(&test).await.unwrap().contains("mia"));
}

#[tokio::test]
async fn what_has_ended_or_never_was_is_said_and_plans_stay() {
    let test = winter(NOW).await;
    let old = post(&test).await;
    joins(&test, "mia").await;
    let shown = test.command("boss", "setup cohort", &[("name", text("winter"))]).await;
    assert!(shown.text.contains("1 learner has joined"), "{}", shown.text);
    let asked = test.press("boss", &shown, "End it", &[]).await;
    assert!(section(&test).await.is_some(), "a question ends nothing");
    let ended = test.press("boss", &asked, "End it", &[]).await;
    assert!(ended.text.contains("keep their plans"), "{}", ended.text);
    assert_eq!(section(&test).await, None);
    assert_eq!(profile(&test, "mia").await.track.as_str(), "llm");
    for button in ["1:join:-:cohort:ffff", "1:join:-:cohort", "1:join:-:follow:"] {
        let press = Press { id: Id::parse(button).unwrap(), picked: Vec::new(), fields: None };
        let gone = test.coach.answer(&test.request("jo", Act::Press(press))).await;
        assert!(gone.refused && gone.text.contains("has ended"), "{button}: {gone:?}");
    }
    let gone = test.press("jo", &old[0], "Join Winter", &[]).await;
    assert!(gone.refused && gone.text.contains("/join"), "{gone:?}");
    assert!(study(&test, "jo").await.profile.is_none());
}

#[tokio::test]
async fn a_finished_track_is_not_begun_again() {
    let mut test = winter(NOW).await;
    let old = post(&test).await;
    test.now = at("2040-01-02T10:00:00Z");
    let over = test.press("jo", &old[0], "Join Winter", &[]).await;
    assert!(over.refused && over.text.contains("the end of its track"), "{over:?}");
}

#[tokio::test]
async fn a_manager_is_told_what_is_missing_or_wrong() {
    let mut test = TestCoach::new(NOW).await;
    let early = begin(&test, "Winter", "2026-12-07").await;
    assert!(early.refused && early.text.contains("/setup weekly"), "{early:?}");
    test.set_up().await;
    for (name, start, expected) in [
        ("Winter", "2026-12-01", "is in the past"),
        ("Winter", "7 December", "takes a date"),
        (" \u{200B} ", "2026-12-07", "needs name:. Add it"),
    ] {
        let refused = begin(&test, name, start).await;
        assert!(refused.refused && refused.text.contains(expected), "{refused:?}");
    }
    let none = test.command("boss", "setup cohort", &[]).await;
    assert!(!none.refused && none.text.contains("No cohort runs here"), "{none:?}");
    let half = test.command("boss", "setup cohort", &[("track", text("llm")), ("name", text("A"))]).await;
    assert!(half.refused && half.text.contains("needs hours"), "{half:?}");
    let unknown = test.command("boss", "setup cohort", &[("name", text("Spring"))]).await;
    assert!(unknown.refused && unknown.text.contains("no cohort \"Spring\""), "{unknown:?}");
    let begun = begin(&test, "Winter", "2026-12-07").await;
    for expected in [
        "LLM engineering, 6 h a week, from Monday 7 December 2026",
        "The invitation goes to <#770> now",
        "the first time on Monday 7 December 2026, 09:00",
    ] {
        assert!(begun.text.contains(expected), "{}", begun.text);
    }
    let taken = begin(&test, "wINTER", "2026-12-14").await;
    assert!(taken.refused && taken.text.contains("already"), "{taken:?}");
    let friday = begin(&test, "Friday", "2026-12-11").await;
    assert!(friday.text.contains("It starts on a Friday"), "{}", friday.text);
    for number in 3..=10 {
        assert!(!begin(&test, &format!("Group {number}"), "2026-12-07").await.refused);
    }
    let full = begin(&test, "Group 11", "2026-12-07").await;
    assert!(full.refused && full.text.starts_with("10 cohorts are the most"), "{full:?}");
    let all = test.command("boss", "setup cohort", &[]).await;
    assert_eq!((all.fields.len(), all.buttons.len()), (10, 10));
    let mia = test.command("mia", "setup cohort", &[]).await;
    assert!(mia.refused, "{mia:?}");
    test.now = at("2026-12-07T10:00:00Z");
    let shown = test.press("boss", &all, "Winter", &[]).await;
    assert!(shown.text.contains("this is its week 1"), "{}", shown.text);
}

#[tokio::test]
async fn a_name_does_nothing_but_name() {
    let test = TestCoach::new(NOW).await;
    test.set_up().await;
    let begun = begin(&test, "@everyone **[x](http://x.y)**\u{202E}", "2026-12-07").await;
    let title = begun.title.unwrap();
    assert!(
        !title.contains("@everyone") && !title.contains('\u{202E}') && title.contains("\\*\\*"),
        "{title}"
    );
    let post = &post(&test).await[0];
    assert!(post.fields.iter().all(|field| !field.name.contains("@everyone")), "{post:?}");
}
