//! An empty workbook to fill in: a sheet per table, help on every column, choices where a list says what a cell may hold.
//!
//! The first row of a sheet has the names of the columns and nothing else, so that the workbook is read as it was saved. Sheets
//! `about` and `lists` are no tables.

mod choices;

use rust_xlsxwriter::Color;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Note;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;
use thiserror::Error;

use crate::exchange::template::choices::Lists;
use crate::exchange::template::choices::explained;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::Table;
use crate::model::tables::table_of;

/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_575;
/// Who a note is said to be by.
const AUTHOR: &str = "ketju";
/// Help on the first column of most tables.
const ID_HELP: &str = "Names the record within its table: lower-case letters, digits and single hyphens, at most 80 characters.";

/// Why there is no template.
#[derive(Debug, Error)]
#[error("the template cannot be made: {0}")]
pub struct TemplateError(#[from] XlsxError);

/// The template as the bytes of an `.xlsx` file, always the same.
///
/// # Errors
/// [`TemplateError`] if the library of workbooks refuses, which a test makes sure it does not.
pub fn template() -> Result<Vec<u8>, TemplateError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title("Ketju data")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    about(workbook.add_worksheet())?;
    let mut lists = Lists::default();
    for table in tables() {
        sheet(workbook.add_worksheet(), table, &mut lists)?;
    }
    lists.write(workbook.add_worksheet())?;
    Ok(workbook.save_to_buffer()?)
}

/// The tables that are filled in by hand: all but the one that says what an export was made of.
fn tables() -> impl Iterator<Item = &'static Table> {
    let kinds = Kind::ALL.iter().filter(|it| **it != Kind::Dataset);
    kinds.filter_map(|kind| table_of(*kind))
}

fn about(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let help = [
        "Each sheet is a table, each row below the first a record. Leave the first row as it is.",
        "An empty cell means \"not stated\", never zero.",
        "Columns on yellow ground are required. A note on each column says what it holds; where a list says what is allowed, the cells offer it.",
        "Several values in one cell are separated by ;",
        "A reference is the id of a row on another sheet, or of a record that is already loaded.",
        "Sheets and columns that are not needed may stay empty or be deleted.",
        "Save as .xlsx and load it with: ketju import FILE (with --dry-run to see first what it would do)",
    ];
    sheet
        .set_name("about")?
        .set_column_width(0, 18)?
        .set_column_width(1, 120)?;
    for (row, text) in (0..).zip(help) {
        sheet.write_string(row, 1, text)?;
    }
    let start = u32::try_from(help.len()).unwrap_or_default() + 1;
    sheet.write_string_with_format(start, 0, "sheet", &bold)?;
    sheet.write_string_with_format(start, 1, "a row is", &bold)?;
    for (row, table) in (start + 1..).zip(tables()) {
        sheet.write_string(row, 0, table.name)?;
        sheet.write_string(row, 1, table.doc.trim())?;
    }
    Ok(())
}

fn sheet(sheet: &mut Worksheet, table: &'static Table, lists: &mut Lists) -> Result<(), XlsxError> {
    sheet.set_name(table.name)?.set_freeze_panes(1, 0)?;
    let mut next = 0;
    if !table.computed_id {
        header(sheet, next, "id", true, ID_HELP)?;
        next += 1;
    }
    for (at, column) in (next..).zip(table.file_order()) {
        let field = table.field(column);
        header(sheet, at, field.name, field.required, &explained(field))?;
        if !is_number(field) {
            // A cell of text keeps `010101`, `2024-05` and `1/2` as they are typed.
            sheet.set_column_format(at, &Format::new().set_num_format("@"))?;
        }
        if let Some(choice) = lists.choice(field)? {
            let last = LAST_ROW;
            sheet.add_data_validation(1, at, last, at, &choice)?;
        }
    }
    Ok(())
}

/// Whether cells of a column hold numbers, or what is yes or no.
fn is_number(field: &Field) -> bool {
    let of = matches!(
        field.of,
        FieldType::Int(..) | FieldType::Number(..) | FieldType::Flag
    );
    of && !field.many
}

fn header(
    sheet: &mut Worksheet,
    column: u16,
    name: &str,
    is_required: bool,
    help: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let format = if is_required {
        bold.set_background_color(Color::RGB(0x00FF_F2CC))
    } else {
        bold
    };
    sheet.write_string_with_format(0, column, name, &format)?;
    sheet.set_column_width(column, 18)?;
    let said = if is_required { "Required. " } else { "" };
    let note = Note::new(format!("{said}{help}"))
        .set_author(AUTHOR)
        .add_author_prefix(false)
        .set_width(320)
        .set_height(120);
    sheet.insert_note(0, column, &note)?;
    Ok(())
}
