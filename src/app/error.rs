//! What the shell can fail of.

use thiserror::Error;

use crate::app::Fault;
use crate::exchange::ExportError;
use crate::exchange::PackageError;
use crate::model::YEARS;
use crate::store::StoreError;

impl AppError {
    /// Whether another process has the data folder open.
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::Store(StoreError::InUse { .. }))
    }

    /// Whether there is no room on the disk for what was to be written.
    pub fn is_out_of_room(&self) -> bool {
        match self {
            Self::Store(StoreError::Io { source, .. }) => is_out_of_room(source),
            Self::File { cause, .. } | Self::Export(ExportError::Write(cause)) => {
                is_out_of_room(cause)
            }
            _ => false,
        }
    }

    /// Whether nothing can be written until the program is started anew.
    pub fn is_stopped(&self) -> bool {
        matches!(self, Self::Store(StoreError::Stopped))
    }

    /// Whether what is stored is not what was written.
    pub fn is_damage(&self) -> bool {
        use StoreError::Corrupt;
        use StoreError::Damaged;
        matches!(self, Self::Store(Corrupt { .. } | Damaged { .. }))
    }
}

/// A failure of the shell; problems of data are no failures, see
/// [`CommitOutcome`](crate::app::CommitOutcome).
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AppError {
    /// The store failed or is in use.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A package cannot be written.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// An export cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Nothing is called that.
    #[error("unknown {what} `{name}`{}{}", did_you_mean(nearest.as_deref()), that_is(called.as_deref()))]
    UnknownName {
        /// What it should be.
        what: String,
        /// The name given.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
        /// What that is called, where its id does not say so.
        called: Option<String>,
    },
    /// No year that can be asked for.
    #[error("{asked} is no year that can be asked for: from {} to {}; the nearest is {nearest}", YEARS.start(), YEARS.end())]
    NoYear {
        /// The year asked.
        asked: i32,
        /// The nearest that can be.
        nearest: i32,
    },
    /// There is nothing in the part asked.
    #[error("nothing is on record of {0}, so that there is nothing to export")]
    NothingSelected(String),
    /// A chain is written as a whole.
    #[error("a chain is of one material and year; regions and kinds cannot narrow it")]
    WholeChain,
    /// A chain is of one material.
    #[error("a chain is of one material, and {found} are named")]
    OneMaterial {
        /// How many are named.
        found: usize,
    },
    /// Somebody else committed in between.
    #[error("the data are at revision {found}, not at revision {expected} as expected")]
    Conflict {
        /// The revision the caller had seen.
        expected: u64,
        /// The latest revision.
        found: u64,
    },
    /// There is no such revision.
    #[error("unknown revision {asked}; the latest is {latest}")]
    UnknownRevision {
        /// The revision asked for.
        asked: u64,
        /// The latest revision.
        latest: u64,
    },
    /// How the revision came about was forgotten by `ketju compact`.
    #[error("revision {asked} was discarded; the oldest that can be rebuilt is {oldest}")]
    Discarded {
        /// The revision asked for.
        asked: u64,
        /// The oldest revision whose state is still known.
        oldest: u64,
    },
    /// What is stored does not fit together, so that nothing of it may be discarded.
    #[error("revision {revision}: {fault}; nothing was discarded")]
    Broken {
        /// The first revision with a fault.
        revision: u64,
        /// What is wrong with it.
        fault: Box<Fault>,
    },
    /// Too many questions wait already.
    #[error("too many questions at once; try again in a second")]
    Busy,
    /// What was to be stored was not in time, or nobody waits for it any more.
    #[error(
        "it was not stored in time and has been given up: nothing has changed; try again, or in smaller parts"
    )]
    GivenUp,
    /// A question met a bug.
    #[error("the question failed inside the program")]
    Panicked,
    /// No threads can be started.
    #[error("cannot start worker threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A file of the data folder cannot be read or written.
    #[error("`{path}`: {cause}")]
    File {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// No random numbers for the secret of a run.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

fn is_out_of_room(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::FileTooLarge;
    use std::io::ErrorKind::QuotaExceeded;
    use std::io::ErrorKind::StorageFull;
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

fn that_is(name: Option<&str>) -> String {
    name.map_or_else(String::new, |it| format!(" That is {it}"))
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}
