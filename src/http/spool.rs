//! The body of an import, kept in a file without name while it arrives: not in memory, and gone with the process.

use std::fs::File;
use std::io;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::Write as _;

use axum::body::Body;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::response::Response;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;

use crate::http::Server;
use crate::http::UPLOAD_TIMEOUT;

/// Pieces of a body that wait for the disk; the client waits when there are more.
const PIECES_AHEAD: usize = 4;

/// A body that has arrived, all of it.
pub(super) struct Spooled(File);

impl Spooled {
    pub(super) fn file(self) -> File {
        self.0
    }

    pub(super) fn bytes(mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Receives a body; a refusal if it is too large, breaks off, comes too slowly or cannot be kept.
pub(super) async fn spool(
    server: &Server,
    headers: &HeaderMap,
    body: Body,
) -> Result<Spooled, Response> {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|it| it > server.max_import_bytes) {
        return Err(too_large(server.max_import_bytes));
    }
    match tokio::time::timeout(UPLOAD_TIMEOUT, received(server, body)).await {
        Ok(received) => received,
        Err(_late) => {
            let text = "the body took too long to arrive; nothing was stored\n";
            Err((StatusCode::REQUEST_TIMEOUT, text).into_response())
        }
    }
}

async fn received(server: &Server, body: Body) -> Result<Spooled, Response> {
    let folder = server.folder.clone();
    let (send, mut receive) = mpsc::channel::<Bytes>(PIECES_AHEAD);
    // When the request is given up its end of the channel goes, and then this file.
    let writing = tokio::task::spawn_blocking(move || {
        let mut file = tempfile::tempfile_in(folder)?;
        while let Some(piece) = receive.blocking_recv() {
            file.write_all(&piece)?;
        }
        file.rewind()?;
        Ok::<_, io::Error>(file)
    });
    let mut pieces = body.into_data_stream();
    let mut room = server.max_import_bytes;
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else {
            let text = "the body broke off; nothing was stored\n";
            return Err((StatusCode::BAD_REQUEST, text).into_response());
        };
        let left = room.checked_sub(piece.len() as u64);
        room = left.ok_or_else(|| too_large(server.max_import_bytes))?;
        if send.send(piece).await.is_err() {
            // The disk took no more, and says why below.
            break;
        }
    }
    drop(send);
    let written = writing
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)));
    written.map(Spooled).map_err(|error| failed_to_keep(&error))
}

fn too_large(limit: u64) -> Response {
    let text = format!("the body is larger than {limit} bytes (`max_import_bytes`)\n");
    (StatusCode::PAYLOAD_TOO_LARGE, text).into_response()
}

/// The answer where the disk does not take a body or give it back.
pub(super) fn failed_to_keep(error: &io::Error) -> Response {
    tracing::error!(%error, "the body of an import could not be kept");
    let text = "the server cannot keep the file; nothing was stored, the log says more\n";
    (StatusCode::INSUFFICIENT_STORAGE, text).into_response()
}
