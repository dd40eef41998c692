//! What the operator sees: health, metrics, and a log that can be followed.

mod prometheus;

use reqwest::StatusCode;
use serde_json::{Value, json};
use study_coach::measure::pulse::Seen;
use study_coach::ops::health::judge;

use super::http::{OverHttp, address};
use super::watched::Watched;
use crate::support::discord::{FakeDiscord, PATIENCE};
use prometheus::Metrics;

async fn health(ops: &str) -> (StatusCode, Value) {
    let response = reqwest::get(format!("http://{ops}/healthz")).await.unwrap();
    let status = response.status();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap())
}

/// Asks until the answer is this one.
async fn until(ops: &str, status: StatusCode, expected: &Value) {
    let mut last = None;
    let asking = async {
        loop {
            let answer = health(ops).await;
            if answer == (status, expected.clone()) {
                return;
            }
            last = Some(answer);
            tokio::task::yield_now().await;
        }
    };
    let came = tokio::time::timeout(PATIENCE, asking).await;
    assert!(came.is_ok(), "{last:?}");
}

async fn metrics(ops: &str) -> Metrics {
    let response = reqwest::get(format!("http://{ops}/metrics")).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    Metrics::read(std::str::from_utf8(&response.bytes().await.unwrap()).unwrap())
}

fn well() -> Value {
    json!({"database": "ok", "discord": "ok", "posts": "ok"})
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_what_is_wrong_while_it_is() {
    let test = OverHttp::start().await;
    until(&test.ops, StatusCode::OK, &well()).await;
    let lock = test.lock().await;
    let mut gone = well();
    gone["database"] = json!("gives no sign of life");
    until(&test.ops, StatusCode::SERVICE_UNAVAILABLE, &gone).await;
    lock.release().await;
    until(&test.ops, StatusCode::OK, &well()).await;
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn health_in_gateway_mode_follows_the_connection() {
    let fake = FakeDiscord::start().await;
    let guild = fake.add_guild("Study group");
    let dir = tempfile::tempdir().unwrap();
    let ops = [("STUDY_COACH_OPS_LISTEN", "127.0.0.1:0")];
    let mut program = Watched::start(&fake, dir.path(), &ops, None);
    let ops = address(&program.wait_for(&["listening for health checks"]).await);
    until(&ops, StatusCode::OK, &well()).await;
    let role = json!({"guild_id": guild.to_string(), "role": "not as Discord makes it"});
    assert!(fake.dispatch("GUILD_ROLE_CREATE", role).await);
    program.wait_for(&["cannot be read"]).await;
    let metrics = metrics(&ops).await;
    let unparsed = "study_coach_gateway_events_unparsed_total";
    assert_eq!(metrics.value(unparsed, &[("event", "GUILD_ROLE_CREATE")]), 1.0);
    assert_eq!(metrics.value("study_coach_gateway_connections_total", &[("begun", "at once")]), 1.0);
    assert_eq!(metrics.value("study_coach_gateway_shards", &[]), 1.0);
    assert_eq!(metrics.value("study_coach_gateway_shards_connected", &[]), 1.0);
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    fake.assert_clean();
}

#[test]
fn what_was_away_or_stood_for_too_long_is_named() {
    let ago = |seconds| Some(std::time::Duration::from_secs(seconds));
    let fine = Seen { gateway: ago(59), queueing: ago(179), sending: ago(0), ..Seen::default() };
    assert!(judge(&fine, true).is_well());
    let over_http = Seen { gateway: None, endpoint: true, ..fine };
    assert!(judge(&over_http, true).is_well());
    for (seen, database, part, said) in [
        (fine, false, "database", "gives no sign of life"),
        (Seen { gateway: ago(61), ..fine }, true, "discord", "not connected for more than a minute"),
        (Seen { gateway: None, ..fine }, true, "discord", "not connected yet"),
        (Seen { leaving: true, ..fine }, true, "discord", "the coach is leaving"),
        (Seen { queueing: ago(181), ..fine }, true, "posts", "nothing is looked at for what is due"),
        (Seen { sending: ago(181), ..fine }, true, "posts", "nothing is sent"),
        (Seen { sending: None, ..fine }, true, "posts", "not begun yet"),
    ] {
        let health = judge(&seen, database);
        assert!(!health.is_well(), "{seen:?}");
        let mut expected = well();
        expected[part] = json!(said);
        assert_eq!(health.json(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_count_what_happened_and_name_nobody() {
    let test = OverHttp::start().await;
    test.join().await;
    let log = test.fake.prepare(test.here().slash("log").option("hours", 1)).await;
    for _ in 0..3 {
        test.deliver(&log).await;
    }
    let wrong = test.here().slash("log").option("hours", 1).option("day", "2001-01-01");
    let refused = test.interact(wrong).await.words();
    assert!(!refused.contains("logged"), "{refused}");
    test.interact(test.here().autocomplete("why", "topic", "mlops")).await;
    let day = (chrono::Utc::now() + chrono::Duration::days(3)).format("%A").to_string().to_lowercase();
    let setup = test.here().manager().slash("setup weekly").channel("channel", test.study);
    test.interact(setup.option("day", day).option("time", "09:00").option("timezone", "UTC")).await;
    test.interact(test.here().manager().slash("setup post-now")).await;
    test.fake.wait_for_message(test.study).await;
    let unsigned = reqwest::Client::new().post(test.url()).body("{}").send().await.unwrap();
    assert_eq!(unsigned.status(), StatusCode::UNAUTHORIZED);

    let metrics = metrics(&test.ops).await;
    let interactions = |kind, command, outcome| {
        let labels = [("kind", kind), ("command", command), ("outcome", outcome)];
        metrics.value("study_coach_interaction_seconds_count", &labels)
    };
    assert_eq!(interactions("command", "log", "answered"), 3.0);
    assert_eq!(interactions("command", "log", "refused"), 1.0);
    assert_eq!(interactions("command", "join", "answered"), 1.0);
    assert_eq!(interactions("command", "setup", "answered"), 2.0);
    assert_eq!(interactions("choices", "why", "answered"), 1.0);
    assert_eq!(metrics.value("study_coach_duplicates_avoided_total", &[("of", "interaction")]), 2.0);
    assert_eq!(metrics.value("study_coach_requests_refused_total", &[("why", "timestamp")]), 1.0);
    assert!(metrics.value("study_coach_first_answer_seconds_count", &[("way", "at_once")]) >= 7.0);
    assert!(metrics.value("study_coach_database_seconds_count", &[("operation", "save")]) >= 1.0);
    assert!(metrics.value("study_coach_resident_memory_bytes", &[]) > 1e6);
    for nothing in ["late", "failed", "uncertain", "due"] {
        assert_eq!(metrics.value(&format!("study_coach_posts_{nothing}_total"), &[]), 0.0, "{nothing}");
    }
    for person in [test.mia.id, test.study] {
        assert!(!metrics.text.contains(&person.to_string()), "{}", metrics.text);
    }
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_post_is_counted() {
    let test = OverHttp::start().await;
    let day = (chrono::Utc::now() + chrono::Duration::days(3)).format("%A").to_string().to_lowercase();
    let setup = test.here().manager().slash("setup weekly").channel("channel", test.study);
    test.interact(setup.option("day", day).option("time", "09:00").option("timezone", "UTC")).await;
    test.interact(test.here().manager().slash("setup post-now")).await;
    // It is counted when Discord has it, and waits no more once the database knows.
    let counted = async {
        loop {
            let metrics = metrics(&test.ops).await;
            let value = |name| metrics.value(name, &[]);
            if value("study_coach_posts_sent_total") == 1.0 && value("study_coach_posts_waiting") == 0.0 {
                return metrics;
            }
            tokio::task::yield_now().await;
        }
    };
    let metrics = tokio::time::timeout(PATIENCE, counted).await.expect("the post is counted");
    assert_eq!(metrics.value("study_coach_post_delay_seconds_count", &[]), 1.0);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_logged_for_an_interaction_carries_its_id_down_to_the_database() {
    let log = [("RUST_LOG", "study_coach=debug"), ("STUDY_COACH_LOG_FORMAT", "json")];
    let mut test = OverHttp::with(&log).await;
    test.join().await;
    let note = test.here().slash("log").option("hours", 1).option("note", "a secret thought");
    let sent = test.fake.prepare(note).await;
    test.deliver(&sent).await;
    let wanted = format!("\"spans\":[{{\"id\":\"{}\",\"name\":\"interaction\"}}", sent.id);
    for what in ["an interaction came in", "INSERT INTO events"] {
        let mut lines = Vec::new();
        loop {
            let line = test.program.wait_for(&[what]).await;
            assert!(!line.contains("secret thought") && !line.contains(&sent.token), "{line}");
            let line: Value = serde_json::from_str(&line).unwrap();
            if line.to_string().contains(&wanted) {
                break;
            }
            lines.push(line);
        }
    }
    test.finish().await;
}

#[test]
fn every_metric_is_documented() {
    let documented = include_str!("../../../docs/operations.md");
    // What is counted by kinds alone shows only once there is something.
    study_coach::measure::interaction("command", "next", "answered", std::time::Duration::ZERO);
    study_coach::measure::first_answer("at_once", std::time::Duration::ZERO);
    drop(study_coach::measure::database("load"));
    let text = study_coach::measure::text(None, None);
    let names: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in &names {
        assert!(documented.contains(&format!("`{name}`")), "{name} is not in docs/operations.md");
    }
    let known = documented.split('`').filter(|word| word.starts_with("study_coach_"));
    let gone: Vec<&str> = known.filter(|name| !names.contains(name)).collect();
    assert!(gone.is_empty(), "not there any more: {gone:?}");
}

#[test]
fn an_address_that_is_taken_is_said_in_one_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let program = super::Program::new()
        .with("DISCORD_TOKEN", "x")
        .with("RUST_LOG", "off")
        .with("STUDY_COACH_OPS_LISTEN", &taken.local_addr().unwrap().to_string());
    let line = program.run(&["run"]).refused(1);
    assert!(line.starts_with("ops.listen: 127.0.0.1:") && line.contains("name an address"), "{line}");
}
