//! Packages out, in one canonical form: the same records make the same bytes.
//!
//! Canonical is: one file per kind that has records; rows ordered by id; columns in the order of
//! the table, only those that some row uses; `,` between cells, `\n` after rows, quotation marks only
//! where RFC 4180 needs them; numbers in the shortest digits that read back the same. A package
//! that is read and written again is therefore the same from the second time on.
//!
//! Every file is written in two passes over the records of its kind: one that finds the columns in use and the length, one that
//! writes. No record is held, so that memory does not grow with the data.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::exchange::package::DESCRIPTOR;
use crate::exchange::package::archive::Archive;
use crate::exchange::package::archive::archive_error;
use crate::exchange::package::csv_file::CsvFile;
use crate::exchange::package::error::PackageError;
use crate::exchange::package::info::PackageInfo;
use crate::exchange::table_schema::schema_of;
use crate::model::Hash;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Row;
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

/// What a package is written from.
pub(in crate::exchange) struct PackageRows<'a, F> {
    /// Holds the records.
    pub(in crate::exchange) registry: &'a Registry,
    /// The rows of a kind that are written, ordered by slug, however often it is asked.
    pub(in crate::exchange) rows: F,
}

impl<'a, F, I> PackageRows<'a, F>
where
    F: Fn(Kind) -> I,
    I: Iterator<Item = Row>,
{
    /// The files of the kinds that have records, in the order of the kinds.
    pub(in crate::exchange) fn files(&self) -> impl Iterator<Item = CsvFile> + use<'_, 'a, F, I> {
        let tables = Kind::ALL.iter().filter_map(|kind| table_of(*kind));
        tables.filter_map(|table| CsvFile::survey(self.registry, table, (self.rows)(table.kind)))
    }

    fn write(&self, file: &CsvFile, out: &mut impl Write) -> io::Result<()> {
        file.write(self.registry, (self.rows)(file.table.kind), out)
    }
}

/// Writes a package as a zip archive, dated 1980-01-01. `more` is added to what the descriptor says. O(cells).
///
/// # Errors
/// [`PackageError::Archive`] as soon as `out` takes no more.
pub(in crate::exchange) fn write_package<F, I>(
    info: &PackageInfo,
    more: Map<String, Json>,
    from: &PackageRows<'_, F>,
    out: impl Write,
) -> Result<(), PackageError>
where
    F: Fn(Kind) -> I,
    I: Iterator<Item = Row>,
{
    let mut resources = Vec::new();
    let mut archive = Archive::new(out);
    for file in from.files() {
        resources.push(resource(file.table, &file));
        let entry = archive.entry(&file.name(), file.length())?;
        from.write(&file, entry).map_err(archive_error)?;
    }
    archive.add(DESCRIPTOR, &descriptor(info, more, resources))?;
    archive.finish()?.flush().map_err(archive_error)
}

/// SHA-256 over the canonical CSV files of the records, in the order of the kinds: of each, the
/// length of its name in bytes, its name, the length of its content, its content; lengths as eight
/// bytes, big end first. The descriptor is left out: it names the package, not what it holds. O(cells).
pub fn registry_hash(registry: &Registry) -> Hash {
    hash_of(&whole(registry))
}

/// The same of some rows of a registry: of each kind those that `rows` gives, ordered by slug.
pub(in crate::exchange) fn rows_hash<F, I>(registry: &Registry, rows: F) -> Hash
where
    F: Fn(Kind) -> I,
    I: Iterator<Item = Row>,
{
    hash_of(&PackageRows { registry, rows })
}

fn hash_of<F, I>(from: &PackageRows<'_, F>) -> Hash
where
    F: Fn(Kind) -> I,
    I: Iterator<Item = Row>,
{
    let mut hasher = Sha256::new();
    for file in from.files() {
        let name = file.name();
        hasher.update((name.len() as u64).to_be_bytes());
        hasher.update(name);
        hasher.update(file.length().to_be_bytes());
        // A hash takes all that it is given.
        let _ = from.write(&file, &mut Hashed(&mut hasher));
    }
    hasher.finalize().into()
}

/// The same of records of distinct ids, in any order.
pub fn content_hash(records: impl IntoIterator<Item = Record>) -> Hash {
    registry_hash(&Registry::of_records(records.into_iter().collect()))
}

/// The files of a package: a CSV file for each kind that has records, and the descriptor, last. The records are of distinct ids,
/// in any order; all is in memory.
pub fn package_files(
    info: &PackageInfo,
    records: impl IntoIterator<Item = Record>,
) -> Vec<PackageFile> {
    let registry = Registry::of_records(records.into_iter().collect());
    let from = whole(&registry);
    let mut files = Vec::new();
    let mut resources = Vec::new();
    for file in from.files() {
        resources.push(resource(file.table, &file));
        let mut bytes = Vec::new();
        // Memory takes all that it is given.
        let _ = from.write(&file, &mut bytes);
        let name = file.name();
        files.push(PackageFile { name, bytes });
    }
    files.push(PackageFile {
        name: DESCRIPTOR.into(),
        bytes: descriptor(info, Map::new(), resources),
    });
    files
}

/// Writes a package into a folder, which is made if it is not there; other files in it stay. As for [`package_files`].
///
/// # Errors
/// [`PackageError::File`] with the path that could not be written.
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

/// A package as a zip archive; the same records make the same bytes, dated 1980-01-01. As for [`package_files`].
///
/// # Errors
/// [`PackageError::Archive`] if the archive cannot be made.
pub fn write_zip(
    info: &PackageInfo,
    records: impl IntoIterator<Item = Record>,
) -> Result<Vec<u8>, PackageError> {
    let registry = Registry::of_records(records.into_iter().collect());
    let mut bytes = Vec::new();
    write_package(info, Map::new(), &whole(&registry), &mut bytes)?;
    Ok(bytes)
}

/// All records of a registry.
fn whole<'a>(
    registry: &'a Registry,
) -> PackageRows<'a, impl Fn(Kind) -> Box<dyn Iterator<Item = Row> + 'a>> {
    PackageRows {
        registry,
        rows: |kind| Box::new(registry.rows(kind)) as Box<dyn Iterator<Item = Row>>,
    }
}

fn resource(table: &Table, file: &CsvFile) -> Json {
    json!({
        "name": table.name.replace('_', "-"),
        "path": file.name(),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema_of(table, &file.columns),
    })
}

fn descriptor(info: &PackageInfo, more: Map<String, Json>, resources: Vec<Json>) -> Vec<u8> {
    let mut json = info.to_json();
    json.extend(more);
    json.insert("resources".into(), resources.into());
    let mut text = format!("{:#}", Json::Object(json));
    text.push('\n');
    text.into_bytes()
}

/// Bytes that are written go into a hash.
struct Hashed<'a>(&'a mut Sha256);

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
