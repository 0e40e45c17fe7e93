//! The arrays of a chain with some vertices and their arcs exchanged, in the same order as if they were sorted.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::network::chain::Chain;
use crate::network::chain::ChainArc;
use crate::network::chain::Metric;
use crate::network::chain::Priced;
use crate::network::chain::Roles;
use crate::network::chain::Vertex;
use crate::network::chain::build::Draft;
use crate::network::chain::numbering::by_slug;
use crate::network::chain::numbering::places;
use crate::network::chain::patch::cut::Cut;
use crate::network::chain::patch::cut::ends;
use crate::network::chain::patch::spread::Laying;
use crate::network::graph::Graph;

/// The number of what is no more.
const GONE: u32 = u32::MAX;

/// What is put at the places of a cut.
pub(super) struct Put {
    /// In the order of vertices.
    pub(super) vertices: Vec<Vertex>,
    pub(super) roles: Vec<Roles>,
    /// Whatever leaves them, in any order.
    pub(super) arcs: Vec<Joined>,
}

/// An arc that leaves a place of the cut.
pub(super) struct Joined {
    pub(super) tail: Vertex,
    pub(super) head: Vertex,
    /// The number of its head in the chain below, where it is of that chain.
    head_below: Option<u32>,
    arc: Arc<ChainArc>,
}

/// A row of the new arrays: numbers of the chain below that follow one another, or of what is put.
enum Run {
    Below(Range<u32>),
    Put(Range<u32>),
}

/// The numbers that vertices, or arcs, have in the new chain.
struct Numbers {
    /// By number in the chain below; [`GONE`] where it is no more.
    below: Vec<u32>,
    /// By position in what is put.
    put: Vec<u32>,
}

impl Joined {
    pub(super) fn new(draft: Draft) -> Self {
        Self {
            tail: draft.tail,
            head: draft.head,
            head_below: None,
            arc: Arc::new(draft.arc),
        }
    }

    pub(super) fn kept(chain: &Chain, arc: u32) -> Self {
        let (tail, head) = ends(chain, arc);
        Self {
            tail,
            head,
            head_below: Some(chain.graph.head(arc)),
            arc: Arc::clone(&chain.arcs[arc as usize]),
        }
    }
}

impl Put {
    /// Casts the vertices by the arcs that leave and enter them.
    pub(super) fn take_part(&mut self, chain: &Chain, cut: &Cut, number: &HashMap<Vertex, u32>) {
        let at = |it: &Vertex| number.get(it).map(|it| *it as usize);
        for it in &self.arcs {
            if let Some(tail) = at(&it.tail) {
                self.roles[tail].leave(&it.arc);
            }
            if let Some(head) = at(&it.head) {
                self.roles[head].enter(&it.arc);
            }
        }
        for arc in &cut.entering {
            if let Some(head) = at(&ends(chain, *arc).1) {
                self.roles[head].enter(&chain.arcs[*arc as usize]);
            }
        }
    }
}

/// The chain with the vertices of a cut exchanged for others. Its unmovable links are those of the chain below.
/// O(V + E) numbers, and O(log) texts for each vertex and arc that is put.
pub(super) fn merged(chain: &Chain, laying: Laying<'_>, cut: &Cut, mut put: Put) -> Chain {
    let runs = vertex_runs(chain, laying, cut, &put.vertices);
    let numbers = Numbers::of(&runs, chain.vertices.len(), put.vertices.len());
    let new: HashMap<Vertex, u32> = put.vertices.iter().copied().zip(numbers.put).collect();
    let mut at = numbers.below;
    for vertex in &cut.vertices {
        let same = new.get(&chain.vertices[*vertex as usize]);
        at[*vertex as usize] = same.copied().unwrap_or(GONE);
    }
    let number = |it: &Vertex| new.get(it).copied().unwrap_or(GONE);
    let by_tail = |it: &Joined| number(&it.tail);
    put.arcs
        .sort_by(|a, b| (by_tail(a), &a.arc.key).cmp(&(by_tail(b), &b.arc.key)));

    let vertices = joined(&runs, &chain.vertices, &put.vertices);
    let arc_runs = arc_runs(chain, &runs, &put);
    let below = |arc: usize| {
        let arc = u32::try_from(arc).unwrap_or(u32::MAX);
        let [tail, head] = [chain.graph.tail(arc), chain.graph.head(arc)];
        (at[tail as usize], at[head as usize])
    };
    let of_put = |it: &Joined| {
        let head = it
            .head_below
            .map_or_else(|| number(&it.head), |head| at[head as usize]);
        (by_tail(it), head)
    };
    let mut ends: Vec<(u32, u32)> = Vec::with_capacity(chain.arcs.len() + put.arcs.len());
    for run in &arc_runs {
        match run {
            Run::Below(range) => ends.extend(wide(range).map(below)),
            Run::Put(range) => ends.extend(put.arcs[wide(range)].iter().map(of_put)),
        }
    }
    let arcs: Vec<Arc<ChainArc>> = put.arcs.iter().map(|it| Arc::clone(&it.arc)).collect();
    let priced = |below: &Priced, metric| {
        let mut put = Priced::default();
        arcs.iter().for_each(|it| put.push(it, metric));
        Priced {
            metric: joined(&arc_runs, &below.metric, &put.metric),
            assumptions: joined(&arc_runs, &below.assumptions, &put.assumptions),
        }
    };
    Chain {
        key: chain.key,
        graph: Graph::new(vertices.len(), &ends),
        roles: joined(&runs, &chain.roles, &put.roles),
        places: places(&vertices),
        order: order(chain, &arc_runs, &arcs),
        distance: priced(&chain.distance, Metric::Distance),
        emissions: priced(&chain.emissions, Metric::Emissions),
        steps: priced(&chain.steps, Metric::Steps),
        cost: priced(&chain.cost, Metric::Cost),
        loss: priced(&chain.loss, Metric::Loss),
        arcs: joined(&arc_runs, &chain.arcs, &arcs),
        vertices,
        unmovable: chain.unmovable.clone(),
        measured: 0,
    }
}

impl Numbers {
    fn of(runs: &[Run], below: usize, put: usize) -> Self {
        let mut numbers = Self {
            below: vec![GONE; below],
            put: vec![GONE; put],
        };
        let mut next = 0..;
        for run in runs {
            let (numbers, range) = match run {
                Run::Below(range) => (&mut numbers.below, range),
                Run::Put(range) => (&mut numbers.put, range),
            };
            numbers[wide(range)]
                .iter_mut()
                .zip(&mut next)
                .for_each(|(it, number)| *it = number);
        }
        numbers
    }
}

/// Where the vertices come from, in their order.
fn vertex_runs(chain: &Chain, laying: Laying<'_>, cut: &Cut, put: &[Vertex]) -> Vec<Run> {
    let key = |it: &Vertex| by_slug(laying.below, it);
    let place = |it: &Vertex| {
        let new = by_slug(laying.over, it);
        chain.vertices.partition_point(|it| key(it) < new)
    };
    let put = put
        .iter()
        .map(|it| u32::try_from(place(it)).unwrap_or(u32::MAX));
    let put = put.zip(0_u32..).map(|(at, it)| (at, Some(it)));
    let gone = cut.vertices.iter().map(|it| (*it, None));
    let mut events: Vec<(u32, Option<u32>)> = put.chain(gone).collect();
    // What is put stands before the vertex at whose place it is put, in its own order.
    events.sort_by_key(|(at, it)| (*at, it.is_none(), *it));
    let mut runs = Vec::new();
    let mut from = 0;
    for (at, put) in events {
        if from < at {
            runs.push(Run::Below(from..at));
        }
        runs.extend(put.map(|it| Run::Put(it..it + 1)));
        from = at + u32::from(put.is_none());
    }
    let end = u32::try_from(chain.vertices.len()).unwrap_or(u32::MAX);
    if from < end {
        runs.push(Run::Below(from..end));
    }
    runs
}

/// Where the arcs come from: those of a run of vertices follow one another.
fn arc_runs(chain: &Chain, runs: &[Run], put: &Put) -> Vec<Run> {
    let mut next = 0_u32;
    let arcs = |run: &Run| match run {
        Run::Below(range) => {
            let first = chain.graph.leaving(range.start).start;
            Run::Below(first..chain.graph.leaving(range.end - 1).end)
        }
        Run::Put(range) => {
            let first = next;
            for tail in &put.vertices[wide(range)] {
                let of_tail = put.arcs[next as usize..]
                    .iter()
                    .take_while(|it| it.tail == *tail);
                next += u32::try_from(of_tail.count()).unwrap_or(u32::MAX);
            }
            Run::Put(first..next)
        }
    };
    runs.iter().map(arcs).collect()
}

/// An array put together.
fn joined<T: Clone>(runs: &[Run], below: &[T], put: &[T]) -> Vec<T> {
    let mut joined = Vec::with_capacity(below.len() + put.len());
    for run in runs {
        joined.extend_from_slice(match run {
            Run::Below(range) => &below[wide(range)],
            Run::Put(range) => &put[wide(range)],
        });
    }
    joined
}

/// By arc, its position in the order of keys: those below have one already.
fn order(chain: &Chain, runs: &[Run], put: &[Arc<ChainArc>]) -> Vec<u32> {
    let numbers = Numbers::of(runs, chain.arcs.len(), put.len());
    let mut at_position = vec![0_u32; chain.arcs.len()];
    for (arc, position) in (0_u32..).zip(&chain.order) {
        at_position[*position as usize] = arc;
    }
    let key = |arc: u32| chain.arcs[arc as usize].key.as_str();
    let mut new: Vec<(&str, u32)> = put
        .iter()
        .map(|it| it.key.as_str())
        .zip(numbers.put)
        .collect();
    new.sort_unstable();
    let mut sorted: Vec<u32> = Vec::with_capacity(chain.arcs.len() + put.len());
    let mut from = 0;
    for (text, number) in new {
        let at = from + at_position[from..].partition_point(|it| key(*it) < text);
        sorted.extend(
            at_position[from..at]
                .iter()
                .map(|it| numbers.below[*it as usize]),
        );
        sorted.push(number);
        from = at;
    }
    sorted.extend(
        at_position[from..]
            .iter()
            .map(|it| numbers.below[*it as usize]),
    );
    sorted.retain(|it| *it != GONE);
    let mut order = vec![0; sorted.len()];
    for (arc, position) in sorted.into_iter().zip(0..) {
        order[arc as usize] = position;
    }
    order
}

fn wide(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
