//! What became of an import, as JSON: what the server answers and a command prints.

use serde::Deserialize;
use serde::Serialize;

use crate::model::ChangeCounts;
use crate::model::Problem;
use crate::model::ProblemSeverity;

/// What became of an import.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// The revision it made; none if nothing was stored.
    pub revision: Option<u64>,
    /// Records that are, or would be, new.
    pub created: usize,
    /// Records that are, or would be, different.
    pub changed: usize,
    /// Records that are, or would be, gone.
    pub deleted: usize,
    /// Records that were as they are.
    pub unchanged: usize,
    /// What is wrong or doubtful, in the order of the files.
    pub problems: Vec<ReportedProblem>,
}

/// A problem as JSON; the fields are those of [`Problem`].
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are those of `Problem`")]
pub struct ReportedProblem {
    pub severity: String,
    pub code: String,
    pub message: String,
    pub file: Option<String>,
    pub line: Option<u64>,
    pub column: Option<String>,
    pub value: Option<String>,
    pub expected: Option<String>,
    pub suggestion: Option<String>,
}

impl ImportReport {
    /// The report of a commit.
    pub fn of(counts: &ChangeCounts, revision: Option<u64>, problems: &[Problem]) -> Self {
        Self {
            revision,
            created: counts.created,
            changed: counts.changed,
            deleted: counts.deleted,
            unchanged: counts.unchanged,
            problems: problems.iter().map(ReportedProblem::of).collect(),
        }
    }

    /// Whether there is a problem that kept the package from being stored.
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == ProblemSeverity::Error.code())
    }
}

impl ReportedProblem {
    fn of(problem: &Problem) -> Self {
        Self {
            severity: problem.severity.code().to_owned(),
            code: problem.code.code().to_owned(),
            message: problem.message.clone(),
            file: problem.place.as_ref().map(|place| place.file.clone()),
            line: problem.place.as_ref().map(|place| place.line),
            column: problem.column.clone(),
            value: problem.value.clone(),
            expected: problem.expected.clone(),
            suggestion: problem.suggestion.clone(),
        }
    }
}
