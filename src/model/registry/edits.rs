//! What changes come to, record by record, before anything is packed.
//!
//! Changes are laid over one another in order. A merge redirects whatever refers to the record that
//! goes, also in puts that follow it, so that no reference is left behind.

use std::collections::BTreeMap;

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

/// Records as they will be; none where one is deleted.
pub(super) type Edited = BTreeMap<Id, Option<Record>>;

/// Changes being laid over a registry.
pub(super) struct Edits<'r> {
    registry: &'r Registry,
    pub(super) records: Edited,
    /// Merges made so far, those undone by a new record of the old id left out.
    merged: Vec<(Id, Id)>,
    merges: usize,
    pub(super) problems: Vec<Problem>,
}

impl<'r> Edits<'r> {
    /// Lays changes over a registry, in order. O(changes), and O(records) for every merge.
    pub(super) fn of(registry: &'r Registry, changes: &[Change]) -> Self {
        let mut edits = Self {
            registry,
            records: BTreeMap::new(),
            merged: Vec::new(),
            merges: 0,
            problems: Vec::new(),
        };
        for change in changes {
            match change {
                Change::Put(record) => edits.put(record.clone()),
                Change::Delete(id) => drop(edits.records.insert(id.clone(), None)),
                Change::Merge { from, into } => edits.merge(from, into),
            }
        }
        edits
    }

    fn put(&mut self, mut record: Record) {
        self.merged.retain(|(from, _)| *from != record.id);
        for (from, into) in &self.merged {
            redirect_record(&mut record, from, into);
            if *into == record.id {
                add_alias(&mut record, &from.slug);
            }
        }
        self.records.insert(record.id.clone(), Some(record));
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
            self.records.insert(into.clone(), Some(record));
        }
        self.records.insert(from.clone(), None);
        self.merged.push((from.clone(), into.clone()));
    }

    /// Puts a record with its references redirected. One whose id follows from its values may
    /// become another that exists; two that then differ are a problem, since one would be lost.
    fn redirect(&mut self, mut record: Record, from: &Id, into: &Id) {
        let old = record.id.clone();
        redirect_record(&mut record, from, into);
        if record.id == old {
            self.records.insert(old, Some(record));
            return;
        }
        match self.current(&record.id) {
            None => drop(self.records.insert(record.id.clone(), Some(record))),
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
        self.records.insert(old, None);
    }

    /// The record of an id as the changes so far leave it.
    fn current(&self, id: &Id) -> Option<Record> {
        match self.records.get(id) {
            Some(edited) => edited.clone(),
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
        let refers = |record: &&Record| record.references().any(|(_, it)| it == id);
        let edited = self.records.values().flatten().filter(refers);
        found.extend(edited.map(|record| record.id.clone()));
        found
    }
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
            Some(text.clone())
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
    let alias = Value::Text(name.to_owned());
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
