//! An answer fits on a phone, and what counts is few presses away.

use study_coach::coach::command::TABLE;
use study_coach::coach::reply::Reply;
use study_coach::coach::request::Value;

use crate::support::coach::{TestCoach, at, text};

/// What a phone shows without much scrolling. Longer lists turn pages or say how many more there are.
const CHARACTERS: usize = 1_400;
const LINES: usize = 30;

/// What is seen of words: of a link its title.
fn seen(words: &str) -> String {
    let mut seen = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("](<") {
        seen += before;
        rest = after.split_once(">)").map_or("", |(_, after)| after);
    }
    seen + rest
}

/// Characters and lines that are seen.
fn size(reply: &Reply) -> (usize, usize) {
    let fields = reply.fields.iter().flat_map(|field| [field.name.as_str(), field.value.as_str()]);
    let parts: Vec<&str> =
        reply.title.as_deref().into_iter().chain([reply.text.as_str()]).chain(fields).collect();
    let shown = |text: &&str| !text.is_empty();
    (
        parts.iter().map(|part| seen(part).chars().count()).sum(),
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
    let mut check = |what: &str, reply: &Reply| {
        let (characters, lines) = size(reply);
        if characters > CHARACTERS || lines > LINES {
            long.push(format!("{what}: {characters} characters, {lines} lines"));
        }
    };
    for name in
        ["next", "done", "log", "progress", "portfolio", "leaderboard", "catch-up", "pause", "undo", "join"]
    {
        let reply = test.command("mia", name, &[]).await;
        assert!(!reply.refused || name == "catch-up", "/{name}: {}", reply.text);
        check(name, &reply);
        for button in ["Why?", "Why this score?", "Together", "Show the plan", "Left out"] {
            if reply.buttons.iter().any(|it| it.label == button) {
                check(&format!("{name}, {button}"), &test.press("mia", &reply, button, &[]).await);
            }
        }
    }
    for name in ["plan", "roadmap", "settings", "compare"] {
        check(name, &test.command("mia", name, &[]).await);
    }
    let plan = test.command("mia", "plan", &[]).await;
    check("plan, Why", &test.press("mia", &plan, "Why", &[]).await);
    let help = test.command("boss", "help", &[]).await;
    check("help", &help);
    for button in &help.buttons {
        check(&button.label, &test.press("boss", &help, &button.label, &[]).await);
    }
    for command in TABLE {
        let of = [("command", text(command.name))];
        check(&format!("help {}", command.name), &test.command("boss", "help", &of).await);
    }
    let tracks: Vec<String> = test.coach.content.curriculum.tracks.keys().map(ToString::to_string).collect();
    for (one, other) in tracks.iter().flat_map(|one| tracks.iter().map(move |other| (one, other))) {
        let pair = [("track", text(one)), ("with", text(other))];
        check(&format!("compare {one} {other}"), &test.command("mia", "compare", &pair).await);
    }
    for entry in test.coach.content.entries.keys() {
        check(&format!("why {entry}"), &test.command("mia", "why", &[("topic", text(entry))]).await);
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[tokio::test]
async fn every_step_of_every_track_fits_on_a_phone() {
    let test = TestCoach::new("2026-11-30T06:00:00Z").await;
    let link = [("link", text("https://github.com/mia/a-repository-with-a-name"))];
    let mut long = Vec::new();
    let mut check = |reply: &Reply| {
        let (characters, lines) = size(reply);
        if characters > CHARACTERS || lines > LINES {
            long.push(format!("{:?}: {characters} characters, {lines} lines", reply.title));
        }
    };
    test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(60.0))]).await;
    // What tracks share is walked once.
    for track in ["llm", "vision", "nlp", "recsys"] {
        test.command("mia", "settings", &[("track", text(track))]).await;
        loop {
            let next = test.command("mia", "next", &[]).await;
            let Some(title) = next.title.as_deref() else { break };
            check(&next);
            if title.contains("step 1 of") || title.contains("steps 1 to") {
                check(&test.press("mia", &next, "Why?", &[]).await);
            }
            assert!(!test.command("mia", "done", &link).await.refused, "{title}");
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[tokio::test]
async fn a_plan_of_full_weeks_turns_smaller_pages_and_turns_back() {
    let test = TestCoach::new("2026-11-30T06:00:00Z").await;
    test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(60.0))]).await;
    let turns = |page: &Reply, to: &str| page.buttons.iter().any(|button| button.label == to);
    let mut page = test.command("mia", "plan", &[]).await;
    let mut there: Vec<String> = Vec::new();
    loop {
        let (characters, lines) = size(&page);
        assert!(characters <= CHARACTERS && lines <= LINES, "{characters} characters, {lines} lines");
        there.extend(page.fields.iter().map(|field| field.name.clone()));
        if !turns(&page, "Later") {
            break;
        }
        page = test.press("mia", &page, "Later", &[]).await;
    }
    assert!(
        there.len() >= 8
            && there.iter().enumerate().all(|(n, it)| it.starts_with(&format!("Week {}, ", n + 1)))
    );
    while turns(&page, "Earlier") {
        let last = page.fields[0].name.clone();
        page = test.press("mia", &page, "Earlier", &[]).await;
        let place = there.iter().position(|it| *it == last).unwrap();
        assert_eq!(page.fields.last().map(|it| &it.name), Some(&there[place - 1]), "no week is passed over");
    }
    assert_eq!(page.fields[0].name, there[0]);
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
