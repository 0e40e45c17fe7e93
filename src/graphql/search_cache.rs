//! Search indexes of the revisions asked for last, each built once.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use crate::model::SearchIndex;
use crate::network::Snapshot;

/// So many revisions are kept.
const KEPT: usize = 3;

type Slot = Arc<OnceLock<SearchIndex>>;

/// The indexes, the one asked for last at the end.
#[derive(Default)]
pub(crate) struct SearchCache(Mutex<Vec<(u64, Slot)>>);

/// An index that is in use.
pub(crate) struct Indexed(Slot, Arc<Snapshot>);

impl SearchCache {
    /// The index of a snapshot, perhaps not built yet.
    pub(crate) fn of(&self, snapshot: &Arc<Snapshot>) -> Indexed {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let revision = snapshot.revision();
        let slot = match kept.iter().position(|(it, _)| *it == revision) {
            Some(at) => kept.remove(at).1,
            None => Slot::default(),
        };
        kept.push((revision, Arc::clone(&slot)));
        if kept.len() > KEPT {
            kept.remove(0);
        }
        Indexed(slot, Arc::clone(snapshot))
    }
}

impl Indexed {
    /// The index; builds it if nobody has yet. O(names · log names) then.
    pub(crate) fn get(&self) -> &SearchIndex {
        self.0.get_or_init(|| SearchIndex::of(self.1.registry()))
    }
}
