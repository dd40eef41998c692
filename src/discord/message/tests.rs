//! What the content never asks for, and what a stranger's words may: too much of everything.

use serde_json::{Value, json};

use super::{Callback, Message, cut, without_form};
use crate::coach::reply::{Button, Field, Form, Input, Menu, MenuOption, Reply};
use crate::study::units::RoleId;

fn chars(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

fn huge() -> Reply {
    let words = |count: usize| "wörd ".repeat(count / 5);
    let menu = |number: usize, options: usize| Menu {
        id: format!("1:menu:-:{number}"),
        hint: words(300),
        options: (0..options)
            .map(|place| MenuOption { label: words(200), value: (place % 28).to_string() })
            .collect(),
        many: number == 1,
        picked: Vec::new(),
    };
    Reply {
        private: true,
        title: Some(words(500)),
        text: words(5000),
        fields: (0..40).map(|_| Field { name: words(300), value: words(2000) }).collect(),
        buttons: (0..40)
            .map(|place| Button {
                label: words(100),
                id: format!("1:button:-:{}", place % 35),
                main: place == 0,
            })
            .collect(),
        menus: (0..6).map(|number| menu(number, if number == 2 { 0 } else { 40 })).collect(),
        form: Some(Form {
            id: "1:form:-".to_owned(),
            title: words(100),
            inputs: (0..7)
                .map(|place| Input {
                    name: place.to_string(),
                    label: words(100),
                    hint: words(200),
                    required: place == 0,
                    long: place == 1,
                    value: None,
                })
                .collect(),
            idle: false,
        }),
        ping: Some(RoleId(7)),
        silent: true,
        ..Reply::default()
    }
}

#[test]
fn too_much_is_cut_to_what_discord_takes() {
    let message = serde_json::to_value(Message::post(&huge(), "sc-1", None)).unwrap();
    let embed = &message["embeds"][0];
    let fields = embed["fields"].as_array().unwrap();
    let all = chars(&embed["title"])
        + chars(&embed["description"])
        + fields.iter().map(|field| chars(&field["name"]) + chars(&field["value"])).sum::<usize>();
    assert!((5900..=6000).contains(&all), "{all}");
    assert!(chars(&embed["title"]) <= 256 && chars(&embed["description"]) <= 4096);
    assert!(fields.iter().all(|field| chars(&field["name"]) <= 256 && chars(&field["value"]) <= 1024));
    let rows = message["components"].as_array().unwrap();
    let kinds: Vec<(usize, u64)> = rows
        .iter()
        .map(|row| {
            (row["components"].as_array().unwrap().len(), row["components"][0]["type"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(kinds, [(5, 2), (1, 3), (1, 3), (1, 3), (1, 3)]);
    let several = &rows[2]["components"][0];
    assert_eq!((&several["min_values"], &several["max_values"]), (&json!(0), &json!(25)));
    assert!(chars(&several["placeholder"]) <= 150 && chars(&several["options"][0]["label"]) <= 100);
    assert_eq!(message["content"], "<@&7>");
    assert_eq!(message["allowed_mentions"], json!({"parse": [], "users": [], "roles": ["7"]}));
    assert_eq!((&message["flags"], &message["enforce_nonce"]), (&json!(1 << 12), &json!(true)));
    let plain = serde_json::to_value(Message::plain_post(&huge(), "sc-1")).unwrap();
    assert!(chars(&plain["content"]) <= 2000 && plain["embeds"] == json!([]));
    assert!(plain["content"].as_str().unwrap().starts_with("<@&7>\n**"));
}

#[test]
fn an_answer_pings_nobody() {
    let answer = serde_json::to_value(Callback::message(&huge())).unwrap();
    assert_eq!(answer["data"]["allowed_mentions"], json!({"parse": [], "users": [], "roles": []}));
    assert_eq!((&answer["type"], &answer["data"]["flags"]), (&json!(4), &json!(64)));
    assert!(answer["data"]["content"].is_null());
}

#[test]
fn a_form_is_cut_too_and_has_a_button_in_its_place() {
    let reply = huge();
    let form = serde_json::to_value(Callback::form(reply.form.as_ref().unwrap())).unwrap();
    let rows = form["data"]["components"].as_array().unwrap();
    assert_eq!((rows.len(), &form["type"]), (5, &json!(9)));
    assert!(chars(&form["data"]["title"]) <= 45);
    for input in rows.iter().map(|row| &row["components"][0]) {
        assert!(chars(&input["label"]) <= 45 && chars(&input["placeholder"]) <= 100);
        assert_eq!(input["max_length"], 500);
    }
    let button = &without_form(reply).buttons[0];
    assert_eq!(button.id, "1:form:-");
}

#[test]
fn nothing_is_still_a_message() {
    let message = serde_json::to_value(Message::answer(&Reply::default(), None)).unwrap();
    assert_eq!(message["embeds"][0]["description"], "…");
}

#[test]
fn words_are_cut_whole() {
    for (text, most, expected) in [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("onetwothree", 5, "onet…"),
        ("ääää", 3, "ää…"),
        ("one", 1, "…"),
        ("one", 0, ""),
    ] {
        assert_eq!(cut(text, most), expected, "{text} in {most}");
    }
}
