//! A report as one page that needs nothing else and prints on A4.

use askama::Template;

use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Document;
use crate::cli::report::document::Row;
use crate::cli::report::document::Table;

/// The page. Texts are escaped by the template.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    document: &'a Document,
}

/// The page as text.
pub(super) fn write(document: &Document) -> anyhow::Result<String> {
    Ok(Page { document }.render()?)
}

impl Table {
    /// The cells of a row that stand on paper, each with whether its column is set as numbers.
    fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a Cell, bool)> {
        let cells = self.columns.iter().zip(&row.cells).enumerate();
        let told = cells.filter(|(_, (it, _))| it.is_printed);
        told.map(|(at, (_, cell))| (cell, self.is_of_numbers(at)))
    }

    /// The rows that stand on paper.
    fn printed_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|it| it.is_printed)
    }

    /// The columns that stand on paper, each with whether it is set as numbers: right-aligned with its header.
    fn titles(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let all = self.columns.iter().enumerate();
        let told = all.filter(|(_, it)| it.is_printed);
        told.map(|(at, it)| (it.title, self.is_of_numbers(at)))
    }

    fn is_of_numbers(&self, column: usize) -> bool {
        let mut cells = self.printed_rows().filter_map(|it| it.cells.get(column));
        cells.any(Cell::is_number)
    }

    /// Whether some row rests on a source of its own.
    fn is_sourced(&self) -> bool {
        self.printed_rows().any(|it| !it.sources.is_empty())
    }
}

impl Cell {
    /// Whether it is set as a number.
    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Share(_))
    }
}
