//! The problem and its answer, in numbers, and the signs of what proves it.
//!
//! The *price* of a vertex is what one more unit there would bring to the sink, its *saving* what one more unit
//! there would save of costs, the value being the most there is. An arc *wins* `gain · price(head) − price(tail)` per
//! unit that goes in, and *spares* `gain · saving(head) − saving(tail) − cost`. In an answer:
//!
//! | | holds |
//! | --- | --- |
//! | source | price 0, saving 0 |
//! | sink | price 1, saving 0 |
//! | vertex between | price ≥ 0; where the price is 0, saving ≥ 0 |
//! | vertex with surplus | price 0, saving 0 |
//! | arc that wins | full |
//! | arc that loses | empty |
//! | arc that does neither and spares | full |
//! | arc that does neither and wastes | empty |
//!
//! So an arc that is neither empty nor full wins nothing and spares nothing. A saving may be negative where the price
//! is not 0: a unit more there reaches the sink, at a cost. Prices and savings are those of one optimal basis: where
//! several are right they need not be the right derivative.

/// An arc of a network with losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowArc {
    /// Where it begins.
    pub tail: u32,
    /// Where it ends.
    pub head: u32,
    /// What comes out per unit that goes in, 0 to 1.
    pub gain: f64,
    /// The most that may go in, 0 or more; infinite where nothing bounds it.
    pub capacity: f64,
    /// Costs per unit that goes in, 0 or more and finite.
    pub cost: f64,
}

/// A network with losses. The source gives without end; the sink takes without end.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowNet {
    /// Number of vertices, source and sink included.
    pub vertex_count: u32,
    /// Where everything begins; no arc ends there.
    pub source: u32,
    /// Where everything ends; no arc begins there.
    pub sink: u32,
    /// The arcs, in the order that decides among equal answers.
    pub arcs: Vec<FlowArc>,
}

/// A flow that brings the most to the sink, at the least cost, with the prices that prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What arrives at the sink.
    pub value: f64,
    /// By arc, what goes in.
    pub flows: Vec<f64>,
    /// By vertex, what one more unit there would bring to the sink: 1 at the sink, 0 at the source.
    pub prices: Vec<f64>,
    /// By vertex, what one more unit there would save of costs, among flows of the most value.
    pub savings: Vec<f64>,
    /// Arcs and vertices looked at.
    pub work: u64,
}

/// Why there is no flow to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum FlowError {
    /// Nothing bounds what arrives: these arcs lead from the source to the sink, and each of them takes without end.
    Unbounded {
        /// The arcs of a way of fewest arcs, from the source to the sink.
        along: Vec<u32>,
    },
    /// The budget was used up.
    Budget {
        /// Arcs and vertices looked at.
        work: u64,
    },
    /// The flow found did not stand the check: a fault of the program.
    Unproven {
        /// What is wrong with it.
        message: String,
    },
}
