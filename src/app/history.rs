//! Earlier revisions: what was known then, and how it came about.

use std::sync::Arc;

use crate::app::App;
use crate::app::AppError;
use crate::app::lock;
use crate::app::snapshot_of;
use crate::model::Change;
use crate::model::Commit;
use crate::model::Hash;
use crate::model::Registry;
use crate::network::Snapshot;
use crate::store::Revision;
use crate::store::Store;
use crate::store::StoreError;

/// So many snapshots of earlier revisions are kept.
const KEPT_SNAPSHOTS: usize = 4;

/// Snapshots of earlier revisions, the one asked for last at the end.
#[derive(Default)]
pub(super) struct Past(Vec<Arc<Snapshot>>);

/// One revision without its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionInfo {
    /// Its number, from 1.
    pub revision: u64,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Who made it.
    pub author: String,
    /// What the author said of it.
    pub message: String,
    /// How many changes it has.
    pub changes: u64,
    /// Hash over its changes and all before it.
    pub chain: Hash,
}

impl RevisionInfo {
    pub(super) fn of_commit(commit: &Commit) -> Self {
        Self {
            revision: commit.revision,
            at_ms: commit.at_ms,
            author: commit.author.clone(),
            message: commit.message.clone(),
            changes: commit.changes.len() as u64,
            chain: commit.chain,
        }
    }

    fn of_stored(stored: Revision) -> Self {
        let Revision {
            revision,
            message,
            author,
            at_ms,
            chain,
            changes,
        } = stored;
        Self {
            revision,
            at_ms,
            author,
            message,
            changes,
            chain,
        }
    }
}

impl App {
    /// A revision; the latest if none is named. Blocks while an earlier one is rebuilt.
    ///
    /// # Errors
    /// [`AppError::UnknownRevision`] if there is none of that number; [`AppError::Store`] if its
    /// changes are damaged or were discarded.
    pub fn snapshot_at(&self, revision: Option<u64>) -> Result<Arc<Snapshot>, AppError> {
        let latest = self.snapshot();
        let Some(asked) = revision.filter(|it| *it != latest.revision()) else {
            return Ok(latest);
        };
        if asked > latest.revision() || asked == 0 {
            return Err(AppError::UnknownRevision {
                asked,
                latest: latest.revision(),
            });
        }
        let mut past = lock(&self.past);
        let snapshot = match past.0.iter().position(|it| it.revision() == asked) {
            Some(at) => past.0.remove(at),
            None => Arc::new(snapshot_of(
                self.store.as_ref(),
                registry_at(self.store.as_ref(), asked)?,
                asked,
            )?),
        };
        past.0.push(Arc::clone(&snapshot));
        if past.0.len() > KEPT_SNAPSHOTS {
            past.0.remove(0);
        }
        Ok(snapshot)
    }

    /// A revision's own data; none if there is no such revision.
    ///
    /// # Errors
    /// [`AppError::Store`] if they are damaged.
    pub fn revision(&self, revision: u64) -> Result<Option<RevisionInfo>, AppError> {
        Ok(self.store.revision(revision)?.map(RevisionInfo::of_stored))
    }
}

/// All records as of a revision: the nearest checkpoint and the commits after it.
pub(super) fn registry_at(store: &dyn Store, revision: u64) -> Result<Registry, StoreError> {
    let (mut registry, since) = match store.checkpoint(revision)? {
        Some(checkpoint) => {
            let changes = checkpoint
                .state
                .collect::<Result<Vec<Change>, StoreError>>()?;
            (Registry::default().with(&changes), checkpoint.head.revision)
        }
        None => (Registry::default(), 0),
    };
    for commit in store.commits(since, revision)? {
        registry = registry.with(&commit?.changes);
    }
    Ok(registry)
}
