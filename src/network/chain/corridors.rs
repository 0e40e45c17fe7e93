//! Corridors: ways that products could take, where no source reports that they do.
//!
//! A corridor may name its product. One that does not takes every product that can be loaded there: what activities
//! of the place give, what links take away from it, a side-stream itself; at harbours, terminals, storages and external
//! parties also what comes there, be it along another corridor. What a works takes in is not passed on.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::link;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainKey;
use crate::network::chain::build::Draft;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::conversions::Running;
use crate::network::chain::measures::Measures;
use crate::network::chain::movements::carried_along;
use crate::network::chain::movements::is_bound;
use crate::network::chain::movements::may_move;
use crate::network::chain::movements::movement_of;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::operating::Operating;
use crate::network::chain::place::passes_on;
use crate::network::chain::price::Movement;

/// A corridor in one direction.
struct Way {
    movement: Movement,
    product: Option<Row>,
    /// What is assumed of it, apart from its ends.
    notes: Vec<Note>,
    is_back: bool,
}

/// A product that can be loaded at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Loaded {
    place: Row,
    product: Row,
    /// The corridor that brings it there, which is none for it to go back by.
    came_by: Option<Row>,
}

/// What corridors are put together from.
pub(super) struct Corridors<'a> {
    /// All links.
    pub(super) links: &'a [Row],
    pub(super) registry: &'a Registry,
    pub(super) key: ChainKey,
    pub(super) carrying: &'a Carrying<'a>,
    pub(super) measures: &'a Measures<'a>,
}

impl Corridors<'_> {
    /// The movements that are possible along corridors, given everything else in the chain, and the corridors whose
    /// product cannot move the way they say. O(corridors · products).
    pub(super) fn drafts(
        &self,
        operating: &mut Operating<'_>,
        running: &[Running],
        others: &[Draft],
    ) -> (Vec<Draft>, Vec<Row>) {
        let (ways, unmovable) = self.ways(operating);
        let mut from: BTreeMap<Row, Vec<&Way>> = BTreeMap::new();
        for way in &ways {
            from.entry(way.movement.from).or_default().push(way);
        }
        let mut drafts: BTreeMap<(Row, Row, bool), Draft> = BTreeMap::new();
        let mut known: BTreeSet<Loaded> = BTreeSet::new();
        let mut open = self.loaded(running, others);
        for way in &ways {
            // What a corridor names it takes without being told that it is there.
            if let Some(product) = way.product
                && let Some(draft) = self.along(way, product, operating)
            {
                open.extend(self.handed_on(&draft));
                drafts.insert((way.movement.link, product, way.is_back), draft);
            }
        }
        while let Some(loaded) = open.pop() {
            if !known.insert(loaded) {
                continue;
            }
            let ways = from.get(&loaded.place).into_iter().flatten();
            for way in ways.filter(|it| it.product.is_none()) {
                let (link, product) = (way.movement.link, loaded.product);
                let is_return = loaded.came_by == Some(link);
                if is_return || drafts.contains_key(&(link, product, way.is_back)) {
                    continue;
                }
                if let Some(draft) = self.along(way, product, operating) {
                    open.extend(self.handed_on(&draft));
                    drafts.insert((link, product, way.is_back), draft);
                }
            }
        }
        let drafts = drafts.into_values().collect();
        (drafts, unmovable)
    }

    /// The corridors in use, a way for each direction.
    fn ways(&self, operating: &mut Operating<'_>) -> (Vec<Way>, Vec<Row>) {
        let registry = self.registry;
        let (mut ways, mut unmovable) = (Vec::new(), Vec::new());
        for row in self.links.iter().copied() {
            let Some(mut notes) = operating.corridor(row) else {
                continue;
            };
            let Some(movement) = movement_of(registry, row, self.key.ways) else {
                continue;
            };
            let product = registry.reference(row, link::PRODUCT);
            if product.is_some_and(|it| !may_move(registry, it, movement.mode)) {
                if product.is_some_and(|it| carried_along(self.carrying, movement, it).is_some()) {
                    unmovable.push(row);
                }
                continue;
            }
            notes.push(Note::new(AssumptionCode::Corridor, Concern::Existence, row));
            let back = Movement {
                from: movement.to,
                to: movement.from,
                ..movement
            };
            let is_both_ways = registry.flag(row, link::BOTH_WAYS) == Some(true);
            for (movement, is_back) in [(movement, false), (back, true)] {
                if is_back && !is_both_ways {
                    continue;
                }
                ways.push(Way {
                    movement,
                    product,
                    notes: notes.clone(),
                    is_back,
                });
            }
        }
        (ways, unmovable)
    }

    /// What can be loaded where, apart from what corridors bring.
    fn loaded(&self, running: &[Running], others: &[Draft]) -> Vec<Loaded> {
        let at = |place, product| Loaded {
            place,
            product,
            came_by: None,
        };
        let made = running
            .iter()
            .flat_map(|it| it.outputs.iter().map(move |output| at(it.site, *output)));
        let mut loaded: Vec<Loaded> = made.collect();
        for draft in others {
            let (tail, head) = (draft.tail, draft.head);
            match draft.arc.kind {
                ArcKind::Movement => {
                    loaded.push(at(tail.place, tail.product));
                    if passes_on(self.registry, head.place) {
                        loaded.push(at(head.place, head.product));
                    }
                }
                ArcKind::SideStream => loaded.push(at(head.place, head.product)),
                ArcKind::Transformation | ArcKind::AssumedTransformation | ArcKind::Candidate => {}
            }
        }
        loaded
    }

    /// What a corridor brings to a place that hands it on.
    fn handed_on(&self, draft: &Draft) -> Option<Loaded> {
        passes_on(self.registry, draft.head.place).then_some(Loaded {
            place: draft.head.place,
            product: draft.head.product,
            came_by: Some(draft.arc.record),
        })
    }

    /// A product along a way; none if it cannot take it.
    fn along(&self, way: &Way, product: Row, operating: &mut Operating<'_>) -> Option<Draft> {
        let (registry, movement) = (self.registry, way.movement);
        let may_go = match way.product {
            Some(named) => named == product,
            None => !is_bound(registry, product) && !registry.is_unspecified(product),
        };
        let carried = carried_along(self.carrying, movement, product).filter(|_| may_go)?;
        let mut notes = way.notes.clone();
        notes.extend_from_slice(operating.place(movement.to)?);
        notes.extend(self.carrying.note_of(carried, movement.from, product));
        let back = if way.is_back { "/back" } else { "" };
        let key = format!(
            "{}/{}{back}",
            registry.id(movement.link),
            registry.slug(product)
        );
        Some(self.measures.movement(movement, product, notes, key))
    }
}
