//! What links can carry, and what is on record that they carried.

use std::collections::BTreeSet;

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Side;
use crate::model::codes::Vintage;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::contained::Counted;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Ground;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::bounds::Measure;
use crate::network::throughput::bounds::Told;
use crate::network::throughput::bounds::recorded::counted;

impl Bounds<'_> {
    /// What a link can take; where that is not known, what it carried. A link whose tonnes are within another's can
    /// take no more than that one, and what it carried is not counted there again.
    pub(in crate::network::throughput) fn of_movement(
        self,
        chain: &Chain,
        ground: &Ground,
        arc: u32,
    ) -> Limit {
        let mut limit = self.of_link(chain, ground, arc);
        let row = limit.record;
        if let Some(whole) = self.whole(ground, row) {
            let within = self.of_link(chain, ground, whole);
            let code = AssumptionCode::WithinAnotherFlow;
            let note = Note::new(code, Concern::Flow, row);
            let own = limit.known.iter().map(|it| it.tonnes);
            let own = own.fold(f64::INFINITY, f64::min);
            if let Some(known) = within.known.filter(|it| it.tonnes < own) {
                limit.known = Some(known.noted(note));
                limit.sure = None;
                let carried = limit.at_least.take();
                limit = limit.or_at_least(|| carried);
            }
            return limit;
        }
        let parts = ground.parts.get(&row).into_iter().flatten();
        let carried = parts.filter_map(|it| {
            let part = self.of_link(chain, ground, *it);
            part.sure.or(part.at_least)
        });
        if let Some(carried) = Bound::sum(carried) {
            let rest = |it: Bound| Some(it.minus(carried.clone())).filter(|it| it.tonnes > 0.0);
            limit.at_least = limit.at_least.and_then(rest);
            limit.sure = limit.sure.map(|it| match rest(it.clone()) {
                Some(rest) => rest,
                None => it.clone().minus(it),
            });
        }
        limit
    }

    /// What is told of a link, without regard to others.
    fn of_link(self, chain: &Chain, ground: &Ground, arc: u32) -> Limit {
        let tail = counted(chain, chain.graph().tail(arc));
        let row = chain.arcs()[arc as usize].record;
        // What it can carry of the product, and what it can carry in all: both hold.
        let told = [Some(tail.product), None].map(|product| {
            let chosen = self
                .told_capacities(row)
                .into_iter()
                .filter(|it| self.registry.reference(it.figure, figure::PRODUCT) == product);
            let told = chosen.filter_map(|it| {
                let bound = self.tonnes(it, tail)?;
                Some(self.told(bound, it.figure, row))
            });
            Told::one_of(told.collect(), row)
        });
        let told = Told::all_of(told.into_iter().flatten());
        Limit::of((row, Some(tail.product), Side::Input), told).or_at_least(|| {
            let carried = self.carried(chain, ground, arc);
            carried.or_else(|| self.by_balance(chain, ground, arc))
        })
    }

    /// The arc of the link that the tonnes of one are within.
    pub(super) fn whole(self, ground: &Ground, link: Row) -> Option<u32> {
        let whole = self.registry.reference(link, link::PART_OF)?;
        ground.links.get(&whole).copied().filter(|_| whole != link)
    }

    /// What a link is on record to have carried: itself, or the leg of its consignment before or after it.
    fn carried(self, chain: &Chain, ground: &Ground, arc: u32) -> Option<Bound> {
        self.flow(chain, arc).or_else(|| {
            self.legs(chain, ground, arc)
                .find_map(|it| self.flow(chain, it))
        })
    }

    fn flow(self, chain: &Chain, arc: u32) -> Option<Bound> {
        let tail = counted(chain, chain.graph().tail(arc));
        self.flow_of(chain.arcs()[arc as usize].record, tail)
    }

    /// What the figures of a link say that it carried, counted where it begins.
    pub(super) fn flow_of(self, row: Row, tail: Counted) -> Option<Bound> {
        let registry = self.registry;
        let chosen = registry.chosen(row, Quantity::Flow, self.key.when);
        let told = chosen.into_iter().filter(|it| {
            let vintage = registry.code(it.figure, figure::VINTAGE);
            !self.is_wider(it.figure) && vintage.unwrap_or(Vintage::Actual) == Vintage::Actual
        });
        let told: Vec<Bound> = told.filter_map(|it| self.tonnes(it, tail)).collect();
        let told = told.into_iter().map(Told::exactly).collect();
        Told::one_of(told, row).and_then(|it| it.sure)
    }

    /// The other legs of a consignment that end where a link begins or begin where it ends, with the same product.
    fn legs<'a>(
        self,
        chain: &'a Chain,
        ground: &'a Ground,
        arc: u32,
    ) -> impl Iterator<Item = u32> + 'a {
        let registry = self.registry;
        let row = chain.arcs()[arc as usize].record;
        let shipment = registry.text(row, link::SHIPMENT);
        let (tail, head) = (chain.graph().tail(arc), chain.graph().head(arc));
        let next = chain.graph().leaving(head);
        let before = chain.graph().entering(tail).iter().map(|it| it.arc);
        let others: Vec<u32> = next.chain(before).collect();
        let is_leg = move |it: &u32| {
            let other = chain.arcs()[*it as usize].record;
            ground.links.get(&other) == Some(it)
                && *it != arc
                && shipment.is_some()
                && registry.text(other, link::SHIPMENT) == shipment
        };
        let legs: Vec<u32> = others.into_iter().filter(is_leg).collect();
        legs.into_iter()
    }

    /// What links brought to a vertex, as far as that is on record, and the arcs of which it is not. What is within
    /// another link's tonnes is left out.
    pub(super) fn brought(
        self,
        chain: &Chain,
        ground: &Ground,
        vertex: u32,
    ) -> (Option<Bound>, Vec<u32>) {
        let arcs = movements_into(chain, vertex);
        self.summed(chain, ground, arcs.collect())
    }

    /// What links took away from it.
    pub(super) fn taken_away(
        self,
        chain: &Chain,
        ground: &Ground,
        vertex: u32,
    ) -> (Option<Bound>, Vec<u32>) {
        let arcs = movements_from(chain, vertex);
        self.summed(chain, ground, arcs.collect())
    }

    fn summed(self, chain: &Chain, ground: &Ground, arcs: Vec<u32>) -> (Option<Bound>, Vec<u32>) {
        let links: BTreeSet<u32> = arcs.iter().copied().collect();
        let is_within = |it: &u32| {
            let whole = self.whole(ground, chain.arcs()[*it as usize].record);
            whole.is_some_and(|it| links.contains(&it))
        };
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for arc in arcs.iter().copied().filter(|it| !is_within(it)) {
            match self.carried(chain, ground, arc) {
                Some(it) => known.push(it),
                None => {
                    // It carried what those carried whose tonnes are within its own.
                    let parts = ground.parts.get(&chain.arcs()[arc as usize].record);
                    let parts = parts.into_iter().flatten().filter(|it| links.contains(it));
                    known.extend(parts.filter_map(|it| self.carried(chain, ground, *it)));
                    unknown.push(arc);
                }
            }
        }
        (Bound::sum(known), unknown)
    }
}

/// What is on record that an arc of a chain moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Tonnes of the material a year, where the arc begins.
    pub tonnes_per_year: f64,
    /// The flow, and the content it was converted by.
    pub figures: Vec<Row>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// What is on record that an arc of a chain moved, as throughput counts it: the flow of its link that counts for the year of
/// the chain, converted by the content. None where no link moves anything, or no figure tells it in such terms; what other
/// links or balances tell of it is not counted. O(figures of the link).
pub fn moved_on_record(registry: &Registry, chain: &Chain, arc: u32) -> Option<Moved> {
    let told = &chain.arcs()[arc as usize];
    let bounds = Bounds {
        registry,
        key: chain.key(),
        measure: Measure::Contained,
    };
    let bound = (told.kind == ArcKind::Movement).then(|| bounds.flow(chain, arc))??;
    Some(Moved {
        tonnes_per_year: bound.tonnes,
        figures: bound.figures,
        notes: bound.notes,
    })
}

/// The links that bring a product to a place.
pub(super) fn movements_into(chain: &Chain, vertex: u32) -> impl Iterator<Item = u32> + '_ {
    let arcs = chain.graph().entering(vertex).iter().map(|it| it.arc);
    arcs.filter(|it| chain.arcs()[*it as usize].kind == ArcKind::Movement)
}

/// The links that take it away.
pub(super) fn movements_from(chain: &Chain, vertex: u32) -> impl Iterator<Item = u32> + '_ {
    let arcs = chain.graph().leaving(vertex);
    arcs.filter(|it| chain.arcs()[*it as usize].kind == ArcKind::Movement)
}
