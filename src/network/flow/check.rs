//! Proves an answer by nothing but the net and the answer: no way of finding it is known here.
//!
//! *It is a flow.* Every arc is within its bounds, and no vertex between sends more than it gets. What it gets less what it
//! sends is its surplus.
//!
//! *No flow brings more.* Take prices of 0 or more, 0 at the source and 1 at the sink. For any flow, what each arc carries times what it
//! wins (`gain · price(head) − price(tail)`) adds up, vertex by vertex, to the value and the surpluses at their prices. So the
//! value is at most the sum of wins, and since an arc carries from nothing to its capacity,
//!
//! > value ≤ Σ capacity · max(0, win)
//!
//! for every flow and all prices (weak duality). If our flow reaches the bound, it is the most there is. In every flow that
//! reaches it arcs that win are full, arcs that lose are empty, and there is surplus only at price 0: anything else
//! would be a gap.
//!
//! *No such flow costs less.* Take savings that are 0 at source and sink, and 0 or more where the price is 0. Now what each arc carries times
//! what it spares (`gain · saving(head) − saving(tail) − cost`) adds up to the surpluses at their savings, less the
//! costs. Surplus is only where savings are not negative, arcs that win are full, and arcs that lose are empty, hence
//!
//! > −costs ≤ Σ over arcs that win: capacity · sparing + Σ over arcs that neither win nor lose: capacity · max(0, sparing)
//!
//! for every flow of the most value. If ours reaches this too, it costs least. Both gaps are sums of what single
//! arcs and vertices violate (an arc not full though it wins, and so on), none negative: a small gap is a small violation everywhere.
//!
//! An arc without capacity may neither win nor, if it does not lose, spare anything.

use crate::network::flow::Flow;
use crate::network::flow::FlowNet;

/// Error of a sum, as a part of what was added up.
const FEASIBLE: f64 = 1e-9;
/// A difference that is a smaller part of what it is the difference of counts as nothing.
const LEVEL: f64 = 1e-11;
/// The same for sparing, where costs that cancel out leave more behind.
const SPARED: f64 = 1e-9;
/// Greatest gap, as a part of the value or costs, or of 1 if that is more.
const GAP: f64 = 1e-6;

/// What is wrong with an answer, if anything. O(V + E).
pub(super) fn check(net: &FlowNet, flow: &Flow) -> Result<(), String> {
    let vertices = net.vertex_count as usize;
    let is_complete = flow.flows.len() == net.arcs.len()
        && flow.prices.len() == vertices
        && flow.savings.len() == vertices;
    let numbers = || flow.flows.iter().chain(&flow.prices).chain(&flow.savings);
    if !is_complete || !numbers().all(|it| it.is_finite()) {
        return Err("not every arc and vertex has a number".to_owned());
    }
    is_flow(net, flow)?;
    are_prices(net, flow)?;
    let bounds = bounds(net, flow)?;
    let costs = net.arcs.iter().zip(&flow.flows);
    let costs: f64 = costs.map(|(arc, flow)| arc.cost * flow).sum();
    if (bounds.value - flow.value).abs() > GAP * flow.value.max(1.0) {
        let value = flow.value;
        return Err(format!(
            "{value} arrives, but the bound is {}",
            bounds.value
        ));
    }
    if (bounds.spared + costs).abs() > GAP * costs.max(1.0) {
        let bound = -bounds.spared;
        return Err(format!("costs of {costs}, but the bound is {bound}"));
    }
    Ok(())
}

/// Bounds, conservation, and the value.
fn is_flow(net: &FlowNet, flow: &Flow) -> Result<(), String> {
    let mut sent = vec![0.0; net.vertex_count as usize];
    let mut arrived = sent.clone();
    for (number, (arc, flow)) in net.arcs.iter().zip(&flow.flows).enumerate() {
        if *flow < 0.0 || *flow > arc.capacity * (1.0 + FEASIBLE) {
            return Err(format!("arc {number} carries {flow} of {}", arc.capacity));
        }
        let is_void = arc.tail == net.sink || arc.head == net.source;
        if is_void && *flow > 0.0 {
            return Err(format!("arc {number} leaves the sink or enters the source"));
        }
        sent[arc.tail as usize] += flow;
        arrived[arc.head as usize] += flow * arc.gain;
    }
    for vertex in between(net) {
        let (sent, arrived) = (sent[vertex], arrived[vertex]);
        if sent - arrived > FEASIBLE * (sent + arrived) {
            return Err(format!("vertex {vertex} gets {arrived} and sends {sent}"));
        }
    }
    let arrived = arrived[net.sink as usize];
    if (arrived - flow.value).abs() > FEASIBLE * arrived {
        return Err(format!("{arrived} arrives, but {} is told", flow.value));
    }
    Ok(())
}

/// Prices and savings at single vertices.
fn are_prices(net: &FlowNet, flow: &Flow) -> Result<(), String> {
    let at = |vertex: u32| (flow.prices[vertex as usize], flow.savings[vertex as usize]);
    if net.source != net.sink && (at(net.source) != (0.0, 0.0) || at(net.sink) != (1.0, 0.0)) {
        return Err("source or sink have wrong prices".to_owned());
    }
    let most = flow
        .savings
        .iter()
        .fold(0.0, |most, it| f64::max(most, it.abs()));
    for vertex in between(net) {
        let (price, saving) = (flow.prices[vertex], flow.savings[vertex]);
        if price < 0.0 || (price <= 0.0 && saving < -LEVEL * most) {
            return Err(format!(
                "vertex {vertex} has price {price}, saving {saving}"
            ));
        }
    }
    Ok(())
}

/// What no flow exceeds.
struct Bounds {
    value: f64,
    /// Of flows of the most value, the negative of their costs.
    spared: f64,
}

fn bounds(net: &FlowNet, flow: &Flow) -> Result<Bounds, String> {
    let mut bounds = Bounds {
        value: 0.0,
        spared: 0.0,
    };
    for (number, arc) in net.arcs.iter().enumerate() {
        if arc.tail == net.sink || arc.head == net.source {
            continue;
        }
        let (tail, head) = (arc.tail as usize, arc.head as usize);
        let (before, after) = (flow.prices[tail], arc.gain * flow.prices[head]);
        let win = after - before;
        if win < -LEVEL * (after + before) {
            continue;
        }
        let is_level = win <= LEVEL * (after + before);
        let (before, after) = (flow.savings[tail], arc.gain * flow.savings[head]);
        let spared = after - before - arc.cost;
        let is_spared = spared > SPARED * (after.abs() + before.abs() + arc.cost);
        if arc.capacity.is_infinite() && (!is_level || is_spared) {
            return Err(format!(
                "arc {number} without capacity wins {win}, spares {spared}"
            ));
        }
        if !is_level {
            bounds.value += arc.capacity * win;
            bounds.spared += arc.capacity * spared;
        } else if is_spared {
            bounds.spared += arc.capacity * spared;
        }
    }
    Ok(bounds)
}

/// The vertices that are neither source nor sink.
fn between(net: &FlowNet) -> impl Iterator<Item = usize> {
    let ends = [net.source, net.sink];
    let all = (0..net.vertex_count).filter(move |it| !ends.contains(it));
    all.map(|it| it as usize)
}
