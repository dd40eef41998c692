//! Interactions and direct messages whose JSON is damaged, as it arrives at the gateway: never a panic,
//! always an answer (or, to a message that is none for the coach, silence), never another learner's data. `STUDY_COACH_HOSTILE=1000000` runs the long form.

use serde_json::{Map, Value, json};
use serenity::all::{Interaction, Message, MessageType};

use super::OnDiscord;
use crate::hostile::{MESSAGES, PAYLOADS, count, dice, word};
use crate::support::dice::Dice;
use crate::support::discord::{Answer, Draft, Person, Seat};

/// Payloads that are under way at once.
const AT_ONCE: u64 = 25;
/// Payloads of one person: fewer than what has to cool down.
const EACH: u64 = 40;
/// What is nobody's but mia's.
const SECRET: &str = "secret-of-mia-0451";
/// What Discord answers for: without it, nobody could be answered.
const ENVELOPE: [&str; 5] = ["id", "token", "application_id", "type", "version"];

/// What somebody who means no good could have sent, before it is damaged.
fn draft(dice: &mut Dice, eve: &Seat, is_direct: bool, mia: &Person, answers: &[Answer]) -> Draft {
    // The last ones work in a server alone.
    match dice.roll(if is_direct { 9 } else { 12 }) {
        0 => eve.slash("progress").user("member", mia),
        1 => eve.slash("portfolio").user("member", mia),
        2 => eve.slash("log").option("hours", 1).option("note", "mine"),
        3 => eve.slash("settings").option("timezone", "Europe/Berlin"),
        4 => eve.slash("my-data export"),
        5 => eve.autocomplete("done", "lesson", "py"),
        6 => eve.slash("join").option("track", "llm").option("hours", 5),
        7 => eve.submit_old("1:log:-:form:setup", &[("hours", "1"), ("note", "x")], None),
        8 => eve.slash("next").option("minutes", 25),
        9 => eve.slash("setup members"),
        10 => eve.slash("leaderboard").option("by", "hours"),
        _ => {
            let answer = dice.pick(answers);
            label(answer).map_or_else(|| eve.slash("next"), |label| eve.press_seen(answer, &label))
        }
    }
}

/// The first button of an answer.
fn label(answer: &Answer) -> Option<String> {
    let rows = answer.message.as_ref()?.body["components"].as_array()?;
    let mut parts = rows.iter().filter_map(|row| row["components"].as_array()).flatten();
    Some(parts.find(|part| part["type"] == 2)?["label"].as_str()?.to_owned())
}

/// Something else of any kind.
fn other(dice: &mut Dice, mia: &Person) -> Value {
    match dice.roll(12) {
        0 => Value::Null,
        1 => json!(dice.roll(2) == 0),
        2 => json!(*dice.pick(&[0_i64, -1, 1, i64::MAX, i64::MIN])),
        3 => json!(*dice.pick(&[0.5, -1e300, 1e300])),
        4 => json!([]),
        5 => json!({}),
        6 => json!([word(dice), null, {"type": 1}]),
        7 => json!(mia.id.to_string()),
        8 => json!(format!("1:my-data:{:x}:delete", mia.id)),
        9 => json!(u64::MAX.to_string()),
        _ => json!(word(dice)),
    }
}

/// Damages one place somewhere below a value.
fn damage(dice: &mut Dice, value: &mut Value, mia: &Person) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            let key = dice.pick(&keys).clone();
            match dice.roll(6) {
                0 => drop(map.remove(&key)),
                1 => drop(map.insert(key, other(dice, mia))),
                2 => drop(map.insert(word(dice), other(dice, mia))),
                _ => damage(dice, &mut map[&key], mia),
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let at = dice.roll(list.len() as u64) as usize;
            match dice.roll(5) {
                0 => drop(list.remove(at)),
                1 => list[at] = other(dice, mia),
                2 => list.push(list[at].clone()),
                _ => damage(dice, &mut list[at], mia),
            }
        }
        value => *value = other(dice, mia),
    }
}

/// A payload with some of its places damaged; who sends it, and the envelope, are Discord's word.
fn damaged(dice: &mut Dice, payload: &Value, eve: &Person, mia: &Person) -> Value {
    let mut value = payload.clone();
    for _ in 0..=dice.roll(3) {
        damage(dice, &mut value, mia);
    }
    if !value.is_object() {
        value = Value::Object(Map::new());
    }
    for key in ENVELOPE {
        value[key] = payload[key].clone();
    }
    for path in ["/user/id", "/member/user/id"] {
        if let Some(id) = value.pointer_mut(path).filter(|id| **id == json!(mia.id.to_string())) {
            *id = json!(eve.id.to_string());
        }
    }
    value
}

/// Whether serenity can read it, with what the coach mends.
fn is_readable(payload: &Value) -> bool {
    let mut payload = payload.clone();
    let options = payload.pointer_mut("/data/options").and_then(Value::as_array_mut);
    for option in options.into_iter().flatten().filter_map(Value::as_object_mut) {
        let is_sub = option.get("type").is_some_and(|kind| matches!(kind.as_u64(), Some(1 | 2)));
        if is_sub && option.get("options").is_none_or(Value::is_null) {
            option.insert("options".to_owned(), json!([]));
        }
    }
    serde_json::from_value::<Interaction>(payload).is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_interactions_are_answered_and_give_nobody_away() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(test.here().slash("log").option("hours", 1).option("note", SECRET)).await;
    let mut dice = dice(4);
    let mut answers: Vec<Answer> = vec![test.fake.interact(test.here().slash("next")).await];
    let (mut sent_so_far, mut read) = (0, 0);
    while sent_so_far < count(PAYLOADS) {
        let mut under_way = Vec::new();
        for place in 0..AT_ONCE {
            let eve = test.fake.person(&format!("eve-{}-{place}", sent_so_far / AT_ONCE / EACH));
            let (seat, is_direct) = match dice.roll(4) {
                0 => (eve.in_dm(), true),
                1 => (eve.in_channel(test.study).manager(), false),
                _ => (eve.in_channel(test.study), false),
            };
            let draft = draft(&mut dice, &seat, is_direct, &test.mia, &answers);
            let sent = test.fake.prepare(draft).await;
            let payload = damaged(&mut dice, &sent.payload, &eve, &test.mia);
            test.fake.dispatch("INTERACTION_CREATE", payload.clone()).await;
            under_way.push((sent, payload));
        }
        for (sent, payload) in under_way {
            sent_so_far += 1;
            let answer = test.fake.answered(&sent).await;
            let words = answer.words();
            assert!(!words.contains(SECRET), "{payload:#}\n{words}");
            if is_readable(&payload) {
                read += 1;
                assert!(!words.contains("Something went wrong on my side"), "{payload:#}\n{words}");
            }
            if label(&answer).is_some() {
                answers.push(answer);
            }
        }
        let old = answers.len().saturating_sub(50);
        answers.drain(..old);
    }
    assert!(read * 4 > sent_so_far, "only {read} of {sent_so_far} could be read at all");
    let export = test.fake.interact(test.here().slash("my-data export")).await;
    let file = &export.message.unwrap().files[0];
    assert!(String::from_utf8_lossy(&file.bytes).contains(SECRET), "what is hers is still there");
    test.finish().await;
}

/// What people write, whole or as a program would not expect it.
const WRITTEN: [&str; 8] = ["next", "done 1.5h", "log 2", "plan", "help", "why mlops", "undo", "done"];

/// Where a message is to be answered; none where it cannot be read, or is not for the coach.
fn answered_in(payload: &Value) -> Option<u64> {
    let message: Message = serde_json::from_value(payload.clone()).ok()?;
    let is_written = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    let is_persons = !message.author.bot && message.webhook_id.is_none();
    (is_written && is_persons && message.guild_id.is_none()).then(|| message.channel_id.get())
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_direct_messages_are_answered_or_not_heard_and_give_nobody_away() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(test.here().slash("log").option("hours", 1).option("note", SECRET)).await;
    let mut dice = dice(6);
    let (mut written, mut heard) = (0, 0);
    while written < count(MESSAGES) {
        let eve = test.fake.person(&format!("eve-{}", written / EACH));
        let (mut channel, mut answers) = (0, 0);
        for _ in 0..EACH {
            let text = if dice.roll(2) == 0 { word(&mut dice) } else { (*dice.pick(&WRITTEN)).to_owned() };
            let whole = test.fake.written_to_bot(&eve, &text);
            channel = whole["channel_id"].as_str().unwrap().parse().unwrap();
            let mut payload = whole.clone();
            for _ in 0..dice.roll(3) {
                damage(&mut dice, &mut payload, &test.mia);
            }
            // Who writes is Discord's word.
            if payload.pointer("/author/id") == Some(&json!(test.mia.id.to_string())) {
                payload["author"]["id"] = json!(eve.id.to_string());
            }
            answers += usize::from(answered_in(&payload) == Some(channel));
            test.fake.dispatch("MESSAGE_CREATE", payload).await;
            written += 1;
        }
        heard += answers as u64;
        test.fake.wait_for_requests(format!("POST /channels/{channel}/messages").as_str(), answers).await;
        for message in test.fake.messages(channel) {
            let words = message.words();
            assert!(!words.contains(SECRET) && !words.contains("Something went wrong"), "{words}");
        }
    }
    assert!(heard * 4 > written, "only {heard} of {written} could be read at all");
    // Whatever came before it, the next one is answered.
    test.fake.interact(test.mia.in_dm().slash("next")).await;
    test.finish().await;
}
