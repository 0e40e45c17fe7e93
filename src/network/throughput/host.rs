//! What the processing of a host material lets a by-product have.
//!
//! An activity with a host takes at most what its inputs bring of the host, times what they contain of the by-product
//! per tonne of the host; one that mines gives at most what its outputs hold so. How much of the host comes is found by the same means in
//! its own chain.

use crate::model::Row;
use crate::model::codes::Side;
use crate::model::tables::activity;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::contained::Content;
use crate::network::contained::Counted;
use crate::network::contained::content;
use crate::network::flow::Flow;
use crate::network::flow::FlowError;
use crate::network::flow::solve;
use crate::network::throughput::bounds::Around;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::LetHave;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::bounds::Term;
use crate::network::throughput::bounds::WorksLimits;
use crate::network::throughput::model::Asked;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;
use crate::network::throughput::model::Works;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::weights::weights;

/// Bounds by-products by their hosts.
pub(super) struct Hosts<'a, 'b> {
    asked: &'b Asked<'a>,
    /// Arcs and vertices looked at.
    pub(super) work: u64,
}

/// How much of a host comes in a product, for the upper and the lower answer.
struct Coming {
    upper: Option<Bound>,
    lower: Option<Bound>,
}

impl<'a, 'b> Hosts<'a, 'b> {
    pub(super) fn new(asked: &'b Asked<'a>) -> Self {
        Self { asked, work: 0 }
    }

    /// Tightens the limits of an activity by its host, if it has one.
    pub(super) fn bound(
        &mut self,
        bounds: Bounds<'_>,
        around: Around<'_>,
        limits: &mut WorksLimits,
    ) -> Result<(), ThroughputError> {
        let (chain, works) = (around.chain, around.works);
        let registry = self.asked.snapshot.registry();
        let host = registry.reference(works.row, activity::HOST_MATERIAL);
        let Some(host) = host.filter(|it| *it != self.asked.material) else {
            return Ok(());
        };
        if self.asked.hosted.contains(&host) {
            let note = Note::new(AssumptionCode::HostCycle, Concern::Capacity, host);
            limits.notes.push(note);
            return Ok(());
        }
        let outputs = works.outputs.iter().map(|it| it.0);
        let (vertices, side): (Vec<u32>, Side) = match works.is_mining {
            true => (outputs.collect(), Side::Output),
            false => (works.inputs.clone(), Side::Input),
        };
        let product = |it: u32| chain.vertices()[it as usize].product;
        let products: Vec<Row> = vertices.iter().map(|it| product(*it)).collect();
        let coming = self.coming(host, works.site, &products)?;
        let mut is_open = false;
        for (at, (product, coming)) in products.into_iter().zip(coming).enumerate() {
            let ratio = self.ratio(host, works.site, product);
            let bounded = |it: Option<Bound>| of_ratio(it?, ratio.as_ref()?, (works, at));
            let upper = bounded(coming.upper).map(|it| {
                let value = Some(it.tonnes);
                let note = Note::new(AssumptionCode::HostBound, Concern::Capacity, host);
                it.noted(Note { value, ..note })
            });
            let lower = bounded(coming.lower);
            is_open |= upper.is_none();
            let (slots, recorded) = match side {
                Side::Input => (
                    &mut limits.takes,
                    bounds.took_at_least(around, vertices[at]),
                ),
                Side::Output => (&mut limits.gives, bounds.gave_at_least(around, at)),
            };
            let is_told_elsewhere = slots[at].is_none();
            let open = || Limit::free((works.row, Some(product), side));
            let let_have = LetHave {
                upper,
                lower,
                recorded,
            };
            let limit = slots[at].get_or_insert_with(open);
            limit.within(host, let_have, is_told_elsewhere);
        }
        if is_open {
            let note = Note::new(AssumptionCode::HostBound, Concern::Capacity, host);
            limits.notes.push(note);
        }
        Ok(())
    }

    /// The contents of the by-product and of its host in a product; none if one of them is not known.
    fn ratio(&self, host: Row, place: Row, product: Row) -> Option<(Content, Content)> {
        let (registry, when) = (self.asked.snapshot.registry(), self.asked.when);
        let counted = Counted { product, place };
        let own = content(registry, self.asked.material, counted, when)?;
        Some((own, content(registry, host, counted, when)?))
    }

    /// How much of the host comes to a site in each of some products: at most, each alone; at least, all together.
    fn coming(
        &mut self,
        host: Row,
        site: Row,
        products: &[Row],
    ) -> Result<Vec<Coming>, ThroughputError> {
        let mut all = Vec::new();
        for product in products {
            let model = self.model(host, site, vec![*product])?;
            let upper = self.solved(&model, true)?;
            let upper = upper.map(|flow| told(&model, &flow, true, flow.value));
            all.push(Coming { upper, lower: None });
        }
        let model = self.model(host, site, products.to_vec())?;
        let Some(flow) = self.solved(&model, false)? else {
            return Ok(all);
        };
        for (product, coming) in products.iter().zip(&mut all) {
            let is_it = |means: Means| match means {
                Means::Deliver(it) => model.chain.vertices()[it as usize].product == *product,
                _ => false,
            };
            let arcs = model.arcs.iter().zip(&flow.flows);
            let arriving = arcs.filter(|(it, _)| is_it(it.means)).map(|it| it.1);
            coming.lower = Some(told(&model, &flow, false, arriving.sum()));
        }
        Ok(all)
    }

    fn model(
        &mut self,
        host: Row,
        site: Row,
        products: Vec<Row>,
    ) -> Result<Model, ThroughputError> {
        let budget = self.asked.budget.saturating_sub(self.work);
        let model = self.asked.of_host(host, site, products, budget)?.model()?;
        self.work += model.work;
        Ok(model)
    }

    /// The solution; none if nothing known bounds it.
    fn solved(&mut self, model: &Model, is_upper: bool) -> Result<Option<Flow>, ThroughputError> {
        let left = self.asked.budget.saturating_sub(self.work);
        match solve(&model.net(is_upper), left) {
            Ok(flow) => {
                self.work += flow.work;
                Ok(Some(flow))
            }
            Err(FlowError::Unbounded { .. }) => Ok(None),
            Err(FlowError::Budget { work }) => Err(ThroughputError::Budget {
                work: self.work + work,
            }),
            Err(FlowError::Unproven { message }) => Err(ThroughputError::Unproven(message)),
        }
    }
}

/// Tonnes of a solution, as the figures of its binding limits make them.
fn told(model: &Model, flow: &Flow, is_upper: bool, tonnes: f64) -> Bound {
    let net = model.net(is_upper);
    let part = if flow.value > 0.0 {
        tonnes / flow.value
    } else {
        0.0
    };
    let mut bound = Bound {
        tonnes,
        terms: Vec::new(),
        figures: Vec::new(),
        notes: Vec::new(),
    };
    for it in weights(&net, flow) {
        let limit = model.arcs[it.arc].limit.as_ref();
        let Some(binding) = limit.and_then(|it| it.counted(is_upper)) else {
            continue;
        };
        let terms = binding.terms.iter().map(|term| Term {
            tonnes: term.tonnes * it.price * part,
            ..term.clone()
        });
        bound.terms.extend(terms);
        bound.figures.extend(binding.figures.iter().copied());
        bound.notes.extend(binding.notes.iter().copied());
    }
    bound
}

/// What a bound of the host means for the by-product.
fn of_ratio(
    host_bound: Bound,
    (own, other): &(Content, Content),
    (works, at): (&Works, usize),
) -> Option<Bound> {
    let mut bound = host_bound.over(other.fraction, other.figure)?;
    bound.tonnes *= own.fraction;
    for term in &mut bound.terms {
        term.tonnes *= own.fraction;
        term.up.push(own.figure);
    }
    bound.figures.push(own.figure);
    let recovered = works.recovery(at).filter(|_| works.is_mining);
    if let Some(it) = recovered {
        bound = bound.over(it.share, it.figure)?;
    }
    let contents = [own.note, other.note].into_iter().flatten();
    bound.notes.extend(contents.map(|it| Note {
        concern: Concern::Capacity,
        ..it
    }));
    Some(bound)
}
