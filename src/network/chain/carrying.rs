//! Which products carry the material where.
//!
//! The first of these with any statement for (place, product) decides for all materials: content
//! figures of the place, chosen for the year; materials stated for its flows in use in the year; the
//! product's usual list (an assumption).

use std::collections::HashMap;

use crate::model::Choice;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::network::chain::ChainKey;
use crate::network::chain::operating::Operating;

/// How it is known that a product carries the material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carried {
    /// A source says so for the place or the flow.
    Stated,
    /// The product usually does.
    Usually,
}

/// Answers for one material.
pub(crate) struct Carrying<'a> {
    registry: &'a Registry,
    key: ChainKey,
    /// By place and product, whether the flows in use that state materials name this one.
    by_flows: HashMap<(Row, Row), bool>,
}

impl<'a> Carrying<'a> {
    /// What carries the material of a chain. O(links).
    pub(crate) fn of(registry: &'a Registry, key: ChainKey) -> Self {
        Self::new(registry, key, &mut Operating::new(registry, key.when))
    }

    /// Reads what all links state. O(links).
    pub(super) fn new(
        registry: &'a Registry,
        key: ChainKey,
        operating: &mut Operating<'_>,
    ) -> Self {
        let mut by_flows: HashMap<(Row, Row), bool> = HashMap::new();
        for row in registry.rows(Kind::Link) {
            let Some(product) = registry.reference(row, link::PRODUCT) else {
                continue;
            };
            let mut stated = registry.references(row, link::MATERIALS).peekable();
            if stated.peek().is_none() || !operating.speaks(row) {
                continue;
            }
            let is_named = stated.any(|it| it == key.material);
            for end in [link::FROM, link::TO] {
                if let Some(place) = registry.reference(row, end) {
                    *by_flows.entry((place, product)).or_default() |= is_named;
                }
            }
        }
        Self {
            registry,
            key,
            by_flows,
        }
    }

    /// Whether a product carries the material at a place; none if it does not.
    pub(crate) fn at(&self, place: Row, product: Row) -> Option<Carried> {
        if let Some(is_named) = self.by_content(place, product) {
            return is_named.then_some(Carried::Stated);
        }
        if let Some(is_named) = self.by_flows.get(&(place, product)) {
            return is_named.then_some(Carried::Stated);
        }
        self.registry
            .references(product, product::MATERIALS)
            .any(|it| it == self.key.material)
            .then_some(Carried::Usually)
    }

    /// Whether a flow of a product from a place carries the material; none if it does not.
    pub(super) fn along(&self, flow: Row, from: Row, product: Row) -> Option<Carried> {
        let mut stated = self.registry.references(flow, link::MATERIALS).peekable();
        if self.by_content(from, product).is_none() && stated.peek().is_some() {
            return stated
                .any(|it| it == self.key.material)
                .then_some(Carried::Stated);
        }
        self.at(from, product)
    }

    /// What content figures of the place say; none if there are none for the product up to the year.
    fn by_content(&self, place: Row, product: Row) -> Option<bool> {
        let (registry, when) = (self.registry, self.key.when);
        let mut told = registry.figures(place, Quantity::Content);
        told.retain(|it| {
            let year = registry.figure_year(*it);
            let is_usable = year.is_none_or(|it| it <= when.year) || when.nearest_years;
            is_usable && registry.reference(*it, figure::PRODUCT) == Some(product)
        });
        if told.is_empty() {
            return None;
        }
        told.retain(|it| registry.reference(*it, figure::MATERIAL) == Some(self.key.material));
        let chosen = registry.chosen_among(&told, when);
        if chosen.is_empty() {
            // A content that a source withholds or only bounds is a content.
            return Some(!told.is_empty());
        }
        let value = |it: &Choice| registry.figure_value(it.figure);
        Some(chosen.iter().any(|it| value(it) != Some(0.0)))
    }
}
