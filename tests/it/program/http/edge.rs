//! What is refused, and what a client may not do to others.

use chrono::Utc;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{OverHttp, signature};

fn now() -> i64 {
    Utc::now().timestamp()
}

async fn status(request: reqwest::RequestBuilder) -> StatusCode {
    request.send().await.unwrap().status()
}

#[tokio::test(flavor = "multi_thread")]
async fn discords_check_of_the_endpoint_passes() {
    let test = OverHttp::start().await;
    // As Discord's own, and as little as there may be.
    let whole = json!({
        "app_permissions": "562949953601536", "application_id": "9", "authorizing_integration_owners": {},
        "entitlements": [], "id": "11", "token": "secret", "type": 1, "version": 1,
        "user": {"id": "12", "username": "discord", "discriminator": "0", "avatar": null},
    });
    for ping in [whole, json!({"type": 1})] {
        let response = test.signed(&ping).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.bytes().await.unwrap().as_ref(), br#"{"type":1}"#);
        let wrong = reqwest::Client::new()
            .post(test.url())
            .header("x-signature-ed25519", "0f".repeat(64))
            .header("x-signature-timestamp", now().to_string())
            .body(ping.to_string());
        assert_eq!(status(wrong).await, StatusCode::UNAUTHORIZED);
    }
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unsigned_wrong_or_old_is_refused_and_does_nothing() {
    let test = OverHttp::start().await;
    test.join().await;
    let log = test.fake.prepare(test.here().slash("log").option("hours", 1)).await.payload;
    let body = log.to_string().into_bytes();
    let bare = || reqwest::Client::new().post(test.url()).body(body.clone());
    let timestamp = now().to_string();
    let signed = signature(&timestamp, &body);
    let with = |signature: &str, timestamp: &str| {
        bare().header("x-signature-ed25519", signature).header("x-signature-timestamp", timestamp)
    };
    let mut changed = body.clone();
    *changed.last_mut().unwrap() = b' ';
    changed.push(b'}');
    let requests = [
        ("without both headers", bare()),
        ("without a timestamp", bare().header("x-signature-ed25519", &signed)),
        ("without a signature", bare().header("x-signature-timestamp", &timestamp)),
        ("with another signature", with(&signature(&timestamp, b"{}"), &timestamp)),
        ("with half a signature", with(&signed[..64], &timestamp)),
        ("with words for a signature", with("signed", &timestamp)),
        ("with a changed body", with(&signed, &timestamp).body(changed)),
        ("with another timestamp", with(&signed, &(now() - 1).to_string())),
        ("from long ago", test.signed_at(&(now() - 301).to_string(), &body)),
        ("from the future", test.signed_at(&(now() + 330).to_string(), &body)),
        ("from no time", test.signed_at("soon", &body)),
        ("from before all time", test.signed_at(&i64::MIN.to_string(), &body)),
    ];
    for (name, request) in requests {
        assert_eq!(status(request).await, StatusCode::UNAUTHORIZED, "{name}");
    }
    let list = test.interact(test.here().slash("log")).await;
    assert!(!list.words().contains("1 h,"), "{}", list.words());
    // Nearly five minutes are not too old.
    let log = test.fake.prepare(test.here().slash("log").option("hours", 1)).await;
    let late = test.signed_at(&(now() - 280).to_string(), log.payload.to_string().as_bytes());
    assert_eq!(status(late).await, StatusCode::OK);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_no_json_or_no_interaction_is_refused() {
    let test = OverHttp::start().await;
    let huge = vec![b' '; 3_000_000];
    assert_eq!(status(test.signed_at(&now().to_string(), &huge)).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(status(test.signed_at(&now().to_string(), b"{\"type\":")).await, StatusCode::BAD_REQUEST);
    for nothing in [json!({}), json!([]), Value::Null, json!({"type": 99, "id": "x", "data": "y"})] {
        let refused = status(test.signed(&nothing)).await;
        assert_eq!(refused, StatusCode::SERVICE_UNAVAILABLE, "{nothing}");
    }
    let get = reqwest::Client::new().get(test.url());
    assert_eq!(status(get).await, StatusCode::METHOD_NOT_ALLOWED);
    let elsewhere = reqwest::Client::new().post(format!("http://{}/", test.address));
    assert_eq!(status(elsewhere).await, StatusCode::NOT_FOUND);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_client_is_not_waited_for_and_holds_up_nobody() {
    let test = OverHttp::start().await;
    let (timestamp, body) = (now().to_string(), br#"{"type":1}"#);
    let mut slow = TcpStream::connect(&test.address).await.unwrap();
    let head = format!(
        "POST /interactions HTTP/1.1\r\nhost: coach\r\ncontent-length: {}\r\nx-signature-ed25519: {}\r\n\
         x-signature-timestamp: {timestamp}\r\n\r\n",
        body.len(),
        signature(&timestamp, body),
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    slow.write_all(&body[..4]).await.unwrap();
    // Nor do many that say nothing at all.
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(&test.address).await.unwrap());
    }
    assert_eq!(status(test.signed(&json!({"type": 1}))).await, StatusCode::OK);
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    test.finish().await;
}
