//! From one basis to the next.
//!
//! The entering arc carries more (or less) until it or an arc along the walks of its ends is full or empty. Of several such
//! arcs one leaves, chosen so that every vertex can still send some along the new forest: the last along the walk of
//! what is pushed; if none is there, the entering arc itself, which then only changes sides; else the first along the
//! walk of what is pulled. Where the walks share a way, it belongs to the pushed walk as far as more is sent along the
//! forest, and to the pulled walk as far as less is. From the beginning of the walk to the vertex that owned the leaving arc, each
//! vertex takes the arc of the one before it, and the first takes the entering arc.

use crate::network::flow::FlowError;
use crate::network::flow::simplex::Goal;
use crate::network::flow::simplex::ROUNDING;
use crate::network::flow::simplex::Solver;

impl Solver {
    /// Enters an arc. O(walks + what hangs on the vertices that change).
    pub(super) fn pivot(&mut self, goal: Goal, entering: u32) -> Result<(), FlowError> {
        self.pivots += 1;
        let ends = self.ends[entering as usize];
        let side = self.sides[entering as usize];
        let (push, pull) = if side > 0 {
            ((ends.head, ends.gain), (ends.tail, 1.0))
        } else {
            ((ends.tail, 1.0), (ends.head, ends.gain))
        };
        self.walk.follow(&self.forest, push, pull);
        self.work += (self.walk.push.len() + self.walk.pull.len()) as u64;
        let walked = || self.walk.push.iter().chain(&self.walk.pull);
        let changes = walked().map(|it| self.change(*it));
        let rooms = changes.map(|(arc, change)| self.room(arc, change));
        let step = rooms.fold(self.room(entering, f64::from(side)), f64::min);
        if !step.is_finite() {
            return Err(torn("a step without end", self.origins[entering as usize]));
        }
        for at in 0..self.walk.push.len() {
            self.carry(self.walk.push[at], step);
        }
        for at in 0..self.walk.pull.len() {
            self.carry(self.walk.pull[at], step);
        }
        self.flows[entering as usize] = self.after(entering, f64::from(side), step);
        let is_turned = self.is_blocked(entering, f64::from(side));
        let Some(leaving) = self.leaving(is_turned) else {
            if is_turned {
                self.sides[entering as usize] = -side;
                return Ok(());
            }
            return Err(torn("no arc gives way", self.origins[entering as usize]));
        };
        self.exchange(entering, &leaving.path);
        self.reprice(goal, leaving.path[0], leaving.is_circle);
        Ok(())
    }

    /// How the flow of the arc that a walked vertex owns changes per unit over the entering arc.
    fn change(&self, vertex: u32) -> (u32, f64) {
        let node = self.forest.node(vertex);
        let sent = self.walk.sent[vertex as usize];
        let change = if node.is_tail {
            sent
        } else {
            -sent * node.rate
        };
        (node.own, change)
    }

    /// How many units may go over the entering arc until this arc is full or empty.
    fn room(&self, arc: u32, change: f64) -> f64 {
        let flow = self.flows[arc as usize];
        if change > 0.0 {
            (self.capacities[arc as usize] - flow) / change
        } else if change < 0.0 {
            flow / -change
        } else {
            f64::INFINITY
        }
    }

    /// The flow of an arc after so many units, exactly full or empty where only rounding is left.
    fn after(&self, arc: u32, change: f64, step: f64) -> f64 {
        let (flow, capacity) = (self.flows[arc as usize], self.capacities[arc as usize]);
        let after = flow + change * step;
        if change > 0.0 && capacity - after <= ROUNDING * capacity && capacity.is_finite() {
            capacity
        } else if change < 0.0 && after <= ROUNDING * flow {
            0.0
        } else {
            after
        }
    }

    fn carry(&mut self, vertex: u32, step: f64) {
        let (arc, change) = self.change(vertex);
        self.flows[arc as usize] = self.after(arc, change, step);
    }

    fn is_blocked(&self, arc: u32, change: f64) -> bool {
        let flow = self.flows[arc as usize];
        (change > 0.0 && flow >= self.capacities[arc as usize]) || (change < 0.0 && flow <= 0.0)
    }

    /// The arc that leaves; none if it is the entering one.
    fn leaving(&self, is_turned: bool) -> Option<Leaving> {
        let walk = &self.walk;
        let is_blocked = |vertex: u32| {
            let (arc, change) = self.change(vertex);
            self.is_blocked(arc, change)
        };
        let sent = |vertex: u32| walk.sent[vertex as usize];
        let is_last = |it: &u32| sent(*it) > 0.0 && is_blocked(*it);
        if let Some(last) = walk.push.iter().rposition(is_last) {
            let shared = walk.meeting.map(|it| it.min(walk.circle.unwrap_or(it)));
            return Some(Leaving {
                path: walk.push[..=last].to_vec(),
                is_circle: shared.is_some_and(|it| last >= it),
            });
        }
        if is_turned {
            return None;
        }
        let first = walk
            .pulled()
            .position(|it| sent(it) < 0.0 && is_blocked(it))?;
        Some(Leaving {
            path: walk.pulled().take(first + 1).collect(),
            is_circle: first >= walk.pull.len(),
        })
    }

    /// Puts the entering arc into the forest in place of the one that the last vertex of the path owns.
    fn exchange(&mut self, entering: u32, path: &[u32]) {
        let mut arc = entering;
        self.sides[entering as usize] = 0;
        for vertex in path {
            let before = self.forest.node(*vertex).own;
            self.forest.own(*vertex, arc, self.ends[arc as usize]);
            arc = before;
        }
        let is_empty = self.flows[arc as usize] <= 0.0;
        self.sides[arc as usize] = if is_empty { 1 } else { -1 };
    }

    /// Potentials of a vertex that leads elsewhere now, and of all that lead to it.
    fn reprice(&mut self, goal: Goal, from: u32, is_circle: bool) {
        self.set_price(goal, from, self.own_price(goal, from, is_circle));
        let mut open = std::mem::take(&mut self.walk.pull);
        open.clear();
        open.push(from);
        while let Some(vertex) = open.pop() {
            self.work += 1;
            let price = self.price(goal, vertex);
            let nodes = &self.forest;
            for child in nodes.children(vertex).filter(|it| *it != from) {
                let node = nodes.node(child);
                let price = match goal {
                    Goal::Value => node.rate * price,
                    Goal::Cost => node.rate * price + self.spared(child),
                };
                match goal {
                    Goal::Value => self.prices[child as usize] = price,
                    Goal::Cost => self.savings[child as usize] = price,
                }
                open.push(child);
            }
        }
        self.walk.pull = open;
    }
}

/// What changes hands.
struct Leaving {
    /// From the vertex that takes the entering arc to the one that owned the leaving arc.
    path: Vec<u32>,
    /// Whether the first vertex is then in a circle.
    is_circle: bool,
}

fn torn(what: &str, arc: u32) -> FlowError {
    FlowError::Unproven {
        message: format!("{what} at arc {arc}: the numbers are too far apart"),
    }
}
