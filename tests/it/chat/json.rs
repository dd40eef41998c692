//! `--json`: one object a line, every key always there, in this order.

use serde_json::Value;

use super::Chat;
use study_coach::chat::{Look, render};

const KEYS: [&str; 13] = [
    "kind", "to", "channel", "private", "refused", "title", "text", "fields", "buttons", "menus", "form",
    "entries", "image",
];

/// The keys of an object in the order in which they are written.
fn keys(json: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let (mut depth, mut start, mut before) = (0, None, ' ');
    let mut word = String::new();
    for c in json.chars() {
        match (c, start.is_some()) {
            ('"', true) if before != '\\' => start = None,
            ('"', false) => {
                start = Some(());
                word.clear();
            }
            (c, true) => word.push(c),
            ('{' | '[', false) => depth += 1,
            ('}' | ']', false) => depth -= 1,
            (':', false) if depth == 1 => keys.push(word.clone()),
            _ => {}
        }
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    keys
}

#[tokio::test]
async fn every_key_is_always_there_in_order() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let lines = [
        "/next",
        "/join",
        "/join track:llm hours:10",
        "/next",
        "click log time",
        "click done",
        "/why-mlops",
        "/ask question:pizza",
        "nonsense",
        "/nonsense",
        "/setup weekly channel:study day:monday time:09:00 timezone:UTC",
        "/settings reminders:on",
        ":at 2026-12-07T09:00",
        ":at never",
    ];
    for line in lines {
        for shown in chat.all(line).await {
            let json = shown.json();
            assert!(!json.contains('\n'));
            assert_eq!(keys(&json), KEYS, "{line}");
            let value: Value = serde_json::from_str(&json).unwrap();
            for list in ["fields", "buttons", "menus", "form", "entries"] {
                assert!(value[list].is_array(), "{line}: {list}");
            }
        }
    }
}

#[tokio::test]
async fn an_answer_a_post_and_a_message_say_for_whom_they_are() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let json = |shown: &study_coach::chat::Shown| -> Value { serde_json::from_str(&shown.json()).unwrap() };
    let answer = json(&chat.does("@mia /join track:llm hours:10").await);
    assert_eq!(answer["kind"], "reply");
    assert_eq!((&answer["to"], &answer["channel"]), (&"mia".into(), &Value::Null));
    assert_eq!((&answer["private"], &answer["refused"]), (&true.into(), &false.into()));
    assert_eq!(answer["buttons"][0]["label"], "Done");
    assert!(answer["buttons"][0]["id"].as_str().unwrap().starts_with("1:"));
    let refusal = json(&chat.say("/done").await);
    assert_eq!((&refusal["to"], &refusal["refused"]), (&"you".into(), &true.into()));
    assert_eq!(refusal["title"], Value::Null);
    chat.does("@mia /settings reminders:on").await;
    chat.does("/setup weekly channel:study day:monday time:09:00 timezone:UTC").await;
    let posts: Vec<Value> = chat.all(":at 2026-12-07T09:00").await.iter().map(json).collect();
    let heads: Vec<(&Value, &Value, &Value, &Value)> =
        posts.iter().map(|post| (&post["kind"], &post["to"], &post["channel"], &post["private"])).collect();
    let post = Value::from("post");
    assert!(heads.contains(&(&post, &Value::Null, &"study".into(), &false.into())), "{heads:?}");
    assert!(heads.contains(&(&post, &"mia".into(), &Value::Null, &true.into())), "{heads:?}");
    let form = json(&chat.does("@mia click log time").await);
    assert_eq!(form["form"][0]["name"], "hours");
    assert_eq!(form["form"][0]["required"], true);
    assert!(form["form"][0]["label"].is_string());
    let menus = json(&chat.does("@jo /join").await);
    assert!(menus["menus"][0]["values"].as_array().unwrap().contains(&"llm".into()));
}

#[tokio::test]
async fn words_for_a_terminal_have_buttons_in_brackets_and_colour_only_on_request() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let shown = chat.does("/join track:llm hours:10").await;
    let look = Look { speaker: "you".to_owned(), ..Look::default() };
    let text = render(&shown, &look);
    assert!(text.ends_with("[Done] [Start] [Log time] [Why?] [Not now]"), "{text}");
    assert!(!text.contains('\u{1b}'));
    assert!(render(&shown, &Look { color: true, ..look.clone() }).contains("\u{1b}[1m"));
    let narrow = render(&shown, &Look { width: Some(40), ..look.clone() });
    let long = narrow.lines().find(|line| line.chars().count() > 40 && !line.starts_with("First step"));
    assert_eq!(long, None);
    let public = render(&chat.does("/why-mlops").await, &look);
    assert!(public.starts_with("(everybody sees this)"), "{public}");
    assert!(render(&chat.does("@mia /help").await, &look).starts_with("@mia:"));
}
