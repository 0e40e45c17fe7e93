//! The year that a row is of.

use crate::exchange::members::of_cell;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::cluster;

/// No list of members of a cluster is older; our judgement.
const EARLIEST: i64 = 1900;

/// A year up to this one; none for an empty cell.
///
/// # Errors
/// A problem if it is no year, or one of which nobody can have told yet.
pub(super) fn year(text: &str, this_year: i64) -> Result<Option<i64>, Box<Problem>> {
    if text.is_empty() {
        return Ok(None);
    }
    let fault = |code, said: String| {
        let fault = of_cell(code, said, "as_of", text);
        Err(Box::new(fault.expected(format!(
            "a year from {EARLIEST} to {this_year}, or nothing"
        ))))
    };
    match text.parse() {
        Ok(year) if year > this_year && year < 10_000 => fault(
            ProblemCode::OutOfRange,
            format!("`{text}` is yet to come: `as_of` is the year in which it was told"),
        ),
        Ok(year) if (EARLIEST..=this_year).contains(&year) => Ok(Some(year)),
        Ok(year) if (1000..EARLIEST).contains(&year) => fault(
            ProblemCode::OutOfRange,
            format!("`{text}` is before any list of members"),
        ),
        _ => fault(ProblemCode::BadType, format!("`{text}` is no year")),
    }
}

/// The doubt of a year before the first one on record of the cluster; none if there is no such doubt.
pub(super) fn before_cluster(registry: &Registry, of: Row, year: Option<i64>) -> Option<Problem> {
    let (year, first) = (year?, registry.int(of, cluster::ESTABLISHED)?);
    let said = format!(
        "`{year}` is before {first}, the first year on record of {}",
        registry.name(of)
    );
    let doubt = Problem::warning(ProblemCode::DatesOutOfOrder, said).column("as_of");
    (year < i64::from(first)).then(|| doubt.value(year.to_string()))
}
