//! Paths of a material: the question, its answer, and the way from one to the other.

mod answer;
mod area;
mod avoided;
mod candidates;
mod endpoint;
mod limits;
mod pareto;
mod path;
mod pattern;
mod question;
mod subgraph;
mod why_none;

use std::sync::Arc;

use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::Metric;
pub use crate::network::paths::answer::Basis;
pub use crate::network::paths::answer::Completeness;
pub use crate::network::paths::answer::PathAnswer;
pub use crate::network::paths::answer::PathExistence;
pub(crate) use crate::network::paths::answer::group_note;
pub(crate) use crate::network::paths::answer::sources;
pub(in crate::network) use crate::network::paths::avoided::Avoided;
pub use crate::network::paths::candidates::CandidateAnswer;
pub(in crate::network) use crate::network::paths::endpoint::End;
pub(in crate::network) use crate::network::paths::endpoint::Endpoints;
pub(in crate::network) use crate::network::paths::endpoint::find;
use crate::network::paths::limits::Limits;
pub use crate::network::paths::pareto::pareto_paths;
pub use crate::network::paths::path::Path;
pub use crate::network::paths::path::PathArc;
pub use crate::network::paths::path::PathStep;
pub use crate::network::paths::question::At;
pub use crate::network::paths::question::Avoid;
pub use crate::network::paths::question::Endpoint;
pub use crate::network::paths::question::MAX_CANDIDATE_KM;
pub use crate::network::paths::question::MAX_K;
pub use crate::network::paths::question::MAX_PATTERN;
pub use crate::network::paths::question::MAX_REPEAT;
pub use crate::network::paths::question::MAX_STEPS;
pub use crate::network::paths::question::MAX_VIA;
pub use crate::network::paths::question::PathQuestion;
pub use crate::network::paths::question::PatternItem;
pub use crate::network::paths::question::PatternStep;
pub use crate::network::paths::question::QuestionError;
pub(in crate::network) use crate::network::paths::subgraph::Carried;
pub use crate::network::paths::subgraph::Subgraph;
pub use crate::network::paths::subgraph::SubgraphLink;
pub(in crate::network) use crate::network::paths::subgraph::laid_over;
pub use crate::network::paths::why_none::NoPath;
pub use crate::network::paths::why_none::NoPathReason;
pub use crate::network::paths::why_none::PathFilter;
pub use crate::network::paths::why_none::Taker;
use crate::network::search::Ranked;
use crate::network::search::Search;
use crate::network::search::Shape;
use crate::network::search::Truncation;
use crate::network::search::best_routes;
use crate::network::search::pareto_routes;
use crate::network::snapshot::Snapshot;

/// The k best paths, best first; where lengths or emissions are not known, one more that stands last.
///
/// A path leaves the origin and arrives at the destination as directly as it can: it begins at the last
/// product of its first stay that the origin means, and ends at the first product of its last stay
/// that the destination means. A site means, as origin, the products it ships or makes; as destination, those it
/// receives. O(budget) at worst, once more for candidate links and once more for why there is no path.
///
/// # Errors
/// [`QuestionError`] if the question names what is not there or is out of range.
pub fn paths(snapshot: &Snapshot, question: &PathQuestion) -> Result<PathAnswer, QuestionError> {
    answered(snapshot, question, None)
}

/// The best paths, or those that none beats in the metric of the question and a second one.
fn answered(
    snapshot: &Snapshot,
    question: &PathQuestion,
    second: Option<Metric>,
) -> Result<PathAnswer, QuestionError> {
    let asked = Asked::new(snapshot, question)?;
    let metrics = (question.metric, second);
    for metric in [Some(question.metric), second].into_iter().flatten() {
        check_metric(snapshot, metric, asked.key.when)?;
    }
    let chain = asked.chain(snapshot);
    let ranked = asked.search(snapshot, metrics, question.k as usize, question);
    let mut answer = answer::answer(snapshot, &chain, metrics, &ranked, &asked.limits);
    let candidates = |km| candidates::candidates(snapshot, &asked, question, km);
    answer.candidates = question.candidates_within_km.map(candidates).transpose()?;
    let is_cut = answer.completeness.reasons.contains(&Truncation::Budget);
    if answer.paths.is_empty() && !is_cut {
        // Of two metrics, loss is the one that can bar a way.
        let metrics = [Some(question.metric), second];
        let bars = metrics.contains(&Some(Metric::Loss));
        let question = PathQuestion {
            metric: if bars { Metric::Loss } else { question.metric },
            ..question.clone()
        };
        answer.why_none = why_none::why_none(snapshot, &asked, &question);
        let records = answer.why_none.iter().flat_map(NoPath::records);
        answer.basis.add_sources(snapshot.registry(), records);
    }
    Ok(answer)
}

/// Whether there is a path at all, of at most the steps allowed. The metric of the question does not matter.
///
/// # Errors
/// As [`paths`], and [`QuestionError::CandidatesDoNotCount`].
pub fn path_exists(
    snapshot: &Snapshot,
    question: &PathQuestion,
) -> Result<PathExistence, QuestionError> {
    if question.candidates_within_km.is_some() {
        return Err(QuestionError::CandidatesDoNotCount);
    }
    let asked = Asked::new(snapshot, question)?;
    // The ways from products to side-streams are not in the site graph.
    let is_in_graph = !question.ways.side_streams;
    if let (Some(from), Some(to)) = (&asked.from.sites, &asked.to.sites)
        && is_in_graph
        && !snapshot.site_graph().connects(from, to)
    {
        return Ok(PathExistence::default());
    }
    let ranked = asked.search(snapshot, (Metric::Steps, None), 1, question);
    Ok(PathExistence {
        exists: !ranked.routes.is_empty(),
        steps: ranked.routes.first().map(|it| it.weight.steps()),
        completeness: Completeness::of(&ranked, Metric::Steps),
    })
}

/// Refuses a metric of which nothing can be known.
fn check_metric(snapshot: &Snapshot, metric: Metric, when: When) -> Result<(), QuestionError> {
    if metric == Metric::Cost && !snapshot.cost_rates().any(snapshot.registry(), when) {
        return Err(QuestionError::NoCostRates);
    }
    Ok(())
}

/// A question whose names are resolved.
struct Asked {
    key: ChainKey,
    from: Endpoints,
    to: Endpoints,
    limits: Limits,
    /// What the paths have to look like, if not any will do.
    shape: Option<Shape>,
}

impl Asked {
    /// Finds what a question names. Builds the chain only if its paths have to look like something.
    fn new(snapshot: &Snapshot, question: &PathQuestion) -> Result<Self, QuestionError> {
        question.check_ranges()?;
        let registry = snapshot.registry();
        let when = question.at.when(snapshot.reference_year())?;
        let material = material(registry, question)?;
        let ways = question.ways;
        let (from_only, to_only) = (question.from_only.as_deref(), question.to_only.as_deref());
        let asked = Self {
            key: ChainKey {
                ways,
                ..ChainKey::new(material, when)
            },
            from: Endpoints::resolve(registry, &question.from, from_only, ways)?,
            to: Endpoints::resolve(registry, &question.to, to_only, ways)?,
            limits: Limits::resolve(registry, question)?,
            shape: None,
        };
        if asked.limits.is_open() {
            return Ok(asked);
        }
        let chain = asked.chain(snapshot);
        let origins = asked.vertices(registry, &chain, End::Origin);
        let shape = asked.shape(registry, &chain, &origins)?;
        Ok(Self { shape, ..asked })
    }

    /// What the paths of a chain have to look like, if not any will do.
    fn shape(
        &self,
        registry: &Registry,
        chain: &Chain,
        origins: &[u32],
    ) -> Result<Option<Shape>, QuestionError> {
        let is_open = self.limits.is_open();
        let shape = (!is_open).then(|| self.limits.shape(registry, chain, origins));
        shape.transpose()
    }

    /// The chain that is searched.
    fn chain(&self, snapshot: &Snapshot) -> Arc<Chain> {
        snapshot.chain(self.key)
    }

    /// The vertices at which paths begin or end, ascending; those to be avoided are left out.
    fn vertices(&self, registry: &Registry, chain: &Chain, end: End) -> Vec<u32> {
        let endpoints = match end {
            End::Origin => &self.from,
            End::Destination => &self.to,
        };
        let mut vertices = endpoints.vertices(registry, chain, end);
        if !self.limits.is_open() {
            let place = |it: u32| chain.vertices()[it as usize].place;
            vertices.retain(|it| self.limits.may_pass(registry, place(*it)));
        }
        vertices
    }

    fn search(
        &self,
        snapshot: &Snapshot,
        (metric, second): (Metric, Option<Metric>),
        k: usize,
        question: &PathQuestion,
    ) -> Ranked {
        let chain = self.chain(snapshot);
        let registry = snapshot.registry();
        let search = Search {
            origins: &self.vertices(registry, &chain, End::Origin),
            destinations: &self.vertices(registry, &chain, End::Destination),
            k,
            max_steps: question.max_steps,
            budget: question.budget,
            shape: self.shape.as_ref(),
        };
        let (net, costs) = (chain.net(), chain.costs(metric));
        snapshot.with_workspace(|workspace| match second {
            None => best_routes(net, costs, &search, workspace),
            Some(second) => pareto_routes(net, [costs, chain.costs(second)], &search, workspace),
        })
    }

    /// The vertices of a chain at which paths begin and end, both ascending, those to be avoided included.
    fn ends(&self, registry: &Registry, chain: &Chain) -> (Vec<u32>, Vec<u32>) {
        let origins = self.from.vertices(registry, chain, End::Origin);
        let destinations = self.to.vertices(registry, chain, End::Destination);
        (origins, destinations)
    }
}

fn material(registry: &Registry, question: &PathQuestion) -> Result<Row, QuestionError> {
    endpoint::find(registry, &question.material, crate::model::Kind::Material)
}
