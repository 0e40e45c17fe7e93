//! Tables inside the binary, read row by row into what is made of them.

use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;

/// What is made of some tables, and what is wrong with them, file by file.
pub(super) struct Loader<T> {
    pub(super) made: T,
    pub(super) problems: Vec<Problem>,
}

/// One row of a table, its cells by the name of their column.
pub(super) struct ListRow<'a> {
    header: &'a csv::StringRecord,
    cells: &'a csv::StringRecord,
}

impl<T> Loader<T> {
    /// Begins with what is there before any table is read.
    pub(super) fn of(made: T) -> Self {
        Self {
            made,
            problems: Vec::new(),
        }
    }

    /// Enters every row of a table; one that cannot be is left out and reported.
    pub(super) fn read(
        &mut self,
        file: &str,
        text: &str,
        enter: impl Fn(&mut T, &ListRow<'_>) -> Result<(), String>,
    ) {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        for cells in reader.records() {
            let line = match &cells {
                Ok(cells) => cells.position().map_or(0, csv::Position::line),
                Err(error) => error.position().map_or(0, csv::Position::line),
            };
            let entered = cells.map_err(|error| error.to_string()).and_then(|cells| {
                let (header, cells) = (&header, &cells);
                enter(&mut self.made, &ListRow { header, cells })
            });
            if let Err(fault) = entered {
                let place = Place {
                    file: file.into(),
                    line,
                };
                let problem = Problem::error(ProblemCode::Unreadable, fault).at(Some(&place));
                self.problems.push(problem);
            }
        }
    }
}

impl<'a> ListRow<'a> {
    /// The text of a cell; empty if the file has no such column.
    pub(super) fn text(&self, name: &str) -> &'a str {
        let at = self.header.iter().position(|it| it == name);
        at.and_then(|at| self.cells.get(at)).unwrap_or_default()
    }

    pub(super) fn filled(&self, name: &str) -> Result<&'a str, String> {
        match self.text(name) {
            "" => Err(format!("no `{name}`")),
            text => Ok(text),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<f64, String> {
        let text = self.text(name);
        let number = text.parse().ok().filter(|it: &f64| it.is_finite());
        number.ok_or_else(|| format!("`{text}` in `{name}` is no number"))
    }

    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        match self.text(name) {
            "" => Ok(None),
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            other => Err(format!("`{other}` in `{name}` is neither true nor false")),
        }
    }
}
