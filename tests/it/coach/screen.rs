//! An answer fits on a phone, and what counts is few presses away.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::Value;

use crate::support::coach::{TestCoach, at, text};

/// What a phone shows without much scrolling. Lists that were asked for turn pages or say how many more
/// there are; they have twice as much.
const CHARACTERS: usize = 1_800;
const LINES: usize = 25;

fn size(reply: &Reply) -> (usize, usize) {
    let fields = reply.fields.iter().flat_map(|field| [field.name.as_str(), field.value.as_str()]);
    let parts: Vec<&str> =
        reply.title.as_deref().into_iter().chain([reply.text.as_str()]).chain(fields).collect();
    let shown = |text: &&str| !text.is_empty();
    (
        parts.iter().map(|part| part.chars().count()).sum(),
        parts.iter().filter(|part| shown(part)).map(|part| part.lines().count()).sum(),
    )
}

/// A learner with three weeks behind them, in a server with others.
async fn learner() -> TestCoach {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.set_up().await;
    for name in ["mia", "jo", "ann", "bob", "eve", "kim", "lea", "max", "pia", "tom", "uwe", "zoe"] {
        let values = [("track", text("llm")), ("hours", Value::Number(8.0)), ("months", Value::Integer(12))];
        test.command(name, "join", &values).await;
        test.command(name, "log", &[("hours", Value::Number(1.0))]).await;
    }
    for day in ["2026-12-01T10:00:00Z", "2026-12-08T10:00:00Z", "2026-12-15T10:00:00Z"] {
        test.now = at(day);
        for lesson in ["setup", "python-basics", "git-basics"] {
            let link = text("https://github.com/mia/a-repository-with-a-name");
            test.command("mia", "done", &[("lesson", text(lesson)), ("link", link)]).await;
        }
        for _ in 0..6 {
            test.command("mia", "done", &[("hours", Value::Number(0.5))]).await;
        }
    }
    test
}

#[tokio::test]
async fn every_answer_fits_on_a_phone() {
    let test = learner().await;
    let mut long = Vec::new();
    let mut check = |what: &str, reply: &Reply, times: usize| {
        let (characters, lines) = size(reply);
        if characters > CHARACTERS * times || lines > LINES * times {
            long.push(format!("{what}: {characters} characters, {lines} lines"));
        }
    };
    for name in
        ["next", "done", "log", "progress", "portfolio", "leaderboard", "catch-up", "pause", "undo", "join"]
    {
        let reply = test.command("mia", name, &[]).await;
        assert!(!reply.refused || name == "catch-up", "/{name}: {}", reply.text);
        check(name, &reply, 1);
        for button in ["Why?", "Why this score?", "Together", "Show the plan", "Left out"] {
            if reply.buttons.iter().any(|it| it.label == button) {
                check(&format!("{name}, {button}"), &test.press("mia", &reply, button, &[]).await, 1);
            }
        }
    }
    for name in ["help", "plan", "roadmap", "settings", "compare"] {
        check(name, &test.command("mia", name, &[]).await, 2);
    }
    for entry in test.coach.content.entries.keys() {
        check(&format!("why {entry}"), &test.command("mia", "why", &[("topic", text(entry))]).await, 2);
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// How many presses, picks and forms it took.
struct Presses<'a> {
    test: &'a TestCoach,
    count: usize,
}

impl Presses<'_> {
    async fn command(&mut self, name: &str) -> Reply {
        self.count += 1;
        self.test.command("new", name, &[]).await
    }

    async fn press(&mut self, reply: &Reply, label: &str) -> Reply {
        self.count += 1;
        self.test.press("new", reply, label, &[]).await
    }

    /// Sending a form as it stands is one more.
    async fn send(&mut self, reply: &Reply, label: &str) -> Reply {
        self.count += 2;
        self.test.press("new", reply, label, &[("hours", "")]).await
    }
}

#[tokio::test]
async fn the_first_concrete_step_is_three_presses_away_and_logging_two() {
    let test = TestCoach::new("2026-11-30T22:00:00Z").await;
    let mut presses = Presses { test: &test, count: 0 };
    let form = presses.command("join").await;
    let joined = presses.press(&form, "Start").await;
    let step = joined.fields.iter().find(|field| field.name.starts_with("First step, ")).unwrap();
    assert!(step.value.len() > 40 && presses.count <= 3, "{} presses: {}", presses.count, step.value);
    // From any step: Done, and the form as it stands.
    presses.count = 0;
    let done = presses.send(&joined, "Done").await;
    assert!(done.text.contains("logged") && presses.count <= 2, "{} presses: {}", presses.count, done.text);
    // What comes next is in the answer: nothing to ask for.
    assert!(done.fields.iter().any(|field| field.name == "Next"), "{:?}", done.fields);
    presses.count = 0;
    let done = presses.command("done").await;
    assert!(done.text.contains("logged") && presses.count <= 2);
}
