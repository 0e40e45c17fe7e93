//! A question resolved, from which the network is drawn; also that of a host material.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::paths::Avoided;
use crate::network::paths::End;
use crate::network::paths::Endpoint;
use crate::network::paths::Endpoints;
use crate::network::paths::find;
use crate::network::snapshot::Snapshot;
use crate::network::throughput::bounds::Measure;
use crate::network::throughput::host::Hosts;
use crate::network::throughput::model::Model;
use crate::network::throughput::model::count;
use crate::network::throughput::model::drawing::Drawing;
use crate::network::throughput::model::product;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::question::ThroughputQuestion;

/// A question whose names are resolved.
pub(in crate::network::throughput) struct Asked<'a> {
    pub(in crate::network::throughput) snapshot: &'a Snapshot,
    pub(in crate::network::throughput) material: Row,
    pub(in crate::network::throughput) when: When,
    /// Arcs and vertices that may be looked at.
    pub(in crate::network::throughput) budget: u64,
    product: Option<Row>,
    from: Endpoints,
    to: To,
    /// Of the destinations, only those there count, if it is told.
    to_within: Option<Endpoints>,
    avoided: Avoided,
    /// Materials whose by-products are being bounded.
    pub(in crate::network::throughput) hosted: Vec<Row>,
}

/// Where material is delivered.
#[derive(Clone)]
enum To {
    Endpoints(Endpoints),
    /// Wherever one of these products is at the site.
    Products(Row, Vec<Row>),
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        question: &ThroughputQuestion,
    ) -> Result<Self, ThroughputError> {
        let registry = snapshot.registry();
        let product = question.product.as_ref();
        let product = product.map(|it| find(registry, it, Kind::Product));
        let ways = Default::default();
        let within = question.to_within.clone().map(Endpoint::Region);
        let within = within.map(|it| Endpoints::resolve(registry, &it, None, ways));
        Ok(Self {
            snapshot,
            to_within: within.transpose()?,
            material: find(registry, &question.material, Kind::Material)?,
            when: question.at.when(snapshot.reference_year())?,
            budget: question.budget,
            product: product.transpose()?,
            from: Endpoints::resolve(registry, &question.from, None, ways)?,
            to: To::Endpoints(Endpoints::resolve(registry, &question.to, None, ways)?),
            avoided: Avoided::resolve(registry, &question.avoid)?,
            hosted: Vec::new(),
        })
    }

    /// The question how much of a host material comes to a site in some products.
    pub(in crate::network::throughput) fn of_host(
        &self,
        host: Row,
        site: Row,
        products: Vec<Row>,
        budget: u64,
    ) -> Result<Self, ThroughputError> {
        let registry = self.snapshot.registry();
        let ways = Default::default();
        let mut hosted = self.hosted.clone();
        hosted.push(self.material);
        Ok(Self {
            snapshot: self.snapshot,
            material: host,
            when: self.when,
            budget,
            product: None,
            from: Endpoints::resolve(registry, &Endpoint::Sources, None, ways)?,
            to: To::Products(site, products),
            to_within: None,
            avoided: self.avoided.clone(),
            hosted,
        })
    }

    /// The network.
    pub(in crate::network::throughput) fn model(&self) -> Result<Model, ThroughputError> {
        let registry = self.snapshot.registry();
        let chain = self.snapshot.chain(ChainKey::new(self.material, self.when));
        let may_pass = |vertex: u32| {
            let place = chain.vertices()[vertex as usize].place;
            self.avoided.place(registry, place) != Some(true)
        };
        let (mut origins, mut destinations) = self.ends(registry, &chain);
        origins.retain(|it| may_pass(*it));
        destinations.retain(|it| may_pass(*it));
        if let Some(within) = &self.to_within {
            destinations.retain(|it| within.is_at(chain.vertices()[*it as usize].place));
        }
        let measure = self.product.map_or(Measure::Contained, Measure::Gross);
        let mut drawing = Drawing::new(registry, &chain, &origins, measure);
        let mut work = 0;
        drawing.supply(&self.supplied(&drawing, &origins), &destinations);
        let mut limits = drawing.limits();
        if self.product.is_none() {
            let mut hosts = Hosts::new(self);
            for (at, limits) in limits.iter_mut().enumerate() {
                hosts.bound(drawing.bounds, drawing.around(at), limits)?;
            }
            work = hosts.work;
            drawing.works(limits, &may_pass);
        } else {
            drawing.of_product(limits, (&origins, &destinations), &may_pass);
        }
        for arc in 0..count(chain.arcs().len()) {
            let is_used = may_pass(chain.graph().tail(arc))
                && may_pass(chain.graph().head(arc))
                && self.avoided.mode(chain.arcs()[arc as usize].mode) != Some(true);
            if is_used && self.is_asked(&chain, arc) {
                drawing.along(arc);
            }
        }
        if self.product.is_none() {
            drawing.deliver(&destinations);
        }
        let (works, arcs) = (drawing.works, drawing.arcs);
        let (notes, extra) = (drawing.notes, drawing.extra);
        Ok(Model {
            chain,
            works,
            arcs,
            notes,
            work,
            extra,
        })
    }

    /// Where material begins without an activity.
    fn supplied(&self, drawing: &Drawing<'_>, origins: &[u32]) -> Vec<u32> {
        match self.product {
            None => origins.to_vec(),
            Some(_) => product::supplied(drawing, origins),
        }
    }

    fn ends(&self, registry: &Registry, chain: &Chain) -> (Vec<u32>, Vec<u32>) {
        if let (Some(product), To::Endpoints(to)) = (self.product, &self.to) {
            return product::ends(registry, chain, product, (&self.from, to));
        }
        let origins = self.from.vertices(registry, chain, End::Origin);
        let destinations = match &self.to {
            To::Endpoints(it) => it.vertices(registry, chain, End::Destination),
            To::Products(site, products) => {
                let mut at = chain.vertices_of(registry, *site);
                at.retain(|it| products.contains(&chain.vertices()[*it as usize].product));
                at
            }
        };
        (origins, destinations)
    }

    /// Whether an arc belongs to the question: of a product, only its movements do.
    fn is_asked(&self, chain: &Chain, arc: u32) -> bool {
        self.product.is_none_or(|product| {
            let moved = |vertex: u32| chain.vertices()[vertex as usize].product == product;
            moved(chain.graph().tail(arc)) && moved(chain.graph().head(arc))
        })
    }
}
