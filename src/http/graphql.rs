//! GraphQL over HTTP: one operation a request, mutations only by POST with `application/json`.
//!
//! A form or a link of another site can send neither that content type nor the secret, so that it
//! cannot write. Status codes follow the GraphQL-over-HTTP draft: with the media type
//! `application/graphql-response+json` a request that was not executed is 400, otherwise 200.

use std::sync::Arc;

use async_graphql::Request;
use async_graphql::Variables;
use axum::body::Bytes;
use axum::extract::Query;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::response::Response;
use serde::Deserialize;
use tokio::runtime::Handle;

use crate::graphql::Answer;
use crate::graphql::Caller;
use crate::graphql::execute;
use crate::http::Server;

const RESPONSE_TYPE: &str = "application/graphql-response+json";

/// A question in the address.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Question {
    query: String,
    variables: Option<String>,
    operation_name: Option<String>,
}

/// Answers `GET /graphql?query=…`: queries only.
pub(super) async fn by_get(
    State(server): State<Server>,
    headers: HeaderMap,
    question: Result<Query<Question>, QueryRejection>,
) -> Response {
    let Query(question) = match question {
        Ok(question) => question,
        Err(rejection) => {
            return refuse(StatusCode::BAD_REQUEST, "BAD_INPUT", &rejection.body_text());
        }
    };
    let mut request = Request::new(question.query);
    if let Some(variables) = question.variables {
        match serde_json::from_str(&variables) {
            Ok(variables) => request = request.variables(Variables::from_json(variables)),
            Err(error) => {
                return refuse(
                    StatusCode::BAD_REQUEST,
                    "BAD_INPUT",
                    &format!("`variables` is no JSON: {error}"),
                );
            }
        }
    }
    if let Some(name) = question.operation_name {
        request = request.operation_name(name);
    }
    let caller = Caller {
        may_write: false,
        queries_only: true,
    };
    answer(&server, &headers, request, caller).await
}

/// Answers `POST /graphql`.
pub(super) async fn by_post(
    State(server): State<Server>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if !is_json(&headers) {
        let text = "the body must be `Content-Type: application/json`";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_INPUT", text);
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) => {
            let code = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                "LIMIT"
            } else {
                "BAD_INPUT"
            };
            return refuse(rejection.status(), code, &rejection.body_text());
        }
    };
    let request: Request = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => {
            let text = format!("the body is no GraphQL request `{{\"query\": …}}`: {error}");
            return refuse(StatusCode::BAD_REQUEST, "BAD_INPUT", &text);
        }
    };
    let may_write = server.access.may_write(&headers);
    let caller = Caller {
        may_write,
        queries_only: false,
    };
    answer(&server, &headers, request, caller).await
}

/// Runs a request off the async workers, which a large answer would hold for too long.
async fn answer(
    server: &Server,
    headers: &HeaderMap,
    request: Request,
    caller: Caller,
) -> Response {
    let Ok(place) = Arc::clone(&server.questions).try_acquire_owned() else {
        let text = "too many questions at once; try again in a second";
        let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", text);
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        return response;
    };
    let (schema, runtime) = (server.schema.clone(), Handle::current());
    let answered = tokio::task::spawn_blocking(move || {
        let answer = runtime.block_on(execute(&schema, request, caller));
        drop(place);
        answer
    });
    match answered.await {
        Ok(answer) => respond(headers, answer),
        Err(error) => {
            tracing::error!(%error, "a question failed");
            refuse(
                StatusCode::INTERNAL_SERVER_ERROR,
                "INTERNAL",
                "internal error; the log says more",
            )
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    value
        .split(';')
        .next()
        .is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json"))
}

fn respond(headers: &HeaderMap, answer: Answer) -> Response {
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let is_modern = accepts.contains(RESPONSE_TYPE);
    let status = match () {
        () if answer.is_unavailable => StatusCode::SERVICE_UNAVAILABLE,
        () if is_modern && !answer.was_executed => StatusCode::BAD_REQUEST,
        () => StatusCode::OK,
    };
    let media_type = if is_modern {
        RESPONSE_TYPE
    } else {
        "application/json"
    };
    let mut response = (status, [(header::CONTENT_TYPE, media_type)], answer.json).into_response();
    if answer.is_unavailable {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// A refusal before GraphQL has seen the request, in the form of its errors.
fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let body =
        serde_json::json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response()
}
