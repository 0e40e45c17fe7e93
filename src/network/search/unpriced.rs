//! Arcs of unknown metric that stand on some way from an origin to a destination.
//!
//! A way may pass a place twice: whether an arc stands on a path that does not is hard to decide, and
//! missing one would claim too much.

use petgraph::visit::Bfs;
use petgraph::visit::EdgeFiltered;
use petgraph::visit::EdgeRef as _;
use petgraph::visit::IntoNeighbors;
use petgraph::visit::Reversed;
use petgraph::visit::VisitMap as _;
use petgraph::visit::Visitable;

use crate::network::graph::ArcRef;
use crate::network::graph::Node;
use crate::network::graph::number;
use crate::network::search::ends::Ends;
use crate::network::search::space::Costs;
use crate::network::search::space::Net;
use crate::network::search::weight::UNPRICED;

/// Counts them. O(V + E), and O(E) without any search where every metric is known.
pub(crate) fn unpriced_arcs(net: Net<'_>, costs: Costs<'_>, ends: &Ends<'_>) -> u32 {
    if !costs.metric.contains(&UNPRICED) {
        return 0;
    }
    let allow = |arc: ArcRef| ends.allow(net, number(arc.source()), number(arc.target()));
    let usable = EdgeFiltered::from_fn(net.graph, allow);
    let forward = reach(&usable, ends.origins);
    let backward = reach(Reversed(&usable), ends.destinations);
    let unknown = (0_u32..).zip(costs.metric);
    let unknown = unknown.filter(|(_, metric)| **metric == UNPRICED);
    let on_the_way = unknown.filter(|(arc, _)| {
        let (tail, head) = (net.graph.tail(*arc), net.graph.head(*arc));
        forward.is_visited(&Node::from(tail))
            && backward.is_visited(&Node::from(head))
            && ends.allow(net, tail, head)
    });
    u32::try_from(on_the_way.count()).unwrap_or(u32::MAX)
}

/// The vertices that can be reached from some, themselves included.
fn reach<G>(graph: G, from: &[u32]) -> G::Map
where
    G: IntoNeighbors<NodeId = Node> + Visitable,
{
    let mut search = Bfs {
        stack: from.iter().map(|it| Node::from(*it)).collect(),
        discovered: graph.visit_map(),
    };
    for vertex in from {
        search.discovered.visit(Node::from(*vertex));
    }
    while search.next(graph).is_some() {}
    search.discovered
}
