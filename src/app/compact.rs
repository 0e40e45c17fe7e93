//! Forgetting how an early revision came about.

use crate::app::App;
use crate::app::AppError;
use crate::app::commit::write_checkpoint;
use crate::app::lock;
use crate::app::verify::verify_store;

/// What was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// The oldest revision that could be rebuilt before; 1 if nothing was ever discarded.
    pub before: u64,
    /// The oldest revision that can be rebuilt now.
    pub oldest: u64,
    /// The latest revision.
    pub latest: u64,
}

impl App {
    /// Forgets how a revision came about; the latest if none is named. Later revisions, and this one, read the same as before.
    /// Earlier ones are [`AppError::Discarded`] from then on, but for what [`App::revision`] tells of them, which is kept.
    /// What is stored is verified first.
    ///
    /// # Errors
    /// [`AppError::UnknownRevision`] if there is none of that number; [`AppError::Broken`] if what is stored does not fit
    /// together; [`AppError::Store`]. After these nothing was discarded, but for an error of the disk while discarding: then the
    /// rest goes when the store is opened.
    pub fn compact(&self, before: Option<u64>) -> Result<Compacted, AppError> {
        let latest = self.snapshot().revision();
        let asked = before.unwrap_or(latest);
        if asked > latest || (asked == 0 && before.is_some()) {
            return Err(AppError::UnknownRevision { asked, latest });
        }
        let oldest = self.store.oldest()?.max(1);
        if asked <= oldest {
            return Ok(Compacted {
                before: oldest,
                oldest,
                latest,
            });
        }
        let mut faults = verify_store(self.store.as_ref())?.faults;
        if let Some((revision, fault)) = faults.pop_first() {
            let fault = Box::new(fault);
            return Err(AppError::Broken { revision, fault });
        }
        let snapshot = self.snapshot_at(Some(asked))?;
        write_checkpoint(self.store.as_ref(), &snapshot)?;
        let now = self.store.discard_before(asked)?;
        lock(&self.past).forget_before(now);
        Ok(Compacted {
            before: oldest,
            oldest: now,
            latest,
        })
    }
}
