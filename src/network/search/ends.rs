//! Where paths begin and end, and the arcs that no path between those ends can use.

use crate::network::search::space::Net;

/// The vertices at which paths begin and end.
///
/// A path leaves its origin and arrives at its destination as directly as it can: it begins at the
/// last origin vertex of its first stay, and ends at the first destination vertex of its last stay (a
/// stay is a run of vertices of one place). So a path does not become another path by also walking
/// through the products of the place it starts from or arrives at. It may pass through places that hold
/// other origins or destinations. It has at least one arc.
#[derive(Clone, Debug)]
pub(crate) struct Ends<'a> {
    /// Ascending.
    pub(crate) origins: &'a [u32],
    /// Ascending.
    pub(crate) destinations: &'a [u32],
    /// The place of all origins, if they share one.
    origin_place: Option<u32>,
    /// The place of all destinations, if they share one.
    destination_place: Option<u32>,
}

impl<'a> Ends<'a> {
    /// The ends with these vertices, both ascending.
    pub(crate) fn new(net: Net<'_>, origins: &'a [u32], destinations: &'a [u32]) -> Self {
        debug_assert!(origins.is_sorted() && destinations.is_sorted());
        let shared = |vertices: &[u32]| {
            let mut places = vertices.iter().map(|it| net.places[*it as usize]);
            let first = places.next()?;
            places.all(|it| it == first).then_some(first)
        };
        Self {
            origins,
            destinations,
            origin_place: shared(origins),
            destination_place: shared(destinations),
        }
    }

    pub(crate) fn is_origin(&self, vertex: u32) -> bool {
        self.origins.binary_search(&vertex).is_ok()
    }

    pub(crate) fn is_destination(&self, vertex: u32) -> bool {
        self.destinations.binary_search(&vertex).is_ok()
    }

    /// Whether a path may use an arc between two vertices: not back into the only place of origin, nor
    /// out of the only place of destination, nor past the vertex that begins or ends the path there.
    pub(crate) fn allow(&self, net: Net<'_>, tail: u32, head: u32) -> bool {
        let (from, to) = (net.places[tail as usize], net.places[head as usize]);
        let is_back = Some(to) == self.origin_place && (from != to || self.is_origin(head));
        let is_past =
            Some(from) == self.destination_place && (from != to || self.is_destination(tail));
        !is_back && !is_past
    }
}
