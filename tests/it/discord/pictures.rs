//! Pictures on Discord: they come with the words, or the words come alone.

use std::time::Duration;

use serde_json::{Value, json};

use super::OnDiscord;
use super::posts::{setup, shown, weekly, weekly_in};
use crate::support::discord::permission::ATTACH_FILES;
use crate::support::discord::{Answer, Fault, Message, RouteMatcher};

/// That a message shows this picture, with what it shows in words, and no other file.
#[track_caller]
fn shows(message: &Message, name: &str) {
    let attachments = message.body["attachments"].as_array().unwrap();
    assert_eq!(attachments.len(), 1, "{attachments:?}");
    assert_eq!(attachments[0]["filename"], name);
    assert_eq!(message.body["embeds"][0]["image"]["url"], format!("attachment://{name}"));
    let alt = message.alt_texts().concat();
    assert!((20..=1024).contains(&alt.chars().count()), "{alt}");
    let png = &message.files.last().unwrap().bytes;
    assert!(png.starts_with(b"\x89PNG") && png.len() < 80_000);
}

#[track_caller]
fn shows_none(message: &Message) {
    assert_eq!(message.body["attachments"], json!([]), "{}", message.words());
    assert_eq!(message.body["embeds"][0]["image"], Value::Null);
}

fn message(answer: &Answer) -> &Message {
    answer.message.as_ref().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_come_with_their_pictures() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(test.here().slash("log").option("hours", 2)).await;
    // Who joins on a Sunday promises too little to be ranked by it.
    for (command, name, words) in [
        (test.here().slash("progress"), "progress.png", "Foundations"),
        (test.here().slash("roadmap"), "roadmap.png", "lessons"),
        (test.here().slash("leaderboard").option("by", "hours"), "board.png", "Mia"),
    ] {
        let answer = test.fake.interact(command).await;
        assert!(answer.private() && answer.words().contains(words), "{}", answer.words());
        shows(message(&answer), name);
    }
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_page_takes_the_place_of_the_old_picture() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(test.here().slash("log").option("hours", 2)).await;
    let board = test.fake.interact(test.here().slash("leaderboard")).await;
    let by_hours = test.fake.interact(test.here().press(&board, "By hours")).await;
    assert_eq!(by_hours.callback, 6);
    assert_eq!(by_hours.message_id(), board.message_id());
    assert!(by_hours.words().contains("Board by hours"), "{}", by_hours.words());
    shows(message(&by_hours), "board.png");
    // Nobody has finished a lesson: the old picture does not stay on a board without rows.
    let empty = test.fake.interact(test.here().press(&by_hours, "By lessons")).await;
    assert_eq!(empty.message_id(), board.message_id());
    shows_none(message(&empty));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_come_alone_where_the_picture_is_refused() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let refusal = Fault::Status(400, json!({"message": "Invalid Form Body", "code": 50_035}));
    test.fake.fault_next(RouteMatcher::edit_original(), refusal);
    let answer = test.fake.interact(test.here().slash("progress")).await;
    assert!(answer.words().contains("Foundations"), "{}", answer.words());
    shows_none(message(&answer));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_come_alone_where_the_picture_takes_too_long() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    test.stop().await;
    test.patience = Duration::ZERO;
    test.resume().await;
    let answer = test.fake.interact(test.here().slash("progress")).await;
    assert!(answer.words().contains("Foundations"), "{}", answer.words());
    shows_none(message(&answer));
    test.fake.interact(weekly(&test)).await;
    setup(&test, "post-now").await;
    shows_none(&test.fake.wait_for_message(test.study).await);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_weekly_post_has_the_weeks_picture() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(weekly(&test)).await;
    setup(&test, "post-now").await;
    let post = test.fake.wait_for_message(test.study).await;
    shows(&post, "week.png");
    assert!(post.words().contains("1 learner"), "{}", post.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_post_has_it_too() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let forum = test.fake.add_forum(test.guild, "weeks");
    test.fake.interact(weekly_in(&test, forum)).await;
    setup(&test, "post-now").await;
    shown(&test, "health", "posted in time").await;
    let thread = test.fake.threads(forum)[0].id;
    shows(&test.fake.messages(thread)[0], "week.png");
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_without_the_right_to_attach_comes_as_words() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(weekly(&test)).await;
    test.fake.deny(test.study, ATTACH_FILES);
    setup(&test, "post-now").await;
    let post = test.fake.wait_for_message(test.study).await;
    shows_none(&post);
    assert!(post.words().contains("1 learner"), "{}", post.words());
    shown(&test, "health", "posted in time").await;
    assert_eq!(test.fake.posts(test.study).len(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_is_tried_again_has_the_same_picture() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(weekly(&test)).await;
    let create = RouteMatcher::create_message(test.study);
    test.fake.fault_next(create.clone(), Fault::Html(502));
    setup(&test, "post-now").await;
    test.fake.wait_for_requests(create.clone(), 1).await;
    test.minutes_later().await;
    shown(&test, "health", "posted in time").await;
    let tries = test.fake.wait_for_requests(create, 2).await;
    assert_eq!(tries[0].files, tries[1].files);
    assert_eq!(tries[0].data()["embeds"], tries[1].data()["embeds"]);
    assert_eq!(test.fake.posts(test.study).len(), 1);
    shows(&test.fake.posts(test.study)[0], "week.png");
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_deletes_their_data_goes_from_the_posts_picture_too() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let jo = test.fake.person("jo").in_channel(test.study);
    test.fake.interact(jo.slash("join").option("track", "llm").option("hours", 5)).await;
    test.fake.interact(weekly(&test)).await;
    setup(&test, "post-now").await;
    let post = test.fake.wait_for_message(test.study).await;
    assert!(post.alt_texts().concat().contains("2 learners"), "{:?}", post.alt_texts());
    for (seat, edits) in [(test.here(), 1), (jo, 2)] {
        let asked = test.fake.interact(seat.slash("my-data delete")).await;
        test.fake.interact(seat.press(&asked, "Delete everything")).await;
        let edited = test.fake.wait_for_edit(post.id, edits).await;
        match edits {
            1 => {
                shows(&edited, "week.png");
                assert!(edited.alt_texts().concat().contains("1 learner,"), "{:?}", edited.alt_texts());
            }
            _ => shows_none(&edited),
        }
    }
    test.finish().await;
}
