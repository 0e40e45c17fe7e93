//! The numbers of vertices, places and arcs, which follow from slugs and keys alone.

use std::sync::Arc;

use crate::model::Kind;
use crate::model::Registry;
use crate::network::chain::ChainArc;
use crate::network::chain::Vertex;
use crate::network::chain::conversions::Running;

/// The ends of all arcs and what activities take and give, ordered by slug of place, then product. A site stands
/// before a side-stream of the same slug.
pub(super) fn vertices(
    registry: &Registry,
    ends: impl Iterator<Item = Vertex>,
    running: &[Running],
) -> Vec<Vertex> {
    let mut vertices: Vec<Vertex> = ends.collect();
    for it in running {
        let products = it.inputs.iter().chain(&it.outputs);
        vertices.extend(products.map(|product| Vertex {
            place: it.site,
            product: *product,
        }));
    }
    // Rows compare faster than slugs, so that what stands here many times goes first.
    vertices.sort_unstable();
    vertices.dedup();
    vertices.sort_unstable_by(|a, b| by_slug(registry, a).cmp(&by_slug(registry, b)));
    vertices
}

/// What vertices are ordered by.
pub(super) fn by_slug<'r>(registry: &'r Registry, it: &Vertex) -> (&'r str, Kind, &'r str) {
    let (place, product) = (registry.slug(it.place), registry.slug(it.product));
    (place, it.place.kind(), product)
}

/// Numbers of the places, which stand together in the order of vertices.
pub(super) fn places(vertices: &[Vertex]) -> Vec<u32> {
    let mut places: Vec<u32> = Vec::with_capacity(vertices.len());
    let mut last = 0;
    for (at, vertex) in vertices.iter().enumerate() {
        if at > 0 && vertices[at - 1].place != vertex.place {
            last += 1;
        }
        places.push(last);
    }
    places
}

/// By arc, its position in the order of keys.
pub(super) fn order(arcs: &[Arc<ChainArc>]) -> Vec<u32> {
    let mut by_key: Vec<(&str, usize)> = arcs.iter().map(|it| it.key.as_str()).zip(0..).collect();
    by_key.sort_unstable();
    let mut order = vec![0; arcs.len()];
    for ((_, arc), position) in by_key.iter().zip(0..) {
        order[*arc] = position;
    }
    order
}
