//! From the rows of a sheet to records, by the reader of tables that CSV files go through as well.

use crate::exchange::import::ReadOptions;
use crate::exchange::import::xlsx::parts::Fault;
use crate::exchange::import::xlsx::sheet::Content;
use crate::exchange::import::xlsx::sheet::Merged;
use crate::exchange::import::xlsx::sheet::SheetCell;
use crate::exchange::import::xlsx::sheet::cell_name;
use crate::exchange::package::Records;
use crate::exchange::rows::Rules;
use crate::exchange::rows::TableReader;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Table;
use crate::model::tables::figure;

/// Reads the rows of one sheet.
pub(super) struct Rows<'a> {
    table: &'static Table,
    rules: &'a Rules<'static>,
    /// The sheet, and the row that is being read.
    place: Place,
    options: &'a ReadOptions,
    /// None before the first row.
    header: Option<Header>,
    records: &'a mut Records,
    problems: &'a mut ProblemList,
}

/// The first row of a sheet.
struct Header {
    reader: TableReader<'static>,
    row: u32,
    /// The columns that have a name, and the names.
    columns: Vec<(u32, String)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        (table, rules): (&'static Table, &'a Rules<'static>),
        place: Place,
        options: &'a ReadOptions,
        records: &'a mut Records,
        problems: &'a mut ProblemList,
    ) -> Self {
        Self {
            table,
            rules,
            place,
            options,
            header: None,
            records,
            problems,
        }
    }

    /// Takes in a row, the header first.
    pub(super) fn take(&mut self, row: u32, cells: &[SheetCell<'_>]) -> Result<(), Fault> {
        self.place.line = row.into();
        match self.header.take() {
            None => self.header = Some(self.header_of(row, cells)?),
            Some(header) => {
                self.record(&header, row, cells);
                self.header = Some(header);
            }
        }
        Ok(())
    }

    /// Tells of merged cells within the table, all but the first of which are empty.
    pub(super) fn finish(mut self, merged: &[Merged]) {
        let Some(header) = self.header.take() else {
            return;
        };
        for range in merged.iter().filter(|range| range.rows.1 >= header.row) {
            let (first, last) = range.columns;
            let column = header
                .columns
                .iter()
                .find(|it| (first..=last).contains(&it.0));
            let Some((_, name)) = column else { continue };
            self.place.line = range.rows.0.into();
            let (from, to) = (
                cell_name(first, range.rows.0),
                cell_name(last, range.rows.1),
            );
            let said = format!("the cells {from} to {to} are merged, and only {from} has a value");
            let problem = Problem::error(ProblemCode::CellCount, said).at(Some(&self.place));
            let expected = "cells that are not merged, each with its own value";
            self.problems.push(problem.column(name).expected(expected));
        }
    }

    fn header_of(&mut self, row: u32, cells: &[SheetCell<'_>]) -> Result<Header, Fault> {
        if let Some(said) = self.options.limits.columns_fault(cells.len()) {
            return Err(said);
        }
        let mut columns = Vec::new();
        for cell in cells {
            match &cell.content {
                Content::Text(name) => columns.push((cell.column, name.trim().to_owned())),
                Content::Percent(_) | Content::Fault(..) => {
                    let said = format!("{} is no name of a column", cell_name(cell.column, row));
                    let problem = Problem::error(ProblemCode::UnknownColumn, said);
                    self.problems.push(problem.at(Some(&self.place)));
                }
            }
        }
        let names = columns.iter().map(|it| it.1.as_str());
        let reader = TableReader::new(self.table, names, &self.place, self.rules, self.problems);
        if let Some(columns) = reader.given() {
            self.records.given.header(&self.place.file, columns);
        }
        Ok(Header {
            reader,
            row,
            columns,
        })
    }

    fn record(&mut self, header: &Header, row: u32, cells: &[SheetCell<'_>]) {
        let mut texts = vec![""; header.columns.len()];
        let mut told = Vec::new();
        for cell in cells {
            let at = header.columns.binary_search_by_key(&cell.column, |it| it.0);
            let Ok(at) = at else {
                let said = format!(
                    "{} holds a value, and its column has no name",
                    cell_name(cell.column, row)
                );
                let problem = Problem::error(ProblemCode::CellCount, said);
                self.problems.push(problem.at(Some(&self.place)));
                continue;
            };
            let name = header.columns[at].1.as_str();
            match self.text(name, &cell.content) {
                Some(text) => texts[at] = text,
                None => told.push(name),
            }
        }
        let fault = self.options.limits.cell_fault(texts.iter().copied());
        let is_sound = fault.is_none();
        self.problems
            .extend(fault.map(|fault| fault.at(Some(&self.place))));
        let cell = |at: usize| texts[at];
        let record = if is_sound {
            let reader = &header.reader;
            reader.row_with_faults(cell, &told, &self.place, self.problems)
        } else {
            header.reader.id_only(cell)
        };
        if let Some(record) = record {
            self.records.push(record, &self.place, self.problems);
        }
    }

    /// The text of a cell; none, and a problem, if nothing can be made of it.
    fn text<'c>(&mut self, name: &str, content: &'c Content<'_>) -> Option<&'c str> {
        let problem = match content {
            Content::Text(text) => return Some(text),
            Content::Percent(digits) if !self.is_amount(name) => return Some(digits),
            Content::Percent(digits) => {
                let said = format!("the cell shows a percentage, and holds {digits}");
                let expected = "a plain number in the unit of the row, such as 15 with `%`";
                let problem = Problem::error(ProblemCode::BadType, said).value(digits);
                problem.expected(expected)
            }
            Content::Fault(said, expected) => {
                Problem::error(ProblemCode::BadType, said.as_str()).expected(*expected)
            }
        };
        let problem = problem.at(Some(&self.place)).column(name);
        self.problems.push(problem);
        None
    }

    /// Whether a column holds numbers whose unit stands in another, so that 15 % could be 0.15 % as well.
    fn is_amount(&self, name: &str) -> bool {
        let amounts = [figure::VALUE, figure::LOW, figure::HIGH];
        self.table.kind == Kind::Figure
            && amounts.iter().any(|it| self.table.field(*it).name == name)
    }
}
