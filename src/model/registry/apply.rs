//! A registry with changes laid over it.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;

use crate::model::canonical::computed_slug;
use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::registry::OVERLAY;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::registry::segment::Segment;
use crate::model::table::ALIASES;
use crate::model::tables::table_of;

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

impl Registry {
    /// The registry after the changes, in order; it may hold references that dangle.
    ///
    /// O(overlay + changes), and O(records) once in a while and for every merge.
    #[must_use]
    pub fn with(&self, changes: &[Change]) -> Self {
        let mut edits: BTreeMap<Id, Option<Record>> = BTreeMap::new();
        for change in changes {
            match change {
                Change::Put(record) => drop(edits.insert(record.id.clone(), Some(record.clone()))),
                Change::Delete(id) => drop(edits.insert(id.clone(), None)),
                Change::Merge { from, into } => self.merge(&mut edits, from, into),
            }
        }
        self.with_edits(edits)
    }

    /// The changes without those that put a record as it already is, and what they come to.
    pub fn effective(&self, changes: Vec<Change>) -> (Vec<Change>, ChangeCounts) {
        let mut counts = ChangeCounts::default();
        let effective = changes
            .into_iter()
            .filter(|change| {
                let before = self.find(change.id());
                match (change, before) {
                    (Change::Put(record), Some(row)) if self.record(row) == *record => {
                        counts.unchanged += 1;
                        return false;
                    }
                    (Change::Put(_), Some(_)) => counts.changed += 1,
                    (Change::Put(_), None) => counts.created += 1,
                    (Change::Delete(_) | Change::Merge { .. }, _) => counts.deleted += 1,
                }
                true
            })
            .collect();
        (effective, counts)
    }

    /// Every record, ordered by kind and slug.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        Kind::ALL
            .iter()
            .flat_map(|kind| self.rows(*kind))
            .map(|row| self.record(row))
    }

    fn with_edits(&self, mut edits: BTreeMap<Id, Option<Record>>) -> Self {
        for row in Kind::ALL.iter().flat_map(|kind| self.overlay_rows(*kind)) {
            edits
                .entry(self.id(row))
                .or_insert_with(|| Some(self.record(row)));
        }
        // What an earlier overlay deleted stays deleted.
        let mut hidden: HashSet<(Kind, u32)> = (*self.hidden).clone();
        hidden.extend(
            edits.keys().filter_map(|id| {
                Some((id.kind, self.base.row(id.kind, self.names.get(&id.slug)?)?))
            }),
        );
        if edits.len() > SMALL_OVERLAY.max(self.base.total_len() / 256) {
            let kept = Kind::ALL
                .iter()
                .flat_map(|kind| (0..self.base.len(*kind)).map(|at| Row { kind: *kind, at }));
            let kept = kept
                .filter(|row| !hidden.contains(&(row.kind, row.at)))
                .map(|row| self.record(row));
            return Self::of_records(kept.chain(edits.into_values().flatten()).collect());
        }
        let mut names = (*self.names).clone();
        let overlay = Segment::pack(edits.into_values().flatten().collect(), &mut names);
        Self {
            names: Arc::new(names),
            base: Arc::clone(&self.base),
            overlay: Arc::new(overlay),
            hidden: Arc::new(hidden),
        }
    }

    fn overlay_rows(&self, kind: Kind) -> impl Iterator<Item = Row> {
        (0..self.overlay.len(kind)).map(move |at| Row {
            kind,
            at: at | OVERLAY,
        })
    }

    /// Edits that let every reference to `from` mean `into`, and keep the old slug as an alias.
    fn merge(&self, edits: &mut BTreeMap<Id, Option<Record>>, from: &Id, into: &Id) {
        let now = self.with_edits(edits.clone());
        for row in now.referrers(from) {
            let mut record = now.record(row);
            let old = record.id.clone();
            record
                .values_mut()
                .for_each(|value| redirect(value, from, into));
            if table_of(old.kind).is_some_and(|table| table.computed_id) {
                record.id.slug = computed_slug(&record);
                edits.insert(old, None);
            }
            edits.insert(record.id.clone(), Some(record));
        }
        if let Some(row) = now
            .find(into)
            .filter(|_| table_of(into.kind).is_some_and(|table| table.named))
        {
            let mut record = edits
                .get(into)
                .cloned()
                .flatten()
                .unwrap_or_else(|| now.record(row));
            let mut aliases = record
                .get(ALIASES)
                .map_or_else(Vec::new, |value| value.items().to_vec());
            aliases.push(Value::Text(from.slug.clone()));
            record.set(ALIASES, Value::List(aliases));
            edits.insert(into.clone(), Some(record));
        }
        edits.insert(from.clone(), None);
    }
}

fn redirect(value: &mut Value, from: &Id, into: &Id) {
    match value {
        Value::Id(id) if id == from => *id = into.clone(),
        Value::List(items) => items.iter_mut().for_each(|item| redirect(item, from, into)),
        _ => {}
    }
}
