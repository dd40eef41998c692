//! What a chat posts by itself while its clock is moved.

use expect_test::expect;
use study_coach::chat::What;

use super::Chat;

const WEEKLY: &str = "/setup weekly channel:general day:Monday time:09:00 timezone:Europe/Berlin";

#[tokio::test]
async fn a_week_passes_and_monday_is_posted_once() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does("/log hours:3").await;
    let transcript = chat
        .transcript(&format!(
            "{WEEKLY}
            :at 2026-12-07T08:59:59
            :at 2026-12-07T09:00
            :at 2026-12-07T08:00Z
            :at 2026-12-07T10:00+01:00
            click my week
            @mia click join
            :at 2026-12-07T09:59"
        ))
        .await;
    expect![[r#"
        > /setup weekly channel:general day:Monday time:09:00 timezone:Europe/Berlin
          **The weekly post** Posts go to #general every Monday at 09:00 (Europe/Berlin). / I can post there, show embeds and attach pictures.
          [Preview]
        > :at 2026-12-07T08:59:59
        > :at 2026-12-07T09:00
          #general **Week of Monday 7 December 2026** 1 learner, 1 track.
          [My week] [Board] [Join]
        > :at 2026-12-07T08:00Z
        > :at 2026-12-07T10:00+01:00
        > click my week
          **Your plan** At 10 h a week you finish by Sunday 10 October 2027.
          [Later] [Left out] [Why] [Export] [Next step]
        > @mia click join
          @mia **Let us make a plan you can keep** Machine-learning engineer, 10 h a week, 12 months. You know: nothing of it yet. / 12 months at 10 h a week: it fits, with 7 spare weeks. You finish by Sunday 17 October 2027.
          [Start]
        > :at 2026-12-07T09:59
          (refused) The clock never goes back; it shows 2026-12-07T10:00:00 (Europe/Berlin).
    "#]].assert_eq(&transcript);
}

#[tokio::test]
async fn every_monday_on_the_way_is_posted_in_order() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does(WEEKLY).await;
    chat.does("/settings reminders:on").await;
    let posts = chat.all(":at 2026-12-28T08:00Z").await;
    assert!(posts.iter().all(|post| post.kind == What::Post && !post.refused));
    let (messages, channel): (Vec<_>, Vec<_>) = posts.iter().partition(|post| post.private);
    let titles: Vec<&str> = channel.iter().filter_map(|post| post.title.as_deref()).collect();
    assert_eq!(titles.len(), 4);
    for (title, day) in titles.iter().zip(["7 December", "14 December", "21 December", "28 December"]) {
        assert!(title.contains(day), "{titles:?}");
    }
    assert!(channel.iter().all(|post| post.to.is_none() && post.channel.as_deref() == Some("general")));
    assert_eq!(messages.len(), 4);
    assert!(messages.iter().all(|post| post.to.as_deref() == Some("you") && post.channel.is_none()));
    // Buttons of a message work like those of an answer.
    chat.does("click done").await;
}

#[tokio::test]
async fn another_run_on_the_same_database_posts_nothing_twice() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does(WEEKLY).await;
    assert_eq!(chat.all(":at 2026-12-07T09:30").await.len(), 1);
    let mut chat = chat.again("2026-12-07T08:31Z").await;
    assert!(chat.session.due().await.is_empty());
    assert!(chat.all(":at 2026-12-14T08:59").await.is_empty(), "local times are the server's zone again");
    let posts = chat.all(":at 2026-12-14T09:00").await;
    assert_eq!(posts.len(), 1);
    assert!(posts[0].fields.iter().any(|field| field.value.contains("you")), "{posts:#?}");
    // The learner is known by name, and so is their plan.
    assert!(chat.does("/progress").await.text.unwrap().contains("10 h"));
}

#[tokio::test]
async fn a_post_that_was_missed_comes_late_in_the_next_run() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does(WEEKLY).await;
    let mut chat = chat.again("2026-12-07T20:00").await;
    let posts = chat.session.due().await;
    assert_eq!(posts.len(), 1);
    let text = posts[0].text.as_deref().unwrap();
    assert!(text.contains("Mon 7 Dec 2026 09:00 CET"), "{text}");
}

#[tokio::test]
async fn post_now_is_posted_after_its_answer_and_a_preview_is_an_answer() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let preview_of = chat.does(WEEKLY).await;
    assert!(preview_of.text.unwrap().contains("#general"));
    let preview = chat.does("click preview").await;
    assert_eq!((preview.kind, preview.private), (What::Reply, true));
    let shown = chat.all("/setup post-now").await;
    let kinds: Vec<What> = shown.iter().map(|shown| shown.kind).collect();
    assert_eq!(kinds, [What::Reply, What::Post]);
    assert_eq!(shown[1].channel.as_deref(), Some("general"));
    assert!(chat.all(":at 2026-12-06T23:00").await.is_empty());
}

#[tokio::test]
async fn nothing_is_set_up_where_the_coach_may_not_post() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/setup show").await;
    let before = chat.stored(&["you"]).await;
    let sentence = chat.refuses("/setup weekly channel:#read-only day:monday time:09:00 timezone:UTC").await;
    assert!(sentence.contains("#read-only"), "{sentence}");
    assert_eq!(chat.stored(&["you"]).await, before);
    assert!(chat.all(":at 2026-12-15T00:00").await.is_empty());
}

#[tokio::test]
async fn the_clock_never_goes_back() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    assert!(chat.refuses(":at 2026-12-02T17:59:59").await.contains("2026-12-02T18:00"));
    assert!(chat.all(":at 2026-12-02T18:00").await.is_empty());
    assert!(chat.refuses(":at tomorrow").await.contains("2026-12-07T09:00"));
    assert!(chat.refuses(":at 2126-12-02T18:00").await.contains("ten years"));
}
