//! A directed graph that never changes, as compact arrays in both directions, under petgraph's traits.
//!
//! Arcs are numbered by tail, so that the arcs leaving a vertex are a range of numbers; for the
//! other direction the arcs entering a vertex are listed beside their tails. Parallel arcs and loops
//! are allowed. What vertices and arcs mean is kept beside the graph, in arrays by their numbers.
//!
//! Searches of this module read the arrays; everything else runs petgraph's algorithms on `&Graph`.

mod back_arcs;
mod traits;

use std::ops::Range;

pub use crate::network::graph::back_arcs::back_arcs;
pub use crate::network::graph::traits::ArcRef;
pub use crate::network::graph::traits::ArcRefs;
pub use crate::network::graph::traits::Neighbours;
pub use crate::network::graph::traits::Node;
pub use crate::network::graph::traits::number;

/// Compact arrays of a directed graph; 16 bytes per arc, 8 per vertex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// By vertex, the number of its first leaving arc; one more entry at the end.
    out_starts: Vec<u32>,
    /// By arc, the vertex it leaves.
    tails: Vec<u32>,
    /// By arc, the vertex it enters.
    heads: Vec<u32>,
    /// By vertex, the place of its first entering arc in `entering`.
    in_starts: Vec<u32>,
    /// Entering arcs by head, then arc number.
    entering: Vec<Entering>,
}

/// An arc seen from the vertex it enters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entering {
    /// The vertex it leaves.
    pub tail: u32,
    /// Its number.
    pub arc: u32,
}

impl Graph {
    /// A graph with vertices `0..vertex_count` and the given arcs as (tail, head), which keep their
    /// order as numbers. O(V + E).
    ///
    /// # Panics
    /// If the arcs are not ordered by tail, or name a vertex that is not there: a bug of the caller.
    pub fn new(vertex_count: usize, arcs: &[(u32, u32)]) -> Self {
        assert!(
            arcs.is_sorted_by_key(|(tail, _)| *tail),
            "arcs are ordered by tail"
        );
        assert!(
            arcs.iter()
                .all(|(tail, head)| (*tail.max(head) as usize) < vertex_count),
            "arcs join vertices of the graph"
        );
        let starts = |ends: &mut dyn Iterator<Item = u32>| {
            let mut starts = vec![0_u32; vertex_count + 1];
            for end in ends {
                starts[end as usize + 1] += 1;
            }
            for at in 0..vertex_count {
                starts[at + 1] += starts[at];
            }
            starts
        };
        let out_starts = starts(&mut arcs.iter().map(|(tail, _)| *tail));
        let in_starts = starts(&mut arcs.iter().map(|(_, head)| *head));
        let mut entering = vec![Entering::default(); arcs.len()];
        let mut next = in_starts.clone();
        for (arc, (tail, head)) in (0..).zip(arcs) {
            let place = &mut next[*head as usize];
            entering[*place as usize] = Entering { tail: *tail, arc };
            *place += 1;
        }
        Self {
            out_starts,
            tails: arcs.iter().map(|(tail, _)| *tail).collect(),
            heads: arcs.iter().map(|(_, head)| *head).collect(),
            in_starts,
            entering,
        }
    }

    /// How many vertices there are.
    pub fn vertex_count(&self) -> usize {
        self.out_starts.len().saturating_sub(1)
    }

    /// How many arcs there are.
    pub fn arc_count(&self) -> usize {
        self.heads.len()
    }

    /// The numbers of the arcs that leave `vertex`.
    pub fn leaving(&self, vertex: u32) -> Range<u32> {
        let at = vertex as usize;
        self.out_starts[at]..self.out_starts[at + 1]
    }

    /// The arcs that enter `vertex`, by number.
    pub fn entering(&self, vertex: u32) -> &[Entering] {
        let at = vertex as usize;
        &self.entering[self.in_starts[at] as usize..self.in_starts[at + 1] as usize]
    }

    /// The vertex that `arc` leaves.
    pub fn tail(&self, arc: u32) -> u32 {
        self.tails[arc as usize]
    }

    /// The vertex that `arc` enters.
    pub fn head(&self, arc: u32) -> u32 {
        self.heads[arc as usize]
    }
}
