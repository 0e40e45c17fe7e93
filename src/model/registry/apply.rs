//! A registry with changes laid over it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::iter::IntoParallelIterator as _;
use rayon::iter::IntoParallelRefIterator as _;
use rayon::iter::ParallelIterator as _;

use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::problem::Problem;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::registry::edits::Edited;
use crate::model::registry::edits::Edits;
use crate::model::registry::layers::Layer;
use crate::model::registry::layers::LayerAt;

/// The overlay is packed into the base when it is larger than this and than 1/256 of the base.
const SMALL_OVERLAY: usize = 2_048;

/// What a commit did to the number of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// Records that were not there before.
    pub created: usize,
    /// Records that are different now.
    pub changed: usize,
    /// Records that are gone.
    pub deleted: usize,
    /// Records that were put as they already were.
    pub unchanged: usize,
}

/// What becomes of one record.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Created,
    Changed,
    Deleted,
    Unchanged,
    /// It was not there and is not.
    Nothing,
}

impl Fate {
    fn of(before: Option<&Record>, after: Option<&Record>) -> Self {
        match (before, after) {
            (Some(before), Some(after)) if before == after => Self::Unchanged,
            (Some(_), Some(_)) => Self::Changed,
            (None, Some(_)) => Self::Created,
            (Some(_), None) => Self::Deleted,
            (None, None) => Self::Nothing,
        }
    }

    fn is_change(self) -> bool {
        matches!(self, Self::Created | Self::Changed | Self::Deleted)
    }
}

impl ChangeCounts {
    fn add(&mut self, fate: Fate) {
        let count = match fate {
            Fate::Created => &mut self.created,
            Fate::Changed => &mut self.changed,
            Fate::Deleted => &mut self.deleted,
            Fate::Unchanged => &mut self.unchanged,
            Fate::Nothing => return,
        };
        *count += 1;
    }
}

/// What changes come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetChanges {
    /// Puts and deletes of different records, ordered by id.
    pub changes: Vec<Change>,
    /// How many records of each fate there are.
    pub counts: ChangeCounts,
    /// Merges that cannot be made without losing something.
    pub problems: Vec<Problem>,
}

/// Changes with what they come to.
pub struct Weighed {
    /// What they come to.
    pub net: NetChanges,
    /// The changes as they were asked; none where that is the same.
    asked: Option<Vec<Change>>,
}

impl Weighed {
    /// The changes as they were asked.
    pub fn asked(&self) -> &[Change] {
        self.asked.as_deref().unwrap_or(&self.net.changes)
    }
}

impl Registry {
    /// The registry after the changes, in order; it may hold references that dangle.
    ///
    /// O(overlay + changes), and O(records) once in a while and for every merge.
    #[must_use]
    pub fn with(&self, changes: &[Change]) -> Self {
        let is_empty = Kind::ALL.iter().all(|it| self.count(*it) == 0);
        if is_empty && Change::are_puts_by_id(changes) {
            return Self::of_lent(
                changes
                    .iter()
                    .filter_map(put_record)
                    .map(Cow::Borrowed)
                    .collect(),
            );
        }
        self.with_edits(Edits::of(self, changes).records)
    }

    /// What changes come to: a put for every record that is new or different afterwards, a delete for
    /// every one that is gone, ordered by id. Laid over this registry they give the same as the
    /// changes themselves; they are what is logged.
    pub fn net(&self, changes: &[Change]) -> NetChanges {
        let edits = Edits::of(self, changes);
        let mut net = NetChanges {
            problems: edits.problems,
            ..NetChanges::default()
        };
        let edited: Vec<_> = edits.records.into_iter().collect();
        let fates = edited.into_par_iter().map(|(id, after)| {
            let fate = self.fate(&id, after.as_deref());
            let change = || match after {
                Some(record) => Change::Put(record.into_owned()),
                None => Change::Delete(id.into_owned()),
            };
            (fate, fate.is_change().then(change))
        });
        for (fate, change) in fates.collect::<Vec<_>>() {
            net.counts.add(fate);
            net.changes.extend(change);
        }
        net
    }

    /// The same, with the changes as they were asked. Puts that are ordered by id, as packages hold them, and all of them
    /// new or different are not copied, since they are what they come to.
    pub fn weigh(&self, changes: Vec<Change>) -> Weighed {
        if Change::are_puts_by_id(&changes) {
            let fates = changes
                .par_iter()
                .map(|it| self.fate(it.id(), put_record(it)));
            let fates: Vec<Fate> = fates.collect();
            if fates.iter().all(|it| it.is_change()) {
                let mut net = NetChanges {
                    changes,
                    ..NetChanges::default()
                };
                fates.into_iter().for_each(|it| net.counts.add(it));
                return Weighed { net, asked: None };
            }
        }
        let net = self.net(&changes);
        let asked = Some(changes);
        Weighed { net, asked }
    }

    fn fate(&self, id: &Id, after: Option<&Record>) -> Fate {
        let before = self.find(id).map(|row| self.record(row));
        Fate::of(before.as_ref(), after)
    }

    /// Every record, ordered by kind and slug.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        Kind::ALL
            .iter()
            .flat_map(|kind| self.rows(*kind))
            .map(|row| self.record(row))
    }

    fn with_edits(&self, edits: Edited<'_>) -> Self {
        let edits = self.with_laid(edits);
        // What an earlier overlay deleted stays deleted.
        let of_base = |it: &Row| it.layer() == LayerAt::Base;
        let hidden = self.overlay.hides.union(&self.top.hides).copied();
        let mut hidden: BTreeSet<Row> = hidden.filter(of_base).collect();
        hidden.extend(edits.keys().filter_map(|id| {
            let at = self.base.row(id.kind, self.names.get(&id.slug)?)?;
            Some(LayerAt::Base.row(id.kind, at))
        }));
        if edits.len() > SMALL_OVERLAY.max(self.base.total_len() / 256) {
            let kept = Kind::ALL.iter().flat_map(|kind| {
                let rows = 0..self.base.len(*kind);
                rows.map(|at| LayerAt::Base.row(*kind, at))
            });
            let kept = kept
                .filter(|row| !hidden.contains(row))
                .map(|row| Cow::Owned(self.record(row)));
            return Self::of_lent(kept.chain(edits.into_values().flatten()).collect());
        }
        let mut names = (*self.names).clone();
        let records = edits.into_values().flatten().collect();
        let overlay = Layer::pack(records, hidden, &mut names);
        Self {
            base: Arc::clone(&self.base),
            overlay: Arc::new(overlay),
            top: Arc::new(Layer::pack(Vec::new(), BTreeSet::new(), &mut names)),
            names: Arc::new(names),
        }
    }
}

fn put_record(change: &Change) -> Option<&Record> {
    match change {
        Change::Put(record) => Some(record),
        Change::Delete(_) | Change::Merge { .. } => None,
    }
}
