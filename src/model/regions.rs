//! Regions within regions.

use std::collections::BTreeSet;

use crate::model::kind::Kind;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::region;

impl Registry {
    /// Whether a region is a whole country: of level 0, or of no level, with a country, and no part of another or group.
    pub fn is_country(&self, row: Row) -> bool {
        match self.int(row, region::LEVEL) {
            Some(level) => level == 0,
            None => {
                self.text(row, region::COUNTRY).is_some()
                    && self.reference(row, region::PARENT).is_none()
                    && self.references(row, region::MEMBERS).next().is_none()
            }
        }
    }

    /// Some regions with their parts and members, and those of these. O(regions found · log).
    pub fn regions_within(&self, regions: impl IntoIterator<Item = Row>) -> BTreeSet<Row> {
        let inner = |row| {
            let parts = self.referring(Kind::Region, region::PARENT, row);
            parts
                .into_iter()
                .chain(self.references(row, region::MEMBERS))
                .collect()
        };
        closure(regions, inner)
    }

    /// Some regions with those they are parts or members of, and those of these. O(regions).
    pub fn regions_around(&self, regions: impl IntoIterator<Item = Row>) -> BTreeSet<Row> {
        let outer = |row| {
            let has_member = |it: &Row| self.references(*it, region::MEMBERS).any(|it| it == row);
            let blocs = self.rows(Kind::Region).filter(has_member);
            self.reference(row, region::PARENT)
                .into_iter()
                .chain(blocs)
                .collect()
        };
        closure(regions, outer)
    }
}

fn closure(
    regions: impl IntoIterator<Item = Row>,
    next: impl Fn(Row) -> Vec<Row>,
) -> BTreeSet<Row> {
    let mut found: BTreeSet<Row> = regions.into_iter().collect();
    let mut open: Vec<Row> = found.iter().copied().collect();
    while let Some(row) = open.pop() {
        open.extend(next(row).into_iter().filter(|it| found.insert(*it)));
    }
    found
}
