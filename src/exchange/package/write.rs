//! Packages out, in one canonical form: the same records make the same bytes.
//!
//! Canonical is: one file per kind that has records; rows ordered by id; columns in the order of
//! the table, only those that some row uses; `,` between cells, `\n` after rows, quotation marks only
//! where RFC 4180 needs them; numbers in the shortest digits that read back the same. A package
//! that is read and written again is therefore the same from the second time on.

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;

use serde_json::Value as Json;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::exchange::cell::write_cell;
use crate::exchange::package::DESCRIPTOR;
use crate::exchange::package::error::PackageError;
use crate::exchange::package::info::PackageInfo;
use crate::exchange::table_schema::schema_of;
use crate::model::Column;
use crate::model::Hash;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Table;
use crate::model::tables::table_of;

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageFile {
    /// Name within the package.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// The files of a package: a CSV file for each kind that has records, and the descriptor, last.
///
/// # Panics
/// If the records are not grouped by kind, in the order of the kinds.
pub fn package_files(
    info: &PackageInfo,
    records: impl IntoIterator<Item = Record>,
) -> Vec<PackageFile> {
    let mut files = Vec::new();
    let mut resources = Vec::new();
    for (table, records) in by_table(records) {
        files.push(csv_file(table, &records, &mut resources));
    }
    files.push(descriptor(info, resources));
    files
}

/// SHA-256 over the canonical CSV files of the records, in the order of the kinds: of each, the
/// length of its name in bytes, its name, the length of its content, its content; lengths as eight
/// bytes, big end first. The descriptor is left out: it names the package, not what it holds.
///
/// One kind at a time is in memory.
///
/// # Panics
/// As for [`package_files`].
pub fn content_hash(records: impl IntoIterator<Item = Record>) -> Hash {
    let mut hasher = Sha256::new();
    for (table, records) in by_table(records) {
        let file = csv_file(table, &records, &mut Vec::new());
        for part in [file.name.as_bytes(), &file.bytes] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().into()
}

/// Writes a package into a folder, which is made if it is not there; other files in it stay.
///
/// # Errors
/// [`PackageError::File`] with the path that could not be written.
///
/// # Panics
/// As for [`package_files`].
pub fn write_folder(
    info: &PackageInfo,
    records: impl IntoIterator<Item = Record>,
    folder: &Path,
) -> Result<(), PackageError> {
    fs::create_dir_all(folder).map_err(PackageError::at(folder))?;
    for file in package_files(info, records) {
        let path = folder.join(&file.name);
        fs::write(&path, &file.bytes).map_err(PackageError::at(&path))?;
    }
    Ok(())
}

/// A package as a zip archive; the same records make the same bytes, dated 1980-01-01.
///
/// # Errors
/// [`PackageError::Archive`] if the archive cannot be made.
///
/// # Panics
/// As for [`package_files`].
pub fn write_zip(
    info: &PackageInfo,
    records: impl IntoIterator<Item = Record>,
) -> Result<Vec<u8>, PackageError> {
    let mut resources = Vec::new();
    let mut archive = Archive::new();
    for (table, records) in by_table(records) {
        archive.add(&csv_file(table, &records, &mut resources))?;
    }
    archive.add(&descriptor(info, resources))?;
    archive.finish()
}

/// A zip archive that is always the same for the same files.
pub(super) struct Archive {
    writer: zip::ZipWriter<io::Cursor<Vec<u8>>>,
}

impl Archive {
    pub(super) fn new() -> Self {
        let writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        Self { writer }
    }

    pub(super) fn add(&mut self, file: &PackageFile) -> Result<(), PackageError> {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644)
            .large_file(u32::try_from(file.bytes.len()).is_err());
        self.writer.start_file(file.name.as_str(), options)?;
        self.writer
            .write_all(&file.bytes)
            .map_err(zip::result::ZipError::from)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, PackageError> {
        Ok(self.writer.finish()?.into_inner())
    }
}

/// The records of one table after the other, ordered by id.
fn by_table(
    records: impl IntoIterator<Item = Record>,
) -> impl Iterator<Item = (&'static Table, Vec<Record>)> {
    let mut records = records.into_iter().peekable();
    let mut last: Option<Kind> = None;
    std::iter::from_fn(move || {
        let kind = records.peek()?.kind();
        assert!(last < Some(kind), "records are grouped by kind, in order");
        last = Some(kind);
        let mut group = Vec::new();
        while let Some(record) = records.next_if(|record| record.kind() == kind) {
            group.push(record);
        }
        group.sort_by(|a, b| a.id.cmp(&b.id));
        Some((table_of(kind)?, group))
    })
}

/// The file of a table; its description is added to `resources`.
fn csv_file(table: &'static Table, records: &[Record], resources: &mut Vec<Json>) -> PackageFile {
    let columns = columns_in_use(table, records);
    let name = format!("{}.csv", table.name);
    resources.push(json!({
        "name": table.name.replace('_', "-"),
        "path": name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema_of(table, &columns),
    }));
    let bytes = csv_bytes(table, &columns, records);
    PackageFile { name, bytes }
}

fn descriptor(info: &PackageInfo, resources: Vec<Json>) -> PackageFile {
    let mut json = info.to_json();
    json.insert("resources".into(), resources.into());
    let mut text = format!("{:#}", Json::Object(json));
    text.push('\n');
    PackageFile {
        name: DESCRIPTOR.into(),
        bytes: text.into_bytes(),
    }
}

fn columns_in_use(table: &Table, records: &[Record]) -> Vec<Column> {
    let mut is_used = vec![false; table.fields.len()];
    for (column, _) in records.iter().flat_map(Record::values) {
        is_used[usize::from(column.0)] = true;
    }
    let is_required = |column: &Column| table.field(*column).required;
    let mut columns = table.file_order();
    columns.retain(|column| is_used[usize::from(column.0)] || is_required(column));
    columns
}

fn csv_bytes(table: &Table, columns: &[Column], records: &[Record]) -> Vec<u8> {
    let mut text = String::new();
    let id = (!table.computed_id).then_some("id");
    let names = columns.iter().map(|column| table.field(*column).name);
    push_row(&mut text, id.into_iter().chain(names).map(str::to_owned));
    let mut values = vec![None; table.fields.len()];
    for record in records {
        values.fill(None);
        for (column, value) in record.values() {
            values[usize::from(column.0)] = Some(value);
        }
        let id = (!table.computed_id).then(|| record.id.slug.clone());
        let cells = columns.iter().map(|column| {
            let value = values[usize::from(column.0)];
            value.map_or_else(String::new, |value| write_cell(table.field(*column), value))
        });
        push_row(&mut text, id.into_iter().chain(cells));
    }
    text.into_bytes()
}

fn push_row(text: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push('\n');
}
