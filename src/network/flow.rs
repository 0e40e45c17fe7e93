//! How much gets through a network with losses, from one source to one sink: generalised maximum flow.
//!
//! What enters an arc leaves it times the arc's gain. At each vertex between, what comes out of arcs is at least
//! what goes into others; the rest stays there. Of all flows that bring the most to the sink, one of least cost is
//! found. This module knows nothing of materials; [`throughput`](crate::network::throughput) puts its questions so.

mod check;
#[cfg(test)]
pub(in crate::network) mod dense;
mod net;
mod simplex;
#[cfg(test)]
mod tests;
mod trim;
mod unbounded;

pub use crate::network::flow::net::Flow;
pub use crate::network::flow::net::FlowArc;
pub use crate::network::flow::net::FlowError;
pub use crate::network::flow::net::FlowNet;
pub use crate::network::flow::simplex::Solver;

/// The flow that brings the most to the sink, at the least cost, checked. O(budget) at worst.
///
/// # Errors
/// [`FlowError`].
pub fn solve(net: &FlowNet, budget: u64) -> Result<Flow, FlowError> {
    Solver::new(net).solve(net, budget)
}
