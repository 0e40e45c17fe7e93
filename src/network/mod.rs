//! The value chain as a graph: chains of materials, the site graph, and paths through them.
//!
//! Everything here is a pure function of a snapshot and a question: no clock, no randomness, no I/O.
//! Knows petgraph and `model`; knows nothing of policy, formats or the API.

pub mod chain;
pub mod contained;
#[cfg(test)]
pub(crate) mod dice;
#[doc(hidden)]
pub mod flow;
pub mod graph;
#[cfg(test)]
mod oracle;
pub mod paths;
pub(crate) mod recorded;
pub mod search;
pub mod site_graph;
mod snapshot;
pub mod takers;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod text;
pub mod throughput;
pub mod trace;
pub mod uncertainty;
pub(crate) mod words;

pub use snapshot::{CHAINS_KEPT, Snapshot};
