//! The network of one product: its movements, between what makes it and what takes it.

use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::Chain;
use crate::network::paths::End;
use crate::network::paths::Endpoint;
use crate::network::paths::Endpoints;
use crate::network::throughput::bounds::WorksLimits;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::drawing::Drawing;

/// The vertices of a product that a question begins and ends at: sources are where it is made or first shipped,
/// sinks where it is taken or arrives for good.
pub(super) fn ends(
    registry: &Registry,
    chain: &Chain,
    product: Row,
    (from, to): (&Endpoints, &Endpoints),
) -> (Vec<u32>, Vec<u32>) {
    let is_of = |vertex: &u32| chain.vertices()[*vertex as usize].product == product;
    let all = || (0_u32..).zip(chain.roles()).filter(|it| is_of(&it.0));
    let turns = |vertex: u32| {
        let mut leaving = chain.graph().leaving(vertex);
        leaving.any(|it| chain.arcs()[it as usize].mode.is_none())
    };
    let made = |vertex: u32| {
        let mut entering = chain.graph().entering(vertex).iter();
        entering.any(|it| chain.arcs()[it.arc as usize].mode.is_none())
    };
    let origins = match from.endpoint() {
        Endpoint::Sources => all()
            .filter(|(at, role)| role.is_made || made(*at) || !role.is_received)
            .map(|it| it.0)
            .collect(),
        _ => from.vertices(registry, chain, End::Origin),
    };
    let destinations = match to.endpoint() {
        Endpoint::Sinks => all()
            .filter(|(at, role)| role.is_received && (turns(*at) || !role.is_shipped))
            .map(|it| it.0)
            .collect(),
        _ => to.vertices(registry, chain, End::Destination),
    };
    let of_product = |mut all: Vec<u32>| {
        all.retain(is_of);
        all
    };
    (of_product(origins), of_product(destinations))
}

/// The origins at which no activity makes the product.
pub(super) fn supplied(drawing: &Drawing<'_>, origins: &[u32]) -> Vec<u32> {
    let makes = |vertex: u32| {
        let mut outputs = drawing.works.iter().flat_map(|it| &it.outputs);
        outputs.any(|it| it.0 == vertex)
    };
    origins.iter().copied().filter(|it| !makes(*it)).collect()
}

impl Drawing<'_> {
    /// Draws what makes and takes the product, each with its own capacity for it.
    pub(super) fn of_product(
        &mut self,
        limits: Vec<WorksLimits>,
        (origins, destinations): (&[u32], &[u32]),
        may_pass: &dyn Fn(u32) -> bool,
    ) {
        let (source, sink) = (self.source(), self.source() + 1);
        let mut taken_at = Vec::new();
        for ((at, it), limits) in (0_u32..).zip(self.works.clone()).zip(limits) {
            let (taken, worked) = self.of_works(at);
            for ((vertex, _), limit) in it.outputs.iter().zip(limits.gives) {
                if origins.contains(vertex) && may_pass(*vertex) {
                    self.push(Means::Begin(at), (source, worked), 1.0, None);
                    self.push(Means::Give(at, *vertex), (worked, *vertex), 1.0, limit);
                }
            }
            for (vertex, limit) in it.inputs.iter().zip(limits.takes) {
                if destinations.contains(vertex) && may_pass(*vertex) {
                    self.push(Means::Take(at, *vertex), (*vertex, taken), 1.0, limit);
                    self.push(Means::Deliver(*vertex), (taken, sink), 1.0, None);
                    taken_at.push(*vertex);
                }
            }
        }
        let rest = destinations.iter().filter(|it| !taken_at.contains(it));
        let rest: Vec<u32> = rest.copied().collect();
        self.deliver(&rest);
    }
}
