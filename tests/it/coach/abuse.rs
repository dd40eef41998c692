//! What people who mean no good write and ask for.

use study_coach::coach::links::KnownHosts;
use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Act, Call, Place, Value};
use study_coach::coach::weekly;
use study_coach::study::units::{ChannelId, LearnerId, ServerId};

use crate::support::coach::{SERVER, TestCoach, at, text};

/// Names as nobody should have them.
const NAMES: [&str; 9] = [
    "@everyone <@1> <@&2>",
    "# heading",
    "```rust",
    "[click](https://evil.example)",
    "||spoiler|| ~~gone~~",
    "\u{202e}cod.exe\u{200b}\u{2066}",
    "\u{3164}\u{115f}\u{2800}",
    "\u{e0041}\u{61c}tag",
    "one\n# two\r\n> three",
];

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

/// No mark takes effect, no line is begun, nothing is unseen.
fn is_harmless(words: &str, of: &str) {
    for live in ["@everyone", "<@1>", "<@&2>", "```", "](", "||", "~~"] {
        assert!(!words.contains(live), "{live} of {of:?} is live in:\n{words}");
    }
    for line in words.lines() {
        assert!(!line.trim_start().starts_with(['#', '>']), "{of:?} begins a line:\n{words}");
    }
    // The one that the coach itself puts behind an @, to make it harmless, is wanted.
    let unseen = [
        '\u{202e}',
        '\u{200b}',
        '\u{2066}',
        '\u{3164}',
        '\u{115f}',
        '\u{2800}',
        '\u{61c}',
        '\u{e0041}',
        '\r',
    ];
    assert!(!words.contains(unseen), "{of:?} is unseen in {words:?}");
}

#[tokio::test]
async fn words_of_strangers_take_no_effect_wherever_they_stand() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.set_up().await;
    for name in NAMES {
        test.join(name).await;
        let note = format!("{name} {name}");
        let logged = test.command(name, "log", &[("hours", Value::Number(3.0)), ("note", text(&note))]).await;
        assert!(!logged.refused, "{}", logged.text);
        is_harmless(&test.command(name, "log", &[]).await.words(), name);
        let refusal = test.command(name, "done", &[("lesson", text(name))]).await;
        assert!(refused(&refusal), "{refusal:?}");
        is_harmless(&refusal.words(), name);
    }
    is_harmless(&test.command("boss", "leaderboard", &[("by", text("hours"))]).await.words(), "the board");
    is_harmless(&test.command("boss", "setup members", &[]).await.words(), "the roster");
    test.now = at("2026-12-07T08:00:00Z");
    let server = test.coach.store.server(SERVER).await.unwrap();
    for post in weekly::compose(&test.coach, &server, test.now, false).await.unwrap() {
        is_harmless(&post.words(), "the post");
        assert_eq!(post.ping, None);
    }
}

fn refused(reply: &Reply) -> bool {
    reply.refused && reply.private
}

#[tokio::test]
async fn words_that_are_too_long_are_refused_and_nothing_is_counted() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let long = "a".repeat(2_000);
    let link = format!("https://github.com/{long}");
    for values in
        [[("note", text(&long)), ("hours", Value::Number(1.0))], [("link", text(&link)), ("note", text("x"))]]
    {
        assert!(refused(&test.command("mia", "done", &values).await));
    }
    assert!(test.command("mia", "log", &[]).await.buttons.is_empty(), "nothing is there to remove");
}

#[tokio::test]
async fn who_shares_no_server_is_shown_nothing_and_learns_nothing() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for name in ["mia", "hidden"] {
        test.join(name).await;
    }
    test.command("hidden", "settings", &[("board", text("hidden"))]).await;
    for command in ["progress", "portfolio"] {
        let mut seen = Vec::new();
        // Of another server, of nobody's, and hidden in the same one: the same sentence.
        for (name, server) in [("mia", 78), ("nobody", 78), ("hidden", SERVER.0)] {
            let call = Call {
                name: command.to_owned(),
                sub: None,
                values: [("member".to_owned(), Value::User(id(&test, name), name.to_owned()))].into(),
            };
            let mut request = test.request("eve", Act::Command(call));
            request.place = Place::Server(ServerId(server), ChannelId(1));
            let reply = test.coach.answer(&request).await;
            assert!(refused(&reply), "{reply:?}");
            seen.push(reply.text);
        }
        assert!(seen.iter().all(|text| *text == seen[0]), "{seen:?}");
    }
}

#[tokio::test]
async fn sql_in_words_is_only_words() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let evil = "x'); DROP TABLE learners; --";
    test.join(evil).await;
    test.join("mia").await;
    let values = [("hours", Value::Number(1.0)), ("note", text(evil))];
    assert!(!test.command(evil, "log", &values).await.refused);
    for (command, option) in [("why", "topic"), ("ask", "question")] {
        test.command(evil, command, &[(option, text("' OR 1=1; --"))]).await;
    }
    let export = test.command(evil, "my-data export", &[]).await.files.remove(0).text;
    assert!(export.contains("DROP TABLE learners; --"), "{export}");
    assert!(!test.command("mia", "plan", &[]).await.refused);
}

#[test]
fn a_host_that_only_looks_known_is_not() {
    let hosts = KnownHosts::default();
    for known in [
        "https://github.com/mia",
        "https://gist.github.com/mia/1",
        "http://GitHub.com./x",
        "https://mia.github.io",
    ] {
        assert!(hosts.knows(known), "{known}");
    }
    for unknown in [
        "https://evilgithub.com/",
        "https://github.com.evil.example/",
        "https://github.com@evil.example/",
        "https://evil.example/github.com",
        "https://evil.example/?u=https://github.com",
        "https://g\u{131}thub.com/",
        "https://127.0.0.1/",
        "javascript:alert(1)",
    ] {
        assert!(!hosts.knows(unknown), "{unknown}");
    }
    assert!(KnownHosts::parse("my.example, other.example").unwrap().knows("https://a.my.example/"));
    assert!(!KnownHosts::parse("none").unwrap().knows("https://github.com/"));
    for wrong in ["", "https://github.com", "git hub.com", "localhost", "a..b"] {
        assert_eq!(KnownHosts::parse(wrong), None, "{wrong}");
    }
}
