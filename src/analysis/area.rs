//! Which sites belong to a region and to the blocs around it, and how they stand in the year asked.
//!
//! A site belongs to a region by its own region, or by its country where it has none. Sites that are several
//! told as one (`AREA`) are left out everywhere; external parties are placed, but never counted.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::OperationReason;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteKind;
use crate::model::codes::SiteStatus;
use crate::model::is_planned;
use crate::model::tables::region;
use crate::model::tables::site;
use crate::model::tables::statement;

/// How far a site or project is, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::analysis) enum Phase {
    Operating,
    Planned,
    Unknown,
    Idle,
    Closed,
}

/// How a site or project stands in the year asked, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) struct Standing {
    pub(in crate::analysis) phase: Phase,
    /// The status in force; none where none is stated or a year decides.
    pub(in crate::analysis) status: Option<SiteStatus>,
    /// The statement that decides.
    pub(in crate::analysis) statement: Option<Row>,
    /// Year the statement is of.
    pub(in crate::analysis) as_of: Option<i32>,
    /// The first or last year, where that decides.
    pub(in crate::analysis) year: Option<i32>,
}

/// Where a site is, seen from the region asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) enum Whereabouts {
    Inside,
    /// In a bloc that the region is a part of.
    Around,
    /// Elsewhere, or not known.
    Outside,
}

/// A site that may be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis) struct Place {
    pub(in crate::analysis) site: Row,
    pub(in crate::analysis) whereabouts: Whereabouts,
    pub(in crate::analysis) standing: Standing,
}

/// The region asked.
pub(in crate::analysis) struct Area {
    pub(in crate::analysis) region: Row,
    inside: Extent,
    around: Extent,
    /// What the region is a part or member of.
    wider: BTreeSet<Row>,
    /// Sites of the region and the blocs around it, by slug; without external parties and areas.
    pub(in crate::analysis) places: Vec<Place>,
}

/// Some regions, and the countries that are wholly among them.
pub(in crate::analysis) struct Extent {
    regions: BTreeSet<Row>,
    countries: BTreeSet<String>,
}

impl Area {
    /// O(sites · log sites + regions).
    pub(in crate::analysis) fn of(registry: &Registry, region: Row, when: When) -> Self {
        let around = registry.regions_around([region]);
        let wider = around.iter().copied().filter(|it| *it != region);
        let mut area = Self {
            region,
            inside: Extent::of(registry, [region]),
            wider: wider.collect(),
            around: Extent::of(registry, around),
            places: Vec::new(),
        };
        for site in registry.rows(Kind::Site) {
            let whereabouts = area.whereabouts(registry, site);
            if whereabouts != Whereabouts::Outside && !is_external(registry, site) {
                area.places.push(Place {
                    site,
                    whereabouts,
                    standing: standing(registry, site, when),
                });
            }
        }
        area
    }

    /// Where a site is; areas are nowhere.
    pub(in crate::analysis) fn whereabouts(&self, registry: &Registry, place: Row) -> Whereabouts {
        let is_area = registry.code(place, site::KIND) == Some(SiteKind::Area);
        if place.kind() != Kind::Site || is_area {
            return Whereabouts::Outside;
        }
        let own = registry.reference(place, site::REGION);
        self.placed(own, registry.text(place, site::COUNTRY))
    }

    /// Whether a site of the blocs around the region may lie in it: no region smaller than these is told.
    pub(in crate::analysis) fn may_hold(&self, registry: &Registry, place: Row) -> bool {
        let own = registry.reference(place, site::REGION);
        let country = registry.text(place, site::COUNTRY);
        let is_of_country = |it: &Row| registry.text(*it, region::COUNTRY) == country;
        self.whereabouts(registry, place) == Whereabouts::Around
            && own.is_none_or(|it| self.wider.contains(&it))
            && (country.is_none() || self.inside.regions.iter().any(is_of_country))
    }

    /// Where something is that lies in a region, or in a country where no region is told.
    pub(in crate::analysis) fn placed(
        &self,
        own: Option<Row>,
        country: Option<&str>,
    ) -> Whereabouts {
        if self.inside.holds(own, country) {
            Whereabouts::Inside
        } else if self.around.holds(own, country) {
            Whereabouts::Around
        } else {
            Whereabouts::Outside
        }
    }

    /// Whether a place is a site of the region, external parties included.
    pub(in crate::analysis) fn is_within(&self, registry: &Registry, place: Row) -> bool {
        self.whereabouts(registry, place) == Whereabouts::Inside
    }

    /// Whether a place is a site of the region that is no external party.
    pub(in crate::analysis) fn is_own(&self, registry: &Registry, place: Row) -> bool {
        self.whereabouts(registry, place) == Whereabouts::Inside && !is_external(registry, place)
    }
}

impl Extent {
    /// Some regions with what lies in them. O(regions found · log).
    pub(in crate::analysis) fn of(
        registry: &Registry,
        regions: impl IntoIterator<Item = Row>,
    ) -> Self {
        let regions = registry.regions_within(regions);
        let countries = regions.iter().filter(|it| registry.is_country(**it));
        let countries = countries.filter_map(|it| registry.text(*it, region::COUNTRY));
        Self {
            countries: countries.map(str::to_owned).collect(),
            regions,
        }
    }

    /// A region of its own may be of another kind, such as one across borders: what lies in a country lies in all
    /// that the country lies in.
    pub(in crate::analysis) fn holds(&self, own: Option<Row>, country: Option<&str>) -> bool {
        own.is_some_and(|it| self.regions.contains(&it))
            || country.is_some_and(|it| self.countries.contains(it))
    }
}

pub(in crate::analysis) fn is_external(registry: &Registry, place: Row) -> bool {
    registry.code(place, site::KIND) == Some(SiteKind::External)
}

/// How a site stands.
pub(in crate::analysis) fn standing(registry: &Registry, place: Row, when: When) -> Standing {
    let operation = registry.operation(place, when);
    let (phase, status, year) = match operation.because {
        _ if operation.operates => (Phase::Operating, status_of(operation.because), None),
        OperationReason::NotYetOpened => (Phase::Planned, None, registry.int(place, site::OPENED)),
        OperationReason::AlreadyClosed => (Phase::Closed, None, registry.int(place, site::CLOSED)),
        because => {
            let status = status_of(because);
            (status.map_or(Phase::Unknown, phase_of), status, None)
        }
    };
    let as_of = operation.statement;
    Standing {
        phase,
        status,
        statement: operation.statement,
        as_of: as_of.and_then(|it| registry.int(it, statement::AS_OF)),
        year,
    }
}

fn status_of(because: OperationReason) -> Option<SiteStatus> {
    match because {
        OperationReason::Status(status) => Some(status),
        _ => None,
    }
}

/// The phase that a status means by itself.
pub(in crate::analysis) fn phase_of(status: SiteStatus) -> Phase {
    match status {
        SiteStatus::Operating => Phase::Operating,
        SiteStatus::CareAndMaintenance => Phase::Idle,
        SiteStatus::Closed => Phase::Closed,
        SiteStatus::Unknown => Phase::Unknown,
        SiteStatus::Construction
        | SiteStatus::PendingApproval
        | SiteStatus::Feasibility
        | SiteStatus::Exploration
        | SiteStatus::Planned => Phase::Planned,
    }
}

/// How a project stands. One whose status is not stated is planned, as projects are.
pub(in crate::analysis) fn project_standing(
    registry: &Registry,
    project: Row,
    when: When,
) -> Standing {
    let told = registry.status(project, when.year);
    let phase = match told {
        None if when.include_planned => Phase::Operating,
        Some((status, _)) if is_planned(status) && when.include_planned => Phase::Operating,
        None => Phase::Planned,
        Some((status, _)) => phase_of(status),
    };
    Standing {
        phase,
        status: told.map(|it| it.0),
        statement: told.map(|it| it.1),
        as_of: told.and_then(|it| registry.int(it.1, statement::AS_OF)),
        year: None,
    }
}
