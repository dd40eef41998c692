use serde_json::Value as Json;
use study_coach::coach::reply::Id;
use study_coach::coach::request::{Act, Press, Value};
use study_coach::store::{Due, Kind};
use study_coach::study::units::LearnerId;

use crate::support::coach::{SERVER, TestCoach, text};

/// The document that `/my-data export` gives.
async fn export(test: &TestCoach, name: &str) -> Json {
    let reply = test.command(name, "my-data export", &[]).await;
    assert!(!reply.refused && reply.private, "{reply:?}");
    let file = reply.files.first().expect("a file");
    assert_eq!(file.name, "study-coach-data.json");
    serde_json::from_str(&file.text).unwrap()
}

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

#[tokio::test]
async fn beside_the_copy_lies_the_plan_as_a_calendar() {
    let test = studying().await;
    let files = test.command("mia", "my-data export", &[]).await.files;
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["study-coach-data.json", "study-plan.ics"]);
    assert!(files[1].text.starts_with("BEGIN:VCALENDAR"), "{}", files[1].text);
    let plan = test.command("mia", "plan", &[]).await;
    let exported = test.press("mia", &plan, "Export", &[]).await.files.remove(0);
    assert_eq!((exported.name, exported.text), (files[1].name.clone(), files[1].text.clone()));
    // Who has no plan, but gave kudos, has a copy alone.
    test.coach.store.give_kudos(id(&test, "mia"), "lesson:setup", id(&test, "ann"), test.now).await.unwrap();
    assert_eq!(test.command("ann", "my-data export", &[]).await.files.len(), 1);
}

/// Tables in which nobody stands; an answer to *Share* says again what stands in `shares`.
const OF_NOBODY: [&str; 2] = ["cohorts", "answers"];

#[tokio::test]
async fn every_table_that_names_a_learner_is_in_the_copy() {
    let test = studying().await;
    let held = export(&test, "mia").await;
    let under = |table: &'static str| match table {
        "learners" => vec!["learner"],
        "members" => vec!["memberships"],
        "post_names" => vec!["posts"],
        "audit" => vec!["moderated", "moderating"],
        "servers" => vec!["managed"],
        table => vec![table],
    };
    for (table, _) in study_coach::store::TABLES.iter().filter(|(table, _)| !OF_NOBODY.contains(table)) {
        for name in under(table) {
            assert!(held[name].is_array(), "{table} is not in the copy as {name}");
        }
    }
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
async fn the_files_hold_nothing_of_who_deleted_their_data() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.set_up().await;
    for name in ["wilhelmina", "jo"] {
        test.join(name).await;
        for note in 0..40 {
            let words = format!("{name} note {note} {}", "zzz-private-words ".repeat(20));
            let note = [("hours", Value::Number(0.25)), ("note", text(&words))];
            assert!(!test.command(name, "log", &note).await.refused);
        }
        let link = format!("https://github.com/{name}-work");
        test.command(name, "done", &[("lesson", text("setup")), ("link", text(&link))]).await;
    }
    let learner = id(&test, "wilhelmina").0;
    // As a name, in buttons, and as the number that columns hold.
    let traces =
        [b"wilhelmina".to_vec(), format!("{learner:x}").into_bytes(), learner.to_be_bytes()[1..].to_vec()];
    for trace in &traces {
        assert!(test.database().holds(trace), "it was there: {}", String::from_utf8_lossy(trace));
    }
    let asked = test.command("wilhelmina", "my-data delete", &[]).await;
    let gone = test.press("wilhelmina", &asked, "Delete everything", &[]).await;
    assert!(!gone.refused, "{}", gone.text);
    for trace in &traces {
        assert!(!test.database().holds(trace), "still there: {}", String::from_utf8_lossy(trace));
    }
    assert!(!test.database().holds(learner.to_string().as_bytes()));
    assert!(test.database().holds(b"jo note 39"), "what is not hers is there");
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
    let forged = Press { id: Id::open("my-data", &["delete"]), picked: Vec::new(), fields: None };
    assert!(test.coach.answer(&test.request("mia", Act::Press(forged))).await.refused);
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

#[tokio::test]
async fn the_copy_does_not_say_who_gave_kudos() {
    let test = studying().await;
    let (mia, jo) = (id(&test, "mia"), id(&test, "jo"));
    test.coach.store.give_kudos(mia, "lesson:setup", jo, test.now).await.unwrap();
    test.coach.store.give_kudos(jo, "lesson:setup", mia, test.now).await.unwrap();
    let held = export(&test, "mia").await;
    let givers: Vec<&Json> = held["kudos"].as_array().unwrap().iter().map(|row| &row["giver"]).collect();
    assert!(givers.contains(&&Json::Null) && givers.contains(&&Json::from(mia.to_string())), "{givers:?}");
}
