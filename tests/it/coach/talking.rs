//! Direct messages: what a tired learner types.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Act, Place};

use crate::support::coach::TestCoach;

async fn says(test: &TestCoach, words: &str) -> Reply {
    let mut request = test.request("mia", Act::Talk(words.to_owned()));
    request.place = Place::Direct;
    test.coach.answer(&request).await
}

/// A few characters of the answer to each: its heading, or its words.
async fn check(words: &[&str], expected: &str) {
    for words in words {
        let test = TestCoach::new("2026-12-02T22:00:00Z").await;
        test.join("mia").await;
        let reply = says(&test, words).await;
        let shown = format!("{} {}", reply.title.unwrap_or_default(), reply.text);
        assert!(shown.contains(expected) && !reply.refused && reply.private, "{words}: {shown}");
    }
}

#[tokio::test]
async fn the_next_step_is_asked_for_in_many_ways() {
    check(
        &[
            "next",
            "nxet",
            "Whats next",
            "what's next?",
            "what now",
            "now what?",
            "Next please",
            "/next",
            "what should i do now?",
        ],
        "step 1 of 7",
    )
    .await;
}

#[tokio::test]
async fn time_that_is_there_is_a_step_for_it() {
    check(&["i have 20 min", "20 minutes", "next 20", "got 20min", "only 20 mintues left"], "20 min: ").await;
    check(&["half an hour", "i have half an hour"], "step").await;
    check(&["an hour", "i have one hour", "60"], "step").await;
}

#[tokio::test]
async fn what_is_done_is_done() {
    check(&["done", "dne", "finished", "Done!", "i finished it", "im done"], "Step done").await;
    check(
        &["done 1h", "dne 1h", "done 60m", "finished in one hour", "done 1 hour", "done 1:00"],
        "1 h logged.",
    )
    .await;
    check(
        &["done 1h30", "done 1 h 30 min", "done 1.5", "done 90 min", "finishd 1 hour 30 minutes"],
        "1 h 30 logged.",
    )
    .await;
    check(&["done git-basics", "finished git basics"], "Lesson finished").await;
}

#[tokio::test]
async fn a_lesson_is_found_by_some_words_of_its_title() {
    check(&["i did the workbench thing", "finished numpy arrays"], "Lesson finished").await;
    let test = TestCoach::new("2026-12-02T22:00:00Z").await;
    test.join("mia").await;
    let several = says(&test, "finished sql").await;
    assert!(several.refused && several.text.contains("sql-joins (SQL: joins"), "{}", several.text);
    for question in ["is the workbench done", "finished workbench?"] {
        says(&test, question).await;
    }
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    let study = test.coach.study(mia, test.now).await.unwrap();
    assert!(study.progress.is_empty(), "a question finishes nothing");
}

#[tokio::test]
async fn not_now_is_fine_in_words_too() {
    check(&["not now", "i can't today", "no time", "im too tired", "skip", "tomorow"], "first in line").await;
}

#[tokio::test]
async fn a_project_is_finished_with_its_link() {
    let test = TestCoach::new("2026-12-02T22:00:00Z").await;
    test.join("mia").await;
    let done = says(&test, "done tabular-project 9h link:https://example.org/Work?Page=A").await;
    assert!(done.title.as_deref().unwrap_or_default().starts_with("Lesson finished"), "{done:?}");
    let works = test.command("mia", "portfolio", &[]).await;
    assert!(works.text.contains("https://example.org/Work?Page=A"), "{}", works.text);
    let unclear = says(&test, "log 1h HTTPS://example.org/work").await;
    assert!(unclear.refused && unclear.text.contains("example.org"), "{}", unclear.text);
}

#[tokio::test]
async fn a_time_that_cannot_be_is_not_guessed() {
    let test = TestCoach::new("2026-12-02T22:00:00Z").await;
    test.join("mia").await;
    for (words, time) in [("log -1", "-1"), ("log 25h", "25h"), ("done -2h", "-2h")] {
        let reply = says(&test, words).await;
        assert!(
            reply.refused && reply.text.contains(&format!("\"{time}\" is not a time")),
            "{words}: {}",
            reply.text
        );
    }
}

#[tokio::test]
async fn somebody_new_is_told_how_to_begin() {
    let test = TestCoach::new("2026-12-02T22:00:00Z").await;
    for words in ["hi", "best pizza in town"] {
        let reply = says(&test, words).await;
        assert!(reply.text.contains("Write join to begin") && !reply.refused, "{words}: {}", reply.text);
        assert_eq!(reply.buttons[0].label, "Join");
    }
}

#[tokio::test]
async fn a_greeting_is_no_question() {
    let test = TestCoach::new("2026-12-02T22:00:00Z").await;
    test.join("mia").await;
    for words in ["thanks", "Thank you!", "hi coach", "good morning", "🎉"] {
        let reply = says(&test, words).await;
        assert!(reply.text.contains("a few words are enough"), "{words}: {}", reply.text);
        assert!(!reply.text.contains("knowledge base"), "{words}: {}", reply.text);
    }
}

#[tokio::test]
async fn time_is_logged_for_a_day() {
    check(
        &["log 2 hours yesterday", "logged 2h yesterday", "yesterday i studied 2 hours", "log 2 yesteday"],
        "2 h logged for Tuesday 1 December",
    )
    .await;
    check(
        &["log 45m", "lgo 45 min", "spent 45 minutes", "log 45m today"],
        "45 min logged for Wednesday 2 December",
    )
    .await;
    check(
        &["log 1h on monday", "log 1h last monday", "log it took 1h on monday"],
        "1 h logged for Monday 30 November",
    )
    .await;
}

#[tokio::test]
async fn other_commands_have_their_words_too() {
    check(&["help me", "hlep", "help"], "What do you want to do?").await;
    check(&["plan", "my plan", "show my plan", "paln"], "Your plan").await;
    check(&["progress", "how am i doing", "progres"], "Your progress").await;
    check(&["pause 2 weeks", "pause for two weeks", "i want a break"], "ause").await;
    check(&["settings", "setings"], "Your settings").await;
    check(&["delete my data", "please delete everything"], "Delete everything?").await;
    check(&["export my data"], "Your data").await;
}

#[tokio::test]
async fn reminders_stop_and_begin_by_a_word() {
    let test = TestCoach::new("2026-12-02T22:00:00Z").await;
    test.join("mia").await;
    let reminders = async |words: &str| {
        let reply = says(&test, words).await;
        reply.fields.iter().find(|field| field.name == "Reminders by direct message").unwrap().value.clone()
    };
    assert_eq!(reminders("remind me").await, "on");
    assert_eq!(reminders("stop reminders").await, "off");
    assert_eq!(reminders("turn on the reminders").await, "on");
    assert_eq!(reminders("Stop remindrs!").await, "off");
    assert_eq!(reminders("remind me").await, "on");
    assert_eq!(reminders("STOP").await, "off");
}

#[tokio::test]
async fn questions_stay_questions_and_what_is_neither_gets_a_hint() {
    let test = TestCoach::new("2026-12-02T22:00:00Z").await;
    test.join("mia").await;
    for question in ["why does mlops matter", "is docker needed?", "do i need a degree to get a job"] {
        let reply = says(&test, question).await;
        assert!(!reply.entries.is_empty() && !reply.refused, "{question}: {reply:?}");
    }
    for lost in ["best pizza in town", "qwertz", "my dog ate it"] {
        let reply = says(&test, lost).await;
        assert!(reply.text.contains("a few words are enough"), "{lost}: {}", reply.text);
    }
    let unclear = says(&test, "done whenever").await;
    assert!(unclear.refused && unclear.text.contains("whenever"), "{}", unclear.text);
    let done =
        test.coach.study(test.request("mia", Act::Talk(String::new())).from.id, test.now).await.unwrap();
    assert!(done.progress.is_empty(), "nothing was guessed into the record");
}
