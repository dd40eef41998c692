//! Two of a cohort who study the same lesson in the same week.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Act, Value};
use study_coach::coach::weekly;
use study_coach::store::Due;

use crate::support::coach::{SERVER, TestCoach, at, text};
use crate::support::database::ask;

/// A cohort under way with these members, and its week's post.
async fn week(members: &[&str]) -> (TestCoach, Reply) {
    let mut test = TestCoach::new("2026-11-30T06:00:00Z").await;
    test.set_up().await;
    let values = [
        ("track", text("llm")),
        ("hours", Value::Number(5.0)),
        ("start", text("2026-11-30")),
        ("name", text("Night owls")),
    ];
    assert!(!test.command("boss", "setup cohort", &values).await.refused);
    test.now = at("2026-11-30T08:00:00Z");
    let server = test.coach.store.server(SERVER).await.unwrap();
    let post = weekly::compose(&test.coach, &server, test.now, false).await.unwrap().remove(0);
    for name in members {
        assert!(!test.press(name, &post, "Join Night owls", &[]).await.refused);
    }
    (test, post)
}

const FIND: &str = "Find a partner: Night owls";

fn mention(test: &TestCoach, name: &str) -> String {
    format!("<@{}>", test.request(name, Act::Talk(String::new())).from.id)
}

/// The direct messages that are due, to whom and what they say.
async fn messages(test: &TestCoach) -> Vec<(String, Option<Reply>)> {
    let rows: Vec<Due> = test.coach.store.claim(test.now, "test", test.now, 100).await.unwrap();
    let mut said = Vec::new();
    for row in rows.iter().filter(|row| row.key.starts_with("partner:")) {
        let reply = study_coach::coach::cohort::partner_found(&test.coach, SERVER, row).await.unwrap();
        said.push((format!("<@{}>", row.learner.unwrap()), reply));
    }
    said
}

#[tokio::test]
async fn two_on_the_same_lesson_learn_each_others_names_and_nobody_else_does() {
    let (test, post) = week(&["mia", "jo", "ann"]).await;
    let waiting = test.press("mia", &post, FIND, &[]).await;
    assert!(waiting.private && waiting.text.contains("on the list"), "{}", waiting.text);
    let again = test.press("mia", &post, FIND, &[]).await;
    assert!(again.text.contains("on the list"), "nobody is their own partner: {}", again.text);
    let found = test.press("jo", &post, FIND, &[]).await;
    assert!(found.private && found.text.contains(&mention(&test, "mia")), "{}", found.text);
    let told = messages(&test).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, mention(&test, "mia"));
    assert!(told[0].1.as_ref().unwrap().text.contains(&mention(&test, "jo")));
    let third = test.press("ann", &post, FIND, &[]).await;
    assert!(third.text.contains("on the list"), "a pair is two: {}", third.text);
    assert!(
        test.press("mia", &post, FIND, &[]).await.text.contains(&mention(&test, "jo")),
        "it can be read again"
    );
}

#[tokio::test]
async fn other_lessons_strangers_and_other_weeks_are_not_paired() {
    let (mut test, post) = week(&["mia", "jo"]).await;
    test.press("mia", &post, FIND, &[]).await;
    test.join("eve").await;
    assert!(test.press("eve", &post, FIND, &[]).await.refused, "not in the cohort");
    let lesson =
        test.coach.study(test.request("jo", Act::Talk(String::new())).from.id, test.now).await.unwrap();
    let first = lesson.promises[0].steps[0].lesson.to_string();
    test.command("jo", "done", &[("lesson", text(&first)), ("hours", Value::Number(1.0))]).await;
    assert!(test.press("jo", &post, FIND, &[]).await.text.contains("on the list"), "another lesson");
    test.now = at("2026-12-07T08:00:00Z");
    let over = test.press("jo", &post, FIND, &[]).await;
    assert!(over.refused && over.text.contains("week is over"), "{}", over.text);
}

#[tokio::test]
async fn whoever_stops_looking_leaves_the_other_looking_on() {
    let (test, post) = week(&["mia", "jo", "ann"]).await;
    test.press("mia", &post, FIND, &[]).await;
    let found = test.press("jo", &post, FIND, &[]).await;
    let stopped = test.press("jo", &found, "Stop looking", &[]).await;
    assert!(!stopped.refused, "{}", stopped.text);
    assert_eq!(messages(&test).await, [(mention(&test, "mia"), None)], "what is no longer so is not told");
    let third = test.press("ann", &post, FIND, &[]).await;
    assert!(third.text.contains(&mention(&test, "mia")), "{}", third.text);
}

#[tokio::test]
async fn who_looked_for_somebody_is_forgotten_in_time() {
    let (test, post) = week(&["mia"]).await;
    test.press("mia", &post, FIND, &[]).await;
    let rows = "SELECT lesson FROM partners";
    test.coach.store.prune_partners(test.now).await.unwrap();
    assert_eq!(ask(test.database(), rows).await.len(), 1);
    test.coach.store.prune_partners(test.now + chrono::Duration::seconds(1)).await.unwrap();
    assert_eq!(ask(test.database(), rows).await, [""; 0]);
}
