//! What can be reached along the chain of a material.

use crate::analysis::gaps::OfMaterial;
use crate::model::Row;
use crate::network::chain::ChainArc;

/// In which direction arcs are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Onward,
    Back,
}

impl OfMaterial<'_> {
    /// By vertex, whether it is reached from those `begins` names, themselves included, along arcs that `passes`
    /// allows. O(V + E).
    pub(super) fn reached(
        &self,
        way: Way,
        begins: impl Fn(usize) -> bool,
        passes: impl Fn(&ChainArc) -> bool,
    ) -> Vec<bool> {
        let graph = self.chain.graph();
        let mut reached: Vec<bool> = (0..graph.vertex_count()).map(begins).collect();
        let numbered = (0_u32..).zip(&reached);
        let mut open: Vec<u32> = numbered.filter(|it| *it.1).map(|it| it.0).collect();
        while let Some(vertex) = open.pop() {
            let next: Vec<(u32, u32)> = match way {
                Way::Onward => graph
                    .leaving(vertex)
                    .map(|arc| (arc, graph.head(arc)))
                    .collect(),
                Way::Back => graph
                    .entering(vertex)
                    .iter()
                    .map(|it| (it.arc, it.tail))
                    .collect(),
            };
            for (arc, other) in next {
                if !reached[other as usize] && passes(&self.chain.arcs()[arc as usize]) {
                    reached[other as usize] = true;
                    open.push(other);
                }
            }
        }
        reached
    }

    /// Whether a vertex is at a site of the region that is no external party.
    pub(super) fn is_own_vertex(&self, vertex: usize) -> bool {
        self.is_own(self.chain.vertices()[vertex].place)
    }

    /// Whether a place is a site of the region that is no external party.
    pub(super) fn is_own(&self, place: Row) -> bool {
        self.asked.area.is_own(self.registry, place)
    }

    /// Whether paths of the material begin at a vertex.
    pub(super) fn is_source(&self, vertex: usize) -> bool {
        self.chain.roles()[vertex].is_source(self.chain.vertices()[vertex])
    }

    /// Whether paths of the material end at a vertex.
    pub(super) fn is_sink(&self, vertex: usize) -> bool {
        self.chain.roles()[vertex].is_sink(self.registry, self.chain.vertices()[vertex])
    }
}
