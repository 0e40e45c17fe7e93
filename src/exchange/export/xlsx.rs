//! A workbook with a sheet per kind of record, the same columns as the CSV files, and a sheet `about` before them.
//!
//! Rows go to temporary files and from there into the archive, which is handed on while it is made: memory does not grow with the
//! data. Text is never a formula, and is marked as in CSV files where a spreadsheet would run it once it is typed again.

mod sheet;
#[cfg(test)]
mod tests;

use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::thread;

use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::XlsxError;

use crate::exchange::export::ExportError;
use crate::exchange::export::ExportFormat;
use crate::exchange::export::Extract;
use crate::exchange::export::xlsx::sheet::sheets;
use crate::exchange::package::PackageRows;

/// Writes an extract.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    let from = PackageRows {
        registry: extract.registry(),
        rows: |kind| extract.rows(kind),
    };
    about(
        &mut workbook,
        extract,
        from.files()
            .map(|it| (it.table.name, it.table.doc, it.rows)),
    )
    .map_err(failed)?;
    for file in from.files() {
        sheets(&mut workbook, extract, &file, out)?;
    }
    workbook.use_zip_large_file(true);
    handed_on(&mut workbook, out)
}

/// Writes a workbook through a pipe, since its library wants a writer of its own thread.
fn handed_on(workbook: &mut Workbook, out: &mut dyn Write) -> Result<(), ExportError> {
    let (reader, writer) = io::pipe()?;
    thread::scope(|scope| {
        let saving = scope.spawn(move || workbook.save_to_writer(BufWriter::new(writer)));
        // The reader goes before the thread is waited for, so that its writer never waits for nobody.
        let copied = {
            let mut reader = BufReader::with_capacity(64 << 10, reader);
            io::copy(&mut reader, out)
        };
        let saved = saving.join();
        copied?;
        match saved {
            Ok(saved) => saved.map_err(failed),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The first sheet: what the data are, and what each sheet is.
fn about(
    workbook: &mut Workbook,
    extract: &Extract<'_>,
    sheets: impl Iterator<Item = (&'static str, &'static str, u64)>,
) -> Result<(), XlsxError> {
    let facts = extract.facts;
    let day = ExcelDateTime::parse_from_str(&facts.at);
    let day = day.or_else(|_unknown| ExcelDateTime::from_ymd(2000, 1, 1))?;
    let properties = DocProperties::new()
        .set_title(&facts.title)
        .set_comment(&facts.citation)
        .set_custom_property("revision", facts.revision.to_string())
        .set_custom_property("contentHash", facts.content_hash.as_str())
        .set_creation_datetime(&day);
    workbook.set_properties(&properties);
    let told = extract.told();
    let told = told
        .into_iter()
        .map(|(name, text)| [name.to_owned(), text, String::new()]);
    let sheets =
        sheets.map(|(name, doc, rows)| [name.to_owned(), doc.trim().to_owned(), rows.to_string()]);
    let heads = [["", "", ""], ["sheet", "a row is", "rows"]];
    let heads = heads.into_iter().map(|it| it.map(str::to_owned));
    sheet::texts(workbook, "about", told.chain(heads).chain(sheets))
}

/// What the library says of a workbook that it cannot make.
fn failed(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => error.into(),
        XlsxError::ZipError(zip) => io::Error::other(zip).into(),
        other => io::Error::other(other).into(),
    }
}

/// A text that is longer than a cell takes.
fn too_long(place: &str, found: usize) -> ExportError {
    ExportError::TooLarge {
        format: ExportFormat::Xlsx,
        what: format!("characters in a cell ({place})"),
        found: found as u64,
        limit: sheet::CELL_CHARACTERS as u64,
    }
}
