//! Tables for data frames: `entities.parquet`, `links.parquet`, `figures.parquet`, in a `.zip`.
//!
//! Links and figures have a typed column for each column of their tables. Everything else is an entity: the columns that kinds
//! share, and the whole record as canonical JSON in `record`, so that nothing is lost. References are global ids, `site:x`, so that
//! they join with `id`. What is not stated is null. Files are written a group of rows at a time, a column at a time, and handed
//! on after each group.

pub(super) mod column;
mod table;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use crate::exchange::export::ExportError;
use crate::exchange::export::Extract;
use crate::exchange::export::parquet::table::ParquetTable;
use crate::exchange::package::Archive;
use crate::model::Row;

/// Rows that are written together: so many are held at a time, a column of them in memory.
const GROUP_ROWS: usize = 1 << 16;
/// Bytes of a file are at most so many as far as the archive has to know: it is the 64-bit form in any case.
const UNKNOWN_SIZE: u64 = u64::MAX;

/// Writes an extract.
///
/// # Errors
/// As for [`write_export`](crate::exchange::write_export).
pub(super) fn write(extract: &Extract<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut archive = Archive::new(out);
    // Every file says the same, which takes a look at every cell.
    let told = extract.told();
    for table in ParquetTable::all() {
        let entry = archive.entry(table.file, UNKNOWN_SIZE)?;
        file(extract, &table, &told, entry)?;
    }
    archive.finish()?.flush()?;
    Ok(())
}

/// Writes a file; what is ready goes to `out` after each group of rows.
fn file(
    extract: &Extract<'_>,
    table: &ParquetTable,
    told: &[(&'static str, String)],
    out: &mut impl Write,
) -> Result<(), ExportError> {
    let registry = extract.registry();
    let schema = table.schema().map_err(failed)?;
    let properties = properties(told, table);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).map_err(failed)?;
    let mut rows = table.kinds.iter().flat_map(|kind| extract.rows(*kind));
    loop {
        let group: Vec<Row> = rows.by_ref().take(GROUP_ROWS).collect();
        if group.is_empty() {
            break;
        }
        let mut columns = writer.next_row_group().map_err(failed)?;
        for source in &table.columns {
            if let Some(mut column) = columns.next_column().map_err(failed)? {
                source
                    .write(registry, &group, &mut column)
                    .map_err(failed)?;
                column.close().map_err(failed)?;
            }
        }
        columns.close().map_err(failed)?;
        out.write_all(&std::mem::take(writer.inner_mut()))?;
    }
    let rest = writer.into_inner().map_err(failed)?;
    out.write_all(&rest)?;
    Ok(())
}

/// How a file is packed, and what it says of itself.
fn properties(told: &[(&'static str, String)], table: &ParquetTable) -> WriterPropertiesPtr {
    let told = told
        .iter()
        .map(|(name, text)| KeyValue::new((*name).to_owned(), text.clone()));
    let mut properties = WriterProperties::builder()
        .set_created_by("ketju".into())
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(told.collect()));
    for source in table.columns.iter().filter(|it| it.is_unique()) {
        let path = ColumnPath::from(source.name);
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    Arc::new(properties.build())
}

/// What the library says of a file that it cannot make.
fn failed(error: ParquetError) -> ExportError {
    std::io::Error::other(error).into()
}
