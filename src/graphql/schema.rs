//! The executable schema: the one way into the API, so that nothing passes by its limits.

use std::sync::Arc;

use async_graphql::EmptySubscription;
use async_graphql::MergedObject;
use async_graphql::Name;
use async_graphql::PathSegment;
use async_graphql::Request;
use async_graphql::Response;
use async_graphql::Value;
use async_graphql::parser::types::DocumentOperations;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::types::OperationType;
use async_graphql::parser::types::Selection;
use async_graphql::parser::types::SelectionSet;

use crate::app::App;
use crate::graphql::asked::Work;
use crate::graphql::commit::Mutation;
use crate::graphql::dataset::DatasetQuery;
use crate::graphql::error;
use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::graphql::guard;
use crate::graphql::limits;
use crate::graphql::lists::Lists;
use crate::graphql::lookup::LookUp;
use crate::graphql::paths::PathQuery;
use crate::graphql::revision::RevisionQuery;
use crate::graphql::search::SearchQuery;
use crate::graphql::search_cache::SearchCache;
use crate::graphql::session::Caller;
use crate::graphql::session::Session;

/// Questions to the data. Every answer is of one revision; every list is paged.
#[derive(Default, MergedObject)]
pub(crate) struct Query(
    LookUp,
    SearchQuery,
    Lists,
    PathQuery,
    DatasetQuery,
    RevisionQuery,
);

type Inner = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// The API over a program. Cheap to clone.
#[derive(Clone)]
pub struct Schema {
    inner: Inner,
    app: Arc<App>,
    search: Arc<SearchCache>,
}

/// The API over a program.
pub fn schema(app: Arc<App>) -> Schema {
    Schema {
        inner: build(),
        app,
        search: Arc::default(),
    }
}

/// The schema in the schema definition language, as it is committed in `schema/schema.graphql`.
pub fn sdl() -> String {
    build().sdl()
}

fn build() -> Inner {
    async_graphql::Schema::build(Query::default(), Mutation, EmptySubscription)
        .limit_depth(limits::MAX_DEPTH)
        .limit_recursive_depth(limits::MAX_RECURSION)
        .limit_complexity(limits::MAX_COMPLEXITY)
        .limit_directives(limits::MAX_DIRECTIVES)
        .finish()
}

/// What a request may do, by the way it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Queries alone, as by GET.
    Queries,
    /// Mutations as well.
    Mutations,
}

impl Schema {
    /// Answers a request: measures and parses the document, then runs it on one revision.
    ///
    /// The library's extensions are not used, since with any of them every field takes its slow
    /// way; the guard runs before the library sees the document all the same.
    pub async fn execute(&self, request: Request, caller: Caller, allowed: Allowed) -> Response {
        let mut response = match guard::admit(&request.query) {
            Ok(document) => self.run(request, document, caller, allowed).await,
            Err(error) => Response::from_errors(vec![error.into_server_error()]),
        };
        error::finish(&mut response);
        response
    }

    async fn run(
        &self,
        mut request: Request,
        document: ExecutableDocument,
        caller: Caller,
        allowed: Allowed,
    ) -> Response {
        if allowed == Allowed::Queries && has_mutation(&document) {
            let message = "a request by GET changes nothing: send mutations by POST";
            let error = ApiError::new(ErrorCode::Forbidden, message);
            return Response::from_errors(vec![error.into_server_error()]);
        }
        let roots = roots(&document, request.operation_name.as_deref());
        request.set_parsed_query(document);
        let session = Session {
            latest: self.app.snapshot(),
            app: Arc::clone(&self.app),
            caller,
            work: Arc::new(Work::default()),
            search: Arc::clone(&self.search),
        };
        let mut response = self.inner.execute(request.data(session)).await;
        complete(&mut response, &roots);
        response
    }
}

fn has_mutation(document: &ExecutableDocument) -> bool {
    let mut operations = document.operations.iter();
    operations.any(|(_, it)| it.node.ty != OperationType::Query)
}

/// A field at the root of an operation.
struct Root {
    /// Its key in the answer.
    key: Name,
    /// Whether it may be null.
    is_nullable: bool,
}

/// The fields at the root that may be null.
const NULLABLE_ROOTS: &[&str] = &["node"];

/// The fields at the root, in the order of the question.
fn roots(document: &ExecutableDocument, operation: Option<&str>) -> Vec<Root> {
    let operation = match (&document.operations, operation) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        // Several operations without a name are refused; one that has a name needs none.
        (DocumentOperations::Multiple(operations), None) => operations.values().next(),
    };
    let mut roots = Vec::new();
    if let Some(operation) = operation {
        collect_roots(document, &operation.node.selection_set.node, &mut roots);
    }
    roots
}

/// Fragments do not hold themselves, and the guard has bounded what they expand to.
fn collect_roots(document: &ExecutableDocument, set: &SelectionSet, roots: &mut Vec<Root>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => roots.push(Root {
                key: field.node.response_key().node.clone(),
                is_nullable: NULLABLE_ROOTS.contains(&field.node.name.node.as_str()),
            }),
            Selection::InlineFragment(inline) => {
                collect_roots(document, &inline.node.selection_set.node, roots);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect_roots(document, &fragment.node.selection_set.node, roots);
                }
            }
        }
    }
}

/// Puts the fields of the root, which are answered at the same time, into the order asked, and
/// makes those null in which something failed.
///
/// The library leaves a field that failed out of the answer, wherever it is, so that a caller who
/// trusts the types would find a hole. Here a failure makes the whole field of the root null, or
/// the whole answer where that field cannot be.
fn complete(response: &mut Response, roots: &[Root]) {
    let Value::Object(fields) = &mut response.data else {
        return;
    };
    let mut given = std::mem::take(fields);
    for root in roots {
        let has_failed = response
            .errors
            .iter()
            .any(|error| matches!(error.path.first(), Some(PathSegment::Field(it)) if *it == root.key.as_str()));
        match given.swap_remove(&root.key) {
            _ if has_failed && !root.is_nullable => {
                response.data = Value::Null;
                return;
            }
            _ if has_failed => drop(fields.insert(root.key.clone(), Value::Null)),
            Some(value) => drop(fields.insert(root.key.clone(), value)),
            // Asked for twice, or left out by a directive.
            None => {}
        }
    }
}
