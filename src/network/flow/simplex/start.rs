//! The first basis: from each vertex the way of highest gain to the sink, of least cost among these.
//!
//! Nothing flows, so that every vertex may send some along it: the basis is strongly feasible. Only arcs from the source win at
//! its prices, and those that do begin ways along which something arrives, as in augmenting by highest gain.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::network::flow::simplex::Solver;

/// A vertex reached, greatest gain first, then least cost per unit sent, then least number.
#[derive(Clone, Copy, Debug)]
struct Reached {
    gain: f64,
    cost: f64,
    vertex: u32,
    by: u32,
}

impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        let gain = self.gain.total_cmp(&other.gain);
        let cost = other.cost.total_cmp(&self.cost);
        gain.then(cost)
            .then(other.vertex.cmp(&self.vertex))
            .then(other.by.cmp(&self.by))
    }
}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Reached {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Reached {}

impl Solver {
    /// Lays the first basis. O(E log V).
    pub(super) fn start(&mut self) {
        let vertices = self.prices.len();
        let slacks = u32::try_from(vertices).unwrap_or(u32::MAX);
        let mut arriving: Vec<u32> = (slacks..)
            .take(self.ends.len() - vertices)
            .filter(|it| self.ends[*it as usize].tail != self.source)
            .collect();
        arriving.sort_by_key(|it| self.ends[*it as usize].head);
        let mut best: Vec<(f64, f64)> = vec![(0.0, f64::INFINITY); vertices];
        let mut heap = BinaryHeap::from([Reached {
            gain: 1.0,
            cost: 0.0,
            vertex: self.sink,
            by: self.sink,
        }]);
        let mut is_settled = vec![false; vertices];
        while let Some(Reached {
            gain,
            cost,
            vertex,
            by,
        }) = heap.pop()
        {
            if std::mem::replace(&mut is_settled[vertex as usize], true) {
                continue;
            }
            if vertex != self.sink {
                self.enter(vertex, by);
            }
            let head = |it: &u32| self.ends[*it as usize].head;
            let first = arriving.partition_point(|it| head(it) < vertex);
            let here = arriving[first..].iter();
            for arc in here.take_while(|it| head(it) == vertex) {
                let ends = self.ends[*arc as usize];
                let it = Reached {
                    gain: ends.gain * gain,
                    cost: self.costs[*arc as usize] + ends.gain * cost,
                    vertex: ends.tail,
                    by: *arc,
                };
                let known = &mut best[ends.tail as usize];
                if it.gain > known.0 || (it.gain >= known.0 && it.cost < known.1) {
                    *known = (it.gain, it.cost);
                    heap.push(it);
                }
            }
        }
        let ends = [self.source, self.sink];
        let between = (0..slacks).filter(|it| !ends.contains(it));
        for vertex in between.filter(|it| !is_settled[*it as usize]) {
            self.enter(vertex, vertex);
        }
        self.work += (self.ends.len() + vertices) as u64;
    }

    fn enter(&mut self, vertex: u32, arc: u32) {
        self.forest.own(vertex, arc, self.ends[arc as usize]);
        self.sides[arc as usize] = 0;
    }
}
