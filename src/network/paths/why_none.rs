//! Why there is no path: which filter stands in the way, how far the chain goes, and who could take it on.

mod filters;
mod message;
mod nearby;
mod reached;
#[cfg(test)]
mod tests;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::model::tables::site;
use crate::network::chain::Chain;
use crate::network::chain::Roles;
use crate::network::chain::Vertex;
use crate::network::chain::place_notes;
use crate::network::paths::Asked;
use crate::network::paths::endpoint::End;
use crate::network::paths::question::PathQuestion;
pub use crate::network::paths::why_none::filters::PathFilter;
use crate::network::paths::why_none::filters::Tried;
pub use crate::network::paths::why_none::nearby::Taker;
use crate::network::paths::why_none::nearby::nearest_takers;
use crate::network::paths::why_none::reached::Reached;
use crate::network::snapshot::Snapshot;
use crate::network::takers::takes_anything;

/// So many places, links and takers are told at most.
pub(super) const MOST_TOLD: usize = 25;

codes! {
    /// Why there is no path; the first that holds.
    pub enum NoPathReason {
        /// An end means nothing that the chain of the material holds.
        EmptyEndpoint = "EMPTY_ENDPOINT",
        /// There is one without the filters, or an end that means nothing means something without one of them.
        FilteredOut = "FILTERED_OUT",
        /// What the origins lead to goes on only to parties that a source merely names.
        LeavesMap = "LEAVES_MAP",
        /// No way on is recorded; there may be one.
        NoRouteRecorded = "NO_ROUTE_RECORDED",
        /// There is no way on: the data are judged complete where the chain stops.
        Unreachable = "UNREACHABLE",
    }
}

/// Why there is no path.
///
/// How far the chain goes is told of the chain as a whole: what a path has to pass or may not pass on its way is
/// not looked at there.
#[derive(Clone, Debug, PartialEq)]
pub struct NoPath {
    /// The first reason that holds.
    pub reason: NoPathReason,
    /// Sentences that may be quoted.
    pub message: String,
    /// The furthest stage of what transforms the material on the way from the origins; none if nothing is known to.
    pub furthest_stage: Option<Stage>,
    /// Sites where that happens, most steps away first, then by slug; where nothing is transformed, all that are
    /// reached. At most 25.
    pub reached: Vec<Row>,
    /// The product at which the chain stops there; none if nothing is reached.
    pub stopped_at: Option<Row>,
    /// External parties that receive what the origins lead to, by slug.
    pub buyers: Vec<Row>,
    /// The links to them, by slug: what their sources say of the transport.
    pub buyer_links: Vec<Row>,
    /// Corridors recorded from the places reached or those they are parts of, by slug; at most 25.
    pub corridors: Vec<Row>,
    /// The nearest takers of what the places reached ship or make, nearest first: those that the destination
    /// means, or, where none of these is within reach, all.
    pub nearest_takers: Vec<Taker>,
    /// Whether all products there were tried for takers; the budget may run out.
    pub are_takers_complete: bool,
    /// Filters of which dropping one alone opens a path, or gives an empty end a meaning.
    pub blocked_by: Vec<PathFilter>,
    /// How many paths there are without any filter, up to the number asked for; none if the budget did not suffice.
    pub without_filters: Option<u32>,
    /// Where the reason is [`NoPathReason::Unreachable`], the judgements it rests on.
    pub coverage: Vec<Row>,
}

impl NoPath {
    /// The records it rests on.
    pub(super) fn records(&self) -> impl Iterator<Item = Row> {
        let sites = self.reached.iter().chain(&self.buyers);
        let links = self.buyer_links.iter().chain(&self.corridors);
        sites.chain(links).chain(&self.coverage).copied()
    }
}

/// What is known when the reason is chosen.
struct Known<'a> {
    snapshot: &'a Snapshot,
    asked: &'a Asked,
    question: &'a PathQuestion,
    tried: Tried,
    /// Whether the origin, or the destination, means nothing.
    is_empty: (bool, bool),
    /// Whether something that the destination means is recorded to receive the material.
    is_received: bool,
    reached: Reached,
    coverage: Vec<Row>,
}

/// Why a question has no path; none if the budget does not suffice to tell. At most a dozen searches that share the
/// budget, and O(V + E).
pub(super) fn why_none(
    snapshot: &Snapshot,
    asked: &Asked,
    question: &PathQuestion,
) -> Option<NoPath> {
    let registry = snapshot.registry();
    let chain = snapshot.chain(asked.key);
    let (origins, destinations) = asked.ends(registry, &chain);
    let is_empty = is_empty(registry, asked, &origins, &destinations);
    let tried = filters::tried(snapshot, question, is_empty)?;
    let reached = Reached::new(registry, &chain, &origins, &destinations);
    let known = Known {
        coverage: complete_for(registry, &chain, &reached),
        snapshot,
        asked,
        question,
        tried,
        is_empty,
        is_received: !destinations.is_empty(),
        reached,
    };
    let reason = known.reason();
    let message = message::message(&known, &chain, reason);
    let (nearest_takers, are_takers_complete) = nearest_takers(&known, &chain);
    let Known {
        tried,
        reached,
        coverage,
        ..
    } = known;
    let is_complete = reason == NoPathReason::Unreachable;
    Some(NoPath {
        reason,
        message,
        furthest_stage: reached.stage,
        reached: reached.sites.into_iter().take(MOST_TOLD).collect(),
        stopped_at: reached.stopped_at,
        buyers: reached.buyers,
        buyer_links: reached.buyer_links,
        corridors: reached.corridors,
        nearest_takers,
        are_takers_complete,
        blocked_by: tried.blocked_by,
        without_filters: tried.without,
        coverage: coverage.into_iter().filter(|_| is_complete).collect(),
    })
}

impl Known<'_> {
    fn reason(&self) -> NoPathReason {
        let is_open_without = self.tried.without.is_some_and(|it| it > 0);
        let is_filtered = !self.tried.blocked_by.is_empty() || self.tried.is_too_long;
        if is_filtered || is_open_without {
            NoPathReason::FilteredOut
        } else if self.is_empty.0 || self.is_empty.1 {
            NoPathReason::EmptyEndpoint
        } else if self.reached.leaves_map() {
            NoPathReason::LeavesMap
        } else if !self.coverage.is_empty() {
            NoPathReason::Unreachable
        } else {
            NoPathReason::NoRouteRecorded
        }
    }
}

/// Whether the origin, or the destination, means nothing: no place that operates and handles the material. A
/// harbour or terminal could handle any; that it does not on record means that the chain does not lead there.
fn is_empty(
    registry: &Registry,
    asked: &Asked,
    origins: &[u32],
    destinations: &[u32],
) -> (bool, bool) {
    let any = registry.rows(Kind::Product).next();
    let could_take = |place: Row| {
        let kind = registry.code::<SiteKind>(place, site::KIND);
        kind.is_some_and(takes_anything)
            && any.is_some_and(|product| {
                let vertex = Vertex { place, product };
                let mut roles = Roles::at(kind);
                roles.is_received = true;
                asked.to.means(registry, vertex, roles, End::Destination)
            })
            && place_notes(registry, place, asked.key.when).is_some()
    };
    let is_nowhere = destinations.is_empty() && !registry.rows(Kind::Site).any(could_take);
    (origins.is_empty(), is_nowhere)
}

/// The judgements that the data hold all of the furthest stage and of the next one where the chain stops; empty
/// unless there is one for every site and stage. That all mines are known says nothing of who takes their ore.
fn complete_for(registry: &Registry, chain: &Chain, reached: &Reached) -> Vec<Row> {
    let Some(stage) = reached.stage else {
        return Vec::new();
    };
    let next = match stage {
        Stage::Extraction => Some(Stage::Processing),
        Stage::Processing | Stage::Recycling => Some(Stage::Manufacturing),
        Stage::Manufacturing | Stage::Transport => None,
    };
    let key = chain.key();
    let judged = |place: Row, stage: Stage| {
        let region = registry.reference(place, site::REGION)?;
        registry.complete_coverage(region, key.material, stage, key.when.year)
    };
    let stages = || [Some(stage), next].into_iter().flatten();
    let all = reached.sites.iter().flat_map(|place| {
        let judged = &judged;
        stages().map(move |stage| judged(*place, stage))
    });
    let mut found: Vec<Row> = all.collect::<Option<_>>().unwrap_or_default();
    found.sort_by_key(|it| registry.slug(*it));
    found.dedup();
    found
}
