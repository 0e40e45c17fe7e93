//! Where a point is: longitude and latitude in degrees.

#![expect(
    clippy::result_large_err,
    reason = "a fault is rare and handed on at once"
)]

use serde_json::Value as Json;

use crate::exchange::import::geojson::Feature;
use crate::model::Problem;
use crate::model::ProblemCode;

/// Longitude and latitude of a point.
pub(super) fn position(feature: &Feature) -> Result<[f64; 2], Problem> {
    let refused = |code, said: String| Problem::error(code, said).column("geometry");
    if feature.of != "Feature" {
        let said = format!("a `{}` among the features", feature.of);
        return Err(refused(ProblemCode::BadType, said).expected("`Feature`"));
    }
    let Some(geometry) = &feature.geometry else {
        let said = "the feature has no geometry".to_owned();
        return Err(refused(ProblemCode::MissingValue, said).expected("a `Point`"));
    };
    if geometry.of != "Point" {
        let said = format!("a `{}` is not read", geometry.of);
        return Err(refused(ProblemCode::BadType, said).expected("a `Point` where the site is"));
    }
    let numbers = geometry
        .coordinates
        .as_array()
        .map(|it| it.iter().map(Json::as_f64));
    let numbers: Option<Vec<f64>> = numbers.and_then(Iterator::collect);
    let Some([longitude, latitude]) = numbers.as_deref().and_then(|it| it.first_chunk()) else {
        let shown: String = geometry.coordinates.to_string().chars().take(80).collect();
        let said = format!("`{shown}` are no coordinates of a point");
        return Err(refused(ProblemCode::BadType, said).expected("`[longitude, latitude]`"));
    };
    let is_in = |longitude: f64, latitude: f64| longitude.abs() <= 180.0 && latitude.abs() <= 90.0;
    if is_in(*longitude, *latitude) {
        return Ok([*longitude, *latitude]);
    }
    let said = format!("longitude {longitude} and latitude {latitude} are out of range");
    let problem = refused(ProblemCode::OutOfRange, said);
    let swapped = is_in(*latitude, *longitude).then(|| format!("[{latitude}, {longitude}]"));
    let expected = match swapped {
        Some(_) => "longitude first, then latitude; they may be swapped",
        None => "degrees; these may be metres of a projection such as EPSG:3067",
    };
    Err(problem.expected(expected).suggestion(swapped))
}
