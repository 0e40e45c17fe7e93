//! The form `geojson`: points of sites (RFC 7946), their properties under the names of our columns or by a mapping.

#![expect(
    clippy::result_large_err,
    reason = "a fault is rare and handed on at once"
)]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::exchange::code_lists::code_lists;
use crate::exchange::import::Encoding;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::cells::Row;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::mapped::Mapped;
use crate::exchange::import::mapped::Values;
use crate::exchange::import::mapping::cell_of;
use crate::exchange::package::PackageRead;
use crate::exchange::package::Records;
use crate::exchange::package::decode;
use crate::exchange::rows::Rules;
use crate::exchange::rows::unknown_column;
use crate::model::Column;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::tables::site;
use crate::model::tables::table_of;

/// A file, whose features are read one by one.
#[derive(Deserialize)]
struct Collection<'t> {
    #[serde(rename = "type")]
    of: String,
    #[serde(borrow)]
    features: Option<Vec<&'t RawValue>>,
    crs: Option<Json>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "type")]
    of: String,
    id: Option<Json>,
    geometry: Option<Geometry>,
    properties: Option<BTreeMap<String, Json>>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    of: String,
    #[serde(default)]
    coordinates: Json,
}

/// Reads a file. O(bytes).
pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> PackageRead {
    let mut problems = ProblemList::with_limit(options.limits.problems);
    let mut records = Records::of(bytes.len());
    if let Some(text) = decode(name, bytes, Encoding::Utf8, &mut problems) {
        let place = |line| Place {
            file: name.into(),
            line,
        };
        match collection(&text) {
            Err((line, fault)) => problems.push(fault.at(Some(&place(line)))),
            Ok(features) => {
                let rules = Rules::new(code_lists(), None);
                let rows = Rows::new(&options.limits, rules, &mut records, &mut problems);
                read_features(&features, &text, options, &place, rows);
            }
        }
    }
    PackageRead {
        records: records.finish(),
        problems: problems.finish(),
        ..PackageRead::default()
    }
}

/// The features of a file, or the line and the problem why it has none.
fn collection(text: &str) -> Result<Vec<&RawValue>, (u64, Problem)> {
    let expected = "a `FeatureCollection` of points, as RFC 7946 has it";
    let refused = |said: String| Problem::error(ProblemCode::Unreadable, said).expected(expected);
    let read: Result<Collection<'_>, _> = serde_json::from_str(text);
    let collection = read.map_err(|error| (error.line() as u64, refused(no_json(&error))))?;
    if let Some(crs) = &collection.crs {
        let said = crs.to_string();
        // Longitude and latitude of WGS 84, which files of before RFC 7946 may still say.
        if !said.contains("CRS84") && !said.contains("4326") {
            let shown: String = said.chars().take(120).collect();
            let said = format!("the coordinates are in another system, {shown}");
            let problem = Problem::error(ProblemCode::Inconsistent, said).column("crs");
            let expected =
                "longitude and latitude in degrees (WGS 84, EPSG:4326); convert the file first";
            return Err((line_of(text, "\"crs\""), problem.expected(expected)));
        }
    }
    match collection.features {
        Some(features) if collection.of == "FeatureCollection" => Ok(features),
        _ => {
            let shown: String = collection.of.chars().take(80).collect();
            Err((1, refused(format!("the file is a `{shown}`"))))
        }
    }
}

fn line_of(text: &str, word: &str) -> u64 {
    let before = text
        .find(word)
        .and_then(|at| text.get(..at))
        .unwrap_or_default();
    1 + before.bytes().filter(|it| *it == b'\n').count() as u64
}

fn no_json(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    format!("no GeoJSON: {said}, at character {}", error.column())
}

fn read_features(
    features: &[&RawValue],
    text: &str,
    options: &ReadOptions,
    place: &dyn Fn(u64) -> Place,
    mut rows: Rows<'_>,
) {
    let mut parsed: Vec<(Feature, Place)> = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for raw in features {
        // Features are parts of the text, one after the other.
        let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let passed = text.as_bytes().get(counted..start).unwrap_or_default();
        line += passed.iter().filter(|it| **it == b'\n').count() as u64;
        counted = start;
        match serde_json::from_str::<Feature>(raw.get()) {
            Ok(feature) => parsed.push((feature, place(line))),
            Err(error) => {
                let at = line + error.line() as u64 - 1;
                let problem = Problem::error(ProblemCode::Unreadable, no_json(&error));
                rows.problems.push(problem.at(Some(&place(at))));
            }
        }
    }
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
    for (feature, place) in &parsed {
        for name in feature.properties.iter().flat_map(BTreeMap::keys) {
            names.entry(name).or_insert(place.line);
        }
    }
    let names: Vec<(&str, u64)> = names.into_iter().collect();
    let errors = rows.problems.errors();
    let part = options.mapping.nodes.as_ref();
    let mapped = part.and_then(|it| Mapped::of(it, Kind::Site, &names, place, rows.problems));
    if rows.problems.errors() > errors {
        return;
    }
    for (feature, place) in &parsed {
        read_feature(feature, mapped.as_ref(), place, &mut rows);
    }
}

fn read_feature(
    feature: &Feature,
    mapped: Option<&Mapped<'_>>,
    place: &Place,
    rows: &mut Rows<'_>,
) {
    let position = match position(feature) {
        Ok(position) => position,
        Err(fault) => return rows.problems.push(fault.at(Some(place))),
    };
    let id = feature.id.as_ref().and_then(cell_of).unwrap_or_default();
    let properties = feature.properties.iter().flatten();
    let cells = position.map(|(column, degrees)| (column, degrees.to_string()));
    let Some(mapped) = mapped else {
        return by_columns(&id, properties, &cells, place, rows);
    };
    let values = properties.map(|(name, value)| (name.as_str(), text_of(name, value)));
    let mut values: Values<'_> = values.collect();
    values.entry("id").or_insert_with(|| Ok(id.clone()));
    let slug = mapped.slug(&id, &values);
    mapped.read(&slug, &values, &cells, place, rows);
}

/// Reads a site whose properties are columns.
fn by_columns<'v>(
    id: &str,
    properties: impl Iterator<Item = (&'v String, &'v Json)>,
    cells: &[(Column, String)],
    place: &Place,
    rows: &mut Rows<'_>,
) {
    let Some(table) = table_of(Kind::Site) else {
        return;
    };
    let mut properties: Vec<_> = properties.collect();
    let own = properties.iter().position(|it| it.0 == "id");
    let own = own.map(|at| properties.swap_remove(at).1);
    let id = own.and_then(cell_of).unwrap_or_else(|| id.to_owned());
    // Our ids say the kind as well.
    let slug = Id::parse(&id).ok().filter(|it| it.kind == Kind::Site);
    let mut row = Row::new(table, slug.as_ref().map_or(&id, |it| &it.slug));
    for (name, value) in properties {
        let Some(column) = table.column(name) else {
            rows.problems
                .push(unknown_column(table, name).at(Some(place)));
            continue;
        };
        match text_of(name, value) {
            Ok(text) => row.set_text(column, &text),
            Err(fault) => {
                row.told.push(table.field(column).name);
                rows.problems.push((*fault).at(Some(place)));
            }
        }
    }
    for (column, cell) in cells {
        row.set(*column, cell.clone());
    }
    rows.take(&row, place);
}

/// The text of a property; what is not stated may be null.
fn text_of(name: &str, value: &Json) -> Result<String, Box<Problem>> {
    if value.is_null() {
        return Ok(String::new());
    }
    cell_of(value).ok_or_else(|| {
        let said = format!("`{name}` holds an object, and no value");
        Problem::error(ProblemCode::BadType, said)
            .column(name)
            .into()
    })
}

/// Where the point is.
fn position(feature: &Feature) -> Result<[(Column, f64); 2], Problem> {
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
        return Ok([(site::LONGITUDE, *longitude), (site::LATITUDE, *latitude)]);
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
