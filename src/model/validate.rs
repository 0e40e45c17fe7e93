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

use std::sync::Arc;

use hashbrown::HashMap;
use rayon::iter::IndexedParallelIterator as _;
use rayon::iter::IntoParallelRefIterator as _;
use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;

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
    let first_puts = first_puts(changes);
    let merged: HashMap<&Id, &Id> = merged.collect();
    // To look once through all references is quicker than to look for each of many by its text.
    let records: usize = Kind::ALL.iter().map(|it| after.count(*it)).sum();
    let is_most = merged.is_empty() && changes.len() > records / MOST_FROM;
    // Of a record that is put twice, the first is not among them.
    let is_each_once = first_puts.is_empty() || first_puts.len() == changes.len();
    let may_dangle = !(is_most && is_each_once) || after.may_dangle();
    let mut check = Check {
        before,
        after,
        lists,
        changes,
        place_of,
        merged: Arc::new(merged),
        may_dangle,
        first_puts: Arc::new(first_puts),
        search_budget: references::SEARCH_BUDGET,
        problems: ProblemList::default(),
    };
    check.duplicates();
    check.one_by_one();
    check.dangling_after_deletion();
    check.cycles();
    check.shares();
    check.largest();
    check.twins();
    check.second_matches();
    check.problems.finish()
}

/// The records that are put, and by which change first. None where that is not asked: of puts ordered by id there is no second,
/// and nothing asks whether a record is put but deletions and merges.
fn first_puts(changes: &[Change]) -> HashMap<&Id, usize> {
    let mut first_puts = HashMap::new();
    if Change::are_puts_by_id(changes) {
        return first_puts;
    }
    first_puts.reserve(changes.len());
    for (at, change) in changes.iter().enumerate() {
        if let Change::Put(record) = change {
            first_puts.entry(&record.id).or_insert(at);
        }
    }
    first_puts
}

/// Changes are taken for most of the data where there is more than one for so many records.
const MOST_FROM: usize = 4;

/// So many changes are looked through by one thread at a time.
const RUN: usize = 1024;

/// What the checks draw on and add to.
struct Check<'a> {
    before: &'a Registry,
    after: &'a Registry,
    lists: &'a CodeLists,
    changes: &'a [Change],
    place_of: &'a dyn Fn(usize) -> Option<&'a Place>,
    /// The records that are merged away, and into which.
    merged: Arc<HashMap<&'a Id, &'a Id>>,
    /// Whether any record that is put may refer to what is not there.
    may_dangle: bool,
    /// The records that are put, and by which change first; empty where each is put once and nothing else changes.
    first_puts: Arc<HashMap<&'a Id, usize>>,
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

    /// What is found of the records that are put, with the positions of their changes; all threads look.
    fn of_puts<T: Send>(&self, find: impl Fn(&'a Record) -> Option<T> + Sync) -> Vec<(usize, T)> {
        let changes = self.changes.par_iter().enumerate();
        let found = changes.filter_map(|(at, change)| match change {
            Change::Put(record) => Some((at, find(record)?)),
            Change::Delete(_) | Change::Merge { .. } => None,
        });
        found.collect()
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
                    .value(id.slug.as_str())
            };
            self.report(at, problem);
        }
    }

    /// Checks each change by itself. All threads look for the runs of changes that have a problem; only those are then gone
    /// through in order, since what is said of one may depend on what was found before.
    fn one_by_one(&mut self) {
        let has_problem: Vec<bool> = {
            let (before, after, lists) = (self.before, self.after, self.lists);
            let (merged, first_puts) = (&self.merged, &self.first_puts);
            let may_dangle = self.may_dangle;
            let runs = self.changes.par_chunks(RUN);
            let has_problem = runs.map(|changes| {
                let mut check = Check {
                    before,
                    after,
                    lists,
                    changes,
                    place_of: &|_| None,
                    merged: Arc::clone(merged),
                    may_dangle,
                    first_puts: Arc::clone(first_puts),
                    search_budget: 0,
                    problems: ProblemList::with_limit(0),
                };
                changes.iter().enumerate().any(|(at, change)| {
                    check.change(at, change);
                    !check.problems.is_empty()
                })
            });
            has_problem.collect()
        };
        let runs = self.changes.chunks(RUN).zip((0..).step_by(RUN));
        for ((changes, start), _) in runs.zip(has_problem).filter(|it| it.1) {
            for (at, change) in (start..).zip(changes) {
                self.change(at, change);
            }
        }
    }

    fn change(&mut self, at: usize, change: &'a Change) {
        match change {
            Change::Put(record) => self.record(at, record),
            Change::Delete(id) => self.deletion(at, id),
            Change::Merge { from, into } => self.merge(at, from, into),
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
