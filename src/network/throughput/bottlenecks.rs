//! Capacities that hold back what is delivered, and what one more tonne of each would bring.
//!
//! What is delivered is a concave, piecewise linear function of each capacity. Where it bends, the prices of
//! one solution are any of the slopes between left and right; so each binding capacity is raised a little and the
//! network solved again. If the price there times the step is what was gained, the function is straight on the step, and
//! the price is the right derivative; else the step is made smaller.
//!
//! Capacities in series that bind together have a right derivative of 0 each: none of them is a bottleneck. They are
//! told apart from those that merely happen to be used up by lowering each: less of it would deliver less.

use std::cmp::Ordering;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::codes::Side;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::flow::Solver;
use crate::network::throughput::answer::Bottleneck;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::model::Model;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::solved::Found;
use crate::network::throughput::solved::Purse;

/// How often a network is solved again for all bottlenecks of one answer.
const MAX_SOLVES: u32 = 20;
/// The steps tried, as parts of the capacity (of one tonne, if it is less), the largest first.
const STEPS: [f64; 3] = [1e-4, 1e-5, 1e-6];
/// The least price that counts; below it, it is rounding.
const LEAST_PRICE: f64 = 1e-6;

/// What holds an answer back.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Holding {
    /// Each alone, the highest price first.
    pub(super) alone: Vec<Bottleneck>,
    /// Only together with others: more of one alone delivers no more, less of it delivers less.
    pub(super) jointly: Vec<Bottleneck>,
}

/// How an arc holds back a flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Hold {
    /// One more tonne into it would bring this much to the sink, above 0.
    Alone(f64),
    /// Only together with others.
    Jointly,
}

/// What holds back a flow. At most [`MAX_SOLVES`] solves.
pub(super) fn holding(
    registry: &Registry,
    model: &Model,
    found: Found<'_>,
    purse: &mut Purse,
) -> Result<Holding, ThroughputError> {
    let mut holding = Holding::default();
    let is_told = |arc: &u32| told(model, *arc, found.is_upper).is_some();
    for (arc, hold) in holds(found, is_told, MAX_SOLVES, purse)? {
        let Some((limit, bound)) = told(model, arc, found.is_upper) else {
            continue;
        };
        // Capacity that is told of what comes out bounds what goes in divided by the recovery.
        let share = match (limit.side, model.arcs[arc as usize].gain) {
            (Side::Output, gain) if gain > 0.0 => gain,
            _ => 1.0,
        };
        let (list, price) = match hold {
            Hold::Alone(slope) => (&mut holding.alone, slope / share),
            Hold::Jointly => (&mut holding.jointly, 0.0),
        };
        let capacity = bound.tonnes * share;
        list.push(Bottleneck {
            is_known: found.is_upper || !limit.is_unknown(),
            ..bottleneck(registry, limit, bound, (capacity, price))
        });
    }
    for list in [&mut holding.alone, &mut holding.jointly] {
        list.sort_by(|a, b| in_order(registry, a, b));
    }
    Ok(holding)
}

/// The highest price first, those that differ by rounding alike; then the slugs of record and product.
fn in_order(registry: &Registry, a: &Bottleneck, b: &Bottleneck) -> Ordering {
    let price = |it: &Bottleneck| (it.shadow_price / LEAST_PRICE).round();
    let slugs = |it: &Bottleneck| {
        let product = it.product.map(|it| registry.slug(it).to_owned());
        (registry.slug(it.record).to_owned(), product, it.side)
    };
    let by_price = price(b).total_cmp(&price(a));
    by_price.then_with(|| slugs(a).cmp(&slugs(b)))
}

/// The arcs that hold back a flow, among those asked: those of positive price are tried first, the highest first.
pub(super) fn holds(
    found: Found<'_>,
    is_asked: impl Fn(&u32) -> bool,
    mut solves: u32,
    purse: &mut Purse,
) -> Result<Vec<(u32, Hold)>, ThroughputError> {
    let (net, flow) = (found.net, found.flow);
    let mut holds = Vec::new();
    let asked: Vec<u32> = binding(net, flow).into_iter().filter(is_asked).collect();
    // Its basis is where solving with a capacity raised begins.
    let mut solver = Solver::new(net);
    if asked.iter().any(|it| price(net, flow, *it) > LEAST_PRICE)
        && purse.solve_on(&mut solver, net)?.is_none()
    {
        return Ok(holds);
    }
    for arc in asked {
        // The price of any solution is no less than the right derivative.
        let slope = match price(net, flow, arc) > LEAST_PRICE {
            true => right_slope(&solver, net, flow, arc, (&mut solves, purse))?,
            false => Some(0.0),
        };
        match slope {
            Some(slope) if slope > LEAST_PRICE => holds.push((arc, Hold::Alone(slope))),
            Some(_) if with_less(net, flow, arc, (&mut solves, purse))? == Some(true) => {
                holds.push((arc, Hold::Jointly));
            }
            _ => {}
        }
    }
    Ok(holds)
}

/// The arcs that carry all they can, the highest price first, then in order.
fn binding(net: &FlowNet, flow: &Flow) -> Vec<u32> {
    let is_full = |(_, (it, tonnes)): &(u32, (&FlowArc, &f64))| {
        it.capacity.is_finite() && it.capacity - **tonnes <= tolerance(it.capacity)
    };
    let arcs = (0_u32..).zip(net.arcs.iter().zip(&flow.flows));
    let mut full: Vec<u32> = arcs.filter(is_full).map(|(arc, _)| arc).collect();
    full.sort_by(|a, b| price(net, flow, *b).total_cmp(&price(net, flow, *a)));
    full
}

/// What one more tonne through an arc would bring to the sink by the prices of a flow; a slope between left
/// and right where what is delivered bends.
fn price(net: &FlowNet, flow: &Flow, arc: u32) -> f64 {
    let it = net.arcs[arc as usize];
    let price = it.gain * flow.prices[it.head as usize] - flow.prices[it.tail as usize];
    price.max(0.0)
}

/// What one more tonne a year of the capacity of an arc would bring to the sink; none if that was not worked out.
fn right_slope(
    solver: &Solver,
    net: &FlowNet,
    flow: &Flow,
    arc: u32,
    (solves, purse): (&mut u32, &mut Purse),
) -> Result<Option<f64>, ThroughputError> {
    let mut raised = net.clone();
    let capacity = net.arcs[arc as usize].capacity;
    let mut found = None;
    for part in STEPS {
        let step = part * capacity.max(1.0);
        raised.arcs[arc as usize].capacity = capacity + step;
        let mut solver = solver.clone();
        solver.raise(&raised, arc);
        let Some(more) = solved_again(solver, &raised, (solves, purse))? else {
            return Ok(found);
        };
        let (gained, slope) = (more.value - flow.value, price(net, &more, arc));
        let rounding = 1e-11 * flow.value.max(1.0);
        if (gained - slope * step).abs() <= 1e-6 * slope * step + rounding {
            return Ok(Some(slope));
        }
        found = Some((gained / step).max(0.0));
    }
    Ok(found)
}

/// Whether less of the capacity of an arc would bring less to the sink; none if that was not worked out.
fn with_less(
    net: &FlowNet,
    flow: &Flow,
    arc: u32,
    (solves, purse): (&mut u32, &mut Purse),
) -> Result<Option<bool>, ThroughputError> {
    let capacity = net.arcs[arc as usize].capacity;
    if capacity <= tolerance(0.0) {
        return Ok(Some(false));
    }
    let mut lowered = net.clone();
    let step = STEPS[0] * capacity;
    lowered.arcs[arc as usize].capacity = capacity - step;
    let less = solved_again(Solver::new(&lowered), &lowered, (solves, purse))?;
    Ok(less.map(|it| flow.value - it.value > LEAST_PRICE * step))
}

fn solved_again(
    mut solver: Solver,
    net: &FlowNet,
    (solves, purse): (&mut u32, &mut Purse),
) -> Result<Option<Flow>, ThroughputError> {
    if *solves == 0 {
        purse.is_cut = true;
        return Ok(None);
    }
    *solves -= 1;
    purse.solve_on(&mut solver, net)
}

/// The limit of an arc and what an answer counts of it; none where nothing is on record.
fn told(model: &Model, arc: u32, is_upper: bool) -> Option<(&Limit, &Bound)> {
    let limit = model.arcs[arc as usize].limit.as_ref()?;
    Some((limit, limit.counted(is_upper)?))
}

fn bottleneck(
    registry: &Registry,
    limit: &Limit,
    bound: &Bound,
    (capacity, shadow_price): (f64, f64),
) -> Bottleneck {
    let site = match limit.record.kind() {
        Kind::Link => registry.reference(limit.record, link::FROM),
        Kind::Activity => registry.reference(limit.record, activity::SITE),
        _ => Some(limit.record),
    };
    Bottleneck {
        record: limit.record,
        site: site.filter(|it| it.kind() == Kind::Site),
        product: limit.product,
        side: limit.side,
        capacity,
        is_known: true,
        shadow_price,
        host: limit.host,
        figures: bound.figures.clone(),
        notes: bound.notes.clone(),
    }
}
