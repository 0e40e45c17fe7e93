//! `POST /import?dryRun=true`: a data package as a `.zip`, or with `form=members` a table of members, committed as one revision.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::body::Bytes;
use axum::extract::Query;
use axum::extract::Request;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use axum::response::Response;
use serde::Deserialize;
use tokio::sync::OwnedSemaphorePermit;

use crate::app::App;
use crate::app::AppError;
use crate::app::CommitOutcome;
use crate::app::ImportRequest;
use crate::app::MembersImport;
use crate::exchange::ImportReport;
use crate::exchange::MembersFile;
use crate::exchange::read_zip;
use crate::http::Server;
use crate::http::export::failure;

/// How to import.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct How {
    #[serde(default)]
    dry_run: bool,
    /// What the body is.
    #[serde(default)]
    form: Form,
    /// Name of the file, for problems; of members only.
    file: Option<String>,
    /// Whether organisations that are not on record are made; of members only.
    #[serde(default)]
    create: bool,
}

/// What the body of an import is.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Form {
    /// A data package as a `.zip`.
    #[default]
    Package,
    /// A table of members as CSV.
    Members,
}

/// A place among the imports under way, held until the package is out of memory again.
pub(super) type Place = Arc<OwnedSemaphorePermit>;

/// Lets in so many imports at a time, since each holds its package in memory.
pub(super) async fn admit(
    State(server): State<Server>,
    mut request: Request,
    next: Next,
) -> Response {
    let Ok(place) = Arc::clone(&server.imports).try_acquire_owned() else {
        let text = "too many imports at once; try again in a second\n";
        let retry = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
        return (StatusCode::SERVICE_UNAVAILABLE, retry, text).into_response();
    };
    request.extensions_mut().insert(Place::new(place));
    next.run(request).await
}

/// Imports a body in the form that it is said to have.
fn imported(app: &App, body: &[u8], how: &How) -> Result<CommitOutcome, AppError> {
    match how.form {
        Form::Package => app.import(ImportRequest {
            package: read_zip(body),
            author: "import".into(),
            dry_run: how.dry_run,
        }),
        Form::Members => app.import_members(&MembersImport {
            file: MembersFile {
                name: how.file.as_deref().unwrap_or("members.csv"),
                bytes: body,
                create: how.create,
            },
            dry_run: how.dry_run,
        }),
    }
}

/// Imports the package in the body. The answer is an [`ImportReport`]; its status is 200 when the
/// package was taken, 422 when it has errors and nothing was stored.
pub(super) async fn import(
    State(server): State<Server>,
    Extension(place): Extension<Place>,
    how: Result<Query<How>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let how = match how {
        Ok(Query(how)) => how,
        Err(rejection) => return (StatusCode::BAD_REQUEST, rejection.body_text()).into_response(),
    };
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return (rejection.status(), rejection.body_text()).into_response(),
    };
    let imported = server.app.run(move |app| {
        let imported = imported(app, &body, &how);
        // Not before, even if the request has been given up.
        drop(place);
        imported
    });
    match imported.await.flatten() {
        Ok(outcome) => {
            let report = ImportReport::of(
                &outcome.counts,
                outcome.revision.map(|it| it.revision),
                &outcome.problems,
            );
            let status = if report.has_errors() {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::OK
            };
            (status, Json(report)).into_response()
        }
        Err(error) => failure(&error),
    }
}
