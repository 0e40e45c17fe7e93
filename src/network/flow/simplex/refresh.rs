//! Prices and flows of a basis, from nothing but the basis: what single steps add up to in rounding is gone.

use crate::network::flow::simplex::Goal;
use crate::network::flow::simplex::NONE;
use crate::network::flow::simplex::Solver;

/// The price of a vertex, and what it is made up of, added up without signs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Price {
    pub(super) price: f64,
    pub(super) size: f64,
}

impl Solver {
    pub(super) fn price(&self, goal: Goal, vertex: u32) -> Price {
        let vertex = vertex as usize;
        match goal {
            Goal::Value => Price {
                price: self.prices[vertex],
                size: 0.0,
            },
            Goal::Cost => Price {
                price: self.savings[vertex],
                size: self.sizes[vertex],
            },
        }
    }

    pub(super) fn set_price(&mut self, goal: Goal, vertex: u32, to: Price) {
        let vertex = vertex as usize;
        match goal {
            Goal::Value => self.prices[vertex] = to.price,
            Goal::Cost => {
                self.savings[vertex] = to.price;
                self.sizes[vertex] = to.size;
            }
        }
    }

    /// The price of a vertex whose next has this one.
    pub(super) fn before(&self, goal: Goal, vertex: u32, next: Price) -> Price {
        let node = self.forest.node(vertex);
        let price = node.rate * next.price;
        if goal == Goal::Value {
            return Price { price, size: 0.0 };
        }
        let cost = self.costs[node.own as usize];
        let cost = if node.is_tail {
            -cost
        } else {
            cost * node.rate
        };
        Price {
            price: price + cost,
            size: node.rate * next.size + cost.abs(),
        }
    }

    /// The price of a vertex by that of the next, or by going around the circle it is in.
    pub(super) fn own_price(&self, goal: Goal, vertex: u32, is_circle: bool) -> Price {
        let next = self.forest.node(vertex).next;
        if !is_circle {
            return self.before(goal, vertex, self.price(goal, next));
        }
        // Once around, from a price of nothing and back: the price is that, the rate of the circle less than 1, over and over.
        let mut around = vec![vertex];
        let mut at = next;
        while at != vertex {
            around.push(at);
            at = self.forest.node(at).next;
        }
        let backwards = || around.iter().rev();
        let once = backwards().fold(Price::default(), |it, at| self.before(goal, *at, it));
        let rate: f64 = backwards().map(|it| self.forest.node(*it).rate).product();
        Price {
            price: once.price / (1.0 - rate),
            size: once.size / (1.0 - rate).abs(),
        }
    }

    /// All prices of the basis. O(V).
    pub(super) fn refresh_prices(&mut self, goal: Goal) {
        let vertices = self.prices.len();
        // The walk each vertex was come by in; before all of them nobody came by.
        let mut walks = vec![0_u32; vertices];
        self.set_price(goal, self.source, Price::default());
        let at_sink = Price {
            price: if goal == Goal::Value { 1.0 } else { 0.0 },
            size: 0.0,
        };
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

    /// All flows of the basis, those outside it being empty or full. Where one is beyond its bounds, by rounding, it is at the bound,
    /// and what is too much or missing then stays where the arc is sent from. O(V + E).
    pub(super) fn refresh_flows(&mut self) {
        let vertices = self.prices.len();
        // What has to go on from each vertex.
        let mut rest = vec![0.0; vertices];
        for (at, side) in self.sides.iter().enumerate() {
            if *side < 0 {
                let (ends, flow) = (self.ends[at], self.capacities[at]);
                self.flows[at] = flow;
                rest[ends.tail as usize] -= flow;
                rest[ends.head as usize] += flow * ends.gain;
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

    /// Sends on what has to go on from a vertex, as far as its arc may carry it.
    fn settle(&mut self, vertex: u32, rest: &mut [f64]) {
        let node = *self.forest.node(vertex);
        let sum = rest[vertex as usize];
        let flow = if node.is_tail { sum } else { -sum * node.rate };
        let capacity = self.capacities[node.own as usize];
        let is_full = capacity.is_finite() && flow >= capacity * (1.0 - self.rounding);
        let carried = if is_full { capacity } else { flow.max(0.0) };
        self.flows[node.own as usize] = carried;
        let arrives = if node.is_tail {
            carried * node.rate
        } else {
            -carried
        };
        rest[node.next as usize] += arrives;
    }

    /// The same for the vertices of a circle, beginning with what comes around: a geometric series.
    fn settle_circle(&mut self, from: u32, rest: &mut [f64], pending: &mut [u32]) {
        let (mut rate, mut sum) = (1.0, 0.0);
        let mut at = from;
        loop {
            let node = self.forest.node(at);
            sum = (sum + rest[at as usize]) * node.rate;
            rate *= node.rate;
            at = node.next;
            if at == from {
                break;
            }
        }
        rest[from as usize] += sum / (1.0 - rate);
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
