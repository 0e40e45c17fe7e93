//! What the records of a registry tell of places.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::places::Named;
use crate::analysis::partners::places::Places;
use crate::analysis::partners::places::Point;
use crate::analysis::partners::places::Told;
use crate::analysis::partners::places::middle;
use crate::analysis::partners::places::towns::TOWN_OF_CLUSTER;
use crate::analysis::partners::places::towns::TOWN_OF_ORGANISATION;
use crate::analysis::partners::places::towns::TOWN_OF_PLATFORM;
use crate::analysis::partners::places::towns::town_position;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::PositionPrecision;
use crate::model::codes::SiteKind;
use crate::model::fold;
use crate::model::geo::Position;
use crate::model::geo::default_uncertainty_km;
use crate::model::tables::region;
use crate::model::tables::site;

impl Places {
    /// O((sites + organisations + clusters + platforms + regions + towns of the gazetteer and other names) · log).
    pub fn of(registry: &Registry, knowledge: &Knowledge) -> Self {
        let mut places = Self {
            by_name: BTreeMap::new(),
            site_names: BTreeMap::new(),
            by_row: BTreeMap::new(),
            sites: Vec::new(),
            points: Vec::new(),
            labels: BTreeMap::new(),
        };
        for row in registry.rows(Kind::Site) {
            places.add_site(registry, row);
        }
        let towns = [
            (Kind::Organisation, TOWN_OF_ORGANISATION),
            (Kind::Cluster, TOWN_OF_CLUSTER),
            (Kind::Platform, TOWN_OF_PLATFORM),
        ];
        for (kind, columns) in towns {
            for row in registry.rows(kind) {
                let told = Told {
                    position: town_position(registry, row, columns),
                    region: registry.reference(row, columns.region),
                    is_region: false,
                };
                if let Some(city) = registry.text(row, columns.city) {
                    add(&mut places.by_name, city, told);
                }
            }
        }
        places.add_gazetteer(registry, knowledge);
        for (other, town) in knowledge.towns() {
            places.add_other_name(other, town);
        }
        let within = sites_within(registry, &places.sites);
        for row in registry.rows(Kind::Region) {
            places.add_region(registry, row, within.get(&row).map_or(&[], Vec::as_slice));
        }
        places
    }

    fn add_site(&mut self, registry: &Registry, row: Row) {
        let told = Told {
            position: registry.position(row),
            region: registry.reference(row, site::REGION),
            is_region: false,
        };
        self.by_row.insert(row, told);
        let kind = registry.code::<SiteKind>(row, site::KIND);
        if matches!(kind, Some(SiteKind::External | SiteKind::Area)) {
            return;
        }
        self.sites.extend(told.position.zip(told.region));
        if let Some(municipality) = registry.text(row, site::MUNICIPALITY) {
            add(&mut self.by_name, municipality, told);
        }
        let names = match kind {
            Some(SiteKind::Harbour) => &mut self.by_name,
            _ => &mut self.site_names,
        };
        for name in names_of(registry, row) {
            add(names, name, told);
        }
    }

    /// Towns of the gazetteer. What records tell of the place of a town goes before it. O((sites + regions + towns) · log).
    fn add_gazetteer(&mut self, registry: &Registry, knowledge: &Knowledge) {
        let mut countries: BTreeMap<&str, Row> = BTreeMap::new();
        let mut of_code: BTreeMap<&str, Row> = BTreeMap::new();
        for row in registry.rows(Kind::Region) {
            if let Some(code) = registry.text(row, region::CODE) {
                of_code.entry(code).or_insert(row);
            }
            let country = registry.text(row, region::COUNTRY);
            if let Some(country) = country.filter(|_| registry.is_country(row)) {
                countries.entry(country).or_insert(row);
            }
        }
        let of_site = |(position, row): &(Position, Row)| Point {
            position: *position,
            region: *row,
            country: registry
                .text(*row, region::COUNTRY)
                .and_then(|it| countries.get(it).copied()),
        };
        self.points = self.sites.iter().map(of_site).collect();
        for town in knowledge.gazetteer() {
            let precision = PositionPrecision::Municipality;
            let position = Position {
                latitude: town.latitude,
                longitude: town.longitude,
                precision,
                uncertainty_km: default_uncertainty_km(precision),
            };
            let country = countries.get(town.country.as_str()).copied();
            let narrow = town.region.as_deref().and_then(|it| of_code.get(it));
            let region = narrow.copied().or(country);
            self.points.extend(region.map(|region| Point {
                position,
                region,
                country,
            }));
            let named = self.by_name.get(&fold(&town.name));
            if !named.is_some_and(|it| it.1.iter().any(|it| it.position.is_some())) {
                let told = Told {
                    position: Some(position),
                    region,
                    is_region: false,
                };
                add(&mut self.by_name, &town.name, told);
            }
        }
    }

    /// What a town is called in another language, unless that is a name on record.
    fn add_other_name(&mut self, other: &str, town: &str) {
        if let Some(named) = self.by_name.get(&fold(town)).cloned() {
            self.by_name.entry(fold(other)).or_insert(named);
        }
    }

    /// A region lies in the middle of the sites that are known in it or its parts, and is as far around that as they are.
    fn add_region(&mut self, registry: &Registry, row: Row, known: &[Position]) {
        let code = registry.text(row, region::CODE);
        let label = code.unwrap_or_else(|| registry.name(row));
        self.labels.insert(row, label.to_owned());
        let position = middle(known).map(|(middle, spread_km)| Position {
            uncertainty_km: spread_km,
            ..middle
        });
        let told = Told {
            position,
            region: Some(row),
            is_region: true,
        };
        self.by_row.insert(row, told);
        for name in names_of(registry, row) {
            add(&mut self.by_name, name, told);
        }
    }
}

fn add(names: &mut BTreeMap<String, Named>, name: &str, told: Told) {
    let folded = fold(name);
    if !folded.is_empty() {
        let entry = names.entry(folded);
        let entry = entry.or_insert_with(|| (name.to_owned(), Vec::new()));
        entry.1.push(told);
    }
}

/// The positions of the sites in each region, its parts and members included, in order of sites: one pass over the regions,
/// then one over the sites.
fn sites_within(registry: &Registry, sites: &[(Position, Row)]) -> BTreeMap<Row, Vec<Position>> {
    let mut outer: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
    for row in registry.rows(Kind::Region) {
        let parent = registry.reference(row, region::PARENT);
        outer.entry(row).or_default().extend(parent);
        for member in registry.references(row, region::MEMBERS) {
            outer.entry(member).or_default().push(row);
        }
    }
    let mut around: BTreeMap<Row, BTreeSet<Row>> = BTreeMap::new();
    let mut within: BTreeMap<Row, Vec<Position>> = BTreeMap::new();
    for (position, row) in sites {
        let found = around.entry(*row).or_insert_with(|| closure(&outer, *row));
        for region in found.iter() {
            within.entry(*region).or_default().push(*position);
        }
    }
    within
}

/// A region and all around it.
fn closure(outer: &BTreeMap<Row, Vec<Row>>, start: Row) -> BTreeSet<Row> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(row) = open.pop() {
        let next = outer.get(&row).into_iter().flatten().copied();
        open.extend(next.filter(|it| found.insert(*it)));
    }
    found
}
