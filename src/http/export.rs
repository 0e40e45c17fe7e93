//! `GET /export/{format}?at=&region=&material=&kind=&year=&chain=`: the data as a file, sent while it is written.

use std::io;
use std::io::Write;
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use axum::body::Body;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::response::Response;
use futures_util::stream::poll_fn;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;

use crate::app::App;
use crate::app::AppError;
use crate::app::ExportRequest;
use crate::exchange::ExportError;
use crate::exchange::ExportFormat;
use crate::http::EXPORT_STALL;
use crate::http::EXPORT_TIMEOUT;
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
    let snapshot = match asked.at {
        None => server.app.snapshot(),
        Some(revision) => match server.app.earlier(revision).await {
            Ok(snapshot) => snapshot,
            Err(error) => return failure(&error),
        },
    };
    // The place goes with the work, which goes on when whoever asked is gone.
    let make = move |app: &App| (app.export_of(snapshot, format, &asked), place);
    let (export, place) = match server.app.run(make).await {
        Ok(made) => made,
        Err(error) => return failure(&error),
    };
    match export {
        Ok(export) => {
            let name = format!("attachment; filename=\"{}\"", export.file_name());
            let headers = [
                (header::CONTENT_TYPE, format.media_type().to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            let write = move |out: &mut Chunks| export.write(out);
            match streamed(write, place).await {
                Ok(body) => (headers, body).into_response(),
                Err(error) => failure(&error),
            }
        }
        Err(error) => failure(&error),
    }
}

/// What is handed from the writer to the connection.
enum Part {
    Bytes(Bytes),
    /// All has been written.
    End,
}

/// The body of an export, written by a thread of its own as fast as it is read. Where it breaks off, so does the connection, so
/// that a part is never taken for the whole.
///
/// # Errors
/// What went wrong before the first byte.
async fn streamed(
    write: impl FnOnce(&mut Chunks) -> Result<(), ExportError> + Send + 'static,
    place: impl Send + 'static,
) -> Result<Body, AppError> {
    let (send, mut receive) = mpsc::channel(CHUNKS_AHEAD);
    let mut chunks = Chunks {
        send: send.clone(),
        next: Vec::with_capacity(CHUNK),
        runtime: Handle::current(),
        started: Instant::now(),
    };
    tokio::task::spawn_blocking(move || {
        let written = write(&mut chunks);
        if let Err(error) = written.and_then(|()| Ok(chunks.end()?)) {
            tracing::warn!(%error, "an export broke off");
            // There is room for it before the first byte; later, the missing end says so.
            let _ = send.try_send(Err(AppError::Export(error)));
        }
        drop(place);
    });
    let first = receive.recv().await.unwrap_or(Err(AppError::Panicked))?;
    let mut next = Some(Ok(first));
    Ok(Body::from_stream(poll_fn(move |context| {
        let part = match next.take() {
            Some(first) => Poll::Ready(Some(first)),
            None => receive.poll_recv(context),
        };
        part.map(|part| match part {
            Some(Ok(Part::Bytes(bytes))) => Some(Ok(bytes)),
            Some(Ok(Part::End)) => None,
            Some(Err(error)) => Some(Err(error)),
            None => Some(Err(AppError::Panicked)),
        })
    })))
}

/// Hands bytes over in chunks, as fast as they are taken.
struct Chunks {
    send: mpsc::Sender<Result<Part, AppError>>,
    next: Vec<u8>,
    runtime: Handle,
    started: Instant,
}

impl Chunks {
    /// Hands over the last bytes, and that they are the last.
    fn end(&mut self) -> io::Result<()> {
        self.flush()?;
        self.hand_over(Part::End)
    }

    fn hand_over(&self, part: Part) -> io::Result<()> {
        let left = EXPORT_TIMEOUT.saturating_sub(self.started.elapsed());
        let sent = self.send.send_timeout(Ok(part), left.min(EXPORT_STALL));
        self.runtime.block_on(sent).map_err(|error| match error {
            SendTimeoutError::Timeout(_) => io::ErrorKind::TimedOut.into(),
            SendTimeoutError::Closed(_) => io::ErrorKind::BrokenPipe.into(),
        })
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.send.is_closed() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.next.extend_from_slice(bytes);
        if self.next.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let chunk = std::mem::replace(&mut self.next, Vec::with_capacity(CHUNK));
        self.hand_over(Part::Bytes(chunk.into()))
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
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
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
        AppError::Busy | AppError::GivenUp => StatusCode::SERVICE_UNAVAILABLE,
        AppError::UnknownName { .. }
        | AppError::NoYear { .. }
        | AppError::OneMaterial { .. }
        | AppError::WholeChain => StatusCode::BAD_REQUEST,
        AppError::Export(error) if error.is_of_what_is_asked() => StatusCode::BAD_REQUEST,
        AppError::Export(_) if error.is_out_of_room() => {
            tracing::error!(%error, "there is no room to make an export");
            let text = "the server has no room to make the file; ask again once there is\n";
            return (StatusCode::INSUFFICIENT_STORAGE, text).into_response();
        }
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use futures_util::StreamExt as _;

    use super::*;

    fn full() -> ExportError {
        io::Error::from(io::ErrorKind::StorageFull).into()
    }

    #[tokio::test]
    async fn what_fails_before_the_first_byte_is_an_answer() {
        let too_large = || ExportError::TooLarge {
            format: ExportFormat::Xlsx,
            what: "rows".into(),
            found: 2,
            limit: 1,
        };
        for (error, status) in [
            (too_large(), 400),
            (ExportError::NoChain(ExportFormat::Csv), 400),
            (ExportError::OnlyChain(ExportFormat::Sankey), 400),
            (full(), 507),
            (io::Error::other("a fault").into(), 500),
        ] {
            let answer = streamed(move |_out: &mut Chunks| Err(error), ()).await;
            assert_eq!(failure(&answer.unwrap_err()).status(), status);
        }
    }

    #[tokio::test]
    async fn what_fails_later_breaks_the_body_off() {
        let breaks = |out: &mut Chunks| {
            out.write_all(&[7; CHUNK])?;
            Err(full())
        };
        let mut body = streamed(breaks, ()).await.unwrap().into_data_stream();
        assert_eq!(body.next().await.unwrap().unwrap().len(), CHUNK);
        assert!(body.next().await.unwrap().is_err());
        let whole = |out: &mut Chunks| Ok(out.write_all(&[7; CHUNK + 1])?);
        let body = streamed(whole, ()).await.unwrap().into_data_stream();
        let parts: Vec<usize> = body.map(|it| it.unwrap().len()).collect().await;
        assert_eq!(parts.iter().sum::<usize>(), CHUNK + 1);
    }

    #[tokio::test]
    async fn who_writes_nothing_hears_that_nobody_listens_and_keeps_the_place_till_then() {
        let (began, has_begun) = channel();
        let (said, hear) = channel();
        let places = Arc::new(tokio::sync::Semaphore::new(1));
        let place = Arc::clone(&places).try_acquire_owned().unwrap();
        let spooling = move |out: &mut Chunks| {
            began.send(out.write(&[])).unwrap();
            loop {
                if let Err(error) = out.write(&[]) {
                    said.send(error.kind()).unwrap();
                    return Err(error.into());
                }
                std::thread::yield_now();
            }
        };
        {
            let mut gone = std::pin::pin!(streamed(spooling, place));
            assert!(futures_util::poll!(&mut gone).is_pending());
            assert_eq!(has_begun.recv().unwrap().unwrap(), 0);
            assert_eq!(places.available_permits(), 0);
        }
        assert_eq!(hear.recv().unwrap(), io::ErrorKind::BrokenPipe);
        // It comes back: were it lost, this would wait for ever.
        let _place = places.acquire().await.unwrap();
    }
}
