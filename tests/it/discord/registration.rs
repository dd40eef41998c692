//! The command list: from the table, registered when it differs and not otherwise.

use serde_json::{Value, json};
use study_coach::coach::command::TABLE;

use super::OnDiscord;
use crate::support::discord::{Fault, RouteMatcher, Scope};

fn puts(test: &OnDiscord) -> usize {
    let put = |request: &&crate::support::discord::Request| request.method == "PUT";
    test.fake.requests().iter().filter(put).count()
}

fn find<'a>(commands: &'a [Value], name: &str) -> &'a Value {
    commands.iter().find(|command| command["name"] == name).unwrap_or_else(|| panic!("no /{name}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_registered_once() {
    let mut test = OnDiscord::start().await;
    test.restart().await;
    test.fake.wait_for_requests("GET /applications/*/commands", 2).await;
    test.fake.interact(test.here().slash("help")).await;
    assert_eq!(puts(&test), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_difference_registers_them_again() {
    let mut test = OnDiscord::start().await;
    let before = test.fake.commands(None);
    let changes: [fn(&mut Vec<Value>); 6] = [
        |commands| drop(commands.remove(0)),
        |commands| commands[0]["description"] = json!("Another one"),
        |commands| commands[0]["options"][0]["choices"][0]["name"] = json!("Another one"),
        |commands| commands[0]["contexts"] = json!([0]),
        |commands| commands[0]["description_localizations"] = json!({"de": "Von gestern"}),
        |commands| commands.iter_mut().for_each(|it| it["default_member_permissions"] = Value::Null),
    ];
    for (round, change) in changes.into_iter().enumerate() {
        test.stop().await;
        test.fake.change_commands(None, change);
        test.resume().await;
        test.fake.wait_for_requests("PUT /applications/*/commands", round + 2).await;
    }
    let after = test.fake.commands(None);
    assert_eq!(find(&after, "next")["id"], find(&before, "next")["id"]);
    assert_eq!(after.len(), before.len());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_follows_the_table() {
    let test = OnDiscord::start().await;
    let commands = test.fake.commands(None);
    let topics = commands.iter().filter(|it| it["name"].as_str().unwrap().starts_with("why-")).count();
    assert_eq!(commands.len(), TABLE.len() + topics);
    assert!(topics > 0);
    assert_eq!(find(&commands, "why-mlops")["integration_types"], json!([0, 1]));
    let setup = find(&commands, "setup");
    assert_eq!(setup["default_member_permissions"], "32");
    assert_eq!((&setup["contexts"], &setup["integration_types"]), (&json!([0]), &json!([0])));
    let weekly = find(setup["options"].as_array().unwrap(), "weekly");
    assert_eq!(
        find(weekly["options"].as_array().unwrap(), "channel")["channel_types"],
        json!([0, 5, 10, 11, 15])
    );
    let hours = &find(&commands, "join")["options"][1];
    assert_eq!(
        (&hours["type"], &hours["min_value"], &hours["max_value"]),
        (&json!(10), &json!(0.5), &json!(60.0))
    );
    let tracks = find(&commands, "join")["options"][0]["choices"].as_array().unwrap().len();
    assert_eq!(tracks, 5);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_has_them_alone_where_it_is_set() {
    let mut test = OnDiscord::start().await;
    test.stop().await;
    let mut settings = test.settings();
    settings.server = Some(test.guild);
    test.fake.change_commands(None, Vec::clear);
    for start in [2, 3] {
        let running = test.launch(settings.clone()).await;
        test.fake.wait_for_identifies(start).await;
        test.fake.wait_for_commands(Some(test.guild)).await;
        let answer = test.fake.interact(test.here().slash("next")).await;
        assert!(answer.private());
        running.stop.cancel();
        running.task.await.unwrap().unwrap();
        assert_eq!(puts(&test), 2);
    }
    assert!(test.fake.commands(None).is_empty());
    test.fake.assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_registration_is_tried_again() {
    let mut test = OnDiscord::start().await;
    test.stop().await;
    test.fake.change_commands(None, Vec::clear);
    test.fake.fault_next("GET /applications/*/commands", Fault::Html(502));
    test.fake.fault_next(
        RouteMatcher::new("PUT /applications/*/commands"),
        Fault::RateLimited { retry_after: 0.1, scope: Scope::Route },
    );
    test.resume().await;
    assert_eq!(test.fake.faults_left(), 0);
    test.finish().await;
}
