//! For whoever runs the program: `GET /healthz` and `GET /metrics`, on an address of their own.

pub mod health;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use chrono::Utc;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::measure::{self, pulse};
use crate::serve;
use crate::store::Store;

/// How long the database may take for a sign of life. Longer than any transaction of the coach, shorter
/// than what load balancers and container engines wait.
const DATABASE_WITHIN: Duration = Duration::from_secs(3);

/// What the answers need.
struct Desk {
    store: Store,
    /// One look at the database at a time: many must not use up its connections.
    looking: Arc<Mutex<()>>,
}

/// Listens until `stop`.
///
/// # Errors
/// One line that says what to do, when the address is taken or not this machine's.
pub async fn listen(address: SocketAddr, store: Store, stop: CancellationToken) -> Result<()> {
    let listener = serve::bind("ops.listen", address).await?;
    tracing::info!(address = %listener.local_addr()?, "listening for health checks");
    let desk = Arc::new(Desk { store, looking: Arc::default() });
    let router =
        Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics)).with_state(desk);
    tokio::spawn(async move { serve::serve(listener, router, &stop).await });
    Ok(())
}

/// `GET /healthz`
async fn healthz(State(desk): State<Arc<Desk>>) -> Response {
    let health =
        health::judge(&pulse::seen(), desk.ask(|store| async move { store.ping().await }).await.is_some());
    let status = if health.is_well() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, health.json().to_string()).into_response()
}

/// `GET /metrics`
async fn metrics(State(desk): State<Arc<Desk>>) -> Response {
    let waiting = desk.ask(|store| async move { store.waiting(Utc::now()).await }).await;
    let text = measure::text(resident(), waiting);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

impl Desk {
    /// What the database answers in time. A question that takes longer is not broken off, only left.
    async fn ask<T, F>(&self, question: impl FnOnce(Store) -> F) -> Option<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let asking = question(self.store.clone());
        let looking = Arc::clone(&self.looking);
        let asked = tokio::spawn(async move {
            let _alone = looking.lock_owned().await;
            asking.await
        });
        match tokio::time::timeout(DATABASE_WITHIN, asked).await {
            Ok(Ok(Ok(answer))) => Some(answer),
            Ok(Ok(Err(error))) => {
                tracing::warn!(error = format!("{error:#}"), "the database gives no sign of life");
                None
            }
            Ok(Err(_)) | Err(_) => None,
        }
    }
}

/// The process's resident memory in bytes, where the system tells it as Linux does.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
