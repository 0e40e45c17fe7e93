//! Snapshots of earlier revisions that are kept, within a bound.
//!
//! Bounded by their number and by the records they hold together, so that the memory they take follows from two numbers. The one
//! asked for last stays whatever its size, since who asks for a page of it will ask for the next.

use std::sync::Arc;
use std::sync::Mutex;

use crate::model::Kind;
use crate::network::Snapshot;

/// So many snapshots of earlier revisions are kept.
pub(super) const KEPT_SNAPSHOTS: usize = 4;
/// So many records they hold together, unless one alone holds more.
pub(super) const KEPT_RECORDS: usize = 1_000_000;

/// A snapshot that is being rebuilt or was; who wants the same one waits for it.
pub(super) type Slot = Arc<Mutex<Option<Arc<Snapshot>>>>;

/// One revision that is kept.
struct Kept {
    revision: u64,
    slot: Slot,
    /// Records of the snapshot; 0 while it is being rebuilt.
    records: usize,
}

/// Snapshots of earlier revisions, the one asked for last at the end.
pub(super) struct Past {
    kept: Vec<Kept>,
    most_records: usize,
}

impl Default for Past {
    fn default() -> Self {
        Self::holding(KEPT_RECORDS)
    }
}

impl Past {
    /// None kept yet, and no more than so many records at any time.
    pub(super) fn holding(most_records: usize) -> Self {
        Self {
            kept: Vec::new(),
            most_records,
        }
    }

    /// The place of a revision, which is made if there is none. Nothing gives way to it before it is [weighed](Self::weigh).
    pub(super) fn slot(&mut self, revision: u64) -> Slot {
        let known = self.kept.iter().position(|it| it.revision == revision);
        let kept = match known {
            Some(at) => self.kept.remove(at),
            None => Kept {
                revision,
                slot: Slot::default(),
                records: 0,
            },
        };
        let slot = Arc::clone(&kept.slot);
        self.kept.push(kept);
        slot
    }

    /// The snapshot of a revision, if it is there already. Waits for nobody.
    pub(super) fn kept(&mut self, revision: u64) -> Option<Arc<Snapshot>> {
        let known = self.kept.iter().position(|it| it.revision == revision)?;
        let snapshot = self.kept[known].slot.try_lock().ok()?.clone()?;
        let kept = self.kept.remove(known);
        self.kept.push(kept);
        Some(snapshot)
    }

    /// Notes how large a rebuilt snapshot is; what is more than may be kept gives way.
    pub(super) fn weigh(&mut self, revision: u64, snapshot: &Snapshot) {
        let counts = Kind::ALL.iter().map(|it| snapshot.registry().count(*it));
        let records = counts.sum();
        if let Some(kept) = self.kept.iter_mut().find(|it| it.revision == revision) {
            kept.records = records;
        }
        self.keep_within();
    }

    /// Forgets the place of a revision that cannot be rebuilt.
    pub(super) fn forget(&mut self, revision: u64) {
        self.kept.retain(|it| it.revision != revision);
    }

    /// Forgets what is before the oldest revision that can be rebuilt.
    pub(super) fn forget_before(&mut self, oldest: u64) {
        self.kept.retain(|it| it.revision >= oldest);
    }

    /// The revisions that are kept, the one asked for last at the end.
    #[cfg(test)]
    pub(super) fn revisions(&self) -> Vec<u64> {
        self.kept.iter().map(|it| it.revision).collect()
    }

    fn keep_within(&mut self) {
        let is_too_much = |it: &Self| {
            let records: usize = it.kept.iter().map(|it| it.records).sum();
            it.kept.len() > KEPT_SNAPSHOTS || records > it.most_records
        };
        while self.kept.len() > 1 && is_too_much(self) {
            self.kept.remove(0);
        }
    }
}
