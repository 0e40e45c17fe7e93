//! Which figures tell how much of a product a place made, took in or let go, and which of them come first.

use crate::model::Choice;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Vintage;
use crate::model::tables::figure;

/// Figures of a quantity that tell all of a product at a place: those of one party alone are parts of it.
pub(crate) fn totals(registry: &Registry, place: Row, quantity: Quantity, of: Row) -> Vec<Row> {
    let mut figures = registry.figures(place, quantity);
    figures.retain(|it| total_of(registry, *it) == Some(of));
    figures
}

/// The product of which a figure tells all at its place; none where it is of one party alone or names no product.
pub(crate) fn total_of(registry: &Registry, row: Row) -> Option<Row> {
    let is_of_all = registry.reference(row, figure::PARTNER).is_none();
    registry
        .reference(row, figure::PRODUCT)
        .filter(|_| is_of_all)
}

/// The best of what tells one amount: what happened, of the place alone, told in the basis asked for. What is left may still
/// differ in its definition.
pub(crate) fn prefer_best(registry: &Registry, chosen: &mut Vec<Choice>, basis: MassBasis) {
    prefer(chosen, |it| happened(registry, it.figure));
    prefer(chosen, |it| !is_wider(registry, it.figure));
    prefer(chosen, |it| {
        registry.code(it.figure, figure::BASIS) == Some(basis)
    });
}

/// Whether a figure tells what a link carried: it happened, and is of all of the link and nothing else.
pub(crate) fn is_flow(registry: &Registry, row: Row) -> bool {
    !is_wider(registry, row) && happened(registry, row)
}

/// Whether a figure is of what happened, not of what was foreseen.
pub(crate) fn happened(registry: &Registry, row: Row) -> bool {
    registry
        .code(row, figure::VINTAGE)
        .unwrap_or(Vintage::Actual)
        == Vintage::Actual
}

/// Whether a figure covers more than its subject: it bounds that from above and says nothing of how much it is at least.
pub(crate) fn is_wider(registry: &Registry, row: Row) -> bool {
    registry.text(row, figure::SCOPE).is_some()
}

/// Keeps those that are of a kind, if there are any.
fn prefer(chosen: &mut Vec<Choice>, is_better: impl Fn(&Choice) -> bool) {
    if chosen.iter().any(&is_better) {
        chosen.retain(is_better);
    }
}
