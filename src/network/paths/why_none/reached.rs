//! How far the chain goes from some origins: the furthest stage, where it stops, and to whom it leaves.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::LinkKind;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::site;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::site_of;
use crate::network::chain::stage_of;
use crate::network::paths::why_none::MOST_TOLD;

/// What some origins lead to.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// By vertex, the fewest steps to it.
    depths: Vec<Option<u32>>,
    /// The furthest stage of what transforms the material on the way.
    pub(super) stage: Option<Stage>,
    /// Sites of that stage, or all that are reached if there is none; most steps away first, then by slug.
    pub(super) sites: Vec<Row>,
    /// The product that the first of these gives last.
    pub(super) stopped_at: Option<Row>,
    /// External parties that receive something, by slug.
    pub(super) buyers: Vec<Row>,
    /// The links to them, by slug.
    pub(super) buyer_links: Vec<Row>,
    /// Corridors recorded from the sites, by slug.
    pub(super) corridors: Vec<Row>,
    /// Whether a destination is among what is reached.
    has_destination: bool,
    /// Whether what the furthest sites give goes on to external parties.
    goes_outside: bool,
}

impl Reached {
    /// What the origins, vertices of a chain, lead to. O(V + E).
    pub(super) fn new(
        registry: &Registry,
        chain: &Chain,
        origins: &[u32],
        destinations: &[u32],
    ) -> Self {
        let mut reached = Self {
            depths: depths(chain, origins),
            ..Self::default()
        };
        let is_reached = |it: &u32| reached.depth(*it).is_some_and(|depth| depth > 0);
        reached.has_destination = destinations.iter().any(is_reached);
        let furthest = reached.find_furthest(registry, chain, origins);
        reached.find_buyers(registry, chain, &furthest);
        reached.corridors = corridors(registry, &reached.sites);
        reached
    }

    /// The fewest steps to a vertex; none if it is not reached.
    pub(super) fn depth(&self, vertex: u32) -> Option<u32> {
        self.depths[vertex as usize]
    }

    /// Whether what the furthest sites give goes on to external parties, and nothing reaches a destination.
    pub(super) fn leaves_map(&self) -> bool {
        self.goes_outside && !self.has_destination
    }

    /// Finds the furthest stage and its sites; the vertices at which something is made there.
    fn find_furthest(&mut self, registry: &Registry, chain: &Chain, origins: &[u32]) -> Vec<u32> {
        let mut made: Vec<(Stage, u32)> = Vec::new();
        for origin in origins {
            let roles = chain.roles()[*origin as usize];
            let stages = Stage::ALL.iter().filter(|it| roles.is_made_in(**it));
            made.extend(stages.map(|it| (*it, *origin)));
        }
        for (arc, it) in (0_u32..).zip(chain.arcs()) {
            let stage = match it.kind {
                ArcKind::Transformation => registry.code(it.record, activity::STAGE),
                ArcKind::AssumedTransformation => registry
                    .code::<SiteKind>(it.record, site::KIND)
                    .and_then(stage_of),
                ArcKind::Movement | ArcKind::SideStream | ArcKind::Candidate => None,
            };
            if self.depth(chain.graph().tail(arc)).is_some() {
                made.extend(stage.map(|stage| (stage, chain.graph().head(arc))));
            }
        }
        let furthest = made.iter().map(|it| rank(it.0)).max().unwrap_or(0);
        made.retain(|it| furthest > 0 && rank(it.0) == furthest);
        // Recycling and processing are equally far.
        self.stage = made.iter().map(|it| it.0).min();
        let vertices: Vec<u32> = if made.is_empty() {
            let all = (0..).zip(&self.depths).filter(|it| it.1.is_some());
            all.map(|it| it.0).collect()
        } else {
            made.iter().map(|it| it.1).collect()
        };
        self.stop_at(registry, chain, vertices.clone());
        vertices
    }

    /// Orders sites by the furthest of some vertices of theirs.
    fn stop_at(&mut self, registry: &Registry, chain: &Chain, mut vertices: Vec<u32>) {
        let steps = |it: u32| Reverse(self.depths[it as usize]);
        let of = |it: u32| chain.vertices()[it as usize];
        vertices.retain(|it| !is_external(registry, of(*it).place));
        vertices.sort_by_key(|it| {
            let home = site_of(registry, of(*it).place);
            (steps(*it), home.map(|it| registry.slug(it)), *it)
        });
        let mut seen = BTreeSet::new();
        self.stopped_at = vertices.first().map(|it| of(*it).product);
        self.sites = vertices
            .iter()
            .filter_map(|it| site_of(registry, of(*it).place))
            .filter(|it| seen.insert(*it))
            .collect();
    }

    /// Finds the external parties that the furthest vertices lead to; those that anything leads to if there are none.
    fn find_buyers(&mut self, registry: &Registry, chain: &Chain, furthest: &[u32]) {
        let onward = depths(chain, furthest);
        self.buyers_among(registry, chain, &onward);
        self.goes_outside = !self.buyers.is_empty();
        if !self.goes_outside {
            let all = self.depths.clone();
            self.buyers_among(registry, chain, &all);
        }
    }

    fn buyers_among(&mut self, registry: &Registry, chain: &Chain, among: &[Option<u32>]) {
        let (mut buyers, mut links) = (BTreeMap::new(), BTreeMap::new());
        for (arc, it) in (0_u32..).zip(chain.arcs()) {
            let (tail, head) = (chain.graph().tail(arc), chain.graph().head(arc));
            let place = chain.vertices()[head as usize].place;
            let is_sale = it.kind == ArcKind::Movement && is_external(registry, place);
            if is_sale && among[tail as usize].is_some() {
                buyers.insert(registry.slug(place), place);
                links.insert(registry.slug(it.record), it.record);
            }
        }
        self.buyers = buyers.into_values().collect();
        self.buyer_links = links.into_values().collect();
    }
}

/// Whether a place is a party that a source only names.
fn is_external(registry: &Registry, place: Row) -> bool {
    place.kind() == Kind::Site && registry.code(place, site::KIND) == Some(SiteKind::External)
}

/// By vertex, the fewest steps from some; none if they do not lead there.
fn depths(chain: &Chain, origins: &[u32]) -> Vec<Option<u32>> {
    let graph = chain.graph();
    let mut depths = vec![None; graph.vertex_count()];
    let mut queue: VecDeque<(u32, u32)> = origins.iter().map(|it| (*it, 0)).collect();
    for origin in origins {
        depths[*origin as usize] = Some(0);
    }
    while let Some((vertex, depth)) = queue.pop_front() {
        for head in graph.leaving(vertex).map(|it| graph.head(it)) {
            if depths[head as usize].is_none() {
                depths[head as usize] = Some(depth + 1);
                queue.push_back((head, depth + 1));
            }
        }
    }
    depths
}

/// How far a stage is along a chain; 0 for what is no stage of it.
fn rank(stage: Stage) -> u8 {
    match stage {
        Stage::Transport => 0,
        Stage::Extraction => 1,
        Stage::Processing | Stage::Recycling => 2,
        Stage::Manufacturing => 3,
    }
}

/// Corridors recorded from some sites or those they are parts of.
fn corridors(registry: &Registry, sites: &[Row]) -> Vec<Row> {
    let parts = sites.iter().take(MOST_TOLD);
    let places: BTreeSet<Row> = parts
        .flat_map(|it| [Some(*it), registry.reference(*it, site::PART_OF)])
        .flatten()
        .collect();
    let is_corridor = |it: &Row| registry.code(*it, link::KIND) == Some(LinkKind::Corridor);
    let is_both_ways = |it: &Row| registry.flag(*it, link::BOTH_WAYS) == Some(true);
    let mut found = BTreeMap::new();
    for place in places {
        let leaving = registry.referring(Kind::Link, link::FROM, place);
        let entering = registry.referring(Kind::Link, link::TO, place);
        let back = entering.into_iter().filter(is_both_ways);
        for row in leaving.into_iter().chain(back).filter(is_corridor) {
            found.insert(registry.slug(row), row);
        }
    }
    found.into_values().take(MOST_TOLD).collect()
}
