//! Data in, in the forms that people have: a file per form. Each yields records and problems as a data package does.

mod cells;
mod form;
mod geojson;
mod gexf;
mod graph;
mod graphml;
mod jsonl;
mod mapped;
mod mapping;
mod object;
mod stated;
mod xlsx;
mod xml;

pub use form::Encoding;
pub use form::ImportForm;
pub use form::Undirected;
pub use mapping::Mapping;
pub use stated::StatedOptions;

use std::io;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use crate::exchange::decimal::Decimal;
use crate::exchange::given::GivenColumns;
use crate::exchange::package::Limits;
use crate::exchange::package::PackageFile;
use crate::exchange::package::PackageRead;
use crate::exchange::package::archive;
use crate::exchange::package::read_files;
use crate::exchange::package::too_large;
use crate::model::Problem;
use crate::model::ProblemList;

/// How a file is to be read, where it does not say so itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadOptions {
    /// The form; found from the name and the first bytes if not stated.
    pub form: Option<ImportForm>,
    /// How text is encoded.
    pub encoding: Encoding,
    /// The decimal sign of numbers; if not stated a point, or in a file whose cells are not separated by commas either.
    pub decimal: Option<Decimal>,
    /// Which attributes of a foreign graph are which of our columns.
    pub mapping: Mapping,
    /// What becomes of undirected edges.
    pub undirected: Undirected,
    /// How much is read.
    pub limits: Limits,
}

/// Reads one file of any form; whatever is wrong with it is told as problems, with the line where there is one. O(bytes).
pub fn read_import(name: &str, bytes: &[u8], options: &ReadOptions) -> PackageRead {
    if let Some(fault) = form::fault(name, bytes, options.form) {
        return unread(fault);
    }
    let form = options.form.unwrap_or_else(|| ImportForm::of(name, bytes));
    match form {
        ImportForm::Package => read_archive(Cursor::new(bytes), options),
        ImportForm::Csv => csv(name, bytes, options),
        ImportForm::Xlsx => xlsx::read(name, Cursor::new(bytes), options),
        ImportForm::Jsonl => without_header(jsonl::read(name, bytes, options)),
        ImportForm::Graphml => without_header(graphml::read(name, bytes, options)),
        ImportForm::Gexf => without_header(gexf::read(name, bytes, options)),
        ImportForm::Geojson => without_header(geojson::read(name, bytes, options)),
    }
}

/// What was read of a form that names no columns: records give what they state, but those of an export are whole.
fn without_header(mut read: PackageRead) -> PackageRead {
    if !read.stated.is_of_export() {
        read.given = GivenColumns::stated_only();
    }
    read
}

/// The same for a file on disk. Archives are read where they are, other forms from memory.
///
/// # Errors
/// What the system says if the file cannot be read.
pub fn read_import_file(
    name: &str,
    mut file: impl Read + Seek,
    options: &ReadOptions,
) -> io::Result<PackageRead> {
    let mut first = Vec::new();
    file.rewind()?;
    file.by_ref()
        .take(form::FIRST_BYTES as u64)
        .read_to_end(&mut first)?;
    if let Some(fault) = form::fault(name, &first, options.form) {
        return Ok(unread(fault));
    }
    let form = options.form.unwrap_or_else(|| ImportForm::of(name, &first));
    Ok(match form {
        ImportForm::Package => read_archive(file, options),
        ImportForm::Xlsx => xlsx::read(name, file, options),
        _ => {
            let limit = options.limits.file_bytes;
            file.rewind()?;
            let mut bytes = Vec::new();
            file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > limit {
                return Ok(unread(too_large(name, limit)));
            }
            let form = Some(form);
            let options = options.clone();
            read_import(name, &bytes, &ReadOptions { form, ..options })
        }
    })
}

/// A file of which nothing is read.
fn unread(fault: Problem) -> PackageRead {
    PackageRead {
        problems: vec![fault],
        ..PackageRead::default()
    }
}

/// Bytes of a file; none if it cannot be told.
fn size_of(file: &mut impl Seek) -> usize {
    let size = file.seek(SeekFrom::End(0)).unwrap_or(0);
    usize::try_from(size).unwrap_or(usize::MAX)
}

/// Reads a package from a zip archive.
fn read_archive(mut file: impl Read + Seek, options: &ReadOptions) -> PackageRead {
    let size = size_of(&mut file);
    let mut problems = ProblemList::with_limit(options.limits.problems);
    let files = archive(file, &options.limits, &mut problems);
    read_files(&files, Some(size), options, problems)
}

/// Reads the file of one table as a package that holds no other.
fn csv(name: &str, bytes: &[u8], options: &ReadOptions) -> PackageRead {
    let stem = name.rsplit_once('.').map_or(name, |it| it.0);
    let file = PackageFile {
        name: format!("{}.csv", stem.to_lowercase()),
        bytes: bytes.to_vec(),
    };
    let problems = ProblemList::with_limit(options.limits.problems);
    read_files(&[file], None, options, problems)
}
