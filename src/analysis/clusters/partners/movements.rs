//! What moves between sites of two clusters, by links on record.

use crate::analysis::clusters::partners::Looking;
use crate::analysis::clusters::partners::ReasonKind;
use crate::model::Kind;
use crate::model::Row;
use crate::model::tables::link;
use crate::network::chain::site_of;

/// A supply in force in the year.
pub(super) struct Movement {
    /// Where it begins: a site or side-stream.
    pub(super) origin: Row,
    pub(super) from: Row,
    pub(super) to: Row,
    pub(super) product: Row,
}

impl Looking<'_> {
    /// `SHIPS_TO` and `RECEIVES_FROM`. O(links · clusters of an end).
    pub(super) fn movements(&mut self) {
        let registry = self.registry;
        for row in registry.rows(Kind::Link) {
            let Some(it) = self.movement(row).filter(|_| self.operating.speaks(row)) else {
                continue;
            };
            let (is_from, is_to) = (self.ours.holds(it.from), self.ours.holds(it.to));
            let (kind, own, other) = match (is_from, is_to) {
                (true, false) => (ReasonKind::ShipsTo, it.from, it.to),
                (false, true) => (ReasonKind::ReceivesFrom, it.to, it.from),
                _ => continue,
            };
            let is_carried = self
                .carrying
                .as_ref()
                .is_none_or(|carrying| carrying.along(row, it.origin, it.product).is_some());
            if !is_carried || !self.is_of_stage(it.to, it.product) {
                continue;
            }
            let others = self.others(other);
            if !self.look(others.len()) {
                return;
            }
            for cluster in others {
                let draft = self.draft(cluster, (kind, Some(it.product), None));
                draft.ours.insert(own);
                draft.theirs.insert(other);
                draft.links.insert(row);
                draft.records.insert(row);
            }
        }
    }

    /// The ends and the product of a link; none if one is not told.
    pub(super) fn movement(&self, row: Row) -> Option<Movement> {
        let registry = self.registry;
        let origin = registry.reference(row, link::FROM)?;
        let end = registry.reference(row, link::TO)?;
        Some(Movement {
            origin,
            from: site_of(registry, origin)?,
            to: site_of(registry, end)?,
            product: registry.reference(row, link::PRODUCT)?,
        })
    }
}
