//! What can be pressed and picked at the terminal, and how forgiving that is.

use super::Chat;

#[tokio::test]
async fn a_menu_of_one_choice_takes_no_two() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join").await;
    let sentence = chat.refuses("pick llm,vision").await;
    assert!(sentence.contains("One of llm, vision can be picked in the menu track"), "{sentence}");
    assert!(chat.does("pick llm").await.text.unwrap().contains("LLM engineering"));
}

#[tokio::test]
async fn what_is_known_can_be_taken_away_again() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join know:\"Python basics, git\"").await;
    let text = chat.does("pick none menu:know").await.text.unwrap();
    assert!(text.contains("You know: nothing of it yet"), "{text}");
    assert!(chat.does("pick none").await.text.unwrap().contains("no end date"));
}

#[tokio::test]
async fn the_beginning_of_a_label_is_enough_where_only_one_begins_so() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join").await;
    assert!(chat.does("click reminders").await.buttons.iter().any(|button| button.label == "Reminders: on"));
    chat.does("click start").await;
    assert!(chat.does("click why").await.fields.iter().any(|field| field.name == "Why now"));
    assert!(chat.does("click log hours:0:30").await.text.unwrap().contains("30 min logged"));
    chat.does("@mia /join track:llm hours:5").await;
    chat.does("@mia /done").await;
    chat.does("@mia click share").await;
    chat.does("click kudos").await;
    assert!(chat.refuses("click Kudos").await.contains("kudos for this already"));
    assert!(chat.refuses("click ku").await.contains("no button"));
    chat.does("@jo /join").await;
    assert!(chat.refuses("@jo click s").await.contains("no button"));
}

#[tokio::test]
async fn a_form_that_would_change_nothing_asks_what_to_write() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join").await;
    let question = chat.does("click change").await;
    let names: Vec<&str> = question.form.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, ["also", "start", "zone"]);
    let text = question.text.unwrap();
    assert!(text.contains("submit also:… start:… zone:…"), "{text}");
    assert!(chat.refuses("submit also:wizard").await.contains("nlp"));
    assert!(
        chat.does("submit also:vision start:2026-12-07")
            .await
            .text
            .unwrap()
            .contains("Also: Computer vision")
    );
    let text = chat.does("click change zone:Europe/Berlin").await.text.unwrap();
    assert!(text.contains("Europe/Berlin") && text.contains("Computer vision"), "{text}");
}
