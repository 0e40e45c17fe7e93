//! Places by name: municipalities, towns, regions and harbours of the records.
//!
//! A name may be inflected. What several records tell of one name is one place if they lie together, or in one region;
//! otherwise nobody knows which is meant.

mod inflected;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::places::inflected::forms;
use crate::model::Column;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::PositionPrecision;
use crate::model::codes::SiteKind;
use crate::model::fold;
use crate::model::geo::Position;
use crate::model::geo::default_uncertainty_km;
use crate::model::geo::great_circle_km;
use crate::model::tables::cluster;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::region;
use crate::model::tables::site;

/// Records of one name that lie within this of their middle are one place, in km.
const ONE_PLACE_KM: f64 = 30.0;

/// How many names are told for one that is not known.
const NEAREST: usize = 3;

/// A place that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its name as the records have it.
    pub name: String,
    /// Where it is.
    pub whereabouts: Whereabouts,
}

/// Why a place cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// No record names it.
    #[error("unknown place `{name}`{}", suggestion(nearest))]
    Unknown {
        /// The name as told.
        name: String,
        /// The names most like it, the likest first.
        nearest: Vec<String>,
    },
    /// Places far apart have the name.
    #[error("`{name}` may be any of {}; give a position instead", candidates.join(", "))]
    Ambiguous {
        /// The name as told.
        name: String,
        /// The places it may be.
        candidates: Vec<String>,
    },
}

fn suggestion(nearest: &[String]) -> String {
    if nearest.is_empty() {
        return String::new();
    }
    let quoted: Vec<String> = nearest.iter().map(|it| format!("`{it}`")).collect();
    format!("; did you mean {}?", quoted.join(" or "))
}

/// What one record tells of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Told {
    position: Option<Position>,
    region: Option<Row>,
    is_region: bool,
}

/// All places of a registry.
pub struct Places {
    /// By folded name: the name as it is written, and what records tell of it.
    by_name: BTreeMap<String, (String, Vec<Told>)>,
    /// The sites whose position and region are known, by slug.
    sites: Vec<(Position, Row)>,
    /// Regions by row, with code and country, to tell candidates apart.
    labels: BTreeMap<Row, String>,
}

impl Places {
    /// O(sites + organisations + clusters + platforms + regions).
    pub fn of(registry: &Registry) -> Self {
        let mut places = Self {
            by_name: BTreeMap::new(),
            sites: Vec::new(),
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
                    places.add(city, told);
                }
            }
        }
        for row in registry.rows(Kind::Region) {
            places.add_region(registry, row);
        }
        places
    }

    /// Whether some place has the name, inflected or not.
    pub fn knows(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// The place of a name, inflected or not.
    ///
    /// # Errors
    /// If no record names it, or places far apart have the name.
    pub fn find(&self, name: &str) -> Result<Found, PlaceError> {
        let Some((written, told)) = self.named(name) else {
            return Err(PlaceError::Unknown {
                name: name.to_owned(),
                nearest: self.nearest(name),
            });
        };
        self.whereabouts(told)
            .map(|whereabouts| Found {
                name: written.clone(),
                whereabouts,
            })
            .ok_or_else(|| PlaceError::Ambiguous {
                name: name.to_owned(),
                candidates: self.candidates(written, told),
            })
    }

    /// The region of the nearest site on record, if that is near enough to be in the same place; none otherwise. O(sites).
    pub fn region_near(&self, position: &Position) -> Option<Row> {
        let far = |it: &(Position, Row)| position.distance_km(&it.0);
        let nearest = self.sites.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
        (far(nearest) <= ONE_PLACE_KM).then_some(nearest.1)
    }

    fn named(&self, name: &str) -> Option<&(String, Vec<Told>)> {
        forms(&fold(name))
            .iter()
            .find_map(|it| self.by_name.get(it))
    }

    /// The names most like one that is not known.
    fn nearest(&self, name: &str) -> Vec<String> {
        let folded = fold(name);
        let mut left: Vec<&String> = self.by_name.keys().collect();
        let mut found = Vec::new();
        while found.len() < NEAREST {
            let Some(near) = crate::model::nearest(&folded, left.iter().map(|it| it.as_str()))
            else {
                break;
            };
            let near = near.to_owned();
            found.extend(self.by_name.get(&near).map(|it| it.0.clone()));
            left.retain(|it| **it != near);
        }
        found
    }

    fn candidates(&self, written: &str, told: &[Told]) -> Vec<String> {
        let regions = told.iter().filter_map(|it| self.labels.get(&it.region?));
        let mut named: Vec<String> = regions.map(|it| format!("{written} ({it})")).collect();
        named.sort();
        named.dedup();
        named
    }

    /// Where all that tell of a name are; none if that is in several places.
    fn whereabouts(&self, told: &[Told]) -> Option<Whereabouts> {
        // A region of the name of a town is larger than it: the town is meant.
        let towns: Vec<Told> = told.iter().filter(|it| !it.is_region).copied().collect();
        let told = if towns.is_empty() { told } else { &towns };
        let mut regions: Vec<Row> = told.iter().filter_map(|it| it.region).collect();
        regions.sort();
        regions.dedup();
        let region = match regions[..] {
            [] => None,
            [first, ..] => most_told(told).or(Some(first)),
        };
        let known: Vec<Position> = told.iter().filter_map(|it| it.position).collect();
        let Some((middle, spread_km)) = middle(&known) else {
            return (regions.len() < 2).then_some(Whereabouts {
                region,
                ..Whereabouts::default()
            });
        };
        (spread_km <= ONE_PLACE_KM || regions.len() < 2).then(|| {
            let is_area = told.iter().any(|it| it.is_region);
            let precision = if is_area {
                PositionPrecision::Area
            } else {
                PositionPrecision::Municipality
            };
            Whereabouts {
                position: Some(Position {
                    precision,
                    uncertainty_km: default_uncertainty_km(precision).max(spread_km),
                    ..middle
                }),
                site: None,
                region,
            }
        })
    }

    fn add(&mut self, name: &str, told: Told) {
        let folded = fold(name);
        if !folded.is_empty() {
            let entry = self.by_name.entry(folded);
            let entry = entry.or_insert_with(|| (name.to_owned(), Vec::new()));
            entry.1.push(told);
        }
    }

    fn add_site(&mut self, registry: &Registry, row: Row) {
        let kind = registry.code::<SiteKind>(row, site::KIND);
        if matches!(kind, Some(SiteKind::External | SiteKind::Area)) {
            return;
        }
        let told = Told {
            position: registry.position(row),
            region: registry.reference(row, site::REGION),
            is_region: false,
        };
        self.sites.extend(told.position.zip(told.region));
        if let Some(municipality) = registry.text(row, site::MUNICIPALITY) {
            self.add(municipality, told);
        }
        if kind == Some(SiteKind::Harbour) {
            for name in names_of(registry, row) {
                self.add(name, told);
            }
        }
    }

    /// A region lies in the middle of the sites that are known in it or its parts.
    fn add_region(&mut self, registry: &Registry, row: Row) {
        let code = registry.text(row, region::CODE);
        let label = code.unwrap_or_else(|| registry.name(row));
        self.labels.insert(row, label.to_owned());
        let within = registry.regions_within([row]);
        let sites = self.sites.iter().filter(|it| within.contains(&it.1));
        let known: Vec<Position> = sites.map(|it| it.0).collect();
        let position = middle(&known).map(|(middle, spread_km)| Position {
            uncertainty_km: spread_km,
            ..middle
        });
        let told = Told {
            position,
            region: Some(row),
            is_region: true,
        };
        for name in names_of(registry, row) {
            self.add(name, told);
        }
    }
}

/// The region that most records tell; of several the one told first.
fn most_told(told: &[Told]) -> Option<Row> {
    let count = |row: Row| told.iter().filter(|it| it.region == Some(row)).count();
    let regions = told.iter().filter_map(|it| it.region);
    regions.reduce(|best, it| if count(it) > count(best) { it } else { best })
}

/// The mean of some positions, and how far the farthest of them is from it, in km; none without one.
fn middle(known: &[Position]) -> Option<(Position, f64)> {
    let first = known.first()?;
    #[expect(clippy::cast_precision_loss, reason = "fewer places than 2^53")]
    let count = known.len() as f64;
    let mean = |of: fn(&Position) -> f64| known.iter().map(of).sum::<f64>() / count;
    let (latitude, longitude) = (mean(|it| it.latitude), mean(|it| it.longitude));
    let far = |it: &Position| great_circle_km(latitude, longitude, it.latitude, it.longitude);
    let middle = Position {
        latitude,
        longitude,
        ..*first
    };
    Some((middle, known.iter().map(far).fold(0.0, f64::max)))
}

/// Where kinds of records keep their town.
#[derive(Clone, Copy)]
pub(in crate::analysis::partners) struct TownColumns {
    city: Column,
    region: Column,
    latitude: Column,
    longitude: Column,
    precision: Column,
}

pub(in crate::analysis::partners) const TOWN_OF_ORGANISATION: TownColumns = TownColumns {
    city: organisation::CITY,
    region: organisation::REGION,
    latitude: organisation::LATITUDE,
    longitude: organisation::LONGITUDE,
    precision: organisation::PRECISION,
};

const TOWN_OF_CLUSTER: TownColumns = TownColumns {
    city: cluster::CITY,
    region: cluster::REGION,
    latitude: cluster::LATITUDE,
    longitude: cluster::LONGITUDE,
    precision: cluster::PRECISION,
};

pub(in crate::analysis::partners) const TOWN_OF_PLATFORM: TownColumns = TownColumns {
    city: platform::CITY,
    region: platform::REGION,
    latitude: platform::LATITUDE,
    longitude: platform::LONGITUDE,
    precision: platform::PRECISION,
};

/// The position of an organisation, cluster or platform; none if it is not known.
pub(in crate::analysis::partners) fn town_position(
    registry: &Registry,
    row: Row,
    columns: TownColumns,
) -> Option<Position> {
    let precision = registry.code(row, columns.precision);
    let precision = precision.unwrap_or(PositionPrecision::Municipality);
    Some(Position {
        latitude: registry.number(row, columns.latitude)?,
        longitude: registry.number(row, columns.longitude)?,
        precision,
        uncertainty_km: default_uncertainty_km(precision),
    })
}
