//! What reading and writing packages can fail of, the data themselves apart.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use thiserror::Error;

/// Why a package could not be read or written; what is wrong with its data is told as problems.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PackageError {
    /// The disk refused.
    #[error("`{}`: {}", path.display(), in_words(error))]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// A file is larger than a package may be.
    #[error("`{}` is larger than {limit} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// An archive could not be made or taken apart.
    #[error("the archive: {0}")]
    Archive(#[from] zip::result::ZipError),
}

/// What the operating system says; that nothing is there in plain words.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        _ => error.to_string(),
    }
}

impl PackageError {
    /// Adds the path to what the operating system says.
    pub(in crate::exchange) fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File {
            path: path.clone(),
            error,
        }
    }
}
