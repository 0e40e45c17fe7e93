//! Countries, and regions within regions.

use std::collections::BTreeSet;

use crate::model::kind::Kind;
use crate::model::nearest::nearest;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::region;
use crate::model::tables::site;

impl Registry {
    /// The country of a site, ISO 3166-1 alpha-2: by itself or by its region; none if neither has one.
    pub fn country_of(&self, site: Row) -> Option<&str> {
        let by_region = || {
            let region = self.reference(site, site::REGION)?;
            self.text(region, region::COUNTRY)
        };
        self.text(site, site::COUNTRY).or_else(by_region)
    }

    /// A country on record, told by its code. O(sites + regions).
    ///
    /// # Errors
    /// For a code of no site or region: the code that somebody most likely meant, or none if none is near.
    pub fn known_country(&self, code: &str) -> Result<String, Option<String>> {
        let regions = || self.rows(Kind::Region);
        let of_region = |it: Row| self.text(it, region::COUNTRY);
        let of_sites = self.rows(Kind::Site).filter_map(|it| self.country_of(it));
        let codes: BTreeSet<&str> = regions().filter_map(of_region).chain(of_sites).collect();
        if codes.contains(code) {
            return Ok(code.to_owned());
        }
        let named = |row: &Row| {
            let has_name = self.name(*row).to_lowercase() == code.to_lowercase();
            has_name && of_region(*row).is_some()
        };
        let suggestion = regions().find(named).and_then(of_region);
        let suggestion = suggestion.or_else(|| nearest(code, codes.iter().copied()));
        Err(suggestion.map(str::to_owned))
    }

    /// The region that is a country, by its code; none if no region is. O(regions).
    pub fn country_named(&self, code: &str) -> Option<Row> {
        let of_code = |it: &Row| self.text(*it, region::COUNTRY) == Some(code);
        let mut regions = self.rows(Kind::Region);
        regions.find(|it| of_code(it) && self.is_country(*it))
    }

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
