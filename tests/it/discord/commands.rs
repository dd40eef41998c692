//! Commands: each row of the table answers on Discord, and nothing that Discord would refuse is sent.

use serde_json::json;
use study_coach::coach::command::TABLE;

use super::OnDiscord;
use crate::support::discord::{Draft, Seat};

/// What people realistically give to each command.
fn uses(test: &OnDiscord, seat: &Seat, name: &str) -> Vec<Draft> {
    let slash = |name: &str| seat.slash(name);
    match name {
        "join" => vec![
            slash("join"),
            slash("join")
                .option("track", "llm")
                .option("hours", 7.5)
                .option("months", 12)
                .option("know", "python"),
            slash("join").option("track", "ml-engineer").option("hours", 10),
        ],
        "next" => vec![slash("next"), slash("next").option("minutes", 25)],
        "done" => vec![
            slash("done").option("hours", 1.5).option("note", "fine"),
            slash("done").option("lesson", "no-such-lesson"),
            slash("done").option("link", "ftp://nowhere"),
        ],
        "log" => vec![slash("log").option("hours", 2), slash("log")],
        "undo" => vec![slash("undo"), slash("undo")],
        "plan" => vec![slash("plan"), slash("plan").option("week", 3), slash("plan").option("week", 1999)],
        "progress" => vec![slash("progress"), slash("progress").user("member", &test.mia)],
        "portfolio" => vec![slash("portfolio"), slash("portfolio").user("member", &test.mia)],
        "leaderboard" => ["promise", "hours", "lessons", "streak"]
            .iter()
            .map(|by| slash("leaderboard").option("period", "month").option("by", *by))
            .collect(),
        "roadmap" => vec![slash("roadmap"), slash("roadmap").option("track", "vision")],
        "compare" => vec![
            slash("compare"),
            slash("compare").option("with", "llm"),
            slash("compare").option("track", "nlp").option("with", "recsys"),
        ],
        "leave" => vec![slash("leave"), slash("leave")],
        "my-data" => vec![slash("my-data export"), slash("my-data delete")],
        "why" => vec![slash("why").option("topic", "mlops"), slash("why").option("topic", "xyzzy")],
        "ask" => vec![
            slash("ask").option("question", "do I need a degree?"),
            slash("ask").option("question", "qqq"),
        ],
        "settings" => vec![
            slash("settings"),
            slash("settings")
                .option("hours", 5)
                .option("timezone", "Europe/Berlin")
                .option("reminders", "on"),
        ],
        "setup" => {
            let setup = |sub: &str| seat.clone().manager().slash(&format!("setup {sub}"));
            vec![
                setup("show"),
                setup("weekly")
                    .channel("channel", test.study)
                    .option("day", "monday")
                    .option("time", "09:00")
                    .option("timezone", "Europe/Berlin")
                    .option("silent", true),
                setup("members"),
                setup("show"),
                setup("preview"),
                setup("off"),
            ]
        }
        "Hide this work" => {
            let message = test.fake.seed_message(test.study, &json!({"content": "Week"}));
            vec![seat.clone().manager().on_message(name, message)]
        }
        "catch-up" | "resume" => vec![slash(name)],
        "pause" => vec![
            slash("pause"),
            slash("pause").option("weeks", 2),
            slash("pause").option("until", "2027-01-04"),
        ],
        "help" => {
            let one = TABLE.iter().map(|command| slash("help").option("command", command.name));
            one.chain([slash("help")]).collect()
        }
        name if name.starts_with("why-") => vec![slash(name)],
        name => panic!("say here how /{name} is used"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_answers_in_a_server_and_in_direct_messages() {
    let test = OnDiscord::start().await;
    let names: Vec<String> =
        test.fake.commands(None).iter().map(|command| command["name"].as_str().unwrap().to_owned()).collect();
    assert!(TABLE.iter().all(|command| names.contains(&command.label())));
    for name in &names {
        for draft in uses(&test, &test.here(), name) {
            let answer = test.fake.interact(draft).await;
            assert!(!answer.words().is_empty(), "/{name}");
            let public = name.starts_with("why") && !answer.words().contains("has nothing on");
            assert_eq!(answer.private(), !public, "/{name}: {}", answer.words());
        }
    }
    for name in names
        .iter()
        .filter(|name| !["leaderboard", "leave", "setup", "Hide this work"].contains(&name.as_str()))
    {
        for draft in uses(&test, &test.mia.in_dm(), name) {
            assert!(!test.fake.interact(draft).await.words().is_empty(), "/{name}");
        }
    }
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn options_are_completed_as_they_are_typed() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let manager = test.here().manager();
    for (seat, command, option, typed, expected) in [
        (test.here(), "why", "topic", "mlo", "mlops"),
        (test.here(), "done", "lesson", "pytho", "python-basics"),
        (test.here(), "log", "lesson", "", "setup"),
        (test.here(), "settings", "timezone", "berl", "Europe/Berlin"),
        (test.here(), "help", "command", "nex", "next"),
        (test.here(), "help", "command", "setup we", "setup weekly"),
        (manager, "setup weekly", "timezone", "new york", "America/New_York"),
        (test.mia.in_dm(), "why", "topic", "", "agents"),
    ] {
        let answer = test.fake.interact(seat.autocomplete(command, option, typed)).await;
        let found = answer.choices().iter().any(|(_, value)| *value == expected);
        assert!(found, "/{command} {option}:{typed} offers {:?}", answer.choices());
    }
    let nothing = test.fake.interact(test.here().autocomplete("why", "topic", "\u{1F600} \"' --")).await;
    assert!(nothing.choices().is_empty());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_messages_are_answered() {
    let test = OnDiscord::start().await;
    test.joined().await;
    for (text, expected) in
        [("next", "Where to learn it"), ("done 1.5h", "logged"), ("why mlops?", "MLOps"), ("", "")]
    {
        test.fake.direct_message(&test.mia, text).await;
        let answer = test.fake.wait_for_dm(&test.mia).await;
        assert!(answer.words().contains(expected), "{text}: {}", answer.words());
    }
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_has_not_installed_the_coach_is_not_its_server() {
    let mut test = OnDiscord::start().await;
    test.stop().await;
    let strange = test.fake.add_guild("Strangers");
    let hall = test.fake.add_channel(strange, "hall");
    test.fake.remove_guild(strange);
    test.resume().await;
    let there = test.mia.in_channel(hall).user_install();
    let joined =
        test.fake.interact(there.slash("join").option("track", "ml-engineer").option("hours", 10)).await;
    assert!(joined.private());
    let next = test.fake.interact(there.slash("next")).await;
    let form = test.fake.interact(there.press(&next, "Done")).await;
    let done = test.fake.interact(there.submit(&form, &[("hours", "1")])).await;
    assert!(done.words().contains("logged"), "{}", done.words());
    let board = test.fake.interact(there.slash("settings").option("board", "hidden")).await;
    assert!(board.words().contains("belongs to one server"), "{}", board.words());
    test.stop().await;
    assert!(
        test.column("SELECT CAST(server AS TEXT) FROM members").await.is_empty(),
        "nobody is a member there"
    );
    assert!(test.column("SELECT CAST(id AS TEXT) FROM servers").await.is_empty());
    test.fake.assert_clean();
}
