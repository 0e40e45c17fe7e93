//! Data in, in the forms that people have: a file per form. Each yields records and problems as a data package does.

mod form;
mod geojson;
mod gexf;
mod graphml;
mod jsonl;
mod mapping;
mod xlsx;

pub use form::Encoding;
pub use form::ImportForm;
pub use form::Undirected;
pub use mapping::Mapping;

use crate::exchange::decimal::Decimal;
use crate::exchange::package::Limits;
use crate::exchange::package::PackageFile;
use crate::exchange::package::PackageRead;
use crate::exchange::package::read_files;
use crate::exchange::package::read_zip_with;
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
    let form = options.form.unwrap_or_else(|| ImportForm::of(name, bytes));
    match form {
        ImportForm::Package => read_zip_with(bytes, options),
        ImportForm::Csv => csv(name, bytes, options),
        ImportForm::Xlsx => xlsx::read(name, bytes, options),
        ImportForm::Jsonl => jsonl::read(name, bytes, options),
        ImportForm::Graphml => graphml::read(name, bytes, options),
        ImportForm::Gexf => gexf::read(name, bytes, options),
        ImportForm::Geojson => geojson::read(name, bytes, options),
    }
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
