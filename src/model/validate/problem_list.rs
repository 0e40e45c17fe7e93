//! Problems as they are found, bounded: an endless list of the same fault helps nobody.

use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::problem::ProblemSeverity;

/// Collects problems in the order in which they are found, up to a limit of each severity.
///
/// Errors and warnings are counted apart, so that no number of warnings hides an error.
#[derive(Debug)]
pub struct ProblemList {
    kept: Vec<Problem>,
    limit: usize,
    errors: usize,
    warnings: usize,
}

/// How many problems of each severity are listed unless said otherwise.
const DEFAULT_LIMIT: usize = 1000;

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
        }
    }

    /// Adds a problem; over the limit it is only counted.
    pub fn push(&mut self, problem: Problem) {
        let count = match problem.severity {
            ProblemSeverity::Error => &mut self.errors,
            ProblemSeverity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= self.limit {
            self.kept.push(problem);
        }
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

/// The problems of reading and those of validating as one list: what was found wrong with a record
/// because the reader had to leave out a cell is not told twice.
pub fn together(read: Vec<Problem>, validated: Vec<Problem>) -> Vec<Problem> {
    let mut all = read;
    let from_reading = all.len();
    for problem in validated {
        let is_known = |it: &Problem| {
            it.is_error()
                && it.place.is_some()
                && it.place == problem.place
                && (it.column.is_none() || it.column == problem.column)
        };
        if !all[..from_reading].iter().any(is_known) {
            all.push(problem);
        }
    }
    all
}
