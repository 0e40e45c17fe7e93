//! Prices and flows of a basis, from nothing but the basis: what single steps add up to in rounding is gone.

use crate::network::flow::simplex::Goal;
use crate::network::flow::simplex::NONE;
use crate::network::flow::simplex::ROUNDING;
use crate::network::flow::simplex::Solver;

/// A flow outside its bounds by this part of what its vertex handles is at the bound.
const SLIGHT: f64 = 1e-10;

impl Solver {
    pub(super) fn price(&self, goal: Goal, vertex: u32) -> f64 {
        match goal {
            Goal::Value => self.prices[vertex as usize],
            Goal::Cost => self.savings[vertex as usize],
        }
    }

    pub(super) fn set_price(&mut self, goal: Goal, vertex: u32, price: f64) {
        match goal {
            Goal::Value => self.prices[vertex as usize] = price,
            Goal::Cost => self.savings[vertex as usize] = price,
        }
    }

    /// What a unit sent over the own arc spares by itself.
    pub(super) fn spared(&self, vertex: u32) -> f64 {
        let node = self.forest.node(vertex);
        let cost = self.costs[node.own as usize];
        if node.is_tail {
            -cost
        } else {
            cost * node.rate
        }
    }

    /// The price of a vertex by that of the next, or by going around the circle it is in.
    pub(super) fn own_price(&self, goal: Goal, vertex: u32, is_circle: bool) -> f64 {
        let is_cost = goal == Goal::Cost;
        let spared = |it: u32| if is_cost { self.spared(it) } else { 0.0 };
        let node = self.forest.node(vertex);
        if !is_circle {
            return spared(vertex) + node.rate * self.price(goal, node.next);
        }
        let (mut rate, mut sum) = (node.rate, spared(vertex));
        let mut at = node.next;
        while at != vertex {
            sum += rate * spared(at);
            rate *= self.forest.node(at).rate;
            at = self.forest.node(at).next;
        }
        sum / (1.0 - rate)
    }

    /// All prices of the basis. O(V).
    pub(super) fn refresh_prices(&mut self, goal: Goal) {
        let vertices = self.prices.len();
        // The walk each vertex was come by in; before all of them nobody came by.
        let mut walks = vec![0_u32; vertices];
        self.set_price(goal, self.source, 0.0);
        let at_sink = if goal == Goal::Value { 1.0 } else { 0.0 };
        self.set_price(goal, self.sink, at_sink);
        let mut way = Vec::new();
        for (from, walk) in (0..).zip(1..).take(vertices) {
            let mut at = from;
            while self.forest.node(at).own != NONE && walks[at as usize] == 0 {
                walks[at as usize] = walk;
                way.push(at);
                at = self.forest.node(at).next;
            }
            if walks[at as usize] == walk && !way.is_empty() {
                let price = self.own_price(goal, at, true);
                self.set_price(goal, at, price);
            }
            let circle = at;
            let is_new = walks[at as usize] == walk;
            while let Some(vertex) = way.pop() {
                if !(is_new && vertex == circle) {
                    let price = self.own_price(goal, vertex, false);
                    self.set_price(goal, vertex, price);
                }
            }
        }
        self.work += vertices as u64;
    }

    /// All flows of the basis, those outside it being empty or full. O(V + E).
    pub(super) fn refresh_flows(&mut self) {
        let vertices = self.prices.len();
        // What has to go on from each vertex, and how much was added up for it.
        let mut rest = vec![(0.0, 0.0); vertices];
        for (at, side) in self.sides.iter().enumerate() {
            if *side < 0 {
                let (ends, flow) = (self.ends[at], self.capacities[at]);
                self.flows[at] = flow;
                add(&mut rest, ends.tail, -flow);
                add(&mut rest, ends.head, flow * ends.gain);
            } else if *side > 0 {
                self.flows[at] = 0.0;
            }
        }
        let mut pending = vec![0_u32; vertices];
        let owners = || self.forest.nodes.iter().filter(|it| it.own != NONE);
        owners().for_each(|it| pending[it.next as usize] += 1);
        let owns = |it: &u32| self.forest.node(*it).own != NONE;
        let all = (0..).take(vertices).filter(owns);
        let mut open: Vec<u32> = all.filter(|it| pending[*it as usize] == 0).collect();
        while let Some(vertex) = open.pop() {
            let node = *self.forest.node(vertex);
            self.settle(vertex, &mut rest);
            pending[vertex as usize] = NONE;
            pending[node.next as usize] -= 1;
            if pending[node.next as usize] == 0 && self.forest.node(node.next).own != NONE {
                open.push(node.next);
            }
        }
        for vertex in (0..).take(vertices) {
            if self.forest.node(vertex).own != NONE && pending[vertex as usize] != NONE {
                self.settle_circle(vertex, &mut rest, &mut pending);
            }
        }
        self.work += (self.ends.len() + vertices) as u64;
    }

    /// Sends on what has to go on from a vertex.
    fn settle(&mut self, vertex: u32, rest: &mut [(f64, f64)]) {
        let node = *self.forest.node(vertex);
        let (sum, size) = rest[vertex as usize];
        let sent = if sum.abs() <= ROUNDING * size {
            0.0
        } else {
            sum
        };
        let (flow, size) = if node.is_tail {
            (sent, size)
        } else {
            (-sent * node.rate, size * node.rate)
        };
        let capacity = self.capacities[node.own as usize];
        let is_full = capacity.is_finite()
            && (flow >= capacity * (1.0 - ROUNDING) && flow - capacity <= SLIGHT * size);
        self.flows[node.own as usize] = if is_full {
            capacity
        } else if flow < 0.0 && flow >= -SLIGHT * size {
            0.0
        } else {
            flow
        };
        add(rest, node.next, sent * node.rate);
    }

    /// The same for the vertices of a circle, beginning with what comes around: a geometric series.
    fn settle_circle(&mut self, from: u32, rest: &mut [(f64, f64)], pending: &mut [u32]) {
        let (mut rate, mut sum) = (1.0, 0.0);
        let mut at = from;
        loop {
            let node = self.forest.node(at);
            sum = (sum + rest[at as usize].0) * node.rate;
            rate *= node.rate;
            at = node.next;
            if at == from {
                break;
            }
        }
        add(rest, from, sum / (1.0 - rate));
        loop {
            self.settle(at, rest);
            pending[at as usize] = NONE;
            at = self.forest.node(at).next;
            if at == from {
                break;
            }
        }
    }
}

/// Adds to what has to go on from a vertex.
fn add(rest: &mut [(f64, f64)], vertex: u32, amount: f64) {
    let (sum, size) = &mut rest[vertex as usize];
    *sum += amount;
    *size += amount.abs();
}
