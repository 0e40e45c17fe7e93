//! Which arc enters next: the best of a block, block after block around the list.

use crate::network::flow::simplex::Goal;
use crate::network::flow::simplex::NOTHING;
use crate::network::flow::simplex::Solver;

/// Where pricing stands.
pub(super) struct Pricing {
    goal: Goal,
    arcs: Vec<u32>,
    block: usize,
    at: usize,
}

impl Pricing {
    pub(super) fn new(goal: Goal, arcs: Vec<u32>) -> Self {
        Self {
            goal,
            block: arcs.len().isqrt().max(20),
            arcs,
            at: 0,
        }
    }

    /// The best arc of the next block that has any; none if no arc improves the goal.
    pub(super) fn next(&mut self, solver: &mut Solver) -> Option<u32> {
        let mut left = self.arcs.len();
        while left > 0 {
            let end = (self.at + self.block.min(left)).min(self.arcs.len());
            let block = &self.arcs[self.at..end];
            solver.work += block.len() as u64;
            left -= block.len();
            self.at = if end == self.arcs.len() { 0 } else { end };
            let improving = block
                .iter()
                .filter_map(|arc| Some((solver.improves(self.goal, *arc)?, *arc)));
            let best = improving.reduce(|a, b| if b.0 > a.0 { b } else { a });
            if let Some((_, arc)) = best {
                return Some(arc);
            }
        }
        None
    }
}

impl Solver {
    /// By how much the goal improves per unit, if it does.
    fn improves(&self, goal: Goal, arc: u32) -> Option<f64> {
        let side = f64::from(self.sides[arc as usize]);
        let ends = self.ends[arc as usize];
        let (by, size) = match goal {
            Goal::Value => {
                let before = self.prices[ends.tail as usize];
                let after = ends.gain * self.prices[ends.head as usize];
                (after - before, after + before)
            }
            Goal::Cost => {
                let before = self.savings[ends.tail as usize];
                let after = ends.gain * self.savings[ends.head as usize];
                let cost = self.costs[arc as usize];
                (after - before - cost, after.abs() + before.abs() + cost)
            }
        };
        let by = side * by;
        (by > NOTHING * size).then_some(by)
    }
}
