//! What is shown in a channel, taken back, and the kudos for it.

use study_coach::coach::reply::{Id, Reply};
use study_coach::coach::request::{Act, Call, Place, Press, Value};
use study_coach::posts::Pace;

use crate::support::coach::{TestCoach, at, text};

/// Mia finishes a lesson with a link.
async fn work(test: &TestCoach) -> Reply {
    test.join("mia").await;
    let values = [
        ("lesson", text("setup")),
        ("link", text("https://github.com/mia/it")),
        ("hours", Value::Number(1.0)),
    ];
    let done = test.command("mia", "done", &values).await;
    assert!(!done.refused, "{}", done.text);
    done
}

fn labels(reply: &Reply) -> Vec<&str> {
    reply.buttons.iter().map(|button| button.label.as_str()).collect()
}

/// Whoever speaks presses a button of this id.
async fn press_id(test: &TestCoach, name: &str, id: &str) -> Reply {
    let press = Press { id: Id::parse(id).unwrap(), picked: Vec::new(), fields: None };
    test.coach.answer(&test.request(name, Act::Press(press))).await
}

#[tokio::test]
async fn what_is_done_is_shown_by_one_press_in_one_line_and_taken_back_after_a_restart() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let done = work(&test).await;
    assert!(done.private, "nothing is shown by itself");
    let shown = test.press("mia", &done, "Share", &[]).await;
    assert!(!shown.private && !shown.refused);
    assert_eq!(
        shown.text,
        "mia finished \"Set up a working environment\": <https://github.com/mia/it>".replace(
            "Set up a working environment",
            &test.coach.content.curriculum.lesson("setup").unwrap().title,
        )
    );
    assert!(!shown.text.contains('\n') && shown.fields.is_empty());
    assert_eq!(labels(&shown), ["Kudos", "Take back"]);
    test.restart().await;
    let others = test.press("jo", &shown, "Take back", &[]).await;
    assert!(others.refused && others.private, "only the owner takes it back");
    let gone = test.press("mia", &shown, "Take back", &[]).await;
    assert!(!gone.private && gone.replaces && gone.buttons.is_empty(), "{gone:?}");
    assert!(!gone.text.contains("mia"), "{}", gone.text);
    let late = test.press("jo", &shown, "Kudos", &[]).await;
    assert!(late.refused && late.private, "{}", late.text);
    assert!(!test.press("mia", &done, "Share", &[]).await.refused, "it can be shown anew");
}

#[tokio::test]
async fn a_share_says_what_the_record_says_and_keeps_its_words() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let done = work(&test).await;
    let share = done.buttons.iter().find(|button| button.label == "Share").unwrap().id.clone();
    test.join("jo").await;
    for forged in [
        share.replace(":event:", ":event:9"),
        share.replace("event:", "lesson:python-basics:"),
        share.replace("event:", "board:2026-W49:lessons:").replace("lessons", "streak"),
        share.replace("show", "shout"),
    ] {
        let refused = press_id(&test, "mia", &forged).await;
        assert!(refused.refused && refused.private, "{forged}: {}", refused.text);
    }
    assert!(press_id(&test, "jo", &share).await.refused, "somebody else's button");
    let first = press_id(&test, "mia", &share).await;
    let second = press_id(&test, "mia", &share).await;
    assert!(second.refused && second.text.contains("already"), "{}", second.text);
    // What happens later does not change what stands there.
    test.command("mia", "undo", &[]).await;
    let kudos = test.press("jo", &first, "Kudos", &[]).await;
    assert_eq!(kudos.text, first.text);
    assert!(press_id(&test, "mia", &share).await.refused, "taken back in the record");
}

#[tokio::test]
async fn a_board_and_progress_can_be_shown_too() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    work(&test).await;
    let board = test.command("mia", "leaderboard", &[("by", text("hours"))]).await;
    let shown = test.press("mia", &board, "Share", &[]).await;
    assert_eq!(shown.text, "Week of 30 Nov: mia, place 1 on the board by hours, with 1 h.");
    let progress = test.command("mia", "progress", &[]).await;
    let shown = test.press("mia", &progress, "Share", &[]).await;
    assert!(shown.text.starts_with("mia so far: 1 lesson finished, 1 h of study"), "{}", shown.text);
    // With the picture below which it was pressed, and what that shows in words: in the channel too.
    let mia = test.request("mia", Act::Command(Call::default())).from.id;
    let seen = test.command("jo", "progress", &[("member", Value::User(mia, "mia".to_owned()))]).await;
    assert!(shown.image.is_some() && shown.image == seen.image, "{:?}", shown.image);
    assert!(shown.fields == seen.fields && shown.text.ends_with(&seen.text), "{shown:?} {seen:?}");
    // Kudos and what happens later leave it as it is.
    assert!(!test.command("mia", "done", &[("lesson", text("git-basics"))]).await.refused);
    let kudos = test.press("jo", &shown, "Kudos", &[]).await;
    assert_eq!(labels(&kudos), ["Kudos (1)", "Take back"]);
    assert!((&kudos.text, &kudos.fields, &kudos.image) == (&shown.text, &shown.fields, &shown.image));
    let gone = test.press("mia", &shown, "Take back", &[]).await;
    assert!(gone.image.is_none() && gone.fields.is_empty() && !gone.text.contains("mia"), "{gone:?}");
    let portfolio = test.command("mia", "portfolio", &[]).await;
    assert!(test.press("mia", &portfolio, "Share", &[]).await.text.contains("https://github.com/mia/it"));
}

#[tokio::test]
async fn each_work_of_a_portfolio_can_be_shown_by_its_owner_alone() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    work(&test).await;
    let one = test.command("mia", "portfolio", &[]).await;
    assert!(one.menus.is_empty() && labels(&one).contains(&"Share"), "{one:?}");
    let newer = [("lesson", text("git-basics")), ("link", text("https://github.com/mia/newer"))];
    assert!(!test.command("mia", "done", &newer).await.refused);
    let works = test.command("mia", "portfolio", &[]).await;
    let hint = "Share another of your works";
    assert!(test.pick("jo", &works, hint, &["setup"]).await.refused);
    let shown = test.pick("mia", &works, hint, &["setup"]).await;
    assert!(!shown.private && shown.text.ends_with("<https://github.com/mia/it>"), "{}", shown.text);
    assert_eq!(labels(&shown), ["Kudos", "Take back"]);
    let never = test.pick("mia", &works, hint, &["python-basics"]).await;
    assert!(never.refused && never.private, "{}", never.text);
    let mut direct =
        test.request("mia", Act::Command(Call { name: "portfolio".to_owned(), ..Call::default() }));
    direct.place = Place::Direct;
    assert!(test.coach.answer(&direct).await.menus.is_empty(), "nobody is there to see it");
}

#[tokio::test]
async fn nothing_is_shown_where_the_member_may_not_write_or_nobody_is_there() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mute").await;
    let done = test.command("mute", "done", &[]).await;
    let refused = test.press("mute", &done, "Share", &[]).await;
    assert!(refused.refused && refused.private && refused.text.contains("cannot write"), "{}", refused.text);
    let id = done.buttons.iter().find(|button| button.label == "Share").unwrap().id.clone();
    let press = Press { id: Id::parse(&id).unwrap(), picked: Vec::new(), fields: None };
    let mut direct = test.request("mute", Act::Press(press));
    direct.place = Place::Direct;
    assert!(test.coach.answer(&direct).await.refused);
}

#[tokio::test]
async fn who_shows_no_name_on_boards_is_asked_before_one_is_shown() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let done = work(&test).await;
    for (board, word) in [("hidden", "hidden"), ("anonymous", "pseudonym")] {
        test.command("mia", "settings", &[("board", text(board))]).await;
        let asked = test.press("mia", &done, "Share", &[]).await;
        assert!(
            asked.private && asked.text.contains(word) && asked.text.contains("your name"),
            "{}",
            asked.text
        );
        let shown = test.press("mia", &asked, "Share it with my name", &[]).await;
        assert!(!shown.private && shown.text.starts_with("mia"), "{}", shown.text);
        test.press("mia", &shown, "Take back", &[]).await;
    }
}

#[tokio::test]
async fn a_name_is_harmless_in_a_share() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let name = "@everyone [x](https://evil.example)";
    test.join(name).await;
    let done = test.command(name, "done", &[]).await;
    let shown = test.press(name, &done, "Share", &[]).await;
    assert!(!shown.text.contains("@everyone") && !shown.text.contains("](http"), "{}", shown.text);
}

#[tokio::test]
async fn kudos_count_once_a_person_and_work_and_not_for_oneself() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let done = work(&test).await;
    let shown = test.press("mia", &done, "Share", &[]).await;
    let own = test.press("mia", &shown, "Kudos", &[]).await;
    assert!(own.refused && own.private, "{}", own.text);
    // Who gives needs no plan.
    let one = test.press("jo", &shown, "Kudos", &[]).await;
    assert!(one.replaces && !one.private && labels(&one) == ["Kudos (1)", "Take back"], "{one:?}");
    assert!(test.press("jo", &shown, "Kudos", &[]).await.refused);
    assert_eq!(labels(&test.press("ann", &shown, "Kudos", &[]).await)[0], "Kudos (2)");
    // The same work among the week's new ones.
    test.set_up().await;
    test.now = at("2026-12-07T08:00:00Z");
    let pace = Pace { late: chrono::Duration::hours(36), per_second: 20 };
    study_coach::posts::tick(&test.coach, test.now, pace).await.unwrap();
    let server = test.coach.store.server(crate::support::coach::SERVER).await.unwrap();
    let posts = study_coach::coach::weekly::compose(&test.coach, &server, test.now, false).await.unwrap();
    let post = posts.last().unwrap();
    let line = post.fields.iter().find(|field| field.name == "New work to look at").unwrap();
    assert!(line.value.contains("mia") && line.value.contains("(2 kudos)"), "{}", line.value);
    let list = test.press("bob", post, "New work", &[]).await;
    assert!(
        list.private && labels(&list)[0].starts_with("Kudos: mia, ") && labels(&list)[0].ends_with("(2)")
    );
    assert_eq!(list.names.len(), 1, "Discord is asked whether she is still there");
    let label = list.buttons[0].label.clone();
    assert!(test.press("jo", &list, &label, &[]).await.refused, "given on the share already");
    let given = test.press("bob", &list, &label, &[]).await;
    assert!(given.private && given.replaces && labels(&given)[0].ends_with("(3)"), "{given:?}");
    test.command("mia", "settings", &[("board", text("hidden"))]).await;
    assert!(test.press("eve", &list, &label, &[]).await.refused, "it is shown no longer");
}

#[tokio::test]
async fn deleting_ones_data_takes_shares_and_kudos_along() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let done = work(&test).await;
    let shown = test.press("mia", &done, "Share", &[]).await;
    test.press("jo", &shown, "Kudos", &[]).await;
    let jo = test.request("jo", Act::Talk(String::new())).from.id;
    assert!(test.coach.store.held(jo).await.unwrap().is_some(), "whom one gave kudos is held");
    test.coach.store.forget(jo, test.now).await.unwrap();
    assert!(test.coach.store.held(jo).await.unwrap().is_none());
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    let held = test.coach.store.held(mia).await.unwrap().unwrap();
    assert!(held["shares"][0]["words"].as_str().unwrap().contains("mia"), "{held}");
    test.coach.store.forget(mia, test.now).await.unwrap();
    assert!(test.coach.store.held(mia).await.unwrap().is_none());
    assert!(test.press("ann", &shown, "Kudos", &[]).await.refused);
    assert!(!test.press("mia", &shown, "Take back", &[]).await.refused, "its words still go");
}
