//! What is searched: a network, and a rule that prices its arcs and remembers what a path did so far.
//!
//! A search walks the product of the network and the rule: a *state* is a vertex with what the rule
//! remembers there, numbered `vertex · states + memory`. A rule is a small deterministic automaton over arcs.

use crate::network::graph::Graph;
use crate::network::search::weight::UNPRICED;
use crate::network::search::weight::Weight;

/// The network searched.
#[derive(Clone, Copy, Debug)]
pub struct Net<'a> {
    /// Vertices and arcs.
    pub graph: &'a Graph,
    /// By vertex, the place it belongs to, numbered below the number of vertices. A path never returns
    /// to a place it has left.
    pub places: &'a [u32],
    /// By arc, its position among all arcs in the order of their ids; decides between equal paths.
    pub order: &'a [u32],
}

/// One metric by arc.
#[derive(Clone, Copy, Debug)]
pub struct Costs<'a> {
    /// By arc, the metric, or [`UNPRICED`].
    pub metric: &'a [u64],
    /// By arc, how many assumptions it rests on.
    pub assumptions: &'a [u16],
}

/// A deterministic automaton over arcs that also prices them. It starts in memory 0.
pub(crate) trait Rule: Copy {
    /// How many memories there are, at least one.
    fn memories(&self) -> u32;

    /// Memory after an arc, and the price of the arc; none if the arc may not be used.
    fn step(&self, memory: u32, arc: u32) -> Option<(u32, Weight)>;

    /// Whether a path may end with this memory.
    fn accepts(&self, memory: u32) -> bool;

    /// The memories from which an arc leads to `after`, with its price.
    fn before(&self, after: u32, arc: u32) -> impl Iterator<Item = (u32, Weight)> {
        (0..self.memories()).filter_map(move |memory| {
            let (to, weight) = self.step(memory, arc)?;
            (to == after).then_some((memory, weight))
        })
    }
}

/// Uses arcs of known metric only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownOnly<'a>(pub(crate) Costs<'a>);

impl Rule for KnownOnly<'_> {
    fn memories(&self) -> u32 {
        1
    }

    fn step(&self, _memory: u32, arc: u32) -> Option<(u32, Weight)> {
        let metric = self.0.metric[arc as usize];
        let assumptions = self.0.assumptions[arc as usize];
        (metric != UNPRICED).then(|| (0, Weight::of_arc(metric, assumptions)))
    }

    fn accepts(&self, _memory: u32) -> bool {
        true
    }
}

/// Uses at least one arc of unknown metric; fewer steps are better, then fewer assumptions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SomeUnknown<'a>(pub(crate) Costs<'a>);

impl Rule for SomeUnknown<'_> {
    fn memories(&self) -> u32 {
        2
    }

    fn step(&self, memory: u32, arc: u32) -> Option<(u32, Weight)> {
        let is_unknown = self.0.metric[arc as usize] == UNPRICED;
        let assumptions = self.0.assumptions[arc as usize];
        Some((
            memory | u32::from(is_unknown),
            Weight::of_arc(0, assumptions),
        ))
    }

    fn accepts(&self, memory: u32) -> bool {
        memory == 1
    }
}

/// Uses at least one of some arcs, whatever else a rule says. The lowest bit of a memory says whether it did.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SomeOf<'a, R> {
    pub(crate) rule: R,
    /// By arc, whether it is one of them.
    pub(crate) arcs: &'a [bool],
}

impl<R: Rule> Rule for SomeOf<'_, R> {
    fn memories(&self) -> u32 {
        2 * self.rule.memories()
    }

    fn step(&self, memory: u32, arc: u32) -> Option<(u32, Weight)> {
        let (after, weight) = self.rule.step(memory / 2, arc)?;
        let is_used = (memory % 2) | u32::from(self.arcs[arc as usize]);
        Some((2 * after + is_used, weight))
    }

    fn accepts(&self, memory: u32) -> bool {
        memory % 2 == 1 && self.rule.accepts(memory / 2)
    }
}
