//! Records of a file laid onto what is on record: what they come to, and what is lost by it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::exchange::GivenColumns;
use crate::model::Change;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Record;
use crate::model::Registry;
use crate::model::tables::table_of;

/// So many records of which values are emptied are told one by one.
const MOST_RECORDS: usize = 50;

/// So many names stand in one sentence.
const MOST_NAMES: usize = 6;

/// What the records of a file come to.
#[derive(Default)]
pub(super) struct Onto {
    /// A put for each record.
    pub(super) changes: Vec<Change>,
    /// Where each was read.
    pub(super) places: Vec<Place>,
    /// Which of them are not as they are on record.
    pub(super) differing: Vec<usize>,
    /// What is emptied of what is on record.
    pub(super) emptied: Vec<Problem>,
}

impl Onto {
    /// Lays records onto a registry, of which `problems` were found while they were read. O(values · log records).
    pub(super) fn of(
        registry: &Registry,
        given: &GivenColumns,
        records: Vec<(Record, Place)>,
        problems: &[Problem],
    ) -> Self {
        let refused = Refused::of(problems);
        let mut onto = Self {
            changes: Vec::with_capacity(records.len()),
            places: Vec::with_capacity(records.len()),
            ..Self::default()
        };
        let mut untold = 0;
        for (read, place) in records {
            let on_record = registry.find(&read.id).map(|row| registry.record(row));
            let record = match &on_record {
                Some(on_record) => given.merged(read, &place, on_record),
                None => read,
            };
            if on_record.as_ref() != Some(&record) {
                onto.differing.push(onto.changes.len());
                let emptied = on_record.and_then(|it| emptied(&it, &record, refused.at(&place)));
                match emptied {
                    Some(_) if onto.emptied.len() >= MOST_RECORDS => untold += 1,
                    told => onto.emptied.extend(told.map(|it| it.at(Some(&place)))),
                }
            }
            onto.changes.push(Change::Put(record));
            onto.places.push(place);
        }
        if untold > 0 {
            let said = format!("stated values of {untold} more records are emptied");
            let problem = Problem::warning(ProblemCode::ValuesEmptied, said);
            onto.emptied.push(problem);
        }
        onto
    }

    /// Takes out of problems that a file has not a column which its records need, where all of these are on record: they
    /// keep what is there. O(problems), and O(log records) for each record of a file without such a column.
    pub(super) fn settle(&self, registry: &Registry, problems: &mut Vec<Problem>) {
        let file_of = |it: &Problem| {
            let is_of_values =
                it.code == ProblemCode::MissingColumn && it.column.as_deref() != Some("id");
            let place = it.place.as_ref().filter(|_| is_of_values);
            place.map(|it| it.file.clone())
        };
        let files = problems.iter().filter_map(file_of);
        // Whether a record of the file was seen, and whether all of them are on record.
        let mut kept: BTreeMap<_, _> = files.map(|it| (it, (false, true))).collect();
        if kept.is_empty() {
            return;
        }
        for (change, place) in self.changes.iter().zip(&self.places) {
            if let Some((is_seen, are_known)) = kept.get_mut(&place.file) {
                *is_seen = true;
                *are_known &= registry.find(change.id()).is_some();
            }
        }
        let is_settled = |file| kept.get(&file) == Some(&(true, true));
        problems.retain(|it| !file_of(it).is_some_and(is_settled));
    }
}

/// The names of columns whose values were refused, by the place of their record.
struct Refused<'p>(BTreeMap<&'p Place, BTreeSet<&'p str>>);

impl<'p> Refused<'p> {
    fn of(problems: &'p [Problem]) -> Self {
        let mut refused = Self(BTreeMap::new());
        for it in problems.iter().filter(|it| it.is_error()) {
            if let Some((place, column)) = it.place.as_ref().zip(it.column.as_deref()) {
                refused.0.entry(place).or_default().insert(column);
            }
        }
        refused
    }

    fn at(&self, place: &Place) -> Option<&BTreeSet<&'p str>> {
        self.0.get(place)
    }
}

/// What is told of a record that states less than what is on record; none if it states all of it, if otherwise. A value
/// that was refused is not emptied.
fn emptied(
    on_record: &Record,
    record: &Record,
    refused: Option<&BTreeSet<&str>>,
) -> Option<Problem> {
    let table = table_of(record.kind())?;
    let stated = on_record.values().iter().map(|it| it.0);
    let lost = stated.filter(|column| record.get(*column).is_none());
    let lost = lost.map(|column| table.field(column).name);
    let lost: Vec<&str> = lost
        .filter(|it| !refused.is_some_and(|refused| refused.contains(it)))
        .collect();
    let told = match lost.len() {
        0 => return None,
        1 => "1 stated value is emptied".to_owned(),
        count => format!("{count} stated values are emptied"),
    };
    let said = format!("`{}`: {told}: {}", record.id, listed(&lost));
    Some(Problem::warning(ProblemCode::ValuesEmptied, said))
}

/// Names in a sentence; of many the first.
pub(super) fn listed(names: &[&str]) -> String {
    let first = names[..names.len().min(MOST_NAMES)].join(", ");
    match names.len() - names.len().min(MOST_NAMES) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
