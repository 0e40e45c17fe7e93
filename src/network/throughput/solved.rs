//! A network with its flow, what solving it again may still cost, and what its arcs and vertices stand for.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::model::Row;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowError;
use crate::network::flow::FlowNet;
use crate::network::flow::Solver;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;
use crate::network::throughput::question::ThroughputError;

/// A network and the flow that brings the most to its sink.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub(super) net: &'a FlowNet,
    pub(super) flow: &'a Flow,
    /// Which answer it is of.
    pub(super) is_upper: bool,
}

/// What may still be spent on one question beside its amounts.
#[derive(Clone, Debug)]
pub(super) struct Purse {
    left: u64,
    /// Arcs and vertices looked at.
    pub(super) spent: u64,
    /// Whether something was not worked out, as it would have cost too much.
    pub(super) is_cut: bool,
}

impl Purse {
    pub(super) fn new(budget: u64) -> Self {
        Self {
            left: budget,
            spent: 0,
            is_cut: false,
        }
    }

    /// Whether something was cut since this was asked last; what is cut of one part is not held against the next.
    pub(super) fn take_cut(&mut self) -> bool {
        std::mem::take(&mut self.is_cut)
    }

    /// What may still be spent.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// Pays for a piece of work; false if there is not enough left for it.
    pub(super) fn pay(&mut self, work: u64) -> bool {
        if work > self.left {
            self.is_cut = true;
            return false;
        }
        self.left -= work;
        self.spent += work;
        true
    }

    /// The flow of a network; none if it would cost too much, or nothing bounds it.
    pub(super) fn solve(&mut self, net: &FlowNet) -> Result<Option<Flow>, ThroughputError> {
        self.solve_on(&mut Solver::new(net), net)
    }

    /// The same, beginning where a solver stands; see [`Solver::solve`].
    pub(super) fn solve_on(
        &mut self,
        solver: &mut Solver,
        net: &FlowNet,
    ) -> Result<Option<Flow>, ThroughputError> {
        // Even a look at each arc would be too much.
        if !self.pay(net.arcs.len() as u64) {
            return Ok(None);
        }
        match solver.solve(net, self.left) {
            Ok(flow) => {
                self.pay(flow.work.min(self.left));
                Ok(Some(flow))
            }
            Err(FlowError::Unbounded { .. }) => Ok(None),
            Err(FlowError::Budget { .. }) => {
                self.pay(self.left);
                self.is_cut = true;
                Ok(None)
            }
            Err(FlowError::Unproven { message }) => Err(ThroughputError::Unproven(message)),
        }
    }
}

/// Arcs of a network from the vertices they begin or end at.
pub(super) struct Incidence {
    starts: Vec<u32>,
    arcs: Vec<u32>,
}

impl Incidence {
    /// By vertex, the arcs that have it as the end told. O(V + E).
    pub(super) fn new(vertex_count: u32, ends: impl Iterator<Item = u32> + Clone) -> Self {
        let mut starts = vec![0_u32; vertex_count as usize + 1];
        for end in ends.clone() {
            starts[end as usize + 1] += 1;
        }
        for at in 0..vertex_count as usize {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut arcs = vec![0_u32; starts.last().copied().unwrap_or_default() as usize];
        for (arc, end) in (0_u32..).zip(ends) {
            arcs[next[end as usize] as usize] = arc;
            next[end as usize] += 1;
        }
        Self { starts, arcs }
    }

    /// The arcs at a vertex, in order.
    pub(super) fn at(&self, vertex: u32) -> &[u32] {
        let at = vertex as usize;
        &self.arcs[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// By vertex, whether it is reached from some over arcs that may be used, and by which arc; none where it is not
/// reached. Fewest arcs first, then the order of arcs. O(V + E).
pub(super) fn reached(
    from: impl IntoIterator<Item = u32>,
    leaving: &Incidence,
    across: impl Fn(u32) -> Option<u32>,
) -> Vec<Option<Option<u32>>> {
    let mut reached = vec![None; leaving.starts.len() - 1];
    let mut queue = VecDeque::new();
    for vertex in from {
        reached[vertex as usize] = Some(None);
        queue.push_back(vertex);
    }
    while let Some(at) = queue.pop_front() {
        for arc in leaving.at(at).iter().copied() {
            let Some(next) = across(arc) else { continue };
            if reached[next as usize].is_none() {
                reached[next as usize] = Some(Some(arc));
                queue.push_back(next);
            }
        }
    }
    reached
}

/// By arc, whether every way from the source to the sink over open arcs passes it; none does where there is no way.
///
/// Such an arc lies on any one way. From ever more of that way, arcs beside it are followed: what they come back to it
/// at is how far it can be left out. O(V + E).
pub(super) fn on_every_way(net: &FlowNet, is_open: impl Fn(&FlowArc) -> bool) -> Vec<bool> {
    let leaving = Incidence::new(net.vertex_count, net.arcs.iter().map(|it| it.tail));
    let across = |arc: u32| {
        let it = &net.arcs[arc as usize];
        is_open(it).then_some(it.head)
    };
    let mut passed = vec![false; net.arcs.len()];
    let Some(way) = way(net, &reached([net.source], &leaving, across)) else {
        return passed;
    };
    // By vertex, how many arcs of the way lie before it; 0 beside the way.
    let mut before = vec![0; net.vertex_count as usize];
    let mut on_way = vec![false; net.arcs.len()];
    for (at, arc) in way.iter().enumerate() {
        before[net.arcs[*arc as usize].head as usize] = at + 1;
        on_way[*arc as usize] = true;
    }
    let mut is_seen = vec![false; net.vertex_count as usize];
    let mut furthest = 0;
    for (at, arc) in way.iter().enumerate() {
        let mut next = vec![net.arcs[*arc as usize].tail];
        while let Some(vertex) = next.pop() {
            if std::mem::replace(&mut is_seen[vertex as usize], true) {
                continue;
            }
            furthest = furthest.max(before[vertex as usize]);
            let beside = leaving
                .at(vertex)
                .iter()
                .filter(|it| !on_way[**it as usize]);
            next.extend(beside.filter_map(|it| across(*it)));
        }
        passed[*arc as usize] = furthest <= at;
    }
    passed
}

/// The arcs of the way by which the sink was reached; none if it was not.
pub(super) fn way(net: &FlowNet, reached: &[Option<Option<u32>>]) -> Option<Vec<u32>> {
    let mut along = Vec::new();
    let mut at = net.sink;
    while let Some(arc) = reached[at as usize]? {
        along.push(arc);
        at = net.arcs[arc as usize].tail;
    }
    along.reverse();
    Some(along)
}

/// The places at the two ends of an arc of a model; none at source and sink.
pub(super) fn places(model: &Model, arc: u32) -> (Option<Row>, Option<Row>) {
    let vertex = |it: u32| Some(model.chain.vertices()[it as usize].place);
    let works = |it: u32| Some(model.works[it as usize].site);
    match model.arcs[arc as usize].means {
        Means::Supply(it) => (None, vertex(it)),
        Means::Pass(it) => (vertex(it), vertex(it)),
        Means::Begin(it) => (None, works(it)),
        Means::Take(at, it) => (vertex(it), works(at)),
        Means::Run(at) => (works(at), works(at)),
        Means::Give(at, it) => (works(at), vertex(it)),
        Means::Along(arc) => {
            let graph = model.chain.graph();
            (vertex(graph.tail(arc)), vertex(graph.head(arc)))
        }
        Means::Deliver(it) => (vertex(it), None),
    }
}

/// Things in an order of their own, the first mention of each deciding.
pub(super) fn once<K: Ord + Clone>(all: impl IntoIterator<Item = K>) -> Vec<K> {
    let mut seen = BTreeMap::new();
    for (at, it) in all.into_iter().enumerate() {
        seen.entry(it).or_insert(at);
    }
    let mut ordered: Vec<(usize, K)> = seen.into_iter().map(|(it, at)| (at, it)).collect();
    ordered.sort_by_key(|(at, _)| *at);
    ordered.into_iter().map(|(_, it)| it).collect()
}
