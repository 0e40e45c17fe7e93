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
    /// Whether its state was discarded: what is told here is all that is known of it.
    pub is_discarded: bool,
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
            is_discarded: false,
        }
    }

    fn of_stored(stored: Revision, oldest: u64) -> Self {
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
            is_discarded: revision < oldest,
        }
    }
}

impl App {
    /// A revision; the latest if none is named. Blocks while an earlier one is rebuilt.
    ///
    /// # Errors
    /// [`AppError::UnknownRevision`] if there is none of that number; [`AppError::Discarded`] if it can no longer be
    /// rebuilt; [`AppError::Store`] if its changes are damaged.
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
        let slot = lock(&self.past).slot(asked);
        let mut place = lock(&slot);
        if let Some(snapshot) = &*place {
            return Ok(Arc::clone(snapshot));
        }
        let snapshot = rebuilt(self.store.as_ref(), asked).map_err(|error| match error {
            StoreError::Discarded { oldest, .. } => AppError::Discarded { asked, oldest },
            other => other.into(),
        });
        let snapshot = snapshot.inspect_err(|_none| lock(&self.past).forget(asked))?;
        let snapshot = Arc::new(snapshot.with_cost_rates(self.cost_rates));
        *place = Some(Arc::clone(&snapshot));
        drop(place);
        lock(&self.past).weigh(asked, &snapshot);
        Ok(snapshot)
    }

    /// An earlier revision. One that is kept is there at once; another is rebuilt on a thread of its own, so that neither
    /// those who ask for the latest nor who commits wait for it.
    ///
    /// # Errors
    /// As for [`snapshot_at`](Self::snapshot_at), and [`AppError::Busy`] if too many wait for such a revision.
    pub async fn earlier(self: &Arc<Self>, revision: u64) -> Result<Arc<Snapshot>, AppError> {
        let kept = lock(&self.past).kept(revision);
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let app = Arc::clone(self);
        let rebuild = move || app.snapshot_at(Some(revision));
        self.rebuilding.run(rebuild).await?
    }

    /// A revision's own data; none if there is no such revision.
    ///
    /// # Errors
    /// [`AppError::Store`] if they are damaged.
    pub fn revision(&self, revision: u64) -> Result<Option<RevisionInfo>, AppError> {
        let Some(stored) = self.store.revision(revision)? else {
            return Ok(None);
        };
        let oldest = self.store.oldest()?;
        Ok(Some(RevisionInfo::of_stored(stored, oldest)))
    }
}

/// The snapshot of a revision: the nearest checkpoint and the commits after it, laid over it at once.
pub(super) fn rebuilt(store: &dyn Store, revision: u64) -> Result<Snapshot, StoreError> {
    let (mut changes, since) = match store.checkpoint(revision)? {
        Some(checkpoint) => (
            checkpoint
                .state
                .collect::<Result<Vec<Change>, StoreError>>()?,
            checkpoint.head.revision,
        ),
        None => (Vec::new(), 0),
    };
    for commit in store.commits(since, revision)? {
        changes.extend(commit?.changes);
    }
    let at_ms = store.revision(revision)?.map_or(0, |it| it.at_ms);
    Ok(snapshot_of(
        Registry::default().with(&changes),
        revision,
        at_ms,
    ))
}
