//! Paths of a material: the question, its answer, and the way from one to the other.

mod answer;
mod endpoint;
mod path;
mod question;
mod subgraph;

use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::network::chain::ChainKey;
use crate::network::chain::Metric;
pub use crate::network::paths::answer::Basis;
pub use crate::network::paths::answer::Completeness;
pub use crate::network::paths::answer::PathAnswer;
pub use crate::network::paths::answer::PathExistence;
pub(crate) use crate::network::paths::answer::group_note;
use crate::network::paths::endpoint::End;
use crate::network::paths::endpoint::Endpoints;
pub use crate::network::paths::path::Path;
pub use crate::network::paths::path::PathArc;
pub use crate::network::paths::path::PathStep;
pub use crate::network::paths::question::At;
pub use crate::network::paths::question::Avoid;
pub use crate::network::paths::question::Endpoint;
pub use crate::network::paths::question::MAX_K;
pub use crate::network::paths::question::MAX_PATTERN;
pub use crate::network::paths::question::MAX_REPEAT;
pub use crate::network::paths::question::MAX_STEPS;
pub use crate::network::paths::question::MAX_VIA;
pub use crate::network::paths::question::PathQuestion;
pub use crate::network::paths::question::PatternItem;
pub use crate::network::paths::question::PatternStep;
pub use crate::network::paths::question::QuestionError;
pub use crate::network::paths::subgraph::Subgraph;
pub use crate::network::paths::subgraph::SubgraphLink;
use crate::network::search::Ranked;
use crate::network::search::Search;
use crate::network::search::best_routes;
use crate::network::snapshot::Snapshot;

/// The k best paths, best first; where lengths or emissions are not known, one more that stands last.
///
/// A path leaves the origin and arrives at the destination as directly as it can: it begins at the last
/// product of its first stay that the origin means, and ends at the first product of its last stay
/// that the destination means. A site means, as origin, the products it ships or makes; as destination, those it
/// receives. O(budget) at worst.
///
/// # Errors
/// [`QuestionError`] if the question names what is not there or is out of range.
pub fn paths(snapshot: &Snapshot, question: &PathQuestion) -> Result<PathAnswer, QuestionError> {
    let asked = Asked::new(snapshot, question)?;
    let chain = snapshot.chain(asked.key);
    let ranked = asked.search(snapshot, question.metric, question.k as usize, question);
    Ok(answer::answer(snapshot, &chain, question.metric, &ranked))
}

/// Whether there is a path at all, of at most the steps allowed. The metric of the question does not matter.
///
/// # Errors
/// As [`paths`].
pub fn path_exists(
    snapshot: &Snapshot,
    question: &PathQuestion,
) -> Result<PathExistence, QuestionError> {
    let asked = Asked::new(snapshot, question)?;
    if let (Some(from), Some(to)) = (&asked.from.sites, &asked.to.sites)
        && !snapshot.site_graph().connects(from, to)
    {
        return Ok(PathExistence::default());
    }
    let ranked = asked.search(snapshot, Metric::Steps, 1, question);
    Ok(PathExistence {
        exists: !ranked.routes.is_empty(),
        steps: ranked.routes.first().map(|it| it.weight.steps()),
        completeness: Completeness::of(&ranked, Metric::Steps),
    })
}

/// A question whose names are resolved.
struct Asked {
    key: ChainKey,
    from: Endpoints,
    to: Endpoints,
}

impl Asked {
    fn new(snapshot: &Snapshot, question: &PathQuestion) -> Result<Self, QuestionError> {
        question.check_ranges()?;
        let registry = snapshot.registry();
        let at = &question.at;
        let when = When {
            year: at.year.unwrap_or(snapshot.reference_year()),
            nearest_years: at.nearest_years,
            include_planned: at.include_planned,
        };
        let material = material(registry, question)?;
        Ok(Self {
            key: ChainKey {
                ways: question.ways,
                ..ChainKey::new(material, when)
            },
            from: Endpoints::resolve(registry, &question.from)?,
            to: Endpoints::resolve(registry, &question.to)?,
        })
    }

    fn search(
        &self,
        snapshot: &Snapshot,
        metric: Metric,
        k: usize,
        question: &PathQuestion,
    ) -> Ranked {
        let chain = snapshot.chain(self.key);
        let origins = self.from.vertices(snapshot.registry(), &chain, End::Origin);
        let destinations = self
            .to
            .vertices(snapshot.registry(), &chain, End::Destination);
        let search = Search {
            origins: &origins,
            destinations: &destinations,
            k,
            max_steps: question.max_steps,
            budget: question.budget,
        };
        snapshot.with_workspace(|workspace| {
            best_routes(chain.net(), chain.costs(metric), &search, workspace)
        })
    }
}

fn material(registry: &Registry, question: &PathQuestion) -> Result<Row, QuestionError> {
    endpoint::find(registry, &question.material, crate::model::Kind::Material)
}
