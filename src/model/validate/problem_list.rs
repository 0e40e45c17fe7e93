//! Problems as they are found, bounded: an endless list of the same fault helps nobody.

use std::collections::BTreeSet;

use crate::model::kind::Kind;
use crate::model::nearest::nearest_within;
use crate::model::problem::Place;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::problem::ProblemSeverity;
use crate::model::tables::table_of;

/// Collects problems in the order in which they are found, up to a limit of each severity.
///
/// Errors and warnings are counted apart, so that no number of warnings hides an error.
#[derive(Debug)]
pub struct ProblemList {
    kept: Vec<Problem>,
    limit: usize,
    errors: usize,
    warnings: usize,
    /// Whether the list that these are to be added to keeps no more errors.
    is_of_full: bool,
    /// What may still be compared to say which names were meant.
    comparisons: u64,
}

/// How many problems of each severity are listed unless said otherwise.
const DEFAULT_LIMIT: usize = 1000;

/// Pairs of letters that are compared for the suggestions of one list, where the names come from what is read: a thousand
/// suggestions among a thousand names of seven letters each.
const COMPARISONS: u64 = 50_000_000;

impl Default for ProblemList {
    fn default() -> Self {
        Self::with_limit(DEFAULT_LIMIT)
    }
}

impl ProblemList {
    /// An empty list that keeps at most `limit` errors and `limit` warnings.
    pub fn with_limit(limit: usize) -> Self {
        Self {
            kept: Vec::new(),
            limit,
            errors: 0,
            warnings: 0,
            is_of_full: false,
            comparisons: COMPARISONS,
        }
    }

    /// An empty list of problems that are to be added to this one.
    pub fn part(&self, limit: usize) -> Self {
        Self {
            is_of_full: self.is_full(),
            ..Self::with_limit(limit)
        }
    }

    /// The name most like a text, for an error that is about to be added; none if none is near, if the error will not be
    /// listed, or once a bounded number of letters has been compared for this list.
    pub fn near<'n>(
        &mut self,
        text: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<String> {
        if self.is_full() {
            return None;
        }
        nearest_within(text, names, &mut self.comparisons).map(str::to_owned)
    }

    /// Whether no more errors are kept, so that nothing need be found out about them.
    pub fn is_full(&self) -> bool {
        self.is_of_full || self.errors >= self.limit
    }

    /// Adds a problem; over the limit it is only counted.
    pub fn push(&mut self, problem: Problem) {
        let count = match problem.severity {
            ProblemSeverity::Error => &mut self.errors,
            ProblemSeverity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= self.limit {
            self.kept.push(shortened(problem));
        }
    }

    /// Adds problems.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    /// Adds what a list of the same limit holds, with what it only counted.
    pub fn append(&mut self, later: Self) {
        let (errors, warnings) = (self.errors + later.errors, self.warnings + later.warnings);
        self.extend(later.kept);
        (self.errors, self.warnings) = (errors, warnings);
    }

    /// Whether nothing was found so far, kept or not.
    pub fn is_empty(&self) -> bool {
        self.errors + self.warnings == 0
    }

    /// Number of errors found so far, kept or not.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// The problems kept, and one more of each severity of which some were left out.
    pub fn finish(mut self) -> Vec<Problem> {
        let left_out = |count: usize| count.saturating_sub(self.limit);
        let (errors, warnings) = (left_out(self.errors), left_out(self.warnings));
        let text = |count, what| format!("{count} more {what} are not listed");
        if errors > 0 {
            let said = text(errors, "errors");
            self.kept
                .push(Problem::error(ProblemCode::LimitExceeded, said));
        }
        if warnings > 0 {
            let said = text(warnings, "warnings");
            self.kept
                .push(Problem::warning(ProblemCode::LimitExceeded, said));
        }
        self.kept
    }
}

/// The problems of reading and those of validating as one list, without what follows from what
/// was found before: faults of a record because cells of it could not be read, and unknown references to
/// records of a file that could not be read to its end.
pub fn together(read: Vec<Problem>, validated: Vec<Problem>) -> Vec<Problem> {
    let lost: Vec<String> = read.iter().filter_map(lost_records).collect();
    let errors = read.iter().filter(|it| it.is_error());
    let known: BTreeSet<(Option<&Place>, Option<&str>)> = errors
        .filter(|it| it.place.is_some())
        .map(|it| (it.place.as_ref(), it.column.as_deref()))
        .collect();
    let follows = |problem: &Problem| {
        let place = problem.place.as_ref();
        known.contains(&(place, None))
            || known.contains(&(place, problem.column.as_deref()))
            || problem.code == ProblemCode::UnknownReference
                && lost.iter().any(|start| problem.message.starts_with(start))
    };
    let new: Vec<Problem> = validated.into_iter().filter(|it| !follows(it)).collect();
    read.into_iter().chain(new).collect()
}

/// How the messages begin that tell of unknown references to records of a file that a problem
/// kept from being read.
fn lost_records(problem: &Problem) -> Option<String> {
    let is_whole_file = matches!(
        problem.code,
        ProblemCode::Unreadable
            | ProblemCode::NotUtf8
            | ProblemCode::LimitExceeded
            | ProblemCode::MissingColumn
            | ProblemCode::DuplicateColumn
    );
    let file = problem.place.as_ref()?.file.strip_suffix(".csv")?;
    let mut tables = Kind::ALL.iter().filter_map(|kind| table_of(*kind));
    let table = tables.find(|table| is_whole_file && table.name == file)?;
    Some(format!("unknown {} `", table.kind.code()))
}

/// Longest text of a problem, in bytes: a cell may be much longer, and is then quoted in part.
const LONGEST: usize = 2000;

/// A problem whose texts are all of a length to be read.
fn shortened(mut problem: Problem) -> Problem {
    let texts = [
        &mut problem.column,
        &mut problem.value,
        &mut problem.suggestion,
    ];
    let texts = texts.into_iter().filter_map(Option::as_mut);
    for text in texts.chain([&mut problem.message]) {
        if text.len() > LONGEST {
            text.truncate(text.floor_char_boundary(LONGEST));
            text.push('…');
            text.shrink_to_fit();
        }
    }
    problem
}
