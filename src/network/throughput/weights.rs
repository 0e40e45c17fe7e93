//! What an answer weighs: by the prices that prove it, its value is the sum of the binding capacities, each times
//! what one more tonne of it would deliver (linear-programming duality).
//!
//! It hangs on recoveries too. Raised by a small part, a recovery raises the value by that part of what it lets through
//! times its price beyond (the derivative of the value by the logarithm of the recovery): that is its weight, in tonnes
//! like those of capacities, so that the two can be set beside each other.

use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Confidence;
use crate::model::codes::Side;
use crate::model::tables::figure;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::flow::Flow;
use crate::network::flow::FlowNet;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;

/// A binding limit and what of the value it accounts for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weight {
    /// The arc of the model.
    pub(super) arc: usize,
    /// What one more tonne that may go in would deliver, by the prices of the solution.
    pub(super) price: f64,
    /// Tonnes of the value: price times capacity. They add up to the value.
    pub(super) tonnes: f64,
}

/// The weights of the binding limits of a solution, in the order of arcs. O(arcs).
pub(super) fn weights(net: &FlowNet, flow: &Flow) -> Vec<Weight> {
    let arcs = net.arcs.iter().enumerate();
    let binding = arcs.filter(|(_, it)| it.capacity.is_finite() && it.capacity > 0.0);
    let weight = binding.map(|(arc, it)| {
        let (head, tail) = (flow.prices[it.head as usize], flow.prices[it.tail as usize]);
        let price = it.gain * head - tail;
        Weight {
            arc,
            price,
            tonnes: price * it.capacity,
        }
    });
    weight.filter(|it| it.tonnes > tolerance(0.0)).collect()
}

/// What tells a recovery.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Recovery {
    /// This figure.
    Told(Row),
    /// Nothing; it is taken as 1. Of this record it is missing.
    Unknown(Row),
}

/// What tells the recovery of an arc; none of arcs on which nothing is recovered from anything, such as movements and mining.
pub(super) fn recovery(model: &Model, arc: usize) -> Option<Recovery> {
    match model.arcs[arc].means {
        Means::Give(at, vertex) => {
            let works = &model.works[at as usize];
            let output = works.outputs.iter().position(|it| it.0 == vertex)?;
            let told = works.recovery(output).map(|it| Recovery::Told(it.figure));
            told.or((!works.is_mining).then_some(Recovery::Unknown(works.row)))
        }
        Means::Along(arc) => {
            let it = &model.chain.arcs()[arc as usize];
            let is_unknown = it.kind == ArcKind::AssumedTransformation && it.recovery.is_none();
            is_unknown.then_some(Recovery::Unknown(it.record))
        }
        _ => None,
    }
}

/// The weights of the recoveries of a solution, in the order of arcs: what tells it, and its tonnes (price beyond times
/// what comes out). A binding capacity told of what comes out of an activity holds whatever its recovery is: its weight
/// is taken off. O(arcs · binding limits).
pub(super) fn recoveries(model: &Model, (net, flow): (&FlowNet, &Flow)) -> Vec<(Recovery, f64)> {
    let limits = weights(net, flow);
    let arcs = net.arcs.iter().zip(&flow.flows).enumerate();
    let weight = arcs.filter_map(|(arc, (it, carried))| {
        let told = recovery(model, arc)?;
        let tonnes = flow.prices[it.head as usize] * it.gain * carried;
        let held = limits.iter().filter(|it| holds_output(model, it.arc, arc));
        let tonnes = tonnes - held.map(|it| it.tonnes).sum::<f64>();
        (tonnes > tolerance(0.0)).then_some((told, tonnes))
    });
    weight.collect()
}

/// Whether the limit of an arc is told of what another one gives.
fn holds_output(model: &Model, limited: usize, gives: usize) -> bool {
    let Means::Give(at, vertex) = model.arcs[gives].means else {
        return false;
    };
    let product = model.chain.vertices()[vertex as usize].product;
    model.arcs[limited].limit.as_ref().is_some_and(|it| {
        it.record == model.works[at as usize].row
            && it.side == Side::Output
            && it.product.is_none_or(|it| it == product)
    })
}

/// Of the weights of binding limits and of recoveries together, the part that is not reported: figures of another
/// confidence, and recoveries that are not known; none where nothing is delivered. The weight of a limit is split equally
/// over its figures; production in place of a capacity is an assumption as a whole.
pub(super) fn estimated_share(
    registry: &Registry,
    model: &Model,
    (net, flow): (&FlowNet, &Flow),
    is_upper: bool,
) -> Option<f64> {
    let limits = weights(net, flow).into_iter().map(|it| {
        let limit = model.arcs[it.arc].limit.as_ref();
        let bound = limit.and_then(|it| it.counted(is_upper));
        let open = bound.map_or(0.0, |it| unreported(registry, it));
        (it.tonnes, open * it.tonnes)
    });
    let recovered = recoveries(model, (net, flow)).into_iter();
    let recovered = recovered.map(|(told, tonnes)| match told {
        Recovery::Told(figure) if is_reported(registry, figure) => (tonnes, 0.0),
        Recovery::Told(_) | Recovery::Unknown(_) => (tonnes, tonnes),
    });
    let both = limits.chain(recovered);
    let (whole, open) = both.fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    (whole > 0.0).then(|| open / whole)
}

fn is_reported(registry: &Registry, row: Row) -> bool {
    registry.code::<Confidence>(row, figure::CONFIDENCE) == Some(Confidence::Reported)
}

#[expect(clippy::cast_precision_loss, reason = "a bound has a few figures")]
fn unreported(registry: &Registry, bound: &Bound) -> f64 {
    let stands_in = |it: &AssumptionCode| *it == AssumptionCode::ProductionAsCapacity;
    if bound
        .notes
        .iter()
        .map(|it| it.code)
        .any(|it| stands_in(&it))
    {
        return 1.0;
    }
    let figures = bound.figures.iter();
    let open = figures.filter(|it| !is_reported(registry, **it));
    open.count() as f64 / bound.figures.len().max(1) as f64
}
