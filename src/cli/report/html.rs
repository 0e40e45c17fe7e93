//! A report as one page that needs nothing else and prints on A4.

use askama::Template;

use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Column;
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
    /// The columns that stand on paper.
    fn printed(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|it| it.is_printed)
    }

    /// The cells of a row that stand on paper.
    fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a Cell> {
        let cells = self.columns.iter().zip(&row.cells);
        cells.filter(|(it, _)| it.is_printed).map(|(_, cell)| cell)
    }

    /// Whether some row rests on a source of its own.
    fn is_sourced(&self) -> bool {
        self.rows.iter().any(|it| !it.sources.is_empty())
    }
}

impl Cell {
    /// Whether it is set as a number.
    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Share(_))
    }
}
