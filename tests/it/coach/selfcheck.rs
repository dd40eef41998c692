//! `/settings check:` on a whole coach.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::Value;

use crate::support::coach::{TestCoach, text};

/// A learner who says to know Python.
async fn joined(known: &str) -> TestCoach {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let values = [
        ("track", text("llm")),
        ("hours", Value::Number(10.0)),
        ("months", Value::Integer(12)),
        ("know", text(known)),
    ];
    assert!(!test.command("mia", "join", &values).await.refused);
    test
}

/// The number of the right answer, by the lesson's own file.
fn right(test: &TestCoach, reply: &Reply) -> String {
    let lessons = test.coach.content.curriculum.lessons.values();
    // The words hold the question and, before it, what the last answer taught.
    let mut checks = lessons.flat_map(|lesson| &lesson.checks);
    let check = checks.find(|check| reply.text.contains(&check.question)).expect("a question");
    (check.right + 1).to_string()
}

fn wrong(test: &TestCoach, reply: &Reply) -> String {
    (right(test, reply).parse::<usize>().unwrap() % 4 + 1).to_string()
}

/// Answers all questions: `r` right, `w` wrong.
async fn answer(test: &TestCoach, skill: &str, answers: &str) -> Reply {
    let mut reply = test.command("mia", "settings", &[("check", text(skill))]).await;
    for how in answers.chars() {
        assert!(!reply.refused && reply.buttons.len() == 4, "{reply:?}");
        let answer = if how == 'r' { right(test, &reply) } else { wrong(test, &reply) };
        reply = test.press("mia", &reply, &answer, &[]).await;
    }
    reply
}

async fn known(test: &TestCoach) -> String {
    let settings = test.command("mia", "settings", &[]).await;
    settings.fields.iter().find(|field| field.name == "You know").unwrap().value.clone()
}

fn field<'r>(reply: &'r Reply, name: &str) -> &'r str {
    reply.fields.iter().find(|field| field.name == name).map_or("", |field| field.value.as_str())
}

#[tokio::test]
async fn a_failed_check_puts_the_lessons_back_and_undo_takes_them_out() {
    let test = joined("python,git").await;
    let before = test.command("mia", "plan", &[]).await;
    let failed = answer(&test, "python", "rwrwr").await;
    assert_eq!(failed.title.as_deref(), Some("Python basics: 3 of 5 right"));
    assert!(field(&failed, "In your plan now").contains("Python basics"), "{failed:?}");
    assert_eq!(known(&test).await, "Git and GitHub");
    test.command("mia", "undo", &[]).await;
    assert_eq!(known(&test).await, "Git and GitHub and Python basics");
    assert_eq!(test.command("mia", "plan", &[]).await.fields, before.fields);
}

#[tokio::test]
async fn a_passed_check_makes_a_skill_known_and_one_wrong_answer_is_forgiven() {
    let test = joined("git").await;
    let passed = answer(&test, "python", "rrwrr").await;
    assert_eq!(passed.title.as_deref(), Some("Python basics: 4 of 5 right"));
    assert!(field(&passed, "No longer in your plan").contains("Python basics"), "{passed:?}");
    assert_eq!(known(&test).await, "Git and GitHub and Python basics");
    // What is known already stays so, and there is nothing to undo but the check before.
    let again = answer(&test, "python", "rrrrr").await;
    assert!(again.text.ends_with("your plan has nothing to change."), "{}", again.text);
}

#[tokio::test]
async fn nothing_changes_before_the_last_answer_and_every_answer_teaches() {
    let test = joined("python").await;
    let before = known(&test).await;
    let open = answer(&test, "python", "wwww").await;
    assert!(open.text.starts_with("Not quite. The answer is:"), "{}", open.text);
    assert_eq!(known(&test).await, before);
    // The last press twice is one press.
    let press = wrong(&test, &open);
    let first = test.press("mia", &open, &press, &[]).await;
    let second = test.press("mia", &open, &press, &[]).await;
    assert!(first.text.contains("has gaps") && !second.refused, "{second:?}");
    assert_eq!(known(&test).await, "none");
}

#[tokio::test]
async fn a_check_is_of_one_skill_and_alone() {
    let test = joined("python").await;
    for values in [
        vec![("check", text("python,git"))],
        vec![("check", text("juggling"))],
        vec![("check", text("python")), ("hours", Value::Number(5.0))],
    ] {
        let refused = test.command("mia", "settings", &values).await;
        assert!(refused.refused, "{refused:?}");
    }
    assert_eq!(known(&test).await, "Python basics");
}

#[tokio::test]
async fn every_skill_has_questions() {
    let test = joined("python").await;
    for skill in test.coach.content.curriculum.skills.keys() {
        let first = test.command("mia", "settings", &[("check", text(skill.as_str()))]).await;
        assert!(!first.refused, "{skill}: {}", first.text);
    }
}
