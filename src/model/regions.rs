//! Regions within regions.

use std::collections::BTreeSet;

use crate::model::kind::Kind;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::region;

impl Registry {
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
