//! What each unknown capacity does to the upper answer: it is solved again with that one at what is on record.

use crate::model::Quantity;
use crate::model::Registry;
use crate::network::flow::FlowError;
use crate::network::flow::solve;
use crate::network::throughput::answer::Solution;
use crate::network::throughput::answer::UnknownFigure;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::model::Model;
use crate::network::throughput::model::between;
use crate::network::throughput::question::ThroughputError;

/// The most networks that are solved again.
const MAX_SOLVED: usize = 20;

/// The unknown capacities that bear on the upper answer.
#[derive(Default)]
pub(super) struct Unknowns {
    /// The most decisive first, those not worked out last.
    pub(super) figures: Vec<UnknownFigure>,
    /// Arcs and vertices looked at.
    pub(super) work: u64,
    /// Whether the budget left some not worked out.
    pub(super) is_cut: bool,
}

/// What became of the upper answer with one capacity at what is on record.
enum Then {
    Delivered(f64),
    Unbounded,
}

impl Unknowns {
    /// The unknown capacities that carry something in the upper solution; where that is unbounded, those on ways that
    /// nothing bounds. At most 20 are solved again, those first that may be the most decisive. O(20 solutions).
    pub(super) fn find(
        registry: &Registry,
        model: &Model,
        upper: &Solution,
        budget: u64,
    ) -> Result<Self, ThroughputError> {
        let mut all = Self::default();
        let mut solutions = 0;
        let mut told: Vec<(usize, Option<Then>)> = Vec::new();
        for arc in candidates(registry, model, upper) {
            let Some(limit) = &model.arcs[arc].limit else {
                continue;
            };
            let mut net = upper.net.clone();
            net.arcs[arc].capacity = limit.capacity(false);
            let carried = upper.found.as_ref().map(|it| (it.flows[arc], it.value));
            all.work += net.arcs.len() as u64;
            let then = match carried {
                Ok((tonnes, value)) if tonnes <= net.arcs[arc].capacity => {
                    Some(Then::Delivered(value))
                }
                Err(_)
                    if between(&net, |it| it.capacity.is_infinite() && it.gain > 0.0)
                        .contains(&true) =>
                {
                    Some(Then::Unbounded)
                }
                _ if solutions == MAX_SOLVED || all.is_cut => None,
                _ => {
                    solutions += 1;
                    match solve(&net, budget.saturating_sub(all.work)) {
                        Ok(flow) => {
                            all.work += flow.work;
                            Some(Then::Delivered(flow.value))
                        }
                        Err(FlowError::Unbounded { .. }) => Some(Then::Unbounded),
                        Err(FlowError::Budget { work }) => {
                            all.work += work;
                            all.is_cut = true;
                            None
                        }
                        Err(FlowError::Unproven { message }) => {
                            return Err(ThroughputError::Unproven(message));
                        }
                    }
                }
            };
            told.push((arc, then));
        }
        let value = upper.found.as_ref().ok().map(|it| it.value);
        let figures = told.into_iter().filter_map(|(arc, then)| {
            let limit = model.arcs[arc].limit.as_ref()?;
            Some(figure(limit, value, then.as_ref()))
        });
        all.figures = figures.collect();
        all.figures.sort_by(|a, b| {
            let order = |it: &UnknownFigure| {
                let bounds = value.is_none() && it.upper_then.is_some();
                (!it.is_evaluated, !bounds)
            };
            let then = |it: &UnknownFigure| it.effect.or(it.upper_then.map(|it| -it));
            let by_effect = then(b).unwrap_or(0.0).total_cmp(&then(a).unwrap_or(0.0));
            let name = |it: &UnknownFigure| {
                let product = it.product.map(|it| registry.slug(it));
                (registry.slug(it.record), product)
            };
            order(a)
                .cmp(&order(b))
                .then(by_effect)
                .then_with(|| name(a).cmp(&name(b)))
        });
        Ok(all)
    }
}

/// The arcs of unknown capacity that bear on the upper answer; first those that may bear most on it.
fn candidates(registry: &Registry, model: &Model, upper: &Solution) -> Vec<usize> {
    let bearing: Vec<f64> = match &upper.found {
        Ok(flow) => {
            let prices = upper
                .net
                .arcs
                .iter()
                .map(|it| flow.prices[it.tail as usize]);
            let carried = flow.flows.iter().zip(prices);
            let is_carried = |it: f64| it > tolerance(0.0);
            carried
                .map(|(tonnes, price)| match is_carried(*tonnes) {
                    true => (tonnes * price).max(tolerance(0.0)),
                    false => 0.0,
                })
                .collect()
        }
        Err(_) => {
            let open = between(&upper.net, |it| it.capacity.is_infinite() && it.gain > 0.0);
            open.into_iter().map(|it| f64::from(u8::from(it))).collect()
        }
    };
    let is_unknown = |arc: &usize| {
        let limit = model.arcs[*arc].limit.as_ref();
        bearing[*arc] > 0.0 && limit.is_some_and(Limit::is_unknown)
    };
    let mut arcs: Vec<usize> = (0..model.arcs.len()).filter(is_unknown).collect();
    let name = |arc: usize| {
        let limit = model.arcs[arc].limit.as_ref();
        limit.map(|it| registry.slug(it.record))
    };
    arcs.sort_by(|a, b| {
        let by_bearing = bearing[*b].total_cmp(&bearing[*a]);
        by_bearing.then_with(|| name(*a).cmp(&name(*b)))
    });
    arcs
}

fn figure(limit: &Limit, value: Option<f64>, then: Option<&Then>) -> UnknownFigure {
    let upper_then = then.and_then(|it| match it {
        Then::Delivered(tonnes) => Some(*tonnes),
        Then::Unbounded => None,
    });
    let carried = limit.at_least.as_ref();
    UnknownFigure {
        record: limit.record,
        quantity: Quantity::Capacity,
        side: limit.side,
        product: limit.product,
        at_least: limit.capacity(false),
        figures: carried.map_or_else(Vec::new, |it| it.figures.clone()),
        upper_then,
        effect: value
            .zip(upper_then)
            .map(|(value, then)| (value - then).max(0.0)),
        is_evaluated: then.is_some(),
    }
}
