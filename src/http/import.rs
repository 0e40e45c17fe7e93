//! `POST /import?dryRun=&form=&encoding=&decimal=&undirected=&mapping=&file=`: data in any form, committed as one revision; with
//! `form=members` a table of members.

use std::io;
use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::body::Body;
use axum::extract::Query;
use axum::extract::RawQuery;
use axum::extract::Request;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderMap;
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
use crate::app::Permission;
use crate::exchange::CreateOrganisations;
use crate::exchange::Encoding;
use crate::exchange::MembersFile;
use crate::exchange::PackageRead;
use crate::exchange::ReadOptions;
use crate::exchange::StatedOptions;
use crate::exchange::read_import_file;
use crate::http::IMPORT_TIMEOUT;
use crate::http::Server;
use crate::http::export::failure;
use crate::http::export::unknown;
use crate::http::spool::Spooled;
use crate::http::spool::failed_to_keep;
use crate::http::spool::spool;

/// How to import.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct How {
    #[serde(default)]
    dry_run: bool,
    /// What the body is: `members`, or a form that data are read in; found from name and body if not stated.
    form: Option<String>,
    /// Name of the file, for problems.
    file: Option<String>,
    encoding: Option<String>,
    decimal: Option<String>,
    undirected: Option<String>,
    /// The text of a mapping file.
    mapping: Option<String>,
    /// Whether organisations that are not on record are made; of members only.
    #[serde(default)]
    create: bool,
    /// Whether those are too whose name is that of one on record but for the legal form.
    #[serde(default)]
    create_alike: bool,
}

/// How a body is read, once it has arrived.
enum Reading {
    Data(Box<ReadOptions>),
    Members(Encoding),
}

/// What is done with a body that has arrived.
enum Task {
    Data(Box<PackageRead>),
    Members(Vec<u8>, Encoding),
}

impl How {
    fn stated(&self) -> StatedOptions {
        StatedOptions {
            form: self.form.clone(),
            encoding: self.encoding.clone(),
            decimal: self.decimal.clone(),
            undirected: self.undirected.clone(),
            mapping: self.mapping.clone(),
        }
    }

    fn is_of_members(&self) -> bool {
        self.form.as_deref() == Some("members")
    }

    /// How the body is to be read.
    ///
    /// # Errors
    /// What means nothing, or nothing for such a body, in words.
    fn reading(&self) -> Result<Reading, String> {
        let mut stated = self.stated();
        if !self.is_of_members() {
            if self.create || self.create_alike {
                return Err("`create` and `createAlike` are for tables of members: state `form=members` as well".to_owned());
            }
            return Ok(Reading::Data(Box::new(stated.read()?)));
        }
        stated.form = None;
        if let Some((name, _)) = stated.pairs().find(|it| it.0 != "encoding") {
            return Err(format!(
                "`{name}` means nothing for a table of members: leave it out"
            ));
        }
        Ok(Reading::Members(stated.read()?.encoding))
    }

    /// Reads a body that has arrived.
    fn read(&self, body: Spooled, reading: Reading) -> io::Result<Task> {
        match reading {
            Reading::Members(encoding) => Ok(Task::Members(body.bytes()?, encoding)),
            Reading::Data(options) => {
                let name = self.file.as_deref().unwrap_or_default();
                let read = read_import_file(name, body.file(), &options)?;
                Ok(Task::Data(Box::new(read)))
            }
        }
    }
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

/// Imports what was read of a body.
fn imported(
    app: &App,
    task: Task,
    how: &How,
    permission: Permission,
) -> Result<CommitOutcome, AppError> {
    match task {
        Task::Data(package) => {
            let request = ImportRequest {
                package: *package,
                author: "import".into(),
                dry_run: how.dry_run,
            };
            app.import_permitted(request, permission)
        }
        Task::Members(bytes, encoding) => {
            let import = MembersImport {
                file: MembersFile {
                    name: how.file.as_deref().unwrap_or("members.csv"),
                    bytes: &bytes,
                    encoding,
                    create: CreateOrganisations::of(how.create, how.create_alike),
                },
                dry_run: how.dry_run,
            };
            app.import_members_permitted(&import, permission)
        }
    }
}

/// What may be asked of an import.
const PARAMETERS: [&str; 9] = [
    "dryRun",
    "form",
    "file",
    "encoding",
    "decimal",
    "undirected",
    "mapping",
    "create",
    "createAlike",
];

/// What is wrong with a query that means nothing; none if it is not seen.
fn faulty(query: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find_map(|(name, text)| {
        let is_flag = matches!(&*name, "dryRun" | "create" | "createAlike");
        if !PARAMETERS.contains(&&*name) {
            Some(unknown("parameter", &name, &PARAMETERS))
        } else if is_flag && !matches!(&*text, "true" | "false") {
            Some(format!("`{name}` is `true` or `false`, and not `{text}`\n"))
        } else {
            None
        }
    })
}

/// Imports the body, once all of it has arrived. The answer is an [`ImportReport`](crate::exchange::ImportReport); its status is 200 when the
/// data were taken, 422 when they have errors and nothing was stored.
pub(super) async fn import(
    State(server): State<Server>,
    Extension(place): Extension<Place>,
    how: Result<Query<How>, QueryRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let refused = |text: String| (StatusCode::BAD_REQUEST, text).into_response();
    let how = match how {
        Ok(Query(how)) => how,
        Err(rejection) => {
            let said = faulty(query.as_deref().unwrap_or_default());
            return refused(said.unwrap_or_else(|| rejection.body_text()));
        }
    };
    let reading = match how.reading() {
        Ok(reading) => reading,
        Err(said) => return refused(format!("{said}\n")),
    };
    let body = match spool(&server, &headers, body).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    let import = move |app: &App, permission| {
        let imported = how
            .read(body, reading)
            .map(|task| imported(app, task, &how, permission));
        // Not before, even if the request has been given up.
        drop(place);
        imported
    };
    match server.app.write(IMPORT_TIMEOUT, import).await {
        Err(error) | Ok(Ok(Err(error))) => failure(&error),
        Ok(Err(error)) => failed_to_keep(&error),
        Ok(Ok(Ok(outcome))) => {
            let report = outcome.report();
            let status = if report.has_errors() {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::OK
            };
            (status, Json(report)).into_response()
        }
    }
}
