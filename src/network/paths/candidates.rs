//! Routes over candidate links: ways that no source reports, ranked among themselves.

#[cfg(test)]
mod tests;

use crate::model::Row;
use crate::network::chain::Extended;
use crate::network::chain::MAX_CANDIDATES;
use crate::network::chain::Metric;
use crate::network::chain::Reach;
use crate::network::paths::Asked;
use crate::network::paths::answer::Basis;
use crate::network::paths::answer::Completeness;
use crate::network::paths::answer::Told;
use crate::network::paths::endpoint::End;
use crate::network::paths::path::Path;
use crate::network::paths::question::PathQuestion;
use crate::network::paths::question::QuestionError;
use crate::network::paths::subgraph::Subgraph;
use crate::network::search::Search;
use crate::network::search::Truncation;
use crate::network::search::best_routes_over;
use crate::network::snapshot::Snapshot;
use crate::network::uncertainty::Uncertainty;

/// The routes that use at least one candidate link.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidateAnswer {
    /// The routes, best first, numbered from 1. Where lengths or emissions are not known, one of unknown total
    /// stands last.
    pub paths: Vec<Path>,
    /// Whether there are more.
    pub completeness: Completeness,
    /// The routes laid over one another.
    pub subgraph: Subgraph,
    /// What they rest on.
    pub basis: Basis,
    /// Products shipped or made on the way that no candidate carries, by slug: melts, solutions, gases, and what may
    /// be one of these, see [`can_be_shipped`](crate::network::takers::can_be_shipped).
    pub not_carried: Vec<Row>,
    /// Of the totals of the routes together, the part that rests on estimated or assumed figures.
    pub estimated_share: Option<f64>,
    /// How well the uncertainty of the routes can be told; none unless asked for.
    pub uncertainty: Option<Uncertainty>,
}

/// The best routes over candidate links that reach so far. O(budget) at worst, and the part of the chain that
/// the origins lead to is copied.
///
/// # Errors
/// [`QuestionError::PatternTooLarge`].
pub(super) fn candidates(
    snapshot: &Snapshot,
    asked: &Asked,
    question: &PathQuestion,
    within_km: f64,
) -> Result<CandidateAnswer, QuestionError> {
    let registry = snapshot.registry();
    let base = snapshot.chain(asked.key);
    let origins = asked.vertices(registry, &base, End::Origin);
    let takers = snapshot.takers(asked.key.when);
    let reach = Reach {
        within_km,
        most: MAX_CANDIDATES,
        budget: question.budget,
    };
    let extended = Extended::new(snapshot, &base, &takers, &origins, reach);
    let (chain, metric) = (&extended.chain, question.metric);
    let origins = asked.vertices(registry, chain, End::Origin);
    let shape = asked.shape(registry, chain, &origins)?;
    let search = Search {
        origins: &origins,
        destinations: &asked.vertices(registry, chain, End::Destination),
        k: question.k as usize,
        max_steps: question.max_steps,
        budget: question.budget.saturating_sub(extended.work),
        shape: shape.as_ref(),
    };
    let (costs, arcs) = (chain.costs(metric), &extended.is_candidate);
    let mut ranked = snapshot
        .with_workspace(|workspace| best_routes_over(chain.net(), costs, arcs, &search, workspace));
    let mut left_out = |why, bound: u64| {
        ranked.truncations.push(why);
        ranked.next_at_least = ranked.next_at_least.map(|it| it.min(bound)).or(Some(bound));
    };
    if extended.is_cut {
        left_out(Truncation::Budget, 0);
    }
    if let Some(km) = extended.left_out_km {
        left_out(Truncation::Candidates, least(metric, km));
    }
    ranked.truncations.sort_unstable();
    ranked.truncations.dedup();
    ranked.explored += extended.work;
    let metrics = (metric, None);
    let told = Told::new(snapshot, chain, metrics, &ranked, question, &asked.limits);
    Ok(CandidateAnswer {
        completeness: Completeness::of(&ranked, metric),
        paths: told.paths,
        subgraph: told.subgraph,
        basis: told.basis,
        not_carried: extended.not_carried,
        estimated_share: told.estimated_share,
        uncertainty: told.uncertainty,
    })
}

/// The least that a route can come to which uses a leg of so many km of great circle: no way is shorter.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "distances on the earth are small and not negative, and a bound is rounded down"
)]
fn least(metric: Metric, km: f64) -> u64 {
    match metric {
        Metric::Distance => (km * 1_000.0).floor() as u64,
        Metric::Steps => 1,
        Metric::Emissions | Metric::Cost | Metric::Loss => 0,
    }
}
