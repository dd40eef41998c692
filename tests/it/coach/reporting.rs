use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Act, Call, Request, Value};

use crate::support::coach::{TestCoach, text};

/// Somebody who has a plan and reported a step: by which request, and what they were answered.
async fn done() -> (TestCoach, Request, Reply) {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let call = Call { name: "done".to_owned(), ..Call::default() };
    let request = test.request("mia", Act::Command(call));
    let first = test.coach.answer(&request).await;
    (test, request, first)
}

async fn steps_done(test: &TestCoach, request: &Request) -> usize {
    let study = test.coach.study(request.from.id, test.now).await.unwrap();
    study.progress.values().map(|progress| progress.steps.len()).sum()
}

#[tokio::test]
async fn the_same_interaction_twice_changes_nothing_and_gets_the_same_answer() {
    let (test, request, first) = done().await;
    let second = test.coach.answer(&request).await;
    assert_eq!(first, second);
    assert_eq!(steps_done(&test, &request).await, 1);
}

#[tokio::test]
async fn an_answer_is_forgotten_in_time_and_its_press_still_counts_once() {
    let (test, request, first) = done().await;
    let store = &test.coach.store;
    assert!(!store.forget_answers(test.now).await.unwrap(), "it is not older than that");
    assert_eq!(test.coach.answer(&request).await, first);
    assert!(store.forget_answers(test.now + chrono::Duration::seconds(1)).await.unwrap());
    assert!(!store.forget_answers(test.now + chrono::Duration::seconds(1)).await.unwrap());
    let again = test.coach.answer(&request).await;
    assert!(again.refused && again.text.contains("Use the command again"), "{}", again.text);
    assert_eq!(steps_done(&test, &request).await, 1);
}

#[tokio::test]
async fn a_second_press_says_that_it_is_done() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let next = test.command("mia", "next", &[]).await;
    assert!(!test.press("mia", &next, "Done", &[("hours", "0:30")]).await.refused);
    let again = test.press("mia", &next, "Done", &[("hours", "0:30")]).await;
    assert!(again.refused && again.text.starts_with("That is done already"), "{}", again.text);
}

#[tokio::test]
async fn a_members_button_refuses_others() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.join("jo").await;
    let next = test.command("mia", "next", &[]).await;
    let refused = test.press("jo", &next, "Done", &[("hours", "1")]).await;
    assert!(refused.refused && refused.private, "{}", refused.text);
}

#[tokio::test]
async fn a_project_is_finished_with_its_link() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let lesson = ("lesson", text("flagship-project"));
    let refused = test.command("mia", "done", std::slice::from_ref(&lesson)).await;
    assert!(refused.refused && refused.text.contains("link"), "{}", refused.text);
    let link = ("link", text("https://github.com/mia/service"));
    let done = test.command("mia", "done", &[lesson, link, ("hours", Value::Number(2.0))]).await;
    assert!(done.title.unwrap().starts_with("Lesson finished"));
}

#[tokio::test]
async fn undo_gives_back_what_done_changed() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let before = test.command("mia", "progress", &[]).await;
    test.command("mia", "done", &[]).await;
    let undone = test.command("mia", "undo", &[]).await;
    assert!(undone.text.starts_with("Taken back"), "{}", undone.text);
    assert_eq!(test.command("mia", "progress", &[]).await, before);
}

#[tokio::test]
async fn undo_says_which_of_several_entries_went_and_what_the_plan_is_now() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(2.0))]).await;
    test.command("mia", "log", &[("hours", Value::Number(0.75))]).await;
    let settings = [("hours", Value::Number(6.0)), ("months", Value::Integer(18))];
    test.command("mia", "settings", &settings).await;
    let undone = test.command("mia", "undo", &[]).await;
    assert!(undone.text.contains("your change of hours and months"), "{}", undone.text);
    assert!(undone.text.contains("10 h a week"), "the plan as it is again: {}", undone.text);
    let undone = test.command("mia", "undo", &[]).await;
    assert!(undone.text.starts_with("Taken back: 45 min,"), "{}", undone.text);
    let undone = test.command("mia", "undo", &[]).await;
    assert!(undone.text.starts_with("Taken back: 2 h,"), "{}", undone.text);
}

#[tokio::test]
async fn a_check_question_teaches_whatever_was_picked() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let done = test.command("mia", "done", &[]).await;
    let answers = ["1", "2", "3", "4"];
    let mut right = 0;
    for answer in answers {
        let taught = test.pick("mia", &done, "Pick your answer", &[answer]).await;
        assert!(!taught.refused && taught.text.lines().count() == 2, "{}", taught.text);
        right += usize::from(taught.text.starts_with("Right"));
    }
    assert_eq!(right, 1);
}

#[tokio::test]
async fn bad_input_is_one_sentence_and_stores_nothing() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let early = test.command("mia", "done", &[]).await;
    assert!(early.refused && early.text.contains("/join"), "{}", early.text);
    test.join("mia").await;
    let long = "x".repeat(10_000);
    let link = || ("link", text("ftp://example.org/work"));
    let cases: Vec<(&str, Vec<(&str, Value)>)> = vec![
        ("join", vec![("track", text("ml-engineer")), ("hours", Value::Number(61.0))]),
        ("join", vec![("track", text("ml-engineer")), ("hours", Value::Number(7.1))]),
        ("join", vec![("track", text("wizard")), ("hours", Value::Number(7.0))]),
        ("join", vec![("track", text("llm")), ("hours", Value::Number(7.0)), ("start", text("2026-11-29"))]),
        ("join", vec![("track", text("llm")), ("hours", Value::Number(7.0)), ("start", text("soon"))]),
        ("join", vec![("track", text("llm")), ("hours", Value::Number(7.0)), ("know", text("pyton"))]),
        ("done", vec![("lesson", text("llm-agents"))]),
        ("done", vec![("lesson", text("no such lesson"))]),
        ("done", vec![link()]),
        ("done", vec![("note", Value::Text(long))]),
        ("log", vec![("hours", Value::Number(16.5))]),
        ("log", vec![("hours", Value::Number(1.0)), ("day", text("2026-11-01"))]),
        ("log", vec![("hours", Value::Number(1.0)), ("day", text("2026-12-01"))]),
        ("plan", vec![("week", Value::Integer(900))]),
        ("settings", vec![("timezone", text("Europe/Berln"))]),
        ("why", vec![("topic", text("quantum gardening"))]),
        ("setup show", vec![]),
        ("progress", vec![("member", Value::User(study_coach::study::units::LearnerId(9), "x".to_owned()))]),
    ];
    let before = test.command("mia", "progress", &[]).await;
    for (command, values) in cases {
        let reply = test.command("mia", command, &values).await;
        assert!(reply.refused && reply.private, "/{command} {values:?}: {reply:?}");
        assert!(!reply.text.contains('\n') && reply.text.len() < 400, "{}", reply.text);
    }
    assert_eq!(test.command("mia", "progress", &[]).await, before);
}

#[tokio::test]
async fn no_more_than_sixteen_hours_a_day() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(15.0))]).await;
    let refused = test.command("mia", "log", &[("hours", Value::Number(2.0))]).await;
    assert!(refused.refused && refused.text.contains("1 h left"), "{}", refused.text);
}

#[tokio::test]
async fn strangers_words_do_nothing_on_a_board() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let name = "@everyone **x** [y](z)";
    test.join(name).await;
    test.command(name, "log", &[("hours", Value::Number(3.0))]).await;
    let board = test.command("boss", "leaderboard", &[("by", text("hours"))]).await;
    assert!(!board.text.contains("@everyone") && !board.text.contains("**x**"), "{}", board.text);
}

#[tokio::test]
async fn a_refused_setting_changes_nothing_and_one_that_is_as_before_is_no_refusal() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let wrong = [("board", text("hidden")), ("timezone", text("Mars/Olympus"))];
    assert!(test.command("mia", "settings", &wrong).await.refused);
    let shown =
        test.command("mia", "settings", &[("hours", Value::Number(10.0)), ("reminders", text("on"))]).await;
    assert!(!shown.refused, "{}", shown.text);
    let all = test.command("mia", "settings", &[]).await;
    let value = |name: &str| all.fields.iter().find(|field| field.name == name).unwrap().value.clone();
    assert_eq!(value("On this server's boards"), "visible");
    assert_eq!(value("Reminders by direct message"), "on");
    assert_eq!(shown.fields.len(), 1, "only what was changed: {:?}", shown.fields);
}

#[tokio::test]
async fn a_slip_of_the_pen_in_the_hours_can_be_corrected() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let promised =
        async || test.command("mia", "progress", &[]).await.text.lines().next().unwrap().to_owned();
    let before = promised().await;
    test.command("mia", "settings", &[("hours", Value::Number(60.0))]).await;
    assert_ne!(promised().await, before);
    test.command("mia", "settings", &[("hours", Value::Number(10.0))]).await;
    assert_eq!(promised().await, before);
}

#[tokio::test]
async fn time_without_a_lesson_is_time_too() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(3.0))]).await;
    let progress = test.command("mia", "progress", &[]).await;
    let so_far = progress.fields.iter().find(|field| field.name == "So far").unwrap();
    assert!(so_far.value.contains("3 h logged"), "{}", so_far.value);
}

#[tokio::test]
async fn a_lesson_is_named_by_words_of_its_title_in_any_case() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    for given in ["Workbench", "PYTHON BASICS", "pytest", "git", "visual"] {
        let done = test.command("mia", "done", &[("lesson", text(given))]).await;
        assert!(done.title.as_deref().is_some_and(|it| it.starts_with("Lesson finished")), "{}", done.text);
    }
    let several = test.command("mia", "done", &[("lesson", text("sql"))]).await;
    assert!(several.refused && several.text.contains("sql-select (SQL: select"), "{}", several.text);
}

#[tokio::test]
async fn the_progress_of_another_is_not_told_as_the_askers_own() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    let seen = test.command("jo", "progress", &[("member", Value::User(mia, "mia".to_owned()))]).await;
    assert!(!seen.refused && seen.text.contains("the plan ends on"), "{}", seen.text);
    assert!(!seen.text.to_lowercase().contains("you"), "{}", seen.text);
}
