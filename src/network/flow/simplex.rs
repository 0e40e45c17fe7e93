//! The primal simplex method on networks with losses, on compact arrays.
//!
//! A basis is a *forest*: every vertex between owns one arc, which leads on to another vertex, and following these
//! one comes to the source, to the sink, or into a circle (`forest.rs`). To leave a unit where it is counts as sending it back to
//! the source, over the *slack* of the vertex. So prices and flows of a basis follow from walks, without matrices.
//!
//! All bases are *strongly feasible*: from each vertex some more could be sent along the forest. That is what infinitely small
//! supplies at all vertices would enforce, which leave no ties; hence no basis comes twice, and the method ends
//! (`pivot.rs` has the rule). It begins with the ways of highest gain to the sink (`start.rs`), first raises the value,
//! then freezes all arcs that win or lose, and lowers the costs.
//!
//! Elam, Glover, Klingman: A strongly convergent primal simplex algorithm for generalized networks, Mathematics of
//! Operations Research 4 (1979); Ahuja, Magnanti, Orlin: Network Flows (1993), chapters 11, 15 and 16.

mod forest;
mod pivot;
mod pricing;
mod refresh;
mod start;
mod walk;

use crate::network::flow::Flow;
use crate::network::flow::FlowError;
use crate::network::flow::FlowNet;
use crate::network::flow::simplex::forest::Forest;
use crate::network::flow::simplex::pricing::Pricing;
use crate::network::flow::simplex::walk::Walk;

/// Relative error under which a number is rounding alone.
const ROUNDING: f64 = 1e-12;
/// An arc whose win or sparing is a smaller part of what it is the difference of neither wins nor loses.
const NOTHING: f64 = 1e-11;
/// No arc of the net.
const NONE: u32 = u32::MAX;

/// The ends and the gain of an arc, which pricing reads.
#[derive(Clone, Copy, Debug)]
struct Ends {
    tail: u32,
    head: u32,
    gain: f64,
}

/// What is raised: first the value, then what is spared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    Value,
    Cost,
}

/// A net with a basis, which can be solved again after a capacity is raised.
#[derive(Clone, Debug)]
pub struct Solver {
    source: u32,
    sink: u32,
    arc_count: usize,
    /// Arcs that may carry something; those of number below the number of vertices are slacks.
    ends: Vec<Ends>,
    capacities: Vec<f64>,
    costs: Vec<f64>,
    flows: Vec<f64>,
    /// 1 at zero, −1 at capacity, 0 in the basis.
    sides: Vec<i8>,
    /// The arc of the net each one is (a part of).
    origins: Vec<u32>,
    /// Arcs straight from the source to the sink, which are full.
    straight: Vec<(u32, f64)>,
    forest: Forest,
    /// By vertex, for each goal.
    prices: Vec<f64>,
    savings: Vec<f64>,
    walk: Walk,
    work: u64,
    pivots: u64,
}

impl Solver {
    /// The net with nothing flowing. O(E log V).
    #[must_use]
    pub fn new(net: &FlowNet) -> Self {
        let vertices = net.vertex_count as usize;
        let mut solver = Self {
            source: net.source,
            sink: net.sink,
            arc_count: net.arcs.len(),
            ends: Vec::with_capacity(vertices + net.arcs.len()),
            capacities: Vec::with_capacity(vertices + net.arcs.len()),
            costs: Vec::with_capacity(vertices + net.arcs.len()),
            flows: Vec::new(),
            sides: Vec::new(),
            origins: Vec::with_capacity(vertices + net.arcs.len()),
            straight: Vec::new(),
            forest: Forest::new(vertices),
            prices: vec![0.0; vertices],
            savings: vec![0.0; vertices],
            walk: Walk::new(vertices),
            work: 0,
            pivots: 0,
        };
        for vertex in 0..net.vertex_count {
            let slack = Ends {
                tail: vertex,
                head: net.source,
                gain: 1.0,
            };
            solver.push(slack, f64::INFINITY, 0.0, NONE);
        }
        for (number, arc) in (0..).zip(&net.arcs) {
            let ends = Ends {
                tail: arc.tail,
                head: arc.head,
                gain: arc.gain,
            };
            let is_idle = arc.gain <= 0.0 || arc.capacity <= 0.0 || arc.tail == arc.head;
            if is_idle || arc.tail == net.sink || arc.head == net.source {
                // It carries nothing in any answer, and loses at all prices.
            } else if arc.tail == net.source && arc.head == net.sink {
                solver.straight.push((number, arc.capacity));
            } else {
                solver.push(ends, arc.capacity, arc.cost, number);
            }
        }
        solver.start();
        solver
    }

    fn push(&mut self, ends: Ends, capacity: f64, cost: f64, origin: u32) {
        self.ends.push(ends);
        self.capacities.push(capacity);
        self.costs.push(cost);
        self.flows.push(0.0);
        self.sides.push(1);
        self.origins.push(origin);
    }

    /// Steps from one basis to the next so far.
    #[must_use]
    pub const fn pivots(&self) -> u64 {
        self.pivots
    }

    /// The most that arrives, then the least cost; unchecked. Work counts from the beginning of this solver's life.
    ///
    /// # Errors
    /// [`FlowError::Budget`], or [`FlowError::Unproven`] if numbers are too far apart to be computed with.
    pub fn flow(&mut self, net: &FlowNet, budget: u64) -> Result<Flow, FlowError> {
        self.refresh_prices(Goal::Value);
        let all = (net.vertex_count..).take(self.ends.len() - net.vertex_count as usize);
        self.climb(Goal::Value, all.collect(), budget)?;
        self.refresh_flows();
        self.refresh_prices(Goal::Value);
        self.refresh_prices(Goal::Cost);
        let prices = self.prices.clone();
        self.climb(Goal::Cost, self.level(), budget)?;
        self.refresh_flows();
        self.refresh_prices(Goal::Cost);
        let mut flows = vec![0.0; self.arc_count];
        for (origin, flow) in self.origins.iter().zip(&self.flows) {
            if *origin != NONE {
                flows[*origin as usize] += flow;
            }
        }
        for (arc, flow) in &self.straight {
            flows[*arc as usize] = *flow;
        }
        let arriving = net.arcs.iter().zip(&flows);
        let arriving = arriving.filter(|(it, _)| it.head == net.sink);
        Ok(Flow {
            value: arriving.map(|(it, flow)| it.gain * flow).sum(),
            flows,
            prices,
            savings: self.savings.clone(),
            work: self.work,
        })
    }

    /// The arcs that neither win nor lose: the others stay as they are while costs are lowered.
    fn level(&self) -> Vec<u32> {
        let level = |(ends, it): (&Ends, u32)| {
            let (before, after) = (
                self.prices[ends.tail as usize],
                ends.gain * self.prices[ends.head as usize],
            );
            ((after - before).abs() <= NOTHING * (after + before)).then_some(it)
        };
        let is_between = |it: &u32| *it != self.source && *it != self.sink;
        let numbered = self.ends.iter().zip(0..);
        let level = numbered.filter_map(level);
        level.filter(is_between).collect()
    }

    /// Pivots until no arc of the list improves the goal.
    fn climb(&mut self, goal: Goal, arcs: Vec<u32>, budget: u64) -> Result<(), FlowError> {
        let mut pricing = Pricing::new(goal, arcs);
        while let Some(entering) = pricing.next(self) {
            self.check(budget)?;
            self.pivot(goal, entering)?;
        }
        self.check(budget)
    }

    const fn check(&self, budget: u64) -> Result<(), FlowError> {
        if self.work > budget {
            return Err(FlowError::Budget { work: self.work });
        }
        Ok(())
    }
}
