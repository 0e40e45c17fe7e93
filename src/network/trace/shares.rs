//! The part of what leaves the start that passes each node: each split is divided by flows, what joins adds up.
//!
//! The vertices are worked through in topological order (Kahn's algorithm), the start as one vertex to which nothing
//! returns; what is on a loop, or behind one, is never ready and stays unknown.

use std::collections::HashMap;
use std::collections::VecDeque;

use crate::model::Row;
use crate::network::search::Stamped;
use crate::network::trace::closure::Bounds;
use crate::network::trace::closure::Closure;
use crate::network::trace::flows::Flows;
use crate::network::trace::flows::Fraction;
use crate::network::trace::ground::ChainGround;
use crate::network::trace::ground::steps;

/// What is known of the shares.
#[derive(Debug, Default)]
pub(super) struct Shares {
    /// By position of the vertex.
    pub(super) of_vertices: Vec<Option<f64>>,
    /// By arc of the chain, where something is known: its share and the figure of its flow.
    pub(super) of_arcs: HashMap<u32, (Option<f64>, Option<Row>)>,
}

/// The shares of what was reached, and whether the budget was enough for them.
pub(super) fn shares(
    flows: &mut Flows<'_, '_>,
    closure: &mut Closure,
    starts: usize,
    bounds: Bounds,
    position: &mut Stamped<u32>,
) -> (Shares, bool) {
    let told = closure.reached.len();
    let only_starts = || Shares {
        of_vertices: (0..told).map(|at| (at < starts).then_some(1.0)).collect(),
        of_arcs: HashMap::new(),
    };
    if !closure.stopped.is_empty() {
        return (only_starts(), true);
    }
    let first = Work::new(flows, closure, starts, position).shares();
    if closure.cut.is_empty() || !hangs_on_more(flows, closure, starts, &first, position) {
        return (first, true);
    }
    let mut ground = ChainGround {
        graph: flows.chain.graph(),
        direction: flows.asked.direction,
    };
    if !closure.finish(&mut ground, bounds.budget, position) {
        flows.notes.clear();
        flows.rests.clear();
        return (only_starts(), false);
    }
    flows.notes.clear();
    flows.rests.clear();
    let mut all = Work::new(flows, closure, starts, position).shares();
    all.of_vertices.truncate(told);
    closure.reached.truncate(told);
    (all, true)
}

/// Whether a share that seems known also hangs on vertices beyond the number of steps, or might.
fn hangs_on_more(
    flows: &Flows<'_, '_>,
    closure: &Closure,
    starts: usize,
    shares: &Shares,
    position: &Stamped<u32>,
) -> bool {
    let (graph, back) = (flows.chain.graph(), flows.asked.direction.reversed());
    let told = closure.reached.iter().zip(&shares.of_vertices);
    let known = told.skip(starts).filter(|(_, share)| share.is_some());
    known
        .flat_map(|(it, _)| steps(graph, back, it.vertex))
        .any(|it| !position.has(it.far))
}

struct Work<'w, 'a, 'b> {
    flows: &'w mut Flows<'a, 'b>,
    closure: &'w Closure,
    starts: usize,
    position: &'w Stamped<u32>,
    /// By position, what has arrived; none once something unknown has.
    sums: Vec<Option<f64>>,
    /// By position, how many arcs are still to arrive.
    awaited: Vec<u32>,
    ready: VecDeque<usize>,
    found: Shares,
}

impl<'w, 'a, 'b> Work<'w, 'a, 'b> {
    fn new(
        flows: &'w mut Flows<'a, 'b>,
        closure: &'w Closure,
        starts: usize,
        position: &'w Stamped<u32>,
    ) -> Self {
        let count = closure.reached.len();
        Self {
            flows,
            closure,
            starts,
            position,
            sums: vec![Some(0.0); count],
            awaited: vec![0; count],
            ready: VecDeque::new(),
            found: Shares {
                of_vertices: vec![None; count],
                of_arcs: HashMap::new(),
            },
        }
    }

    fn shares(mut self) -> Shares {
        for at in 0..self.closure.reached.len() {
            for far in self.onward(&[at]) {
                self.awaited[far] += 1;
            }
        }
        let starts: Vec<usize> = (0..self.starts).collect();
        for at in &starts {
            self.found.of_vertices[*at] = Some(1.0);
        }
        self.pass_on(&starts, Some(1.0));
        while let Some(at) = self.ready.pop_front() {
            let share = self.sums[at];
            self.found.of_vertices[at] = share;
            self.pass_on(&[at], share);
        }
        self.found
    }

    /// Positions that arcs from some vertices lead to, the start left out; one for each arc.
    fn onward(&self, group: &[usize]) -> Vec<usize> {
        let (graph, direction) = (self.flows.chain.graph(), self.flows.asked.direction);
        let vertices = group.iter().map(|it| self.closure.reached[*it].vertex);
        let far = vertices.flat_map(|it| steps(graph, direction, it));
        far.filter_map(|it| self.position.get(it.far))
            .map(|it| it as usize)
            .filter(|it| *it >= self.starts)
            .collect()
    }

    fn pass_on(&mut self, group: &[usize], share: Option<f64>) {
        let far = self.onward(group);
        match share {
            Some(share) => self.divide(group, share),
            None => far.iter().for_each(|it| self.sums[*it] = None),
        }
        for at in far {
            self.awaited[at] -= 1;
            if self.awaited[at] == 0 {
                self.ready.push_back(at);
            }
        }
    }

    fn divide(&mut self, group: &[usize], share: f64) {
        let position = self.position;
        let vertices: Vec<u32> = group
            .iter()
            .map(|it| self.closure.reached[*it].vertex)
            .collect();
        let starts = self.starts;
        let is_start = |vertex| {
            position
                .get(vertex)
                .is_some_and(|it| (it as usize) < starts)
        };
        let is_whole_start = group.first().is_some_and(|it| *it < starts);
        let fractions = self
            .flows
            .split(&vertices, |far| is_whole_start && is_start(far));
        for Fraction {
            step,
            part,
            adds,
            flow,
        } in fractions
        {
            let of_arc = (part.map(|it| it * share), flow);
            if of_arc.0.is_some() {
                self.found.of_arcs.insert(step.arc, of_arc);
            }
            let far = self.position.get(step.far).map(|it| it as usize);
            if let Some(far) = far.filter(|it| *it >= starts) {
                let sum = &mut self.sums[far];
                *sum = sum.zip(adds).map(|(sum, adds)| sum + share * adds);
            }
        }
    }
}
