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
use crate::network::flow::check::check;
use crate::network::flow::simplex::forest::Forest;
use crate::network::flow::simplex::pricing::Pricing;
use crate::network::flow::simplex::walk::Walk;
use crate::network::flow::trim::trim;
use crate::network::flow::unbounded::without_end;

/// Relative errors under which a number is rounding alone: the one that is used, and those to try where numbers are so far
/// apart that it is too coarse or too fine.
const ROUNDINGS: [f64; 4] = [1e-13, 1e-15, 1e-12, 1e-14];
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
    /// Arcs that may carry something; those of number below the number of vertices are slacks.
    ends: Vec<Ends>,
    capacities: Vec<f64>,
    costs: Vec<f64>,
    flows: Vec<f64>,
    /// 1 at zero, −1 at capacity, 0 in the basis.
    sides: Vec<i8>,
    /// The arc of the net each one is (a part of).
    origins: Vec<u32>,
    /// By arc of the net, its capacity.
    rooms: Vec<f64>,
    /// (Parts of) arcs straight from the source to the sink, which are full.
    straight: Vec<(u32, f64)>,
    forest: Forest,
    /// By vertex, for each goal.
    prices: Vec<f64>,
    savings: Vec<f64>,
    /// By vertex, what its saving is made up of, added up without signs: the measure of its rounding.
    sizes: Vec<f64>,
    walk: Walk,
    rounding: f64,
    work: u64,
    pivots: u64,
}

impl Solver {
    /// The net with nothing flowing. O(E log V).
    #[must_use]
    pub fn new(net: &FlowNet) -> Self {
        Self::with_rounding(net, ROUNDINGS[0])
    }

    fn with_rounding(net: &FlowNet, rounding: f64) -> Self {
        let vertices = net.vertex_count as usize;
        let mut solver = Self {
            source: net.source,
            sink: net.sink,
            ends: Vec::with_capacity(vertices + net.arcs.len()),
            capacities: Vec::with_capacity(vertices + net.arcs.len()),
            costs: Vec::with_capacity(vertices + net.arcs.len()),
            flows: Vec::new(),
            sides: Vec::new(),
            origins: Vec::with_capacity(vertices + net.arcs.len()),
            rooms: vec![0.0; net.arcs.len()],
            straight: Vec::new(),
            forest: Forest::new(vertices),
            prices: vec![0.0; vertices],
            savings: vec![0.0; vertices],
            sizes: vec![0.0; vertices],
            walk: Walk::new(vertices),
            rounding,
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
        for number in (0..).take(net.arcs.len()) {
            solver.raise(net, number);
        }
        solver.start();
        solver
    }

    /// Gives an arc the capacity it now has in the net, if that is more than it was. The basis stays one: what is added is an
    /// empty arc beside. O(1).
    pub fn raise(&mut self, net: &FlowNet, number: u32) {
        let arc = net.arcs[number as usize];
        let before = std::mem::replace(&mut self.rooms[number as usize], arc.capacity);
        let is_idle = arc.gain <= 0.0 || arc.capacity <= before || arc.tail == arc.head;
        if is_idle || arc.tail == net.sink || arc.head == net.source {
            // It carries nothing in any answer, and loses at all prices; or nothing is added.
        } else if arc.tail == net.source && arc.head == net.sink {
            self.straight.push((number, arc.capacity - before));
        } else {
            let ends = Ends {
                tail: arc.tail,
                head: arc.head,
                gain: arc.gain,
            };
            self.push(ends, arc.capacity - before, arc.cost, number);
        }
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

    /// The flow that brings the most to the sink, at the least cost, checked, beginning with the basis that the last call
    /// ended with. The net is that of [`Solver::new`], with the capacities [raised](Solver::raise) since. Work and budget
    /// are of this call alone, the first one's with what [`Solver::new`] did.
    ///
    /// # Errors
    /// [`FlowError`].
    pub fn solve(&mut self, net: &FlowNet, budget: u64) -> Result<Flow, FlowError> {
        if let Some(along) = without_end(net) {
            return Err(FlowError::Unbounded { along });
        }
        let mut tried = self.proven(net, budget);
        for rounding in &ROUNDINGS[1..] {
            if !matches!(tried, Err(FlowError::Unproven { .. })) {
                break;
            }
            let before = (self.work, self.pivots);
            *self = Self::with_rounding(net, *rounding);
            (self.work, self.pivots) = (self.work + before.0, self.pivots + before.1);
            tried = self.proven(net, budget);
        }
        self.work = 0;
        tried
    }

    fn proven(&mut self, net: &FlowNet, budget: u64) -> Result<Flow, FlowError> {
        let flow = self.found(net, budget)?;
        check(net, &flow).map_err(|message| FlowError::Unproven { message })?;
        Ok(flow)
    }

    /// The most that arrives, then the least cost.
    fn found(&mut self, net: &FlowNet, budget: u64) -> Result<Flow, FlowError> {
        self.refresh_prices(Goal::Value);
        let all = (net.vertex_count..).take(self.ends.len() - self.prices.len());
        self.climb(Goal::Value, all.collect(), budget)?;
        self.refresh_flows();
        self.refresh_prices(Goal::Value);
        self.refresh_prices(Goal::Cost);
        let prices = self.prices.clone();
        self.climb(Goal::Cost, self.level(), budget)?;
        self.refresh_flows();
        self.refresh_prices(Goal::Cost);
        let mut flows = vec![0.0; self.rooms.len()];
        for (origin, flow) in self.origins.iter().zip(&self.flows) {
            if *origin != NONE {
                flows[*origin as usize] += flow;
            }
        }
        for (arc, flow) in &self.straight {
            flows[*arc as usize] += flow;
        }
        self.work += trim(net, &mut flows);
        self.afford(budget)?;
        let arriving = net.arcs.iter().zip(&flows);
        let arriving = arriving.filter(|(it, _)| it.head == net.sink && it.tail != net.sink);
        Ok(Flow {
            value: arriving.fold(0.0, |sum, (it, flow)| sum + it.gain * flow),
            flows,
            savings: self.told_savings(&prices),
            prices,
            work: self.work,
        })
    }

    /// The savings, without what is rounding alone: where the price is 0 none is below 0, as what is there may stay.
    fn told_savings(&self, prices: &[f64]) -> Vec<f64> {
        let all = self.savings.iter().zip(&self.sizes).zip(prices);
        let told = all.map(|((saving, size), price)| {
            let is_rounding = *price <= 0.0 && *saving < 0.0 && *saving >= -NOTHING * size;
            if is_rounding { 0.0 } else { *saving }
        });
        told.collect()
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
            self.afford(budget)?;
            self.pivot(goal, entering)?;
        }
        self.afford(budget)
    }

    const fn afford(&self, budget: u64) -> Result<(), FlowError> {
        if self.work > budget {
            return Err(FlowError::Budget { work: self.work });
        }
        Ok(())
    }
}
