//! The paths of an answer laid over one another, ready to be drawn.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use petgraph::visit::DfsEvent;
use petgraph::visit::depth_first_search;

use crate::model::Registry;
use crate::network::chain::Chain;
use crate::network::chain::Vertex;
use crate::network::graph::Graph;
use crate::network::graph::Node;
use crate::network::graph::number;
use crate::network::paths::path::PathArc;
use crate::network::search::Route;

/// The arcs of several paths, each once.
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
    /// How many of the paths use it.
    pub path_count: u32,
    /// The arc.
    pub arc: PathArc,
}

/// Lays routes over one another. Back links are those that a depth-first search, starting where the
/// paths begin, finds to close a cycle. O(arcs of the routes · log).
pub(super) fn subgraph(registry: &Registry, chain: &Chain, routes: &[&Route]) -> Subgraph {
    let mut uses: BTreeMap<u32, u32> = BTreeMap::new();
    for arc in routes.iter().flat_map(|it| &it.arcs) {
        *uses.entry(*arc).or_default() += 1;
    }
    let ends = |arc: u32| (chain.graph().tail(arc), chain.graph().head(arc));
    let vertices: BTreeSet<u32> = uses
        .keys()
        .flat_map(|it| [ends(*it).0, ends(*it).1])
        .collect();
    let position: BTreeMap<u32, u32> = vertices.iter().copied().zip(0..).collect();
    let at = |vertex: u32| position.get(&vertex).copied().unwrap_or(0);
    // Arcs of the chain are numbered by tail, so that these are ordered by tail as well.
    let small: Vec<(u32, u32)> = uses
        .keys()
        .map(|it| (at(ends(*it).0), at(ends(*it).1)))
        .collect();
    let starts = routes.iter().map(|it| Node::from(at(it.origin)));
    let back = back_arcs(&Graph::new(vertices.len(), &small), starts);
    let mut subgraph = Subgraph {
        nodes: vertices
            .iter()
            .map(|it| chain.vertices()[*it as usize])
            .collect(),
        ..Subgraph::default()
    };
    for ((arc, path_count), (from, to)) in uses.into_iter().zip(small) {
        let link = SubgraphLink {
            from,
            to,
            path_count,
            arc: PathArc::of(registry, chain, arc),
        };
        if back.contains(&(from, to)) {
            subgraph.back_links.push(link);
        } else {
            subgraph.links.push(link);
        }
    }
    subgraph
}

fn back_arcs(graph: &Graph, starts: impl Iterator<Item = Node>) -> BTreeSet<(u32, u32)> {
    let mut back = BTreeSet::new();
    depth_first_search(graph, starts, |event| {
        if let DfsEvent::BackEdge(from, to) = event {
            back.insert((number(from), number(to)));
        }
    });
    back
}
