//! What links carried, and which of them count.

use std::collections::HashMap;

use crate::analysis::balance::reading::Read;
use crate::analysis::balance::sides::Sides;
use crate::analysis::balance::terms::BalanceSide;
use crate::analysis::balance::terms::LeftOut;
use crate::analysis::balance::terms::Term;
use crate::analysis::balance::terms::TermKind;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::chain::Operating;
use crate::network::contained::Counted;
use crate::network::recorded::is_flow;

impl Sides<'_> {
    /// Links of a product that carry the material, those within another one shown and not added.
    pub(super) fn link_terms(&self, side: BalanceSide, links: &[Row], product: Row) -> Vec<Term> {
        let registry = self.reading.registry;
        let is_of = |it: &Row| {
            registry.reference(*it, link::PRODUCT) == Some(product)
                && self.is_in_force(*it)
                && self.is_carried(*it)
        };
        let links: Vec<Row> = links.iter().copied().filter(is_of).collect();
        let at_of: HashMap<Row, usize> = links.iter().copied().zip(0..).collect();
        let whole = |it: Row| {
            let whole = registry.reference(it, link::PART_OF);
            whole
                .filter(|whole| *whole != it)
                .and_then(|whole| at_of.get(&whole).copied())
        };
        let terms = links.iter().map(|row| {
            let term = Term::unknown(side, TermKind::Link, *row, Some(product));
            term.told_if(self.carried_by(*row, product))
        });
        let mut terms: Vec<Term> = terms.collect();
        let wholes: Vec<Option<usize>> = links.iter().map(|it| whole(*it)).collect();
        // What parts carried, by their whole.
        let mut of_parts = vec![0.0; links.len()];
        for (term, whole) in terms.iter().zip(&wholes) {
            if let Some(whole) = whole {
                of_parts[*whole] += term.amount.low;
            }
        }
        for ((term, whole), parts) in terms.iter_mut().zip(wholes).zip(of_parts) {
            if whole.is_some() {
                term.left_out = Some(LeftOut::WithinAnotherLink);
            } else if term.amount.high.is_none() {
                term.amount.low = term.amount.low.max(parts);
            }
        }
        terms
    }

    /// What a link carried by its own figures, else by those of the leg of its consignment before or after it.
    fn carried_by(&self, row: Row, product: Row) -> Option<Read> {
        let registry = self.reading.registry;
        let own = self.flow(row, product);
        if own.as_ref().is_some_and(|it| it.amount.is_bounded()) {
            return own;
        }
        let Some(shipment) = registry.text(row, link::SHIPMENT) else {
            return own;
        };
        let beside = |column, end| {
            let at = registry.reference(row, column);
            let legs = at.into_iter().flat_map(move |at| {
                let is_place = at.kind() == Kind::Site;
                let legs = is_place.then(|| registry.referring(Kind::Link, end, at));
                legs.into_iter().flatten()
            });
            legs.filter(|it| {
                *it != row
                    && registry.text(*it, link::SHIPMENT) == Some(shipment)
                    && registry.reference(*it, link::PRODUCT) == Some(product)
                    && self.is_in_force(*it)
            })
        };
        let mut legs = beside(link::TO, link::FROM).chain(beside(link::FROM, link::TO));
        let of_leg = legs.find_map(|it| self.flow(it, product).filter(|it| it.amount.is_bounded()));
        of_leg.or(own)
    }

    fn flow(&self, row: Row, product: Row) -> Option<Read> {
        let registry = self.reading.registry;
        let mut figures = registry.figures(row, Quantity::Flow);
        figures.retain(|it| is_flow(registry, *it));
        let counted = Counted {
            product,
            place: registry.reference(row, link::FROM)?,
        };
        self.reading.amount(&figures, counted)
    }

    pub(super) fn is_carried(&self, row: Row) -> bool {
        let registry = self.reading.registry;
        let ends = [link::FROM, link::PRODUCT].map(|it| registry.reference(row, it));
        let [Some(from), Some(product)] = ends else {
            return false;
        };
        let figures = registry.figures(row, Quantity::Flow);
        let mut of = figures
            .iter()
            .filter_map(|it| registry.reference(*it, figure::MATERIAL));
        self.carrying.along(row, from, product).is_some()
            || of.any(|it| it == self.reading.material)
    }

    pub(super) fn is_in_force(&self, row: Row) -> bool {
        Operating::new(self.reading.registry, self.when()).is_supply_in_force(row)
    }
}
