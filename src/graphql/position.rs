//! Positions with what is known of their precision.

use async_graphql::SimpleObject;

use crate::graphql::codes::PositionPrecision;
use crate::graphql::item::Item;
use crate::model;
use crate::model::Column;
use crate::model::codes;
use crate::model::geo::default_uncertainty_km;

/// A point on the earth, WGS 84.
#[derive(Clone, SimpleObject)]
pub(crate) struct Position {
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east.
    pub(crate) longitude: f64,
    /// How it was found.
    pub(crate) precision: PositionPrecision,
    /// How far the true place may be from the point, in km.
    pub(crate) uncertainty_km: f64,
}

impl From<model::geo::Position> for Position {
    fn from(position: model::geo::Position) -> Self {
        Self {
            latitude: position.latitude,
            longitude: position.longitude,
            precision: position.precision.into(),
            uncertainty_km: position.uncertainty_km,
        }
    }
}

impl Position {
    /// The position of a site; none if it is not known.
    pub(crate) fn of_site(item: &Item) -> Option<Self> {
        item.registry().position(item.row).map(Self::from)
    }

    /// The position in the columns of a record that is no site; a place without precision is told
    /// to the municipality.
    pub(crate) fn of(
        item: &Item,
        latitude: Column,
        longitude: Column,
        precision: Column,
    ) -> Option<Self> {
        let precision = item
            .registry()
            .code(item.row, precision)
            .unwrap_or(codes::PositionPrecision::Municipality);
        Some(Self {
            latitude: item.number(latitude)?,
            longitude: item.number(longitude)?,
            precision: precision.into(),
            uncertainty_km: default_uncertainty_km(precision),
        })
    }
}
