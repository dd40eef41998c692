//! Who deletes their data is in no byte of the database any more, whatever they did before and whoever
//! had to do with them.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Act, Call, Value};
use study_coach::study::units::{LearnerId, MessageId};

use super::{Wall, round};
use crate::support::coach::{CHANNEL, SERVER, TestCoach, at, text};

/// Long enough to be nobody else's by chance.
const WHO: &str = "wilhelmina";
const LINK: &str = "https://spam.example/wilhelminas-work";
const NOTE: &str = "zzz-private-words";

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

/// As a name, in words, in buttons, and as the number that columns hold.
fn traces(test: &TestCoach) -> Vec<Vec<u8>> {
    let id = id(test, WHO).0;
    let texts = [WHO.to_owned(), LINK.to_owned(), NOTE.to_owned(), id.to_string(), format!("{id:x}")];
    let number = id.to_be_bytes()[1..].to_vec();
    texts.into_iter().map(String::into_bytes).chain([number]).collect()
}

/// Which of them stand in the files; of what a server keeps, nothing is known here.
fn found(test: &TestCoach) -> Vec<String> {
    if test.database().is_postgres() {
        return Vec::new();
    }
    let traces = traces(test).into_iter().filter(|trace| test.database().holds(trace));
    traces.map(|trace| String::from_utf8_lossy(&trace).into_owned()).collect()
}

/// A command of theirs as somebody who manages the server.
async fn as_manager(test: &TestCoach, command: &str, values: &[(&str, Value)]) -> Reply {
    let (name, sub) = command.split_once(' ').unwrap();
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let call = Call { name: name.to_owned(), sub: Some(sub.to_owned()), values };
    let mut request = test.request(WHO, Act::Command(call));
    request.from.manages = true;
    let reply = test.coach.answer(&request).await;
    assert!(!reply.refused, "{command}: {}", reply.text);
    reply
}

async fn press(test: &TestCoach, name: &str, reply: &Reply, start: &str) -> Reply {
    let label = reply.buttons.iter().find(|it| it.label.starts_with(start)).expect(start).label.clone();
    let pressed = test.press(name, reply, &label, &[]).await;
    assert!(!pressed.refused, "{start}: {}", pressed.text);
    pressed
}

/// A work of somebody, shown in the channel as this message.
async fn shows(test: &TestCoach, name: &str, link: &str, message: u64) -> Reply {
    let values = [("lesson", text("setup")), ("link", text(link)), ("hours", Value::Number(1.0))];
    let done = test.command(name, "done", &values).await;
    let shown = press(test, name, &done, "Share").await;
    let share = study_coach::coach::reply::Id::parse(&shown.buttons[0].id).unwrap();
    let share =
        study_coach::study::units::InteractionId(u64::from_str_radix(share.arg(1).unwrap(), 16).unwrap());
    test.coach.shown_at(share, (SERVER, CHANNEL), MessageId(message), test.now).await.unwrap();
    shown
}

/// Everything that leaves a trace: `first` looks for a partner before `second` does.
async fn lived(first: &str, second: &str) -> (TestCoach, Wall) {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    let wall = Wall::default();
    let weekly = [
        ("channel", Value::Channel(CHANNEL, study_coach::coach::request::Access::FULL)),
        ("day", text("monday")),
        ("time", text("09:00")),
        ("timezone", text("UTC")),
    ];
    as_manager(&test, "setup weekly", &weekly).await;
    as_manager(&test, "setup reminder", &[("day", text("thursday")), ("time", text("09:00"))]).await;
    let cohort = [
        ("track", text("llm")),
        ("hours", Value::Number(5.0)),
        ("start", text("2026-12-07")),
        ("name", text("Night owls")),
    ];
    as_manager(&test, "setup cohort", &cohort).await;
    round(&test, &wall).await;
    let invitation = wall.last();
    for name in [WHO, "jo"] {
        press(&test, name, &invitation, "Join ").await;
    }
    test.command(WHO, "settings", &[("reminders", text("on"))]).await;
    test.command(WHO, "log", &[("hours", Value::Number(0.5)), ("note", text(NOTE))]).await;
    test.now = at("2026-12-07T09:00:00Z");
    round(&test, &wall).await;
    let posts = wall.posts.lock().unwrap().clone();
    let looks = |post: &Reply| post.buttons.iter().any(|it| it.label.starts_with("Find a partner"));
    let week = posts.into_iter().map(|(.., post)| post).find(looks).unwrap();
    for name in [first, second] {
        press(&test, name, &week, "Find a partner").await;
    }
    let hers = shows(&test, WHO, LINK, 11).await;
    let his = shows(&test, "jo", "https://github.com/jo/a", 12).await;
    press(&test, "jo", &hers, "Kudos").await;
    press(&test, WHO, &his, "Kudos").await;
    let roster = test.command("boss", "setup members", &[]).await;
    let waiting = press(&test, "boss", &roster, "1 link waits").await;
    let theirs = format!("{:x}:setup", id(&test, WHO).0);
    test.pick("boss", &waiting, "Show these", &[&theirs]).await;
    as_manager(&test, "setup post-now", &[]).await;
    test.now = at("2026-12-10T09:00:00Z");
    round(&test, &wall).await;
    test.now = at("2026-12-14T09:00:00Z");
    round(&test, &wall).await;
    (test, wall)
}

#[tokio::test]
async fn nothing_is_left_of_who_is_gone_in_what_others_have_stored() {
    for (first, second) in [(WHO, "jo"), ("jo", WHO)] {
        let (test, wall) = lived(first, second).await;
        let there = found(&test).len() == traces(&test).len();
        assert!(there || test.database().is_postgres(), "it was there");
        let asked = test.command(WHO, "my-data delete", &[]).await;
        press(&test, WHO, &asked, "Delete everything").await;
        assert_eq!(found(&test), [""; 0], "{first} looked first");
        // Nor do the edits bring anything back.
        round(&test, &wall).await;
        assert_eq!(found(&test), [""; 0], "{first} looked first, after the edits");
    }
}

#[tokio::test]
async fn nothing_is_left_of_who_was_blocked_and_is_gone() {
    let (test, wall) = lived("jo", WHO).await;
    let roster = test.command("boss", "setup members", &[]).await;
    let one = test.pick("boss", &roster, "Pick a member", &[&format!("{:x}", id(&test, WHO).0)]).await;
    let asked = press(&test, "boss", &one, "Block").await;
    press(&test, "boss", &asked, "Block for good").await;
    round(&test, &wall).await;
    test.coach.store.forget(id(&test, WHO), test.now).await.unwrap();
    round(&test, &wall).await;
    assert_eq!(found(&test), [""; 0]);
}
