//! What descriptions are read with: the names and places of a snapshot.

use std::sync::Arc;

use crate::analysis::partners::described::arising::Streams;
use crate::analysis::partners::described::named::Names;
use crate::analysis::partners::places::Places;
use crate::model::Knowledge;
use crate::model::When;
use crate::network::Snapshot;

/// Names and places are of no year: they are kept under one.
const OF_NO_YEAR: When = When {
    year: 0,
    nearest_years: false,
    include_planned: false,
};

/// The names, places and side-streams of a snapshot; the first who asks gathers them.
pub struct Known {
    pub(super) names: Names,
    pub(super) places: Places,
    pub(super) streams: Streams,
}

impl Known {
    /// O(records · log) once per snapshot.
    pub fn of(snapshot: &Snapshot, knowledge: &Knowledge) -> Arc<Self> {
        let registry = snapshot.registry();
        snapshot.derived(OF_NO_YEAR, || Self {
            names: Names::of(registry, knowledge),
            places: Places::of(registry, knowledge),
            streams: Streams::of(registry, knowledge),
        })
    }

    /// How many names and sites one description is compared with.
    pub fn count(&self) -> usize {
        self.names.count() + self.places.count()
    }
}
