//! What writing an export can fail of.

use std::io;

use thiserror::Error;
use zip::result::ZipError;

use crate::exchange::export::format::ExportFormat;
use crate::exchange::package::PackageError;

/// Why an export could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Whoever reads it takes no more, or the disk is full.
    #[error("the export broke off: {0}")]
    Write(#[from] io::Error),
    /// A data package cannot be made.
    #[error(transparent)]
    Package(PackageError),
    /// The form holds records, no chain.
    #[error("{} holds records, no chain; chains are written as graphml, gexf or sankey", .0.code())]
    NoChain(ExportFormat),
    /// The form holds the chain of one material only.
    #[error("{} holds the chain of one material; say which", .0.code())]
    OnlyChain(ExportFormat),
    /// The form has an end that the data do not have.
    #[error("{} holds at most {limit} {what}, and there are {found}", format.code())]
    TooLarge {
        /// The form.
        format: ExportFormat,
        /// What there is too much of.
        what: String,
        /// How much there is.
        found: u64,
        /// How much it holds.
        limit: u64,
    },
}

impl ExportError {
    /// Whether another question would be answered: what is asked for is not in that form, and the program is as it should be.
    pub fn is_of_what_is_asked(&self) -> bool {
        match self {
            Self::NoChain(_) | Self::OnlyChain(_) | Self::TooLarge { .. } => true,
            Self::Write(_) | Self::Package(_) => false,
        }
    }
}

impl From<PackageError> for ExportError {
    /// An archive whose bytes find no taker is an export that broke off.
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::Archive(ZipError::Io(error)) => error.into(),
            other => Self::Package(other),
        }
    }
}
