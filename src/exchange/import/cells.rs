//! Rows of any table in any order, from cells of text: what forms that have no tables read by.

use std::collections::BTreeMap;

use crate::exchange::cell::as_cell;
use crate::exchange::package::Limits;
use crate::exchange::package::Records;
use crate::exchange::rows::Rules;
use crate::exchange::rows::TableReader;
use crate::model::Column;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Table;

/// A row over all columns of a table, filled cell by cell.
pub(super) struct Row {
    pub(super) table: &'static Table,
    /// The slug, unless it is computed, and a cell for each column.
    pub(super) cells: Vec<String>,
    /// The columns at fault that were told of; their cells are empty.
    pub(super) told: Vec<&'static str>,
}

/// Reads rows into records.
pub(super) struct Rows<'a> {
    limits: &'a Limits,
    pub(super) rules: Rules<'static>,
    /// The reader of each kind, over all its columns.
    readers: BTreeMap<Kind, TableReader<'static>>,
    pub(super) records: &'a mut Records,
    pub(super) problems: &'a mut ProblemList,
}

impl Row {
    /// An empty row.
    pub(super) fn new(table: &'static Table, slug: &str) -> Self {
        let mut cells = vec![String::new(); ids(table) + table.fields.len()];
        if ids(table) == 1 {
            slug.clone_into(&mut cells[0]);
        }
        Self {
            table,
            cells,
            told: Vec::new(),
        }
    }

    /// The cell of a column; empty if none is set.
    pub(super) fn cell(&self, column: Column) -> &str {
        let cell = self.cells.get(ids(self.table) + usize::from(column.0));
        cell.map_or("", String::as_str)
    }

    /// Sets the cell of a column as it stands.
    pub(super) fn set(&mut self, column: Column, cell: String) {
        if let Some(at) = self.cells.get_mut(ids(self.table) + usize::from(column.0)) {
            *at = cell;
        }
    }

    /// Sets the cell of a column to what a text says, none of which is a mark of spreadsheets.
    pub(super) fn set_text(&mut self, column: Column, text: &str) {
        let cell = match self.table.field(column).of {
            FieldType::Text => as_cell(text.to_owned()),
            _ => text.to_owned(),
        };
        self.set(column, cell);
    }
}

impl<'a> Rows<'a> {
    /// A reader by some rules.
    pub(super) fn new(
        limits: &'a Limits,
        rules: Rules<'static>,
        records: &'a mut Records,
        problems: &'a mut ProblemList,
    ) -> Self {
        Self {
            limits,
            rules,
            readers: BTreeMap::new(),
            records,
            problems,
        }
    }

    /// Changes the rules of the rows that follow.
    pub(super) fn set_rules(&mut self, rules: Rules<'static>) {
        self.rules = rules;
        self.readers.clear();
    }

    /// The record of a row, as [`TableReader::row_as_stated`] reads it; with an overlong cell its id alone.
    pub(super) fn read(&mut self, row: &Row, place: &Place) -> Option<Record> {
        let (table, rules) = (row.table, &self.rules);
        let reader = self.readers.entry(table.kind).or_insert_with(|| {
            let mut none = ProblemList::default();
            let columns = columns(table);
            TableReader::new(table, columns, &Place::default(), rules, &mut none)
        });
        let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
        let Some(fault) = overlong(row, self.limits) else {
            return reader.row_as_stated(cell, &row.told, place, self.problems);
        };
        self.problems.push(fault.at(Some(place)));
        reader.id_only(cell)
    }

    /// Reads a row and keeps its record.
    pub(super) fn take(&mut self, row: &Row, place: &Place) -> Option<Record> {
        let record = self.read(row, place)?;
        self.records.push(record.clone(), place, self.problems);
        Some(record)
    }
}

/// Cells before those of the columns.
fn ids(table: &Table) -> usize {
    usize::from(!table.computed_id)
}

/// The names of all columns of a table, as the cells of a row stand.
fn columns(table: &'static Table) -> impl Iterator<Item = &'static str> {
    let id = (!table.computed_id).then_some("id");
    id.into_iter()
        .chain(table.fields.iter().map(|field| field.name))
}

fn overlong(row: &Row, limits: &Limits) -> Option<Problem> {
    let is_long = |cell: &String| cell.len() > limits.cell_bytes;
    let at = row.cells.iter().position(is_long)?;
    let column = columns(row.table).nth(at).unwrap_or_default();
    let said = format!("`{column}` is longer than {} bytes", limits.cell_bytes);
    Some(Problem::error(ProblemCode::LimitExceeded, said).column(column))
}
