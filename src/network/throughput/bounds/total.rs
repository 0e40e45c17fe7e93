//! What a site is told to have produced, or to have taken in, in all.

use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Vintage;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::contained::Counted;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Told;

impl Bounds<'_> {
    /// What a site produced of a product, the best founded of what is told: a bound from above, and sure where it
    /// happened and is of the site alone.
    pub(super) fn production(self, counted: Counted) -> Option<Told> {
        self.total(Quantity::Production, counted)
    }

    /// What a site took in of a product.
    pub(super) fn feed(self, counted: Counted) -> Option<Told> {
        self.total(Quantity::Feed, counted)
    }

    fn total(self, quantity: Quantity, counted: Counted) -> Option<Told> {
        let (registry, site) = (self.registry, counted.place);
        let chosen = registry.chosen(site, quantity, self.key.when);
        let is_of = |row: Row| {
            let is_whole = registry.reference(row, figure::PARTNER).is_none();
            is_whole && registry.reference(row, figure::PRODUCT) == Some(counted.product)
        };
        let of_product = chosen.into_iter().filter(|it| is_of(it.figure));
        let told = of_product.filter_map(|it| {
            let bound = self.tonnes(it, counted)?;
            let mut told = self.told(bound, it.figure, site);
            let vintage = registry.code(it.figure, figure::VINTAGE);
            if vintage.unwrap_or(Vintage::Actual) != Vintage::Actual {
                told.sure = None;
            }
            Some(told)
        });
        let told: Vec<Told> = told.collect();
        let differ = |a: &Told| (a.known.tonnes - told[0].known.tonnes).abs() > 1e-9;
        let are_several = told.iter().any(differ);
        let first = told.into_iter().next()?;
        let figure = first.known.figures.first().copied();
        Some(match are_several {
            false => first,
            true => first.noted(Note {
                rests_on: figure,
                ..Note::new(AssumptionCode::SeveralFigures, Concern::Capacity, site)
            }),
        })
    }
}
