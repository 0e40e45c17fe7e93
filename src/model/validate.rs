//! What is wrong or doubtful about changes, seen against all the data they make: always all of it.
//!
//! Errors are faults of a record (a value that does not fit its column, a reference to nothing, dates out of
//! order); warnings are doubts that a person may overrule. Each check looks at the records that
//! change; those that compare with the rest of the data (duplicates, sums of shares, the largest
//! capacity) go over it at most once, whatever the number of changes.

mod cycles;
mod dates;
mod doubts;
mod fields;
mod figures;
mod largest;
mod matches;
mod problem_list;
mod references;
mod rules;
mod shares;
#[cfg(test)]
mod tests;
mod twins;

pub use dates::is_date;
pub use dates::period_years;
pub use problem_list::ProblemList;
pub use problem_list::together;
pub use twins::plain_name;

use std::collections::HashMap;

use crate::model::code_lists::CodeLists;
use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::problem::Place;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::record::Change;
use crate::model::record::Record;
use crate::model::registry::Registry;

/// Everything that is wrong or doubtful about `changes`, in their order, doubts that come from
/// comparing last.
///
/// `after` is `before` with all changes applied; its references may dangle, which is one of the
/// things found. `place_of` tells where the change at a position was read.
/// O(changes · log records), and O(records) where a comparison or a deletion needs it.
pub fn validate<'a>(
    before: &'a Registry,
    after: &'a Registry,
    changes: &'a [Change],
    place_of: &'a dyn Fn(usize) -> Option<&'a Place>,
    lists: &'a CodeLists,
) -> Vec<Problem> {
    let merged = changes.iter().filter_map(|change| match change {
        Change::Merge { from, into } => Some((from, into)),
        Change::Put(_) | Change::Delete(_) => None,
    });
    let mut first_puts = HashMap::new();
    for (at, change) in changes.iter().enumerate() {
        if let Change::Put(record) = change {
            first_puts.entry(&record.id).or_insert(at);
        }
    }
    let mut check = Check {
        before,
        after,
        lists,
        changes,
        place_of,
        merged: merged.collect(),
        first_puts,
        search_budget: references::SEARCH_BUDGET,
        problems: ProblemList::default(),
    };
    check.duplicates();
    for (at, change) in changes.iter().enumerate() {
        match change {
            Change::Put(record) => check.record(at, record),
            Change::Delete(id) => check.deletion(at, id),
            Change::Merge { from, into } => check.merge(at, from, into),
        }
    }
    check.dangling_after_deletion();
    check.cycles();
    check.shares();
    check.largest();
    check.twins();
    check.second_matches();
    check.problems.finish()
}

/// What the checks draw on and add to.
struct Check<'a> {
    before: &'a Registry,
    after: &'a Registry,
    lists: &'a CodeLists,
    changes: &'a [Change],
    place_of: &'a dyn Fn(usize) -> Option<&'a Place>,
    /// The records that are merged away, and into which.
    merged: HashMap<&'a Id, &'a Id>,
    /// The records that are put, and by which change first.
    first_puts: HashMap<&'a Id, usize>,
    /// How many more names may be compared to find what was meant.
    search_budget: usize,
    problems: ProblemList,
}

impl<'a> Check<'a> {
    /// Adds a problem of the change at a position.
    fn report(&mut self, at: usize, problem: Problem) {
        self.problems.push(problem.at((self.place_of)(at)));
    }

    /// The records that are put, with the positions of their changes.
    fn puts(&self) -> impl Iterator<Item = (usize, &'a Record)> + use<'a> {
        self.changes
            .iter()
            .enumerate()
            .filter_map(|(at, change)| match change {
                Change::Put(record) => Some((at, record)),
                Change::Delete(_) | Change::Merge { .. } => None,
            })
    }

    /// An id put twice at one time: which of the two was meant is not known.
    fn duplicates(&mut self) {
        for (at, record) in self.puts() {
            let earlier = self.first_puts.get(&record.id);
            let Some(earlier) = earlier.filter(|it| **it != at) else {
                continue;
            };
            let place = (self.place_of)(*earlier);
            let place = place.map_or_else(
                || format!("as change {}", earlier + 1),
                |place| format!("at {}:{}", place.file, place.line),
            );
            let id = &record.id;
            let problem = if matches!(id.kind, Kind::Figure | Kind::Statement) {
                let said = format!("the same {} stands {place} already", id.kind.code());
                let expected =
                    "rows that differ in more than value, bounds, raw, confidence and note";
                Problem::error(ProblemCode::DuplicateId, said).expected(expected)
            } else {
                let said = format!("`{}` stands {place} already", id.slug);
                Problem::error(ProblemCode::DuplicateId, said)
                    .column("id")
                    .value(&id.slug)
            };
            self.report(at, problem);
        }
    }

    fn record(&mut self, at: usize, record: &'a Record) {
        self.fields(at, record);
        self.references(at, record);
        self.rules(at, record);
        if record.kind() == Kind::Figure {
            self.figure(at, record);
        }
        self.doubts(at, record);
    }
}
