//! Petgraph's traits on [`Graph`], so that its algorithms and adaptors run on the arrays as they are.
//!
//! Vertices and arcs appear as petgraph's `NodeIndex` and `EdgeIndex` with our numbers; arcs carry no
//! weight of their own: look it up by `edge.id().index()`.

use std::iter::Map;
use std::ops::Range;

use petgraph::Directed;
use petgraph::Direction;
use petgraph::graph::DiGraph;
use petgraph::graph::EdgeIndex;
use petgraph::graph::NodeIndex;
use petgraph::visit;
use petgraph::visit::VisitMap as _;

use crate::network::graph::Graph;

/// A vertex as petgraph sees it.
pub type Node = NodeIndex<u32>;
type Edge = EdgeIndex<u32>;

/// An arc as petgraph sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArcRef {
    tail: u32,
    head: u32,
    arc: u32,
}

impl visit::EdgeRef for ArcRef {
    type NodeId = Node;
    type EdgeId = Edge;
    type Weight = ();

    fn source(&self) -> Node {
        Node::from(self.tail)
    }

    fn target(&self) -> Node {
        Node::from(self.head)
    }

    fn weight(&self) -> &() {
        &()
    }

    fn id(&self) -> Edge {
        Edge::from(self.arc)
    }
}

/// The arcs at one end of a vertex, or all arcs.
#[derive(Clone, Debug)]
pub struct ArcRefs<'a> {
    graph: &'a Graph,
    /// The vertex whose entering arcs are meant; none for a range of arcs.
    head: Option<u32>,
    range: Range<u32>,
}

impl Iterator for ArcRefs<'_> {
    type Item = ArcRef;

    fn next(&mut self) -> Option<ArcRef> {
        let at = self.range.next()?;
        Some(match self.head {
            None => ArcRef {
                tail: self.graph.tail(at),
                head: self.graph.head(at),
                arc: at,
            },
            Some(head) => {
                let entering = self.graph.entering[at as usize];
                ArcRef {
                    tail: entering.tail,
                    head,
                    arc: entering.arc,
                }
            }
        })
    }
}

/// The vertices next to one, once for each arc.
#[derive(Clone, Debug)]
pub struct Neighbours<'a>(ArcRefs<'a>);

impl Iterator for Neighbours<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        let is_entering = self.0.head.is_some();
        let arc = self.0.next()?;
        Some(Node::from(if is_entering { arc.tail } else { arc.head }))
    }
}

impl Graph {
    fn arc_refs(&self, node: Node, direction: Direction) -> ArcRefs<'_> {
        let at = node.index();
        match direction {
            Direction::Outgoing => ArcRefs {
                graph: self,
                head: None,
                range: self.out_starts[at]..self.out_starts[at + 1],
            },
            Direction::Incoming => ArcRefs {
                graph: self,
                head: Some(number(node)),
                range: self.in_starts[at]..self.in_starts[at + 1],
            },
        }
    }

    fn vertices(&self) -> Range<u32> {
        0..number(Node::new(self.vertex_count()))
    }
}

/// The number of a vertex that petgraph gives.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a NodeIndex<u32> holds a u32"
)]
pub fn number(node: Node) -> u32 {
    node.index() as u32
}

impl visit::GraphBase for Graph {
    type NodeId = Node;
    type EdgeId = Edge;
}

impl visit::GraphProp for Graph {
    type EdgeType = Directed;
}

impl visit::Data for Graph {
    type NodeWeight = ();
    type EdgeWeight = ();
}

impl visit::NodeCount for Graph {
    fn node_count(&self) -> usize {
        self.vertex_count()
    }
}

impl visit::EdgeCount for Graph {
    fn edge_count(&self) -> usize {
        self.arc_count()
    }
}

impl visit::NodeIndexable for Graph {
    fn node_bound(&self) -> usize {
        self.vertex_count()
    }

    fn to_index(&self, node: Node) -> usize {
        node.index()
    }

    fn from_index(&self, index: usize) -> Node {
        Node::new(index)
    }
}

impl visit::NodeCompactIndexable for Graph {}

impl visit::EdgeIndexable for Graph {
    fn edge_bound(&self) -> usize {
        self.arc_count()
    }

    fn to_index(&self, edge: Edge) -> usize {
        edge.index()
    }

    fn from_index(&self, index: usize) -> Edge {
        Edge::new(index)
    }
}

impl visit::Visitable for Graph {
    type Map = <DiGraph<(), ()> as visit::Visitable>::Map;

    fn visit_map(&self) -> Self::Map {
        Self::Map::with_capacity(self.vertex_count())
    }

    fn reset_map(&self, map: &mut Self::Map) {
        map.clear();
        map.grow(self.vertex_count());
        debug_assert!((0..self.vertex_count()).all(|at| !map.is_visited(&Node::new(at))));
    }
}

impl visit::IntoNodeIdentifiers for &Graph {
    type NodeIdentifiers = Map<Range<u32>, fn(u32) -> Node>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        self.vertices().map(Node::from)
    }
}

impl<'a> visit::IntoNeighbors for &'a Graph {
    type Neighbors = Neighbours<'a>;

    fn neighbors(self, node: Node) -> Neighbours<'a> {
        Neighbours(self.arc_refs(node, Direction::Outgoing))
    }
}

impl<'a> visit::IntoNeighborsDirected for &'a Graph {
    type NeighborsDirected = Neighbours<'a>;

    fn neighbors_directed(self, node: Node, direction: Direction) -> Neighbours<'a> {
        Neighbours(self.arc_refs(node, direction))
    }
}

impl<'a> visit::IntoEdgeReferences for &'a Graph {
    type EdgeRef = ArcRef;
    type EdgeReferences = ArcRefs<'a>;

    fn edge_references(self) -> ArcRefs<'a> {
        ArcRefs {
            graph: self,
            head: None,
            range: 0..self.out_starts.last().copied().unwrap_or(0),
        }
    }
}

impl<'a> visit::IntoEdges for &'a Graph {
    type Edges = ArcRefs<'a>;

    fn edges(self, node: Node) -> ArcRefs<'a> {
        self.arc_refs(node, Direction::Outgoing)
    }
}

impl<'a> visit::IntoEdgesDirected for &'a Graph {
    type EdgesDirected = ArcRefs<'a>;

    fn edges_directed(self, node: Node, direction: Direction) -> ArcRefs<'a> {
        self.arc_refs(node, direction)
    }
}
