//! `/`: what is here.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::response::IntoResponse as _;
use axum::response::Response;

use crate::http::Server;
use crate::model::Kind;
use crate::model::tables::table_of;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    title: String,
    revision: u64,
    reference_year: i32,
    citation: String,
    counts: Vec<(&'static str, usize)>,
}

/// Shows the start page.
pub(super) async fn show(State(server): State<Server>) -> Response {
    let page = server.app.run(|app| {
        let snapshot = app.snapshot();
        let counts = Kind::ALL
            .iter()
            .filter_map(|kind| Some((table_of(*kind)?.name, snapshot.registry().count(*kind))))
            .filter(|(_, count)| *count > 0)
            .collect();
        app.dataset(&snapshot).map(|facts| StartPage {
            title: facts.title,
            revision: facts.revision,
            reference_year: facts.reference_year,
            citation: facts.citation,
            counts,
        })
    });
    match page.await.flatten() {
        Ok(page) => match page.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                tracing::error!(%error, "the start page cannot be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        },
        Err(error) => crate::http::export::failure(&error),
    }
}
