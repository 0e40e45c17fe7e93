//! The sheets of one table.

use std::io::Write;

use rust_xlsxwriter::Format;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::exchange::cell::push_cell;
use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::exchange::export::xlsx::failed;
use crate::exchange::export::xlsx::too_long;
use crate::exchange::package::CsvFile;
use crate::model::Column;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::LentValue;
use crate::model::Row;

/// Rows of records that a sheet holds below its header.
pub(super) const SHEET_ROWS: u32 = 1_048_575;
/// UTF-16 units that a cell holds.
pub(super) const CELL_CHARACTERS: usize = 32_767;

/// So many rows are laid by before it is asked whether anybody still wants them.
const ROWS_UNASKED: u32 = 1000;

/// Adds the records of a table: one sheet, and where it is full others, `figures (2)` and so on.
pub(super) fn sheets(
    workbook: &mut Workbook,
    extract: &Extract<'_>,
    file: &CsvFile,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut rows = extract.rows(file.table.kind).peekable();
    let mut number = 1;
    while rows.peek().is_some() {
        let name = match number {
            1 => file.table.name.to_owned(),
            more => format!("{} ({more})", file.table.name),
        };
        let sheet = begun(workbook, &name, file).map_err(failed)?;
        for at in 1..=SHEET_ROWS {
            let Some(row) = rows.next() else { break };
            if at % ROWS_UNASKED == 1 {
                // Nothing is written yet: a writer to which nobody listens any more says so all the same.
                let _none = out.write(&[])?;
            }
            record(sheet, at, extract, file, row)?;
        }
        number += 1;
    }
    Ok(())
}

/// A sheet of texts alone.
pub(super) fn texts<const N: usize>(
    workbook: &mut Workbook,
    name: &str,
    rows: impl Iterator<Item = [String; N]>,
) -> Result<(), XlsxError> {
    let sheet = workbook
        .add_worksheet_with_constant_memory()?
        .set_name(name)?;
    sheet.set_column_width(0, 18)?.set_column_width(1, 100)?;
    for (at, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            if !text.is_empty() {
                sheet.write_string(at, column, text)?;
            }
        }
    }
    Ok(())
}

/// A sheet with its header, which stays while one scrolls.
fn begun<'w>(
    workbook: &'w mut Workbook,
    name: &str,
    file: &CsvFile,
) -> Result<&'w mut Worksheet, XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = workbook
        .add_worksheet_with_constant_memory()?
        .set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(file.names()) {
        sheet.set_column_width(column, 18)?;
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    Ok(sheet)
}

fn record(
    sheet: &mut Worksheet,
    at: u32,
    extract: &Extract<'_>,
    file: &CsvFile,
    row: Row,
) -> Result<(), ExportError> {
    let registry = extract.registry();
    let first = u16::from(!file.table.computed_id);
    if first > 0 {
        sheet
            .write_string(at, 0, registry.slug(row))
            .map_err(failed)?;
    }
    for (place, column) in (first..).zip(&file.columns) {
        let field = file.table.field(*column);
        let written = cell(sheet, (at, place), field, registry.lent(row, *column));
        written.map_err(|error| told(error, extract, row, *column))?;
    }
    Ok(())
}

/// Writes what a record says in a column: a number as a number, what is yes or no as such, everything else as the text of a CSV file.
fn cell<'v>(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    mut values: impl Iterator<Item = LentValue<'v>>,
) -> Result<(), XlsxError> {
    let is_typed = matches!(
        field.of,
        FieldType::Int(..) | FieldType::Number(..) | FieldType::Flag
    );
    if field.many || !is_typed {
        let mut text = String::new();
        if push_cell(&mut text, field, values) {
            sheet.write_string(row, column, text)?;
        }
        return Ok(());
    }
    match values.next() {
        Some(LentValue::Number(number)) => sheet.write_number(row, column, number)?,
        // Whole numbers of records are years and the like: 32 bits.
        Some(LentValue::Int(number)) => {
            let number = i32::try_from(number).map_or(f64::NAN, f64::from);
            sheet.write_number(row, column, number)?
        }
        Some(LentValue::Flag(flag)) => sheet.write_boolean(row, column, flag)?,
        _ => sheet,
    };
    Ok(())
}

/// What cannot be written, with the record it stands in where that can be helped.
fn told(error: XlsxError, extract: &Extract<'_>, row: Row, column: Column) -> ExportError {
    let XlsxError::MaxStringLengthExceeded = error else {
        return failed(error);
    };
    let registry = extract.registry();
    let texts = registry.lent(row, column).map(|it| match it {
        LentValue::Text(text) => text.encode_utf16().count(),
        _ => 0,
    });
    too_long(&registry.id(row).to_string(), texts.sum())
}
