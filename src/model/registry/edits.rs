//! What changes come to, record by record, before anything is packed.
//!
//! Changes are laid over one another in order. A merge redirects whatever refers to the record that
//! goes, also in puts that follow it, so that no reference is left behind.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::slice::ParallelSliceMut as _;

use crate::model::canonical::computed_slug;
use crate::model::kind::Id;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::registry::Registry;
use crate::model::table::ALIASES;
use crate::model::table::NAME_EN;
use crate::model::table::NAME_FI;
use crate::model::table::NAME_SV;
use crate::model::tables::table_of;

/// The most merges of one commit: each looks through all records.
pub const MAX_MERGES: usize = 100;

/// Records as they will be, lent by the changes where those say it; none where one is deleted.
pub(super) type Edited<'a> = BTreeMap<Cow<'a, Id>, Option<Cow<'a, Record>>>;

/// Changes being laid over a registry.
pub(super) struct Edits<'a> {
    registry: &'a Registry,
    pub(super) records: Edited<'a>,
    /// Merges made so far, those undone by a new record of the old id left out.
    merged: Vec<(Id, Id)>,
    merges: usize,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Edits<'a> {
    /// Lays changes over a registry, in order. O(changes · log changes), and O(records) for every merge.
    pub(super) fn of(registry: &'a Registry, changes: &'a [Change]) -> Self {
        let mut edits = Self {
            registry,
            records: BTreeMap::new(),
            merged: Vec::new(),
            merges: 0,
            problems: Vec::new(),
        };
        let first_merge = changes
            .iter()
            .position(|it| matches!(it, Change::Merge { .. }));
        let (plain, others) = changes.split_at(first_merge.unwrap_or(changes.len()));
        edits.records = last_of_each(plain);
        for change in others {
            match change {
                Change::Put(record) => edits.put(record),
                Change::Delete(id) => drop(edits.records.insert(Cow::Borrowed(id), None)),
                Change::Merge { from, into } => edits.merge(from, into),
            }
        }
        edits
    }

    fn put(&mut self, record: &'a Record) {
        self.merged.retain(|(from, _)| *from != record.id);
        let mut record = Cow::Borrowed(record);
        for (from, into) in &self.merged {
            if *into == record.id || record.references().any(|(_, it)| it == from) {
                let record = record.to_mut();
                redirect_record(record, from, into);
                if *into == record.id {
                    add_alias(record, &from.slug);
                }
            }
        }
        self.insert(record);
    }

    fn insert(&mut self, record: Cow<'a, Record>) {
        let id = match &record {
            Cow::Borrowed(record) => Cow::Borrowed(&record.id),
            Cow::Owned(record) => Cow::Owned(record.id.clone()),
        };
        self.records.insert(id, Some(record));
    }

    fn merge(&mut self, from: &Id, into: &Id) {
        self.merges += 1;
        if self.merges == MAX_MERGES + 1 {
            let said = format!("a commit may hold {MAX_MERGES} merges at the most");
            self.problems
                .push(Problem::error(ProblemCode::LimitExceeded, said));
        }
        // What was merged away before is the record it went into.
        let into =
            self.merged.iter().fold(
                into.clone(),
                |it, (gone, kept)| {
                    if it == *gone { kept.clone() } else { it }
                },
            );
        let into = &into;
        // What makes no sense is reported by the validation and changes nothing.
        let makes_sense = from != into && from.kind == into.kind;
        if self.merges > MAX_MERGES || !makes_sense {
            return;
        }
        for id in self.referrers(from) {
            if let Some(record) = self.current(&id) {
                self.redirect(record, from, into);
            }
        }
        if let Some(mut record) = self.current(into) {
            add_alias(&mut record, &from.slug);
            for name in self.current(from).iter().flat_map(names) {
                add_alias(&mut record, &name);
            }
            self.insert(Cow::Owned(record));
        }
        self.records.insert(Cow::Owned(from.clone()), None);
        self.merged.push((from.clone(), into.clone()));
    }

    /// Puts a record with its references redirected. One whose id follows from its values may
    /// become another that exists; two that then differ are a problem, since one would be lost.
    fn redirect(&mut self, mut record: Record, from: &Id, into: &Id) {
        let old = record.id.clone();
        redirect_record(&mut record, from, into);
        if record.id == old {
            return self.insert(Cow::Owned(record));
        }
        match self.current(&record.id) {
            None => self.insert(Cow::Owned(record)),
            Some(other) if other == record => {}
            Some(other) => {
                let said = format!(
                    "merging `{from}` into `{into}` would make one of `{old}` and `{}`, which differ; change or delete one of them first",
                    other.id
                );
                self.problems
                    .push(Problem::error(ProblemCode::Inconsistent, said));
            }
        }
        self.records.insert(Cow::Owned(old), None);
    }

    /// The record of an id as the changes so far leave it.
    fn current(&self, id: &Id) -> Option<Record> {
        match self.records.get(id) {
            Some(edited) => edited.clone().map(Cow::into_owned),
            None => self.registry.find(id).map(|row| self.registry.record(row)),
        }
    }

    fn referrers(&self, id: &Id) -> Vec<Id> {
        let stored = self
            .registry
            .referrers(id)
            .into_iter()
            .map(|row| self.registry.id(row));
        let mut found: Vec<Id> = stored.filter(|it| !self.records.contains_key(it)).collect();
        let refers = |record: &&Cow<'_, Record>| record.references().any(|(_, it)| it == id);
        let edited = self.records.values().flatten().filter(refers);
        found.extend(edited.map(|record| record.id.clone()));
        found
    }
}

/// What puts and deletes come to: the last of each id.
fn last_of_each(changes: &[Change]) -> Edited<'_> {
    let mut last: Vec<&Change> = changes.iter().collect();
    // Stable: of one id, the last change stays last.
    last.par_sort_by_key(|it| it.id());
    last.dedup_by(|later, kept| {
        let is_same = later.id() == kept.id();
        if is_same {
            *kept = later;
        }
        is_same
    });
    let edited = last.into_iter().map(|change| {
        let record = match change {
            Change::Put(record) => Some(Cow::Borrowed(record)),
            Change::Delete(_) | Change::Merge { .. } => None,
        };
        (Cow::Borrowed(change.id()), record)
    });
    edited.collect()
}

/// Every name and alias of a record.
fn names(record: &Record) -> Vec<String> {
    let named = table_of(record.kind()).is_some_and(|table| table.named);
    let columns = [NAME_EN, NAME_FI, NAME_SV, ALIASES]
        .into_iter()
        .filter(|_| named);
    let values = columns
        .filter_map(|column| record.get(column))
        .flat_map(Value::items);
    let text = |value: &Value| {
        if let Value::Text(text) = value {
            Some(text.to_string())
        } else {
            None
        }
    };
    values.filter_map(text).collect()
}

/// Keeps a name of a record that was merged as an alias, where records of the kind have any.
fn add_alias(record: &mut Record, name: &str) {
    if !table_of(record.kind()).is_some_and(|table| table.named) {
        return;
    }
    let known = record.get(ALIASES);
    let mut aliases = known.map_or_else(Vec::new, |value| value.items().to_vec());
    let alias = Value::Text(name.into());
    if !aliases.contains(&alias) {
        aliases.push(alias);
    }
    record.set(ALIASES, Value::List(aliases));
}

/// Lets every reference to `from` mean `into`; the id follows where it is computed.
fn redirect_record(record: &mut Record, from: &Id, into: &Id) {
    let mut is_changed = false;
    record
        .values_mut()
        .for_each(|value| is_changed |= redirect(value, from, into));
    if is_changed && table_of(record.kind()).is_some_and(|table| table.computed_id) {
        record.id.slug = computed_slug(record);
    }
}

fn redirect(value: &mut Value, from: &Id, into: &Id) -> bool {
    match value {
        Value::Id(id) if id == from => {
            *id = into.clone();
            true
        }
        Value::List(items) => items
            .iter_mut()
            .fold(false, |changed, item| redirect(item, from, into) | changed),
        _ => false,
    }
}
