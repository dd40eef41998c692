//! Small HTTP servers: bounded in connections, in patience and in time, drained at the end.
//!
//! TLS, HTTP/2 and rates by address are the business of the load balancer in front.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Connections of one server at once; more wait in the system's queue. Two servers leave room for the
/// database and Discord below 1,024 open files, the usual limit.
const CONNECTIONS: usize = 400;
/// How long a client may take for a request's headers, and a connection be idle. A load balancer closes
/// idle connections sooner than this, or it sends requests into closing ones (`docs/deploy.md`).
const HEADERS_WITHIN: Duration = Duration::from_secs(30);
/// How old a connection may become before it is asked to end after its request.
const LIFETIME: Duration = Duration::from_secs(600);
/// How long a connection that is to end may take for the request in hand: more than the 3 s within which
/// Discord wants an answer.
const LAST_ANSWER: Duration = Duration::from_secs(4);
/// What a connection may buffer, in bytes; headers have to fit.
const BUFFER: usize = 64 * 1024;
/// The wait after the system gave no connection, as when it has no more files.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// Listens on an address that `setting` names.
///
/// # Errors
/// One line that says what to do, when the address is taken or not this machine's.
pub async fn bind(setting: &str, address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{setting}: {address} cannot be listened on; name an address of this machine that is free")
    })
}

/// Answers requests until `stop`; then nothing new is taken, and what is in hand is finished.
pub async fn serve(listener: TcpListener, router: Router, stop: &CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let open = TaskTracker::new();
    let accepting = async {
        while let Ok(place) = Arc::clone(&places).acquire_owned().await {
            match listener.accept().await {
                Ok((stream, _)) => {
                    open.spawn(converse(stream, router.clone(), stop.clone(), place));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(ACCEPT_AGAIN).await;
                }
            }
        }
    };
    tokio::select! {
        () = accepting => {}
        () = stop.cancelled() => {}
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// One connection, until it ends, grows old or the server stops. Its failures are the client's.
async fn converse(stream: TcpStream, router: Router, stop: CancellationToken, _place: OwnedSemaphorePermit) {
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop.cancelled() => {}
        () = tokio::time::sleep(LIFETIME) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(LAST_ANSWER, connection).await;
}
