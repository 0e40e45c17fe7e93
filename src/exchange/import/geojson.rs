//! The form `geojson`: points of sites (RFC 7946), their properties under the names of our columns or by a mapping; and
//! what we export, whose features are records of all kinds that have a place.

#![expect(
    clippy::result_large_err,
    reason = "a fault is rare and handed on at once"
)]

mod ours;
mod position;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::exchange::code_lists::code_lists;
use crate::exchange::import::Encoding;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::cells::Row;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::geojson::position::position;
use crate::exchange::import::mapped::Mapped;
use crate::exchange::import::mapped::Values;
use crate::exchange::import::mapped::add;
use crate::exchange::import::mapping::cell_of;
use crate::exchange::import::object::Members;
use crate::exchange::import::object::twice;
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
use crate::model::tables::table_of;

/// A file, whose features are read one by one.
#[derive(Deserialize)]
struct Collection<'t> {
    #[serde(rename = "type")]
    of: String,
    #[serde(borrow)]
    features: Option<Vec<&'t RawValue>>,
    crs: Option<Json>,
    /// What our own exports say of themselves.
    ketju: Option<Json>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "type")]
    of: String,
    id: Option<Json>,
    geometry: Option<Geometry>,
    properties: Option<Members>,
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
            Ok((features, reference_year)) => {
                let rules = Rules::new(code_lists(), reference_year);
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

/// The features of a file, and the year by which its codes must be valid if it says so.
type Features<'t> = (Vec<&'t RawValue>, Option<i64>);

/// The features of a file, or the line and the problem why it has none.
fn collection(text: &str) -> Result<Features<'_>, (u64, Problem)> {
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
        Some(features) if collection.of == "FeatureCollection" => {
            let facts = collection.ketju.as_ref();
            let year = facts.and_then(|it| it.get("referenceYear"));
            Ok((features, year.and_then(Json::as_i64)))
        }
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
        for (name, _) in feature.properties() {
            names.entry(name).or_insert(place.line);
        }
    }
    let names: Vec<(&str, u64)> = names.into_iter().collect();
    let errors = rows.problems.errors();
    let mapped = match (&options.mapping.nodes, table_of(Kind::Site)) {
        (Some(part), Some(usual)) => {
            let table = part.table(Kind::Site).unwrap_or(usual);
            let own = table.coordinates();
            if own.is_none() {
                let kind = table.kind.code();
                let said = format!(
                    "a {kind} has no place of its own, and where the points are is passed over"
                );
                let problem = Problem::warning(ProblemCode::Inconsistent, said);
                rows.problems.push(problem.at(Some(&place(1))));
            }
            let own: Vec<Column> = own.into_iter().flatten().collect();
            Some(Mapped::of(
                part,
                (table, &own),
                &names,
                place,
                rows.problems,
            ))
        }
        _ if !options.mapping.is_empty() => {
            let said = "the mapping says nothing of points, which are read without it";
            let problem = Problem::warning(ProblemCode::MissingValue, said);
            rows.problems
                .push(problem.at(Some(&place(1))).expected("`[nodes]`"));
            None
        }
        _ => None,
    };
    if rows.problems.errors() > errors {
        return;
    }
    for (feature, place) in &parsed {
        match &mapped {
            Some(mapped) => by_mapping(feature, mapped, place, &mut rows),
            None if ours::is_ours(feature) => ours::read(feature, place, &mut rows),
            None => by_columns(feature, place, &mut rows),
        }
    }
}

impl Feature {
    /// The properties in their order, with those that stand there twice.
    fn properties(&self) -> &[(String, Json)] {
        self.properties.as_ref().map_or(&[], |it| &it.0)
    }

    /// The text of the id; empty if it has none.
    fn id(&self) -> String {
        self.id.as_ref().and_then(cell_of).unwrap_or_default()
    }
}

/// Reads a point by a mapping.
fn by_mapping(feature: &Feature, mapped: &Mapped<'_>, place: &Place, rows: &mut Rows<'_>) {
    let position = match position(feature) {
        Ok(position) => position,
        Err(fault) => return rows.problems.push(fault.at(Some(place))),
    };
    let id = feature.id();
    let mut values = Values::new();
    for (name, value) in feature.properties() {
        add(&mut values, name, text_of(name, value));
    }
    values.entry("id").or_insert_with(|| Ok(id.clone()));
    let columns = mapped.table.coordinates().into_iter().flatten();
    let cells = columns.zip(position.map(|it| it.to_string()));
    let cells: Vec<_> = cells.collect();
    let slug = mapped.slug(&id, &values);
    mapped.read(&slug, &values, &cells, place, rows);
}

/// Reads a site whose properties are columns.
fn by_columns(feature: &Feature, place: &Place, rows: &mut Rows<'_>) {
    let position = match position(feature) {
        Ok(position) => position,
        Err(fault) => return rows.problems.push(fault.at(Some(place))),
    };
    let Some(table) = table_of(Kind::Site) else {
        return;
    };
    let own = feature.properties().iter().find(|it| it.0 == "id");
    let id = own
        .and_then(|it| cell_of(&it.1))
        .unwrap_or_else(|| feature.id());
    // Our ids say the kind as well.
    let slug = Id::parse(&id).ok().filter(|it| it.kind == Kind::Site);
    let mut row = Row::new(table, slug.as_ref().map_or(&id, |it| &it.slug));
    let mut seen = BTreeSet::new();
    for (name, value) in feature.properties() {
        if !seen.insert(name) {
            rows.problems.push(twice(name).at(Some(place)));
            continue;
        }
        if name == "id" {
            continue;
        }
        let Some(column) = table.column(name) else {
            let problem = unknown_column(table, name, rows.problems);
            rows.problems.push(problem.at(Some(place)));
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
    set_position(&mut row, position, place, rows.problems);
    rows.take(&row, place);
}

/// Sets longitude and latitude of a row to those of its point; a problem if the properties say others.
fn set_position(row: &mut Row, position: [f64; 2], place: &Place, problems: &mut ProblemList) {
    let columns = row.table.coordinates().into_iter().flatten();
    for (column, degrees) in columns.zip(position) {
        let stated = row.cell(column).trim();
        if !stated.is_empty() && stated.parse() != Ok(degrees) {
            let name = row.table.field(column).name;
            let said = format!(
                "the `{name}` {stated} of the properties is not that of the point, {degrees}"
            );
            let problem = Problem::error(ProblemCode::Inconsistent, said).column(name);
            let expected = "one position; leave out that of the properties if the point was moved";
            problems.push(problem.expected(expected).at(Some(place)));
        }
        row.set(column, degrees.to_string());
    }
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
