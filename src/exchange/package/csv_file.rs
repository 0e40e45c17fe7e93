//! The CSV file of one table in its canonical form, written in two passes over the rows, none of which is held.

use std::io;
use std::io::Write;

use crate::exchange::cell::push_cell;
use crate::model::Column;
use crate::model::Registry;
use crate::model::Row;
use crate::model::Table;

/// So many bytes are handed on at once.
const CHUNK: usize = 64 << 10;

/// What the first pass over the rows of a table finds.
pub(in crate::exchange) struct CsvFile {
    /// The table.
    pub(in crate::exchange) table: &'static Table,
    /// The columns that are written, in the order of the file; the `id` before them, if the table has one, is not counted.
    pub(in crate::exchange) columns: Vec<Column>,
    /// Number of rows.
    pub(in crate::exchange) rows: u64,
    /// Bytes of the file.
    length: u64,
}

impl CsvFile {
    /// Goes over the rows to find the columns in use and how long the file becomes; none if there is no row. O(cells).
    pub(in crate::exchange) fn survey(
        registry: &Registry,
        table: &'static Table,
        rows: impl Iterator<Item = Row>,
    ) -> Option<Self> {
        let mut is_used = vec![false; table.fields.len()];
        let all: Vec<Column> = (0u8..).map(Column).take(table.fields.len()).collect();
        let mut text = String::new();
        let mut count = 0;
        let mut length = 0;
        for row in rows {
            count += 1;
            if !table.computed_id {
                length += registry.slug(row).len() as u64;
            }
            for column in &all {
                text.clear();
                if push_quoted(&mut text, registry, table, row, *column) {
                    is_used[usize::from(column.0)] = true;
                    length += text.len() as u64;
                }
            }
        }
        let is_written = |it: &Column| is_used[usize::from(it.0)] || table.field(*it).required;
        let mut columns = table.file_order();
        columns.retain(is_written);
        let mut file = Self {
            table,
            columns,
            rows: count,
            length,
        };
        // A row of n cells has n - 1 commas and ends with a line feed.
        let cells = file.columns.len() as u64 + u64::from(!table.computed_id);
        file.length += count * cells.max(1) + file.header().len() as u64;
        (count > 0).then_some(file)
    }

    /// The name of the file.
    pub(in crate::exchange) fn name(&self) -> String {
        format!("{}.csv", self.table.name)
    }

    /// Bytes of the file.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Names of all columns, `id` included.
    pub(in crate::exchange) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        let id = (!self.table.computed_id).then_some("id");
        let names = self.columns.iter().map(|it| self.table.field(*it).name);
        id.into_iter().chain(names)
    }

    /// Writes the file from the rows that were surveyed. O(cells).
    ///
    /// # Errors
    /// What `out` fails of.
    pub(super) fn write(
        &self,
        registry: &Registry,
        rows: impl Iterator<Item = Row>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let mut text = self.header();
        for row in rows {
            let mut is_first = true;
            if !self.table.computed_id {
                text.push_str(registry.slug(row));
                is_first = false;
            }
            for column in &self.columns {
                if !is_first {
                    text.push(',');
                }
                is_first = false;
                push_quoted(&mut text, registry, self.table, row, *column);
            }
            text.push('\n');
            if text.len() >= CHUNK {
                out.write_all(text.as_bytes())?;
                text.clear();
            }
        }
        out.write_all(text.as_bytes())
    }

    fn header(&self) -> String {
        let names: Vec<&str> = self.names().collect();
        names.join(",") + "\n"
    }
}

/// Adds a cell with the quotation marks it needs, and tells whether anything is stated.
fn push_quoted(
    text: &mut String,
    registry: &Registry,
    table: &Table,
    row: Row,
    column: Column,
) -> bool {
    let start = text.len();
    let is_stated = push_cell(text, table.field(column), registry.lent(row, column));
    let cell = &text[start..];
    if cell.contains([',', '"', '\n', '\r']) {
        let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
        text.truncate(start);
        text.push_str(&quoted);
    }
    is_stated
}
