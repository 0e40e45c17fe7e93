//! The header of a table of members.

use crate::exchange::members::MEMBER_COLUMNS;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::nearest;

/// Where the columns stand.
pub(super) struct Header {
    places: [Option<usize>; 5],
    pub(super) width: usize,
}

impl Header {
    pub(super) fn of(row: &csv::StringRecord, place: &Place, problems: &mut ProblemList) -> Self {
        let mut places = [None; 5];
        for (at, name) in row.iter().map(str::trim).enumerate() {
            let Some(column) = MEMBER_COLUMNS.iter().position(|it| *it == name) else {
                let near = nearest(name, MEMBER_COLUMNS).map(str::to_owned);
                let said = format!("unknown column `{name}`");
                let problem = Problem::error(ProblemCode::UnknownColumn, said).at(Some(place));
                problems.push(problem.column(name).suggestion(near));
                continue;
            };
            if places[column].replace(at).is_some() {
                let said = format!("column `{name}` stands there twice");
                let problem = Problem::error(ProblemCode::DuplicateColumn, said);
                problems.push(problem.at(Some(place)).column(name));
            }
        }
        for (name, at) in MEMBER_COLUMNS.iter().zip(places) {
            if at.is_none() {
                let said = format!("no column `{name}`");
                let problem = Problem::error(ProblemCode::MissingColumn, said).at(Some(place));
                problems.push(problem.column(*name).expected(MEMBER_COLUMNS.join(",")));
            }
        }
        Self {
            places,
            width: row.len(),
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.places.iter().all(Option::is_some)
    }

    pub(super) fn cells<'r>(&self, row: &'r csv::StringRecord) -> [&'r str; 5] {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
        self.places.map(cell)
    }
}
