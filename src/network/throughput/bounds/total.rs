//! What a site is told to have produced, or to have taken in, in all.

use crate::model::Choice;
use crate::model::Quantity;
use crate::model::codes::MassBasis;
use crate::network::contained::Counted;
use crate::network::recorded;
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
        let figures = recorded::totals(registry, site, quantity, counted.product);
        let mut chosen: Vec<Choice> = registry.chosen_among(&figures, self.key.when);
        let own_basis = match self.measure {
            Measure::Contained => MassBasis::Contained,
            Measure::Gross(_) => MassBasis::Gross,
        };
        chosen.retain(|it| self.tonnes(*it, counted).is_some());
        // What happened, of the site alone, told without regard to a content comes first.
        recorded::prefer_best(registry, &mut chosen, own_basis);
        let told = chosen.into_iter().filter_map(|it| {
            let bound = self.tonnes(it, counted)?;
            let mut told = self.told(bound, it.figure, site);
            told.sure = told
                .sure
                .filter(|_| recorded::happened(registry, it.figure));
            Some(told)
        });
        Told::one_of(told.collect(), site)
    }
}
