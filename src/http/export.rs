//! `GET /export/{format}?at=REVISION`: the whole data as a file.

use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::response::Response;
use serde::Deserialize;

use crate::app::AppError;
use crate::http::Server;

/// Which revision.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    at: Option<u64>,
}

/// Answers with the data package as a `.zip`.
pub(super) async fn export(
    State(server): State<Server>,
    Path(format): Path<String>,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    if format != "csv" {
        let text = format!("unknown format `{format}`; known are: csv\n");
        return (StatusCode::NOT_FOUND, text).into_response();
    }
    let Query(Which { at }) = match which {
        Ok(which) => which,
        Err(rejection) => return (StatusCode::BAD_REQUEST, rejection.body_text()).into_response(),
    };
    match server
        .app
        .run(move |app| app.export_csv_zip(at))
        .await
        .flatten()
    {
        Ok(export) => {
            let name = format!("attachment; filename=\"ketju-r{}.zip\"", export.revision);
            let headers = [
                (header::CONTENT_TYPE, "application/zip".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, export.zip).into_response()
        }
        Err(error) => failure(&error),
    }
}

/// A failure of the shell as a plain answer. What only the operator can use goes to the log.
pub(super) fn failure(error: &AppError) -> Response {
    let status = match error {
        AppError::UnknownRevision { .. } => StatusCode::NOT_FOUND,
        AppError::Discarded { .. } => StatusCode::GONE,
        AppError::Conflict { .. } => StatusCode::CONFLICT,
        AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
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
