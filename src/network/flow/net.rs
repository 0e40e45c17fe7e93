//! The problem and its answer, in numbers.

/// An arc of a network with losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::network) struct FlowArc {
    /// Where it begins.
    pub(in crate::network) tail: u32,
    /// Where it ends.
    pub(in crate::network) head: u32,
    /// What comes out per unit that goes in, 0 to 1.
    pub(in crate::network) gain: f64,
    /// The most that may go in, 0 or more; infinite where nothing bounds it.
    pub(in crate::network) capacity: f64,
    /// Costs per unit that goes in, 0 or more and finite.
    pub(in crate::network) cost: f64,
}

/// A network with losses. The source gives without end; the sink takes without end.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::network) struct FlowNet {
    /// Number of vertices, source and sink included.
    pub(in crate::network) vertex_count: u32,
    /// Where everything begins; no arc ends there.
    pub(in crate::network) source: u32,
    /// Where everything ends; no arc begins there.
    pub(in crate::network) sink: u32,
    /// The arcs, in the order that decides among equal answers.
    pub(in crate::network) arcs: Vec<FlowArc>,
}

/// A flow that brings the most to the sink, at the least cost, with the prices that prove it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::network) struct Flow {
    /// What arrives at the sink.
    pub(in crate::network) value: f64,
    /// By arc, what goes in.
    pub(in crate::network) flows: Vec<f64>,
    /// By vertex, what one more unit there would bring to the sink: 1 at the sink, 0 at the source.
    pub(in crate::network) prices: Vec<f64>,
    /// By vertex, what one more unit there would save of costs, among flows of the same value.
    pub(in crate::network) savings: Vec<f64>,
    /// Arcs looked at.
    pub(in crate::network) work: u64,
}

/// Why there is no flow to tell.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::network) enum FlowError {
    /// Nothing bounds what arrives: these arcs lead from the source to the sink, and each of them takes without end.
    Unbounded {
        /// The arcs, from the source to the sink.
        along: Vec<u32>,
    },
    /// The budget was used up.
    Budget {
        /// Arcs looked at.
        work: u64,
    },
    /// The flow found did not stand the check: a fault of the program.
    Unproven {
        /// What is wrong with it.
        message: String,
    },
}
