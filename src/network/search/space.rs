//! What is searched: a network, and a rule that prices its arcs and remembers what a path did so far.
//!
//! A search walks the product of the network and the rule: a *state* is a vertex with what the rule
//! remembers there, numbered `vertex · memories + memory`. A rule joins a form, which says what a path may use
//! and has to pass, with prices.

use crate::network::graph::Graph;
use crate::network::search::form::Form;
use crate::network::search::weight::BARRED;
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
    /// By arc, the metric, or [`UNPRICED`], or [`BARRED`].
    pub metric: &'a [u64],
    /// By arc, how many assumptions it rests on.
    pub assumptions: &'a [u16],
}

/// A deterministic automaton over arcs that also prices them.
pub(crate) trait Rule: Copy {
    /// How many memories there are, at least one.
    fn memories(&self) -> u32;

    /// The memory of a path that begins at `vertex`.
    fn start(&self, vertex: u32) -> u32;

    /// Memory after an arc, and the price of the arc; none if the arc may not be used.
    fn step(&self, memory: u32, arc: u32) -> Option<(u32, Weight)>;

    /// Whether a path may end at `vertex` with this memory.
    fn accepts(&self, memory: u32, vertex: u32) -> bool;

    /// The memories from which an arc leads to `after`, with its price.
    fn before(&self, after: u32, arc: u32) -> impl Iterator<Item = (u32, Weight)>;
}

/// Uses arcs of known metric only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownOnly<'a, F> {
    pub(crate) costs: Costs<'a>,
    pub(crate) form: F,
}

impl<F: Form> KnownOnly<'_, F> {
    fn price(&self, arc: u32) -> Option<Weight> {
        let metric = self.costs.metric[arc as usize];
        let assumptions = self.costs.assumptions[arc as usize];
        (metric != UNPRICED && metric != BARRED).then(|| Weight::of_arc(metric, assumptions))
    }
}

impl<F: Form> Rule for KnownOnly<'_, F> {
    fn memories(&self) -> u32 {
        self.form.memories()
    }

    fn start(&self, vertex: u32) -> u32 {
        self.form.start(vertex)
    }

    fn step(&self, memory: u32, arc: u32) -> Option<(u32, Weight)> {
        let price = self.price(arc)?;
        Some((self.form.step(memory, arc)?, price))
    }

    fn accepts(&self, memory: u32, vertex: u32) -> bool {
        self.form.accepts(memory, vertex)
    }

    fn before(&self, after: u32, arc: u32) -> impl Iterator<Item = (u32, Weight)> {
        let price = self.price(arc).into_iter();
        price.flat_map(move |price| self.form.before(after, arc).map(move |it| (it, price)))
    }
}

/// Uses at least one arc of unknown metric; fewer steps are better, then fewer assumptions. The lowest bit of a
/// memory says whether there was one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SomeUnknown<'a, F> {
    pub(crate) costs: Costs<'a>,
    pub(crate) form: F,
}

impl<F: Form> SomeUnknown<'_, F> {
    fn is_unknown(&self, arc: u32) -> bool {
        self.costs.metric[arc as usize] == UNPRICED
    }

    fn is_barred(&self, arc: u32) -> bool {
        self.costs.metric[arc as usize] == BARRED
    }

    fn price(&self, arc: u32) -> Weight {
        Weight::of_arc(0, self.costs.assumptions[arc as usize])
    }
}

impl<F: Form> Rule for SomeUnknown<'_, F> {
    fn memories(&self) -> u32 {
        2 * self.form.memories()
    }

    fn start(&self, vertex: u32) -> u32 {
        2 * self.form.start(vertex)
    }

    fn step(&self, memory: u32, arc: u32) -> Option<(u32, Weight)> {
        if self.is_barred(arc) {
            return None;
        }
        let after = self.form.step(memory / 2, arc)?;
        let is_unknown = (memory % 2) | u32::from(self.is_unknown(arc));
        Some((2 * after + is_unknown, self.price(arc)))
    }

    fn accepts(&self, memory: u32, vertex: u32) -> bool {
        memory % 2 == 1 && self.form.accepts(memory / 2, vertex)
    }

    fn before(&self, after: u32, arc: u32) -> impl Iterator<Item = (u32, Weight)> {
        let price = self.price(arc);
        let bits = match (after % 2, self.is_unknown(arc)) {
            _ if self.is_barred(arc) => 0..0,
            (0, false) => 0..1,
            (0, true) => 0..0,
            (_, true) => 0..2,
            (_, false) => 1..2,
        };
        let forms = self.form.before(after / 2, arc);
        forms.flat_map(move |it| bits.clone().map(move |bit| (2 * it + bit, price)))
    }
}
