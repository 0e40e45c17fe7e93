//! What paths may not pass or use, and what it may be without anyone knowing.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Mode;
use crate::network::chain::site_of;
use crate::network::paths::area::Area;
use crate::network::paths::endpoint::find;
use crate::network::paths::question::Avoid;
use crate::network::paths::question::QuestionError;

/// What is to be avoided, found.
#[derive(Clone, Debug)]
pub(in crate::network) struct Avoided {
    sites: BTreeSet<Row>,
    countries: BTreeSet<String>,
    area: Option<Area>,
    modes: Vec<Mode>,
}

impl Avoided {
    /// Finds what is to be avoided.
    pub(in crate::network) fn resolve(
        registry: &Registry,
        avoid: &Avoid,
    ) -> Result<Self, QuestionError> {
        let sites = avoid.sites.iter().map(|it| find(registry, it, Kind::Site));
        let regions = avoid.regions.iter();
        let regions = regions.map(|it| find(registry, it, Kind::Region));
        let regions: Vec<Row> = regions.collect::<Result<_, _>>()?;
        let countries = avoid.countries.iter();
        Ok(Self {
            sites: sites.collect::<Result<_, _>>()?,
            countries: countries
                .map(|it| known_country(registry, it))
                .collect::<Result<_, _>>()?,
            area: (!regions.is_empty()).then(|| Area::new(registry, &regions)),
            modes: avoid.modes.clone(),
        })
    }

    /// Whether a place is to be avoided; none if that is not known. A side-stream is where it arises.
    pub(in crate::network) fn place(&self, registry: &Registry, place: Row) -> Option<bool> {
        let site = site_of(registry, place);
        if site.is_some_and(|it| self.sites.contains(&it)) {
            return Some(true);
        }
        let by_country = match self.countries.is_empty() {
            true => Some(false),
            false => site
                .and_then(|it| registry.country_of(it))
                .map(|it| self.countries.contains(it)),
        };
        let by_area = match &self.area {
            None => Some(false),
            Some(area) => site.and_then(|it| area.holds(registry, it)),
        };
        either(by_country, by_area)
    }

    /// Whether a mode is to be avoided; none if that is not known.
    pub(in crate::network) fn mode(&self, mode: Option<Mode>) -> Option<bool> {
        match mode {
            Some(mode) if self.modes.contains(&mode) => Some(true),
            Some(Mode::Unknown) if !self.modes.is_empty() => None,
            _ => Some(false),
        }
    }
}

/// Whether one of two things holds, as far as is known.
fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// A country on record, told by its code.
fn known_country(registry: &Registry, code: &str) -> Result<String, QuestionError> {
    let unknown = |suggestion| QuestionError::UnknownCountry {
        code: code.to_owned(),
        suggestion,
    };
    registry.known_country(code).map_err(unknown)
}
