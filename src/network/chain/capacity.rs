//! What an arc can take of the material in a year.
//!
//! Capacities are told of what goes in or of what comes out, in tonnes of product or of what it contains; here they
//! are all tonnes of the material going in, so that they compare along a path.

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Side;
use crate::model::tables::figure;
use crate::network::chain::ChainKey;
use crate::network::chain::Vertex;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::contained::Contained;
use crate::network::contained::Counted;
use crate::network::contained::contained;

/// The most of the material that an arc can take.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// Tonnes of contained material a year, as they go in.
    pub tonnes_per_year: f64,
    /// The capacity, and the content it was converted by.
    pub figures: Vec<Row>,
    /// What was assumed; these bear on nothing but the capacity.
    pub notes: Vec<Note>,
}

/// An arc whose capacity is looked for.
#[derive(Clone, Copy)]
pub(super) struct Bounded<'a> {
    /// The link or activity.
    pub(super) record: Row,
    /// Its figures.
    pub(super) figures: &'a [Row],
    pub(super) tail: Vertex,
    pub(super) head: Vertex,
    pub(super) recovery: Option<f64>,
}

/// The least of the capacities told of an arc; none if none is told of its products in terms of the material.
pub(super) fn capacity(
    registry: &Registry,
    key: ChainKey,
    arc: Bounded<'_>,
) -> Option<Box<Capacity>> {
    let is_capacity = |it: &Row| registry.code(*it, figure::QUANTITY) == Some(Quantity::Capacity);
    let figures: Vec<Row> = arc.figures.iter().copied().filter(is_capacity).collect();
    let chosen = registry.chosen_among(&figures, key.when);
    let told = chosen
        .iter()
        .filter_map(|it| told(registry, key, arc, it.figure));
    let least = told.min_by(|a, b| a.tonnes_per_year.total_cmp(&b.tonnes_per_year));
    least.map(Box::new)
}

/// What one figure says of an arc; none if it is of another product, or not in terms of the material.
fn told(registry: &Registry, key: ChainKey, arc: Bounded<'_>, row: Row) -> Option<Capacity> {
    let named = registry.reference(row, figure::PRODUCT);
    let side = registry.code(row, figure::SIDE).unwrap_or_else(|| {
        // Where no side is told, the product tells it; what neither tells is taken to go in, which never claims more.
        if named == Some(arc.head.product) {
            Side::Output
        } else {
            Side::Input
        }
    });
    let end = match side {
        Side::Input => arc.tail,
        Side::Output => arc.head,
    };
    if named.is_some_and(|it| it != end.product) {
        return None;
    }
    let counted = Counted {
        product: end.product,
        place: end.place,
    };
    let found = contained(registry, row, key.material, counted, key.when)?;
    going_in(found, side, arc.recovery, arc.record)
}

/// What is contained on a side of a record, as it goes in; none where nothing comes out, so that what comes out bounds
/// nothing.
pub(in crate::network) fn going_in(
    found: Contained,
    side: Side,
    recovery: Option<f64>,
    record: Row,
) -> Option<Capacity> {
    let notes = found.notes.into_iter().map(|it| Note {
        concern: Concern::Capacity,
        ..it
    });
    let mut notes: Vec<Note> = notes.collect();
    let tonnes_per_year = match (side, recovery) {
        (Side::Input, _) => found.tonnes,
        (Side::Output, Some(share)) if share > 0.0 => found.tonnes / share,
        (Side::Output, Some(_)) => return None,
        (Side::Output, None) => {
            let code = AssumptionCode::RecoveryAssumed;
            notes.push(Note::new(code, Concern::Capacity, record));
            found.tonnes
        }
    };
    Some(Capacity {
        tonnes_per_year,
        figures: found.figures,
        notes,
    })
}
