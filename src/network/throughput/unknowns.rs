//! What each unknown capacity does to the upper answer: it is solved again with that one at what is on record.

use crate::model::Quantity;
use crate::model::Registry;
use crate::network::flow::FlowArc;
use crate::network::throughput::answer::Solved;
use crate::network::throughput::answer::UnknownFigure;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::model::Model;
use crate::network::throughput::model::between;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::solved::on_every_way;

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
    /// Another way stays that nothing bounds.
    Unbounded,
}

impl Unknowns {
    /// The unknown capacities that carry something in the upper solution; where that is unbounded, those on ways that
    /// nothing bounds. At most 20 are solved again, those first that may be the most decisive. O(20 solutions).
    pub(super) fn find(
        registry: &Registry,
        model: &Model,
        upper: &Solved,
        budget: u64,
    ) -> Result<Self, ThroughputError> {
        let value = upper.found.as_ref().ok().map(|it| it.value);
        let mut looking = Looking::new(upper, budget);
        let mut figures = Vec::new();
        for arc in candidates(registry, model, upper) {
            if let Some(limit) = &model.arcs[arc].limit {
                let then = looking.then(arc, limit)?;
                figures.push(figure(limit, value, then.as_ref()));
            }
        }
        let mut all = Self {
            figures,
            work: looking.purse.spent,
            is_cut: looking.purse.is_cut,
        };
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

/// Solves the upper network again and again, within bounds.
struct Looking<'a> {
    upper: &'a Solved,
    purse: Purse,
    solutions: usize,
    /// By arc, whether every way that nothing bounds passes it; none where that would cost too much.
    is_on_every_way: Option<Vec<bool>>,
}

impl<'a> Looking<'a> {
    /// One look at the network serves all candidates. O(V + E).
    fn new(upper: &'a Solved, budget: u64) -> Self {
        let mut purse = Purse::new(budget);
        let is_paid = purse.pay(upper.net.arcs.len() as u64);
        Self {
            upper,
            is_on_every_way: is_paid.then(|| on_every_way(&upper.net, is_open)),
            purse,
            solutions: 0,
        }
    }

    /// What becomes of the upper answer with one capacity at what is on record; none where that is not worked out.
    fn then(&mut self, arc: usize, limit: &Limit) -> Result<Option<Then>, ThroughputError> {
        let Some(is_on_every_way) = &self.is_on_every_way else {
            return Ok(None);
        };
        let capacity = limit.capacity(false);
        match &self.upper.found {
            Ok(flow) if flow.flows[arc] <= capacity => {
                return Ok(Some(Then::Delivered(flow.value)));
            }
            Err(_) if !is_on_every_way[arc] => return Ok(Some(Then::Unbounded)),
            _ => {}
        }
        // Where the budget has run out already, not even a copy of the network is made.
        if self.solutions == MAX_SOLVED || self.purse.is_cut {
            return Ok(None);
        }
        self.solutions += 1;
        let mut net = self.upper.net.clone();
        net.arcs[arc].capacity = capacity;
        let flow = self.purse.solve(&net)?;
        Ok(flow.map(|it| Then::Delivered(it.value)))
    }
}

/// Whether nothing bounds what an arc carries.
fn is_open(it: &FlowArc) -> bool {
    it.capacity.is_infinite() && it.gain > 0.0
}

/// The arcs of unknown capacity that bear on the upper answer; first those that may bear most on it.
fn candidates(registry: &Registry, model: &Model, upper: &Solved) -> Vec<usize> {
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
            let open = between(&upper.net, is_open);
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
