//! Places by name: municipalities, towns, regions and harbours of the records, and sites where a field names one.
//!
//! A name may be inflected. What several records tell of one name is one place if they lie together, or in one region;
//! otherwise nobody knows which is meant.

mod gathered;
mod inflected;
mod towns;

pub(in crate::analysis::partners) use towns::TOWN_OF_ORGANISATION;
pub(in crate::analysis::partners) use towns::TOWN_OF_PLATFORM;
pub(in crate::analysis::partners) use towns::town_position;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::places::inflected::forms;
use crate::model::Id;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::PositionPrecision;
use crate::model::fold;
use crate::model::geo::Position;
use crate::model::geo::default_uncertainty_km;
use crate::model::geo::great_circle_km;
use crate::model::slip;

/// Records of one name that lie within this of their middle are one place, in km.
const ONE_PLACE_KM: f64 = 30.0;

/// A position so near to a town is taken to be in its country: about the distance of towns in the far north, in km.
const ONE_COUNTRY_KM: f64 = 100.0;

/// How many names are told for one that is not known.
const NEAREST: usize = 3;

/// A place that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its name as the records have it.
    pub name: String,
    /// Where it is.
    pub whereabouts: Whereabouts,
    /// Whether it is a region rather than a town or harbour.
    pub is_region: bool,
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

/// Whether two places are one as far as anybody knows; an area is no such place.
pub(in crate::analysis::partners) fn is_same_place(one: &Whereabouts, other: &Whereabouts) -> bool {
    let is_point = |it: &Position| it.precision != PositionPrecision::Area;
    let both = one.position.zip(other.position);
    both.filter(|(a, b)| is_point(a) && is_point(b))
        .is_some_and(|(a, b)| a.distance_km(&b) <= a.uncertainty_km.max(b.uncertainty_km))
}

/// What one record tells of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Told {
    position: Option<Position>,
    region: Option<Row>,
    is_region: bool,
}

impl Told {
    /// Where one site is. What is described there is no stream of that site, so that the site itself is left out.
    fn exactly(&self) -> Whereabouts {
        Whereabouts {
            position: self.position,
            site: None,
            region: self.region,
        }
    }
}

/// A point whose region is known.
#[derive(Clone, Copy, Debug)]
struct Point {
    position: Position,
    region: Row,
    country: Option<Row>,
}

/// A name as it is written, and what records tell of it.
type Named = (String, Vec<Told>);

/// All places of a registry.
pub struct Places {
    /// By folded name: what may be named in words.
    by_name: BTreeMap<String, Named>,
    /// By folded name: sites, which only a field names; in words that would be what the stream is of.
    site_names: BTreeMap<String, Named>,
    /// Sites and regions.
    by_row: BTreeMap<Row, Told>,
    /// The sites whose position and region are known, by slug.
    sites: Vec<(Position, Row)>,
    /// Points whose region is known, sites and then towns of the gazetteer, each with the country of that.
    points: Vec<Point>,
    /// Regions by row, with code and country, to tell candidates apart.
    labels: BTreeMap<Row, String>,
}

impl Places {
    /// Whether some place has the name, inflected or not.
    pub fn knows(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// Whether some place has the very name, not inflected.
    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(&fold(name))
    }

    /// How many names and sites there are, all of which one question may look at.
    pub fn count(&self) -> usize {
        self.by_name.len() + self.site_names.len() + self.points.len()
    }

    /// The name of one word that a word is nearly, if it is no name; the nearest first, then by letters.
    /// O(names that begin with the same letter).
    pub fn near_miss(&self, word: &str) -> Option<&str> {
        let folded = fold(word);
        let first = folded.chars().next()?;
        let names = self.by_name.range(first.to_string()..);
        let names = names.take_while(|(it, _)| it.starts_with(first));
        let near = names.filter(|(it, _)| !it.contains(' '));
        let near = near.filter_map(|(it, named)| Some((slip(&folded, it)?, &named.0)));
        near.min_by_key(|it| it.0).map(|it| it.1.as_str())
    }

    /// The place of a name in words, inflected or not.
    ///
    /// # Errors
    /// If no record names it, or places far apart have the name.
    pub fn find(&self, name: &str) -> Result<Found, PlaceError> {
        self.found(name, self.named(name))
    }

    /// The place that a field names: the id of a region or site, or else the name of a place, or else of a site.
    ///
    /// # Errors
    /// As for [`find`](Self::find), and if there is no such record.
    pub fn asked(&self, registry: &Registry, name: &str) -> Result<Found, PlaceError> {
        let Ok(id) = Id::parse(name.trim()) else {
            return match (self.named(name), self.site_names.get(&fold(name))) {
                (None, Some((written, told))) if told.len() == 1 => Ok(Found {
                    name: written.clone(),
                    whereabouts: told[0].exactly(),
                    is_region: false,
                }),
                (named, sites) => self.found(name, named.or(sites)),
            };
        };
        let row = registry.find(&id);
        let told = row.and_then(|row| Some((row, self.by_row.get(&row)?)));
        let Some((row, told)) = told else {
            let near = registry.suggestion(&id);
            let near = near.map(|it| Id::new(id.kind, it).to_string());
            return Err(PlaceError::Unknown {
                name: name.to_owned(),
                nearest: near.into_iter().collect(),
            });
        };
        let whereabouts = match told.is_region {
            true => self.whereabouts(&[*told]).unwrap_or_default(),
            false => told.exactly(),
        };
        Ok(Found {
            name: registry.name(row).to_owned(),
            whereabouts,
            is_region: row.kind() == crate::model::Kind::Region,
        })
    }

    fn found(&self, name: &str, named: Option<&Named>) -> Result<Found, PlaceError> {
        let Some((written, told)) = named else {
            return Err(PlaceError::Unknown {
                name: name.to_owned(),
                nearest: self.nearest(name),
            });
        };
        self.whereabouts(told)
            .map(|whereabouts| Found {
                name: written.clone(),
                whereabouts,
                is_region: told.iter().all(|it| it.is_region),
            })
            .ok_or_else(|| PlaceError::Ambiguous {
                name: name.to_owned(),
                candidates: self.candidates(written, told),
            })
    }

    /// The region of the nearest site on record or town of the gazetteer, if that is near enough to be in the same place; its
    /// country if that is near enough to be in the same country; none otherwise. With how far that is, in km: across a border the
    /// nearest may be in another country. O(sites + towns).
    pub fn region_near(&self, position: &Position) -> Option<(Row, f64)> {
        let far = |it: &Point| position.distance_km(&it.position);
        let nearest = self
            .points
            .iter()
            .min_by(|a, b| far(a).total_cmp(&far(b)))?;
        let km = far(nearest);
        let region = match km {
            _ if km <= ONE_PLACE_KM => Some(nearest.region),
            _ if km <= ONE_COUNTRY_KM => nearest.country,
            _ => None,
        };
        region.map(|it| (it, km))
    }

    fn named(&self, name: &str) -> Option<&Named> {
        forms(&fold(name))
            .iter()
            .find_map(|it| self.by_name.get(it))
    }

    /// The names most like one that is not known.
    fn nearest(&self, name: &str) -> Vec<String> {
        let folded = fold(name);
        let all = || self.by_name.iter().chain(&self.site_names);
        let mut left: Vec<(&String, &Named)> = all().collect();
        let mut found = Vec::new();
        while found.len() < NEAREST {
            let names = left.iter().map(|it| it.0.as_str());
            let Some(near) = crate::model::nearest(&folded, names).map(str::to_owned) else {
                break;
            };
            let named = left.iter().find(|it| *it.0 == near);
            found.extend(named.map(|it| it.1.0.clone()));
            left.retain(|it| *it.0 != near);
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
            let precision = match told.iter().any(|it| it.is_region) {
                true => PositionPrecision::Area,
                false => PositionPrecision::Municipality,
            };
            // That of a region is how far its sites are from their middle; that of a site is not that of its town.
            let of_regions = told.iter().filter(|it| it.is_region);
            let widest = of_regions
                .filter_map(|it| it.position)
                .map(|it| it.uncertainty_km);
            let uncertainty_km = widest.fold(spread_km, f64::max);
            Whereabouts {
                position: Some(Position {
                    precision,
                    uncertainty_km: default_uncertainty_km(precision).max(uncertainty_km),
                    ..middle
                }),
                site: None,
                region,
            }
        })
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
