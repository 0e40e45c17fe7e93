//! The names of columns, as headers have them.

use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Table;

/// The problem of a column that a table has not, which is about to be added to `problems`.
pub(crate) fn unknown_column(table: &Table, name: &str, problems: &mut ProblemList) -> Problem {
    let problem = Problem::error(
        ProblemCode::UnknownColumn,
        format!("unknown column `{name}` in {}", table.name),
    )
    .column(name);
    if name == "id" {
        return problem.expected("no column `id`, since it is computed from the row");
    }
    let id = (!table.computed_id).then_some("id");
    let names = || table.fields.iter().map(|field| field.name).chain(id);
    let plain = plain_name(name);
    let same = names().find(|it| *it == plain);
    let same = same.map(str::to_owned);
    problem.suggestion(same.or_else(|| problems.near(name, names())))
}

/// The name of a column as files have it, of one with capitals, spaces or hyphens.
pub(super) fn plain_name(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}
