//! The total of what leaves or reaches a place, by which its recorded flows are measured.

use crate::model::Choice;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Fate;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::network::trace::Asked;
use crate::network::trace::flows::Measure;

/// Looks totals up. They may be of other years than the flows: each is the figure chosen for the year asked.
#[derive(Clone, Copy)]
pub(super) struct Totals<'a> {
    pub(super) registry: &'a Registry,
    pub(super) asked: Asked,
}

impl<'a> Totals<'a> {
    /// The total of a product at a place in a measure; that of whatever carries the material if no product is named.
    pub(super) fn of(
        self,
        place: Row,
        product: Option<Row>,
        measure: Measure<'_>,
    ) -> Option<Choice> {
        let registry = self.registry;
        let quantity = match (place.kind(), self.asked.is_downstream()) {
            (Kind::Site, true) => Quantity::Production,
            (Kind::Site, false) => Quantity::Feed,
            (Kind::SideStream, true) => Quantity::Generation,
            _ => return None,
        };
        let is_alike = |it: Row| {
            let stream = registry.reference(place, side_stream::PRODUCT);
            let own = stream.filter(|_| place.kind() == Kind::SideStream);
            let of = registry.reference(it, figure::PRODUCT).or(own);
            let is_partial = registry.text(it, figure::SCOPE).is_some()
                || registry.reference(it, figure::PARTNER).is_some()
                || registry.is_of_part_of_year(it);
            !is_partial && of == product && self.is_in(it, measure)
        };
        let chosen = registry.chosen(place, quantity, self.asked.when);
        let mut chosen = chosen.into_iter().filter(|it| is_alike(it.figure));
        chosen.find(|it| registry.figure_value(it.figure).is_some())
    }

    fn is_in(self, row: Row, measure: Measure<'_>) -> bool {
        let registry = self.registry;
        let basis = registry.code(row, figure::BASIS);
        match measure {
            Measure::Contained(compound) => {
                basis == Some(MassBasis::Contained)
                    && registry.reference(row, figure::MATERIAL) == self.asked.material
                    && registry.text(row, figure::CONTAINED_OF) == compound
            }
            Measure::Gross(_) => basis == Some(MassBasis::Gross),
        }
    }

    /// The part of a side-stream that is told to be stored or landfilled, and the figures that tell it.
    pub(super) fn unused(self, place: Row) -> (f64, Vec<Row>) {
        if place.kind() != Kind::SideStream || !self.asked.is_downstream() {
            return (0.0, Vec::new());
        }
        let registry = self.registry;
        let chosen = registry.chosen(place, Quantity::FateShare, self.asked.when);
        let told = |fate: Fate| {
            let is_of = |it: &Row| registry.text(*it, figure::DEFINITION) == Some(fate.code());
            let figure = chosen.iter().map(|it| it.figure).find(is_of)?;
            Some((registry.figure_value(figure)?, figure))
        };
        let told = [Fate::Stored, Fate::Landfilled].map(told);
        let part: f64 = told.iter().flatten().map(|it| it.0).sum();
        (
            part.min(1.0),
            told.into_iter().flatten().map(|it| it.1).collect(),
        )
    }
}
