//! What an answer weighs: by the prices that prove it, its value is the sum of the binding capacities, each times
//! what one more tonne of it would deliver (linear-programming duality).

use crate::model::Registry;
use crate::model::codes::Confidence;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::flow::Flow;
use crate::network::flow::FlowNet;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::bounds::Bound;
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

/// The part of the value that binding figures of confidence other than reported bound; none of no value. The weight of
/// a limit is split equally over its figures; production in place of a capacity is an assumption as a whole.
pub(super) fn estimated_share(
    registry: &Registry,
    model: &Model,
    weights: &[Weight],
    is_upper: bool,
) -> Option<f64> {
    let whole: f64 = weights.iter().map(|it| it.tonnes).sum();
    let estimated = weights.iter().filter_map(|it| {
        let limit = model.arcs[it.arc].limit.as_ref()?;
        Some(it.tonnes * unreported(registry, limit.counted(is_upper)?))
    });
    let estimated: f64 = estimated.sum();
    (whole > 0.0).then(|| estimated / whole)
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
    let confidence = |row| registry.code::<Confidence>(row, figure::CONFIDENCE);
    let figures = bound.figures.iter();
    let open = figures.filter(|it| confidence(**it) != Some(Confidence::Reported));
    open.count() as f64 / bound.figures.len().max(1) as f64
}
