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
    /// Of a dry run, the first records that would be created, changed or gone; empty otherwise.
    #[serde(default)]
    pub changes: Vec<ReportedChange>,
    /// How many more would be.
    #[serde(default)]
    pub changes_left_out: usize,
}

/// What would become of a record.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct ReportedChange {
    /// Its id.
    pub record: String,
    /// `CREATED`, `CHANGED` or `DELETED`.
    pub became: String,
    /// Of one that changes, the columns in which it does.
    pub fields: Vec<ReportedField>,
}

/// A column in which a record would change, as cells of a data package.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct ReportedField {
    /// Name of the column.
    pub field: String,
    /// What is on record; none if nothing is stated.
    pub before: Option<String>,
    /// What would be; none if nothing would be stated.
    pub after: Option<String>,
}

/// So many characters of a cell are reported.
const CELL_CHARS: usize = 200;

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
            changes: Vec::new(),
            changes_left_out: 0,
        }
    }

    /// The same with the first records that would be others, their cells cut short where they are long.
    #[must_use]
    pub fn with_changes(mut self, mut changes: Vec<ReportedChange>) -> Self {
        for field in changes.iter_mut().flat_map(|it| &mut it.fields) {
            let cells = [&mut field.before, &mut field.after];
            for cell in cells.into_iter().flatten() {
                if let Some((end, _)) = cell.char_indices().nth(CELL_CHARS) {
                    cell.truncate(end);
                    cell.push('…');
                }
            }
        }
        let all = self.created + self.changed + self.deleted;
        self.changes_left_out = match changes.is_empty() {
            true => 0,
            false => all.saturating_sub(changes.len()),
        };
        self.changes = changes;
        self
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
            file: problem.place.as_ref().map(|place| place.file.to_string()),
            line: problem.place.as_ref().map(|place| place.line),
            column: problem.column.clone(),
            value: problem.value.clone(),
            expected: problem.expected.clone(),
            suggestion: problem.suggestion.clone(),
        }
    }
}
