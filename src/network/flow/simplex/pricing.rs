//! Which arc enters next: the best of a block, block after block around the list.

use crate::network::flow::simplex::Ends;
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
        let Ends { tail, head, gain } = self.ends[arc as usize];
        let (tail, head) = (tail as usize, head as usize);
        let by = match goal {
            Goal::Value => gain * self.prices[head] - self.prices[tail],
            Goal::Cost => gain * self.savings[head] - self.savings[tail] - self.costs[arc as usize],
        };
        let by = side * by;
        if by <= 0.0 {
            return None;
        }
        let size = match goal {
            Goal::Value => gain * self.prices[head] + self.prices[tail],
            Goal::Cost => gain * self.sizes[head] + self.sizes[tail] + self.costs[arc as usize],
        };
        (by > NOTHING * size).then_some(by)
    }
}
