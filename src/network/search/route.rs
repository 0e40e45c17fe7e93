//! A path through the product of network and rule, and what is wrong with it, if anything.

use crate::network::search::ends::Ends;
use crate::network::search::space::Net;
use crate::network::search::weight::Weight;

/// A path of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The vertex it begins at.
    pub origin: u32,
    /// Its arcs, at least one.
    pub arcs: Vec<u32>,
    /// Its weight.
    pub weight: Weight,
}

/// Whether a route is a path in the sense of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is.
    None,
    /// It passes a destination of the place where it ends, but what it begins with may be part of a path.
    End,
    /// Its vertex with this number, counted from 0, returns to a place or vertex it has left, or is another
    /// origin in the first stay; nothing that begins like this is a path.
    At(usize),
}

/// Where a route goes wrong first. O(steps²), with few steps.
pub(crate) fn fault(net: Net<'_>, ends: &Ends<'_>, route: &Route) -> Fault {
    let place = |vertex: u32| net.places[vertex as usize];
    let mut vertices = vec![route.origin];
    let mut left: Vec<u32> = Vec::new();
    let mut stay = 0;
    for arc in &route.arcs {
        let head = net.graph.head(*arc);
        let here = place(vertices[stay]);
        if place(head) != here {
            left.push(here);
            stay = vertices.len();
            if left.contains(&place(head)) {
                return Fault::At(vertices.len());
            }
        } else if vertices[stay..].contains(&head) || (stay == 0 && ends.is_origin(head)) {
            return Fault::At(vertices.len());
        }
        vertices.push(head);
    }
    let last = vertices.len() - 1;
    if vertices[stay..last]
        .iter()
        .any(|it| ends.is_destination(*it))
    {
        return Fault::End;
    }
    Fault::None
}
