//! Who is supplied with what from where, whatever a chain holds of it.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::LinkKind;
use crate::model::tables::link;
use crate::network::chain::Chain;
use crate::network::chain::Vertex;

/// Who is supplied with what, place by place; each place is looked at once.
pub(in crate::network) struct Supplies<'a> {
    registry: &'a Registry,
    told: HashMap<Row, HashMap<Row, Vec<Row>>>,
    /// Links looked at.
    pub(in crate::network) work: u64,
}

impl<'a> Supplies<'a> {
    pub(in crate::network) fn new(registry: &'a Registry) -> Self {
        Self {
            registry,
            told: HashMap::new(),
            work: 0,
        }
    }

    /// The sites that an arc leads to with the product of a vertex, or that a source tells to be supplied with it.
    pub(in crate::network) fn from(&mut self, chain: &Chain, tail: u32) -> BTreeSet<Row> {
        let Vertex { place, product } = chain.vertices[tail as usize];
        let heads = chain.graph.leaving(tail).map(|it| chain.graph.head(it));
        let heads = heads.map(|it| chain.vertices[it as usize]);
        let by_arc = heads.filter(|it| it.product == product).map(|it| it.place);
        let (registry, work) = (self.registry, &mut self.work);
        let told = self.told.entry(place);
        let told = told.or_insert_with(|| supplied(registry, place, work));
        let by_link = told.get(&product).into_iter().flatten().copied();
        by_arc.chain(by_link).collect()
    }
}

/// By product, the sites that reported links lead to from a place, whatever their status and years.
fn supplied(registry: &Registry, place: Row, work: &mut u64) -> HashMap<Row, Vec<Row>> {
    let mut by_product: HashMap<Row, Vec<Row>> = HashMap::new();
    for it in registry.referring(Kind::Link, link::FROM, place) {
        *work += 1;
        let is_reported = registry.code(it, link::KIND) != Some(LinkKind::Corridor);
        let product = registry.reference(it, link::PRODUCT);
        let to = registry.reference(it, link::TO).filter(|_| is_reported);
        if let Some((product, to)) = product.zip(to) {
            by_product.entry(product).or_default().push(to);
        }
    }
    by_product
}
