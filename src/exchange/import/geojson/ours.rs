//! Features that are our own exports: records of any kind, in the properties the values of their columns as canonical JSON.

use serde_json::Value as Json;

use crate::exchange::import::cells::Rows;
use crate::exchange::import::geojson::Feature;
use crate::exchange::import::geojson::position::position;
use crate::exchange::import::geojson::set_position;
use crate::exchange::import::jsonl::line::Line;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;

/// What features say of their records beside columns: of which kind they are, and how they are called.
const KIND: &str = "record_kind";
const NAME: &str = "name";

/// Whether a feature is one that we export.
pub(super) fn is_ours(feature: &Feature) -> bool {
    feature.properties().iter().any(|it| it.0 == KIND)
}

/// Reads the record of a feature. Where a point was moved and the values were not, that is a problem; the line of a link
/// follows from its ends.
pub(super) fn read(feature: &Feature, place: &Place, rows: &mut Rows<'_>) {
    let (of_feature, columns): (Vec<_>, Vec<_>) = feature
        .properties()
        .iter()
        .cloned()
        .partition(|it| [KIND, NAME].contains(&it.0.as_str()));
    let has_id = columns.iter().any(|it| it.0 == "id");
    let id = feature.id.clone().filter(|_| !has_id);
    let id = id.map(|it| ("id".to_owned(), it));
    let members: Vec<(String, Json)> = id.into_iter().chain(columns).collect();
    let Some(mut line) = Line::of(&members, place, rows.problems) else {
        return;
    };
    let kind = line.row.table.kind;
    let kinds = of_feature.iter().filter(|it| it.0 == KIND);
    if kinds.clone().any(|it| it.1 != kind.code()) {
        let said = format!("the id is of a {}, and `{KIND}` says another", kind.code());
        let problem = Problem::error(ProblemCode::Inconsistent, said).at(Some(place));
        return rows.problems.push(problem.column(KIND));
    }
    if line.row.table.coordinates().is_some() {
        match position(feature) {
            Ok(position) => set_position(&mut line.row, position, place, rows.problems),
            Err(fault) => return rows.problems.push(fault.at(Some(place))),
        }
    }
    line.take(place, rows);
}
