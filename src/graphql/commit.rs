//! The mutation: one atomic commit.

use std::time::Duration;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::InputObject;
use async_graphql::Object;
use async_graphql::OneofObject;
use async_graphql::SimpleObject;

use crate::app::App;
use crate::app::CommitOutcome;
use crate::app::CommitRequest;
use crate::graphql::asked::parse_id;
use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::graphql::limits::MAX_CHANGES;
use crate::graphql::limits::MAX_MESSAGE_CHARS;
use crate::graphql::numbers::int;
use crate::graphql::problem::Problem;
use crate::graphql::record_input::RecordInput;
use crate::graphql::record_read;
use crate::graphql::revision::Revision;
use crate::graphql::session::Caller;
use crate::graphql::session::Session;
use crate::model;
use crate::model::Change;
use crate::model::Place;
use crate::model::ProblemCode;

/// Who commits through the API, until callers have names.
const AUTHOR: &str = "api";

/// A commit that is not being stored after this long is given up: before the request itself is.
const PATIENCE: Duration = Duration::from_secs(50);

/// Changes that make one revision.
#[derive(InputObject)]
pub(crate) struct CommitInput {
    /// The changes, in order; at most 10 000.
    pub(crate) changes: Vec<ChangeInput>,
    /// What the author says of them.
    pub(crate) message: String,
    /// The revision the author had seen: if the data moved on, nothing is stored (`CONFLICT`).
    pub(crate) expected_revision: Option<i32>,
    /// Whether only to validate and report.
    #[graphql(default = false)]
    pub(crate) dry_run: bool,
}

/// One change. Exactly one way.
#[derive(OneofObject)]
pub(crate) enum ChangeInput {
    /// Creates a record, or replaces the one of the same id.
    Put(RecordInput),
    /// Removes the record of this id; nothing may refer to it any more.
    Delete(ID),
    /// Merges one record into another.
    Merge(MergeInput),
}

/// Lets every reference to one record mean another; the old slug stays as an alias.
#[derive(InputObject)]
pub(crate) struct MergeInput {
    /// The record that goes.
    pub(crate) from: ID,
    /// The record that stays, of the same kind.
    pub(crate) into: ID,
}

/// What became of a commit, or would become of it.
#[derive(SimpleObject)]
pub(crate) struct CommitPayload {
    /// The revision it made; none if it was a dry run, had errors, or changed nothing.
    revision: Option<Revision>,
    /// Records that were not there before.
    created: i32,
    /// Records that are different now.
    changed: i32,
    /// Records that are gone.
    deleted: i32,
    /// Records that were put as they already were.
    unchanged: i32,
    /// What is wrong or doubtful; with any error nothing was stored.
    problems: Vec<Problem>,
}

/// Changes to the data.
#[derive(Default)]
pub(crate) struct Mutation;

/// Changes to the data.
#[Object]
impl Mutation {
    /// One atomic commit of any mix of changes: all of them make one revision, or none is stored.
    async fn commit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to commit.")] input: CommitInput,
    ) -> Result<CommitPayload, ApiError> {
        let session = Session::of(ctx)?;
        check_access(session.caller)?;
        let request = request(input)?;
        let commit = move |app: &App, permission| {
            app.commit(CommitRequest {
                permission,
                ..request
            })
        };
        let outcome = session.app.write(PATIENCE, commit).await??;
        Ok(payload(outcome))
    }
}

/// Refuses a caller who may not write.
fn check_access(caller: Caller) -> Result<(), ApiError> {
    if caller.queries_only {
        let message = "a request by GET changes nothing: send mutations by POST";
        return Err(ApiError::new(ErrorCode::Forbidden, message));
    }
    if !caller.may_write {
        let message = "writing needs the secret of the server: `Authorization: Bearer …`";
        return Err(ApiError::new(ErrorCode::Unauthenticated, message));
    }
    Ok(())
}

/// Reads all changes, with the problems of all of them.
fn request(input: CommitInput) -> Result<CommitRequest, ApiError> {
    let CommitInput {
        changes,
        message,
        expected_revision,
        dry_run,
    } = input;
    if changes.len() > MAX_CHANGES {
        let message = format!(
            "a commit has {} changes; at most {MAX_CHANGES} are taken",
            changes.len()
        );
        return Err(ApiError::limit(message));
    }
    let message = message.trim().to_owned();
    if message.is_empty() || message.chars().count() > MAX_MESSAGE_CHARS {
        let text = format!("the message must have 1 to {MAX_MESSAGE_CHARS} characters");
        return Err(ApiError::bad_input("input.message", "", text));
    }
    let expected_revision = expected_revision.map(|it| {
        u64::try_from(it).map_err(|_negative| {
            let message = format!("`{it}` is no revision: expected 0 or more");
            ApiError::bad_input("input.expectedRevision", it.to_string(), message)
        })
    });
    let mut request = CommitRequest {
        message,
        author: AUTHOR.to_owned(),
        expected_revision: expected_revision.transpose()?,
        dry_run,
        ..CommitRequest::default()
    };
    for (at, change) in changes.iter().enumerate() {
        let place = Place {
            file: format!("changes[{at}]").into(),
            line: 0,
        };
        if let Some(change) = read(change, &place, &mut request.problems) {
            request.changes.push(change);
            request.places.push(place);
        }
    }
    Ok(request)
}

fn read(input: &ChangeInput, place: &Place, problems: &mut Vec<model::Problem>) -> Option<Change> {
    let mut id = |field: &str, id: &ID| match parse_id(field, id) {
        Ok(id) => Some(id),
        Err(error) => {
            let problem = model::Problem::error(ProblemCode::BadSlug, error.message);
            let problem = problem.at(Some(place)).column(field).value(id.as_str());
            problems.push(problem.suggestion(error.suggestions.into_iter().next()));
            None
        }
    };
    match input {
        ChangeInput::Put(record) => record_read::read(record, place, problems).map(Change::Put),
        ChangeInput::Delete(deleted) => id("delete", deleted).map(Change::Delete),
        ChangeInput::Merge(MergeInput { from, into }) => {
            let (from, into) = (id("merge.from", from), id("merge.into", into));
            Some(Change::Merge {
                from: from?,
                into: into?,
            })
        }
    }
}

fn payload(outcome: CommitOutcome) -> CommitPayload {
    let CommitOutcome {
        revision,
        counts,
        problems,
        ..
    } = outcome;
    CommitPayload {
        revision: revision.map(Revision::from),
        created: int(counts.created),
        changed: int(counts.changed),
        deleted: int(counts.deleted),
        unchanged: int(counts.unchanged),
        problems: problems.into_iter().map(Problem::from).collect(),
    }
}
