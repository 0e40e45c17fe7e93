//! The server: routes, who may write, limits, shutdown. It knows no rule of the domain.

mod access;
mod connections;
mod export;
mod graphql;
mod import;
mod log;
mod spool;
mod start_page;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse as _;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::app::AppError;
use crate::app::RunFile;
use crate::app::Settings;
use crate::graphql::KetjuSchema;
use crate::graphql::schema;
use crate::http::access::Access;
use crate::http::connections::Connections;

/// GraphQL requests answered at the same time; one more is refused at once.
const MAX_QUESTIONS: usize = 64;

/// Imports under way at the same time; one more is refused before its package is read.
const MAX_IMPORTS: usize = 2;

/// Exports being written at the same time, each by a thread of its own; one more is refused at once.
const MAX_EXPORTS: usize = 4;

/// Connections at the same time; more wait until one ends.
const MAX_CONNECTIONS: usize = 512;

/// A connection on which nothing moves for this long is closed: longer than a request may take.
const IDLE_CONNECTION: Duration = Duration::from_secs(75);

/// The header of `/readyz` with the name of the run, by which a command tells its server from
/// another program that has come by the port.
pub const RUN_HEADER: &str = "ketju-run";

/// A request that takes longer is answered with 504; budgets end questions long before.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// The body of an import may take this long to arrive.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(600);

/// An import that is not being stored this long after it has arrived is given up, and nothing of it is stored.
const IMPORT_TIMEOUT: Duration = Duration::from_secs(600);

/// An export is broken off when a part of it is not taken for this long, so that it does not keep a place for nobody.
const EXPORT_STALL: Duration = Duration::from_secs(20);

/// An export may take this long.
const EXPORT_TIMEOUT: Duration = Duration::from_secs(3600);

/// After a signal to stop, requests under way have this long to end.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// What every handler is given.
#[derive(Clone)]
struct Server {
    app: Arc<App>,
    schema: KetjuSchema,
    access: Arc<Access>,
    /// A place for every GraphQL request that is being answered.
    questions: Arc<Semaphore>,
    /// A place for every export that is being written.
    exports: Arc<Semaphore>,
    /// A place for every import that is under way.
    imports: Arc<Semaphore>,
    /// Where bodies of imports are kept while they arrive: the data folder, since it has room for them.
    folder: Arc<Path>,
    max_import_bytes: u64,
    run: Arc<str>,
    is_stopping: Arc<AtomicBool>,
}

/// A server that cannot run.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address is taken or not one of this machine.
    #[error("cannot listen on `{address}`: {cause}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The server broke off.
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
    /// The file for other commands cannot be written.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Serves the data of `folder` until the process is told to stop; `on_ready` is called once
/// requests are answered, with an address at which this machine reaches it.
///
/// # Errors
/// [`ServeError`] if the address cannot be had or the server breaks off.
pub async fn serve(
    app: Arc<App>,
    settings: &Settings,
    folder: &Path,
    on_ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let listen_error = |cause| ServeError::Listen {
        address: settings.listen,
        cause,
    };
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    let run = RunFile::new(address)?;
    let reachable_at = run.address;
    run.write(folder)?;
    let is_stopping = Arc::new(AtomicBool::new(false));
    let server = Server {
        schema: schema(Arc::clone(&app)),
        app,
        access: Arc::new(Access::new(&run.secret, &settings.hosts, address.ip())),
        questions: Arc::new(Semaphore::new(MAX_QUESTIONS)),
        exports: Arc::new(Semaphore::new(MAX_EXPORTS)),
        imports: Arc::new(Semaphore::new(MAX_IMPORTS)),
        folder: folder.into(),
        max_import_bytes: settings.max_import_bytes as u64,
        run: run.run.into(),
        is_stopping: Arc::clone(&is_stopping),
    };
    let connections = Connections::new(listener, MAX_CONNECTIONS, IDLE_CONNECTION);
    let serving =
        axum::serve(connections, router(server, settings)).with_graceful_shutdown(async move {
            stop_signal().await;
            is_stopping.store(true, Ordering::Relaxed);
            tracing::info!("stopping");
        });
    on_ready(reachable_at);
    let out_of_patience = async {
        stop_signal().await;
        tokio::time::sleep(SHUTDOWN_GRACE).await;
    };
    let stopped = tokio::select! {
        stopped = serving => stopped.map_err(ServeError::Stopped),
        () = out_of_patience => Ok(()),
    };
    RunFile::remove(folder);
    stopped
}

fn router(server: Server, settings: &Settings) -> Router {
    let questions = Router::new()
        .route("/graphql", get(graphql::by_get).post(graphql::by_post))
        .layer(RequestBodyLimitLayer::new(settings.max_request_bytes));
    let packages = Router::new()
        .route("/import", post(import::import))
        .layer(axum::extract::DefaultBodyLimit::disable())
        // The last is the first to see a request: who may not write takes no place.
        .route_layer(middleware::from_fn_with_state(
            server.clone(),
            import::admit,
        ))
        .route_layer(middleware::from_fn_with_state(
            server.clone(),
            access::require_secret,
        ));
    let fixed =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .route("/", get(start_page::show))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .merge(questions)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            REQUEST_TIMEOUT,
        ))
        // These keep times of their own.
        .merge(packages)
        .route("/export/{format}", get(export::export))
        .layer(CatchPanicLayer::new())
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ))
        .layer(middleware::from_fn_with_state(
            server.clone(),
            access::check_host,
        ))
        .layer(middleware::from_fn(log::log_request))
        .with_state(server)
}

/// Whether questions are answered: from the first moment, as the data are read before the port is
/// opened, until the program is told to stop.
async fn ready(State(server): State<Server>) -> Response {
    let (status, text) = if server.is_stopping.load(Ordering::Relaxed) {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned())
    } else {
        let revision = server.app.snapshot().revision();
        (StatusCode::OK, format!("ready at revision {revision}\n"))
    };
    let run = [(HeaderName::from_static(RUN_HEADER), server.run.to_string())];
    (status, run, text).into_response()
}

/// Resolves when the process is interrupted or asked to terminate.
async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::SignalKind;
        if let Ok(mut terminated) = tokio::signal::unix::signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler the default action ends the process, which loses nothing.
    let _ = interrupted.await;
}
