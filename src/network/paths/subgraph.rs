//! The paths of an answer, or what a flow carries, laid over one another, ready to be drawn.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Registry;
use crate::network::chain::Chain;
use crate::network::chain::Vertex;
use crate::network::graph::Graph;
use crate::network::graph::back_arcs;
use crate::network::paths::path::PathArc;
use crate::network::search::Route;

/// The arcs of several paths, or of a flow, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subgraph {
    /// Products at places, ordered by slugs.
    pub nodes: Vec<Vertex>,
    /// Arcs that form no cycle.
    pub links: Vec<SubgraphLink>,
    /// Arcs taken out so that the others form no cycle.
    pub back_links: Vec<SubgraphLink>,
}

/// An arc of a subgraph.
#[derive(Clone, Debug, PartialEq)]
pub struct SubgraphLink {
    /// Where it begins, a position in `nodes`.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// How many of the paths use it; 0 where it is about a flow.
    pub path_count: u32,
    /// Tonnes a year that enter it; none where it is about paths.
    pub tonnes_per_year: Option<f64>,
    /// Tonnes a year that come out of it, after its recovery; none where it is about paths.
    pub arriving_tonnes_per_year: Option<f64>,
    /// The arc.
    pub arc: PathArc,
}

/// What an arc of a chain carries.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::network) struct Carried {
    /// How many paths.
    pub(in crate::network) path_count: u32,
    /// Tonnes a year that enter and that leave it; none where it is about paths.
    pub(in crate::network) tonnes: Option<(f64, f64)>,
}

/// Lays routes over one another. O(arcs of the routes · log).
pub(super) fn subgraph(registry: &Registry, chain: &Chain, routes: &[&Route]) -> Subgraph {
    let mut uses: BTreeMap<u32, Carried> = BTreeMap::new();
    for arc in routes.iter().flat_map(|it| &it.arcs) {
        uses.entry(*arc).or_default().path_count += 1;
    }
    let starts = routes.iter().map(|it| it.origin);
    laid_over(registry, chain, &uses, starts)
}

/// The arcs of a chain that carry something. Back links are those that a depth-first search, starting where what they
/// carry begins, finds to close a cycle. O(arcs · log).
pub(in crate::network) fn laid_over(
    registry: &Registry,
    chain: &Chain,
    carried: &BTreeMap<u32, Carried>,
    starts: impl IntoIterator<Item = u32>,
) -> Subgraph {
    let starts: Vec<u32> = starts.into_iter().collect();
    let ends = |arc: u32| (chain.graph().tail(arc), chain.graph().head(arc));
    let of_arcs = carried.keys().flat_map(|it| [ends(*it).0, ends(*it).1]);
    let vertices: BTreeSet<u32> = of_arcs.chain(starts.iter().copied()).collect();
    let position: BTreeMap<u32, u32> = vertices.iter().copied().zip(0..).collect();
    let at = |vertex: u32| position.get(&vertex).copied().unwrap_or(0);
    // Arcs of the chain are numbered by tail, so that these are ordered by tail as well.
    let small: Vec<(u32, u32)> = carried
        .keys()
        .map(|it| (at(ends(*it).0), at(ends(*it).1)))
        .collect();
    let starts = starts.into_iter().map(at);
    let back = back_arcs(&Graph::new(vertices.len(), &small), starts);
    let mut subgraph = Subgraph {
        nodes: vertices
            .iter()
            .map(|it| chain.vertices()[*it as usize])
            .collect(),
        ..Subgraph::default()
    };
    for (((arc, carried), (from, to)), is_back) in carried.iter().zip(small).zip(back) {
        let link = SubgraphLink {
            from,
            to,
            path_count: carried.path_count,
            tonnes_per_year: carried.tonnes.map(|it| it.0),
            arriving_tonnes_per_year: carried.tonnes.map(|it| it.1),
            arc: PathArc::of(registry, chain, *arc),
        };
        if is_back {
            subgraph.back_links.push(link);
        } else {
            subgraph.links.push(link);
        }
    }
    subgraph
}
