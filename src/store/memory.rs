//! The store in memory: for tests, and for questions to a package that is not to be kept.
//!
//! It packs what it is given as [`DiskStore`](crate::store::DiskStore) does, to refuse the same and
//! to count the same bytes, but keeps the changes as they are.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::model::Change;
use crate::model::Commit;
use crate::store::Backlog;
use crate::store::Checkpoint;
use crate::store::Commits;
use crate::store::Head;
use crate::store::Revision;
use crate::store::Store;
use crate::store::block::check_message;
use crate::store::block::pack;
use crate::store::disk::check_checkpoint;
use crate::store::disk::check_next;
use crate::store::error::StoreError;

/// A store that ends with the process.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    revisions: Vec<Revision>,
    /// Bytes of the changes up to each revision, from revision 0.
    total_bytes: Vec<u64>,
    commits: BTreeMap<u64, Vec<Change>>,
    checkpoints: BTreeMap<u64, (Vec<Change>, u64)>,
    floor: u64,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn head(&self) -> Head {
        match self.revisions.last() {
            Some(last) => Head {
                revision: last.revision,
                chain: last.chain,
            },
            None => Head::EMPTY,
        }
    }

    fn revision(&self, revision: u64) -> Option<&Revision> {
        let at = usize::try_from(revision.checked_sub(1)?).ok()?;
        self.revisions.get(at)
    }

    fn total_bytes(&self, revision: u64) -> u64 {
        let at = usize::try_from(revision)
            .ok()
            .and_then(|it| it.checked_sub(1));
        at.and_then(|it| self.total_bytes.get(it))
            .copied()
            .unwrap_or(0)
    }

    fn commit(&self, revision: u64) -> Result<Commit, StoreError> {
        let discarded = StoreError::Discarded {
            revision,
            oldest: self.floor,
        };
        let told = self.revision(revision);
        let (Some(told), Some(changes)) = (told, self.commits.get(&revision)) else {
            return Err(discarded);
        };
        Ok(Commit {
            revision,
            changes: changes.clone(),
            message: told.message.clone(),
            author: told.author.clone(),
            at_ms: told.at_ms,
            chain: told.chain,
        })
    }
}

impl Store for MemoryStore {
    fn head(&self) -> Result<Head, StoreError> {
        Ok(self.state().head())
    }

    fn append(&self, commit: &Commit, expected_head: u64) -> Result<Head, StoreError> {
        let mut state = self.state();
        let head = state.head();
        check_next(commit, expected_head, head)?;
        check_message(commit)?;
        let packed = pack(&commit.changes, |_, _| Ok(()))?;
        let total_bytes = state.total_bytes(head.revision) + packed.bytes;
        state.total_bytes.push(total_bytes);
        state.revisions.push(Revision {
            revision: commit.revision,
            message: commit.message.clone(),
            author: commit.author.clone(),
            at_ms: commit.at_ms,
            chain: commit.chain,
            changes: packed.changes,
        });
        state
            .commits
            .insert(commit.revision, commit.changes.clone());
        Ok(state.head())
    }

    fn commits(&self, after: u64, through: u64) -> Result<Commits<'_>, StoreError> {
        let state = self.state();
        let through = through.min(state.head().revision);
        if after < state.floor.min(through) {
            return Err(StoreError::Discarded {
                revision: after + 1,
                oldest: state.floor,
            });
        }
        let revisions = after.saturating_add(1)..=through;
        Ok(Box::new(revisions.map(|it| self.state().commit(it))))
    }

    fn oldest(&self) -> Result<u64, StoreError> {
        Ok(self.state().floor)
    }

    fn revision(&self, revision: u64) -> Result<Option<Revision>, StoreError> {
        Ok(self.state().revision(revision).cloned())
    }

    fn checkpoint(&self, at_or_before: u64) -> Result<Option<Checkpoint<'_>>, StoreError> {
        let state = self.state();
        let latest = state.checkpoints.range(..=at_or_before).next_back();
        let Some((&revision, (changes, _))) = latest else {
            return Ok(None);
        };
        let chain = state
            .revision(revision)
            .map_or(Head::EMPTY.chain, |it| it.chain);
        Ok(Some(Checkpoint {
            head: Head { revision, chain },
            state: Box::new(changes.clone().into_iter().map(Ok)),
        }))
    }

    fn put_checkpoint(
        &self,
        revision: u64,
        changes: &mut dyn Iterator<Item = Change>,
    ) -> Result<(), StoreError> {
        let changes: Vec<Change> = changes.collect();
        let packed = pack(&changes, |_, _| Ok(()))?;
        let mut state = self.state();
        check_checkpoint(revision, state.head(), state.floor)?;
        let checkpoints = &mut state.checkpoints;
        checkpoints
            .entry(revision)
            .or_insert((changes, packed.bytes));
        Ok(())
    }

    fn discard_before(&self, revision: u64) -> Result<u64, StoreError> {
        let mut state = self.state();
        let latest = state.checkpoints.range(..=revision).next_back();
        if let Some((&floor, _)) = latest {
            state.floor = floor;
            state.checkpoints = state.checkpoints.split_off(&floor);
            state.commits = state.commits.split_off(&(floor + 1));
        }
        Ok(state.floor)
    }

    fn backlog(&self) -> Result<Backlog, StoreError> {
        let state = self.state();
        let head = state.head().revision;
        let latest = state.checkpoints.last_key_value();
        let (from, checkpoint_bytes) = latest.map_or((0, 0), |(it, (_, bytes))| (*it, *bytes));
        Ok(Backlog {
            checkpoint_bytes,
            log_bytes: state.total_bytes(head) - state.total_bytes(from),
        })
    }
}
