//! What would close a gap, or make good a loss.

use std::sync::Arc;
use std::sync::OnceLock;

use async_graphql::SimpleObject;

use crate::analysis::gaps;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::closers::Closers;
use crate::analysis::gaps::closers::closers;
use crate::graphql::asked::Asked;
use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::graphql::item::Item;
use crate::graphql::material::Material;
use crate::graphql::node::Node;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Completeness;
use crate::graphql::scenario::change_json;
use crate::graphql::source::Source;
use crate::model::Knowledge;
use crate::network::paths;
use crate::network::search::Truncation;
use crate::network::throughput::ThroughputError;

/// A change, or a pair of changes that does more than either, that would close a gap or make it smaller.
#[derive(SimpleObject)]
pub(crate) struct GapCloser {
    /// A sentence that may be quoted.
    message: String,
    /// The JSON of a `ScenarioChangeInput`; of a pair the JSON of a list of two, of a kind of use, which names nobody, `[]`.
    change: String,
    /// By how much it lessens the gap in tonnes of the material, else how much more is delivered; none where neither is known.
    delivers: Option<f64>,
    /// Unit of `delivers`.
    delivers_unit: Option<&'static str>,
    /// Whether there is no such gap after it; of a shock, whether all is delivered again. Never claimed of a side-stream: what
    /// is stated of its fate decides that gap, and no change alters it.
    closes: bool,
    /// The material that has to be processed too, where what is widened gives this one as a by-product.
    bounded_by_host: Option<Material>,
    /// What the first change is about.
    subject: Option<Node>,
    /// Sources of what is opened, joined or widened.
    sources: Vec<Source>,
}

/// What the closers of a gap are worked out from; once, however often they are asked for.
pub(crate) struct Closing {
    pub(super) asked: Arc<Asked>,
    pub(super) question: GapQuestion,
    pub(super) gap: gaps::Gap,
    pub(super) budget: u64,
    pub(super) found: OnceLock<Result<Closers, ThroughputError>>,
}

impl Closing {
    fn found(&self, knowledge: &Knowledge) -> Result<&Closers, ApiError> {
        let snapshot = &self.asked.snapshot;
        let find = || closers(snapshot, knowledge, &self.question, &self.gap, self.budget);
        let found = self.found.get_or_init(find).as_ref();
        found.map_err(|it| ApiError::new(ErrorCode::Internal, it.to_string()))
    }

    /// The first of the closers.
    pub(super) fn told(
        &self,
        knowledge: &Knowledge,
        most: usize,
    ) -> Result<Vec<GapCloser>, ApiError> {
        let telling = Telling {
            asked: Arc::clone(&self.asked),
        };
        let found = self.found(knowledge)?.found.iter().take(most);
        found.map(|it| telling.closer(it)).collect()
    }

    /// Whether everything that may help was tried.
    pub(super) fn completeness(&self, knowledge: &Knowledge) -> Result<Completeness, ApiError> {
        let found = self.found(knowledge)?;
        let completeness = paths::Completeness {
            reasons: found
                .is_cut
                .then_some(Truncation::Budget)
                .into_iter()
                .collect(),
            explored: found.explored,
            ..paths::Completeness::default()
        };
        Ok((&completeness).into())
    }

    /// How many changes could not be laid over the data.
    pub(super) fn not_laid(&self, knowledge: &Knowledge) -> Result<u32, ApiError> {
        self.found(knowledge).map(|it| it.not_laid)
    }
}

impl Telling {
    /// A closer.
    pub(crate) fn closer(&self, it: &gaps::closers::Closer) -> Result<GapCloser, ApiError> {
        let changes: Vec<String> = it.changes.iter().map(change_json).collect();
        let change = match changes.as_slice() {
            [one] => one.clone(),
            several => format!("[{}]", several.join(",")),
        };
        let subject = it.subject.map(|row| self.object::<Item>(row)).transpose()?;
        let host = it.bounded_by_host;
        Ok(GapCloser {
            message: it.message.clone(),
            change,
            delivers: it.delivers.map(solved),
            delivers_unit: it.delivers.map(|_| "t/a"),
            closes: it.closes,
            bounded_by_host: host.map(|row| self.object(row)).transpose()?,
            subject: subject.and_then(Node::of),
            sources: self.objects(&it.sources)?,
        })
    }
}
