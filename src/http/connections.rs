//! The listener: so many connections at a time, and none on which nothing moves.
//!
//! axum sets no limits of its own here. A client that sends a byte now and then keeps its
//! connection; against many of those helps only a reverse proxy (docs/operations.md).

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio::time::Sleep;
use tokio::time::sleep;

/// Accepts connections while there are places; the others wait in the queue of the system.
pub(super) struct Connections {
    listener: TcpListener,
    places: Arc<Semaphore>,
    idle: Duration,
}

/// A connection that fails with `TimedOut` once nothing was read or written for a while.
pub(super) struct Connection {
    stream: TcpStream,
    idle: Duration,
    deadline: Pin<Box<Sleep>>,
    /// Given back when the connection ends.
    _place: Option<OwnedSemaphorePermit>,
}

impl Connections {
    /// At most `most` connections, each of which may be without traffic for `idle`, which must be
    /// longer than any request takes, since a client that waits for its answer sends nothing.
    pub(super) fn new(listener: TcpListener, most: usize, idle: Duration) -> Self {
        Self {
            listener,
            places: Arc::new(Semaphore::new(most)),
            idle,
        }
    }
}

impl Listener for Connections {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        // The semaphore is never closed.
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let connection = Connection {
            stream,
            idle: self.idle,
            deadline: Box::pin(sleep(self.idle)),
            _place: place,
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connection {
    /// Puts the deadline off when something moved, and fails when it has passed.
    fn watch<T>(
        &mut self,
        context: &mut Context<'_>,
        moved: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if moved.is_ready() {
            self.deadline.as_mut().reset(Instant::now() + self.idle);
            return moved;
        }
        self.deadline
            .as_mut()
            .poll(context)
            .map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let read = Pin::new(&mut this.stream).poll_read(context, buffer);
        this.watch(context, read)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.watch(context, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(context, bytes);
        this.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    async fn connections(most: usize, idle: Duration) -> (Connections, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (Connections::new(listener, most, idle), address)
    }

    #[tokio::test]
    async fn one_more_waits_until_another_ends() {
        let (mut listener, address) = connections(1, Duration::from_secs(600)).await;
        let _clients = [
            TcpStream::connect(address).await.unwrap(),
            TcpStream::connect(address).await.unwrap(),
        ];
        let (first, _) = listener.accept().await;
        let second = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(second.is_err(), "there is no place");
        drop(first);
        listener.accept().await;
    }

    #[tokio::test]
    async fn a_connection_without_traffic_ends() {
        let (mut listener, address) = connections(1, Duration::from_millis(20)).await;
        let _client = TcpStream::connect(address).await.unwrap();
        let (mut connection, _) = listener.accept().await;
        let mut bytes = [0; 8];
        let read = poll_fn(|context| {
            Pin::new(&mut connection).poll_read(context, &mut ReadBuf::new(&mut bytes))
        });
        assert_eq!(read.await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
