use study_coach::coach::request::{Act, Call, Place, Value};
use study_coach::study::board::{Kind, Period};
use study_coach::study::units::{ChannelId, LearnerId, Minutes, ServerId};
use study_coach::study::week::Week;

use crate::support::coach::{CHANNEL, SERVER, TestCoach};

/// How many rows mia has on a server's board of hours.
async fn rows(test: &TestCoach, server: ServerId) -> usize {
    let week = Period::Week(Week::at(test.now, chrono_tz::UTC));
    test.coach.store.board(server, week, Kind::Hours, 0, 10).await.unwrap().len()
}

#[tokio::test]
async fn leaving_takes_the_board_and_leaves_the_plan_and_other_servers() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(3.0))]).await;
    let other = ServerId(78);
    let mut elsewhere =
        test.request("mia", Act::Command(Call { name: "join".to_owned(), ..Call::default() }));
    elsewhere.place = Place::Server(other, ChannelId(1));
    test.coach.answer(&elsewhere).await;
    let before = test.command("mia", "plan", &[]).await;
    let left = test.command("mia", "leave", &[]).await;
    assert!(!left.refused && left.private, "{left:?}");
    assert_eq!((rows(&test, SERVER).await, rows(&test, other).await), (0, 1));
    assert_eq!(test.command("mia", "plan", &[]).await, before);
    // What is done afterwards counts where she still is.
    test.command("mia", "log", &[("hours", Value::Number(1.0))]).await;
    assert_eq!((rows(&test, SERVER).await, rows(&test, other).await), (0, 1));
}

#[tokio::test]
async fn joining_again_works() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(3.0))]).await;
    let left = test.command("mia", "leave", &[]).await;
    test.press("mia", &left, "Join again", &[]).await;
    assert_eq!(rows(&test, SERVER).await, 1);
    let study = test.coach.study(mia(&test), test.now).await.unwrap();
    assert_eq!(study.profile.unwrap().weekly, Minutes(600));
}

fn mia(test: &TestCoach) -> LearnerId {
    test.request("mia", Act::Talk(String::new())).from.id
}

#[tokio::test]
async fn who_is_no_member_is_told_how_to_become_one() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let never = test.command("jo", "leave", &[]).await;
    assert!(never.refused && never.text.contains("/join"), "{}", never.text);
    test.join("mia").await;
    test.command("mia", "leave", &[]).await;
    assert!(test.command("mia", "leave", &[]).await.refused);
    let mut direct = test.request("mia", Act::Command(Call { name: "leave".to_owned(), ..Call::default() }));
    direct.place = Place::Direct;
    assert!(test.coach.answer(&direct).await.text.contains("only in a server"));
    direct.place = Place::Server(SERVER, CHANNEL);
    assert!(test.coach.answer(&direct).await.refused);
}
