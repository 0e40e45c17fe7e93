//! Uses and intakes by what they ask for: found once for a snapshot and year.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::clusters::partners::supplies::Given;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::intake;
use crate::model::tables::side_stream;
use crate::model::tables::usage;
use crate::network::takers::holds_in;

/// Who asks for a stream, by what the records name.
#[derive(Debug, Default)]
pub(super) struct Asks {
    /// Intakes that hold in the year, ordered by slug.
    pub(super) intakes: Vec<Row>,
    intakes_of_product: BTreeMap<Row, Vec<Row>>,
    /// By waste code as an intake writes it, whole or its beginning.
    intakes_of_code: BTreeMap<String, Vec<Row>>,
    uses_of_stream: BTreeMap<Row, Vec<Row>>,
    /// Of uses that name no stream.
    uses_of_product: BTreeMap<Row, Vec<Row>>,
}

impl Asks {
    /// O(uses + intakes, and what they name).
    pub(super) fn of(registry: &Registry, year: i32) -> Self {
        let mut asks = Self::default();
        for row in registry.rows(Kind::Intake) {
            if !holds_in(registry, row, year) {
                continue;
            }
            asks.intakes.push(row);
            for product in registry.references(row, intake::PRODUCTS) {
                let of_product = asks.intakes_of_product.entry(product);
                of_product.or_default().push(row);
            }
            for code in registry.texts(row, intake::EWC_CODES) {
                let of_code = asks.intakes_of_code.entry(code.to_owned());
                of_code.or_default().push(row);
            }
        }
        for row in registry.rows(Kind::Use) {
            if let Some(stream) = registry.reference(row, usage::SIDE_STREAM) {
                asks.uses_of_stream.entry(stream).or_default().push(row);
                continue;
            }
            for product in registry.references(row, usage::PRODUCTS) {
                asks.uses_of_product.entry(product).or_default().push(row);
            }
        }
        asks
    }

    /// Intakes that ask for a side-stream by its waste code rather than its product; none for anything else.
    /// O(codes · log codes + found).
    pub(super) fn intakes_by_code(&self, registry: &Registry, it: Given) -> BTreeSet<Row> {
        if it.record.kind() != Kind::SideStream {
            return BTreeSet::new();
        }
        let codes = registry.texts(it.record, side_stream::EWC_CODES);
        let beginnings = codes.flat_map(|code| (0..=code.len()).filter_map(|to| code.get(..to)));
        let found = beginnings.filter_map(|it| self.intakes_of_code.get(it));
        let mut found: BTreeSet<Row> = found.flatten().copied().collect();
        for row in self.intakes_by_product(it.product) {
            found.remove(row);
        }
        found
    }

    /// Intakes that ask for a side-stream by its product or its waste code.
    pub(super) fn intakes_of(&self, registry: &Registry, it: Given) -> BTreeSet<Row> {
        let mut found = self.intakes_by_code(registry, it);
        found.extend(self.intakes_by_product(it.product));
        found
    }

    /// Uses of a side-stream: of itself, and of its product where they name no stream.
    pub(super) fn uses_of(&self, it: Given) -> impl Iterator<Item = Row> + '_ {
        let of_stream = self.uses_of_stream.get(&it.record);
        let of_product = self.uses_of_product.get(&it.product);
        let both = of_stream.into_iter().chain(of_product);
        both.flatten().copied()
    }

    fn intakes_by_product(&self, product: Row) -> &[Row] {
        self.intakes_of_product
            .get(&product)
            .map_or(&[], Vec::as_slice)
    }
}
