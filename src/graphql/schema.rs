//! The executable schema: the one way into the API, so that nothing passes by its limits.

use std::sync::Arc;

use async_graphql::EmptySubscription;
use async_graphql::MergedObject;
use async_graphql::Name;
use async_graphql::PathSegment;
use async_graphql::Request;
use async_graphql::Response;
use async_graphql::Value;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::types::Selection;
use async_graphql::parser::types::SelectionSet;

use crate::app::App;
use crate::graphql::asked::Work;
use crate::graphql::balances::BalanceQuery;
use crate::graphql::benchmarks::BenchmarkQuery;
use crate::graphql::cluster_impact::ClusterImpactQuery;
use crate::graphql::cluster_partners::ClusterPartnersQuery;
use crate::graphql::commit::Mutation;
use crate::graphql::dataset::DatasetQuery;
use crate::graphql::dependence::DependenceQuery;
use crate::graphql::directory::ClusterTypeQuery;
use crate::graphql::error;
use crate::graphql::error::ErrorCode;
use crate::graphql::explain::ExplainQuery;
use crate::graphql::exposure::ExposureQuery;
use crate::graphql::gaps::GapQuery;
use crate::graphql::guard;
use crate::graphql::in_order;
use crate::graphql::in_order::Order;
use crate::graphql::limits;
use crate::graphql::lists::Lists;
use crate::graphql::lookup::LookUp;
use crate::graphql::pareto::ParetoQuery;
use crate::graphql::partners::PartnerQuery;
use crate::graphql::paths::PathQuery;
use crate::graphql::revision::RevisionQuery;
use crate::graphql::search::SearchQuery;
use crate::graphql::session::BASELINE;
use crate::graphql::session::Caller;
use crate::graphql::session::Session;
use crate::graphql::stress::StressQuery;
use crate::graphql::supply_risk::SupplyRiskQuery;
use crate::graphql::supply_risks::SupplyRisksQuery;
use crate::graphql::throughput::ThroughputQuery;
use crate::graphql::trace::TraceQuery;
use crate::graphql::unused_streams::UnusedQuery;

/// Questions to the data. Every answer is of one revision; every list is paged.
#[derive(Default, MergedObject)]
pub(crate) struct Query(
    LookUp,
    SearchQuery,
    Lists,
    PathQuery,
    TraceQuery,
    ParetoQuery,
    GapQuery,
    CircularQuery,
    StressQuery,
    DependenceQuery,
    ExposureQuery,
    ThroughputQuery,
    BenchmarkQuery,
    SupplyRiskQuery,
    SupplyRisksQuery,
    ExplainQuery,
    DatasetQuery,
    RevisionQuery,
);

/// The questions of the circular economy: each further part of one type makes the futures of its fields deeper, so that these
/// are a type of their own.
#[derive(Default, MergedObject)]
pub(crate) struct CircularQuery(
    PartnerQuery,
    ClusterPartnersQuery,
    ClusterImpactQuery,
    UnusedQuery,
    ClusterTypeQuery,
    BalanceQuery,
);

type Inner = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// The API over a program. Cheap to clone.
#[derive(Clone)]
pub struct KetjuSchema {
    inner: Inner,
    app: Arc<App>,
}

/// The API over a program.
pub fn schema(app: Arc<App>) -> KetjuSchema {
    KetjuSchema {
        inner: build(),
        app,
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

/// The answer to a request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The response as JSON: `data`, `errors`.
    pub json: Vec<u8>,
    /// Whether the request was run, or refused as a whole.
    pub was_executed: bool,
    /// Whether it could not be answered for now and may be sent again.
    pub is_unavailable: bool,
}

/// Answers a request: measures and parses the document, then runs it on one revision.
///
/// The library's extensions are not used, since with any of them every field takes its slow way;
/// the guard runs before the library sees the document all the same.
pub async fn execute(schema: &KetjuSchema, request: Request, caller: Caller) -> Answer {
    let mut response = schema.respond(request, caller).await;
    error::finish(&mut response);
    Answer::of(&response)
}

impl KetjuSchema {
    async fn respond(&self, mut request: Request, caller: Caller) -> Response {
        let document = match guard::admit(&request.query) {
            Ok(document) => document,
            Err(error) => return Response::from_errors(vec![error.into_server_error()]),
        };
        let roots = roots(&document, request.operation_name.as_deref());
        let path_questions = roots.iter().map(Root::path_questions).sum();
        let work = match Work::new(path_questions) {
            Ok(work) => Arc::new(work),
            Err(error) => return Response::from_errors(vec![error.into_server_error()]),
        };
        let session = Session {
            latest: self.app.snapshot(),
            app: Arc::clone(&self.app),
            caller,
            work,
        };
        let order = Order::of(&document, request.operation_name.as_deref());
        request.set_parsed_query(document);
        let mut response = self.inner.execute(request.data(session)).await;
        complete(&mut response, &roots);
        order.lay(&mut response.data);
        response
    }
}

impl Answer {
    fn of(response: &Response) -> Self {
        let has_code = |code: ErrorCode| {
            response.errors.iter().any(|error| {
                let extensions = error.extensions.as_ref();
                extensions.and_then(|it| it.get("code")) == Some(&Value::from(code.code()))
            })
        };
        let is_refused = response.data == Value::Null
            && response.errors.iter().all(|error| error.path.is_empty());
        match serde_json::to_vec(response) {
            Ok(json) => Self {
                json,
                was_executed: !is_refused,
                is_unavailable: response.data == Value::Null && has_code(ErrorCode::Unavailable),
            },
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                Self {
                    json: INTERNAL_ERROR.as_bytes().to_vec(),
                    was_executed: true,
                    is_unavailable: false,
                }
            }
        }
    }
}

/// What is sent when nothing else can be.
const INTERNAL_ERROR: &str =
    r#"{"data":null,"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}"#;

/// A field at the root of an operation.
struct Root {
    /// Its key in the answer.
    key: Name,
    /// Its name in the schema.
    name: Name,
    /// Whether it is asked for its baseline too.
    has_baseline: bool,
}

/// The fields at the root that may be null.
const NULLABLE_ROOTS: &[&str] = &["node"];

/// The fields at the root that search along chains and share the work allowed for it.
const PATH_ROOTS: &[&str] = &[
    "paths",
    "pathExists",
    "paretoPaths",
    "trace",
    "gaps",
    "partners",
    "clusterPartners",
    "unusedStreams",
    "throughput",
    "stressTest",
    "dependence",
    "exposure",
    "benchmarks",
    "balances",
];

impl Root {
    fn is_nullable(&self) -> bool {
        NULLABLE_ROOTS.contains(&self.name.as_str())
    }

    /// How many questions for paths it is: its baseline is one of its own.
    fn path_questions(&self) -> usize {
        match PATH_ROOTS.contains(&self.name.as_str()) {
            true => 1 + usize::from(self.has_baseline),
            false => 0,
        }
    }
}

/// The fields at the root, in the order of the question.
fn roots(document: &ExecutableDocument, operation: Option<&str>) -> Vec<Root> {
    let mut roots = Vec::new();
    if let Some(set) = in_order::of_operation(document, operation) {
        collect_roots(document, set, &mut roots);
    }
    roots
}

/// Fragments do not hold themselves, and the guard has bounded what they expand to.
fn collect_roots(document: &ExecutableDocument, set: &SelectionSet, roots: &mut Vec<Root>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => roots.push(Root {
                key: field.node.response_key().node.clone(),
                name: field.node.name.node.clone(),
                has_baseline: selects(document, &field.node.selection_set.node, BASELINE),
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

/// Whether a selection holds a field, by itself or in a fragment.
fn selects(document: &ExecutableDocument, set: &SelectionSet, name: &str) -> bool {
    set.items.iter().any(|selection| match &selection.node {
        Selection::Field(field) => field.node.name.node == name,
        Selection::InlineFragment(inline) => {
            selects(document, &inline.node.selection_set.node, name)
        }
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            fragment.is_some_and(|it| selects(document, &it.node.selection_set.node, name))
        }
    })
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
            _ if has_failed && !root.is_nullable() => {
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
