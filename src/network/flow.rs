//! How much gets through a network with losses, from one source to one sink: generalised maximum flow.
//!
//! What enters an arc leaves it times the arc's gain. At each vertex between, what comes out of arcs is at least
//! what goes into others; the rest stays there. Of all flows that bring the most to the sink, one of least cost is
//! found. This module knows nothing of materials; [`throughput`](crate::network::throughput) puts its questions so.

pub(in crate::network) mod dense;
mod net;

pub(in crate::network) use crate::network::flow::net::Flow;
pub(in crate::network) use crate::network::flow::net::FlowArc;
pub(in crate::network) use crate::network::flow::net::FlowError;
pub(in crate::network) use crate::network::flow::net::FlowNet;

/// The flow that brings the most to the sink, at the least cost, with its check. O(budget) at worst.
///
/// # Errors
/// [`FlowError`].
pub(in crate::network) fn solve(net: &FlowNet, _budget: u64) -> Result<Flow, FlowError> {
    dense::solve(net)
}
