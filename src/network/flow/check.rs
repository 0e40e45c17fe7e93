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
//! *No such flow costs less.* Take savings that are 0 at source and sink, and 0 or more where the price is 0. Now what
//! each arc carries times what it spares (`gain · saving(head) − saving(tail) − cost`) adds up to the surpluses at their
//! savings, less the costs. Compare any flow of the most value with ours: in both, arcs that win are full, arcs that lose are
//! empty, and there is surplus only at price 0, where savings are not negative. So it costs less than ours by at most
//!
//! > Σ over arcs that neither win nor lose: room left · max(0, sparing) + carried · max(0, −sparing)
//! > and Σ over vertices: surplus · saving
//!
//! which has to be nothing (complementary slackness). As ours brings the most only nearly, room left on arcs that win, what is
//! carried by arcs that lose, and surplus at a price count too, whatever the sign of what they spare.
//!
//! An arc without capacity may neither win nor, if it does not lose, spare anything.

use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;

/// Error of a sum, as a part of what was added up.
const FEASIBLE: f64 = 1e-9;
/// A surplus that is a smaller part of what comes and goes is none.
const ROUNDING: f64 = 1e-12;
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
    let surpluses = surpluses(net, flow)?;
    are_prices(net, flow)?;
    let bound = bound(net, flow)?;
    if (bound - flow.value).abs() > GAP * flow.value.max(1.0) {
        return Err(format!("{} arrives, but the bound is {bound}", flow.value));
    }
    let dearer = dearer(net, flow, &surpluses)?;
    let costs = net.arcs.iter().zip(&flow.flows);
    let costs: f64 = costs.map(|(arc, flow)| arc.cost * flow).sum();
    if dearer > GAP * costs.max(1.0) {
        return Err(format!("costs of {costs} may be {dearer} too much"));
    }
    Ok(())
}

/// By vertex, what stays there, if it is a flow and the value is right.
fn surpluses(net: &FlowNet, flow: &Flow) -> Result<Vec<f64>, String> {
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
    let value = arrived[net.sink as usize];
    if (value - flow.value).abs() > FEASIBLE * value {
        return Err(format!("{value} arrives, but {} is told", flow.value));
    }
    let surpluses = arrived.iter().zip(&sent);
    let rest = |(arrived, sent): (&f64, &f64)| {
        let is_rounding = arrived - sent <= ROUNDING * (arrived + sent);
        if is_rounding { 0.0 } else { arrived - sent }
    };
    Ok(surpluses.map(rest).collect())
}

/// Prices and savings at single vertices.
fn are_prices(net: &FlowNet, flow: &Flow) -> Result<(), String> {
    let at = |vertex: u32| (flow.prices[vertex as usize], flow.savings[vertex as usize]);
    if net.source != net.sink && (at(net.source) != (0.0, 0.0) || at(net.sink) != (1.0, 0.0)) {
        return Err("source or sink have wrong prices".to_owned());
    }
    let least = -LEVEL * most_saved(net, flow);
    for vertex in between(net) {
        let (price, saving) = (flow.prices[vertex], flow.savings[vertex]);
        if price < 0.0 || (price <= 0.0 && saving < least) {
            return Err(format!(
                "vertex {vertex} has price {price}, saving {saving}"
            ));
        }
    }
    Ok(())
}

/// What wins are there, and of how much they are the difference.
fn win(net: &FlowNet, flow: &Flow, arc: usize) -> (f64, f64) {
    let arc = net.arcs[arc];
    let after = arc.gain * flow.prices[arc.head as usize];
    let before = flow.prices[arc.tail as usize];
    (after - before, after + before)
}

/// The value that no flow exceeds.
fn bound(net: &FlowNet, flow: &Flow) -> Result<f64, String> {
    let mut bound = 0.0;
    for (number, arc) in arcs(net) {
        let (win, size) = win(net, flow, number);
        if win <= LEVEL * size {
            continue;
        }
        if arc.capacity.is_infinite() {
            return Err(format!("arc {number} without capacity wins {win}"));
        }
        bound += arc.capacity * win;
    }
    Ok(bound)
}

/// By how much a flow of the most value may cost less.
fn dearer(net: &FlowNet, flow: &Flow, surpluses: &[f64]) -> Result<f64, String> {
    let mut dearer = 0.0;
    let rounding = LEVEL * most_saved(net, flow);
    for (number, arc) in arcs(net) {
        let before = flow.savings[arc.tail as usize];
        let after = arc.gain * flow.savings[arc.head as usize];
        let spared = after - before - arc.cost;
        if spared.abs() <= SPARED * (after.abs() + before.abs() + arc.cost) + rounding {
            continue;
        }
        let (win, size) = win(net, flow, number);
        let carried = flow.flows[number];
        let room = (arc.capacity - carried).max(0.0);
        let wrong = if win.abs() <= LEVEL * size {
            if spared > 0.0 { room } else { carried }
        } else if win > 0.0 {
            room
        } else {
            carried
        };
        if wrong.is_infinite() {
            return Err(format!("arc {number} without capacity spares {spared}"));
        }
        dearer += wrong * spared.abs();
    }
    let stays = between(net).map(|it| surpluses[it] * flow.savings[it].abs());
    Ok(dearer + stays.sum::<f64>())
}

/// The arcs that may carry anything, with their numbers.
fn arcs(net: &FlowNet) -> impl Iterator<Item = (usize, &FlowArc)> {
    let may = |it: &&FlowArc| it.tail != net.sink && it.head != net.source;
    let all = net.arcs.iter().enumerate();
    all.filter(move |(_, it)| may(it))
}

/// The greatest cost or saving: in what savings are made up of such numbers cancel out.
fn most_saved(net: &FlowNet, flow: &Flow) -> f64 {
    let costs = net.arcs.iter().map(|it| it.cost);
    let savings = flow.savings.iter().map(|it| it.abs());
    costs.chain(savings).fold(0.0, f64::max)
}

/// The vertices that are neither source nor sink.
fn between(net: &FlowNet) -> impl Iterator<Item = usize> {
    let ends = [net.source, net.sink];
    let all = (0..net.vertex_count).filter(move |it| !ends.contains(it));
    all.map(|it| it as usize)
}
