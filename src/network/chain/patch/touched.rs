//! What the changed records themselves are read for.
//!
//! A chain reads links, activities, sites and side-streams; the statements and the contents, grades and distances
//! told of places; the figures of links and activities. Of products, materials, modes and sources it reads what
//! many places share. It reads no other kind, and no other figure of a site.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::model::tables::statement;
use crate::network::chain::patch::spread::Laying;

/// Records that changes bear on, of both registries.
#[derive(Default)]
pub(super) struct Touched {
    /// Places that differ, or of which something else is told.
    pub(super) places: BTreeSet<Row>,
    /// Links that differ.
    pub(super) links: BTreeSet<Row>,
    /// Links of which other figures are told.
    pub(super) measured: BTreeSet<Row>,
    /// Sites whose activities differ, or of whose activities other figures are told.
    pub(super) sites: BTreeSet<Row>,
}

impl Touched {
    /// What the changes of a registry bear on; none if on what many places share. O(changes · log).
    pub(super) fn of(laying: Laying<'_>) -> Option<Self> {
        let mut touched = Self::default();
        for it in laying.over.laid() {
            let before = it.before.map(|row| (laying.below, row));
            let after = it.after.map(|row| (laying.over, row));
            for (registry, row) in before.into_iter().chain(after) {
                touched.add(laying.below, registry, row)?;
            }
        }
        Some(touched)
    }

    /// Whether no chain of the material can differ.
    pub(super) fn is_empty(&self) -> bool {
        [&self.places, &self.links, &self.measured, &self.sites]
            .into_iter()
            .all(BTreeSet::is_empty)
    }

    fn add(&mut self, below: &Registry, registry: &Registry, row: Row) -> Option<()> {
        match row.kind() {
            Kind::Source | Kind::Product | Kind::Material => {
                return is_unheard_of(below, registry, row).then_some(());
            }
            Kind::Site | Kind::SideStream => self.add_place(registry, row),
            Kind::Link => drop(self.links.insert(row)),
            Kind::Activity => self.sites.extend(registry.reference(row, activity::SITE)),
            Kind::Statement => {
                let subject = registry.reference(row, statement::SUBJECT);
                subject
                    .into_iter()
                    .for_each(|it| self.add_place(registry, it));
            }
            Kind::Figure => return self.add_figure(below, registry, row),
            _ => {}
        }
        Some(())
    }

    fn add_figure(&mut self, below: &Registry, registry: &Registry, row: Row) -> Option<()> {
        let Some(subject) = registry.reference(row, figure::SUBJECT) else {
            return Some(());
        };
        match subject.kind() {
            Kind::Site | Kind::SideStream => {
                let quantity = registry.code(row, figure::QUANTITY);
                let is_read = matches!(
                    quantity,
                    Some(Quantity::Content | Quantity::Grade | Quantity::Distance)
                );
                if is_read {
                    self.add_place(registry, subject);
                }
            }
            Kind::Link => drop(self.measured.insert(subject)),
            Kind::Activity => self
                .sites
                .extend(registry.reference(subject, activity::SITE)),
            Kind::Product => return is_unheard_of(below, registry, subject).then_some(()),
            Kind::Mode => return None,
            _ => {}
        }
        Some(())
    }

    /// A site or side-stream, and the side-streams that arise there, which are where it is and live as long.
    fn add_place(&mut self, registry: &Registry, place: Row) {
        if place.kind() == Kind::Site {
            let of_site = registry.referring(Kind::SideStream, side_stream::SITE, place);
            self.places.extend(of_site);
        }
        if matches!(place.kind(), Kind::Site | Kind::SideStream) {
            self.places.insert(place);
        }
    }
}

/// Whether a record is new, and nothing below refers to it either.
fn is_unheard_of(below: &Registry, registry: &Registry, row: Row) -> bool {
    let id = registry.id(row);
    below.find(&id).is_none() && below.referrers(&id).is_empty()
}
