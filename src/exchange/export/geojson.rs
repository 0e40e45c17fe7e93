//! GeoJSON (RFC 7946): a `Point` for every record with a position, a `LineString` for every link whose two ends have one.
//!
//! Positions are longitude, latitude in WGS 84. A feature's `id` is the record's id; its properties are the record's values under
//! the names of their columns,
//! with `record_kind` and `name`. The line of a link is straight: its way is not on record. Facts, and how many
//! records have no place on a map, are in the foreign member `ketju`, so that nothing is left out silently.

#[cfg(test)]
mod tests;

use std::io::BufWriter;
use std::io::Write;

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::record_json;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::model::tables::table_of;

/// Writes an extract. O(cells).
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut out = BufWriter::new(out);
    let facts = Json::Object(facts(extract));
    write!(
        out,
        "{{\"type\":\"FeatureCollection\",\"ketju\":{facts},\"features\":["
    )?;
    let mut lead = "\n";
    for kind in Kind::ALL {
        for row in extract.rows(*kind) {
            let Some(geometry) = geometry(extract.registry(), row) else {
                continue;
            };
            let feature = feature(extract.registry(), row, &geometry);
            write!(out, "{lead}{feature}")?;
            lead = ",\n";
        }
    }
    out.write_all(b"\n]}\n")?;
    out.flush()?;
    Ok(())
}

/// What the data say of themselves, and what of them is on no map.
fn facts(extract: &Extract<'_>) -> Map<String, Json> {
    let registry = extract.registry();
    let (mut without, mut others) = (Map::new(), Map::new());
    for kind in Kind::ALL {
        let is_lost = |row: &Row| geometry(registry, *row).is_none();
        let lost = extract.rows(*kind).filter(is_lost).count();
        let of = if has_place(*kind) {
            &mut without
        } else {
            &mut others
        };
        if lost > 0 {
            of.insert(kind.code().into(), lost.into());
        }
    }
    let mut facts = extract.facts_json();
    facts.insert("withoutPosition".into(), without.into());
    facts.insert("otherRecords".into(), others.into());
    facts
}

/// Whether records of a kind may have a place on a map.
fn has_place(kind: Kind) -> bool {
    kind == Kind::Link || table_of(kind).is_some_and(|it| it.coordinates().is_some())
}

fn geometry(registry: &Registry, row: Row) -> Option<Json> {
    if row.kind() != Kind::Link {
        let position = registry.coordinates(row)?;
        return Some(json!({ "type": "Point", "coordinates": position }));
    }
    let end = |column| {
        let place = registry.reference(row, column)?;
        let site = match place.kind() {
            Kind::SideStream => registry.reference(place, side_stream::SITE)?,
            _ => place,
        };
        registry.coordinates(site)
    };
    let ends = [end(link::FROM)?, end(link::TO)?];
    Some(json!({ "type": "LineString", "coordinates": ends }))
}

fn feature(registry: &Registry, row: Row, geometry: &Json) -> Json {
    // The canonical JSON of a record is an object.
    let told = serde_json::from_str(&record_json(&registry.record(row)));
    let mut properties: Map<String, Json> = told.unwrap_or_default();
    let id = properties.shift_remove("id");
    properties.insert("record_kind".into(), row.kind().code().into());
    properties.insert("name".into(), registry.name(row).into());
    json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": properties })
}
