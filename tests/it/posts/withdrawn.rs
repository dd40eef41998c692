//! What somebody showed in a channel goes when they want to be seen no more.

use chrono::Duration;
use study_coach::coach::reply::{Id, Reply};
use study_coach::coach::request::{Act, Press, Value};
use study_coach::posts::Target;
use study_coach::store::{Due, Round};
use study_coach::study::units::{CohortId, LearnerId, LessonId, MessageId};
use study_coach::study::week::Week;

use super::{Wall, round};
use crate::support::coach::{CHANNEL, SERVER, TestCoach, at, text};

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

/// Mia shows a lesson that she finished, as this message.
async fn shows(test: &TestCoach, lesson: &str, message: u64) -> Reply {
    let link = format!("https://github.com/mia/{lesson}");
    let values = [("lesson", text(lesson)), ("link", text(&link)), ("hours", Value::Number(1.0))];
    let done = test.command("mia", "done", &values).await;
    let share = done.buttons.iter().find(|button| button.label == "Share").expect("Share");
    let press = Press { id: Id::parse(&share.id).unwrap(), picked: Vec::new(), fields: None };
    let request = test.request("mia", Act::Press(press));
    let shown = test.coach.answer(&request).await;
    assert!(shown.text.contains("mia"), "{}", shown.text);
    if message > 0 {
        test.coach.shown_at(request.id, (SERVER, CHANNEL), MessageId(message), test.now).await.unwrap();
    }
    shown
}

async fn mia() -> TestCoach {
    let test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    test.join("jo").await;
    test
}

/// A cohort that begins next Monday.
async fn cohort(test: &TestCoach) {
    let values = [
        ("track", text("llm")),
        ("hours", Value::Number(5.0)),
        ("start", text("2026-12-07")),
        ("name", text("Night owls")),
    ];
    let begun = test.command("boss", "setup cohort", &values).await;
    assert!(!begun.refused, "{}", begun.text);
}

/// The messages that were changed since the last call, in order, with what they say now.
async fn edits(test: &TestCoach, wall: &Wall) -> Vec<(u64, String)> {
    round(test, wall).await;
    let edits = wall.edits.lock().unwrap().drain(..).collect::<Vec<_>>();
    edits.into_iter().map(|(message, post)| (message.0, post.words().trim().to_owned())).collect()
}

fn taken_back(messages: &[u64]) -> Vec<(u64, String)> {
    messages.iter().map(|message| (*message, "Taken back.".to_owned())).collect()
}

#[tokio::test]
async fn what_was_shared_goes_with_who_deletes_their_data_and_the_receipt_says_so() {
    let mut test = mia().await;
    let wall = Wall::default();
    shows(&test, "setup", 11).await;
    test.now += Duration::days(31);
    shows(&test, "git-basics", 12).await;
    shows(&test, "python-basics", 0).await;
    let asked = test.command("mia", "my-data delete", &[]).await;
    let receipt = test.press("mia", &asked, "Delete everything", &[]).await;
    assert!(receipt.text.contains("what you shared is being taken back"), "{}", receipt.text);
    assert!(receipt.text.contains("Of one thing that you shared I do not know where"), "{}", receipt.text);
    // The older one stays, and the receipt says so too.
    assert!(receipt.text.contains("older messages"), "{}", receipt.text);
    assert_eq!(edits(&test, &wall).await, taken_back(&[12]));
    assert_eq!(test.coach.store.held(id(&test, "mia")).await.unwrap(), None);
    assert!(edits(&test, &wall).await.is_empty(), "once");
}

#[tokio::test]
async fn who_leaves_or_shows_less_of_themselves_is_taken_out_of_posts_and_shares_there() {
    for (board, says) in [(None, ""), (Some("anonymous"), "pseudonym"), (Some("hidden"), "hidden")] {
        let mut test = mia().await;
        let wall = Wall::default();
        test.now = at("2026-12-07T08:00:00Z");
        assert_eq!(round(&test, &wall).await.sent, 1);
        assert!(wall.last().words().contains("mia"));
        shows(&test, "setup", 11).await;
        let told = match board {
            None => test.command("mia", "leave", &[]).await,
            Some(board) => test.command("mia", "settings", &[("board", text(board))]).await,
        };
        assert!(told.text.contains("being taken back"), "{board:?}: {}", told.text);
        let edits = edits(&test, &wall).await;
        assert_eq!(edits.len(), 2, "{board:?}: {edits:?}");
        assert!(edits.iter().all(|(_, words)| !words.contains("mia")), "{board:?}: {edits:?}");
        assert!(edits.contains(&(11, "Taken back.".to_owned())));
        if let Some(board) = board {
            // Again changes nothing, and what is shown afterwards, by name and on purpose, stays.
            let again = test.command("mia", "settings", &[("board", text(board))]).await;
            assert!(!again.text.contains("taken back"), "{}", again.text);
            let portfolio = test.command("mia", "portfolio", &[]).await;
            let asked = test.press("mia", &portfolio, "Share", &[]).await;
            assert!(asked.text.contains(says), "{}", asked.text);
        }
    }
}

#[tokio::test]
async fn a_direct_message_that_names_a_partner_is_edited_when_they_delete_their_data() {
    let mut test = mia().await;
    let wall = Wall::default();
    cohort(&test).await;
    round(&test, &wall).await;
    test.now = at("2026-12-07T08:00:00Z");
    round(&test, &wall).await;
    let posts = wall.posts.lock().unwrap().clone();
    let starts = |post: &Reply, start: &str| post.buttons.iter().any(|it| it.label.starts_with(start));
    let week = posts.into_iter().map(|(.., post)| post).find(|post| starts(post, "Find a partner")).unwrap();
    let label =
        |start: &str| week.buttons.iter().find(|it| it.label.starts_with(start)).unwrap().label.clone();
    for name in ["ann", "bob"] {
        assert!(!test.press(name, &week, &label("Join "), &[]).await.refused);
        assert!(!test.press(name, &week, &label("Find a partner"), &[]).await.refused);
    }
    round(&test, &wall).await;
    let bob = format!("<@{}>", id(&test, "bob"));
    assert!(wall.last().text.contains(&bob), "ann, who waited, is told: {}", wall.last().text);
    let asked = test.command("bob", "my-data delete", &[]).await;
    test.press("bob", &asked, "Delete everything", &[]).await;
    round(&test, &wall).await;
    let posts = wall.posts.lock().unwrap();
    let edit = posts.iter().find(|(to, key, _)| key == "edit" && *to == Target::Person(id(&test, "ann")));
    assert!(edit.is_some_and(|(_, _, post)| !post.words().contains(&bob)), "{edit:?}");
}

#[tokio::test]
async fn who_becomes_visible_keeps_what_they_shared() {
    let test = mia().await;
    let wall = Wall::default();
    shows(&test, "setup", 11).await;
    test.command("mia", "settings", &[("board", text("visible"))]).await;
    test.command("mia", "settings", &[("timezone", text("Europe/Berlin"))]).await;
    assert!(edits(&test, &wall).await.is_empty());
}

#[tokio::test]
async fn managers_take_back_what_a_member_shared_by_hiding_removing_or_blocking_them() {
    for deed in ["Hide", "Remove", "Block"] {
        let test = mia().await;
        let wall = Wall::default();
        shows(&test, "setup", 11).await;
        let roster = test.command("boss", "setup members", &[]).await;
        let one = test.pick("boss", &roster, "Pick a member", &[&format!("{:x}", id(&test, "mia").0)]).await;
        let label = one.buttons.iter().find(|it| it.label.starts_with(deed)).expect(deed).label.clone();
        let asked = test.press("boss", &one, &label, &[]).await;
        if deed != "Hide" {
            let label = asked.buttons.iter().find(|it| it.label.starts_with(deed)).expect(deed).label.clone();
            test.press("boss", &asked, &label, &[]).await;
        }
        assert_eq!(edits(&test, &wall).await, taken_back(&[11]), "{deed}");
    }
}

#[tokio::test]
async fn a_struck_link_goes_from_what_was_shared_and_other_works_stay() {
    let test = mia().await;
    let wall = Wall::default();
    shows(&test, "setup", 11).await;
    shows(&test, "git-basics", 12).await;
    let roster = test.command("boss", "setup members", &[]).await;
    let one = test.pick("boss", &roster, "Pick a member", &[&format!("{:x}", id(&test, "mia").0)]).await;
    let hint = one.menus[0].hint.clone();
    test.pick("boss", &one, &hint, &["strike:git-basics"]).await;
    assert_eq!(edits(&test, &wall).await, taken_back(&[12]));
}

#[tokio::test]
async fn a_message_that_is_known_only_after_its_owner_is_gone_goes_too() {
    let test = mia().await;
    let wall = Wall::default();
    let shown = shows(&test, "setup", 0).await;
    let share = Id::parse(&shown.buttons[0].id).unwrap();
    let share = u64::from_str_radix(share.arg(1).unwrap(), 16).unwrap();
    test.coach.store.forget(id(&test, "mia"), test.now).await.unwrap();
    assert!(edits(&test, &wall).await.is_empty());
    let share = study_coach::study::units::InteractionId(share);
    test.coach.shown_at(share, (SERVER, CHANNEL), MessageId(11), test.now).await.unwrap();
    assert_eq!(edits(&test, &wall).await, taken_back(&[11]));
}

#[tokio::test]
async fn it_is_tried_until_it_succeeds_whatever_becomes_of_the_servers_posts() {
    let mut test = mia().await;
    let mut wall = Wall { silent: true, ..Wall::default() };
    shows(&test, "setup", 11).await;
    test.command("mia", "leave", &[]).await;
    assert!(edits(&test, &wall).await.is_empty());
    test.command("boss", "setup off", &[]).await;
    wall.silent = false;
    test.now += Duration::hours(1);
    assert_eq!(edits(&test, &wall).await, taken_back(&[11]));
}

#[tokio::test]
async fn a_server_is_forgotten_with_what_was_shared_there_and_who_studied_together() {
    let test = mia().await;
    shows(&test, "setup", 11).await;
    cohort(&test).await;
    let cohorts = test.coach.store.cohorts(SERVER, test.now).await.unwrap();
    let cohort: &CohortId = &cohorts[0].id;
    let round = Round { cohort, week: Week::at(test.now, chrono_tz::UTC) };
    let told = |_: LearnerId| -> Due { unreachable!("nobody else looks for one") };
    test.coach.store.seek(round, id(&test, "mia"), &LessonId::from("setup"), told, test.now).await.unwrap();
    test.coach.store.server_gone(SERVER, test.now).await.unwrap();
    assert_eq!(test.coach.store.forget_servers(test.now + Duration::days(30)).await.unwrap(), 1);
    let held = test.coach.store.held(id(&test, "mia")).await.unwrap().unwrap();
    for rows in ["shares", "partners", "memberships"] {
        assert!(held[rows].as_array().unwrap().is_empty(), "{rows}: {}", held[rows]);
    }
}
