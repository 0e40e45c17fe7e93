//! `GET /export/{format}?at=&region=&material=&kind=&year=&chain=`: the data as a file, sent while it is written.

use std::io;
use std::io::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::response::Response;
use tokio::sync::mpsc;

use crate::app::AppError;
use crate::app::Export;
use crate::app::ExportRequest;
use crate::exchange::ExportFormat;
use crate::http::Server;
use crate::model::nearest;

/// Bytes that are sent at once.
const CHUNK: usize = 64 << 10;

/// Chunks that wait for whoever reads; the writer waits when there are more.
const CHUNKS_AHEAD: usize = 4;

/// Answers with the data in a form.
pub(super) async fn export(
    State(server): State<Server>,
    Path(format): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(format) = ExportFormat::from_code(&format) else {
        let text = unknown("format", &format, ExportFormat::CODES);
        return (StatusCode::NOT_FOUND, text).into_response();
    };
    let asked = match asked(query.as_deref().unwrap_or_default()) {
        Ok(asked) => asked,
        Err(said) => return (StatusCode::BAD_REQUEST, said).into_response(),
    };
    let Ok(place) = Arc::clone(&server.exports).try_acquire_owned() else {
        return failure(&AppError::Busy);
    };
    // An earlier revision is rebuilt first, where that holds up no question.
    if let Some(revision) = asked.at
        && let Err(error) = server.app.earlier(revision).await
    {
        return failure(&error);
    }
    let export = server.app.run(move |app| app.export(format, &asked)).await;
    match export.flatten() {
        Ok(export) => {
            let name = format!("attachment; filename=\"{}\"", export.file_name());
            let headers = [
                (header::CONTENT_TYPE, format.media_type().to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, streamed(export, place)).into_response()
        }
        Err(error) => failure(&error),
    }
}

/// The body of an export, written by a thread of its own as fast as it is read. Where it breaks off, so does the connection, so
/// that a part is never taken for the whole.
fn streamed(export: Export, place: impl Send + 'static) -> Body {
    let (send, mut receive) = mpsc::channel(CHUNKS_AHEAD);
    tokio::task::spawn_blocking(move || {
        let mut chunks = Chunks {
            send: send.clone(),
            next: Vec::with_capacity(CHUNK),
        };
        let written = export.write(&mut chunks).map_err(io::Error::other);
        if let Err(error) = written.and_then(|()| chunks.flush()) {
            // Nobody reads this where the request was given up.
            let _ = send.blocking_send(Err(error));
        }
        drop(place);
    });
    Body::from_stream(futures_util::stream::poll_fn(move |context| {
        receive.poll_recv(context)
    }))
}

/// Hands bytes over in chunks.
struct Chunks {
    send: mpsc::Sender<io::Result<Bytes>>,
    next: Vec<u8>,
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.next.extend_from_slice(bytes);
        if self.next.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let chunk = std::mem::replace(&mut self.next, Vec::with_capacity(CHUNK));
        let sent = self.send.blocking_send(Ok(chunk.into()));
        sent.map_err(|_gone| io::ErrorKind::BrokenPipe.into())
    }
}

/// What a query string asks for; what is wrong with it in words.
fn asked(query: &str) -> Result<ExportRequest, String> {
    let mut asked = ExportRequest::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let wrong = |expected| format!("`{name}` cannot be `{value}`: expected {expected}\n");
        let number = "a whole number";
        let text = || value.clone().into_owned();
        match &*name {
            "at" => asked.at = Some(value.parse().map_err(|_cause| wrong(number))?),
            "year" => asked.year = Some(value.parse().map_err(|_cause| wrong(number))?),
            "chain" => asked.chain = value.parse().map_err(|_cause| wrong("`true` or `false`"))?,
            "kind" => asked.kinds.push(text()),
            "region" => asked.regions.push(text()),
            "material" => asked.materials.push(text()),
            _ => {
                return Err(unknown("parameter", &name, &PARAMETERS));
            }
        }
    }
    Ok(asked)
}

/// What may be asked of an export.
const PARAMETERS: [&str; 6] = ["at", "year", "chain", "kind", "region", "material"];

/// That a name means nothing, with those that do.
fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let near = nearest(name, known.iter().copied());
    let near = near.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
    format!(
        "unknown {what} `{name}`{near}; known are: {}\n",
        known.join(", ")
    )
}

/// A failure of the shell as a plain answer. What only the operator can use goes to the log.
pub(super) fn failure(error: &AppError) -> Response {
    let status = match error {
        AppError::UnknownRevision { .. } | AppError::NothingSelected(_) => StatusCode::NOT_FOUND,
        AppError::Discarded { .. } => StatusCode::GONE,
        AppError::Conflict { .. } => StatusCode::CONFLICT,
        AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        AppError::UnknownName { .. }
        | AppError::NoYear { .. }
        | AppError::OneMaterial { .. }
        | AppError::WholeChain
        | AppError::Export(_) => StatusCode::BAD_REQUEST,
        _ if error.is_stopped() => StatusCode::SERVICE_UNAVAILABLE,
        _ if error.is_out_of_room() => {
            tracing::error!(%error, "there is no room to store a commit");
            let text = "the server has no room to store it, and what was there before is as it was; once there is room, start the server again and send it again\n";
            return (StatusCode::INSUFFICIENT_STORAGE, text).into_response();
        }
        _ => {
            tracing::error!(%error, "a request failed");
            return (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal error; the log says more\n",
            )
                .into_response();
        }
    };
    (status, format!("{error}\n")).into_response()
}
