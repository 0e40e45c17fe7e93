//! The data package: a folder or archive of CSV files with a `datapackage.json`, one file per kind.
//!
//! The format is that of the Frictionless *Data Package*; what the columns are is said by the
//! tables of the model. Reading goes through everything before it says what is wrong.

mod archive;
mod csv_file;
mod csv_table;
mod csv_text;
mod decode;
mod error;
mod info;
mod read;
mod records;
mod separator;
mod source;
#[cfg(test)]
pub(crate) mod tests;
mod write;

pub(super) use archive::Archive;
pub(super) use archive::unopened;
pub use archive::unpack_into;
pub(super) use csv_file::CsvFile;
pub(super) use csv_text::CsvText;
pub(super) use csv_text::is_blank;
pub(super) use decode::decode;
pub use error::PackageError;
pub use info::Licence;
pub use info::PackageInfo;
pub use read::PackageRead;
pub(super) use read::read_files;
pub use read::read_package;
pub use read::read_package_with;
pub use read::read_zip;
pub(super) use read::tables;
pub(super) use records::Records;
pub use source::Limits;
pub use source::PackageSource;
pub(super) use source::archive;
pub(super) use source::too_large;
pub use source::unpack_zip;
pub(super) use source::unreadable;
pub use write::PackageFile;
pub(super) use write::PackageRows;
pub use write::content_hash;
pub use write::package_files;
pub use write::registry_hash;
pub(super) use write::rows_hash;
pub use write::write_folder;
pub(super) use write::write_package;
pub use write::write_zip;

/// Name of the file that describes the package.
pub(super) const DESCRIPTOR: &str = "datapackage.json";
