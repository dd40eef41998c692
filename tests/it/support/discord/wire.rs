//! What happens below HTTP: connections that can be reset, and multipart bodies.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{self, AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::state::Shared;

/// A listener whose connections can be reset from inside a request's handler, and are counted.
pub struct ResettableListener(pub TcpListener, pub Arc<Shared>);

/// A connection; reading fails once it was told to reset.
pub struct ResettableStream {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
    shared: Arc<Shared>,
}

impl Drop for ResettableStream {
    fn drop(&mut self) {
        self.shared.state().connections -= 1;
    }
}

/// Resets the connection that a request came on.
#[derive(Clone)]
pub struct Resetter(Arc<AtomicBool>);

impl Resetter {
    /// Closes the connection with a TCP reset, without a byte of an answer; never returns, because
    /// the server drops the handler together with the connection.
    pub async fn reset(&self) -> ! {
        self.0.store(true, Ordering::SeqCst);
        std::future::poll_fn(|context: &mut Context<'_>| {
            // The connection is driven by this very task: waking it makes the server read, and fail.
            context.waker().wake_by_ref();
            Poll::<std::convert::Infallible>::Pending
        })
        .await;
        unreachable!("the connection outlived its reset")
    }
}

impl Listener for ResettableListener {
    type Io = ResettableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Otherwise an event waits until the one before it is acknowledged, 40 ms with nothing to send back.
        let _ = stream.set_nodelay(true);
        let reset = Arc::new(AtomicBool::new(false));
        let shared = Arc::clone(&self.1);
        shared.state().connections += 1;
        (ResettableStream { stream, reset, shared }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, ResettableListener>> for Resetter {
    fn connect_info(stream: IncomingStream<'_, ResettableListener>) -> Self {
        Self(Arc::clone(&stream.io().reset))
    }
}

impl AsyncRead for ResettableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.reset.load(Ordering::SeqCst) {
            // No lingering: dropping the socket then sends RST instead of FIN.
            self.stream.set_zero_linger().ok();
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for ResettableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// One part of a `multipart/form-data` body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub filename: Option<String>,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
}

/// Takes a `multipart/form-data` body apart; `None` when it is malformed.
pub fn multipart(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = parameter(content_type, "boundary")?;
    // With a line break in front, the first delimiter looks like all others.
    let body = [b"\r\n", body].concat();
    let delimiter = format!("\r\n--{boundary}");
    let mut rest = &body[find(&body, delimiter.as_bytes())? + delimiter.len()..];
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let rest_of_part = rest.strip_prefix(b"\r\n")?;
        let end = find(rest_of_part, delimiter.as_bytes())?;
        parts.push(part(&rest_of_part[..end])?);
        rest = &rest_of_part[end + delimiter.len()..];
    }
    Some(parts)
}

fn part(bytes: &[u8]) -> Option<Part> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let header = |name: &str| {
        head.split("\r\n").find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(disposition, "name")?,
        filename: parameter(disposition, "filename"),
        content_type: header("content-type").map(str::to_owned),
        bytes: bytes[end + 4..].to_vec(),
    })
}

/// The value of `name=value` in a header, with or without quotes.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').find_map(|piece| {
        let (key, value) = piece.trim().split_once('=')?;
        (key == name).then(|| value.trim_matches('"').to_owned())
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
