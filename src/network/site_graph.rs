//! The site graph: every link between places, whatever moves along it and whenever, and the rise of every side-stream.
//!
//! It holds more than any chain does, so that what is not connected here is connected in no chain.

use std::collections::HashMap;
use std::collections::HashSet;

use petgraph::visit::Bfs;
use petgraph::visit::VisitMap as _;
use petgraph::visit::Visitable as _;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::network::graph::Graph;
use crate::network::graph::Node;

/// Places and the links between them.
#[derive(Debug)]
pub struct SiteGraph {
    graph: Graph,
    places: Vec<Row>,
    numbers: HashMap<Row, u32>,
    links: Vec<Row>,
}

impl SiteGraph {
    /// The kinds of records that it is built from.
    pub(in crate::network) const READ: &[Kind] = &[Kind::Site, Kind::SideStream, Kind::Link];

    /// Builds it from all sites, side-streams and links. A corridor in both directions is two arcs; from a site to each
    /// of its side-streams there is one.
    /// O(places + links).
    pub fn build(registry: &Registry) -> Self {
        let kinds = [Kind::Site, Kind::SideStream];
        let places: Vec<Row> = kinds.iter().flat_map(|it| registry.rows(*it)).collect();
        let numbers: HashMap<Row, u32> = places.iter().copied().zip(0..).collect();
        let mut arcs = Vec::new();
        for row in registry.rows(Kind::Link) {
            let number = |column| numbers.get(&registry.reference(row, column)?).copied();
            let Some((from, to)) = number(link::FROM).zip(number(link::TO)) else {
                continue;
            };
            arcs.push((from, to, row));
            if registry.flag(row, link::BOTH_WAYS) == Some(true) {
                arcs.push((to, from, row));
            }
        }
        for row in registry.rows(Kind::SideStream) {
            let site = registry.reference(row, side_stream::SITE);
            let number = |place: Row| numbers.get(&place).copied();
            if let Some((from, to)) = site.and_then(number).zip(number(row)) {
                arcs.push((from, to, row));
            }
        }
        arcs.sort_by_key(|(from, _, _)| *from);
        let ends: Vec<(u32, u32)> = arcs.iter().map(|(from, to, _)| (*from, *to)).collect();
        Self {
            graph: Graph::new(places.len(), &ends),
            links: arcs.into_iter().map(|(_, _, row)| row).collect(),
            places,
            numbers,
        }
    }

    /// Vertices are places, arcs are links and rises of side-streams, both by number.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The places, sites first, ordered by slug.
    pub fn places(&self) -> &[Row] {
        &self.places
    }

    /// The vertex of a place; none for a record of another kind.
    pub fn number(&self, place: Row) -> Option<u32> {
        self.numbers.get(&place).copied()
    }

    /// By arc, its link, or the side-stream that arises.
    pub fn links(&self) -> &[Row] {
        &self.links
    }

    /// Whether any of some places leads to any of others, or is one of them. O(places + links).
    pub fn connects(&self, from: &[Row], to: &[Row]) -> bool {
        let number = |it: &Row| self.numbers.get(it).map(|it| Node::from(*it));
        let mut search = Bfs {
            stack: from.iter().filter_map(number).collect(),
            discovered: self.graph.visit_map(),
        };
        for start in from.iter().filter_map(number) {
            search.discovered.visit(start);
        }
        let targets: HashSet<Node> = to.iter().filter_map(number).collect();
        while let Some(place) = search.next(&self.graph) {
            if targets.contains(&place) {
                return true;
            }
        }
        false
    }
}
