//! Whether a place lies in some regions, as far as is recorded.

use std::collections::BTreeSet;

use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::region;
use crate::model::tables::site;

/// Some regions, with their parts and members.
#[derive(Clone, Debug)]
pub(super) struct Area {
    within: BTreeSet<Row>,
    /// Regions of which only a part is known to be meant.
    around: BTreeSet<Row>,
    /// Countries that are meant as a whole.
    whole: BTreeSet<String>,
    /// Countries that are meant in part at least.
    touched: BTreeSet<String>,
}

impl Area {
    /// The area of some regions. O(regions · log).
    pub(super) fn new(registry: &Registry, regions: &[Row]) -> Self {
        let within = registry.regions_within(regions.iter().copied());
        let mut around = registry.regions_around(regions.iter().copied());
        around.retain(|it| !within.contains(it));
        let countries = |rows: &mut dyn Iterator<Item = &Row>| {
            rows.filter_map(|it| registry.text(*it, region::COUNTRY))
                .map(str::to_owned)
                .collect()
        };
        Self {
            whole: countries(&mut within.iter().filter(|it| registry.is_country(**it))),
            touched: countries(&mut within.iter()),
            within,
            around,
        }
    }

    /// Whether a site lies in it; none if that is not known. A site of unknown region lies where its country does.
    pub(super) fn holds(&self, registry: &Registry, site: Row) -> Option<bool> {
        let country = registry.text(site, site::COUNTRY);
        let is_whole = country.is_some_and(|it| self.whole.contains(it));
        if is_whole {
            return Some(true);
        }
        if let Some(region) = registry.reference(site, site::REGION) {
            let is_within = self.within.contains(&region);
            return (is_within || !self.around.contains(&region)).then_some(is_within);
        }
        (!self.touched.contains(country?)).then_some(false)
    }
}
