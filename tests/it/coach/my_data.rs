use serde_json::Value as Json;
use study_coach::coach::request::{Act, Value};
use study_coach::store::{Due, Kind};
use study_coach::study::units::LearnerId;

use crate::support::coach::{SERVER, TestCoach, text};

/// The document that `/my-data export` gives.
async fn export(test: &TestCoach, name: &str) -> Json {
    let reply = test.command(name, "my-data export", &[]).await;
    assert!(!reply.refused && reply.private, "{reply:?}");
    let file = reply.file.expect("a file");
    assert_eq!(file.name, "study-coach-data.json");
    serde_json::from_str(&file.text).unwrap()
}

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

/// A direct message queued for somebody.
async fn queue(test: &TestCoach, key: &str, learner: LearnerId) {
    let due = Due::new(key.to_owned(), Kind::Assignment, SERVER, test.now);
    let due = Due { learner: Some(learner), ..due };
    test.coach.store.queue(&[due], None).await.unwrap();
}

/// Mia and jo with a record and a queued message each.
async fn studying() -> TestCoach {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for name in ["mia", "jo"] {
        test.join(name).await;
        test.command(name, "done", &[("note", text("a note to myself"))]).await;
        test.command(name, "log", &[("hours", Value::Number(2.0))]).await;
        queue(&test, &format!("assignment:{name}"), id(&test, name)).await;
    }
    test
}

#[tokio::test]
async fn the_copy_holds_everything_of_the_asker_and_nothing_of_others() {
    let test = studying().await;
    let held = export(&test, "mia").await;
    let mia = id(&test, "mia").to_string();
    for table in ["learner", "events", "progress", "promises", "memberships", "scores", "outbox"] {
        let rows = held[table].as_array().unwrap();
        assert!(!rows.is_empty(), "{table}");
        let whose = if table == "learner" { "id" } else { "learner" };
        assert!(rows.iter().all(|row| row[whose] == mia.as_str()), "{table}: {rows:?}");
    }
    assert_eq!(held["learner"][0]["profile"]["track"], "ml-engineer");
    assert_eq!(held["events"][1]["what"]["note"], "a note to myself");
    assert_eq!(held["events"][0]["recorded_at"], "2026-11-30T10:00:00Z");
    assert!(!held.to_string().contains(&id(&test, "jo").to_string()));
}

#[tokio::test]
async fn nothing_is_deleted_before_the_button() {
    let test = studying().await;
    let before = export(&test, "mia").await;
    let asked = test.command("mia", "my-data delete", &[]).await;
    assert_eq!(export(&test, "mia").await, before);
    let kept = test.press("mia", &asked, "Keep my data", &[]).await;
    assert!(!kept.refused, "{}", kept.text);
    assert!(test.press("jo", &asked, "Delete everything", &[]).await.refused);
    assert_eq!(export(&test, "mia").await, before);
}

#[tokio::test]
async fn deleted_means_that_nothing_is_held_any_more() {
    let test = studying().await;
    let others = export(&test, "jo").await;
    let asked = test.command("mia", "my-data delete", &[]).await;
    let gone = test.press("mia", &asked, "Delete everything", &[]).await;
    assert!(gone.text.contains("What remains") && gone.text.contains("backups"), "{}", gone.text);
    assert_eq!(test.coach.store.held(id(&test, "mia")).await.unwrap(), None);
    assert_eq!(export(&test, "jo").await, others);
    let next = test.command("mia", "next", &[]).await;
    assert!(next.refused && next.text.starts_with("You have no plan yet"), "{}", next.text);
    // A second press, and asking again, say so; neither is a refusal.
    for reply in [
        test.press("mia", &asked, "Delete everything", &[]).await,
        test.command("mia", "my-data export", &[]).await,
        test.command("mia", "my-data delete", &[]).await,
    ] {
        assert!(!reply.refused && reply.text.starts_with("I hold nothing of you"), "{reply:?}");
    }
    test.join("mia").await;
    assert_eq!(export(&test, "mia").await["events"].as_array().unwrap().len(), 1);
}
