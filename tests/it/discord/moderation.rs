//! Managers and members on Discord: works on messages, links, who left, who is gone.

use chrono::{Duration, Utc};
use serde_json::json;

use super::OnDiscord;
use crate::support::database;
use crate::support::discord::{Fault, RouteMatcher, permission};

async fn weekly(test: &OnDiscord) {
    let manager = test.here().manager();
    let day = (Utc::now() + Duration::days(3)).format("%A").to_string().to_lowercase();
    let setup = manager.slash("setup weekly").channel("channel", test.study).option("day", day);
    test.fake.interact(setup.option("time", "09:00").option("timezone", "UTC")).await;
}

async fn post(test: &OnDiscord) -> u64 {
    test.fake.interact(test.here().manager().slash("setup post-now")).await;
    test.fake.wait_for_message(test.study).await.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_on_a_message_is_hidden_by_its_menu_and_the_message_is_edited() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let done = test.here().slash("done").option("lesson", "setup").option("link", "https://github.com/mia/a");
    test.fake.interact(done).await;
    let words = json!({"content": "", "embeds": [{"description": "New: https://github.com/mia/a"}]});
    let shared = test.fake.seed_message(test.study, &words);
    let jo = test.fake.person("jo").in_channel(test.study);
    let refused = test.fake.interact(jo.on_message("Hide this work", shared)).await;
    assert!(
        refused.private() && refused.words().contains("who may manage the server"),
        "{}",
        refused.words()
    );
    let hidden = test.fake.interact(jo.manager().on_message("Hide this work", shared)).await;
    assert!(hidden.private() && hidden.words().contains("is struck"), "{}", hidden.words());
    let edited = test.fake.wait_for_edit(shared, 1).await;
    assert!(
        !edited.words().contains("github") && edited.words().contains("took this work off"),
        "{}",
        edited.words()
    );
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_names_who_deletes_their_data_is_edited() {
    let test = OnDiscord::start().await;
    test.joined().await;
    weekly(&test).await;
    let id = post(&test).await;
    assert!(test.fake.message(id).unwrap().words().contains("Mia"));
    let asked = test.fake.interact(test.here().slash("my-data delete")).await;
    test.fake.interact(test.here().press(&asked, "Delete everything")).await;
    let edited = test.fake.wait_for_edit(id, 1).await;
    assert!(!edited.words().contains("Mia") && edited.words().contains("Week of"), "{}", edited.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_waits_out_faults() {
    let test = OnDiscord::start().await;
    test.joined().await;
    weekly(&test).await;
    let id = post(&test).await;
    let patch = RouteMatcher::new("PATCH /channels/*/messages/*");
    test.fake.fault_next(patch, Fault::Html(502));
    let asked = test.fake.interact(test.here().slash("my-data delete")).await;
    test.fake.interact(test.here().press(&asked, "Delete everything")).await;
    assert!(!test.fake.wait_for_edit(id, 1).await.words().contains("Mia"));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_embed_links_there_or_is_timed_out_shows_no_link() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let done = |link: &str| test.here().slash("done").option("lesson", "setup").option("link", link);
    test.fake.deny_person(test.study, &test.mia, permission::EMBED_LINKS);
    let refused = test.fake.interact(done("https://github.com/mia/a")).await;
    assert!(refused.words().contains("may not show links"), "{}", refused.words());
    let sent = test.fake.prepare(done("https://github.com/mia/a")).await;
    let mut payload = sent.payload.clone();
    payload["member"]["communication_disabled_until"] = json!((Utc::now() + Duration::hours(1)).to_rfc3339());
    payload["member"]["permissions"] = json!(permission::EVERYONE.to_string());
    test.fake.dispatch("INTERACTION_CREATE", payload).await;
    let refused = test.fake.answered(&sent).await;
    assert!(refused.words().contains("may not show links"), "{}", refused.words());
    let taken = test.fake.interact(test.mia.in_dm().slash("done").option("lesson", "setup")).await;
    assert!(taken.words().contains("logged"), "nothing was counted before: {}", taken.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_is_on_no_board_and_a_fault_hides_nobody() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(test.here().slash("log").option("hours", 2)).await;
    let jo = test.fake.person("jo").in_channel(test.study);
    test.fake.interact(jo.slash("join").option("track", "llm").option("hours", 5)).await;
    test.stop().await;
    let long_ago = "UPDATE members SET seen_at = 1, joined_at = 1";
    database::execute(&test.dir.path().join("test.db"), long_ago).await;
    test.resume().await;
    test.fake.leave(test.guild, &test.mia);
    let board = || jo.slash("leaderboard").option("by", "hours");
    test.fake
        .fault_next("GET /guilds/*/members/*", Fault::Status(403, json!({"message": "no", "code": 50_001})));
    assert!(test.fake.interact(board()).await.words().contains("Mia"));
    assert!(!test.fake.interact(board()).await.words().contains("Mia"));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_removes_the_coach_is_noted_and_one_that_adds_it_again_is_not_forgotten() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    let gone = "SELECT CAST(gone_at IS NOT NULL AS TEXT) FROM servers";
    for (quietly, name) in [(false, "told"), (true, "while away")] {
        if quietly {
            test.stop().await;
            test.fake.leave_quietly(test.guild);
            test.resume().await;
        } else {
            test.fake.remove_guild(test.guild);
        }
        // Something that comes after it on the same connection.
        test.fake.interact(test.mia.in_dm().slash("next")).await;
        test.stop().await;
        assert_eq!(test.column(gone).await, ["1"], "{name}");
        test.resume().await;
        test.fake.invite_at(test.guild, Utc::now() - Duration::days(300));
        test.fake.interact(test.here().slash("next")).await;
        test.stop().await;
        assert_eq!(test.column(gone).await, ["0"], "{name}");
        test.resume().await;
    }
    test.fake.guild_outage(test.guild, true);
    test.fake.interact(test.mia.in_dm().slash("next")).await;
    test.stop().await;
    assert_eq!(test.column(gone).await, ["0"], "an outage is no farewell");
    test.fake.assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_finds_the_server_gone_notes_it() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    weekly(&test).await;
    test.stop().await;
    database::execute(&test.dir.path().join("test.db"), "UPDATE servers SET next_at = next_at - 259200")
        .await;
    // As without a gateway: only the post itself tells.
    test.resume().await;
    let route = RouteMatcher::new("POST /channels/*/messages");
    let denied = Fault::Status(403, json!({"message": "Missing Access", "code": 50_001}));
    test.fake.fault_next(route.clone(), denied);
    // Asked for the manager's rights, and for the coach's own server.
    for _ in 0..2 {
        let unknown = Fault::Status(404, json!({"message": "Unknown Guild", "code": 10_004}));
        test.fake.fault_next("GET /guilds/*", unknown);
    }
    test.fake.interact(test.here().manager().slash("setup post-now")).await;
    test.fake.wait_for_requests("GET /guilds/*", 2).await;
    test.stop().await;
    assert_eq!(test.column("SELECT CAST(gone_at IS NOT NULL AS TEXT) FROM servers").await, ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_may_not_write_where_the_posts_go_makes_none() {
    let mut test = OnDiscord::start().await;
    weekly(&test).await;
    let jo = test.fake.person("jo");
    test.fake.deny_person(test.study, &jo, permission::SEND_MESSAGES);
    let refused = test.fake.interact(jo.in_channel(test.study).manager().slash("setup post-now")).await;
    assert!(refused.private() && refused.words().contains("You cannot write in"), "{}", refused.words());
    test.restart().await;
    assert!(test.fake.posts(test.study).is_empty());
    // The coach's own want of a right is no reason to refuse.
    test.fake.deny(test.study, permission::VIEW_CHANNEL);
    let queued = test.fake.interact(test.here().manager().slash("setup post-now")).await;
    assert!(queued.words().contains("goes to"), "{}", queued.words());
    test.fake.wait_for_dm(&test.mia).await;
    test.finish().await;
}
