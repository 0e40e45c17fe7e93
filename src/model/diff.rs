//! What differs between two revisions of the data, record by record and column by column.
//!
//! Only records that a commit in between named can differ, so that the cost follows the changes and not the data. What was
//! changed and changed back differs in nothing and is not told.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::codes::codes;
use crate::model::kind::Id;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::registry::Registry;
use crate::model::table::ALIASES;
use crate::model::table::Field;
use crate::model::tables::table_of;

codes! {
    /// What became of a record between two revisions.
    pub enum Became {
        /// It is there, and was not.
        Created = "CREATED",
        /// It was there and says something else.
        Changed = "CHANGED",
        /// It was there, and is not.
        Deleted = "DELETED",
    }
}

/// A record that is not the same in two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The record.
    pub id: Id,
    /// What became of it.
    pub became: Became,
    /// Of a deleted one the record that took its slug as an alias since, as a merge leaves it. None if there is no such record
    /// or more than one, and for kinds without aliases.
    pub merged_into: Option<Id>,
}

/// A column in which a record differs.
#[derive(Clone, Debug)]
pub struct FieldDifference {
    /// The column.
    pub field: &'static Field,
    /// What the earlier revision states; none if it states nothing.
    pub before: Option<Value>,
    /// What the later revision states; none if it states nothing.
    pub after: Option<Value>,
}

/// The records that differ among those named by the commits in between, ordered by kind and slug.
/// O(touched · log touched) for records of a bounded length.
pub fn differences<'a>(
    before: &Registry,
    after: &Registry,
    touched: impl IntoIterator<Item = &'a Id>,
) -> Vec<Difference> {
    let touched: BTreeSet<&Id> = touched.into_iter().collect();
    let mut heirs = BTreeMap::new();
    let mut found = Vec::new();
    for id in touched {
        let (was, is) = (record(before, id), record(after, id));
        let became = match (&was, &is) {
            (None, Some(_)) => Became::Created,
            (Some(_), None) => Became::Deleted,
            (Some(was), Some(is)) if was != is => Became::Changed,
            _ => continue,
        };
        if let Some(is) = &is {
            note_aliases(&mut heirs, was.as_ref(), is);
        }
        found.push(Difference {
            id: id.clone(),
            became,
            merged_into: None,
        });
    }
    for it in found.iter_mut().filter(|it| it.became == Became::Deleted) {
        it.merged_into = heirs.get(&it.id).cloned().flatten();
    }
    found
}

/// The columns in which a record differs, in the order of files; empty if it differs in none.
pub fn field_differences(before: &Registry, after: &Registry, id: &Id) -> Vec<FieldDifference> {
    let Some(table) = table_of(id.kind) else {
        return Vec::new();
    };
    let (was, is) = (record(before, id), record(after, id));
    let columns = table.file_order().into_iter();
    let differences = columns.map(|column| {
        let value = |it: &Option<Record>| it.as_ref().and_then(|it| it.get(column)).cloned();
        FieldDifference {
            field: table.field(column),
            before: value(&was),
            after: value(&is),
        }
    });
    differences.filter(|it| it.before != it.after).collect()
}

/// Who took which slug as an alias; none where several did.
type Heirs = BTreeMap<Id, Option<Id>>;

/// Notes the aliases that a record has and had not.
fn note_aliases(heirs: &mut Heirs, was: Option<&Record>, is: &Record) {
    let had = was.map_or(&[][..], aliases);
    for alias in aliases(is).iter().filter(|it| !had.contains(it)) {
        if let Value::Text(slug) = alias {
            let heir = heirs.entry(Id::new(is.kind(), slug.as_str()));
            heir.and_modify(|it| *it = None)
                .or_insert_with(|| Some(is.id.clone()));
        }
    }
}

fn aliases(record: &Record) -> &[Value] {
    let is_named = table_of(record.kind()).is_some_and(|table| table.named);
    let value = is_named.then(|| record.get(ALIASES)).flatten();
    value.map_or(&[], Value::items)
}

fn record(registry: &Registry, id: &Id) -> Option<Record> {
    registry.find(id).map(|row| registry.record(row))
}

#[cfg(test)]
mod tests;
