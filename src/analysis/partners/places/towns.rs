//! The towns of organisations, clusters and platforms.

use crate::model::Column;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::PositionPrecision;
use crate::model::geo::Position;
use crate::model::geo::default_uncertainty_km;
use crate::model::tables::cluster;
use crate::model::tables::organisation;
use crate::model::tables::platform;

/// Where kinds of records keep their town.
#[derive(Clone, Copy)]
pub(in crate::analysis::partners) struct TownColumns {
    pub(super) city: Column,
    pub(super) region: Column,
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

pub(super) const TOWN_OF_CLUSTER: TownColumns = TownColumns {
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
