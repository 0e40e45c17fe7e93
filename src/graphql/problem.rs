//! Problems of data, as the API tells them.

use async_graphql::SimpleObject;

use crate::graphql::codes::ProblemCode;
use crate::graphql::codes::ProblemSeverity;
use crate::graphql::numbers::int;
use crate::model;

/// One fault or doubt about data that were put.
#[derive(SimpleObject)]
pub(crate) struct Problem {
    /// Whether it blocks the commit.
    severity: ProblemSeverity,
    /// What kind of fault it is.
    code: ProblemCode,
    /// A sentence that reads alone.
    message: String,
    /// File of the package, or place in the argument: `changes[3]`.
    file: Option<String>,
    /// Line of the file, 1 for the header; none where there are no lines.
    line: Option<i32>,
    /// Column or field it is about.
    column: Option<String>,
    /// The offending value.
    value: Option<String>,
    /// What would have been right.
    expected: Option<String>,
    /// The nearest valid value.
    suggestion: Option<String>,
}

impl From<model::Problem> for Problem {
    fn from(problem: model::Problem) -> Self {
        let line = problem
            .place
            .as_ref()
            .map(|it| it.line)
            .filter(|it| *it > 0);
        Self {
            severity: problem.severity.into(),
            code: problem.code.into(),
            message: problem.message,
            file: problem.place.map(|it| it.file.to_string()),
            line: line.map(int),
            column: problem.column,
            value: problem.value,
            expected: problem.expected,
            suggestion: problem.suggestion,
        }
    }
}
