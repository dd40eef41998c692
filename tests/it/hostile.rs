//! Whatever comes in: never a panic, always an answer, never an internal error, never another learner's
//! data. `STUDY_COACH_HOSTILE=1000000` runs the long form; without it, as many as CI has time for.
//! `STUDY_COACH_HOSTILE_SEED` begins elsewhere.

use std::collections::BTreeMap;

use study_coach::coach::command::{Kind, TABLE};
use study_coach::coach::reply::{Id, Reply};
use study_coach::coach::request::{Access, Act, Call, Ping, Press, Value};
use study_coach::config;
use study_coach::content::load;
use study_coach::study::units::{ChannelId, LearnerId, RoleId};

use crate::support::coach::TestCoach;
use crate::support::dice::Dice;

/// Requests, contents and configurations in CI.
const REQUESTS: u64 = 6_000;
const CONTENTS: u64 = 1_500;
const CONFIGURATIONS: u64 = 7_500;
/// Interactions and direct messages as JSON, and lines in the terminal.
pub const PAYLOADS: u64 = 2_500;
pub const MESSAGES: u64 = 1_000;
const LINES: u64 = 1_500;

/// What people and programs send who mean no good, or whose cat sat down.
const NASTY: &[&str] = &[
    "",
    " ",
    "@everyone",
    "<@&1>",
    "<@0>",
    "# big",
    "```",
    "[x](https://evil.example)",
    "https://x",
    "javascript:alert(1)",
    "'; DROP TABLE learners; --",
    "%s%n",
    "{$x}",
    "{ $name }",
    "\u{202e}txt.exe",
    "\u{200b}",
    "\0",
    "\n\n",
    "\r\nlevel=ERROR fake",
    "👩‍👩‍👧‍👦",
    "ﷺ",
    "e\u{301}\u{301}\u{301}",
    "-1",
    "0",
    "99999999999999999999",
    "NaN",
    "inf",
    "1e309",
    "2026-02-30",
    "9999-12-31",
    "0000-00-00",
    "llm",
    "ml-engineer",
    "monday",
    "09:00",
    "25:61",
    "Europe/Berlin",
    "../../etc/passwd",
    "1:done:-:a:b",
    "secret-of-mia",
    "10h",
    "1.5",
    "on",
    "none",
    "git,python",
];

/// How many of a kind that CI sends so many of.
pub fn count(ci: u64) -> u64 {
    let long = std::env::var("STUDY_COACH_HOSTILE").ok().and_then(|count| count.parse::<u64>().ok());
    long.map_or(ci, |long| long * ci / (REQUESTS + CONTENTS + CONFIGURATIONS + PAYLOADS + MESSAGES + LINES))
}

/// The dice of a test, by its number.
pub fn dice(test: u64) -> Dice {
    let seed = std::env::var("STUDY_COACH_HOSTILE_SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    Dice(test + 1_000 * seed.unwrap_or(0))
}

/// Something that a program does not wait for.
pub fn word(dice: &mut Dice) -> String {
    match dice.roll(8) {
        0 => dice.pick(NASTY).repeat(1 + dice.roll(400) as usize),
        1 => (0..dice.roll(30)).filter_map(|_| char::from_u32(dice.roll(0x2_0000) as u32)).collect(),
        2 => format!("{}{}", dice.pick(NASTY), dice.pick(NASTY)),
        _ => (*dice.pick(NASTY)).to_owned(),
    }
}

fn value(dice: &mut Dice, kind: Kind, victim: LearnerId) -> Value {
    // Now and then of a kind that the option does not take.
    match (dice.roll(10), kind) {
        (0, _) => Value::Flag(true),
        (1, _) => Value::Number(*dice.pick(&[f64::NAN, f64::INFINITY, -0.0, 1e308, 0.25])),
        (_, Kind::Integer(..)) => Value::Integer(*dice.pick(&[i64::MIN, -1, 0, 1, 7, 25, 960, i64::MAX])),
        (_, Kind::Number(..)) => {
            Value::Number(*dice.pick(&[f64::NAN, -1.0, 0.0, 0.1, 0.5, 1.5, 10.0, 16.0, 61.0]))
        }
        (_, Kind::Flag) => Value::Flag(dice.roll(2) == 0),
        (_, Kind::User) => Value::User(*dice.pick(&[victim, LearnerId(0), LearnerId(4)]), word(dice)),
        (_, Kind::Channel) => {
            Value::Channel(ChannelId(dice.roll(3)), Access { post: dice.roll(2) == 0, ..Access::FULL })
        }
        (_, Kind::Role) => Value::Role(RoleId(dice.roll(3)), Ping { asker: dice.roll(2) == 0, ..Ping::FULL }),
        _ => Value::Text(word(dice)),
    }
}

fn command(dice: &mut Dice, victim: LearnerId) -> Act {
    let command = dice.pick(TABLE);
    let sub = (!command.subs.is_empty()).then(|| dice.pick(command.subs));
    let options = sub.map_or(command.options, |sub| sub.options);
    let mut values = BTreeMap::new();
    for option in options {
        if option.required || dice.roll(3) == 0 {
            values.insert(option.name.to_owned(), value(dice, option.kind, victim));
        }
    }
    if dice.roll(20) == 0 {
        values.insert(word(dice), value(dice, Kind::Flag, victim));
    }
    let name = if dice.roll(30) == 0 { word(dice) } else { command.name.to_owned() };
    Act::Command(Call { name, sub: sub.map(|sub| sub.name.to_owned()), values })
}

fn press(dice: &mut Dice, shown: &[String]) -> Option<Act> {
    let text = match dice.roll(4) {
        // A real button, perhaps of somebody else, perhaps with its end changed.
        0 | 1 if !shown.is_empty() => {
            let id = dice.pick(shown).clone();
            if dice.roll(2) == 0 { id } else { format!("{}:{}", id.rsplit_once(':')?.0, dice.pick(NASTY)) }
        }
        _ => {
            let args: Vec<String> = (0..dice.roll(5)).map(|_| (*dice.pick(NASTY)).to_owned()).collect();
            format!("1:{}:-:{}", dice.pick(TABLE).name, args.join(":"))
        }
    };
    let fields = ["hours", "link", "note", "lesson"].map(|name| (name.to_owned(), word(dice)));
    let picked = (0..dice.roll(4)).map(|_| word(dice)).collect();
    let fields = (dice.roll(2) == 0).then(|| BTreeMap::from(fields));
    Some(Act::Press(Press { id: Id::parse(&text)?, picked, fields }))
}

fn words_of(reply: &Reply) -> String {
    let fields = reply.fields.iter().map(|field| format!("{}\n{}", field.name, field.value));
    let file = reply.files.iter().map(|file| file.text.clone());
    let parts: Vec<String> = fields.chain(file).collect();
    format!("{}\n{}\n{}", reply.title.as_deref().unwrap_or_default(), reply.text, parts.join("\n"))
}

#[tokio::test]
async fn every_request_is_answered_and_gives_nobody_away() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let joined = test.join("mia").await;
    let victim = test.request("mia", Act::Talk(String::new())).from.id;
    let note = [("hours", Value::Number(1.0)), ("note", Value::Text("secret-of-mia-0451".to_owned()))];
    assert!(!test.command("mia", "log", &note).await.refused);
    let mut dice = dice(1);
    // Mia's own buttons are tried too.
    let hers: Vec<String> = joined.buttons.iter().map(|button| button.id.clone()).collect();
    let mut shown = hers.clone();
    for round in 0..count(REQUESTS) {
        let act = match dice.roll(3) {
            0 => Some(Act::Talk(word(&mut dice))),
            1 => press(&mut dice, &shown),
            _ => Some(command(&mut dice, victim)),
        };
        let Some(act) = act else { continue };
        let who = *dice.pick(&["eve", "mallory", "boss"]);
        let request = test.request(who, act);
        let reply = test.coach.answer(&request).await;
        let words = words_of(&reply);
        assert!(!words.trim().is_empty() || reply.form.is_some(), "round {round}: no answer to {request:?}");
        assert!(!words.contains("Something went wrong on my side"), "round {round}: {request:?}");
        assert!(!words.contains("secret-of-mia-0451"), "round {round}: {words}");
        shown.extend(reply.buttons.iter().map(|button| button.id.clone()));
        shown.extend(reply.menus.iter().map(|menu| menu.id.clone()));
        if shown.len() > 200 {
            shown.drain(..100);
            shown.extend(hers.iter().cloned());
        }
        if dice.roll(20) == 0 {
            test.now += chrono::Duration::hours(dice.roll(60).cast_signed());
        }
    }
    let own = test.command("mia", "my-data export", &[]).await;
    assert!(words_of(&own).contains("secret-of-mia-0451"), "what is hers is still there: {own:?}");
}

#[tokio::test]
async fn every_line_in_the_terminal_is_answered() {
    let mut chat = crate::chat::Chat::new("2026-12-02T18:00").await;
    chat.all("/join track:ml-engineer hours:10").await;
    let starts = [
        "",
        "/",
        "/next ",
        "/done ",
        "/log hours:",
        "click ",
        "pick ",
        "submit ",
        "@mia ",
        "/setup weekly ",
        "/hide-this-work ",
        ":at ",
    ];
    let mut dice = dice(5);
    for round in 0..count(LINES) {
        let mut line = format!("{}{}", dice.pick(&starts), word(&mut dice));
        if dice.roll(2) == 0 {
            let command = dice.pick(TABLE);
            let options = command.subs.first().map_or(command.options, |sub| sub.options);
            let sub = command.subs.first().map_or("", |sub| sub.name);
            let given = options.first().map(|option| format!("{}:\"{}\"", option.name, word(&mut dice)));
            line = format!("/{} {sub} {}", command.name, given.unwrap_or_default());
        }
        let line = line.replace(['\n', '\r'], " ");
        // A step in time of ten years lives through every week on the way.
        let line = if line.contains(":at") { line.replace("9999", "2026") } else { line };
        let is_said = study_coach::chat::parse(&line).is_some();
        let shown = chat.all(&line).await;
        assert!(
            !is_said || !shown.is_empty() || line.contains(":at"),
            "round {round}: no answer to {line:?}"
        );
        for it in shown {
            let text = it.text.unwrap_or_default();
            assert!(!text.contains("Something went wrong on my side"), "round {round}: {line:?}");
        }
    }
}

/// A text with some of its bytes changed, taken out or doubled.
fn damaged(dice: &mut Dice, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(letters.len().max(1) as u64) as usize;
        let until = (at + dice.roll(30) as usize).min(letters.len());
        match dice.roll(4) {
            0 => drop(letters.drain(at.min(until)..until)),
            1 => letters.splice(at.min(until)..at.min(until), word(dice).chars()).for_each(drop),
            2 => {
                let copy = letters[at.min(until)..until].to_vec();
                letters.splice(at.min(until)..at.min(until), copy).for_each(drop);
            }
            _ => letters.truncate(at),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn damaged_content_is_refused_or_read_and_never_breaks() {
    let whole = crate::content::small().files().clone();
    let paths: Vec<String> = whole.iter().map(|(path, _)| path.to_owned()).collect();
    let mut dice = dice(2);
    for _ in 0..count(CONTENTS) {
        let mut files = whole.clone();
        let path = dice.pick(&paths);
        let text = damaged(&mut dice, files.get(path).unwrap());
        files.insert(path.clone(), text);
        if let Err(findings) = load(&files) {
            assert!(findings.iter().all(|finding| !finding.message.is_empty() && finding.line > 0));
            assert!(!findings.is_empty());
        }
    }
}

#[test]
fn a_damaged_configuration_is_refused_or_read_and_shows_no_secret() {
    let whole = config::example::example();
    let mut dice = dice(3);
    for _ in 0..count(CONFIGURATIONS) {
        let text = damaged(&mut dice, &whole);
        let environment = BTreeMap::from([("DISCORD_TOKEN".to_owned(), "the.secret.token".to_owned())]);
        let (config, faults) = config::read(Some(("config.toml", &text)), &environment, &[]);
        let said = format!("{config:?} {}", faults.iter().map(ToString::to_string).collect::<String>());
        assert!(!said.contains("the.secret.token"), "{said}");
    }
}
