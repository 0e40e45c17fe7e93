//! The numbers of arcs, out of the figures of their links and activities.

use std::cell::Cell;

use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainArc;
use crate::network::chain::ChainKey;
use crate::network::chain::CostRates;
use crate::network::chain::Vertex;
use crate::network::chain::build::Draft;
use crate::network::chain::capacity::Bounded;
use crate::network::chain::capacity::capacity;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::price::Movement;
use crate::network::chain::price::Pricing;
use crate::network::chain::rates::Rates;
use crate::network::chain::recovery::recovery;

/// Measures the arcs of one chain.
pub(super) struct Measures<'a> {
    registry: &'a Registry,
    key: ChainKey,
    pricing: Pricing<'a>,
    /// Arcs measured so far.
    count: Cell<usize>,
}

impl<'a> Measures<'a> {
    pub(super) fn new(registry: &'a Registry, key: ChainKey, rates: CostRates) -> Self {
        Self {
            registry,
            key,
            pricing: Pricing {
                registry,
                when: key.when,
                rates: Rates::new(registry, key.when, rates),
            },
            count: Cell::new(0),
        }
    }

    /// How many arcs were measured.
    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    /// The movement of a product.
    pub(super) fn movement(
        &self,
        movement: Movement,
        product: Row,
        mut notes: Vec<Note>,
        key: String,
    ) -> Draft {
        self.count.set(self.count.get() + 1);
        let at = |place| Vertex { place, product };
        let (tail, head) = (at(movement.from), at(movement.to));
        let figures = self.registry.figures_of(movement.link);
        let priced = self.pricing.price(movement, &figures);
        notes.extend(priced.notes);
        let bounded = Bounded {
            record: movement.link,
            figures: &figures,
            tail,
            head,
            recovery: Some(1.0),
        };
        Draft {
            tail,
            head,
            arc: ChainArc {
                kind: ArcKind::Movement,
                record: movement.link,
                mode: Some(movement.mode),
                length_m: priced.length_m,
                emissions_g: priced.emissions_g,
                cost_cents: priced.cost_cents,
                recovery: Some(1.0),
                capacity: capacity(self.registry, self.key, bounded),
                figures: priced.figures,
                notes,
                key,
            },
        }
    }

    /// Sets what an activity recovers and can take.
    pub(super) fn transformation(&self, draft: &mut Draft, figures: &[Row]) {
        self.count.set(self.count.get() + 1);
        let (arc, output) = (&mut draft.arc, draft.head.product);
        if let Some(told) = recovery(self.registry, self.key, figures, output) {
            arc.recovery = Some(told.value);
            arc.figures.push(told.figure);
            arc.notes.extend(told.notes(Concern::Recovery, arc.record));
        }
        let bounded = Bounded {
            record: arc.record,
            figures,
            tail: draft.tail,
            head: draft.head,
            recovery: arc.recovery,
        };
        arc.capacity = capacity(self.registry, self.key, bounded);
    }
}
