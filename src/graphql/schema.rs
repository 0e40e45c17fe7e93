//! The executable schema: the one way into the API, so that nothing passes by its limits.

use std::sync::Arc;

use async_graphql::EmptySubscription;
use async_graphql::MergedObject;
use async_graphql::Name;
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
use crate::graphql::guard;
use crate::graphql::limits;
use crate::graphql::lists::Lists;
use crate::graphql::lookup::LookUp;
use crate::graphql::revision::RevisionQuery;
use crate::graphql::search::SearchQuery;
use crate::graphql::search_cache::SearchCache;
use crate::graphql::session::Caller;
use crate::graphql::session::Session;

/// Questions to the data. Every answer is of one revision; every list is paged.
#[derive(Default, MergedObject)]
pub(crate) struct Query(LookUp, SearchQuery, Lists, DatasetQuery, RevisionQuery);

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
    let options = async_graphql::SDLExportOptions::new();
    build().sdl_with_options(options)
}

fn build() -> Inner {
    async_graphql::Schema::build(Query::default(), Mutation, EmptySubscription)
        .limit_depth(limits::MAX_DEPTH)
        .limit_recursive_depth(limits::MAX_RECURSION)
        .limit_complexity(limits::MAX_COMPLEXITY)
        .limit_directives(limits::MAX_DIRECTIVES)
        .finish()
}

/// Whether a request may run a mutation.
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
    pub async fn execute(
        &self,
        mut request: Request,
        caller: Caller,
        allowed: Allowed,
    ) -> Response {
        let document = match guard::admit(&request.query) {
            Ok(document) => document,
            Err(error) => return Response::from_errors(vec![error.into_server_error()]),
        };
        if allowed == Allowed::Queries && has_mutation(&document) {
            let message = "mutations need POST";
            let error = error::ApiError::new(error::ErrorCode::BadInput, message);
            return Response::from_errors(vec![error.into_server_error()]);
        }
        let root_keys = root_keys(&document, request.operation_name.as_deref());
        request.set_parsed_query(document);
        let session = Session {
            latest: self.app.snapshot(),
            app: Arc::clone(&self.app),
            caller,
            work: Arc::new(Work::default()),
            search: Arc::clone(&self.search),
        };
        let mut response = self.inner.execute(request.data(session)).await;
        reorder(&mut response.data, &root_keys);
        error::finish(&mut response);
        response
    }
}

fn has_mutation(document: &ExecutableDocument) -> bool {
    document
        .operations
        .iter()
        .any(|(_, it)| it.node.ty != OperationType::Query)
}

/// The keys of the answer in the order of the question.
fn root_keys(document: &ExecutableDocument, operation: Option<&str>) -> Vec<Name> {
    let operation = match (&document.operations, operation) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(_), None) => None,
    };
    let mut keys = Vec::new();
    if let Some(operation) = operation {
        collect_keys(document, &operation.node.selection_set.node, &mut keys);
    }
    keys
}

/// Fragments do not hold themselves, and the guard has bounded what they expand to.
fn collect_keys(document: &ExecutableDocument, set: &SelectionSet, keys: &mut Vec<Name>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => keys.push(field.node.response_key().node.clone()),
            Selection::InlineFragment(inline) => {
                collect_keys(document, &inline.node.selection_set.node, keys);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect_keys(document, &fragment.node.selection_set.node, keys);
                }
            }
        }
    }
}

/// Puts the fields of the root, which are answered at the same time, into the order asked.
fn reorder(data: &mut Value, keys: &[Name]) {
    let Value::Object(fields) = data else { return };
    if fields.len() < 2 {
        return;
    }
    let mut rest = std::mem::take(fields);
    for key in keys {
        if let Some(value) = rest.swap_remove(key) {
            fields.insert(key.clone(), value);
        }
    }
}
