//! The k best paths of a network that never return to a place they have left.
//!
//! Knows arrays, not records: vertices belong to places, arcs have a metric that may be unknown. Paths are
//! ordered by metric, then steps, then assumptions, then the ids of their arcs. The work is counted in arcs
//! relaxed and bounded, and what the bounds cut off is told, so that the same question has the same answer
//! on every machine.

mod automaton;
mod ends;
mod form;
mod potentials;
mod ranking;
mod route;
mod space;
mod unpriced;
mod weight;
mod workspace;

pub use crate::network::search::automaton::TooManyMemories;
use crate::network::search::ends::Ends;
use crate::network::search::form::Anything;
use crate::network::search::form::Form;
pub use crate::network::search::form::Outline;
pub use crate::network::search::form::Run;
pub use crate::network::search::form::Shape;
use crate::network::search::ranking::Next;
use crate::network::search::ranking::Ranking;
pub use crate::network::search::route::Route;
pub use crate::network::search::space::Costs;
use crate::network::search::space::KnownOnly;
pub use crate::network::search::space::Net;
use crate::network::search::space::Rule;
use crate::network::search::space::SomeUnknown;
use crate::network::search::unpriced::unpriced_arcs;
pub use crate::network::search::weight::BARRED;
pub use crate::network::search::weight::MAX_METRIC;
pub use crate::network::search::weight::UNPRICED;
pub use crate::network::search::weight::Weight;
pub use crate::network::search::workspace::Workspace;

/// Arcs relaxed before a search gives up: about half a second of one core.
pub const DEFAULT_BUDGET: u64 = 10_000_000;

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// Vertices at which a path may begin, ascending.
    pub origins: &'a [u32],
    /// Vertices at which a path may end, ascending.
    pub destinations: &'a [u32],
    /// How many paths of known metric are wanted.
    pub k: usize,
    /// How many arcs a path may have.
    pub max_steps: u32,
    /// How many arcs may be relaxed, once for the paths of known metric and once for the one of unknown.
    pub budget: u64,
    /// What the paths have to look like; none for anything.
    pub shape: Option<&'a Shape>,
}

/// Why more paths may exist than are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truncation {
    /// As many as asked were found, and there is at least one more.
    K,
    /// A path of more steps than allowed was left out.
    Steps,
    /// The budget ran out.
    Budget,
    /// Arcs of unknown metric lie on the way.
    UnknownMetric,
}

/// The paths found and how complete they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranked {
    /// The best paths of known metric, best first.
    pub routes: Vec<Route>,
    /// The path of fewest steps that uses an arc of unknown metric; its weight counts steps and
    /// assumptions only.
    pub unpriced_route: Option<Route>,
    /// Why there may be more; empty if this is all there is.
    pub truncations: Vec<Truncation>,
    /// No further path of known metric is better than this. With [`Truncation::K`] alone it is the metric of the
    /// next path; none if nothing of known metric was cut off.
    pub next_at_least: Option<u64>,
    /// Arcs relaxed.
    pub explored: u64,
    /// Arcs of unknown metric on some way from an origin to a destination.
    pub unpriced: u32,
}

/// The k best paths, and the best one of unknown metric. O(budget) at worst, and one backward search of
/// O(E log V) plus O(k · steps) lookups in the usual case, times the memories of the shape.
pub fn best_routes(
    net: Net<'_>,
    costs: Costs<'_>,
    search: &Search<'_>,
    workspace: &mut Workspace,
) -> Ranked {
    if search.origins.is_empty() || search.destinations.is_empty() {
        return Ranked::default();
    }
    match search.shape {
        None => ranked(net, costs, Anything, search, workspace),
        Some(shape) => ranked(net, costs, shape, search, workspace),
    }
}

fn ranked<F: Form>(
    net: Net<'_>,
    costs: Costs<'_>,
    form: F,
    search: &Search<'_>,
    workspace: &mut Workspace,
) -> Ranked {
    let ends = Ends::new(net, search.origins, search.destinations);
    let mut ranked = Ranked::default();
    let rule = KnownOnly { costs, form };
    let (max_steps, budget) = (search.max_steps, search.budget);
    let ranking = Ranking::new(net, rule, &ends, workspace, max_steps, budget);
    known_routes(ranking, search.k, &mut ranked);
    ranked.unpriced = unpriced_arcs(net, form, costs, &ends);
    if ranked.unpriced > 0 {
        let rule = SomeUnknown { costs, form };
        let ranking = Ranking::new(net, rule, &ends, workspace, max_steps, budget);
        unpriced_route(ranking, &mut ranked);
    }
    workspace.give_back();
    ranked.truncations.sort_unstable();
    ranked.truncations.dedup();
    ranked
}

/// Finds the best paths of known metric and one more, which tells where the next one lies.
fn known_routes<R: Rule>(mut ranking: Ranking<'_, R>, k: usize, ranked: &mut Ranked) {
    let mut next_at_least = loop {
        match ranking.next() {
            Next::Route(route) if ranked.routes.len() == k => {
                ranked.truncations.push(Truncation::K);
                break Some(route.weight);
            }
            Next::Route(route) => ranked.routes.push(route),
            Next::Cut(bound) => {
                ranked.truncations.push(Truncation::Budget);
                break Some(bound);
            }
            Next::Nothing => break None,
        }
    };
    if let Some(weight) = ranking.too_long {
        ranked.truncations.push(Truncation::Steps);
        next_at_least = Some(next_at_least.map_or(weight, |it| it.min(weight)));
    }
    ranked.next_at_least = next_at_least.map(Weight::metric);
    ranked.explored += ranking.work;
}

/// Finds the best path that uses an arc of unknown metric, where such arcs are on the way.
fn unpriced_route<R: Rule>(mut ranking: Ranking<'_, R>, ranked: &mut Ranked) {
    ranked.truncations.push(Truncation::UnknownMetric);
    match ranking.next() {
        Next::Route(route) => ranked.unpriced_route = Some(route),
        Next::Nothing if ranking.too_long.is_some() => {
            ranked.truncations.push(Truncation::Steps);
        }
        Next::Nothing => {}
        Next::Cut(_) => ranked.truncations.push(Truncation::Budget),
    }
    ranked.explored += ranking.work;
}
