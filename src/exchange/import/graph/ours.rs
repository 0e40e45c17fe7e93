//! Graphs that are our own exports: nodes and edges that are records, with an attribute for each column.

use crate::exchange::export::ends_of;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::Undirected;
use crate::exchange::import::cells::Row;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::graph::Item;
use crate::exchange::import::graph::Told;
use crate::exchange::import::graph::value_fault;
use crate::exchange::rows::unknown_column;
use crate::model::Id;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Record;
use crate::model::Table;
use crate::model::tables::table_of;

/// What the graph says of nodes and edges beside the columns of their records.
const OF_GRAPH: [&str; 6] = ["label", "kind", "context", "relation", "record", "weight"];

/// Characters that the file could not hold.
const REPLACED: &str = "characters_replaced";

/// The record that an id means, and its table; the problem of one that means none.
fn named(id: &str) -> Result<(Id, &'static Table), Box<Problem>> {
    let parsed = Id::parse(id).ok();
    let found = parsed.and_then(|it| table_of(it.kind).map(|table| (it, table)));
    found.ok_or_else(|| {
        let shown: String = id.chars().take(80).collect();
        let said = format!("`{shown}` is no id of a record");
        let problem = Problem::error(ProblemCode::BadSlug, said).column("id");
        Box::new(problem.expected("`kind:slug`, as our exports have it"))
    })
}

/// Reads a node or an edge; nodes that are only ends, and edges that are only references, hold no record.
pub(super) fn read(
    told: &Told,
    item: &Item,
    options: &ReadOptions,
    place: &Place,
    rows: &mut Rows<'_>,
) {
    let attributes = told.of(item.ends.is_some());
    let value = |name: &str| {
        let found = item.values.iter().find(|it| attributes[it.0].name == name);
        found.map(|it| it.1.as_str())
    };
    let id = match &item.ends {
        Some(_) => match value("record") {
            Some(record) => record,
            None => return,
        },
        None if value("context") == Some("true") => return,
        None => &item.id,
    };
    let mut report = |problem: Problem| rows.problems.push(problem.at(Some(place)));
    let (parsed, table) = match named(id) {
        Ok(named) => named,
        Err(problem) => return report(*problem),
    };
    let said_kind = value(if item.ends.is_some() {
        "relation"
    } else {
        "kind"
    });
    if said_kind.is_some_and(|it| it != parsed.kind.code()) {
        let said = format!("`{id}` is not of the kind that is said of it");
        return report(Problem::error(ProblemCode::Inconsistent, said).column("kind"));
    }
    if let Some(count) = value(REPLACED) {
        let said = format!(
            "{count} characters were lost when the file was written, as XML cannot hold them"
        );
        report(Problem::warning(ProblemCode::Inconsistent, said));
    }
    let mut row = Row::new(table, &parsed.slug);
    for (at, value) in &item.values {
        let attribute = &attributes[*at];
        if OF_GRAPH.contains(&attribute.name.as_str()) || attribute.name == REPLACED {
            continue;
        }
        let Some(column) = column_of(table, &attribute.name) else {
            report(unknown_column(table, &attribute.name));
            continue;
        };
        match value_fault(attribute, value) {
            Ok(cell) => row.set(column, cell),
            Err(fault) => {
                row.told.push(table.field(column).name);
                report(*fault);
            }
        }
    }
    let Some(record) = rows.take(&row, place) else {
        return;
    };
    if record.id != parsed {
        let said = format!("the values do not make the id `{id}`");
        let problem = Problem::error(ProblemCode::Inconsistent, said).column("id");
        let problem = problem.suggestion(Some(record.id.to_string()));
        rows.problems.push(problem.at(Some(place)));
    }
    check_ends(&record, item, options, place, rows);
}

/// The column that an attribute is: `value`, or `figure.value` where tables differ.
fn column_of(table: &Table, name: &str) -> Option<crate::model::Column> {
    match name.split_once('.') {
        Some((kind, name)) if kind == table.kind.code() => table.column(name),
        Some(_) => None,
        None => table.column(name),
    }
}

/// The ends of an edge are those of its record, and in its direction.
fn check_ends(
    record: &Record,
    item: &Item,
    options: &ReadOptions,
    place: &Place,
    rows: &mut Rows<'_>,
) {
    let Some((said, columns)) = item.ends.as_ref().zip(ends_of(record.kind())) else {
        return;
    };
    if !item.is_directed && options.undirected == Undirected::Refuse {
        rows.problems
            .push(super::foreign::undirected().at(Some(place)));
    }
    for (said, column) in said.iter().zip(columns) {
        let Some(id) = record.reference(column) else {
            continue;
        };
        if id.to_string() != *said {
            let message = format!("the edge ends at `{said}`, and its record at `{id}`");
            let problem = Problem::error(ProblemCode::Inconsistent, message).at(Some(place));
            let name = table_of(record.kind()).map_or("", |it| it.field(column).name);
            rows.problems.push(problem.column(name));
        }
    }
}
