//! The store in a folder.
//!
//! A commit's blocks are flushed before the head moves, and the head is flushed before the commit
//! is acknowledged or seen; each flush waits for the medium (see `barrier`). Blocks above the head are what an interrupted commit left; opening
//! removes them. A checkpoint's header is written when its blocks are on disk, so that it counts as
//! a whole or not at all.

use std::fs::File;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;

use crate::model::Change;
use crate::model::Commit;
use crate::store::Backlog;
use crate::store::Checkpoint;
use crate::store::Commits;
use crate::store::Head;
use crate::store::Revision;
use crate::store::Store;
use crate::store::block::CheckpointHeader;
use crate::store::block::CommitHeader;
use crate::store::block::block_key;
use crate::store::block::check_message;
use crate::store::block::encode;
use crate::store::block::pack;
use crate::store::error::Flaw;
use crate::store::error::StoreError;
use crate::store::open;
use crate::store::trees::Area;
use crate::store::trees::FLOOR;
use crate::store::trees::HEAD;
use crate::store::trees::Trees;
use crate::store::witness::Witness;

/// A store in a folder, which no other process may have open.
pub struct DiskStore {
    pub(super) trees: Trees,
    bounds: RwLock<Bounds>,
    /// Held while a commit is written; whether one failed half-way.
    writer: Mutex<bool>,
    /// Held while checkpoints are written or removed.
    keeper: Mutex<()>,
    witness: Witness,
    /// Released last, when sled has closed its files.
    _lock: File,
}

/// What readers may see.
#[derive(Clone, Copy)]
struct Bounds {
    head: Head,
    /// The checkpoint before which all was discarded; 0 if nothing was.
    floor: u64,
}

impl DiskStore {
    /// Opens the data folder, creating it if it is not there.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::Newer`], [`StoreError::Corrupt`],
    /// [`StoreError::Damaged`], [`StoreError::Io`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let opened = open::open(folder)?;
        Ok(Self {
            trees: opened.trees,
            bounds: RwLock::new(Bounds {
                head: opened.head,
                floor: opened.floor,
            }),
            writer: Mutex::new(false),
            keeper: Mutex::new(()),
            witness: opened.witness,
            _lock: opened.lock,
        })
    }

    fn bounds(&self) -> Bounds {
        *self.bounds.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_bounds(&self, change: impl FnOnce(&mut Bounds)) {
        change(&mut self.bounds.write().unwrap_or_else(PoisonError::into_inner));
    }

    fn write_commit(&self, commit: &Commit, head: Head) -> Result<Head, StoreError> {
        let revision = commit.revision;
        let before = self.total_bytes(head.revision)?;
        // An earlier attempt at this revision may have been refused after some of its blocks.
        let above = block_key(revision, 0)..;
        self.trees.clear(Area::Commits, above, false)?;
        let packed = pack(&commit.changes, |block, bytes| {
            self.trees.put(Area::Commits, revision, block, bytes)
        })?;
        let header = CommitHeader::V1 {
            message: commit.message.clone(),
            author: commit.author.clone(),
            at_ms: commit.at_ms,
            chain: commit.chain,
            changes: packed.changes,
            blocks: packed.blocks,
            total_bytes: before + packed.bytes,
        };
        self.put_header(Area::Commits, revision, &header)?;
        self.trees.flush()?;
        self.trees.put_meta(HEAD, &(revision, commit.chain))?;
        self.witness
            .note(revision)
            .map_err(|it| self.trees.failure(it.into()))?;
        Ok(Head {
            revision,
            chain: commit.chain,
        })
    }

    fn put_header(
        &self,
        area: Area,
        revision: u64,
        header: &impl serde::Serialize,
    ) -> Result<(), StoreError> {
        let bytes = encode(header, Vec::new())
            .map_err(|flaw| self.trees.damaged(area.name().to_owned(), flaw))?;
        self.trees.put(area, revision, 0, &bytes)
    }

    /// The header of a commit up to the head, which must be there.
    fn commit_header(&self, revision: u64) -> Result<CommitHeader, StoreError> {
        let header = self.trees.header(Area::Commits, revision)?;
        header.ok_or_else(|| self.trees.missing(Area::Commits, revision, 0))
    }

    fn total_bytes(&self, revision: u64) -> Result<u64, StoreError> {
        if revision == 0 {
            return Ok(0);
        }
        let CommitHeader::V1 { total_bytes, .. } = self.commit_header(revision)?;
        Ok(total_bytes)
    }

    fn read_commit(&self, revision: u64) -> Result<Commit, StoreError> {
        let CommitHeader::V1 {
            message,
            author,
            at_ms,
            chain,
            changes,
            blocks,
            ..
        } = self.commit_header(revision)?;
        let changes = self
            .trees
            .changes(Area::Commits, revision, blocks, changes)
            .collect::<Result<_, _>>()
            .map_err(|error| self.or_discarded(error, revision, revision))?;
        Ok(Commit {
            revision,
            changes,
            message,
            author,
            at_ms,
            chain,
        })
    }

    /// What is missing because it was discarded while it was being read is not damaged.
    fn or_discarded(&self, error: StoreError, revision: u64, needed_above: u64) -> StoreError {
        let oldest = self.bounds().floor;
        let is_missing =
            matches!(&error, StoreError::Damaged { flaw, .. } if *flaw == Flaw::Missing);
        if is_missing && needed_above <= oldest {
            return StoreError::Discarded { revision, oldest };
        }
        error
    }

    fn checkpoint_state(
        &self,
        revision: u64,
        header: CheckpointHeader,
    ) -> impl Iterator<Item = Result<Change, StoreError>> + Send {
        let CheckpointHeader::V1 {
            changes, blocks, ..
        } = header;
        self.trees
            .changes(Area::Checkpoints, revision, blocks, changes)
            .map(move |it| it.map_err(|error| self.or_discarded(error, revision, revision + 1)))
    }

    /// The latest finished checkpoint that is not after `at`.
    fn find_checkpoint(&self, at: u64) -> Result<Option<(u64, CheckpointHeader)>, StoreError> {
        let floor = self.bounds().floor;
        let mut at = Some(at);
        while let Some(limit) = at {
            let Some(revision) = self.trees.last_revision(Area::Checkpoints, limit)? else {
                return Ok(None);
            };
            if revision < floor {
                return Ok(None);
            }
            if let Some(header) = self.trees.header(Area::Checkpoints, revision)? {
                return Ok(Some((revision, header)));
            }
            at = revision.checked_sub(1);
        }
        Ok(None)
    }
}

impl Store for DiskStore {
    fn head(&self) -> Result<Head, StoreError> {
        Ok(self.bounds().head)
    }

    fn append(&self, commit: &Commit, expected_head: u64) -> Result<Head, StoreError> {
        let mut failed = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if *failed {
            return Err(StoreError::Stopped);
        }
        let head = self.bounds().head;
        check_next(commit, expected_head, head)?;
        check_message(commit)?;
        let written = self.write_commit(commit, head);
        *failed = matches!(&written, Err(error) if !error.is_refusal());
        let head = written?;
        self.set_bounds(|it| it.head = head);
        Ok(head)
    }

    fn commits(&self, after: u64, through: u64) -> Result<Commits<'_>, StoreError> {
        let Bounds { head, floor } = self.bounds();
        let through = through.min(head.revision);
        if after < floor.min(through) {
            return Err(StoreError::Discarded {
                revision: after + 1,
                oldest: floor,
            });
        }
        let revisions = after.saturating_add(1)..=through;
        Ok(Box::new(revisions.map(|it| self.read_commit(it))))
    }

    fn oldest(&self) -> Result<u64, StoreError> {
        Ok(self.bounds().floor)
    }

    fn revision(&self, revision: u64) -> Result<Option<Revision>, StoreError> {
        if revision == 0 || revision > self.bounds().head.revision {
            return Ok(None);
        }
        let CommitHeader::V1 {
            message,
            author,
            at_ms,
            chain,
            changes,
            ..
        } = self.commit_header(revision)?;
        Ok(Some(Revision {
            revision,
            message,
            author,
            at_ms,
            chain,
            changes,
        }))
    }

    fn checkpoint(&self, at_or_before: u64) -> Result<Option<Checkpoint<'_>>, StoreError> {
        let Some((revision, header)) = self.find_checkpoint(at_or_before)? else {
            return Ok(None);
        };
        let CheckpointHeader::V1 { chain, .. } = header;
        Ok(Some(Checkpoint {
            head: Head { revision, chain },
            state: Box::new(self.checkpoint_state(revision, header)),
        }))
    }

    fn put_checkpoint(
        &self,
        revision: u64,
        state: &mut dyn Iterator<Item = Change>,
    ) -> Result<(), StoreError> {
        let _keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        let Bounds { head, floor } = self.bounds();
        check_checkpoint(revision, head, floor)?;
        let area = Area::Checkpoints;
        if self
            .trees
            .header::<CheckpointHeader>(area, revision)?
            .is_some()
        {
            return Ok(());
        }
        let CommitHeader::V1 { chain, .. } = self.commit_header(revision)?;
        let keys = block_key(revision, 0)..block_key(revision + 1, 0);
        self.trees.clear(area, keys, false)?;
        let packed = pack(state, |block, bytes| {
            self.trees.put(area, revision, block, bytes)
        })?;
        self.trees.flush()?;
        let header = CheckpointHeader::V1 {
            chain,
            changes: packed.changes,
            blocks: packed.blocks,
            bytes: packed.bytes,
        };
        self.put_header(area, revision, &header)?;
        self.trees.flush()
    }

    fn discard_before(&self, revision: u64) -> Result<u64, StoreError> {
        let _keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        let floor = self.bounds().floor;
        match self.find_checkpoint(revision)? {
            Some((checkpoint, header)) if checkpoint > floor => {
                // What replaces the log is read in full before the log goes.
                self.checkpoint_state(checkpoint, header)
                    .try_for_each(|it| it.map(drop))?;
                self.trees.put_meta(FLOOR, &checkpoint)?;
                self.set_bounds(|it| it.floor = checkpoint);
                open::sweep(&self.trees, checkpoint)?;
                Ok(checkpoint)
            }
            _ => Ok(floor),
        }
    }

    fn backlog(&self) -> Result<Backlog, StoreError> {
        let head = self.bounds().head.revision;
        let (from, checkpoint_bytes) = match self.find_checkpoint(head)? {
            Some((revision, CheckpointHeader::V1 { bytes, .. })) => (revision, bytes),
            None => (0, 0),
        };
        let log_bytes = self.total_bytes(head)? - self.total_bytes(from)?;
        Ok(Backlog {
            checkpoint_bytes,
            log_bytes,
        })
    }
}

/// Whether a commit is the next one after the head.
pub(super) fn check_next(commit: &Commit, expected: u64, head: Head) -> Result<(), StoreError> {
    let found = head.revision;
    for expected in [expected, commit.revision.wrapping_sub(1)] {
        if expected != found {
            return Err(StoreError::Conflict { expected, found });
        }
    }
    Ok(())
}

/// Whether a checkpoint may be put at a revision.
pub(super) fn check_checkpoint(revision: u64, head: Head, floor: u64) -> Result<(), StoreError> {
    if revision == 0 || revision > head.revision {
        return Err(StoreError::NoSuchRevision {
            revision,
            head: head.revision,
        });
    }
    if revision < floor {
        return Err(StoreError::Discarded {
            revision,
            oldest: floor,
        });
    }
    Ok(())
}
