//! Where the records of the directory are, and how far from a point.

use crate::model::Column;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::geo::great_circle_km;
use crate::model::tables::activity;
use crate::model::tables::cluster;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::side_stream;

/// Degrees north and east of a site, organisation, cluster or platform, or of the site of a side-stream or activity; none
/// if they are not known, and for records of other kinds.
pub fn degrees(registry: &Registry, row: Row) -> Option<(f64, f64)> {
    let of = |latitude: Column, longitude: Column| {
        let number = |column| registry.number(row, column);
        Some((number(latitude)?, number(longitude)?))
    };
    let of_site = |column| degrees(registry, registry.reference(row, column)?);
    match row.kind() {
        Kind::Site => {
            let position = registry.position(row)?;
            Some((position.latitude, position.longitude))
        }
        Kind::Organisation => of(organisation::LATITUDE, organisation::LONGITUDE),
        Kind::Cluster => of(cluster::LATITUDE, cluster::LONGITUDE),
        Kind::Platform => of(platform::LATITUDE, platform::LONGITUDE),
        Kind::SideStream => of_site(side_stream::SITE),
        Kind::Activity => of_site(activity::SITE),
        _ => None,
    }
}

/// Great-circle distance in km of a record from a point in degrees; none if its position is not known.
pub fn distance_km(registry: &Registry, row: Row, from: (f64, f64)) -> Option<f64> {
    let (latitude, longitude) = degrees(registry, row)?;
    Some(great_circle_km(from.0, from.1, latitude, longitude))
}
