//! Members who left the server, and servers that removed the coach.

use chrono::Duration;
use study_coach::coach::request::{Act, Value};
use study_coach::coach::weekly;
use study_coach::posts::{Undelivered, presence};
use study_coach::study::units::LearnerId;

use super::{Wall, round};
use crate::support::coach::{SERVER, TestCoach, at, text};

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

/// Mia and jo study; only jo used the coach within the last week. Then the post is due.
async fn silent_mia() -> TestCoach {
    let mut test = TestCoach::new("2026-11-24T10:00:00Z").await;
    test.set_up().await;
    for name in ["mia", "jo"] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(2.0))]).await;
    }
    test.now = at("2026-12-06T10:00:00Z");
    test.command("jo", "log", &[("hours", Value::Number(3.0))]).await;
    test.now = at("2026-12-07T08:00:00Z");
    test
}

async fn shown(test: &TestCoach) -> String {
    let server = test.coach.store.server(SERVER).await.unwrap();
    let posts = weekly::compose(&test.coach, &server, test.now, false).await.unwrap();
    posts.iter().map(|post| post.words()).collect()
}

#[tokio::test]
async fn who_left_the_server_is_in_no_post_and_on_no_board() {
    let mut test = silent_mia().await;
    let wall = Wall::default();
    wall.gone.lock().unwrap().push(id(&test, "mia"));
    assert!(shown(&test).await.contains("mia"));
    round(&test, &wall).await;
    let words = wall.last().words();
    assert!(words.contains("jo") && !words.contains("mia"), "{words}");
    assert_eq!(*wall.asked.lock().unwrap(), [id(&test, "mia")], "who was here lately is not asked about");
    let board = test.command("jo", "leaderboard", &[("by", text("hours")), ("period", text("all"))]).await;
    assert!(!board.text.contains("mia"), "{}", board.text);
    // Back is back: any use of the coach there shows it.
    test.now += Duration::hours(1);
    test.command("mia", "next", &[]).await;
    assert!(shown(&test).await.contains("mia"));
}

#[tokio::test]
async fn an_answer_about_who_is_there_holds_a_day_and_without_one_they_are_shown() {
    let test = silent_mia().await;
    let (mia, mut wall) = (id(&test, "mia"), Wall::default());
    let confirm = async |wall: &Wall, now| {
        presence::confirm(&test.coach, wall, SERVER, &[mia], presence::MOST, now).await.unwrap()
    };
    for (hours, asked) in [(0, 1), (23, 1), (25, 2)] {
        assert!(!confirm(&wall, test.now + Duration::hours(hours)).await);
        assert_eq!(wall.asked.lock().unwrap().len(), asked, "after {hours} h");
    }
    wall.silent = true;
    assert!(!confirm(&wall, test.now + Duration::hours(60)).await);
    assert!(shown(&test).await.contains("mia"));
}

#[tokio::test]
async fn a_crowd_is_asked_about_a_few_at_a_time() {
    let mut test = TestCoach::new("2026-11-24T10:00:00Z").await;
    test.set_up().await;
    for number in 0..40 {
        test.join(&format!("learner{number}")).await;
    }
    test.now = at("2026-12-07T08:00:00Z");
    let wall = Wall::default();
    for number in 0..40 {
        wall.gone.lock().unwrap().push(id(&test, &format!("learner{number}")));
    }
    round(&test, &wall).await;
    assert!(wall.asked.lock().unwrap().len() <= presence::MOST);
    assert_eq!(wall.keys().len(), 1, "the post is made all the same");
}

#[tokio::test]
async fn a_server_that_removed_the_coach_is_forgotten_after_thirty_days() {
    let mut test = silent_mia().await;
    let wall = Wall { removed: true, ..Wall::default() };
    wall.faults.lock().unwrap().push(Undelivered::Never("I may not post there.".to_owned()));
    round(&test, &wall).await;
    test.now += Duration::days(29);
    assert_eq!(test.coach.store.forget_servers(test.now - Duration::days(30)).await.unwrap(), 0);
    let plan = test.coach.study(id(&test, "mia"), test.now).await.unwrap().profile;
    test.now += Duration::days(2);
    assert_eq!(test.coach.store.forget_servers(test.now - Duration::days(30)).await.unwrap(), 1);
    assert_eq!(test.coach.store.server(SERVER).await.unwrap().weekly, None);
    let held = test.coach.store.held(id(&test, "mia")).await.unwrap().unwrap();
    assert!(
        held["memberships"].as_array().unwrap().is_empty() && held["scores"].as_array().unwrap().is_empty()
    );
    assert_eq!(test.coach.study(id(&test, "mia"), test.now).await.unwrap().profile, plan, "her plan is hers");
}

#[tokio::test]
async fn a_server_that_adds_the_coach_again_in_time_finds_everything() {
    let mut test = silent_mia().await;
    let mut wall = Wall { removed: true, ..Wall::default() };
    wall.faults.lock().unwrap().push(Undelivered::Never("I may not post there.".to_owned()));
    round(&test, &wall).await;
    assert_eq!(wall.notices().len(), 1);
    wall.removed = false;
    test.now += Duration::days(20);
    test.coach.returned(SERVER, test.now).await.unwrap();
    assert!(round(&test, &wall).await.is_idle(), "what fell due meanwhile is over");
    assert_eq!(wall.notices().len(), 1);
    test.now += Duration::days(1);
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(wall.last().words().contains("jo"), "{}", wall.last().words());
    assert_eq!(test.coach.store.forget_servers(test.now).await.unwrap(), 0);
}

#[tokio::test]
async fn posts_that_name_somebody_who_deletes_their_data_are_edited() {
    let mut test = silent_mia().await;
    let wall = Wall::default();
    round(&test, &wall).await;
    let before = wall.last();
    assert!(before.words().contains("mia"), "{}", before.words());
    test.now += Duration::days(3);
    let asked = test.command("mia", "my-data delete", &[]).await;
    test.press("mia", &asked, "Delete everything", &[]).await;
    assert_eq!(round(&test, &wall).await.sent, 1);
    let after = wall.last();
    assert!(after.words().contains("jo") && !after.words().contains("mia"), "{}", after.words());
    assert!(!after.words().contains("Late:"), "{}", after.words());
    assert_eq!(after.title, before.title);
    assert!(round(&test, &wall).await.is_idle());
    // An old one stays, and the receipt said so.
    test.now += Duration::days(40);
    let asked = test.command("jo", "my-data delete", &[]).await;
    test.press("jo", &asked, "Delete everything", &[]).await;
    let edits = wall.posts.lock().unwrap().iter().filter(|(_, key, _)| key == "edit").count();
    round(&test, &wall).await;
    assert_eq!(wall.posts.lock().unwrap().iter().filter(|(_, key, _)| key == "edit").count(), edits);
}

/// A post's pictures as data: what is painted, and what is said of it.
fn pictures(wall: &Wall) -> String {
    let image = wall.last().image.expect("the week's picture");
    serde_json::to_string(&image.card).unwrap() + &image.alt
}

#[tokio::test]
async fn who_is_to_be_seen_no_more_goes_from_the_words_and_the_picture_of_posts_that_are_there() {
    for way in ["delete", "manager"] {
        let mut test = silent_mia().await;
        test.now = at("2026-12-06T12:00:00Z");
        test.command("mia", "log", &[("hours", Value::Number(2.0))]).await;
        test.now = at("2026-12-07T08:00:00Z");
        let wall = Wall::default();
        round(&test, &wall).await;
        assert!(wall.last().words().contains("mia") && pictures(&wall).contains("mia"), "{way}");
        test.now += Duration::days(3);
        match way {
            "delete" => {
                let asked = test.command("mia", "my-data delete", &[]).await;
                test.press("mia", &asked, "Delete everything", &[]).await;
            }
            _ => {
                let roster = test.command("boss", "setup members", &[]).await;
                let mia = format!("{:x}", id(&test, "mia").0);
                let page = test.pick("boss", &roster, "Pick a member", &[&mia]).await;
                test.press("boss", &page, "Hide", &[]).await;
            }
        }
        let delivery = round(&test, &wall).await;
        assert_eq!(delivery.sent, 1, "{way}: {delivery:?}");
        assert!(!wall.last().words().contains("mia"), "{way}: {}", wall.last().words());
        assert!(!pictures(&wall).contains("mia"), "{way}: {}", pictures(&wall));
        assert!(pictures(&wall).contains("\"jo\""), "{way}: {}", pictures(&wall));
    }
}

#[tokio::test]
async fn two_who_delete_their_data_in_one_moment_are_both_taken_out() {
    let test = silent_mia().await;
    let wall = Wall::default();
    round(&test, &wall).await;
    for who in ["mia", "jo"] {
        assert!(wall.last().words().contains(who));
        let asked = test.command(who, "my-data delete", &[]).await;
        test.press(who, &asked, "Delete everything", &[]).await;
        round(&test, &wall).await;
        assert!(!wall.last().words().contains(who), "{}", wall.last().words());
    }
}

#[tokio::test]
async fn a_post_on_its_way_when_somebody_is_gone_is_edited_when_it_is_there() {
    let mut test = silent_mia().await;
    let wall = Wall::default();
    wall.faults.lock().unwrap().push(Undelivered::Unclear("reset".to_owned()));
    round(&test, &wall).await;
    let asked = test.command("mia", "my-data delete", &[]).await;
    test.press("mia", &asked, "Delete everything", &[]).await;
    assert_eq!(test.coach.store.held(id(&test, "mia")).await.unwrap(), None);
    test.now += Duration::minutes(1);
    round(&test, &wall).await;
    round(&test, &wall).await;
    let posts = wall.posts.lock().unwrap();
    assert!(posts.iter().any(|(_, key, _)| key == "edit"), "the lost try may have named her");
}

#[tokio::test]
async fn an_edit_is_tried_until_it_comes_through() {
    let mut test = silent_mia().await;
    let mut wall = Wall::default();
    round(&test, &wall).await;
    let asked = test.command("mia", "my-data delete", &[]).await;
    test.press("mia", &asked, "Delete everything", &[]).await;
    wall.silent = true;
    assert_eq!(round(&test, &wall).await.later, 1);
    test.now += Duration::days(4);
    wall.silent = false;
    round(&test, &wall).await;
    let posts = wall.posts.lock().unwrap();
    assert!(posts.iter().any(|(_, key, _)| key == "edit"));
}
