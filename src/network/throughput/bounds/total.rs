//! What a site is told to have produced, or to have taken in, in all.

use crate::model::Choice;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Vintage;
use crate::model::tables::figure;
use crate::network::contained::Counted;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Measure;
use crate::network::throughput::bounds::Told;

impl Bounds<'_> {
    /// What a site produced of a product: a bound from above, and sure where it happened and is of the site alone. What
    /// is told in the tonnes asked for comes before what a content has to convert; of several figures the largest
    /// bounds it, and the least is sure.
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
        let mut chosen: Vec<Choice> = chosen.into_iter().filter(|it| is_of(it.figure)).collect();
        let vintage = |it: &Choice| registry.code(it.figure, figure::VINTAGE);
        let happened = |it: &Choice| vintage(it).unwrap_or(Vintage::Actual) == Vintage::Actual;
        let own_basis = match self.measure {
            Measure::Contained => MassBasis::Contained,
            Measure::Gross(_) => MassBasis::Gross,
        };
        let needs_no_content =
            |it: &Choice| registry.code(it.figure, figure::BASIS) == Some(own_basis);
        chosen.retain(|it| self.tonnes(*it, counted).is_some());
        // What happened, of the site alone, told without regard to a content comes first.
        prefer(&mut chosen, happened);
        prefer(&mut chosen, |it| !self.is_wider(it.figure));
        prefer(&mut chosen, needs_no_content);
        let told = chosen.into_iter().filter_map(|it| {
            let bound = self.tonnes(it, counted)?;
            let mut told = self.told(bound, it.figure, site);
            told.sure = told.sure.filter(|_| happened(&it));
            Some(told)
        });
        Told::one_of(told.collect(), site)
    }
}

/// Keeps those that are of a kind, if there are any.
fn prefer(chosen: &mut Vec<Choice>, is_better: impl Fn(&Choice) -> bool) {
    if chosen.iter().any(&is_better) {
        chosen.retain(is_better);
    }
}
