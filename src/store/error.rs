//! What can go wrong with a store, by what the caller can do about it.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::model::Id;

/// Why a store could not be opened, read or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has the folder open.
    #[error(
        "the data folder `{folder}` is in use by another ketju; ask that one, or stop it and try again"
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// The folder was written by a later version of the program.
    #[error(
        "the data folder `{folder}` has format {found} and this ketju reads formats up to {known}; use the newer ketju that wrote it"
    )]
    Newer {
        /// The data folder.
        folder: PathBuf,
        /// Its format.
        found: u32,
        /// The latest format this program knows.
        known: u32,
    },
    /// The files of the folder cannot be made sense of.
    #[error(
        "the data folder `{folder}` is corrupt; keep a copy of it, and put a backup in its place"
    )]
    Corrupt {
        /// The data folder.
        folder: PathBuf,
        /// What the library below says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The disk or its file system refused.
    #[error("cannot read or write the data folder `{folder}`")]
    Io {
        /// The data folder.
        folder: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// One value of an otherwise readable store is not what was written.
    #[error(
        "`{key}` of the store is damaged ({flaw}); keep a copy of the data folder, and put a backup in its place"
    )]
    Damaged {
        /// Tree, revision and block, such as `blocks/12/3`.
        key: String,
        /// What is wrong with it.
        flaw: Flaw,
    },
    /// The commit was made for another head than the store has; make it again for this one.
    #[error("the commit follows revision {expected}, but the store is at revision {found}")]
    Conflict {
        /// The head the commit was made for.
        expected: u64,
        /// The head of the store.
        found: u64,
    },
    /// A checkpoint was to be put at a revision that the store has not reached.
    #[error("there is no revision {revision}: the store is at revision {head}")]
    NoSuchRevision {
        /// The revision asked for.
        revision: u64,
        /// The head of the store.
        head: u64,
    },
    /// The changes asked for were discarded.
    #[error("revision {revision} was discarded; the oldest that can be rebuilt is {oldest}")]
    Discarded {
        /// The first revision asked for.
        revision: u64,
        /// The oldest revision whose state is still known.
        oldest: u64,
    },
    /// A record has a form that the stored format has no room for.
    #[error("`{id}` cannot be stored ({flaw})")]
    Unstorable {
        /// The record.
        id: Id,
        /// What is wrong with it.
        flaw: Flaw,
    },
    /// The message and author of a commit are longer than a stored value may be.
    #[error("message and author have {bytes} bytes together; at most {most} are stored")]
    MessageTooLong {
        /// Their length.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// An earlier write failed half-way, so that memory and disk may differ.
    #[error(
        "nothing is written any more since an earlier write failed; see to its cause and start ketju again"
    )]
    Stopped,
}

/// What is wrong with a stored value, or would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Flaw {
    /// It is not there.
    #[error("missing")]
    Missing,
    /// It tells of an earlier time: commits that were acknowledged are gone.
    #[error("acknowledged commits are gone")]
    Behind,
    /// Its bytes differ from those that were written there.
    #[error("its checksum does not match")]
    Checksum,
    /// It is longer than anything that is written.
    #[error("too long")]
    TooLong,
    /// Its bytes are no encoding of what belongs there.
    #[error("it cannot be decoded")]
    Undecodable,
    /// The number of changes is not the one announced.
    #[error("the number of changes is wrong")]
    Count,
    /// The kind of a record is not known.
    #[error("unknown kind")]
    Kind,
    /// A column does not belong to the table of the record, or is stated twice.
    #[error("unknown or repeated column")]
    Column,
    /// A code is beyond the closed list of its column.
    #[error("code beyond its list")]
    Code,
    /// A list within a list.
    #[error("nested list")]
    Nesting,
}

impl StoreError {
    /// Whether the store refused before anything could be half done.
    pub(super) fn is_refusal(&self) -> bool {
        use StoreError::*;
        matches!(
            self,
            Conflict { .. } | Unstorable { .. } | MessageTooLong { .. } | NoSuchRevision { .. }
        )
    }
}
