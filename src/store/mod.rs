//! The store: a log of commits in blocks, with checkpoints. What is acknowledged is durable: it outlasts the end
//! of the process and a loss of power.
//!
//! [`Store`] is the boundary. [`DiskStore`] keeps it in a folder and is the only one to name sled;
//! [`MemoryStore`] keeps it until the process ends. Nothing above this module knows a key, a block
//! or an encoding. The store does not look into changes beyond whether they can be stored: what
//! they mean, and whether the chain of hashes is right, is for `model` to say.
//!
//! All calls block; none may be made on an async worker.

mod barrier;
mod block;
mod disk;
mod error;
mod memory;
mod open;
mod record;
#[cfg(test)]
mod tests;
mod trees;
mod witness;

pub use disk::DiskStore;
pub use error::Flaw;
pub use error::StoreError;
pub use memory::MemoryStore;

use crate::model::CHAIN_START;
use crate::model::Change;
use crate::model::Commit;
use crate::model::Hash;

/// A log of commits with checkpoints.
///
/// Any number of threads may read while one appends and another writes a checkpoint. A reader sees
/// no commit before it is durable.
pub trait Store: Send + Sync {
    /// The last commit.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the store is not in this process.
    fn head(&self) -> Result<Head, StoreError>;

    /// Adds a commit, which becomes the head. When it returns, the commit is durable as a whole;
    /// when the process ends before that, it is there as a whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the head is not `expected_head`, or the commit is not numbered
    /// as the one after it; [`StoreError::Unstorable`], [`StoreError::MessageTooLong`]. After
    /// these nothing has changed. After any other the outcome is only known once the store is
    /// opened anew, and until then it takes no further commit.
    fn append(&self, commit: &Commit, expected_head: u64) -> Result<Head, StoreError>;

    /// The commits after revision `after`, up to `through` or the head, oldest first, one at a
    /// time in memory. A damaged commit is an error in its place.
    ///
    /// # Errors
    /// [`StoreError::Discarded`] if the first of them was discarded.
    fn commits(&self, after: u64, through: u64) -> Result<Commits<'_>, StoreError>;

    /// The oldest revision that can still be rebuilt; 0 if nothing was ever discarded.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the store is not in this process.
    fn oldest(&self) -> Result<u64, StoreError>;

    /// What is known of a revision without its changes, which may be many or discarded; none if
    /// there is no such revision.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Io`].
    fn revision(&self, revision: u64) -> Result<Option<Revision>, StoreError>;

    /// The latest checkpoint that is not after `at_or_before`; none if there is none.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Io`].
    fn checkpoint(&self, at_or_before: u64) -> Result<Option<Checkpoint<'_>>, StoreError>;

    /// Writes a checkpoint of `revision`: changes that, applied to nothing, give its whole state.
    /// It counts once all of it is durable. Where there is one already, nothing is done.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRevision`] if `revision` is 0 or after the head;
    /// [`StoreError::Discarded`] if it is before the oldest that can be rebuilt;
    /// [`StoreError::Unstorable`]; [`StoreError::Io`].
    fn put_checkpoint(
        &self,
        revision: u64,
        state: &mut dyn Iterator<Item = Change>,
    ) -> Result<(), StoreError>;

    /// Forgets how the latest checkpoint not after `revision` came about: the changes up to it, and
    /// the checkpoints before it. What [`revision`](Self::revision) tells is kept. Returns the
    /// oldest revision that can still be rebuilt, 0 if nothing was ever discarded.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the checkpoint cannot be read in full; then nothing was removed.
    /// [`StoreError::Io`]; then some of it may be gone, and the rest goes when the store is opened.
    fn discard_before(&self, revision: u64) -> Result<u64, StoreError>;

    /// How much a start has to read, from which follows when a checkpoint is due.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Io`].
    fn backlog(&self) -> Result<Backlog, StoreError>;
}

/// Commits as they are read.
pub type Commits<'a> = Box<dyn Iterator<Item = Result<Commit, StoreError>> + Send + 'a>;

/// The last commit of a store, or of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its revision; 0 if there is none.
    pub revision: u64,
    /// Its chain hash; [`CHAIN_START`] if there is none.
    pub chain: Hash,
}

/// A commit without its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its number.
    pub revision: u64,
    /// What the author says of it.
    pub message: String,
    /// Who made it.
    pub author: String,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Hash over the changes and the chain hash of the revision before.
    pub chain: Hash,
    /// How many changes it has.
    pub changes: u64,
}

/// The whole state at a revision.
pub struct Checkpoint<'a> {
    /// The revision, with its chain hash.
    pub head: Head,
    /// Changes that, applied to nothing, give the state; decoded block by block.
    pub state: Box<dyn Iterator<Item = Result<Change, StoreError>> + Send + 'a>,
}

/// What a start has to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Bytes of the latest checkpoint; 0 if there is none.
    pub checkpoint_bytes: u64,
    /// Bytes of the changes committed since.
    pub log_bytes: u64,
}

impl Head {
    /// The head of an empty store.
    pub const EMPTY: Self = Self {
        revision: 0,
        chain: CHAIN_START,
    };
}
