//! Graphs that are our own exports: nodes and edges that are records, with an attribute for each column.

use std::collections::BTreeSet;

use crate::exchange::import::ReadOptions;
use crate::exchange::import::Undirected;
use crate::exchange::import::cells::Row;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::graph::Attribute;
use crate::exchange::import::graph::Item;
use crate::exchange::import::graph::Told;
use crate::exchange::import::graph::value_fault;
use crate::exchange::rows::unknown_column;
use crate::model::Column;
use crate::model::Id;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Table;
use crate::model::tables::table_of;

/// What the graph says of nodes and edges beside the columns of their records.
const OF_GRAPH: [&str; 8] = [
    "label",
    "kind",
    "context",
    "relation",
    "record",
    "weight",
    REPLACED,
    NETWORKX_KEY,
];

/// What NetworkX adds to edges of GEXF: their ids once more.
const NETWORKX_KEY: &str = "networkx_key";

/// Characters that the file could not hold.
const REPLACED: &str = "characters_replaced";

/// The problem of a graph of ours in which another program made times of columns that are called like them.
pub(super) fn times_lost() -> Problem {
    let said = "when things were there is said beside the values, where it is not read";
    let problem = Problem::error(ProblemCode::Inconsistent, said);
    problem.expected("GraphML, in which `start` and `end` stay columns")
}

/// The problem of a graph of ours whose nodes another program gave ids of its own, as igraph does: it also leaves values that
/// were not stated empty or `false`, so that they cannot be told from those that were.
pub(super) fn ids_lost() -> Problem {
    let said = "another program, such as igraph, gave the nodes of this export ids of its own and filled in values that were not stated";
    let problem = Problem::error(ProblemCode::Inconsistent, said);
    problem.expected("the export as `ketju export` wrote it, or a mapping (`--mapping`) that says what its attributes are")
}

/// Whether the id of a node is one that no record has.
pub(super) fn is_renamed(id: &str) -> bool {
    Id::parse(id).is_err()
}

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
    // By the type that is declared, since other programs write flags in their own way.
    let value = |name: &str| {
        let found = item
            .values
            .iter()
            .find(|it| attributes[it.0].name == name)?;
        value_fault(&attributes[found.0], &found.1).ok()
    };
    let stated = match &item.ends {
        Some(_) => value("record").filter(|it| !it.is_empty()),
        None => (value("context").as_deref() != Some("true")).then(|| item.id.clone()),
    };
    let Some(id) = stated else { return };
    let report =
        |problem: Problem, rows: &mut Rows<'_>| rows.problems.push(problem.at(Some(place)));
    let (parsed, table) = match named(&id) {
        Ok(named) => named,
        Err(problem) => return report(*problem, rows),
    };
    let said_kind = value(if item.ends.is_some() {
        "relation"
    } else {
        "kind"
    });
    if said_kind.is_some_and(|it| it != parsed.kind.code()) {
        let said = format!("`{id}` is not of the kind that is said of it");
        let problem = Problem::error(ProblemCode::Inconsistent, said);
        return report(problem.column("kind"), rows);
    }
    if let Some(count) = value(REPLACED) {
        let said = format!(
            "{count} characters were lost when the file was written, as XML cannot hold them"
        );
        report(Problem::warning(ProblemCode::Inconsistent, said), rows);
    }
    let row = row_of(
        (table, &parsed.slug),
        attributes,
        item,
        place,
        rows.problems,
    );
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

/// The cells of a record; faults go to `problems`.
fn row_of(
    (table, slug): (&'static Table, &str),
    attributes: &[Attribute],
    item: &Item,
    place: &Place,
    problems: &mut ProblemList,
) -> Row {
    let mut row = Row::new(table, slug);
    let mut seen = BTreeSet::new();
    for (at, value) in &item.values {
        let attribute = &attributes[*at];
        let is_of_graph = OF_GRAPH.contains(&attribute.name.as_str());
        let column = column_of(table, &attribute.name).filter(|_| !is_of_graph);
        if column.is_none() && !is_of_graph {
            let problem = unknown_column(table, &attribute.name, problems);
            problems.push(problem.at(Some(place)));
            continue;
        }
        match (value_fault(attribute, value), column) {
            (Ok(_), None) => {}
            (Ok(_), Some(column)) if !seen.insert(column) => {
                let said = format!("a second value of `{}`", attribute.name);
                let problem = Problem::error(ProblemCode::DuplicateColumn, said);
                problems.push(problem.at(Some(place)).column(&attribute.name));
            }
            (Ok(cell), Some(column)) => row.set(column, cell),
            (Err(fault), column) => {
                row.told.extend(column.map(|it| table.field(it).name));
                problems.push(fault.at(Some(place)));
            }
        }
    }
    row
}

/// The column that an attribute is: `value`, or `figure.value` where tables differ.
fn column_of(table: &Table, name: &str) -> Option<Column> {
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
    let ends = table_of(record.kind()).and_then(Table::ends);
    let Some((said, columns)) = item.ends.as_ref().zip(ends) else {
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
