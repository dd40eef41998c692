//! Pictures in a terminal are files.

use std::path::Path;

use study_coach::chat::{Look, render};

use super::Chat;

#[tokio::test]
async fn a_picture_is_a_file_whose_path_is_said() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:llm hours:10").await;
    let shown = chat.does("/progress").await;
    let image = shown.image.as_ref().unwrap();
    assert!(image.alt.contains("LLM engineering: 0 % of the way, Foundations 0 %"), "{}", image.alt);
    assert!(std::fs::read(&image.file).unwrap().starts_with(b"\x89PNG"), "{}", image.file);
    assert!(render(&shown, &Look::default()).contains(&format!("(picture {})", image.file)));
    // The same picture is the same file; another is another.
    assert_eq!(chat.does("/progress").await.image.unwrap().file, image.file);
    chat.does("/log hours:1").await;
    assert_ne!(chat.does("/progress").await.image.unwrap().file, image.file);
    assert!(Path::new(&image.file).exists());
}

#[tokio::test]
async fn a_post_has_its_picture_as_a_file_too() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:llm hours:10").await;
    chat.does("/setup weekly channel:study day:monday time:09:00 timezone:UTC").await;
    let posts = chat.all(":at 2026-12-07T09:00").await;
    let image = posts[0].image.as_ref().unwrap();
    assert!(image.alt.starts_with("Week of Monday 7 December 2026. 1 learner"), "{}", image.alt);
    assert!(Path::new(&image.file).exists());
}

#[tokio::test]
async fn words_come_alone_where_no_file_can_be_written() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    std::fs::write(chat.pictures(), "in the way").unwrap();
    chat.does("/join track:llm hours:10").await;
    let shown = chat.does("/progress").await;
    assert!(shown.image.is_none() && shown.text.is_some());
}
