//! Capacities that hold back what is delivered, and what one more tonne of each would bring.
//!
//! What is delivered is a concave, piecewise linear function of each capacity. Where it bends, the prices of
//! one solution are any of the slopes between left and right; so each binding capacity is raised a little and the
//! network solved again. If the price there times the step is what was gained, the function is straight on the step, and
//! the price is the right derivative; else the step is made smaller.
//!
//! Capacities in series that bind together have a right derivative of 0 each: none of them is a bottleneck. They are
//! told apart from those that merely happen to be used up by lowering each: less of it would deliver less.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::codes::Side;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::throughput::answer::Bottleneck;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::model::Model;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::solved::Solved;

/// How often a network is solved again for all bottlenecks of one answer.
pub(super) const MAX_SOLVES: u32 = 20;
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

/// What holds back a flow. At most [`MAX_SOLVES`] solves: those of positive price first, the highest first.
pub(super) fn holding(
    registry: &Registry,
    model: &Model,
    solved: &Solved,
    purse: &mut Purse,
) -> Result<Holding, ThroughputError> {
    let (net, flow) = (&solved.net, &solved.flow);
    let mut holding = Holding::default();
    let mut solves = MAX_SOLVES;
    for arc in binding(net, flow) {
        let Some((limit, bound)) = told(model, arc) else {
            continue;
        };
        let slope = match price(net, flow, arc) > LEAST_PRICE {
            true => right_slope(net, flow, arc, (&mut solves, purse))?,
            false => Some(0.0),
        };
        // Capacity that is told of what comes out bounds what goes in divided by the recovery.
        let gain = net.arcs[arc as usize].gain;
        let share = match limit.side {
            Side::Output if gain > 0.0 => gain,
            _ => 1.0,
        };
        let slope = slope.map(|it| it / share);
        if slope.is_some_and(|it| it > LEAST_PRICE) {
            let price = slope.unwrap_or_default();
            let found = bottleneck(registry, limit, bound, (bound.tonnes * share, price));
            holding.alone.push(found);
        } else if slope.is_some() {
            let is_less = with_less(net, flow, arc, (&mut solves, purse))?;
            if is_less == Some(true) {
                let found = bottleneck(registry, limit, bound, (bound.tonnes * share, 0.0));
                holding.jointly.push(found);
            }
        }
    }
    for list in [&mut holding.alone, &mut holding.jointly] {
        list.sort_by_cached_key(|it| {
            let product = it.product.map(|it| registry.slug(it).to_owned());
            let price = (-it.shadow_price / LEAST_PRICE).round();
            (
                Ordered(price),
                registry.slug(it.record).to_owned(),
                product,
                it.side,
            )
        });
    }
    Ok(holding)
}

/// A number that is one, in its order.
#[derive(PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The arcs that carry all they can, the highest price first, then in order.
pub(super) fn binding(net: &FlowNet, flow: &Flow) -> Vec<u32> {
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
pub(super) fn price(net: &FlowNet, flow: &Flow, arc: u32) -> f64 {
    let it = net.arcs[arc as usize];
    let price = it.gain * flow.prices[it.head as usize] - flow.prices[it.tail as usize];
    price.max(0.0)
}

/// What one more tonne a year of the capacity of an arc would bring to the sink; none if that was not worked out.
pub(super) fn right_slope(
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
        let Some(more) = solved_again(&raised, (solves, purse))? else {
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
    let less = solved_again(&lowered, (solves, purse))?;
    Ok(less.map(|it| flow.value - it.value > LEAST_PRICE * step))
}

fn solved_again(
    net: &FlowNet,
    (solves, purse): (&mut u32, &mut Purse),
) -> Result<Option<Flow>, ThroughputError> {
    if *solves == 0 {
        purse.is_cut = true;
        return Ok(None);
    }
    *solves -= 1;
    purse.solve(net)
}

/// The limit of an arc and what is known of it; none where nothing is on record.
fn told(model: &Model, arc: u32) -> Option<(&Limit, &Bound)> {
    let limit = model.arcs[arc as usize].limit.as_ref()?;
    Some((limit, limit.bound()?))
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
        is_known: limit.known.is_some(),
        shadow_price,
        host: None,
        figures: bound.figures.clone(),
        notes: bound.notes.clone(),
    }
}
