//! Invitations, and posts of several messages.

use std::collections::BTreeSet;

use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Act, Call, Value};
use study_coach::posts::Undelivered;

use super::{Wall, round};
use crate::support::coach::{SERVER, TestCoach, at, text};

async fn begin(test: &TestCoach, name: &str) {
    let values = [
        ("track", text("ml-engineer")),
        ("hours", Value::Number(60.0)),
        ("start", text("2026-12-07")),
        ("name", text(name)),
    ];
    let begun = test.command("boss", "setup cohort", &values).await;
    assert!(!begun.refused, "{begun:?}");
}

#[tokio::test]
async fn an_invitation_goes_out_once_and_again_when_asked_for() {
    let test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let call = Call {
        name: "setup".to_owned(),
        sub: Some("cohort".to_owned()),
        values: [
            ("track", text("llm")),
            ("hours", Value::Number(6.0)),
            ("start", text("2026-12-07")),
            ("name", text("Winter")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
    };
    // Discord delivers some commands twice.
    let request = test.request("boss", Act::Command(call));
    let first = test.coach.answer(&request).await;
    assert!(!first.refused, "{first:?}");
    assert_eq!(test.coach.answer(&request).await, first);
    let wall = Wall::default();
    round(&test, &wall).await;
    round(&test, &wall).await;
    assert_eq!(wall.keys().len(), 1);
    let joined = test.press("mia", &wall.last(), "Join Winter", &[]).await;
    assert!(joined.text.starts_with("You are in Winter"), "{joined:?}");
    let shown = test.command("boss", "setup cohort", &[("name", text("winter"))]).await;
    test.press("boss", &shown, "Invite again", &[]).await;
    round(&test, &wall).await;
    assert_eq!(wall.keys().len(), 2);
    // One that waits when its cohort ends says nothing.
    test.press("boss", &shown, "Invite again", &[]).await;
    let asked = test.press("boss", &shown, "End it", &[]).await;
    test.press("boss", &asked, "End it", &[]).await;
    assert_eq!(round(&test, &wall).await.skipped, 1);
    assert_eq!(wall.keys().len(), 2);
}

#[tokio::test]
async fn a_post_of_several_messages_goes_out_in_order_each_once_with_its_thread() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    for number in 1..=10 {
        begin(&test, &format!("Group {number:02}")).await;
    }
    let wall = Wall::default();
    test.now = at("2026-12-07T08:00:00Z");
    round(&test, &wall).await;
    wall.posts.lock().unwrap().clear();
    for (minute, fault) in [(0, Some("502")), (1, None), (2, Some("502")), (5, None), (6, None), (7, None)] {
        test.now = at("2026-12-14T08:00:00Z") + chrono::Duration::minutes(minute);
        wall.faults.lock().unwrap().extend(fault.map(|why| Undelivered::Later(why.to_owned())));
        round(&test, &wall).await;
    }
    let keys = wall.keys();
    let key = format!("weekly:{SERVER}:2026-W51");
    let parts = keys.len();
    assert!(parts > 1, "{keys:?}");
    let expected: Vec<String> =
        (1..=parts).map(|part| if part == 1 { key.clone() } else { format!("{key}#{part}") }).collect();
    assert_eq!(keys, expected);
    let posts = wall.posts.lock().unwrap().clone();
    for (place, (_, key, post)) in posts.iter().enumerate() {
        let title = post.title.as_deref().unwrap();
        assert!(title.ends_with(&format!(", {} of {parts}", place + 1)), "{title}");
        let thread = format!("thread:{key}");
        let groups = post.fields.iter().filter(|field| field.name.starts_with("Group")).count();
        assert_eq!(test.coach.store.is_known(&thread).await.unwrap(), groups > 0, "{thread}");
    }
}

/// Sections of a message, by their first word and a number.
fn groups(post: &Reply) -> Vec<String> {
    let names = post.fields.iter().filter_map(|field| field.name.split(',').next());
    names.filter(|name| name.starts_with("Group")).map(str::to_owned).collect()
}

#[tokio::test]
async fn who_leaves_shifts_no_section_from_one_message_to_another() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    for number in 1..=10 {
        begin(&test, &format!("Group {number:02}")).await;
    }
    let wall = Wall::default();
    round(&test, &wall).await;
    let invitations = wall.posts.lock().unwrap().clone();
    let name = |group: &str, number: usize| format!("{}{group}{number}", "long name ".repeat(8));
    for (_, _, invitation) in &invitations {
        let button = invitation.buttons[0].label.clone();
        for number in 0..3 {
            test.press(&name(button.trim_start_matches("Join "), number), invitation, &button, &[]).await;
        }
    }
    for monday in ["2026-12-07T08:00:00Z", "2026-12-14T08:00:00Z"] {
        wall.posts.lock().unwrap().clear();
        test.now = at(monday);
        round(&test, &wall).await;
    }
    let before: Vec<Vec<String>> =
        wall.posts.lock().unwrap().iter().map(|(_, _, post)| groups(post)).collect();
    assert!(before.len() > 1, "{before:?}");
    assert_eq!(before.concat().into_iter().collect::<BTreeSet<_>>().len(), 10, "{before:?}");
    // Everybody of the first message goes: its words would leave room for a section of the second.
    for group in &before[0] {
        for number in 0..3 {
            let asked = test.command(&name(group, number), "my-data delete", &[]).await;
            let deleted = test.press(&name(group, number), &asked, "Delete everything", &[]).await;
            assert!(!deleted.refused, "{}", deleted.text);
        }
    }
    round(&test, &wall).await;
    let edits = wall.edits.lock().unwrap();
    let first = edits.iter().rfind(|(message, _)| message.0 == 1);
    let (_, first) = first.unwrap_or_else(|| panic!("no edit of the first of {before:?}: {edits:?}"));
    assert!(!first.words().contains("long name"), "{}", first.words());
    assert_eq!(groups(first), before[0]);
}
