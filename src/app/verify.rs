//! Whether what is stored fits together: the chain of hashes, and checkpoints against the commits before them.
//!
//! A commit is read, its chain hash worked out from its changes and the hash before, and compared with the stored one. A
//! checkpoint is compared with the state that the commits up to it come to. What was discarded cannot be compared: the chain then
//! begins at the oldest checkpoint. One commit, and the changes since the last checkpoint, are in memory at a time.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use thiserror::Error;

use crate::app::AppError;
use crate::model::CHAIN_START;
use crate::model::Change;
use crate::model::Commit;
use crate::model::Hash;
use crate::model::Id;
use crate::model::Registry;
use crate::model::chain_hash;
use crate::model::hex;
use crate::store::DiskStore;
use crate::store::Store;
use crate::store::StoreError;

/// What was checked, and what was found wrong.
#[derive(Debug)]
pub struct Verification {
    /// The oldest revision that can be rebuilt; 0 if nothing was discarded.
    pub oldest: u64,
    /// The latest revision.
    pub latest: u64,
    /// The chain hash of the latest.
    pub chain: Hash,
    /// Commits whose chain hash is that of their changes.
    pub commits: u64,
    /// Changes of these commits.
    pub changes: u64,
    /// Checkpoints that are the same as what the commits before them come to.
    pub checkpoints: u64,
    /// Checkpoints that could be read, but not compared, as commits before them are discarded or broken.
    pub not_compared: Vec<u64>,
    /// The first fault of each revision that has one.
    pub faults: BTreeMap<u64, Fault>,
}

/// What is wrong with a revision.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Fault {
    /// Its changes cannot be read.
    #[error("its changes cannot be read: {0}")]
    Unreadable(StoreError),
    /// Its chain hash is not that of its changes and of the revision before.
    #[error("its chain hash is {stored}, but its changes come to {computed}", stored = hex(stored), computed = hex(computed))]
    Chain {
        /// The one that is stored.
        stored: Hash,
        /// The one that follows from what is stored.
        computed: Hash,
    },
    /// The head of the store names another chain hash than the last commit.
    #[error("the head of the store names another chain hash than this commit")]
    Head,
    /// Its checkpoint cannot be read.
    #[error("its checkpoint cannot be read: {0}")]
    CheckpointUnreadable(StoreError),
    /// Its checkpoint names another chain hash than the commit of that revision.
    #[error("its checkpoint names another chain hash than its commit")]
    CheckpointChain,
    /// Its checkpoint is not what the commits before it come to.
    #[error("its checkpoint is not what the commits come to, first in `{first}`")]
    CheckpointState {
        /// The first record that differs.
        first: Id,
    },
}

/// Checks the store in a data folder, which no other process may have open.
///
/// # Errors
/// [`AppError::Store`] if it cannot be opened.
pub fn verify(folder: &Path) -> Result<Verification, AppError> {
    Ok(verify_store(&DiskStore::open(folder)?)?)
}

/// Checks a store from the oldest commit or checkpoint that is kept to its head. O(log · log records).
pub(super) fn verify_store(store: &dyn Store) -> Result<Verification, StoreError> {
    let (oldest, head) = (store.oldest()?, store.head()?);
    let mut walk = Walk {
        store,
        checkpoints: BTreeSet::new(),
        chain: Some(CHAIN_START),
        state: Some(Registry::default()),
        pending: Vec::new(),
        told: Verification {
            oldest,
            latest: head.revision,
            chain: head.chain,
            commits: 0,
            changes: 0,
            checkpoints: 0,
            not_compared: Vec::new(),
            faults: BTreeMap::new(),
        },
    };
    walk.find_checkpoints(oldest, head.revision);
    if oldest > 0 {
        walk.begin_at(oldest);
    }
    for (revision, commit) in (oldest + 1..).zip(store.commits(oldest, head.revision)?) {
        match commit {
            Ok(commit) => walk.check_commit(commit),
            Err(error) => walk.skip(revision, error),
        }
        if walk.checkpoints.contains(&revision) {
            walk.check_checkpoint(revision);
        }
    }
    if walk.chain.is_some_and(|it| it != head.chain) {
        walk.fault(head.revision, Fault::Head);
    }
    Ok(walk.told)
}

/// A walk along the log.
struct Walk<'s> {
    store: &'s dyn Store,
    checkpoints: BTreeSet<u64>,
    /// The stored chain hash of the revision before; none if it cannot be read.
    chain: Option<Hash>,
    /// The state before the pending changes; none after a commit that cannot be read.
    state: Option<Registry>,
    pending: Vec<Change>,
    told: Verification,
}

impl Walk<'_> {
    fn fault(&mut self, revision: u64, fault: Fault) {
        self.told.faults.entry(revision).or_insert(fault);
    }

    /// Notes where there are checkpoints.
    fn find_checkpoints(&mut self, oldest: u64, head: u64) {
        let mut at = Some(head);
        while let Some(limit) = at.filter(|it| *it >= oldest.max(1)) {
            match self.store.checkpoint(limit) {
                Ok(None) => return,
                Ok(Some(checkpoint)) => {
                    self.checkpoints.insert(checkpoint.head.revision);
                    at = checkpoint.head.revision.checked_sub(1);
                }
                // Which one it is, the error says; those before it are not found.
                Err(error) => return self.fault(limit, Fault::CheckpointUnreadable(error)),
            }
        }
    }

    /// Takes up the chain at the checkpoint that replaces what was discarded.
    fn begin_at(&mut self, oldest: u64) {
        self.chain = self.stored_chain(oldest);
        self.state = None;
        self.check_checkpoint(oldest);
    }

    fn check_commit(&mut self, commit: Commit) {
        if let Some(before) = self.chain {
            let computed = chain_hash(&before, &commit.changes);
            if computed == commit.chain {
                self.told.commits += 1;
                self.told.changes += commit.changes.len() as u64;
            } else {
                let stored = commit.chain;
                self.fault(commit.revision, Fault::Chain { stored, computed });
            }
        }
        self.chain = Some(commit.chain);
        let is_needed = self.checkpoints.range(commit.revision..).next().is_some();
        if is_needed && self.state.is_some() {
            self.pending.extend(commit.changes);
        }
    }

    /// Goes on after a commit that cannot be read.
    fn skip(&mut self, revision: u64, error: StoreError) {
        self.chain = self.stored_chain(revision);
        self.state = None;
        self.pending.clear();
        self.fault(revision, Fault::Unreadable(error));
    }

    fn stored_chain(&self, revision: u64) -> Option<Hash> {
        let stored = self.store.revision(revision).ok().flatten();
        stored.map(|it| it.chain)
    }

    fn check_checkpoint(&mut self, revision: u64) {
        let stored = match self.read_checkpoint(revision) {
            Ok(Some(stored)) => stored,
            Ok(None) => return,
            Err(error) => return self.fault(revision, Fault::CheckpointUnreadable(error)),
        };
        let (chain, stored) = stored;
        if self.stored_chain(revision).is_some_and(|it| it != chain) {
            self.fault(revision, Fault::CheckpointChain);
        }
        let Some(state) = self.state.take() else {
            self.told.not_compared.push(revision);
            self.state = Some(stored);
            return;
        };
        let state = state.with(&std::mem::take(&mut self.pending));
        match first_difference(&state, &stored) {
            None => self.told.checkpoints += 1,
            Some(first) => self.fault(revision, Fault::CheckpointState { first }),
        }
        self.state = Some(state);
    }

    fn read_checkpoint(&self, revision: u64) -> Result<Option<(Hash, Registry)>, StoreError> {
        let found = self.store.checkpoint(revision)?;
        let Some(checkpoint) = found.filter(|it| it.head.revision == revision) else {
            return Ok(None);
        };
        let state: Vec<Change> = checkpoint.state.collect::<Result<_, StoreError>>()?;
        Ok(Some((
            checkpoint.head.chain,
            Registry::default().with(&state),
        )))
    }
}

/// The first record, by kind and slug, that is not the same in both.
fn first_difference(one: &Registry, other: &Registry) -> Option<Id> {
    let (mut left, mut right) = (one.records(), other.records());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (Some(a), Some(b)) if a == b => {}
            (a, b) => return [a, b].into_iter().flatten().map(|it| it.id).min(),
        }
    }
}
