//! `POST /import?dryRun=true`: a data package as a `.zip`, committed as one revision.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Query;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::response::Response;
use serde::Deserialize;

use crate::app::ImportRequest;
use crate::exchange::ImportReport;
use crate::exchange::read_zip;
use crate::http::Server;
use crate::http::export::failure;

/// How to import.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct How {
    #[serde(default)]
    dry_run: bool,
}

/// Imports the package in the body. The answer is an [`ImportReport`]; its status is 200 when the
/// package was taken, 422 when it has errors and nothing was stored.
pub(super) async fn import(
    State(server): State<Server>,
    headers: HeaderMap,
    how: Result<Query<How>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if !server.access.may_write(&headers) {
        let text = "writing needs the secret of serve.json as `Authorization: Bearer …`\n";
        return (StatusCode::UNAUTHORIZED, text).into_response();
    }
    let Query(How { dry_run }) = match how {
        Ok(how) => how,
        Err(rejection) => return (StatusCode::BAD_REQUEST, rejection.body_text()).into_response(),
    };
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return (rejection.status(), rejection.body_text()).into_response(),
    };
    let imported = server.app.run(move |app| {
        let package = read_zip(&body);
        app.import(ImportRequest {
            package,
            author: "import".into(),
            dry_run,
        })
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
