//! What bounds an arc of the network: capacities, and what is on record where no capacity is.
//!
//! All are tonnes a year of contained material going into the arc.

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Side;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::contained::Counted;
use crate::network::contained::contained;
use crate::network::throughput::model::Works;

/// What bounds an arc.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Limit {
    /// The activity or link, or the site whose conversion is assumed.
    pub(super) record: Row,
    /// The product it is of; none for all of an activity.
    pub(super) product: Option<Row>,
    /// Whether it bounds what goes in or comes out of the record.
    pub(super) side: Side,
    /// The capacity; none if it is not known.
    pub(super) known: Option<Bound>,
    /// Where it is not known, what is on record that it carried; none if nothing is.
    pub(super) at_least: Option<Bound>,
}

/// Tonnes a year, and what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bound {
    /// Contained tonnes a year that may go into the arc.
    pub(super) tonnes: f64,
    /// The figures it follows from.
    pub(super) figures: Vec<Row>,
    /// What was assumed.
    pub(super) notes: Vec<Note>,
}

impl Limit {
    /// What is known of it, one way or the other.
    pub(super) fn bound(&self) -> Option<&Bound> {
        self.known.as_ref().or(self.at_least.as_ref())
    }
}

/// Finds bounds in the figures of one chain.
#[derive(Clone, Copy)]
pub(super) struct Bounds<'a> {
    pub(super) registry: &'a Registry,
    pub(super) key: ChainKey,
}

impl Bounds<'_> {
    /// What an activity can take of one of its inputs; none where no capacity is told of that input.
    pub(super) fn of_input(self, works: &Works, product: Row) -> Option<Limit> {
        self.of_product(works, product, Side::Input, None)
    }

    /// What an activity can give of one of its outputs; none where no capacity is told of that output.
    pub(super) fn of_output(
        self,
        works: &Works,
        product: Row,
        recovery: Option<f64>,
    ) -> Option<Limit> {
        self.of_product(works, product, Side::Output, recovery)
    }

    fn of_product(
        self,
        works: &Works,
        product: Row,
        side: Side,
        recovery: Option<f64>,
    ) -> Option<Limit> {
        let registry = self.registry;
        let chosen = registry.chosen(works.row, Quantity::Capacity, self.key.when);
        let is_of = |row: &Row| {
            registry.reference(*row, figure::PRODUCT) == Some(product)
                && registry.code(*row, figure::SIDE).unwrap_or(side) == side
        };
        let figures = chosen.iter().map(|it| it.figure).filter(is_of);
        let share = recovery.filter(|it| *it > 0.0).unwrap_or(1.0);
        let bounds = figures.filter_map(|row| {
            let mut bound = self.contained(row, product, works.site)?;
            bound.tonnes /= share;
            Some(bound)
        });
        let known = bounds.min_by(|a, b| a.tonnes.total_cmp(&b.tonnes))?;
        Some(Limit {
            record: works.row,
            product: Some(product),
            side,
            known: Some(known),
            at_least: None,
        })
    }

    /// What an activity can take in all. Of mining: its capacity, else its production as a marked fallback.
    pub(super) fn of_running(self, works: &Works, chain: &Chain) -> Limit {
        let registry = self.registry;
        let product = |vertex: u32| chain.vertices()[vertex as usize].product;
        let ends: Vec<Row> = works.inputs.iter().copied().map(product).collect();
        let given: Vec<Row> = works.outputs.iter().map(|it| product(it.0)).collect();
        let chosen = registry.chosen(works.row, Quantity::Capacity, self.key.when);
        let is_of_all = |row: &Row| {
            let named = registry.reference(*row, figure::PRODUCT);
            named.is_none_or(|it| !ends.contains(&it) && !given.contains(&it))
        };
        let figures = chosen.iter().map(|it| it.figure).filter(is_of_all);
        let bounds = figures.filter_map(|row| {
            let named = registry.reference(row, figure::PRODUCT);
            let product = named.or_else(|| ends.first().copied().filter(|_| ends.len() == 1))?;
            self.contained(row, product, works.site)
        });
        let mut known = bounds.min_by(|a, b| a.tonnes.total_cmp(&b.tonnes));
        let production = self.production(works.site, &given);
        let is_mining = works.stage == Some(Stage::Extraction) && works.inputs.is_empty();
        let is_open = known
            .as_ref()
            .zip(production.as_ref())
            .is_none_or(|(a, b)| b.tonnes < a.tonnes);
        if is_mining && is_open && production.is_some() {
            known = production.clone();
        }
        Limit {
            record: works.row,
            product: None,
            side: Side::Input,
            known,
            at_least: production,
        }
    }

    /// What a link can take; where that is not known, the flow it carried.
    pub(super) fn of_movement(self, chain: &Chain, arc: u32) -> Limit {
        let it = &chain.arcs()[arc as usize];
        let tail = chain.vertices()[chain.graph().tail(arc) as usize];
        let known = it.capacity.as_deref().map(|it| Bound {
            tonnes: it.tonnes_per_year,
            figures: it.figures.clone(),
            notes: it.notes.clone(),
        });
        let flows = self
            .registry
            .chosen(it.record, Quantity::Flow, self.key.when);
        let carried = flows
            .iter()
            .filter_map(|it| self.contained(it.figure, tail.product, tail.place));
        Limit {
            record: it.record,
            product: Some(tail.product),
            side: Side::Input,
            known,
            at_least: carried.min_by(|a, b| a.tonnes.total_cmp(&b.tonnes)),
        }
    }

    /// What a site can convert where no activity is known: nothing is on record.
    pub(super) fn of_assumed(self, site: Row) -> Limit {
        Limit {
            record: site,
            product: None,
            side: Side::Input,
            known: None,
            at_least: None,
        }
    }

    /// What a site produced of some products together.
    fn production(self, site: Row, products: &[Row]) -> Option<Bound> {
        let registry = self.registry;
        let chosen = registry.chosen(site, Quantity::Production, self.key.when);
        let mut sum: Option<Bound> = None;
        for product in products {
            let is_of = |row: &Row| registry.reference(*row, figure::PRODUCT) == Some(*product);
            let mut figures = chosen.iter().map(|it| it.figure).filter(is_of);
            let Some(bound) = figures.find_map(|row| self.contained(row, *product, site)) else {
                continue;
            };
            let code = AssumptionCode::ProductionAsCapacity;
            let mut note = Note::new(code, Concern::Capacity, site);
            note.value = Some(bound.tonnes);
            let sum = sum.get_or_insert(Bound {
                tonnes: 0.0,
                figures: Vec::new(),
                notes: vec![note],
            });
            sum.tonnes += bound.tonnes;
            sum.figures.extend(bound.figures);
            sum.notes.extend(bound.notes);
        }
        sum
    }

    fn contained(self, row: Row, product: Row, place: Row) -> Option<Bound> {
        let counted = Counted { product, place };
        let found = contained(
            self.registry,
            row,
            self.key.material,
            counted,
            self.key.when,
        )?;
        let notes = found.notes.into_iter().map(|it| Note {
            concern: Concern::Capacity,
            ..it
        });
        Some(Bound {
            tonnes: found.tonnes,
            figures: found.figures,
            notes: notes.collect(),
        })
    }
}
