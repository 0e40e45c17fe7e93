//! Capacities of the arcs of a chain.

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;

/// The figures that tell a capacity of an arc, in whatever terms.
pub(super) fn capacity_figures(registry: &Registry, chain: &Chain, arc: u32) -> Vec<Row> {
    let it = &chain.arcs()[arc as usize];
    if it.kind == ArcKind::AssumedTransformation {
        return Vec::new();
    }
    let chosen = registry.chosen(it.record, Quantity::Capacity, chain.key().when);
    chosen.iter().map(|it| it.figure).collect()
}

/// The smallest of the capacities among some figures that are told in tonnes of the material itself; none if
/// there is none.
pub(super) fn smallest_contained<'a>(
    registry: &Registry,
    material: Row,
    figures: impl IntoIterator<Item = &'a Row>,
) -> Option<f64> {
    let contained = figures.into_iter().filter(|it| {
        registry.code(**it, figure::QUANTITY) == Some(Quantity::Capacity)
            && registry.code(**it, figure::BASIS) == Some(MassBasis::Contained)
            && registry.reference(**it, figure::MATERIAL) == Some(material)
    });
    let values = contained.filter_map(|it| registry.figure_value(*it));
    values.reduce(f64::min)
}
